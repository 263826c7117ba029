"""Whether a phrase and its rhythm fit: a day without a year comes round, one with a year doesn't.

Everything that recurs says how often, and everything in it can come that often.
"""

import re

from lotrinh.domain.distance import Reference
from lotrinh.domain.due import Listed, Rule, parts
from lotrinh.domain.frame import Node
from lotrinh.domain.occurrence import Every
from lotrinh.domain.stretches import DayOfPeriod, DayOfWeek, Fixed, Span, fits
from lotrinh.loader.phrases.days import PhraseError

_YEARLESS = re.compile(r"(?:tháng|qu[ýí]|quarter)\s+(?!\d+/)\w+(?!/)|6 tháng \w+ năm")


def check_rhythm(rule: Rule, every: Every | None, text: str) -> None:
    """Refuse days without a year that never come round, and rounds without such a day."""
    for part in parts(rule):
        fitting = fits(part)
        if every is not None:
            _check_round(part, every, text)
        elif fitting is not None:
            raise _unsettled(part, text)


def _check_round(part: Node, every: Every, text: str) -> None:
    match part, every:
        case ((Fixed() | Span(year=int())), _):
            raise PhraseError("year-and-every", 1)
        case Reference(name=name), _:
            raise PhraseError("reference-and-every", 1, value=name)
        case DayOfPeriod(month=None), Every.YEAR | Every.QUARTER:
            raise PhraseError("which-month", 1, value=written(part))
        case DayOfPeriod(month=int()), Every.MONTH:
            raise PhraseError("month-every-month", 1, value=written(part))
        case _:
            fitting = fits(part)
            if isinstance(part, Listed) or (fitting is not None and every not in fitting):
                raise PhraseError("odd-rhythm", 1, value=text)


def _unsettled(part: Node, text: str) -> PhraseError:
    """Return what is missing from a part that has no year, in a phrase that has no rhythm."""
    match part:
        case DayOfWeek():
            return PhraseError("which-week", 1, value=text)
        case Span(month=None):
            return PhraseError("which-period", 1, value=text)
        case DayOfPeriod():
            return PhraseError("missing-year", 1, value=written(part))
        case _:
            found = _YEARLESS.search(text)
            column, value = (found.start() + 1, found[0]) if found else (1, text)
            return PhraseError("missing-year", column, value=value)


def written(point: DayOfPeriod) -> str:
    """Return a day without a year as people write it."""
    return f"{point.day:02d}" if point.month is None else f"{point.day:02d}/{point.month:02d}"
