"""Restoring: a look at a backup beside what there is, and putting it in place.

The books come first, in one transaction, and hold back everything that waits: whatever is
left half done after that, nobody is told anything. Restoring once more does the rest.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lotrinh.application.books.keeping import Restored, Vintage
from lotrinh.bootstrap.backup.archive import (
    BOOKS,
    VAR,
    Archive,
    Manifest,
    NoBackupError,
    Progress,
    file_of,
)
from lotrinh.bootstrap.backup.making import (
    Told,
    Workspace,
    in_turn,
    name_of,
    remove_books,
    write_backup,
)
from lotrinh.bootstrap.backup.running import SERVER, is_held
from lotrinh.bootstrap.evidence import FOLDER as EVIDENCE
from lotrinh.bootstrap.files.shelf import Shelf
from lotrinh.bootstrap.keys import FILE as KEY
from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.folder import FOLDERS, content_hash
from lotrinh.loader.reading.text_file import size_limit

ASIDE = "before-restore"
"""What a backup is called that holds what was there before."""
BACKUPS = "backup"
"""The folder of a workspace in which those lie."""
_COPY = ".restore-books"
_PROOF = re.compile(rf"{VAR}{EVIDENCE}/[0-9a-f]{{64}}(\.[a-z0-9]{{1,8}})?")
_SHARED = re.compile(
    rf"(\.\./){{1,4}}([\w-][\w.-]*/){{0,5}}({'|'.join(FOLDERS)})/[\w-][\w.-]*\.ya?ml"
)
"""Files of a library above the configuration, as the loader reads them."""


class SomebodyWorksError(LotrinhError):
    """Somebody else has the books open: what they write would be lost, or sent twice."""

    code = "restore-busy"


class NewerThereError(LotrinhError):
    """What there is knows more than the backup, and nobody has said that it may go."""

    code = "restore-newer"


@dataclass(frozen=True, slots=True)
class Outlook:
    """A backup beside what there is."""

    path: Path
    manifest: Manifest
    kept: Vintage | None
    """How far its books reach; None where it has none."""
    there: Vintage | None
    """How far those reach that would be replaced; None where there are none, or none readable."""
    broken: Path | None
    """The file of books that can't be read any more."""
    files: Mapping[str, str]
    """What becomes of files of the configuration: added, changed, removed, left, or shared: added
    to a library beside or above it.
    """
    proofs: tuple[str, ...]
    """Evidence that comes back."""
    brings_key: bool
    """Whether another signing key takes the place of the present one, or of none."""

    @property
    def loses(self) -> bool:
        """Whether the books that are there know anything that the backup doesn't."""
        return self.there is not None and self.there.is_beyond(self.kept or Vintage())

    @property
    def missing_secrets(self) -> tuple[str, ...]:
        """The secrets that it doesn't bring and that aren't here."""
        return tuple(name for name in self.manifest.secrets if not _is_here(name))


def _is_here(secret: str) -> bool:
    return bool(os.environ.get(secret)) or Path(secret).is_file()


@dataclass(frozen=True, slots=True)
class Restoration:
    """What restoring has come to."""

    aside: Path | None
    """The backup of what was there before; None where there was nothing."""
    broken: Path | None
    """Where the file of broken books lies now."""


def look_at(workspace: Workspace, path: Path, told: Told = lambda *_: None) -> Outlook:
    """Read a backup through, and compare it with what there is; nothing is changed.

    Raises:
        LotrinhError: It isn't whole, or the books that are there can't be looked at.
    """
    from lotrinh.store.survey import broken_file, survey  # noqa: PLC0415  (heavy, seldom needed)

    archive = Archive(path)
    manifest = archive.verify(_passing(archive.manifest(), lambda part: told("verify", part)))
    with in_turn(workspace, workspace.var), _books_of(workspace, archive, manifest) as books:
        kept = survey(_address(books)) if books is not None else None
        broken = broken_file(workspace.database)
        there = survey(workspace.database, kept) if broken is None else None
    proofs = [p for p in manifest.parts if _PROOF.fullmatch(p)]
    return Outlook(
        path,
        manifest,
        kept,
        there,
        broken,
        dict(_compared(workspace.config, archive, manifest)),
        tuple(p for p in proofs if not (workspace.var / p.removeprefix(VAR)).exists()),
        _brings_key(workspace, archive, manifest),
    )


def _passing(manifest: Manifest, told: Progress) -> Progress:
    """Return what counts stretches that were read, and tells which part that is of all."""
    size, passed = sum(part.size for part in manifest.parts.values()) or 1, 0

    def count(some: float) -> None:
        nonlocal passed
        passed += int(some)
        told(passed / size)

    return count


@contextmanager
def _books_of(workspace: Workspace, archive: Archive, manifest: Manifest) -> Iterator[Path | None]:
    """Have the books of a backup as a file; None where it has none."""
    copy = workspace.var / _COPY
    try:
        remove_books(copy)
        if BOOKS in manifest.parts:
            archive.extract(BOOKS, copy)
            yield copy
        else:
            yield None
    finally:
        remove_books(copy)


def _address(books: Path) -> str:
    return f"sqlite:///{books.as_posix()}"


def _compared(config: Path, archive: Archive, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield what becomes of each file; one of a shared library that is there is left."""
    there = Shelf(config).read() if config.is_dir() else {}
    kept = _files(config, archive, manifest)
    for name, content in kept.items():
        if name not in there:
            if not ("../" in name and (config / name).exists()):
                yield name, "shared" if "../" in name else "added"
        elif there[name] != content:
            yield name, "left" if "../" in name else "changed"
    if kept:
        yield from ((name, "removed") for name in there if name not in kept and "../" not in name)


def _files(config: Path, archive: Archive, manifest: Manifest) -> Mapping[str, bytes]:
    """Return the files of the configuration by their names.

    Raises:
        NoBackupError: One leads elsewhere, or is larger than any that we have ever packed.
        NotOursError: The same, of one within the configuration's own folder.
    """
    found: dict[str, bytes] = {}
    for part, what in manifest.parts.items():
        name = file_of(part)
        if name is None:
            continue
        if "../" not in name:
            Shelf(config).check(name)
        elif not _SHARED.fullmatch(name):
            raise NoBackupError(path=str(archive.path), reason=part)
        if what.size > size_limit(name) + 1:
            raise NoBackupError(path=str(archive.path), reason=part)
        found[name] = archive.read(part)
    return found


def _brings_key(workspace: Workspace, archive: Archive, manifest: Manifest) -> bool:
    part, present = f"{VAR}{KEY}", workspace.var / KEY
    if part not in manifest.parts:
        return False
    return not present.is_file() or present.read_bytes() != archive.read(part)


def restore(
    workspace: Workspace,
    outlook: Outlook,
    *,
    now: datetime,
    replace: bool,
    told: Told = lambda *_: None,
) -> Restoration:
    """Put a backup in place; what was there is kept as another backup.

    Args:
        workspace: Where it goes.
        outlook: The backup, as it was looked at.
        now: When that is, on the office's clocks.
        replace: Whether books may go that know more than the backup.
        told: Is told how far it is.

    Raises:
        LotrinhError: It can't be put in place. Before the books are, nothing is changed;
            after that, doing it once more does the rest.
    """
    archive = Archive(outlook.path)
    if outlook.loses and not replace:
        raise NewerThereError
    with in_turn(workspace, workspace.var):
        _refuse_others(workspace)
        manifest = archive.verify()
        aside = _set_aside(workspace, outlook, now, told)
        broken = _move_away(outlook.broken, now)
        with _books_of(workspace, archive, manifest) as books:
            if books is not None:
                _put_books(workspace, books, Restored(manifest.made, now), told)
        _put_files(workspace.config, archive, manifest)
        for part in (*outlook.proofs, *([f"{VAR}{KEY}"] if outlook.brings_key else [])):
            _put(workspace.var / part.removeprefix(VAR), archive, part)
    return Restoration(aside, broken)


def _refuse_others(workspace: Workspace) -> None:
    from lotrinh.store.survey import others_at  # noqa: PLC0415  (heavy, seldom needed)

    if is_held(workspace.var / SERVER) or others_at(workspace.database):
        raise SomebodyWorksError


def _set_aside(workspace: Workspace, outlook: Outlook, now: datetime, told: Told) -> Path | None:
    """Keep what is there as a backup, unless there is nothing, or nothing that can be read."""
    if outlook.broken is not None or (outlook.there is None and not workspace.config.is_dir()):
        return None
    folder = workspace.var / BACKUPS
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / name_of(workspace, now, ASIDE)
    write_backup(workspace, aside, now, lambda _, part: told("aside", part))
    return aside


def _move_away(broken: Path | None, now: datetime) -> Path | None:
    """Give broken books another name, for somebody who may still get something out of them."""
    if broken is None:
        return None
    away = broken.with_name(f"{broken.name}.broken-{now:%Y%m%d-%H%M%S}")
    for end in ("-wal", "-shm", ""):
        part = broken.with_name(broken.name + end)
        if part.exists():
            part.rename(away.with_name(away.name + end))
    return away


def _put_books(workspace: Workspace, books: Path, restored: Restored, told: Told) -> None:
    from lotrinh.store.snapshot import put_back  # noqa: PLC0415  (heavy, seldom needed)

    put_back(books, workspace.database, restored, lambda part: told("restore", part))


def _put_files(config: Path, archive: Archive, manifest: Manifest) -> None:
    """Make the configuration's files those of the backup, all at once; then the library's."""
    kept = _files(config, archive, manifest)
    if not kept:
        return
    config.mkdir(parents=True, exist_ok=True)
    there = Shelf(config).read()
    change: dict[str, bytes | None] = {
        name: content
        for name, content in kept.items()
        if "../" not in name and there.get(name) != content
    }
    change |= {name: None for name in there if name not in kept and "../" not in name}
    if change:
        Shelf(config).put(change, content_hash(there))
    for part in manifest.parts:
        name = file_of(part)
        if name is not None and name in kept and "../" in name and not (config / name).exists():
            _put(config / name, archive, part)


def _put(place: Path, archive: Archive, part: str) -> None:
    """Put a part in place, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.part")
    draft.unlink(missing_ok=True)
    archive.extract(part, draft)
    draft.replace(place)
