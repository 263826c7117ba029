"""The shape of a file of targets; its field docstrings are what an editor shows.

What a set has in common stands at its top, and each target may say otherwise. Numbers are
written as offices write them, and read by `domain.notation`.
"""

from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from lotrinh.domain.notation import NumberError, read_plain
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.targets import Comparator, Period, RollUp
from lotrinh.loader.parts.roadmap_shape import BasisShape, CheckShape, SelectorShape, Years
from lotrinh.loader.parts.scalars import (
    Choice,
    Dated,
    Id,
    Number,
    Title,
    Words,
    as_text,
    refuse,
    shown,
    shown_of,
)
from lotrinh.loader.parts.shape import Blocks, Many, Named, Shape
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.written import NOTHING, Block, Text

_SIGNS = {">=": "at-least", "≥": "at-least", "<=": "at-most", "≤": "at-most", "<": "below"}
_COMPARATORS = Keys("comparator", Comparator)
_PERIODS = Keys("period", Period)
_ROLL_UPS = Keys("roll_up", RollUp)
_NUMBER = shown("string", "number", examples=["98,18%", "4.465,775 tỷ đồng", "108/110"])


def _as_quantity(value: Any) -> Quantity:
    try:
        return read_plain(str(as_text(value)))
    except NumberError as error:
        raise refuse(error.code, error.nearest, 1, **error.values) from None


def _by_name(value: Any) -> dict[Text, Text]:
    """Return figures by their years or occurrences; a single one has no name."""
    if not isinstance(value, Block):
        return {NOTHING: as_text(value)}
    return {name: as_text(figure) for name, figure in value.items()}


def _as_percentage(value: Any) -> Decimal:
    quantity = _as_quantity(value)
    if quantity.unit not in {"", "%"} or quantity.is_share or quantity.value < 0:
        raise refuse("bad-threshold", value=str(value))
    return quantity.value


def _as_comparator(value: Any) -> Comparator:
    text = as_text(value)
    meant = _SIGNS.get(text.strip()) or _COMPARATORS.meant(text)
    if meant is None:
        raise refuse("unknown-comparator", _COMPARATORS.nearest(text), value=str(text))
    return Comparator(meant)


def _as_period(value: Any) -> Period:
    text = as_text(value)
    meant = _PERIODS.meant(text)
    if meant is None:
        raise refuse("unknown-period", _PERIODS.nearest(text), value=str(text))
    return Period(meant)


def _as_roll_up(value: Any) -> RollUp:
    text = as_text(value)
    meant = _ROLL_UPS.meant(text)
    if meant is None:
        raise refuse("unknown-roll-up", _ROLL_UPS.nearest(text), value=str(text))
    return RollUp(meant)


Figure = Annotated[Quantity, BeforeValidator(_as_quantity), _NUMBER]
Percentage = Annotated[
    Decimal, BeforeValidator(_as_percentage), shown("string", "number", examples=["90%"])
]
_Written = Annotated[Text, _NUMBER]
_Figures = Annotated[
    dict[Text, Text],
    BeforeValidator(_by_name, json_schema_input_type=_Written | dict[str, _Written]),
]
_COMPARED = shown("string", enum=[*_SIGNS, *_COMPARATORS.written()])


class TargetShape(Shape):
    """Something to be reached, in numbers."""

    needed: ClassVar = ("id", "title", "lead")

    id: Id = NOTHING
    """Its id; that of its reports as well."""
    title: Title = NOTHING
    """What is to be reached; tables and messages show it."""
    unit: Title = NOTHING
    """What is counted: %, tuyến, tỷ đồng. Figures have to be in it."""
    comparator: Annotated[Comparator, BeforeValidator(_as_comparator), _COMPARED] = (
        Comparator.AT_LEAST
    )
    """When it is reached: ">=" (if not given), "<=", "<", keep, done."""
    planned: _Figures = Field({})
    """What is planned: one number, or one for each year ({2021: 40, 2022: 45})."""
    period: Annotated[Period, BeforeValidator(_as_period), shown_of(_PERIODS)] = Period.YEAR
    """What it is counted for: each year anew (year), or the whole term (term)."""
    due: Dated = NOTHING
    """By when it is to be reached; the end of the period, if not given."""
    report: Dated = NOTHING
    """When figures are asked for: ngày 25 hằng tháng; on the due day, if not given."""
    lead: Words = NOTHING
    """The role that answers for it; ``parent.ROLE`` is one of the organisation above."""
    officer: Words = NOTHING
    """The role that gathers the figures; it is reminded as a role that helps."""
    applies: SelectorShape | None = Field(None, alias="for")
    """For whom, where that isn't the set's own."""
    basis: Words = NOTHING
    """The id of the document that sets it."""
    accumulates: Choice | None = None
    """Whether figures grow through the period, as counts do; rates (%) don't, if not given."""
    roll_up: Annotated[RollUp | None, BeforeValidator(_as_roll_up), shown_of(_ROLL_UPS)] = None
    """How figures of several organisations become one: sum, ratio, count."""
    most: Figure | None = None
    """The most that is possible: 100% for rates planned at no more than that, if not given."""
    decimals: Number = 2
    """How many decimals a percentage shows."""
    baseline: Figure | None = None
    """Where it started from; 0, if not given."""
    before: _Figures = Field({})
    """Figures of the year before, by their occurrence ({2021-Q2: 3.987,3}), to compare with."""
    at_risk: Percentage | None = None
    """A forecast below this part of what is planned is at risk; 100%, if not given."""
    missed: Percentage | None = None
    """A forecast below this part of what is planned will be missed; 90%, if not given."""
    formerly: Many[Id] = ()
    """Ids that it had before, the oldest first; what was recorded under them stays its own."""


class TargetSetShape(Shape):
    """Targets that are tracked together: of a resolution, of a year."""

    needed: ClassVar = ("target_set", "title", "term")

    target_set: Id = NOTHING
    """The set's id; roadmaps and sets have different ones."""
    title: Title = NOTHING
    """What people call it."""
    term: Years = None
    """The years it covers: 2026, 2025-2030, or {label, from, to}."""
    check: CheckShape | None = None
    """When it is checked; half past seven every day, if not given."""
    applies: SelectorShape | None = Field(None, alias="for")
    """Which organisations it is for, unless a target says otherwise."""
    policy: Words = Text("standard", NOTHING.where)
    """How is reminded of reports, by a name in policies.yaml."""
    basis: Named[BasisShape] = Field({})
    """The documents that set them, each by an id."""
    due: Dated = NOTHING
    """By when targets are to be reached, unless one says otherwise."""
    report: Dated = NOTHING
    """When figures are asked for, unless a target says otherwise."""
    at_risk: Percentage = Decimal(100)
    """A forecast below this part of what is planned is at risk."""
    missed: Percentage = Decimal(90)
    """A forecast below this part of what is planned will be missed."""
    formerly: Many[Id] = ()
    """Ids that it had before, the oldest first; what was recorded under them stays its own."""
    table: Words = NOTHING
    """A file beside it, .xlsx or .csv, whose rows are the targets."""
    targets: Blocks[TargetShape] = ()
    """The targets."""
