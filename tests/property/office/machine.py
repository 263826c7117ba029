"""Any sequence of days, facts, edits, crashes and moved clocks keeps the laws of reminding.

The program does it for real: files on disk, books in a database, compose, deliver, a channel
that keeps what arrives. Beside it goes the specification (`spec.py`), which says what each
person must have been told, and what nobody may hear. This runs it for twenty minutes:

    LAWS=20 pytest tests/property/office -s

Each round tells its seed; `SEED=` that one begins with the same offices again.
"""

import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from random import randrange
from time import monotonic

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from lotrinh.application.books.messages import Outcome
from lotrinh.application.recording.happened import Event as Came
from lotrinh.domain.facts import FactKind
from lotrinh.errors import LotrinhError
from tests.property.office.spec import Cell
from tests.property.office.watched import BRANCHES, FIRST, KINDS, MILESTONES, Watched, days_ahead
from tests.property.office.world import Crash

cells = st.tuples(st.sampled_from(BRANCHES), st.sampled_from(MILESTONES))
MINUTES = float(os.environ.get("LAWS", "0"))
"""For how long; 0 is once, and always the same."""
SEED = int(os.environ.get("SEED", "0")) or randrange(1, 10**6)  # noqa: S311  (nothing secret)
STEPS = 25


class Office(Watched):
    """An office in which anything may happen."""

    # Time.

    @rule(hours=st.sampled_from((1, 4, 8, 24, 24, 24, 48, 72, 120)))
    def time_passes(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)

    @rule(hours=st.sampled_from((1, 10, 23, 30, 70)))
    def the_clock_is_set_back(self, hours: int) -> None:
        self.world.now = max(FIRST, self.world.now - timedelta(hours=hours))

    @rule(hours=st.sampled_from((30, 200)))
    def the_clock_jumps_forward_and_is_put_right(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)
        self.a_tick()
        self.world.now -= timedelta(hours=hours)

    @precondition(lambda self: self.world.now >= self.checked)
    @rule(days=st.sampled_from((3, 30, 200)))
    def the_clock_is_ahead_at_a_check_and_trusted_again(self, days: int) -> None:
        """Nothing is sent before somebody says that it is right now."""
        self.world.now += timedelta(days=days)
        self.world.program().check(scheduled=True)
        self.world.now -= timedelta(days=days)
        assert self.world.program().trust_clock() == 1
        self._has_checked(BRANCHES)

    # What the machine does.

    @rule()
    def a_tick(self) -> None:
        """Check and deliver, as the schedule does; then nobody lacks anything."""
        if self._tick():
            self._nothing_is_owed()

    @rule()
    def a_day_goes_by(self) -> None:
        self.world.now = (self.world.now + timedelta(days=1)).replace(hour=7, minute=30)
        self.a_tick()

    @rule(branch=st.sampled_from(BRANCHES))
    def some_organisations_are_checked(self, branch: str) -> None:
        self._check([branch])

    @rule()
    def a_delivery(self) -> None:
        self._deliver()

    @rule(fuse=st.integers(0, 14), check=st.booleans())
    def a_crash(self, fuse: int, check: bool) -> None:  # noqa: FBT001
        try:
            if check:
                self._check(fuse=fuse)
            self._deliver(fuse=fuse)
        except Crash:
            self.world.die()
            self._learn_of_checks()
            self._look()
        self.world.now += timedelta(minutes=6)

    @rule(outcomes=st.lists(st.sampled_from([*Outcome][1:]), min_size=1, max_size=4))
    def the_channel_fails_for_a_while(self, outcomes: list[Outcome]) -> None:
        self.world.weather.extend(outcomes)

    # What people record.

    @rule(cell=cells, kind=st.sampled_from(list(KINDS)), ahead=st.integers(1, 12))
    def somebody_answers(self, cell: Cell, kind: FactKind, ahead: int) -> None:
        self._record(cell, kind, ahead)

    @rule(cell=cells, back=st.integers(0, 3))
    def something_is_done(self, cell: Cell, back: int) -> None:
        self._record(cell, FactKind.DONE, 0, back)

    @rule(branch=st.sampled_from(BRANCHES), back=st.integers(0, 3))
    def the_congress_comes(self, branch: str, back: int) -> None:
        on = self.today - timedelta(days=back)
        with suppress(LotrinhError):
            program = self.world.program()
            entry = program.keep(program.happened(Came(branch, "congress", on)))
            for fact in entry.facts:
                self._event((branch, "congress"), "done", fact.on, 2)

    @precondition(lambda self: any(e.rank == 2 for e in self.spec.events))
    @rule()
    def the_last_fact_is_taken_back(self) -> None:
        with suppress(LotrinhError):
            self.world.program().undo()
            last = max((e for e in self.spec.events if e.rank == 2), key=lambda e: e.number)
            self.spec.events.remove(last)

    # What the coordinator writes.

    @rule(milestone=st.sampled_from(("review", "plan")), ahead=days_ahead)
    def a_date_is_edited(self, milestone: str, ahead: int) -> None:
        due = self._ahead(self.world.now, ahead)
        if due in self.used:
            return
        self.used.add(due)
        files = self.world.files
        self.world.rewrite(replace(files, review={**files.review, milestone: due}))
        self.unseen = [e for e in self.unseen if e.rank or e.cell[1] != milestone]
        for branch in BRANCHES:
            if self.spec.baselines:
                self._unseen((branch, milestone), "date", self.day, 0, due)
            else:  # no check has seen another
                self.spec.dues[branch, milestone] = due

    @rule(branch=st.sampled_from(BRANCHES), ahead=days_ahead, starts=st.integers(-2, 4))
    def a_directive_moves_a_date(self, branch: str, ahead: int, starts: int) -> None:
        due, effective = self._ahead(self.world.now, ahead), self._ahead(self.world.now, starts)
        said = f"set: {{review: {due:%d/%m/%Y}}}"
        self._directs((branch, "review"), "date", effective, said, due)

    @rule(branch=st.sampled_from(BRANCHES), hold=st.booleans(), starts=st.integers(-2, 4))
    def a_directive_holds_or_lets_go(self, branch: str, hold: bool, starts: int) -> None:  # noqa: FBT001
        effective = self._ahead(self.world.now, starts)
        said = f"{'suspend' if hold else 'resume'}: [plan]"
        self._directs((branch, "plan"), "suspended" if hold else "resumed", effective, said)

    @rule(
        branch=st.sampled_from(BRANCHES),
        who=st.sets(st.sampled_from(("s1", "s2", "t1", "t2")), min_size=1, max_size=2),
    )
    def others_hold_the_post(self, branch: str, who: set[str]) -> None:
        files = self.world.files
        other = next(b for b in BRANCHES if b != branch)
        who -= set(files.secretaries[other])
        if who:
            posts = {**files.secretaries, branch: tuple(sorted(who))}
            self.world.rewrite(replace(files, secretaries=posts))
            self.spec.holders[branch] = who

    @rule(ahead=st.integers(-5, 30))
    def the_register_has_another_day(self, ahead: int) -> None:
        day = self._ahead(self.world.now, ahead)
        self.world.rewrite(replace(self.world.files, congress=day))
        self.spec.congress["b1"] = day


def held(machine: type[Office], examples: int) -> None:
    """Run so many offices, or for as long as is asked: each found is told, and it goes on."""
    usual = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
        derandomize=not MINUTES,
        phases=[Phase.generate],  # what is found is short enough to be read as it is
    )
    end, found = monotonic() + 60 * MINUTES, list[str]()
    for number in count(SEED):
        try:
            run_state_machine_as_test(seed(number)(machine), settings=usual)
        except Exception as error:
            if not MINUTES:
                raise
            found.append("\n".join([str(error), *getattr(error, "__notes__", [])]))
            sys.stdout.write(f"\n{found[-1]}\n")
        if monotonic() >= end:
            break
        told = f"{machine.offices:,} offices, {len(found)} against the law; seed {number}"
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()
    assert not found
