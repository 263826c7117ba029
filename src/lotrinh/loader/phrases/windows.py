"""Windows with two ends: `từ 10/11 đến 20/11/2025`, `từ 7 ngày trước X đến 1 ngày trước X`.

What the first end lacks, a year or a month, it takes from the last.
"""

from lotrinh.domain.distance import Between, Shift
from lotrinh.domain.frame import Node
from lotrinh.domain.stretches import DayOfPeriod, Fixed, FromTo, Span, Stretch, fits
from lotrinh.loader.phrases.days import PhraseError, civil_date, day_of_period


def window_between(first: Node, last: Node) -> FromTo | Between:
    """Return the window from one point to another, or refuse one that ends before it starts."""
    if not (isinstance(first, Stretch) and isinstance(last, Stretch)):
        return _between(first, last)
    window = FromTo(_completed(first, last), last)
    if fits(window.first) is None and fits(window.last) is None:
        opens, closes = window.bounds(None)
        if closes < opens:
            raise PhraseError("ends-before-start", 1)
    return window


def _between(first: Node, last: Node) -> Between:
    if isinstance(first, Shift) and isinstance(last, Shift):
        comparable = (first.point, first.unit) == (last.point, last.unit)
        if comparable and last.amount < first.amount:
            raise PhraseError("ends-before-start", 1)
    return Between(first, last)


def _completed(first: Stretch, last: Stretch) -> Stretch:
    """Return the first day with what it shares with the last: `từ 10 đến 20/11/2025`."""
    match first, last:
        case DayOfPeriod(day=day, month=None), DayOfPeriod(month=int(month)):
            return day_of_period(str(day), str(month), 1)
        case DayOfPeriod(day=day, month=None), Fixed(day=end):
            return Fixed(civil_date(str(day), str(end.month), str(end.year), 1))
        case DayOfPeriod(day=day, month=int(month)), Fixed(day=end):
            year = end.year - ((month, day) > (end.month, end.day))
            return Fixed(civil_date(str(day), str(month), str(year), 1))
        case Span(year=None, month=int(month), months=months), Span(year=int(year)):
            return Span(year - (month > (last.month or 1)), month, months)
        case _:
            return first
