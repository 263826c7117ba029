"""The files of one folder, and the configuration to go by where they have errors.

Whoever goes by a configuration and the books together gets it from here: with what its dates
were before they were edited in place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from lotrinh.application.books.edits import Edit
from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.bootstrap.files.history import edited_since, laid
from lotrinh.bootstrap.files.shelf import Shelf
from lotrinh.bootstrap.order import marks_of
from lotrinh.domain.roadmap import Roadmap, RoadmapId
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError, ProblemsError
from lotrinh.loader.workspace import Loaded, load, roadmaps_in
from lotrinh.rendering.problems import sentence, show


@dataclass
class Files:
    """A configuration's folder, read once."""

    folder: Path
    now: Callable[[], datetime]
    _accepted: dict[str, Mapping[RoadmapId, Roadmap]] = field(default_factory=dict)
    """The roadmaps of accepted configurations that the files differ from, by hash."""
    _laid: dict[tuple[str, tuple[Edit, ...]], Configuration] = field(default_factory=dict)
    """What was asked for last, with the edits that are laid under it."""

    @cached_property
    def contents(self) -> Mapping[str, bytes]:
        """The files, by their names within the folder."""
        return Shelf(self.folder).read()

    @cached_property
    def loaded(self) -> Loaded:
        """What they say, with all their problems."""
        return load(self.contents)

    @property
    def configuration(self) -> Configuration:
        """The configuration that they make up.

        Raises:
            ProblemsError: They have errors.
        """
        loaded = self.loaded
        if loaded.configuration is None:
            raise ProblemsError(loaded.problems)
        return loaded.configuration

    def accept(self, uow: UnitOfWork, at: datetime | None = None) -> Configuration:
        """Return the configuration, and keep it as the accepted one.

        What was edited in place since the one before is kept as well, as seen at `at`, the
        instant of a check; now, if None. Never before the last check, for that decided by
        what it saw: a clock may have been set back since.
        """
        configuration, now = self.configuration, self.now()
        books = by_present_ids(uow, configuration)
        if books.configurations.accept(configuration.hash, self.contents, now):
            before = roadmaps_in(books.configurations.replaced())
            day = civil_date(at or now, configuration.zone)
            seen = _not_before_checks(configuration, books, day)
            books.edits.record(edited_since(before, configuration, seen), now)
        return self.decided(configuration, uow)

    def accept_or_last(
        self, uow: UnitOfWork, at: datetime | None = None
    ) -> tuple[Configuration, tuple[Notice, ...]]:
        """Do as `accept`; where the files can't be used, return the one accepted last.

        The coordinator is then told, once for each broken state.
        """
        if self._usable is not None:
            return self.accept(uow, at), ()
        last = self.present_or_last(uow)
        lines = self.complaints(last.language)
        key = f"configuration:{key_of(*lines)}"
        return last, (Notice(MessageKind.CONFIGURATION, key, lines=lines),)

    def present_or_last(self, uow: UnitOfWork, at: datetime | None = None) -> Configuration:
        """Return the configuration; where the files can't be used, the one accepted last.

        Args:
            uow: The books.
            at: The instant that drives the plan; now, if None.

        Raises:
            LotrinhError: They can't be used, and none was ever accepted.
        """
        found = self._usable
        if found is None and uow.configurations.newest() is not None:
            found = load(self.to_go_by(uow)).configuration
        if found is None:
            found = self.configuration
        return self.decided(found, uow, civil_date(at or self.now(), found.zone))

    def to_go_by(self, uow: UnitOfWork) -> Mapping[str, bytes]:
        """Return the files, or those accepted last where they can't be used.

        Raises:
            LotrinhError: They can't even be read, and none were ever accepted.
        """
        accepted = uow.configurations.accepted() if self._usable is None else None
        return self.contents if accepted is None else accepted[1]

    def decided(
        self, configuration: Configuration, uow: UnitOfWork, day: date | None = None
    ) -> Configuration:
        """Return a configuration that knows since when its dates are what they are.

        What was edited in it and isn't accepted yet counts from the day that it is looked at,
        as if a check saw it then: not before the last one, and not after today.
        """
        books = by_present_ids(uow, configuration)
        edits = (*books.edits.all(), *self._pending(configuration, books, day))
        key = configuration.hash, edits
        if key not in self._laid:
            self._laid = {key: laid(configuration, edits)}
        return self._laid[key]

    def _pending(
        self, configuration: Configuration, books: UnitOfWork, day: date | None
    ) -> Sequence[Edit]:
        newest = books.configurations.newest()
        if newest in {None, configuration.hash}:
            return ()
        today = civil_date(self.now(), configuration.zone)
        first = _not_before_checks(configuration, books, min(day or today, today))
        return edited_since(self._roadmaps_of_newest(books), configuration, first)

    def _roadmaps_of_newest(self, books: UnitOfWork) -> Mapping[RoadmapId, Roadmap]:
        """Return the roadmaps of the configuration accepted last; its files are read once."""
        newest = books.configurations.newest() or ""
        if newest not in self._accepted:
            accepted = books.configurations.accepted()
            self._accepted[newest] = roadmaps_in(accepted[1]) if accepted else {}
        return self._accepted[newest]

    @cached_property
    def _usable(self) -> Configuration | None:
        """The configuration, None where the files have errors or can't even be read."""
        try:
            return self.loaded.configuration
        except LotrinhError:
            return None

    def complaints(self, language: str) -> list[str]:
        """Return in words why the files can't be used; nothing where they can."""
        if self._usable is not None:
            return []
        try:
            return [show(problem, language) for problem in self.loaded.problems if problem.is_error]
        except LotrinhError as unreadable:
            return [sentence(unreadable, language)]


def _not_before_checks(configuration: Configuration, books: UnitOfWork, day: date) -> date:
    """Return a day, or that of the last check if it is later: what none saw was decided since."""
    checks = marks_of(books.ledger, configuration.roadmaps)
    return max([day, *(civil_date(check.at, configuration.zone) for check in checks)])
