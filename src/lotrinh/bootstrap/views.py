"""What is looked at: the plan, and how things stand; nothing here writes.

What makes a view is imported when it is first asked for: a check shows none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lotrinh.application.books.present import by_present_ids
from lotrinh.application.books.trail import PAGE, Deed
from lotrinh.application.deciding.escalation import schedule
from lotrinh.application.deciding.target_tables import (
    TargetTable,
    known_set,
    of_year,
    present_looks,
    tables,
)
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.selection import below as directly_below
from lotrinh.application.office.selection import (
    known_organisation,
    known_roadmap,
    selected_organisations,
    selected_roadmaps,
)
from lotrinh.bootstrap.office import PAGES, Office
from lotrinh.bootstrap.rounds import in_shards
from lotrinh.domain.due import Phrase
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.reminders import Reminder
from lotrinh.domain.roadmap import Term
from lotrinh.domain.timeline import Deadline
from lotrinh.domain.times import civil_date
from lotrinh.loader.asked import ask_calendar, ask_strict
from lotrinh.rendering.words import say

if TYPE_CHECKING:
    from lotrinh.application.looking.diff import Diff
    from lotrinh.application.looking.report import Planned, Stand
    from lotrinh.application.recording.audit import Recorded, Wanted
    from lotrinh.bootstrap.files.earlier import Since
    from lotrinh.bootstrap.press import Press
    from lotrinh.rendering.report import RoadmapReport


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a roadmap is checked."""

    roadmap: str
    title: str
    cron: str
    zone: str
    tags: tuple[str, ...]
    in_shards: bool = False
    """Whether several runs share the work of a check."""


class Views(Office):
    """Everything that Lộ Trình can show."""

    @property
    def press(self) -> "Press":
        """What puts on paper what the present files and the books say."""
        from lotrinh.bootstrap.press import Press  # noqa: PLC0415  (not always needed)

        return Press(self.look, self.now, self.language)

    def schedules(self, *, scheduled: bool = False) -> tuple[Schedule, ...]:
        """Return when each roadmap is checked.

        Args:
            scheduled: Where the present files have errors, go on with those accepted last.

        Raises:
            ProblemsError: The files have errors.
        """
        if scheduled:
            with self.store.look() as uow:
                configuration = self.folder.present_or_last(uow)
        else:
            configuration = self.configuration
        return tuple(
            Schedule(
                *(r.id, r.title, r.cron, configuration.zone.key, ("lotrinh", r.id)),
                in_shards=in_shards(self, configuration),
            )
            for r in configuration.roadmaps.values()
        )

    def explain(
        self, phrase: Phrase, *, term: Term, anchors: Mapping[str, date], calendar: str
    ) -> "list[Planned]":
        """Return what a phrase means; only calendars and settings need to be without errors."""
        from lotrinh.application.looking.explain import explain  # noqa: PLC0415  (not always needed)

        files = self.folder.contents
        return explain(
            phrase,
            term=term,
            anchors=anchors,
            calendar=ask_calendar(files, calendar, term),
            strict=ask_strict(files),
        )

    def plan(
        self,
        day: date | None = None,
        *,
        roadmap: str | None = None,
        organisation: str | None = None,
    ) -> "list[Planned]":
        """Return every deadline as seen on a day, with its derivation."""
        from lotrinh.application.looking.report import plan  # noqa: PLC0415  (not always needed)

        today = day or self.today(self.configuration)
        with self.look(today) as (configuration, uow):
            planned = plan(
                configuration,
                uow.facts,
                today=today,
                roadmaps=selected_roadmaps(configuration, _one(roadmap)),
                organisations=selected_organisations(configuration, _one(organisation)),
            )
            return list(planned)

    def why(self, reminder: Reminder, day: date) -> tuple[str, ...]:
        """Return why a reminder is said on a day, in words: its reason, then its due date's."""
        cell = reminder.cell
        cells = self.plan(day, roadmap=cell.roadmap, organisation=cell.organisation)
        planned = next(one for one in cells if one.deadline.id == cell)
        reason = say(f"reason.{reminder.reason}", self.spoken(self.configuration))
        return (reason, *self.derivation(planned))

    def derivation(self, planned: "Planned") -> tuple[str, ...]:
        """Return how a due date of the plan came about, in words, one line a step."""
        from lotrinh.rendering.derivation import derivation, names_of  # noqa: PLC0415  (the same)

        configuration = self.configuration
        return derivation(
            planned.steps,
            planned.deadline,
            language=self.spoken(configuration),
            names=names_of(configuration.roadmaps[planned.deadline.id.roadmap]),
            bases=configuration.roadmaps[planned.deadline.id.roadmap].bases,
            zone=configuration.zone,
        )

    def escalation(
        self, planned: "Planned", day: date | None = None
    ) -> tuple[tuple[date, Post], ...]:
        """Return when who above is told of a deadline, if it stays overdue, as seen on a day."""
        configuration, deadline = self.configuration, planned.deadline
        policy = configuration.policies[configuration.roadmaps[deadline.id.roadmap].policy]
        seen = day or self.today(configuration)
        return tuple(schedule(configuration, policy, deadline, seen))

    def status(self, day: date | None = None, *, roadmap: str | None = None) -> "list[Stand]":
        """Return how every deadline stands on a day."""
        from lotrinh.application.looking.report import status  # noqa: PLC0415  (not always needed)

        today = day or self.today(self.configuration)
        with self.look(today) as (configuration, uow):
            stands = status(
                configuration,
                uow.facts,
                today=today,
                roadmaps=selected_roadmaps(configuration, _one(roadmap)),
            )
            return list(stands)

    def is_backlog(self) -> Callable[[Deadline], bool]:
        """Return what says of an overdue deadline whether it was so before it was followed."""
        with self.look() as (configuration, uow):
            firsts = {id_: uow.ledger.baselines(id_) for id_ in configuration.roadmaps}

        def found(one: Deadline) -> bool:
            first = firsts.get(one.id.roadmap, {}).get(one.id.organisation)
            return first is not None and one.due is not None and one.due < first

        return found

    def targets(
        self,
        day: date | None = None,
        *,
        set_id: str | None = None,
        organisation: str | None = None,
        below: str | None = None,
        year: int | None = None,
    ) -> list[TargetTable]:
        """Return how targets stand on a day: of one organisation, of each below one, or of all."""
        today = day or self.today(self.configuration)
        with self.look(today) as (configuration, uow):
            sets = [known_set(configuration, set_id)] if set_id else []
            sets = sets or of_year(configuration, year or today.year)
            whose: list[OrganisationId | None] = [None]
            if below is not None:
                whose = [*directly_below(configuration, below)]
            elif organisation is not None:
                whose = [known_organisation(configuration, organisation)]
            return list(tables(Timelines(configuration, uow.facts, today), sets, whose, year))

    def roadmap_report(self, roadmap: str, at: datetime | None = None) -> "RoadmapReport":
        """Return a roadmap's progress in words, by the configuration accepted last."""
        from lotrinh.application.looking.report import status  # noqa: PLC0415  (not always needed)
        from lotrinh.rendering.report import roadmap_report  # noqa: PLC0415  (goes with it)

        moment = at or self.now()
        with self.store.look() as uow:
            configuration = self.folder.present_or_last(uow, moment)
            today = civil_date(moment, configuration.zone)
            known = known_roadmap(configuration, roadmap)
            facts = by_present_ids(uow, configuration).facts
            stands = list(status(configuration, facts, today=today, roadmaps=[known]))
            looks = present_looks(Timelines(configuration, facts, today), [known])
            targets = list(filter(None, (look.table(None) for look in looks)))
        language, board = self.spoken(configuration), board_of(configuration)
        roadmap_ = configuration.roadmaps[known]
        return roadmap_report(
            configuration, roadmap_, stands, today, language, board=board, targets=targets
        )

    def board(self) -> str:
        """Return where the board is: its public address, or where it is on this machine."""
        with self.store.look() as uow:
            return board_of(self.folder.present_or_last(uow))

    def below(self, organisation: str) -> tuple[OrganisationId, ...]:
        """Return the organisations directly below one that is named."""
        return directly_below(self.configuration, organisation)

    def diff(self, since: "Since" = None, day: date | None = None) -> "Diff":
        """Return what differs on a day if the present files are accepted.

        Args:
            since: Compare with what was accepted on a day, or with a revision in git; with
                what was accepted last, if None.
            day: The day that both are looked at; today, if None.
        """
        from lotrinh.application.looking.diff import diff  # noqa: PLC0415  (not always needed)
        from lotrinh.bootstrap.files.earlier import earlier  # noqa: PLC0415  (goes with it)

        present = self.configuration
        today = day or self.today(present)
        with self.store.look() as uow:
            before = earlier(since, uow, folder=self.config, after=present)
            return diff(before, self.folder.decided(present, uow, today), uow, today=today)

    def audit(self, wanted: "Wanted", limit: int | None = PAGE) -> "list[Recorded]":
        """Return who recorded what, when and why, the newest first, so many at most."""
        from lotrinh.application.recording.audit import audit  # noqa: PLC0415  (not always needed)

        with self.look() as (configuration, uow):
            return audit(configuration, uow.trail, wanted, limit=limit)

    def deeds(self, wanted: "Wanted", limit: int | None = PAGE) -> Sequence[Deed]:
        """Return what people decided about messages, the newest first, so many at most."""
        from lotrinh.application.recording.audit import span  # noqa: PLC0415  (not always needed)

        since, until = span(self.configuration, wanted.first, wanted.last)
        with self.store.look() as uow:
            return uow.trail.deeds(limit=limit, since=since, until=until, by=wanted.person)


def board_of(configuration: Configuration) -> str:
    """Return where the board of a configuration is."""
    host, port = PAGES
    return configuration.public_url or f"http://{host}:{port}"


def _one(word: str | None) -> list[str]:
    return [word] if word else []
