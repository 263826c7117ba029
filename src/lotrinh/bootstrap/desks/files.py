"""The desk of files: how they stand, what each says, what a change of them has moved.

Coordinator and operator look; nothing here writes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lotrinh.application.books.acceptances import Acceptance
from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.looking.diff import Diff, diff
from lotrinh.application.looking.filing import FilesStand, FileText, InUse, Turned, differing
from lotrinh.bootstrap.desks.front import Present
from lotrinh.bootstrap.files.earlier import as_it_was, earlier
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError, Problem
from lotrinh.loader.reading.shown import texts

_HISTORY = 10
"""Acceptances on a page."""


class NoSuchFileError(LotrinhError):
    """A file or an acceptance that there isn't."""

    code = "no-such-file"


@dataclass
class FileDesk:
    """What the screens of the configuration may ask for."""

    store: Store
    present: Present
    now: Callable[[], datetime]

    def stand(self, before: int | None = None) -> FilesStand:
        """Return how the files stand; of the acceptances the newest, or those before a turn."""
        files = self.present.files()
        with self.store.look() as uow:
            turned, is_more = history(uow, before, _HISTORY)
            newest = uow.configurations.history(1)
            changes = uow.file_changes.newest(_HISTORY) if before is None else ()
        since = newest[0].at if newest else None
        try:
            contents, loaded = files.contents, files.loaded
        except LotrinhError as unreadable:
            return FilesStand(InUse.LAST, since, (), {}, {}, turned, changes, is_more, unreadable)
        in_use = InUse.LAST
        if loaded.configuration is not None:
            accepted = newest and newest[0].hash == loaded.configuration.hash
            in_use = InUse.PRESENT if accepted else InUse.WAITING
        sizes = {path: len(content) for path, content in contents.items()}
        blamed = texts(contents, *{problem.where.path for problem in loaded.problems})
        return FilesStand(in_use, since, loaded.problems, sizes, blamed, turned, changes, is_more)

    def text(self, path: str) -> tuple[FileText, tuple[Problem, ...]]:
        """Return a file as it is shown, and what is wrong with it.

        Raises:
            NoSuchFileError: There is none of that name.
            LotrinhError: The folder can't be read.
        """
        files = self.present.files()
        found = texts(files.contents, path)
        if not found:
            raise NoSuchFileError
        return found[path], tuple(p for p in files.loaded.problems if p.where.path == path)

    def content(self, path: str) -> bytes:
        """Return what a file holds.

        Raises:
            NoSuchFileError: There is none of that name.
        """
        found = self.present.files().contents.get(path)
        if found is None:
            raise NoSuchFileError
        return found

    def moved(self, turn: int | None) -> Diff:
        """Return what an acceptance has moved; what the present files would move, if None.

        Both sides are looked at as of today, with all that is known by now.

        Raises:
            NoSuchFileError: There is no such acceptance, or none before it.
            LotrinhError: The files can't be used, or never any were accepted.
        """
        with self.store.look() as uow:
            return self._pending(uow) if turn is None else self._of_turn(turn, uow)

    def _pending(self, uow: UnitOfWork) -> Diff:
        present = self.present.files().configuration
        today = civil_date(self.now(), present.zone)
        before = earlier(None, uow, folder=self.present.folder, after=present)
        return diff(before, self.present.decided(present, uow, today), uow, today=today)

    def _of_turn(self, turn: int, uow: UnitOfWork) -> Diff:
        around = uow.configurations.history(3, turn + 2)
        by_turn = {one.turn: one for one in around}
        if turn not in by_turn or turn - 1 not in by_turn:
            raise NoSuchFileError
        new, old, replaced = by_turn[turn], by_turn[turn - 1], by_turn.get(turn + 1)
        until = replaced.at if replaced is not None else None
        after = as_it_was(_files(uow, new), until, uow, self.present.configuration(uow))
        before = as_it_was(_files(uow, old), new.at, uow, after)
        return diff(before, after, uow, today=civil_date(self.now(), after.zone))


def history(uow: UnitOfWork, before: int | None, limit: int) -> tuple[tuple[Turned, ...], bool]:
    """Return acceptances with the files that each has changed, and whether there are more."""
    found = uow.configurations.history(limit + 1, before)
    contents = {one.hash: _files(uow, one) for one in found}
    pairs = zip(found, [*found[1:], None][: len(found)], strict=True)
    turned = (
        Turned(one, differing(contents[earlier.hash], contents[one.hash]) if earlier else {})
        for one, earlier in pairs
    )
    return tuple(turned)[:limit], len(found) > limit


def _files(uow: UnitOfWork, accepted: Acceptance) -> Mapping[str, bytes]:
    return uow.configurations.files(accepted.hash) or {}
