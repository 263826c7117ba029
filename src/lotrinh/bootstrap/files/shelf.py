"""The shelf: the folder of a configuration as its files are changed, all of a change or nothing.

One file takes the place of another by being renamed. Where a change is of several, a hidden
journal holds all of it first: from the moment at which the journal is there, the change is
made, and whoever reads the folder next carries out what a killed process has left to do.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from lotrinh.bootstrap.files.lock import locked
from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.folder import content_hash, read_folder

_JOURNAL, _LOCK, _BESIDE = ".lotrinh-change", ".lotrinh-lock", ".lotrinh-new-"
_DEEPEST = 6


class ChangedMeanwhileError(LotrinhError):
    """Somebody else has changed a file since it was looked at."""

    code = "changed-meanwhile"


class NotOursError(LotrinhError):
    """A file that isn't one of a configuration, lies elsewhere, or stands for another."""

    code = "not-ours"


class UnwritableFileError(LotrinhError):
    """The machine doesn't let us write."""

    code = "unwritable-file"


class Shelf:
    """The folder of one configuration."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> dict[str, bytes]:
        """Return the files, after a change that was left half done is carried out.

        Raises:
            LotrinhError: The folder can't be read, or the change not be carried out.
        """
        lock = self._folder / _LOCK
        if not lock.is_file():
            return read_folder(self._folder)
        try:
            if (self._folder / _JOURNAL).is_file():
                with locked(lock):
                    self._finish()
            with locked(lock, shared=True):
                return read_folder(self._folder)
        except OSError as error:
            raise self._unwritable(error) from error

    def put(self, change: Mapping[str, bytes | None], whole: str) -> None:
        """Change files, all at once; what is None is removed.

        Args:
            change: What the files are to hold.
            whole: The hash of all files as they were when this was decided.

        Raises:
            ChangedMeanwhileError: Some file isn't as it was by now; nothing was changed.
            LotrinhError: One isn't ours, or nothing can be written; nothing was changed.
        """
        try:
            for path in change:
                self.check(path)
            with locked(self._folder / _LOCK):
                self._finish()
                if content_hash(read_folder(self._folder)) != whole:
                    raise ChangedMeanwhileError
                self._carry_out(change)
        except OSError as error:
            raise self._unwritable(error) from error

    def _carry_out(self, change: Mapping[str, bytes | None]) -> None:
        for left in self._folder.glob(f"**/{_BESIDE}*"):
            left.unlink()  # what a killed process never came to use
        if len(change) == 1:
            for path, content in change.items():
                self._one(path, content)
            return
        told = {
            path: None if content is None else base64.b64encode(content).decode()
            for path, content in change.items()
        }
        self._write(self._folder / _JOURNAL, json.dumps(told).encode())
        self._finish()

    def _finish(self) -> None:
        """Carry out what the journal says, if there is one; doing it twice does no harm."""
        journal = self._folder / _JOURNAL
        if not journal.is_file():
            return
        for path, told in json.loads(journal.read_bytes()).items():
            self._one(path, None if told is None else base64.b64decode(told))
        journal.unlink()
        _sync(self._folder)

    def _one(self, path: str, content: bytes | None) -> None:
        file = self._folder / path
        if content is None:
            file.unlink(missing_ok=True)
            _sync(file.parent)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        self._write(file, content)

    def _write(self, file: Path, content: bytes) -> None:
        """Write a file beside its place, and put it there."""
        beside = file.with_name(f"{_BESIDE}{uuid4().hex[:8]}")
        with beside.open("xb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        if file.is_file():
            beside.chmod(file.stat().st_mode & 0o777)
        beside.replace(file)
        _sync(file.parent)

    def check(self, path: str) -> None:
        """Refuse what leads out of the folder, and what stands for another file.

        Raises:
            NotOursError: It is such a name.
        """
        parts = path.split("/")
        if len(parts) > _DEEPEST or any(not part or part.startswith(".") for part in parts):
            raise NotOursError(path=path)
        row = [self._folder.joinpath(*parts[: n + 1]) for n in range(len(parts))]
        if any(one.is_symlink() for one in row) or row[-1].is_dir() or "\\" in path:
            raise NotOursError(path=path)

    def _unwritable(self, error: OSError) -> UnwritableFileError:
        return UnwritableFileError(path=str(self._folder), reason=error.strerror or "")


def digest_of(content: bytes) -> str:
    """Return by which name the books keep a content."""
    return hashlib.sha256(content).hexdigest()


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk, where the machine lets us."""
    with suppress(OSError):  # Windows opens no folders
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)
