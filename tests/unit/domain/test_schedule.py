"""Slack and critical paths: tables worked out on paper, and every path walked day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.domain.calendar import NOT_A_DAY, DayArray, as_date, as_day
from lotrinh.domain.distance import Unit
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Duration, MilestoneId, RoadmapId
from lotrinh.domain.schedule import Network, network_of, schedule
from tests.builders import a_calendar, a_milestone, a_roadmap, organisations

MARCH = date(2025, 3, 1)  # a Saturday; weeks begin on the 3rd, 10th, 17th, 24th and 31st
OFFICE = a_calendar()
NEVER, FOREVER = date.min, date.max


@dataclass(frozen=True)
class Thing:
    """Something to be done in March 2025; days of that month."""

    due: int | None
    takes: int | str | None = None
    """Working days, or a text such as ``10 days``."""
    needs: str = ""
    done: int | None = None


def in_march(day: int | None) -> np.datetime64:
    return NOT_A_DAY if day is None else as_day(MARCH) + (day - 1)


def march(day: int | None) -> date | None:
    return None if day is None else MARCH + timedelta(days=day - 1)


def duration(takes: int | str | None) -> Duration | None:
    if isinstance(takes, str):
        return Duration(int(takes.split()[0]), Unit.DAY)
    return None if takes is None else Duration(takes, Unit.WORKING_DAY)


def a_network(things: dict[str, Thing]) -> Network:
    """Return the network of one organisation."""
    place = {name: number for number, name in enumerate(things)}
    return Network(
        OFFICE,
        [[place[name] for name in thing.needs.split()] for thing in things.values()],
        [duration(thing.takes) for thing in things.values()],
        np.array([[in_march(thing.due) for thing in things.values()]]),
        np.array([[in_march(thing.done) for thing in things.values()]]),
        np.ones((1, len(things)), np.bool_),
    )


def looked_at(today: int | None = None, /, **things: Thing) -> tuple[dict[str, int | None], str]:
    """Return the slack of each thing, and what is critical, on a day of March."""
    found = schedule(a_network(things), march(today))
    slack = {
        name: None if np.isnan(room) else int(room)
        for name, room in zip(things, found.slack[0], strict=True)
    }
    critical = [name for name, is_on in zip(things, found.critical[0], strict=True) if is_on]
    return slack, " ".join(critical)


def test_what_takes_no_time_has_the_working_days_since_what_it_needs() -> None:
    slack, critical = looked_at(
        plan=Thing(due=7),  # a Friday
        meeting=Thing(due=17, needs="plan"),  # the Monday after the next: 10–14, 17
        sunday=Thing(due=16, needs="plan"),
        same=Thing(due=7, needs="plan"),
        before=Thing(due=5, needs="plan"),
    )

    assert slack == {"plan": None, "meeting": 6, "sunday": 5, "same": 0, "before": -2}
    assert critical == ""


def test_work_begins_the_working_day_after_what_it_needs_is_due() -> None:
    slack, _ = looked_at(
        plan=Thing(due=7),
        just=Thing(due=14, takes=5, needs="plan"),  # 10–14
        roomy=Thing(due=19, takes=5, needs="plan"),
        tight=Thing(due=12, takes=5, needs="plan"),
    )

    assert slack == {"plan": None, "just": 0, "roomy": 3, "tight": -2}


def test_what_needs_the_most_counts_and_later_work_takes_its_time_from_the_end() -> None:
    slack, _ = looked_at(
        early=Thing(due=4),
        late=Thing(due=10),
        draft=Thing(due=21, takes=3, needs="early late"),  # 11–13; print needs 17–21
        print=Thing(due=21, takes=5, needs="draft"),  # from the 24th, if draft keeps to its day
    )

    assert slack == {"early": None, "late": None, "draft": 1, "print": -5}


def test_what_takes_days_has_to_begin_so_many_before_the_working_day_after_its_last() -> None:
    slack, _ = looked_at(
        3,
        plan=Thing(due=17, takes=1),  # by the 13th: the journey is from the 14th to the 23rd
        journey=Thing(due=21, takes="10 days", needs="plan"),
    )

    assert slack["plan"] == 8


def test_what_hangs_together_only_by_what_is_not_there_has_no_path() -> None:
    things = {
        "draft": Thing(due=14, takes=5),
        "review": Thing(due=18, takes=2, needs="draft"),
        "print": Thing(due=28, takes=5, needs="review"),
    }
    network = a_network(things)
    without = replace(network, applies=np.array([[True, False, True]]))

    assert schedule(network, march(3)).critical.tolist() == [[True, True, False]]
    assert schedule(without, march(3)).critical.tolist() == [[False, False, False]]


def test_what_was_done_counts_from_that_day_and_leaves_no_slack_of_its_own() -> None:
    slack, _ = looked_at(
        plan=Thing(due=14, done=5),
        meeting=Thing(due=14, needs="plan"),
        sent=Thing(due=20, needs="meeting", done=12),
    )

    assert slack == {"plan": None, "meeting": 7, "sent": None}


def test_what_is_undated_has_no_slack_and_neither_has_what_waits_for_it() -> None:
    slack, _ = looked_at(
        plan=Thing(due=None),
        meeting=Thing(due=14, takes=2, needs="plan"),
        report=Thing(due=20, needs="meeting"),
        unknown=Thing(due=None, takes=2, needs="report"),
    )

    assert slack == {"plan": None, "meeting": None, "report": 4, "unknown": None}


def test_nothing_can_be_finished_before_today() -> None:
    things = {
        "plan": Thing(due=5),
        "meeting": Thing(due=14, takes=2, needs="plan"),
        "alone": Thing(due=14, takes=5),
        "notice": Thing(due=14, needs="plan"),
    }

    on_paper, _ = looked_at(None, **things)
    on_monday, _ = looked_at(10, **things)
    on_friday, _ = looked_at(14, **things)

    assert on_paper == {"plan": None, "meeting": 5, "alone": None, "notice": 7}
    assert on_monday == {"plan": None, "meeting": 2, "alone": 0, "notice": 4}
    assert on_friday == {"plan": None, "meeting": -2, "alone": -4, "notice": 0}


def test_work_begins_on_a_working_day_and_days_have_days_off_in_them() -> None:
    slack, _ = looked_at(
        plan=Thing(due=7),
        sunday=Thing(due=9),
        week=Thing(due=14, takes="7 days", needs="plan"),  # 10–16, worked until Friday the 14th
        same=Thing(due=14, takes="7 days", needs="sunday"),
        eight=Thing(due=14, takes="8 days", needs="plan"),
        before=Thing(due=6, needs=""),
        begun=Thing(due=7, needs="before"),
        last=Thing(due=14, takes="7 days", needs="begun"),
    )

    assert slack["week"] == slack["same"] == 0
    assert slack["eight"] == -1
    assert slack["begun"] == 1


def test_what_an_organisation_does_not_have_to_do_keeps_nothing_waiting() -> None:
    network = a_network(
        {
            "draft": Thing(due=28),
            "report": Thing(due=14, takes=2, needs="draft"),
            "letter": Thing(due=14, takes=2),
        }
    )
    without = replace(network, applies=np.array([[False, True, True]]))

    (found,) = schedule(without, march(3)).slack

    assert found[1] == found[2] == 8
    assert schedule(network, march(3)).slack[0, 1] == -12


def test_work_without_a_day_of_its_own_takes_its_time_from_what_needs_it() -> None:
    """Ten days of drafting leave the report less room than the letter has, which isn't on it."""
    _, critical = looked_at(
        3,
        draft=Thing(due=None, takes=10),
        report=Thing(due=28, takes=5, needs="draft letter"),
        letter=Thing(due=28, takes=2),
    )

    assert critical == "report"


def test_days_on_end_have_to_begin_in_time_for_their_last_to_be_a_working_day() -> None:
    """Of a journey until Friday the 14th, Monday the 17th not being counted any more."""
    slack, _ = looked_at(
        week=Thing(due=14, takes="7 days", needs="plan"),  # from Monday the 10th
        plan=Thing(due=14, needs="draft"),  # by Friday the 7th, then
        draft=Thing(due=5),
    )

    assert slack["plan"] == 2


def test_the_longest_chain_of_work_is_critical() -> None:
    """The textbook: a then b then c, with d beside them; all that is due is the end."""
    slack, critical = looked_at(
        3,
        a=Thing(due=28, takes=5),  # 3–7, at the latest 17–21
        b=Thing(due=28, takes=3, needs="a"),  # 10–12
        c=Thing(due=28, takes=2, needs="b d"),  # 13–14
        d=Thing(due=28, takes=1),
        alone=Thing(due=3, takes=1),
    )

    assert critical == "a b c"
    assert slack["a"] == 10
    assert slack["d"] == 17
    assert slack["alone"] == 0


def test_a_due_day_can_make_a_shorter_chain_critical() -> None:
    _, critical = looked_at(
        3,
        a=Thing(due=28, takes=10),
        b=Thing(due=10, takes=2),
        c=Thing(due=12, takes=2, needs="b"),
        d=Thing(due=31, takes=1, needs="a c"),
    )

    assert critical == "b c"


def test_each_chain_has_a_critical_path_of_its_own_and_done_work_is_on_none() -> None:
    _, critical = looked_at(
        5,
        a=Thing(due=7, takes=2, done=4),
        b=Thing(due=14, takes=2, needs="a"),
        c=Thing(due=20, takes=2),
        d=Thing(due=28, takes=2, needs="c"),
    )

    assert critical == "b c"


def test_what_has_no_duration_is_expected_on_its_day_and_is_on_no_path() -> None:
    _, critical = looked_at(
        3,
        approval=Thing(due=14),
        a=Thing(due=31, takes=3),
        b=Thing(due=31, takes=3, needs="a approval"),
    )

    assert critical == "b"


def test_a_column_needs_those_of_its_own_occurrence_and_what_comes_once() -> None:
    roadmap = a_roadmap(
        a_milestone("rules", "31/01/2024"),
        a_milestone("review", "trước 15/12 hằng năm", needs=("rules",)),
        a_milestone("report", "trước 20/12 hằng năm", needs=("review", "rules", "review")),
    )
    timeline = resolve(roadmap, organisations("cb-1", "cb-2"), {"office": OFFICE}, done={})
    review = CellId(RoadmapId("plan"), OrganisationId("cb-2"), MilestoneId("review"), "2025")

    network = network_of(timeline, timeline.matrices[0], {review: date(2025, 12, 1)})

    columns = [f"{c.milestone.id}@{c.label}" for c in timeline.matrices[0].columns]
    assert columns == ["rules@", "review@2024", "review@2025", "report@2024", "report@2025"]
    assert network.needs == [[], [0], [0], [1, 0], [2, 0]]
    assert [str(day) for day in network.done[1]] == ["NaT", "NaT", "2025-12-01", "NaT", "NaT"]
    assert np.isnat(network.done[0]).all()


# Against every path, day by day.

AT_MOST = 6
durations = st.none() | st.builds(
    Duration, st.integers(1, 6), st.sampled_from([Unit.WORKING_DAY, Unit.DAY])
)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Return some networks of a few things and rows, days off strewn over March."""
    size, rows = draw(st.integers(1, AT_MOST)), draw(st.integers(1, 3))
    off = draw(st.sets(st.integers(1, 31), max_size=8))
    calendar = a_calendar(*(MARCH + timedelta(days=day - 1) for day in off), date(2025, 1, 1))
    needs = [
        sorted(draw(st.sets(st.integers(0, n - 1), max_size=3))) if n else [] for n in range(size)
    ]
    days = st.none() | st.integers(1, 31)

    def table(cells: st.SearchStrategy[int | None]) -> list[list[np.datetime64]]:
        return [[in_march(draw(cells)) for _ in range(size)] for _ in range(rows)]

    return Network(
        calendar,
        needs,
        [draw(durations) for _ in range(size)],
        np.array(table(st.integers(1, 31) | days)),
        np.array(table(st.none() | days)),
        np.array([[draw(st.integers(0, 5)) > 0 for _ in range(size)] for _ in range(rows)]),
    )


@dataclass(frozen=True)
class ByHand:
    """One row of a network, gone through as one would on paper: by days, path after path."""

    network: Network
    row: int
    today: date | None

    def day(self, table: DayArray, thing: int) -> date | None:
        return as_date(table[self.row, thing])

    def due(self, thing: int) -> date | None:
        return self.day(self.network.due, thing)

    def done(self, thing: int) -> date | None:
        return self.day(self.network.done, thing)

    def there(self, thing: int) -> bool:
        return bool(self.network.applies[self.row, thing])

    def pending(self, thing: int) -> bool:
        return self.there(thing) and self.done(thing) is None

    def needed(self, thing: int) -> list[int]:
        return [other for other in self.network.needs[thing] if self.there(other)]

    def needing(self, thing: int) -> Iterator[int]:
        for other, needed in enumerate(self.network.needs):
            if thing in needed and self.pending(other):
                yield other

    def off(self, day: date) -> bool:
        return self.network.calendar.is_off(day)

    def on_from(self, day: date, step: int) -> date:
        """Return a day, or the nearest working day on one side of it."""
        while self.off(day):
            day += timedelta(days=step)
        return day

    def worked(self, after: date, takes: Duration) -> date:
        """Return the day on which work is finished that begins the day after another."""
        if takes.unit is Unit.DAY:
            first = self.on_from(after + timedelta(days=1), 1)
            return self.on_from(first + timedelta(days=takes.amount - 1), -1)
        day, left = after, takes.amount
        while left:
            day += timedelta(days=1)
            left -= not self.off(day)
        return day

    def before_work(self, last: date, takes: Duration) -> date:
        """Return the last day after which work can begin to be finished on another."""
        day, left = self.on_from(last, -1), takes.amount
        if takes.unit is Unit.DAY:
            while self.worked(day, takes) > last:
                day -= timedelta(days=1)
            while self.worked(day + timedelta(days=1), takes) <= last:
                day += timedelta(days=1)
            return day
        while left:
            day = self.on_from(day - timedelta(days=1), -1)
            left -= 1
        return day

    def is_there(self, thing: int, *, soonest: bool) -> date | None:
        """Return when a thing can be used by those that need it, None where nobody knows."""
        due, takes = self.due(thing), self.network.takes[thing]
        if self.done(thing) is not None:
            return self.done(thing)
        finish = self.earliest(thing, soonest=soonest)
        if soonest and takes is not None:
            return finish
        return due and max(due, finish or due)

    def earliest(self, thing: int, *, soonest: bool) -> date | None:
        days = [self.is_there(other, soonest=soonest) for other in self.needed(thing)]
        if None in days:
            return None
        takes = self.network.takes[thing]
        first = self.today and self.today - timedelta(days=takes is not None)
        ready = max((day for day in (*days, first) if day is not None), default=NEVER)
        return ready if takes is None or ready == NEVER else self.worked(ready, takes)

    def latest(self, thing: int) -> date:
        """Return the earliest of the days that some path onward leaves."""
        ends = [self.due(thing) or FOREVER]
        for other in self.needing(thing):
            last, takes = self.latest(other), self.network.takes[other]
            ends.append(last if takes is None or last == FOREVER else self.before_work(last, takes))
        return min(ends)

    def room(self, thing: int, *, soonest: bool) -> int | None:
        """Return the working days between earliest and latest finish."""
        waits = bool(self.needed(thing)) and not soonest
        if not self.pending(thing) or self.due(thing) is None:
            return None
        if self.network.takes[thing] is None and not waits:
            return None
        first, last = self.earliest(thing, soonest=soonest), self.latest(thing)
        if first is None or first == NEVER:
            return None
        between = range(abs((last - first).days))
        days = (min(first, last) + timedelta(days=n + 1) for n in between)
        return sum(not self.off(day) for day in days) * (1 if last >= first else -1)

    def together(self, thing: int) -> set[int]:
        """Return all that hangs together with a thing."""
        found, left = {thing}, [thing]
        while left:
            one = left.pop()
            onward = {n for n in range(len(self.network.needs)) if one in self.needed(n)}
            near = {n for n in {*self.needed(one), *onward} if self.there(n)} - found
            found |= near
            left += near
        return found

    def critical(self, thing: int) -> bool:
        rooms = [self.room(other, soonest=True) for other in self.together(thing)]
        own = self.room(thing, soonest=True)
        return len(rooms) > 1 and own is not None and own == min(r for r in rooms if r is not None)


@given(network=networks(), today=st.none() | st.integers(1, 31))
def test_slack_and_paths_are_what_one_would_find_on_paper(
    network: Network, today: int | None
) -> None:
    found = schedule(network, march(today))

    for row, thing in np.ndindex(network.due.shape):
        paper = ByHand(network, row, march(today))
        slack = found.slack[row, thing]
        expected = paper.room(thing, soonest=False) if paper.there(thing) else None
        assert (None if np.isnan(slack) else slack) == expected
        assert found.critical[row, thing] == (paper.there(thing) and paper.critical(thing))
