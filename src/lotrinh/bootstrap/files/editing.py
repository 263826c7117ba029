"""Changing files: proposed, examined together with all others, then accepted; and given back.

What is accepted is in the books before the files are touched, so it can be given back
whatever happens in between; and it is accepted as a configuration at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lotrinh.application.books.file_changes import FileChange, How, Intended
from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.looking.diff import diff
from lotrinh.application.looking.filing import differing
from lotrinh.application.looking.proposing import Examined, Proposal
from lotrinh.bootstrap.desks.files import NoSuchFileError
from lotrinh.bootstrap.desks.front import Present
from lotrinh.bootstrap.files.folder import Files
from lotrinh.bootstrap.files.shelf import ChangedMeanwhileError, Shelf, digest_of
from lotrinh.domain.times import civil_date
from lotrinh.errors import Location, LotrinhError, Problem
from lotrinh.loader.reading.folder import content_hash, read_folder
from lotrinh.loader.reading.naming import is_free_name, is_own, other_forms
from lotrinh.loader.reading.shown import shown, texts
from lotrinh.loader.workspace import load


class NotAcceptableError(LotrinhError):
    """It would make the files worse, or change nothing."""

    code = "not-acceptable"


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes files."""

    person: str
    """An id; '' on the command line."""
    name: str


@dataclass
class FileEditing:
    """Where files are changed."""

    store: Store
    present: Present
    now: Callable[[], datetime]

    @property
    def shelf(self) -> Shelf:
        """The folder as it is changed."""
        return Shelf(self.present.folder)

    def content(self, path: str) -> tuple[bytes | None, str]:
        """Return what a file holds, None where it would be a new one, and its state.

        Raises:
            NoSuchFileError: It is none of the own files, and can't be one.
            LotrinhError: The folder can't be read.
        """
        files = self.shelf.read()
        if not is_own(path) or (path not in files and not is_free_name(path)):
            raise NoSuchFileError
        return files.get(path), state_of(files, [path, *other_forms(path, frozenset(files))])

    def proposed(self, path: str, content: bytes | None, how: How, state: str) -> Proposal:
        """Return the proposal that one file hold something else; a register in another form goes.

        Raises:
            LotrinhError: The folder can't be read.
        """
        files = self.shelf.read()
        others = other_forms(path, frozenset(files))
        kept = {one: files[one] if content is None else None for one in others}
        return Proposal(how, {path: content, **kept}, state)

    def restored(self, entry: int) -> Proposal:
        """Return the proposal to give back what files held before a change.

        Raises:
            NoSuchFileError: There is no such change.
        """
        with self.store.look() as uow:
            changes = uow.file_changes.of_entry(entry)
            files = {
                one.path: uow.file_changes.text(one.before) if one.before else None
                for one in changes
            }
        if not files:
            raise NoSuchFileError
        return self._giving_back(files)

    def returned(self, turn: int) -> Proposal:
        """Return the proposal to give back an accepted configuration; a library elsewhere stays.

        Raises:
            NoSuchFileError: There is no such acceptance.
        """
        with self.store.look() as uow:
            (found, *_) = [*uow.configurations.history(1, turn + 1), None]
            if found is None or found.turn != turn:
                raise NoSuchFileError
            old = uow.configurations.files(found.hash) or {}
        names = differing(self.shelf.read(), old)
        return self._giving_back({p: old.get(p) for p in names if not p.startswith("../")})

    def _giving_back(self, files: Mapping[str, bytes | None]) -> Proposal:
        return Proposal(How.RESTORED, files, state_of(self.shelf.read(), files))

    def examined(self, proposal: Proposal) -> Examined:
        """Return what would come of a proposal, examined as the files themselves are.

        Raises:
            ChangedMeanwhileError: The files aren't any more what somebody looked at.
            LotrinhError: The folder can't be read.
        """
        files = Files(self.present.folder, self.now)
        before = files.contents
        if state_of(before, proposal.files) != proposal.state:
            raise ChangedMeanwhileError
        after = read_folder(self.present.folder, proposal.files)
        loaded = load(after)
        problems = (*_secrets(proposal, before), *loaded.problems)
        known = {_said(problem) for problem in files.loaded.problems}
        new = [p for p in problems if p.is_error and _said(p) not in known]
        found = None
        if loaded.configuration is not None:
            with self.store.look() as uow:
                present = files.present_or_last(uow)
                today = civil_date(self.now(), loaded.configuration.zone)
                decided = files.decided(loaded.configuration, uow, today)
                found = diff(present, decided, uow, today=today)
        return Examined(
            proposal,
            content_hash(before),
            differing(_kept(before, proposal), _kept(after, proposal)),
            problems,
            new,
            texts(after, *{problem.where.path for problem in problems}),
            found,
        )

    def accept(self, proposal: Proposal, author: Author) -> int:
        """Write what is proposed, and go by it from now on; return the number of the change.

        Raises:
            NotAcceptableError: It has errors that weren't there before, or changes nothing.
            ChangedMeanwhileError: Files have been changed since they were looked at.
            LotrinhError: It can't be written; nothing was changed.
        """
        examined = self.examined(proposal)
        if not examined.fits:
            raise NotAcceptableError
        before = self.shelf.read()
        change = {path: proposal.files[path] for path in examined.changed}
        told = {path: before.get(path) for path in change}
        with self.store.begin() as uow:
            self._clear(uow, before)
            intended = Intended(author.person, author.name, proposal.how, told, change)
            entry = uow.file_changes.intend(intended, self.now())
        try:
            self.shelf.put(change, examined.whole)
        except LotrinhError:
            with self.store.begin() as uow:
                uow.file_changes.forget(entry)
            raise
        self._settle(entry)
        return entry

    def _settle(self, entry: int) -> None:
        """Write down that a change is made, and keep the files as accepted, if they are fit."""
        files = Files(self.present.folder, self.now)
        with self.store.begin() as uow:
            uow.file_changes.settle(entry, self.now())
            if files.loaded.configuration is not None:
                files.accept(uow)

    def _clear(self, uow: UnitOfWork, files: Mapping[str, bytes]) -> None:
        """Find out what became of changes in whose midst the machine has stopped."""
        entries: dict[int, list[FileChange]] = {}
        for one in uow.file_changes.unsettled():
            entries.setdefault(one.entry, []).append(one)
        for entry, changes in entries.items():
            if all(is_made(one, files) for one in changes):
                uow.file_changes.settle(entry, self.now())
            else:
                uow.file_changes.forget(entry)


def is_made(change: FileChange, files: Mapping[str, bytes]) -> bool:
    """Whether a file holds what a change was to put there."""
    content = files.get(change.path)
    return change.after == (None if content is None else digest_of(content))


def state_of(files: Mapping[str, bytes], paths: Iterable[str]) -> str:
    """Return a short name for what some files hold now, to be held against it later."""
    return content_hash({path: files[path] for path in paths if path in files})


def _kept(files: Mapping[str, bytes], proposal: Proposal) -> Mapping[str, bytes]:
    """Return the files that a proposal is about."""
    return {path: files[path] for path in proposal.files if path in files}


def _said(problem: Problem) -> tuple[object, ...]:
    """Return what is wrong, wherever in its file: lines move as others are written."""
    return (problem.code, problem.where.path, *sorted(problem.values.items()))


def _secrets(proposal: Proposal, before: Mapping[str, bytes]) -> Sequence[Problem]:
    """Return where what may be a secret would be written into a file; given back it may be."""
    if proposal.how is How.RESTORED:
        return ()
    return [
        Problem("maybe-secret", Location(path, line))
        for path, content in proposal.files.items()
        if content is not None and content != before.get(path)
        for line in sorted(shown(path, content).conceals)
    ]
