"""What single values may be written as, and what each of them means.

Each reader takes what stands in the file and returns a typed value, or refuses it with the
code of a problem; `shape` adds the place. Only what is text can be a value at all.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from lotrinh.application.office.founding import slug
from lotrinh.domain.distance import Unit
from lotrinh.domain.times import QuietHours
from lotrinh.errors import Location
from lotrinh.loader.phrases.days import YEARS, PhraseError, parse_day
from lotrinh.loader.phrases.phrase import parse_distance
from lotrinh.loader.reading.findings import Vocabulary
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import fold, plain_dashes
from lotrinh.loader.reading.text_file import LONGEST, UNSEEN
from lotrinh.loader.reading.written import Text

_LONGEST_ID = 64
ID = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(-[a-z0-9]+)*")
ID_PATTERN = r"^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$"
"""The same, as editors want it."""
WEEKDAYS = {
    fold(name): number
    for number, names in enumerate(
        (
            ("thứ Hai", "thứ 2", "Monday"),
            ("thứ Ba", "thứ 3", "Tuesday"),
            ("thứ Tư", "thứ 4", "Wednesday"),
            ("thứ Năm", "thứ 5", "Thursday"),
            ("thứ Sáu", "thứ 6", "Friday"),
            ("thứ Bảy", "thứ 7", "Saturday"),
            ("Chủ nhật", "CN", "Sunday"),
        )
    )
    for name in names
}
"""The days of the week as people write them; Monday is 0."""
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$")
_SERIAL = re.compile(r"[3-6]\d{4}")
_FIRST_SERIAL = date(1899, 12, 30)
_CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})")
_HOURS = re.compile(r"(\d{1,2})[:h](\d{2})\s*-\s*(\d{1,2})[:h](\d{2})")


def refuse(code: str, nearest: str | None = None, column: int = 1, **values: str) -> Exception:
    """Return what a reader raises: a problem that has no place yet."""
    context = {"nearest": nearest, "column": column, "values": values}
    return PydanticCustomError(code, "see the problem", context)


def as_text(value: Any) -> Text:
    """Return a text that says something, or refuse whatever else it is."""
    if not isinstance(value, Text) or not value.strip():
        raise refuse("wrong-shape", wanted="text")
    if len(value) > LONGEST:
        raise refuse("too-long", limit=str(LONGEST))
    # The file was looked through already, but an escape in quotes can bring one back.
    if hidden := UNSEEN.search(value):
        raise refuse("invisible-character", character=f"U+{ord(hidden[0]):04X}")
    return value


def as_title(value: Any) -> Text:
    """Return a text on one line, its spaces evened out."""
    text = as_text(value)
    return Text(" ".join(text.split()), text.where, text.offset)


def as_id(value: Any) -> Text:
    """Return an id: lower case, hyphens, nothing that a spreadsheet or a URL would change."""
    text = as_text(value)
    if not ID.fullmatch(text):
        raise refuse("bad-id", as_id_meant(text), value=str(text))
    return text


def as_id_meant(text: str) -> str | None:
    """Return the id that was probably meant, where only case, spaces and marks are in the way.

    >>> as_id_meant("Chi_bộ 7"), as_id_meant("?"), as_id_meant("x" * 65)
    ('chi-bo-7', None, None)
    """
    return slug(text) or None if len(text) <= _LONGEST_ID else None


def as_day(value: Any) -> date:
    """Return a civil date, day first or ISO."""
    try:
        return day_of(str(as_text(value)))
    except PhraseError as error:
        raise as_refusal(error) from None


@lru_cache(maxsize=4096)
def day_of(text: str) -> date:
    """Parse a day; kept, for a register has few days in many cells.

    What programs add to a day is no mistake of whoever copied it; a number is what a
    spreadsheet makes of one.

    >>> day_of("2026-09-20 00:00:00")
    datetime.date(2026, 9, 20)
    """
    try:
        return parse_day(_MIDNIGHT.sub("", text))
    except PhraseError as error:
        if _SERIAL.fullmatch(text):
            error.nearest = f"{_FIRST_SERIAL + timedelta(days=int(text)):%d/%m/%Y}"
        raise


@dataclass(frozen=True, slots=True)
class Distance:
    """So many days or working days, and where that was written."""

    amount: int
    unit: Unit
    where: Location


def as_distance(value: Any) -> Distance:
    """Return a length of time; a week is seven days, a month has no length."""
    text = as_text(value)
    try:
        amount, unit = parse_distance(text)
    except PhraseError as error:
        raise as_refusal(error) from None
    if unit is Unit.MONTH:
        raise refuse("bad-distance", value=str(text), word=str(text))
    if unit is Unit.WEEK:
        return Distance(amount * 7, Unit.DAY, text.where)
    return Distance(amount, unit, text.where)


def as_steps(value: Any) -> Distance:
    """Return how long before a day something is said: a bare number counts days, 0 is the day."""
    text = as_text(value)
    if text.isascii() and text.isdigit():
        return Distance(as_number(value), Unit.DAY, text.where)
    try:
        return as_distance(value)
    except PydanticCustomError as error:
        if error.type != "bad-distance":
            raise
        raise refuse("bad-rung", value=str(text)) from None


def as_refusal(error: PhraseError) -> Exception:
    """Return what a validator raises where the grammar refused a text."""
    return refuse(error.code, error.nearest, error.column, **error.values)


def as_number(value: Any) -> int:
    """Return a whole number from 0 that people could mean."""
    text = as_text(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise refuse("bad-number", value=str(text))
    return int(text)


def as_year(value: Any) -> int:
    """Return a year within a lifetime."""
    year = as_number(value)
    if year not in YEARS:
        raise refuse("bad-year", value=str(year), first=str(YEARS[0]), last=str(YEARS[-1]))
    return year


def as_choice(value: Any) -> bool:
    """Return a yes or a no, in either language."""
    text = as_text(value)
    word = text.lower()
    if word in {"true", "yes", "có"}:
        return True
    if word in {"false", "no", "không"}:
        return False
    raise refuse("bad-choice", Vocabulary(["true", "false"]).nearest(word), value=str(text))


def as_quiet_hours(value: Any) -> QuietHours:
    """Return a span of wall time, or refuse it."""
    text = as_text(value)
    hours = hours_of(text)
    if hours is None:
        raise refuse("bad-quiet-hours", value=str(text))
    return hours


def as_clock(value: Any) -> time:
    """Return a time of day, or refuse it."""
    text = as_text(value)
    found = _CLOCK.fullmatch(text.strip())
    hour, minute = map(int, found.groups()) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise refuse("bad-clock", value=str(text))
    return time(hour, minute)


def as_weekday(value: Any) -> int:
    """Return a day of the week by its name, Monday being 0, or refuse it."""
    text = as_text(value)
    day = WEEKDAYS.get(fold(text))
    if day is None:
        raise refuse("bad-weekday", value=str(text))
    return day


def hours_of(text: str) -> QuietHours | None:
    """Return the span of ``21:00-07:00``, None where the text is no such span.

    >>> hours_of("21:00–07:00")
    QuietHours(start=datetime.time(21, 0), end=datetime.time(7, 0))
    """
    found = _HOURS.fullmatch(plain_dashes(text).strip())
    if found is None:
        return None
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    if max(from_hour, to_hour) > 23 or max(from_minute, to_minute) > 59:
        return None
    start, end = time(from_hour, from_minute), time(to_hour, to_minute)
    return None if start == end else QuietHours(start, end)


def as_language(value: Any) -> str:
    """Return one of the two languages."""
    text = as_text(value)
    if text not in {"vi", "en"}:
        raise refuse("bad-language", "en" if text.lower().startswith("e") else "vi", value=text)
    return str(text)


def shown(*types: str, **told: Any) -> WithJsonSchema:
    """Return what an editor is told of a value; what YAML takes for a number may be a text."""
    return WithJsonSchema({"type": list(types) if len(types) > 1 else types[0], **told})


def shown_of(words: Keys) -> WithJsonSchema:
    """Return what an editor is told of a closed set of words."""
    return WithJsonSchema({"enum": list(words.written())})


_DAY = r"^\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.-])\d{1,2}\2(\d{4}|\d{2}))\s*$"
_SPAN = r"^\s*\d{1,2}[:h]\d{2}\s*[-\u2010-\u2014]\s*\d{1,2}[:h]\d{2}\s*$"
_CHOICES = [True, False, "có", "không", "yes", "no", "true", "false"]
_PHRASES = (
    "trước 15/12 hằng năm",
    "chậm nhất 45 ngày trước đại hội",
    "30 ngày làm việc trước đại hội",
    "trong 7 ngày làm việc từ đại hội",
    "trong tháng 6/2025",
    "ngày 25 hằng tháng",
    "by 05/12 every year",
)

Words = Annotated[Text, BeforeValidator(as_text), shown("string", "number", maxLength=LONGEST)]
Title = Annotated[Text, BeforeValidator(as_title), shown("string", "number", maxLength=LONGEST)]
Dated = Annotated[Text, BeforeValidator(as_text), shown("string", examples=list(_PHRASES))]
"""A date phrase, not yet understood."""
Id = Annotated[Text, BeforeValidator(as_id), shown("string", "integer", pattern=ID_PATTERN)]
Day = Annotated[
    date, BeforeValidator(as_day), shown("string", pattern=_DAY, examples=["15/12/2026"])
]
Length = Annotated[
    Distance,
    BeforeValidator(as_distance),
    shown("string", pattern=r"^\s*\d+\s*\S", examples=["3 ngày", "2 ngày làm việc", "1 tuần"]),
]
Clock = Annotated[
    time,
    BeforeValidator(as_clock),
    shown("string", pattern=r"^\s*\d{1,2}[:h]\d{2}\s*$", examples=["08:00"]),
]
Weekday = Annotated[
    int, BeforeValidator(as_weekday), shown("string", examples=["thứ Hai", "Monday"])
]
Ahead = Annotated[
    Distance,
    BeforeValidator(as_steps),
    shown(
        "integer",
        "string",
        minimum=0,
        maximum=99999,
        pattern=r"^\s*\d{1,5}(\s*\D.*)?$",
        examples=["3 ngày làm việc"],
    ),
]
"""How long before a day."""
Number = Annotated[
    int,
    BeforeValidator(as_number),
    shown("integer", "string", minimum=0, maximum=99999, pattern=r"^\d{1,5}$"),
]
Year = Annotated[
    int,
    BeforeValidator(as_year),
    shown("integer", "string", minimum=YEARS[0], maximum=YEARS[-1], pattern=r"^\d{4}$"),
]
Choice = Annotated[bool, BeforeValidator(as_choice), WithJsonSchema({"enum": _CHOICES})]
Quiet = Annotated[
    QuietHours,
    BeforeValidator(as_quiet_hours),
    shown("string", pattern=_SPAN, examples=["21:00-07:00"]),
]
Language = Annotated[str, BeforeValidator(as_language), shown("string", enum=["vi", "en"])]
