"""The days that organisations have chosen for an anchor: whether they lie `within` it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from lotrinh.domain.calendar import Calendar, as_day
from lotrinh.domain.due import Phrase, references
from lotrinh.domain.registers import Organisations
from lotrinh.domain.roadmap import Anchor, Roadmap, Term
from lotrinh.errors import Location
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.table import Table
from lotrinh.loader.reading.text import fold

_LONG_AGO = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The register, and where its days stand."""

    organisations: Organisations
    table: Table
    anchors: Mapping[str, str]
    """Ids of anchors, by their folded names and aliases."""

    def place(self, anchor: Anchor, row: int) -> Location:
        """Return where an organisation's day of an anchor is written."""
        headings = (h for h in self.table.headings if self.anchors.get(fold(h)) == anchor.id)
        return self.table.place(next(headings, anchor.id), row)


def check_chosen(
    roadmap: Roadmap,
    chosen: Chosen,
    calendars: Mapping[str, Calendar],
    findings: Findings,
    *,
    strict: bool,
) -> None:
    """Report days of the register that are outside what a roadmap allows."""
    calendar = next(iter(calendars.values()), None)
    for anchor in roadmap.anchors.values():
        days = chosen.organisations.anchors.get(anchor.id)
        if days is None or calendar is None or anchor.within is None:
            continue
        if any(references(anchor.within)):
            continue
        first, last = _span(anchor.within, roadmap.term, calendar, strict=strict)
        outside = (days < as_day(first)) | (days > as_day(last))
        for row in np.flatnonzero(outside).tolist():
            day: date = days[row].astype(object)
            span = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            values = {"value": f"{day:%d/%m/%Y}", "anchor": anchor.title, **span}
            findings.error("outside-within", chosen.place(anchor, row), **values)


def _span(phrase: Phrase, term: Term, calendar: Calendar, *, strict: bool) -> tuple[date, date]:
    """Return the first and the last day that a phrase allows."""
    from lotrinh.application.looking.explain import explain  # noqa: PLC0415  (seldom needed)

    (planned, *_) = explain(phrase, term=term, anchors={}, calendar=calendar, strict=strict)
    deadline = planned.deadline
    return deadline.opens or _LONG_AGO, deadline.due or date.max
