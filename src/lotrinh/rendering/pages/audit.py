"""The pages of the trail: who recorded what, and what was decided of messages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from lotrinh.application.books.trail import Deed
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.audit import Recorded, Wanted
from lotrinh.domain.facts import FactKind
from lotrinh.rendering.authors import author, way_in_words
from lotrinh.rendering.trail import (
    cell_address,
    cell_in_words,
    clock,
    deed_in_words,
)
from lotrinh.rendering.words import fact_in_words, say, short_date

_WEB = re.compile(r"https?://\S+")
_MESSAGES = ("about", "messages")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What the page of what was recorded shows."""

    configuration: Configuration
    language: str
    wanted: Wanted
    found: Sequence[Recorded]
    more: bool


@dataclass(frozen=True, slots=True)
class DeedsPage:
    """What the page of what was decided of messages shows."""

    configuration: Configuration
    language: str
    wanted: Wanted
    found: Sequence[Deed]
    more: bool


def audit_page(page: AuditPage) -> dict[str, Any]:
    """Return what the template of the trail fills in."""
    last = page.found[-1].place if page.more else None
    before = f"{last[0]}.{last[1]}" if last is not None else ""
    return {
        "kinds": [(str(kind), say(f"audit.kind-{kind}", page.language)) for kind in FactKind],
        "rows": [_row(page, one) for one in page.found],
        "wanted": page.wanted,
        "older": _older(page.wanted, before),
    }


def deeds_page(page: DeedsPage) -> dict[str, Any]:
    """Return what the same template fills in for messages."""
    before = str(page.found[-1].number) if page.more else ""
    language, zone = page.language, page.configuration.zone
    rows = [
        {
            "at": clock(deed.at, zone),
            "by": author(deed.by, deed.via, language),
            "way": way_in_words(deed.via, language),
            "what": deed_in_words(deed, language),
            "address": f"outbox/{quote(deed.subject)}" if deed.subject else "",
            "subject": deed.subject,
        }
        for deed in page.found
    ]
    return {"deeds": rows, "wanted": page.wanted, "older": _older(page.wanted, before, _MESSAGES)}


def _older(wanted: Wanted, before: str, *more: tuple[str, str]) -> str:
    """Return the address of the page that follows; '' where there is none."""
    said = {"organisation": wanted.organisation, "person": wanted.person}
    days = {"from": wanted.first, "to": wanted.last}
    pairs = [(name, word) for name, word in said.items() if word]
    pairs += [(name, day.isoformat()) for name, day in days.items() if day is not None]
    pairs += [("kind", str(kind)) for kind in sorted(wanted.kinds)]
    return "?" + urlencode([*more, *pairs, ("before", before)]) if before else ""


def _row(page: AuditPage, one: Recorded) -> dict[str, object]:
    fact, language = one.fact, page.language
    configuration, cell = page.configuration, one.fact.cell
    organisation, title = cell_in_words(configuration, cell, language) if cell else ("", "")
    known = cell is not None and cell.organisation in configuration.organisations.rows
    return {
        "at": clock(fact.recorded_at, configuration.zone),
        "by": author(fact.by, fact.via, language),
        "way": way_in_words(fact.via, language) if fact.by else "",
        "organisation": organisation,
        "title": title,
        "address": cell_address(cell) if cell is not None and known else "",
        "what": fact_in_words(fact, language, configuration.roles),
        "on": short_date(fact.on),
        "note": fact.note,
        "link": fact.evidence if _WEB.fullmatch(fact.evidence) else "",
        "evidence": fact.evidence,
        "entry": fact.entry,
        "undone_by": one.undone_by,
    }
