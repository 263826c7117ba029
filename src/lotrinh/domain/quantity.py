"""Quantities: what is planned and what is measured, exact to the last digit written.

A value, its unit, and, where it is a share, what it is a share of: both numbers are kept, so
that shares add up. Digits are those that were written: 6.942,090 keeps its last nought.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal
from functools import total_ordering

PERCENT = "%"
MOST_DIGITS = 18
"""More than any budget has; a longer number is a slip of the keyboard."""
_EXACT = Context(prec=60)
"""Room enough that sums and products of numbers that long are never rounded."""
_HUNDRED = Decimal(100)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A number with its unit: 98,18%, 4.465,775 tỷ đồng; or a share: 108/110 tuyến."""

    value: Decimal
    unit: str = ""
    whole: Decimal | None = None
    """What the value is a part of."""

    def __eq__(self, other: object) -> bool:
        """Compare as written: the same digits, unit and whole."""
        return isinstance(other, Quantity) and self._written == other._written

    def __lt__(self, other: "Quantity") -> bool:
        return self.size < other.size

    def __hash__(self) -> int:
        return hash(self._written)

    @property
    def _written(self) -> tuple[str, str, str]:
        return str(self.value), self.unit, str(self.whole)

    @property
    def is_share(self) -> bool:
        """Whether it says what it is a part of."""
        return self.whole is not None

    @property
    def size(self) -> Decimal:
        """What it is compared by: a share by its percentage."""
        return self.value if self.whole is None else percentage(self.value, self.whole)


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """Return how many hundredths of a whole a part is; the whole isn't 0."""
    return _EXACT.divide(_EXACT.multiply(part, _HUNDRED), whole)


def total(*values: Decimal) -> Decimal:
    """Return the exact sum of some numbers.

    >>> total(Decimal("0.1"), Decimal("0.2"))
    Decimal('0.3')
    """
    found = Decimal(0)
    for value in values:
        found = _EXACT.add(found, value)
    return found


def difference(one: Decimal, other: Decimal) -> Decimal:
    """Return how much one number is more than another, exactly."""
    return _EXACT.subtract(one, other)


def cut(value: Decimal, digits: int) -> Decimal:
    """Return a number with so many digits after the comma; the others are left off.

    Never rounded up: 99,996% isn't 100%, and what isn't reached doesn't look as if it were.
    Noughts at the end say nothing and are left off as well.

    >>> cut(Decimal("98.18181"), 2), cut(Decimal("103.125"), 0), cut(Decimal("50.004"), 2)
    (Decimal('98.18'), Decimal('103'), Decimal('50'))
    """
    shorter = value.quantize(Decimal(1).scaleb(-digits), ROUND_DOWN, _EXACT)
    return total(_EXACT.normalize(shorter))  # as a sum 5E+1 is 50 again


def per_cent(part: Decimal, whole: Decimal, digits: int = 2) -> Quantity:
    """Return a share as a percentage that is cut to so many digits."""
    return Quantity(cut(percentage(part, whole), digits), PERCENT)
