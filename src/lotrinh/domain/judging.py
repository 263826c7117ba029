"""How a target stands: by its figures, its pace, and how far the day is; or as somebody says.

The rule that decided is part of the answer, so that whoever reads a state can be told why.
Forecasts go on as the figures have gone so far: what accumulates from the start of its
period, a rate from its first figure in it. Numbers are exact; only what is shown is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lotrinh.domain.quantity import Quantity, cut, difference, percentage, total
from lotrinh.domain.targets import Comparator, Target, TargetState

_MOST_DIGITS = 3
"""After the comma of a forecast, however exact the figures are."""


class Rule(StrEnum):
    """What decided on a state."""

    SAID = "said"
    """Somebody has said so, and no later figure is there."""
    REACHED = "reached"
    HOLDS = "holds"
    """It is as it should be so far; that counts when the day has come."""
    NO_FIGURE = "no-figure"
    """A report was due, and none is there."""
    UNKNOWN = "unknown"
    """The day has passed, and no figure is there."""
    NOTHING_DUE = "nothing-due"
    NOT_YET = "not-yet"
    """It isn't as it should be, and nothing tells where that leads: no number, or no due day."""
    PASSED = "passed"
    """The day has passed without it."""
    PACE = "pace"
    """By what the figures lead to if they go on like that."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured on a day; by whom and in which report, its fact knows."""

    on: date
    quantity: Quantity
    occurrence: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """How somebody says that a target stands, and why."""

    on: date
    state: TargetState
    why: str = ""
    by: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """One target of one organisation in one period, as seen on a day."""

    target: Target
    planned: Quantity | None
    start: date
    """The first day of its period."""
    due: date | None
    """The last day on which it may be reached; None while that has no date."""
    figures: Sequence[Figure] = ()
    """Those of the period that are known, in the order of their days."""
    words: Sequence[Word] = ()
    first_report: date | None = None
    """The day on which a figure is asked for first."""
    in_other_units: int = 0
    """How many figures are left aside: they were given before the target had its present unit."""

    @property
    def latest(self) -> Figure | None:
        """The figure that holds: the last of its day that was recorded."""
        return self.figures[-1] if self.figures else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a target stands, and by which rule."""

    state: TargetState
    rule: Rule
    forecast: Decimal | None = None
    """What the figures lead to by the due day."""
    word: Word | None = None


def judge(course: Course, today: date) -> Judgement:
    """Return how a target stands on a day.

    The last word of a person counts until a figure of a later day is there; then figures do.
    """
    latest, word = course.latest, course.words[-1] if course.words else None
    if word is not None and (latest is None or latest.on <= word.on):
        return Judgement(word.state, Rule.SAID, _forecast_of(course), word)
    if latest is None:
        return _without_figure(course, today)
    is_over = course.due is not None and today > course.due
    if holds(course.target, course.planned, latest.quantity):
        return _holding(course, latest, is_over=is_over)
    if is_over:
        return Judgement(TargetState.MISSED, Rule.PASSED)
    return _by_pace(course)


def holds(target: Target, planned: Quantity | None, figure: Quantity) -> bool:
    """Whether a figure is as it should be."""
    size = target.size(figure)
    aim = Decimal(1) if planned is None else target.size(planned)
    match target.comparator:
        case Comparator.AT_LEAST | Comparator.DONE:
            return size >= aim
        case Comparator.AT_MOST:
            return size <= aim
        case Comparator.BELOW:
            return size < aim
        case Comparator.KEEP:
            return size == aim


def _without_figure(course: Course, today: date) -> Judgement:
    if course.due is not None and today > course.due:
        return Judgement(TargetState.UNKNOWN, Rule.UNKNOWN)
    if course.first_report is not None and course.first_report < today:
        return Judgement(TargetState.AT_RISK, Rule.NO_FIGURE)
    return Judgement(TargetState.NOT_DUE, Rule.NOTHING_DUE)


def _holding(course: Course, latest: Figure, *, is_over: bool) -> Judgement:
    """Return how a target stands whose figure is as it should be.

    What is to be reached is done once it is; what is to be kept, only when the day has come.
    """
    target, planned = course.target, course.planned
    if target.comparator not in {Comparator.AT_LEAST, Comparator.DONE}:
        is_last = is_over or (course.due is not None and latest.on >= course.due)
        state = TargetState.DONE if is_last else TargetState.CAN_BE_DONE
        return Judgement(state, Rule.REACHED if is_last else Rule.HOLDS)
    over = planned is not None and target.size(latest.quantity) > target.size(planned)
    return Judgement(TargetState.EXCEEDED if over else TargetState.DONE, Rule.REACHED)


def _by_pace(course: Course) -> Judgement:
    """Return how a target stands that isn't as it should be yet: by what it comes to."""
    forecast = _forecast_of(course)
    if forecast is None or course.planned is None:
        return Judgement(TargetState.CAN_BE_DONE, Rule.NOT_YET)
    if course.target.comparator is Comparator.KEEP:
        return Judgement(TargetState.WILL_BE_MISSED, Rule.PACE, forecast)
    part = _part_of_plan(course, forecast)
    thresholds = course.target.thresholds
    state = TargetState.CAN_BE_DONE
    if part < thresholds.missed:
        state = TargetState.WILL_BE_MISSED
    elif part < thresholds.at_risk:
        state = TargetState.AT_RISK
    return Judgement(state, Rule.PACE, forecast)


def _part_of_plan(course: Course, forecast: Decimal) -> Decimal:
    """Return how many hundredths of what is planned a forecast is; of a limit, the reverse."""
    assert course.planned is not None  # noqa: S101  (the caller has looked)
    aim = course.target.size(course.planned)
    part, whole = forecast, aim
    if course.target.comparator in {Comparator.AT_MOST, Comparator.BELOW}:
        part, whole = aim, forecast
    if whole <= 0:
        return Decimal(100 if part >= whole else 0)
    return percentage(part, whole)


def _forecast_of(course: Course) -> Decimal | None:
    """Return what the figures lead to by the due day, in a straight line; cut to be shown."""
    latest, due = course.latest, course.due
    if latest is None or due is None or course.target.comparator is Comparator.DONE:
        return None
    since, before = _start(course)
    now = course.target.size(latest.quantity)
    gone, left = (latest.on - since).days, (due - latest.on).days
    if gone <= 0 or left <= 0:
        return cut(now, _digits(course))
    grown = difference(now, before)
    forecast = total(now, percentage(grown * left, Decimal(gone)) / 100)
    most = course.target.most
    possible = forecast if most is None else min(forecast, max(most, now))
    return cut(max(possible, Decimal(0)), _digits(course))


def _digits(course: Course) -> int:
    """Return how exact a forecast is: as what is planned and measured; nobody counts in parts."""
    if course.target.is_rate:
        return course.target.digits
    known = [figure.quantity.value for figure in course.figures]
    planned = [] if course.planned is None else [course.planned.value]
    exponents = (value.as_tuple().exponent for value in (*planned, *known))
    return min(max(-e for e in exponents if isinstance(e, int)), _MOST_DIGITS)


def _start(course: Course) -> tuple[date, Decimal]:
    """Return the day and the size from which the pace is taken."""
    target = course.target
    if target.accumulates:
        return course.start, target.size(target.baseline) if target.baseline else Decimal(0)
    if target.baseline is not None:
        return course.start, target.size(target.baseline)
    first = course.figures[0]
    return first.on, target.size(first.quantity)
