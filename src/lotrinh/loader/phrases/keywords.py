"""What the keywords of date phrases stand for, in Vietnamese and English."""

import re

from lotrinh.domain.due import Roll, Session
from lotrinh.domain.occurrence import Every
from lotrinh.domain.stretches import Edge

QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = {
    "hai": 1, "ba": 2, "tư": 3, "bốn": 3, "năm": 4, "sáu": 5, "bảy": 6, "bẩy": 6, "nhật": 7,
    "cn": 7, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5,
    "saturday": 6, "sunday": 7,
}  # fmt: skip
_EVERY = {
    "năm": Every.YEAR, "year": Every.YEAR, "quý": Every.QUARTER, "quí": Every.QUARTER,
    "quarter": Every.QUARTER, "tháng": Every.MONTH, "month": Every.MONTH, "tuần": Every.WEEK,
    "week": Every.WEEK,
}  # fmt: skip
_SESSIONS = {
    "sáng": Session.MORNING, "morning": Session.MORNING, "chiều": Session.AFTERNOON,
    "afternoon": Session.AFTERNOON, "tối": Session.EVENING, "evening": Session.EVENING,
}  # fmt: skip
ROLLS = {"FORWARD": Roll.FORWARD, "BACK": Roll.BACK, "KEEP": Roll.NONE}


def every_of(words: str) -> Every:
    """Return a rhythm: hằng tuần, every week."""
    return _EVERY[words.rsplit(maxsplit=1)[-1]]


def session_of(words: str) -> Session:
    """Return a part of the day: sáng, buổi sáng, in the morning."""
    return _SESSIONS[words.rsplit(maxsplit=1)[-1]]


def weekday_of(words: str) -> int:
    """Return the number of a weekday, Monday 1: thứ Hai, thứ 2, T2, Monday."""
    name = words.rsplit(maxsplit=1)[-1]
    return _WEEKDAYS.get(name) or int(name[-1]) - 1


def edge_of(words: str) -> Edge:
    """Return an edge: đầu, giữa, cuối, the end of, the first working day of."""
    if "giữa" in words or "middle" in words:
        return Edge.MIDDLE
    return Edge.END if re.search(r"cuối|end|last", words) else Edge.START


def is_exact(words: str) -> bool:
    """Whether an edge is a day beyond doubt: ngày đầu tiên của quý, the first day of."""
    return re.search(r"tiên|cùng|day", words) is not None
