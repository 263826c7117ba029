"""Civil days as people write them: day first or ISO, never month first.

A day that isn't there is refused, never turned into another one.
"""

import re
from datetime import date

from lotrinh.domain.stretches import DayOfPeriod
from lotrinh.loader.reading.text import plain_dashes, tidy

YEARS = range(1990, 2100)
_LEAP_YEAR = 2024


class PhraseError(ValueError):
    """A phrase that has no meaning, with the place and what would have been right.

    Attributes:
        code: What is wrong: ``unknown-phrase``, ``unknown-name``, ``bad-date`` …
        column: Where in the phrase, from 1.
        values: What the sentence about it names.
        nearest: The nearest word, or date, that would have been right.
    """

    def __init__(self, code: str, column: int, nearest: str | None = None, **values: str) -> None:
        self.code = code
        self.column = column
        self.nearest = nearest
        self.values = values
        super().__init__(f"{code} at {column}: {values}")


def parse_day(text: str) -> date:
    """Return a civil date written day first (15/12/2024) or as ISO (2024-12-15)."""
    readable = plain_dashes(tidy(text)).strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", readable):
        year, month, day = found.groups()
        return civil_date(day, month, year, 1)
    if found := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", readable):
        day, _, month, year = found.groups()
        return civil_date(day, month, year, 1)
    raise PhraseError("bad-date", 1, value=text.strip())


def civil_date(day: str, month: str, year: str, column: int) -> date:
    """Return the civil date, or refuse one that isn't there."""
    whole_year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        found = date(whole_year, int(month), int(day))
    except ValueError:
        raise _no_day(column, day, month, year) from None
    if whole_year not in YEARS:
        raise PhraseError("bad-year", column, value=year, **_reach(YEARS))
    return found


def day_of_period(day: str, month: str | None, column: int) -> DayOfPeriod:
    """Return a day without a year; 29/02 is there in some years."""
    try:
        date(_LEAP_YEAR, int(month or 1), int(day))
    except (ValueError, OverflowError):
        raise _no_day(column, day, *([] if month is None else [month])) from None
    return DayOfPeriod(int(day), None if month is None else int(month))


def far_from_term(day: date, column: int, years: range) -> PhraseError:
    """Return what is wrong with a day in which no plan of these years can be about."""
    return PhraseError("date-far-from-term", column, value=f"{day:%d/%m/%Y}", **_reach(years))


def _reach(years: range) -> dict[str, str]:
    return {"first": str(years[0]), "last": str(years[-1])}


def _no_day(column: int, *written: str) -> PhraseError:
    """Return what is wrong with a day, a month and a year, as many of them as were written."""
    nearest = _day_first(*written) if len(written) > 1 else None
    return PhraseError("bad-date", column, nearest, value="/".join(written))


def _day_first(day: str, month: str, *year: str) -> str | None:
    """Return the date that was meant, where somebody wrote the month first."""
    swapped = int(day) <= 12 < int(month) <= 31
    return "/".join((f"{int(month):02d}", f"{int(day):02d}", *year)) if swapped else None
