"""Backing up: books, configuration and what else an office needs after its disk has died.

One at a time in a workspace. The books are copied beside the workspace's other files first,
for SQLite doesn't work on every share that holds backups.
"""

import errno
import hashlib
import os
import platform
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from lotrinh import __version__
from lotrinh.bootstrap.backup.archive import (
    BOOKS,
    VAR,
    Archive,
    ArchiveWriter,
    Manifest,
    NoBackupError,
    part_of,
    writing,
)
from lotrinh.bootstrap.evidence import FOLDER as EVIDENCE
from lotrinh.bootstrap.files.lock import locked
from lotrinh.bootstrap.files.shelf import Shelf, UnwritableFileError
from lotrinh.bootstrap.keys import FILE as KEY
from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.folder import content_hash

_STAMP = "%Y%m%d-%H%M%S"
_LOCK, _COPY = "backup.lock", ".backup-books"
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""The disk is full, or its kind holds no file so large."""
_SPARE = 20_000_000
"""So much room is left at least."""

Told = Callable[[str, float], None]
"""Is told what is being done, a word, and which part of it is."""


class BackupFolderError(LotrinhError):
    """The folder for backups isn't there: a disk isn't plugged in, or a share not mounted."""

    code = "backup-folder"


class BackupThereError(LotrinhError):
    """There is a file of that name already."""

    code = "backup-there"


class BackupRoomError(LotrinhError):
    """There isn't room enough on the disk."""

    code = "backup-room"


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is backed up, and put back."""

    config: Path
    database: str
    var: Path
    secrets: tuple[str, ...] = ()
    """By which names secrets are fetched."""

    @property
    def origin(self) -> str:
        """A short name of this workspace on this machine; offices may share a folder of backups."""
        place = f"{platform.node()}\n{self.var.resolve()}"
        return hashlib.sha256(place.encode()).hexdigest()[:6]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    path: Path
    size: int
    manifest: Manifest
    removed: tuple[Path, ...] = ()
    """Older ones that were let go."""


def back_up(
    workspace: Workspace,
    place: Path,
    *,
    now: datetime,
    keep: int | None = None,
    told: Told = lambda *_: None,
) -> Made:
    """Make a backup, read it back, and let go of older ones.

    Args:
        workspace: What is backed up; what isn't there is left out.
        place: A new file ending in .zip, or a folder.
        now: When that is, on the office's clocks.
        keep: How many of this workspace stay in the folder, the new one included; all, if None.
        told: Is told how far it is.

    Raises:
        LotrinhError: It can't be made; nothing of it is left then.
    """
    folder = place.parent if place.suffix == ".zip" else place
    if not folder.is_dir():
        raise BackupFolderError(path=str(folder))
    target = place if place.suffix == ".zip" else place / name_of(workspace, now)
    with in_turn(workspace, folder):
        if target.exists():
            raise BackupThereError(path=str(target))
        manifest = write_backup(workspace, target, now, told)
        removed = () if keep is None else tuple(_let_go(folder, workspace, keep))
    return Made(target, target.stat().st_size, manifest, removed)


def name_of(workspace: Workspace, now: datetime, word: str = "") -> str:
    """Return what a backup is called; with a word it isn't let go by itself."""
    return "-".join(filter(None, ["lotrinh", f"{now:{_STAMP}}", workspace.origin, word])) + ".zip"


@contextmanager
def in_turn(workspace: Workspace, folder: Path) -> Iterator[None]:
    """Wait for whoever backs up or puts back; tell of a full disk in our words."""
    try:
        workspace.var.mkdir(parents=True, exist_ok=True)
        with locked(workspace.var / _LOCK):
            yield
    except OSError as error:
        path = str(error.filename or folder)
        if error.errno in _NO_ROOM:
            raise BackupRoomError(path=path, free=_megabytes(_free(folder))) from error
        raise UnwritableFileError(path=path, reason=error.strerror or "") from error


def write_backup(workspace: Workspace, target: Path, now: datetime, told: Told) -> Manifest:
    """Write a backup, for whoever has the turn; it is in its place whole, or not at all."""
    beside = target.with_name(f".lotrinh-{workspace.origin}.part")
    with _books_of(workspace, told) as (books, schema, rows):
        _require_room(target.parent, books)
        files = _files(workspace.config)
        with writing(target, beside) as archive:
            if books is not None:
                _put_books(archive, books, told)
            for name, content in files.items():
                archive.put(part_of(name), BytesIO(content))
            for path in _of_workspace(workspace.var):
                with path.open("rb") as file:
                    archive.put(f"{VAR}{path.relative_to(workspace.var).as_posix()}", file)
            hash_ = content_hash(files) if files else ""
            archive.end(
                Manifest(
                    program=__version__,
                    made=now,
                    origin=workspace.origin,
                    schema=schema,
                    configuration=hash_,
                    rows=rows,
                    secrets=workspace.secrets,
                )
            )
    return Archive(target).manifest()


@contextmanager
def _books_of(
    workspace: Workspace, told: Told
) -> Iterator[tuple[Path | None, str, Mapping[str, int]]]:
    """Have a copy of the books as a file; None where there are none yet."""
    from lotrinh.store.errors import DatabaseEmptyError  # noqa: PLC0415  (heavy, not always needed)
    from lotrinh.store.snapshot import take_snapshot  # noqa: PLC0415

    copy = workspace.var / _COPY
    try:
        remove_books(copy)
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            taken = take_snapshot(workspace.database, copy, lambda part: told("books", part))
        except DatabaseEmptyError:
            yield None, "", {}
        else:
            yield copy, taken.schema, taken.rows
    finally:
        remove_books(copy)


def remove_books(books: Path) -> None:
    """Remove a file of books, with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        books.with_name(books.name + end).unlink(missing_ok=True)


def _put_books(archive: ArchiveWriter, books: Path, told: Told) -> None:
    size, passed = books.stat().st_size, 0

    def count(some: float) -> None:
        nonlocal passed
        passed += int(some)
        told("archive", passed / size)

    with books.open("rb") as file:
        archive.put(BOOKS, file, count)


def _require_room(folder: Path, books: Path | None) -> None:
    """Say before it is tried that there won't be room: packed, books take a third at most."""
    wanted = (books.stat().st_size // 3 if books is not None else 0) + _SPARE
    if (free := _free(folder)) < wanted:
        raise BackupRoomError(path=str(folder), free=_megabytes(free))


def _free(folder: Path) -> int:
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return 0


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000}"


def _files(config: Path) -> Mapping[str, bytes]:
    """Return the configuration's files, all of each: the loader stops at what is too large."""
    if not config.is_dir():
        return {}
    found = Shelf(config).read()
    return {
        name: content
        if (config / name).stat().st_size <= len(content)
        else (config / name).read_bytes()
        for name, content in found.items()
    }


def _of_workspace(var: Path) -> Iterator[Path]:
    """Yield the files of the workspace that can't be made again: the key, and evidence."""
    if (var / KEY).is_file():
        yield var / KEY
    evidence = var / EVIDENCE
    if evidence.is_dir():
        yield from sorted(p for p in evidence.iterdir() if p.is_file() and p.name[0] != ".")


def backups_in(folder: Path, workspace: Workspace) -> Sequence[Path]:
    """Return the backups of a workspace in a folder, the newest first; none set aside by hand."""
    ours = re.compile(rf"lotrinh-\d{{8}}-\d{{6}}-{workspace.origin}\.zip")
    try:
        found = [path for path in folder.iterdir() if ours.fullmatch(path.name)]
    except OSError:
        return ()
    return sorted(found, key=lambda path: path.name, reverse=True)


def newest_in(folder: Path, workspace: Workspace) -> Manifest | None:
    """Return what the newest backup of a workspace is, None where there is none that is one."""
    for path in backups_in(folder, workspace):
        with suppress(NoBackupError):
            return Archive(path).manifest()
    return None


def _let_go(folder: Path, workspace: Workspace, keep: int) -> Iterator[Path]:
    for path in backups_in(folder, workspace)[max(keep, 1) :]:
        path.unlink()
        yield path
