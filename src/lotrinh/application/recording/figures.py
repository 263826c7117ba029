"""Figures of targets as people write them: what they mean for a target, and what can't be one.

What is surely wrong is refused with the reason; what is only odd is a doubt, that whoever
records it is asked about.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lotrinh.domain.judging import Course, Figure
from lotrinh.domain.notation import (
    NumberError,
    both_readings,
    is_doubtful,
    print_number,
    print_quantity,
    read_quantity,
)
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.targets import Comparator, Target
from lotrinh.errors import LotrinhError

_YES = ("đạt", "đã đạt", "xong", "hoàn thành", "có", "done", "reached", "yes")
_NO = ("chưa", "chưa đạt", "chưa xong", "không", "không đạt", "not yet", "no")
_JUMP = 200
"""Who writes a dot for a comma is a thousand times off; nothing real leaps so far."""
_TOO_MUCH = 9
"""So many times all that is known, a figure may have lost its comma; less may be a beginning."""


class FigureError(LotrinhError):
    """What was written can't be the figure of its target; the code says why."""

    def __init__(self, code: str, nearest: str | None = None, **values: str) -> None:
        self.code = code
        super().__init__(**values, nearest=nearest or "")


class Doubt(StrEnum):
    """What is odd about a figure, so that it is asked about."""

    READINGS = "readings"
    """A dot that may part thousands or decimals."""
    JUMP = "jump"
    """It is many times what is planned, and what it was; or hardly a part of either."""
    FALL = "fall"
    """What accumulates has become less."""


@dataclass(frozen=True, slots=True)
class Read:
    """A figure, and what is odd about it."""

    figure: Quantity
    doubts: tuple[Doubt, ...] = ()


def read_figure(course: Course, written: str) -> Read:
    """Return the figure that a text means for a target.

    Raises:
        FigureError: It is no number, is in another unit, or is more than can be.
    """
    target = course.target
    if target.comparator is Comparator.DONE:
        return Read(_reached(written))
    try:
        quantity = read_quantity(written)
    except NumberError as error:
        raise FigureError(error.code, error.nearest, **error.values) from None
    figure = _in_unit(target, quantity, written)
    _check_whole(course, figure, written)
    _check_possible(target, figure)
    return Read(figure, tuple(_doubts(course, figure, written)))


def _reached(written: str) -> Quantity:
    word = " ".join(written.casefold().split())
    if word not in {*_YES, *_NO}:
        raise FigureError("not-yes-or-no", value=written)
    return Quantity(Decimal(int(word in _YES)))


def _in_unit(target: Target, quantity: Quantity, written: str) -> Quantity:
    """Return a figure in the unit of its target; parts of a rate may be counted in anything."""
    if target.is_rate and quantity.is_share:
        return quantity
    if quantity.unit.casefold() not in {"", target.unit.casefold()}:
        code = "other-unit" if target.unit else "no-unit"
        raise FigureError(code, value=written, unit=target.unit, other=quantity.unit)
    return Quantity(quantity.value, target.unit, quantity.whole)


def _check_whole(course: Course, figure: Quantity, written: str) -> None:
    """Refuse a count out of another number than is planned."""
    planned, target = course.planned, course.target
    if figure.whole is None or target.is_rate or planned is None:
        return
    if figure.whole != planned.value:
        values = {"value": written, "whole": print_number(figure.whole)}
        raise FigureError("other-whole", **values, planned=print_quantity(planned))


def _check_possible(target: Target, figure: Quantity) -> None:
    size = target.size(figure)
    if target.most is not None and size > target.most:
        code = "part-over-whole" if figure.is_share else "figure-over-most"
        most = print_quantity(Quantity(target.most, target.unit))
        raise FigureError(code, value=print_quantity(figure), most=most)
    if target.accumulates and size < 0:
        raise FigureError("figure-below-nothing", value=print_quantity(figure))


def _doubts(course: Course, figure: Quantity, written: str) -> list[Doubt]:
    target, size = course.target, course.target.size(figure)
    before = course.latest
    known = [target.size(one) for one in _known(course, before) if target.size(one) > 0]
    doubts = []
    if is_doubtful(written) and not _is_plain(written, target, known):
        doubts.append(Doubt.READINGS)
    if size > 0 and known and (_is_too_much(size, known) or _is_far_from_all(size, known)):
        doubts.append(Doubt.JUMP)
    if target.accumulates and before is not None and size < target.size(before.quantity):
        doubts.append(Doubt.FALL)
    return doubts


def _known(course: Course, before: Figure | None) -> list[Quantity]:
    planned = [] if course.planned is None else [course.planned]
    return planned if before is None else [*planned, before.quantity]


def _is_too_much(size: Decimal, known: list[Decimal]) -> bool:
    return size > max(known) * _TOO_MUCH


def _is_far_from_all(size: Decimal, known: list[Decimal]) -> bool:
    return all(_is_far(size, one) for one in known)


def _is_far(one: Decimal, other: Decimal) -> bool:
    return one > other * _JUMP or other > one * _JUMP


def _is_plain(written: str, target: Target, known: list[Decimal]) -> bool:
    """Whether only thousands make sense of a dot, by what is planned and what it was."""
    thousands, decimals = (target.size(read_quantity(text)) for text in both_readings(written))
    near = any(not _is_far(thousands, one) for one in known if thousands)
    return near and all(_is_far(decimals, one) for one in known if decimals)
