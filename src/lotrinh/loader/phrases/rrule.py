"""`rrule: FREQ=…`: recurrence rules of RFC 5545, written out to days; dateutil knows them.

Rules are whole days: no part below a day is taken. Without `DTSTART` a rule starts on the
first day of the term.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from itertools import dropwhile, islice, takewhile

from dateutil.rrule import rrulestr

from lotrinh.loader.phrases.days import YEARS, PhraseError
from lotrinh.nearest import nearest

MOST = 1000
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_SHORT = {"DAILY", "WEEKLY"}  # in which no weekday is the first or the last
_NUMBERS: Mapping[str, int] = {
    "INTERVAL": 1000, "COUNT": 10000, "BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366,
    "BYWEEKNO": 53, "BYSETPOS": 366,
}  # fmt: skip
_SINGLE = {"INTERVAL", "COUNT"}
_UNSIGNED = {*_SINGLE, "BYMONTH"}
_PATTERNS: Mapping[str, str] = {
    "FREQ": "|".join(_FREQUENCIES),
    "BYDAY": r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU))*",
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "DTSTART": r"\d{8}(T\d{6}Z?)?",
}
_NUMBER = re.compile(r"\d{1,9}")
_PARTS = (*_PATTERNS, *_NUMBERS)
# The calendar repeats itself, weekdays too, after so many years. dateutil looks for a day
# that never comes up to the year 9999, so rules are written out in the last age before it.
_AGE = 400


@lru_cache(maxsize=512)
def expand(rule: str, column: int, rounds: range) -> tuple[date, ...]:
    """Return the days of a rule within some years.

    Args:
        rule: The parts of the rule, in capitals: ``FREQ=MONTHLY;BYMONTHDAY=15``.
        column: Where in the phrase they begin.
        rounds: The years.

    Raises:
        PhraseError: A part is wrong, or the rule gives no day or far too many.
    """
    parts = dict(_parts(rule, column))
    if "FREQ" not in parts:
        raise PhraseError("rrule-frequency", column, value=rule)
    if any(int(number) > _most_weeks(parts) for number in _NUMBER.findall(parts.get("BYDAY", ""))):
        raise PhraseError("rrule-value", column, value=parts["BYDAY"], key="BYDAY")
    days = list(islice(_days(parts, rule, column, rounds), MOST + 1))
    reach = {"first": str(rounds[0]), "last": str(rounds[-1])}
    if not days:
        raise PhraseError("rrule-never", column, value=rule, **reach)
    if len(days) > MOST:
        raise PhraseError("rrule-too-many", column, value=rule, limit=str(MOST), **reach)
    return tuple(days)


def _parts(rule: str, column: int) -> Iterator[tuple[str, str]]:
    """Yield the parts, each of them looked at."""
    seen: set[str] = set()
    for found in re.finditer(r"[^;]+", rule):
        key, equals, value = found.group().partition("=")
        where = column + found.start()
        if key not in _PARTS or not equals or key in seen:
            near = nearest(key, _PARTS) if key not in _PARTS else None
            raise PhraseError("rrule-part", where, near, value=found.group())
        if not _is_right(key, value):
            near = nearest(value, _FREQUENCIES) if key == "FREQ" else None
            raise PhraseError("rrule-value", where + len(key) + 1, near, value=value, key=key)
        seen.add(key)
        yield key, value


def _most_weeks(parts: Mapping[str, str]) -> int:
    """Return how often a weekday comes at the most in what it is counted in."""
    if parts["FREQ"] in _SHORT:
        return 0
    return 5 if parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts else 53


def _is_right(key: str, value: str) -> bool:
    if pattern := _PATTERNS.get(key):
        return re.fullmatch(pattern, value) is not None
    numbers = value.split(",")
    sign = "" if key in _UNSIGNED else "[+-]?"
    if key in _SINGLE and len(numbers) > 1:
        return False
    return all(
        re.fullmatch(rf"{sign}\d{{1,5}}", n) and 0 < abs(int(n)) <= _NUMBERS[key] for n in numbers
    )


def _days(parts: Mapping[str, str], rule: str, column: int, rounds: range) -> Iterator[date]:
    later = _AGE * ((9999 - rounds[-1]) // _AGE)
    start = _day(parts, "DTSTART", column) or date(rounds[0], 1, 1)
    until = _day(parts, "UNTIL", column) or date(rounds[-1], 12, 31)
    last = min(until, date(rounds[-1], 12, 31))
    told = ";".join(f"{k}={v}" for k, v in parts.items() if k not in {"DTSTART", "UNTIL"})
    try:
        found = rrulestr(told, dtstart=_midnight(start.replace(year=start.year + later)))
    except ValueError:  # what dateutil knows better
        raise PhraseError("rrule-part", column, value=rule) from None
    dates = (moment.date() for moment in found)
    days = (day.replace(year=day.year - later) for day in dates)
    return dropwhile(lambda d: d.year < rounds[0], takewhile(lambda d: d <= last, days))


def _day(parts: Mapping[str, str], key: str, column: int) -> date | None:
    written = parts.get(key)
    if written is None:
        return None
    try:
        day = date.fromisoformat(written[:8])
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise PhraseError("rrule-value", column, value=written, key=key)
    return day


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  (dateutil counts in days)
