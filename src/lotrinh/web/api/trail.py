"""The trail as JSON: who recorded what, when, why and by which way, a page at a time."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from lotrinh.application.books.trail import Place
from lotrinh.application.recording.audit import Recorded, Wanted
from lotrinh.domain.facts import FactKind, Way
from lotrinh.web.api.caller import Calls
from lotrinh.web.api.problems import ABSENT
from lotrinh.web.api.shapes import Shape
from lotrinh.web.outbox import Desk

router = APIRouter(tags=["looking"], responses=ABSENT)

Word = Annotated[str, Query(max_length=100)]


class Entry(Shape):
    """One thing that was recorded."""

    entry: int
    """What is taken back together."""
    kind: FactKind
    on: date
    """The day from which it holds."""
    recorded_at: datetime
    by: str
    way: Way | None
    """None of what is older than the keeping of ways."""
    roadmap: str | None
    organisation: str | None
    code: str | None
    """MILESTONE or MILESTONE@OCCURRENCE."""
    until: date | None
    note: str
    evidence: str
    undone_by: int | None
    """The entry that has taken it back."""


class Trail(Shape):
    """A page of what was recorded, the newest first."""

    items: list[Entry]
    before: str | None
    """What the address of the next page says as `before`; None on the last."""


@router.get("/audit")
def audit(  # noqa: PLR0917  (what may be asked for)
    calls: Calls,
    desk: Desk,
    organisation: Word = "",
    person: Word = "",
    kind: Annotated[list[FactKind] | None, Query(description="Any of these; all.")] = None,
    first: Annotated[date | None, Query(alias="from", description="Recorded from then.")] = None,
    last: Annotated[date | None, Query(alias="to", description="Recorded up to then.")] = None,
    before: Annotated[str, Query(pattern=r"^(\d{1,9}\.\d{1,9})?$")] = "",
) -> Trail:
    """Return what was recorded of the organisations that the caller sees."""
    wanted = Wanted(organisation, person, "", first, last, frozenset(kind or ()))
    page = desk.audit(calls, wanted, _place(before))
    end = page.found[-1].place if page.more else None
    return Trail(
        items=[_entry(one) for one in page.found],
        before=f"{end[0]}.{end[1]}" if end is not None else None,
    )


def _place(text: str) -> Place | None:
    """Return after which step a page begins.

    >>> _place("12.3"), _place("")
    ((12, 3), None)
    """
    if not text:
        return None
    sequence, _, taken_back = text.partition(".")
    return int(sequence), int(taken_back)


def _entry(found: Recorded) -> Entry:
    fact, cell = found.fact, found.fact.cell
    label = f"@{cell.occurrence}" if cell is not None and cell.occurrence else ""
    return Entry(
        entry=fact.entry,
        kind=fact.kind,
        on=fact.on,
        recorded_at=fact.recorded_at,
        by=fact.by,
        way=fact.via.way,
        roadmap=cell.roadmap if cell is not None else None,
        organisation=cell.organisation if cell is not None else None,
        code=f"{cell.milestone}{label}" if cell is not None else None,
        until=fact.until,
        note=fact.note,
        evidence=fact.evidence,
        undone_by=found.undone_by,
    )
