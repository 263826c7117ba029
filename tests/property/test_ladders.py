"""Laws of ladders, against a model that counts day by day on its fingers."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.domain.calendar import Calendar
from lotrinh.domain.distance import Unit
from lotrinh.domain.policy import Overdue, Policy, Rung, rung_table
from tests.builders import a_calendar

CALENDAR = a_calendar()
ONE_DAY = timedelta(days=1)

due_days = st.dates(date(2024, 11, 1), date(2025, 3, 31))
units = st.sampled_from([Unit.DAY, Unit.WORKING_DAY])
early = st.builds(Rung, st.integers(-40, -1), units) | st.just(Rung(0))
overdue = st.builds(
    Overdue,
    first=st.integers(1, 5),
    every=st.lists(st.integers(1, 6), min_size=1, max_size=3).map(tuple),
    until=st.integers(5, 30),
    unit=units,
)
policies = st.builds(
    Policy,
    id=st.just("standard"),
    remind=st.lists(early, min_size=1, max_size=6).map(tuple),
    overdue=st.none() | overdue,
    urgent=st.booleans(),
)


def working_days(day: date, step: timedelta, calendar: Calendar) -> Iterator[date]:
    """Yield the working days after a day, or before it."""
    while True:
        day += step
        if not calendar.is_off(day):
            yield day


def comes(rung: Rung, due: date, calendar: Calendar) -> date:
    """Return the day of a rung, counted one by one."""
    forward = ONE_DAY if rung.is_overdue else -ONE_DAY
    if rung.unit is Unit.WORKING_DAY:
        counted = working_days(due, forward, calendar)
        return [next(counted) for _ in range(abs(rung.offset))][-1]
    day = due + timedelta(days=rung.offset)
    waits = calendar.is_off(day) and not rung.urgent
    return next(working_days(day, forward, calendar)) if waits else day


@given(policy=policies, due=due_days, ahead=st.integers(-60, 60))
def test_the_current_rung_is_the_last_whose_day_has_come(
    policy: Policy, due: date, ahead: int
) -> None:
    """Days and working days may be mixed in any way: what counts is when each comes."""
    today = due + timedelta(days=ahead)
    rungs = [(comes(rung, due, CALENDAR), n) for n, rung in enumerate(policy.ladder)]

    last = max((one for one in rungs if one[0] <= today), default=None)

    current = rung_table(policy.ladder, CALENDAR).current(due, today)
    assert current == (policy.ladder[last[1]] if last else None)


@given(policy=policies, due=due_days)
def test_no_rung_comes_on_the_wrong_side_of_the_due_day(policy: Policy, due: date) -> None:
    table = rung_table(policy.ladder, CALENDAR)
    index = (due - CALENDAR.first).days

    for day, which in zip(table.days[index].tolist(), table.order[index], strict=True):
        rung = table.rungs[which]
        assert (day > due) == rung.is_overdue
        assert rung.urgent or not CALENDAR.is_off(day)


@given(overdue=overdue)
def test_overdue_repeats_never_come_closer_together_than_written_nor_after_the_end(
    overdue: Overdue,
) -> None:
    offsets = [rung.offset for rung in overdue.rungs()]
    distances = [later - sooner for sooner, later in pairwise(offsets)]

    assert all(offset <= overdue.until for offset in offsets)
    written = [*overdue.every, *[overdue.every[-1]] * len(distances)]
    assert distances == written[: len(distances)]
    assert not offsets or offsets[-1] + written[len(distances)] > overdue.until
