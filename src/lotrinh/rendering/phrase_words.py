"""The words that date phrases are printed with, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass

from lotrinh.domain.distance import Unit
from lotrinh.domain.due import Roll, Session
from lotrinh.domain.occurrence import Every
from lotrinh.domain.stretches import Edge


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """The words of one language."""

    before: str
    by: str
    on: str
    at: str
    """Before what isn't a date: vào cuối tháng."""
    day: str
    after: str
    during: str
    within: str
    window: str
    units: Mapping[Unit, str]
    plural: str
    months: tuple[str, ...]
    """The months of a year without one."""
    month_of_year: str
    quarter: str
    year: str
    halves: tuple[str, str]
    halves_of_year: tuple[str, str]
    wholes: Mapping[int, str]
    """A whole period, by its months."""
    first_week: str
    edges: Mapping[Edge, str]
    first_day: str
    """Of what has no start in law: a quarter, half a year."""
    working_days: Mapping[Edge, str]
    weekdays: tuple[str, ...]
    every: Mapping[Every, str]
    sessions: Mapping[Session, str]
    session_after: str
    """The part of the day after all else; before the day it stands as it is."""
    session_first: bool
    rolls: Mapping[Roll, str]

    def length(self, amount: int, unit: Unit) -> str:
        """Return a length of time: 7 ngày làm việc, 1 day, 7 working days."""
        return f"{amount} {self.units[unit]}{self.plural if amount != 1 else ''}"


_VIETNAMESE = PhraseWords(
    before="trước",
    by="chậm nhất",
    on="ngày",
    at="vào",
    day="ngày ",
    after="sau",
    during="trong",
    within="trong {length} từ {point}",
    window="từ {first} đến {last}",
    units={
        Unit.DAY: "ngày",
        Unit.WORKING_DAY: "ngày làm việc",
        Unit.WEEK: "tuần",
        Unit.MONTH: "tháng",
    },
    plural="",
    months=tuple(f"tháng {month}" for month in range(1, 13)),
    month_of_year="tháng {month}/{year}",
    quarter="quý",
    year="năm {year}",
    halves=("6 tháng đầu năm", "6 tháng cuối năm"),
    halves_of_year=("6 tháng đầu năm", "6 tháng cuối năm"),
    wholes={1: "tháng", 3: "quý", 12: "năm"},
    first_week="tuần đầu",
    edges={Edge.START: "đầu", Edge.MIDDLE: "giữa", Edge.END: "cuối"},
    first_day="ngày đầu tiên của",
    working_days={
        Edge.START: "ngày làm việc đầu tiên của",
        Edge.END: "ngày làm việc cuối cùng của",
    },
    weekdays=("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    every={
        Every.YEAR: "hằng năm",
        Every.QUARTER: "hằng quý",
        Every.MONTH: "hằng tháng",
        Every.WEEK: "hằng tuần",
    },
    sessions={Session.MORNING: "sáng", Session.AFTERNOON: "chiều", Session.EVENING: "tối"},
    session_after="buổi {session}",
    session_first=True,
    rolls={
        Roll.FORWARD: ", nếu trùng ngày nghỉ thì lùi",
        Roll.BACK: ", nếu trùng ngày nghỉ thì đẩy lên",
        Roll.NONE: ", nếu trùng ngày nghỉ thì giữ nguyên",
    },
)
_ENGLISH = PhraseWords(
    before="before",
    by="by",
    on="on",
    at="on",
    day="",
    after="after",
    during="in",
    within="within {length} of {point}",
    window="from {first} to {last}",
    units={
        Unit.DAY: "day",
        Unit.WORKING_DAY: "working day",
        Unit.WEEK: "week",
        Unit.MONTH: "month",
    },
    plural="s",
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    month_of_year="{month}/{year}",
    quarter="quarter",
    year="{year}",
    halves=("the first half of", "the second half of"),
    halves_of_year=("the first half of the year", "the second half of the year"),
    wholes={1: "the month", 3: "the quarter", 12: "the year"},
    first_week="the first week of",
    edges={
        Edge.START: "the start of",
        Edge.MIDDLE: "the middle of",
        Edge.END: "the end of",
    },
    first_day="the first day of",
    working_days={
        Edge.START: "the first working day of",
        Edge.END: "the last working day of",
    },
    weekdays=(
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ),
    every={
        Every.YEAR: "every year",
        Every.QUARTER: "every quarter",
        Every.MONTH: "every month",
        Every.WEEK: "every week",
    },
    sessions={
        Session.MORNING: "in the morning",
        Session.AFTERNOON: "in the afternoon",
        Session.EVENING: "in the evening",
    },
    session_after="{session}",
    session_first=False,
    rolls={
        Roll.FORWARD: ", roll forward",
        Roll.BACK: ", roll back",
        Roll.NONE: ", roll none",
    },
)  # fmt: skip
LANGUAGES: Mapping[str, PhraseWords] = {"vi": _VIETNAMESE, "en": _ENGLISH}
