"""What people recorded and did, in words: when, who, by which way, and what."""

from datetime import datetime
from zoneinfo import ZoneInfo

from lotrinh.application.books.trail import Deed
from lotrinh.domain.facts import Via
from lotrinh.rendering.words import capital, say


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as people write it.

    >>> clock(datetime.fromisoformat("2026-12-07T00:30:00+00:00"), ZoneInfo("Asia/Ho_Chi_Minh"))
    '07/12/2026 07:30'
    """
    return f"{at.astimezone(zone):%d/%m/%Y %H:%M}"


def way_in_words(via: Via, language: str) -> str:
    """Return by which way something has come; '' where nobody kept that.

    >>> from lotrinh.domain.facts import BY_COMMAND
    >>> way_in_words(BY_COMMAND, "vi"), way_in_words(Via(None), "vi")
    ('lệnh trên máy', '')
    """
    return say(f"way.{via.way}", language) if via.way is not None else ""


def author(by: str, via: Via, language: str) -> str:
    """Return who it was; where nobody is named, by which way it came.

    >>> from lotrinh.domain.facts import BY_COMMAND
    >>> author("Văn phòng", BY_COMMAND, "vi"), author("", BY_COMMAND, "vi")
    ('Văn phòng', 'Lệnh trên máy')
    """
    return by or capital(way_in_words(via, language)) or "–"


def deed_in_words(deed: Deed, language: str) -> str:
    """Return what somebody has done."""
    return say(f"deed.{deed.kind}", language, count=deed.count)
