"""The desk of targets: how they stand, and figures that viewers give on a page.

A figure is looked at by the use case that records it, as on the command line: what it does is
shown first, and what is odd about it is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.target_board import Picked, target_board
from lotrinh.application.looking.target_story import TargetId, TargetStory, may_record, target_story
from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.recording import record
from lotrinh.application.recording.measuring import Measured, Told, measure, sure_entry
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.recording.page import NotYoursError
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.domain.facts import Fact, Via, Way
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.times import civil_date
from lotrinh.rendering.pages.target import TargetPage
from lotrinh.rendering.pages.targets import TargetsPage


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a target: a figure of a report, or how it stands."""

    value: str = ""
    state: str = ""
    occurrence: str | None = None
    """Of which report; None for that of the period which the day is in."""
    on: date | None = None
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class TargetDesk:
    """What the screens of targets may ask for."""

    store: Store
    now: Callable[[], datetime]

    def board(self, viewer: Viewer, picked: Picked) -> TargetsPage:
        """Return how the targets stand that a viewer looks at.

        Raises:
            NotSeenError: There is no such organisation, or not for this viewer.
        """
        if picked.organisation and not viewer.sees(OrganisationId(picked.organisation)):
            raise NotSeenError
        with self.store.look() as uow:
            board = target_board(_timelines(viewer, uow), viewer, picked)
        return TargetsPage(viewer.configuration, board, picked, viewer.today, viewer.language)

    def story(self, viewer: Viewer, id_: TargetId) -> TargetPage:
        """Return the story of a target.

        Raises:
            NotSeenError: There is no such target, or not for this viewer.
        """
        with self.store.look() as uow:
            story = _story(viewer, uow, id_)
        whose = story.row.organisation
        assert whose is not None  # noqa: S101  (a story is of an organisation)
        return TargetPage(
            viewer.configuration,
            id_.set_id,
            story,
            viewer.today,
            viewer.language,
            story.is_own and may_record(viewer.configuration, viewer, id_, whose),
            frozenset(
                noted.fact.entry for noted in story.noted if self._may_take_back(viewer, noted.fact)
            ),
        )

    def preview(self, viewer: Viewer, id_: TargetId, said: Said) -> Measured:
        """Return what a figure would do; nothing is kept.

        Raises:
            NotSeenError: There is no such target, or not for this viewer.
            LotrinhError: It isn't the viewer's to say, or something speaks against it.
        """
        with self.store.look() as uow:
            return self._measured(viewer, uow, id_, said)

    def record(self, viewer: Viewer, id_: TargetId, said: Said, *, sure: bool) -> bool:
        """Write down a figure; return whether it was new.

        Raises:
            NotSeenError: There is no such target, or not for this viewer.
            FigureDoubtError: It is odd, and the viewer hasn't said that it is right.
            LotrinhError: It isn't the viewer's to say, or something speaks against it.
        """
        with self.store.begin() as uow:
            uow.facts.next_entry()  # writers take turns from here on
            measured = self._measured(viewer, uow, id_, said)
            entry = sure_entry(measured, sure=sure)
            facts = tuple(replace(f, evidence=said.evidence) for f in entry.facts)
            if facts:
                entry = replace(entry, facts=facts)
                record.keep(uow, entry, Via(Way.PAGE, viewer.person.id))
            return bool(facts)

    def take_back(self, viewer: Viewer, id_: TargetId, entry: int) -> bool:
        """Take back what the viewer has recorded today; False where that is done already.

        Raises:
            NotSeenError: There is no such target, or not for this viewer.
            NotYoursError: The entry isn't the viewer's, or of more than this target.
        """
        with self.store.begin() as uow:
            uow.facts.next_entry()
            noted = [one for one in _story(viewer, uow, id_).noted if one.fact.entry == entry]
            if not noted or not all(self._may_take_back(viewer, one.fact) for one in noted):
                raise NotYoursError
            if len({fact.cell for fact in uow.facts.of_entry(entry) if fact.cell}) != 1:
                raise NotYoursError
            if any(one.undone for one in noted):
                return False
            taken, _ = record.undo(uow, by=viewer.person.name, now=self.now(), entry=entry)
            record.keep(uow, taken, Via(Way.PAGE, viewer.person.id))
            return True

    def _measured(self, viewer: Viewer, uow: UnitOfWork, id_: TargetId, said: Said) -> Measured:
        whose = _story(viewer, uow, id_).row.organisation
        assert whose is not None  # noqa: S101  (a story is of an organisation)
        if not may_record(viewer.configuration, viewer, id_, whose):
            raise NotYoursError
        return measure(
            viewer.configuration,
            by_present_ids(uow, viewer.configuration),
            [_told(id_, whose, said)],
            on=said.on or viewer.today,
            by=viewer.person.name,
            now=self.now(),
            today=viewer.today,
        )

    def _may_take_back(self, viewer: Viewer, fact: Fact) -> bool:
        """Whether the viewer has recorded it today."""
        day = civil_date(fact.recorded_at, viewer.configuration.zone)
        return fact.via.person == viewer.person.id and day == viewer.today


def _timelines(viewer: Viewer, uow: UnitOfWork) -> Timelines:
    """Return the plan and the facts of those whom a viewer may see, and of nobody else."""
    facts = by_present_ids(uow, viewer.configuration).facts
    seen = None if viewer.is_coordinator else viewer.organisations
    return Timelines(viewer.configuration, facts, viewer.today, seen)


def _story(viewer: Viewer, uow: UnitOfWork, id_: TargetId) -> TargetStory:
    known = viewer.configuration.targets.get(id_.set_id, {})
    if id_.target not in known or not viewer.sees(id_.organisation):
        raise NotSeenError
    books = by_present_ids(uow, viewer.configuration)
    found = target_story(_timelines(viewer, uow), books, id_)
    if found is None:
        raise NotSeenError
    return found


def _told(id_: TargetId, whose: OrganisationId, said: Said) -> Told:
    at = "" if said.occurrence is None else f"@{said.occurrence}"
    named = f"{id_.set_id}/{id_.target}{at}"
    mention = Mention(whose, named, said.on, said.note, evidence=said.evidence)
    return Told(mention, said.value, said.state)
