"""What goes on under the rules: the program does it, the specification hears of it.

After each delivery every message is held to the specification; after each one that can have
told everybody all, nobody may lack anything.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from lotrinh.application.books.messages import OF_REMINDERS, DeliveryState
from lotrinh.application.recording.answers import Answer
from lotrinh.bootstrap import Mention
from lotrinh.bootstrap.order import TimeOrderError
from lotrinh.domain.facts import FactKind
from lotrinh.domain.reminders import Reason
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.errors import LotrinhError
from tests.builders import hanoi
from tests.property.office.spec import Cell, Event, Spec, Told
from tests.property.office.world import OFF, TITLES, Files, Handed, World

BRANCHES, MILESTONES = ("b1", "b2"), tuple(TITLES)
FIRST = hanoi("2026-09-21 07:30")
days_ahead = st.integers(-3, 25)
KINDS = {
    FactKind.DONE: "done",
    FactKind.WAIVED: "waived",
    FactKind.REOPENED: "reopened",
    FactKind.ACKNOWLEDGED: "known",
    FactKind.SNOOZED: "snoozed",
    FactKind.EXTENSION_ASKED: "asked",
    FactKind.EXTENSION_GRANTED: "granted",
    FactKind.EXTENSION_REFUSED: "refused",
    FactKind.SUSPENDED: "suspended",
    FactKind.RESUMED: "resumed",
}


class Watched(RuleBasedStateMachine):
    """An office, and what ought to be said in it."""

    offices = 0
    """How many there were so far."""

    @staticmethod
    def url(folder: Path) -> str:
        """Return where the books of an office are: empty ones."""
        raise NotImplementedError

    @initialize(review=days_ahead, plan=days_ahead, congress=st.integers(0, 30))
    def opens(self, review: int, plan: int, congress: int) -> None:
        dues = {"review": self._ahead(FIRST, review), "plan": self._ahead(FIRST, plan)}
        files = Files(dues, self._ahead(FIRST, congress), {"b1": ("s1",), "b2": ("s2",)})
        self.world = World(self.url, FIRST, files)
        self.spec = Spec(
            frozenset({OFF}),
            {(branch, milestone): due for branch in BRANCHES for milestone, due in dues.items()},
            {"b1": files.congress},
            {"b1": {"s1"}, "b2": {"s2"}, "youth": {"y"}, "ward": {"w"}, "city": {"c"}},
        )
        type(self).offices += 1
        self.checked = FIRST - timedelta(days=30)
        self.seen = 0
        self.number = 0
        self.used = set(dues.values())
        self.unseen: list[Event] = []
        """What the files say that no check has seen yet."""

    @property
    def today(self) -> date:
        return self.world.now.date()

    @property
    def day(self) -> date:
        """The day of the newest look, whatever the clock has done since."""
        return max(self.checked, self.world.now).date()

    @staticmethod
    def _ahead(moment: datetime, days: int) -> date:
        return moment.date() + timedelta(days=days)

    def _event(self, cell: Cell, kind: str, on: date, rank: int, until: date | None = None) -> None:
        self.number += 1
        self.spec.events.append(Event(cell, kind, on, rank, self.number, until))

    def _unseen(self, cell: Cell, kind: str, on: date, rank: int, until: date | None) -> None:
        self.number += 1
        self.unseen.append(Event(cell, kind, on, rank, self.number, until))

    def _directs(
        self, cell: Cell, kind: str, on: date, said: str, until: date | None = None
    ) -> None:
        line = f"basis: kh, effective: {on:%d/%m/%Y}, for: {{organisations: [{cell[0]}]}}, {said}"
        files = self.world.files
        if self.world.rewrite(replace(files, amendments=(*files.amendments, line))):
            self._unseen(cell, kind, on, 1, until)
        else:
            self.world.rewrite(files)

    def _record(self, cell: Cell, kind: FactKind, ahead: int, back: int = 0) -> None:
        on, until = self.today - timedelta(days=back), None
        if kind in {FactKind.SNOOZED, FactKind.EXTENSION_ASKED, FactKind.EXTENSION_GRANTED}:
            until = self.today + timedelta(days=ahead)
        program, mention = self.world.program(), Mention(*cell, note="vì")
        with suppress(LotrinhError):
            if kind is FactKind.DONE:
                entry = program.done([mention], on=on)
            else:
                entry = program.answer([mention], Answer(kind, until), on=on)
            program.keep(entry)
            for fact in entry.facts:
                self._event(cell, KINDS[kind], fact.on, 2, fact.until)

    def _check(self, only: list[str] | None = None, fuse: int | None = None) -> bool:
        """Check, and return whether that was possible."""
        ahead = self.checked - self.world.now
        try:
            report = self.world.program(fuse).check(scheduled=True, organisations=only)
        except TimeOrderError:
            assert ahead > timedelta(days=1), "a clock set back a little stops no check"
            return False
        self._has_checked(only or BRANCHES)
        assert all(isinstance(reason, Reason) for reason in report.reasons)
        assert sum(report.reasons.values()) >= report.candidates, "a silence without a reason"
        assert all(reminder.reason.speaks for reminder in report.reminders)
        return True

    def _announced(self) -> set[str]:
        """Return the keys of what a rehearsal says that a check now would send at once."""
        seen = self.world.program().rehearse().messages
        return {one.key for one in seen if one.not_before <= self.world.now}

    def _known(self) -> set[str]:
        """Return the keys of all messages that there are."""
        with self.world.program().store.look() as uow:
            return {one.key for one in uow.deliveries.list()}

    def _learn_of_checks(self) -> None:
        """See in the books whether a check that died was made, or was none."""
        with self.world.program().store.look() as uow:
            last = uow.ledger.last_check(RoadmapId("plan"))
        if last is not None and last.at > self.checked:
            self._has_checked(BRANCHES)

    def _has_checked(self, branches: Sequence[str]) -> None:
        """What the files say is decided now: an edit on this day, a directive on its own."""
        self.checked = max(self.checked, self.world.now)
        for branch in branches:
            self.spec.baselines.setdefault(branch, self.day)
        for event in self.unseen:
            self.spec.events.append(event if event.rank else replace(event, on=self.day))
        self.unseen = []

    def _deliver(self, fuse: int | None = None) -> bool:
        """Deliver, and return whether everybody can have been told all."""
        self.world.program(fuse).deliver()
        self._look()
        is_behind = self.world.now < self.checked  # what is decided for later days has to wait
        return not is_behind and not self.world.unsent() and 7 <= self.world.now.hour < 21

    def _tick(self) -> bool:
        """Check and deliver, and return whether everybody can have been told all.

        Where nothing is on its way or fails, and no clock lies, a rehearsal has said what is sent.
        """
        calm = not self.world.unsent() and not self.world.weather
        calm &= self.world.now >= self.checked
        known, announced = self._known(), self._announced()
        if not self._check():
            return False
        told_all = self._deliver()
        assert not calm or self._known() - known == announced, "rehearsed otherwise"
        return told_all

    def _look(self) -> None:
        """Hold what has arrived to the law."""
        while self.seen < len(self.world.arrived):
            handed = self.world.arrived[self.seen]
            self.seen += 1
            self._hold(handed)

    def _hold(self, handed: Handed) -> None:
        message, now = handed.message, handed.at
        if message.kind in OF_REMINDERS:
            assert 7 <= now.hour < 21, "in quiet hours"
        told = {reminder.cell: reminder for reminder in self.world.reminders_of(message)}
        for reminder in told.values():  # of one cell a message tells the newest
            cell = str(reminder.cell.organisation), str(reminder.cell.milestone)
            if reminder.reason in {Reason.ASKED, Reason.REFUSED}:
                continue
            who, day = str(message.recipient), max(self.checked, now).date()
            present = replace(self.spec, events=[*self.spec.events, *self.unseen])
            wrong = present.wrong(
                who, cell, reminder.due, again=handed.again, today=now.date(), day=day
            )
            assert wrong is None, f"{who} was told {reminder}: {wrong}"
            assert TITLES[cell[1]] in message.text
            assert f"{reminder.due:%d/%m/%Y}" in message.text
            known, decided = self.world.is_settled(message), min(self.checked, now).date()
            self.spec.told[who, cell].append(Told(reminder.due, day, decided, handed.again, known))

    def _nothing_is_owed(self) -> None:
        if not self.spec.works(self.today) and not self.spec.works(self.day):
            return
        for cell in ((b, m) for b in BRANCHES for m in MILESTONES):
            for who, part in self.spec.concerned(cell):
                owed = self.spec.owed(who, part, cell, self.day)
                assert owed is None, f"{who} of {cell}: {owed}"

    def teardown(self) -> None:
        """In the end all is calm, and everybody has heard what there is to hear."""
        if not hasattr(self, "world"):
            return
        try:
            self._calm()
        finally:
            self.world.close()

    def _calm(self) -> None:
        self.world.weather.clear()
        for _ in range(3):
            self.world.now = hanoi(f"{self.spec.after(self.day, 1)} 12:00")
            with self.world.program().store.begin() as uow:
                dead = uow.deliveries.list([DeliveryState.DEAD])
                uow.deliveries.retry([one.key for one in dead])
            self.heard = self._check() and self._deliver()
        assert self.heard, "something never came to its end"
        self._nothing_is_owed()
        self._every_reminder_was_in_a_message()

    def _every_reminder_was_in_a_message(self) -> None:
        arrived = {handed.message.key for handed in self.world.arrived}
        with self.world.program().store.look() as uow:
            kept = {one.key for one in uow.deliveries.list([DeliveryState.SENT])}
            kinds = {one.key: one.kind for one in uow.deliveries.list()}
        assert kept <= arrived
        assert {key for key in arrived if key not in kinds} == set()
