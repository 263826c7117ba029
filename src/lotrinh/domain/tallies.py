"""Tallies: what the figures of several organisations come to, and how many targets stand how.

Sums are exact. A ratio is the sum of the parts over the sum of the wholes, so a large ward
weighs more than a small one; what was given as a percentage alone has no parts, and is told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lotrinh.domain.judging import Course, Figure, holds
from lotrinh.domain.quantity import Quantity, total
from lotrinh.domain.targets import Comparator, RollUp, Target, TargetState

States = Mapping[TargetState, int]


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Several organisations' courses as one, and how many of them have given a figure."""

    course: Course
    given: int
    asked: int
    without_parts: int = 0
    """How many gave a percentage without what it is a part of: they can't be added up."""


def rolled_up(courses: Sequence[Course]) -> RolledUp:
    """Return the courses of one target and period, of several organisations, as one."""
    target = courses[0].target
    latest = [course.latest for course in courses if course.latest is not None]
    figures = [figure.quantity for figure in latest]
    planned: Quantity | None = courses[0].planned
    figure: Quantity | None = None
    if target.roll_up is RollUp.SUM:
        planned, figure = _sum([c.planned for c in courses]), _sum(figures)
    elif target.roll_up is RollUp.RATIO:
        figure = _ratio(figures)
    else:
        target, planned, figure = _counted(courses)
    on = max((figure.on for figure in latest), default=date.min)
    whole = replace(
        courses[0],
        target=target,
        planned=planned,
        due=_latest(course.due for course in courses),
        figures=() if figure is None or not figures else (Figure(on, figure),),
        words=(),
        first_report=_latest(course.first_report for course in courses),
    )
    alone = sum(not f.is_share for f in figures) if target.roll_up is RollUp.RATIO else 0
    return RolledUp(whole, len(latest), len(courses), alone)


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _sum(quantities: Sequence[Quantity | None]) -> Quantity | None:
    known = [quantity for quantity in quantities if quantity is not None]
    if not known:
        return None
    wholes = [quantity.whole for quantity in known]
    whole = total(*(w for w in wholes if w is not None)) if None not in wholes else None
    return Quantity(total(*(quantity.value for quantity in known)), known[0].unit, whole)


def _ratio(figures: Sequence[Quantity]) -> Quantity | None:
    """Return the parts over the wholes; of percentages alone, nothing can be said but one."""
    shares = [figure for figure in figures if figure.is_share]
    if not shares:
        return figures[0] if len(figures) == 1 else None
    whole = total(*(figure.whole for figure in shares if figure.whole is not None))
    return Quantity(total(*(figure.value for figure in shares)), shares[0].unit, whole)


def _counted(courses: Sequence[Course]) -> tuple[Target, Quantity, Quantity]:
    """Return how many organisations have reached it, as a target of its own: all of them."""
    target = courses[0].target
    reached = sum(
        course.latest is not None and holds(target, course.planned, course.latest.quantity)
        for course in courses
    )
    all_of_them = Decimal(len(courses))
    counts = replace(target, comparator=Comparator.AT_LEAST, unit="", most=None, baseline=None)
    return counts, Quantity(all_of_them), Quantity(Decimal(reached), "", all_of_them)


def tally(states: Iterable[TargetState]) -> States:
    """Return how many targets stand how, in the order in which reports count them."""
    counted = Counter(states)
    return {state: counted[state] for state in TargetState if counted[state]}
