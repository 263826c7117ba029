"""`calendars/*.yaml`: public holidays from a library, and over them what the authorities say.

A file's own days win. Without swaps (where people live, nobody works on the Saturday that
offices swapped) the library's swapped days count neither as off nor as worked. Tết is never
computed: beyond the announced day the library's dates are a forecast.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import Calendar, as_day
from lotrinh.domain.roadmap import Term
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.scalars import Choice, Day, Id, Title
from lotrinh.loader.parts.shape import Blocks, Many, Shape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.written import NOTHING, Text

_ALWAYS = (2015, 2040)
# A ladder, an offset or a term that starts early must not leave the table.
_YEARS_BEFORE, _YEARS_AFTER = 14, 14


class DayShape(Shape):
    """A day on which the authorities decided otherwise."""

    off: Many[Day] = ()
    """Off, though it would be worked."""
    work: Many[Day] = ()
    """Worked, though it would be off."""
    source: Title = NOTHING
    """The document that says so."""
    announced: Day | None = None
    """When it was announced."""


class CalendarShape(Shape):
    """The days off of some offices."""

    needed: ClassVar = ("calendar", "announced")

    calendar: Id = NOTHING
    """The calendar's id."""
    title: Title = NOTHING
    """Its name."""
    country: Title = Text("VN", NOTHING.where)
    """Whose public holidays are its base: VN."""
    swaps: Choice = True
    """Whether days that were swapped for a Saturday count."""
    announced: Day | None = None
    """The last day for which the authorities have announced the days off."""
    days: Blocks[DayShape] = ()
    """The days that are different."""


@dataclass(frozen=True, slots=True)
class _Holidays:
    """What the library knows of some years."""

    off: frozenset[date]
    swapped: frozenset[date]
    """Those of the days off that a Saturday is worked for."""
    worked: frozenset[date]
    tet: frozenset[date]


def read_shapes(inputs: Inputs, library: str) -> list[CalendarShape | None]:
    """Return the workspace's own calendars, then those of the library that it hasn't itself."""
    own = inputs.shapes("calendars", CalendarShape)
    names = {shape.calendar for shape in own if shape is not None}
    shared = inputs.shapes(f"{library}/calendars", CalendarShape)
    return own + [shape for shape in shared if shape is None or shape.calendar not in names]


def read_calendars(
    shapes: Sequence[CalendarShape], terms: Iterable[Term], findings: Findings
) -> Mapping[str, Calendar]:
    """Return the calendars by name, over all years that the terms can lead to."""
    years = _years(terms)
    findings.expect_unique(shape.calendar for shape in shapes if shape.calendar)
    read: dict[str, Calendar] = {}
    for shape in shapes:
        if shape.country != "VN" and shape.country:
            findings.error("unknown-country", shape.country.where, nearest="VN")
        _check_days(shape, findings)
        read[str(shape.calendar)] = _calendar(shape, *years)
    return read


def _years(terms: Iterable[Term]) -> tuple[int, int]:
    covered = list(chain.from_iterable((t.first_year, t.last_year) for t in terms))
    first = min([*(year - _YEARS_BEFORE for year in covered), _ALWAYS[0]])
    last = max([*(year + _YEARS_AFTER for year in covered), _ALWAYS[1]])
    return first, last


def _check_days(shape: CalendarShape, findings: Findings) -> None:
    seen: set[date] = set()
    for day in shape.days:
        if not day.off and not day.work:
            findings.error("missing-key", day.where, key="off")
        for decided in (*day.off, *day.work):
            if decided in seen:
                findings.error("day-twice", day.where, day=f"{decided:%d/%m/%Y}")
            seen.add(decided)


def _calendar(shape: CalendarShape, first_year: int, last_year: int) -> Calendar:
    known = _holidays(first_year, last_year)
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    days = np.arange(as_day(first), as_day(last) + 1)
    off = ~np.is_busday(days)
    for decision, decided in (
        (True, known.off if shape.swaps else known.off - known.swapped),
        (False, known.worked if shape.swaps else ()),
        (True, (day for entry in shape.days for day in entry.off)),
        (False, (day for entry in shape.days for day in entry.work)),
    ):
        off[[(day - first).days for day in decided if first <= day <= last]] = decision
    named = np.zeros_like(off)
    named[[(day - first).days for day in known.tet]] = True
    tet = _runs(off, named)
    announced = shape.announced or first
    return Calendar(str(shape.calendar), first, off, announced, tet, _decided(shape.days))


def _decided(days: Iterable[DayShape]) -> Mapping[date, str]:
    """Return for each day that is different the document that says so, and the line."""
    return {
        day: f"{entry.source}, {entry.where.on_line}" if entry.source else entry.where.on_line
        for entry in days
        for day in (*entry.off, *entry.work)
    }


def _runs(off: NDArray[np.bool_], named: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the days off that lie in one run with a named day off.

    So the weekends before and after Tết are part of it, as offices announce it.
    """
    run = np.cumsum(np.diff(off, prepend=False))  # grows where days off begin, and where they end
    return off & np.isin(run, run[named & off])


def _vietnam() -> Any:
    """Return what the library knows of the country.

    By its file: its package imports 250 countries, which takes as long as all else that a ward's
    files need. And only once a configuration is loaded.
    """
    import holidays  # noqa: PLC0415

    path = Path(holidays.__file__).parent / "countries" / "vietnam.py"
    loader = SourceFileLoader("holidays.countries.vietnam", str(path))
    country = module_from_spec(ModuleSpec(loader.name, loader))
    loader.exec_module(country)
    return country.Vietnam


@lru_cache(maxsize=8)
def _holidays(first_year: int, last_year: int) -> _Holidays:
    known = _vietnam()(years=range(first_year, last_year + 1), language="vi")
    swapped = known.substituted_label.partition("%s")[0]
    return _Holidays(
        frozenset(known),
        frozenset(day for day, name in known.items() if name.startswith(swapped)),
        frozenset(known.weekend_workdays),
        frozenset(
            day for day, name in known.items() if "Tết Nguyên Đán" in name or "29 Tết" in name
        ),
    )
