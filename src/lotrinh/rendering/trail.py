"""What people recorded and did, in words: when, who, by which way, and what."""

from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from lotrinh.application.books.trail import Deed
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId
from lotrinh.rendering.derivation import names_of
from lotrinh.rendering.words import period_name, say


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as people write it.

    >>> clock(datetime.fromisoformat("2026-12-07T00:30:00+00:00"), ZoneInfo("Asia/Ho_Chi_Minh"))
    '07/12/2026 07:30'
    """
    return f"{at.astimezone(zone):%d/%m/%Y %H:%M}"


def deed_in_words(deed: Deed, language: str) -> str:
    """Return what somebody has done."""
    return say(f"deed.{deed.kind}", language, count=deed.count)


def cell_in_words(configuration: Configuration, cell: CellId, language: str) -> tuple[str, str]:
    """Return what an organisation and a milestone are called; ids, where they are no more."""
    organisations, roadmap = configuration.organisations, configuration.roadmaps.get(cell.roadmap)
    known = cell.organisation in organisations.rows
    organisation = organisations.name(cell.organisation) if known else cell.organisation
    names = names_of(roadmap) if roadmap is not None else {}
    title = names.get(cell.milestone, cell.milestone)
    period = period_name(cell.occurrence, language) or cell.occurrence
    return organisation, f"{title} ({period})" if period else title


def cell_address(cell: CellId) -> str:
    """Return where the board tells a cell's story."""
    label = f"@{cell.occurrence}" if cell.occurrence else ""
    place = (cell.roadmap, cell.organisation, cell.milestone + label)
    return "cell/" + "/".join(quote(part, safe="") for part in place)
