"""An archive: one zip file of parts, with a manifest that says what each of them has to be.

It is written beside its place under a hidden name, read back, and only then renamed: whoever
finds it under its name finds all of it. Its owner alone may read it.
"""

import errno
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.folder import NotAFileError

FORMAT = 1
MANIFEST, BOOKS = "manifest.json", "books.db"
CONFIG, VAR = "config/", "var/"
"""What the parts' names begin with that are files of the configuration, or of the workspace."""
_ABOVE = "above/"
_AT_ONCE = 1 << 20
_LEVEL = 4
"""Much faster than the usual 6, and hardly larger."""
_PACK: Literal["w"] = "w"
"""How a part is opened to be written, in bytes: there is no encoding to it."""
_LARGEST_MANIFEST = 10_000_000

Progress = Callable[[float], None]


class NoBackupError(LotrinhError):
    """A file is no backup, or isn't whole any more."""

    code = "no-backup"


class AbsentBackupError(LotrinhError):
    """There is no such file."""

    code = "absent-backup"


class NewerBackupError(LotrinhError):
    """A newer program has made the backup in a way that this one doesn't know."""

    code = "backup-newer"


@dataclass(frozen=True, slots=True)
class Part:
    """What one part has to be."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    program: str
    """The version of the program that made it."""
    made: datetime
    origin: str
    """Of which workspace it is, as a digest."""
    schema: str = ""
    """Of the books; '' where there are none."""
    configuration: str = ""
    """The hash of the configuration's files; '' where there are none."""
    rows: Mapping[str, int] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    """By which names secrets are fetched that aren't in it."""
    parts: Mapping[str, Part] = field(default_factory=dict)

    def written(self) -> bytes:
        """Return it as the archive keeps it."""
        value = {"format": FORMAT, **asdict(self), "made": self.made.isoformat()}
        return json.dumps(value, ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Return what an archive keeps; what is amiss is an error of Python's, as it comes."""
        value = json.loads(content)
        if (made_as := int(value.pop("format"))) > FORMAT:
            raise NewerBackupError(found=str(made_as))
        parts = {name: Part(**part) for name, part in value.pop("parts").items()}
        made, secrets = datetime.fromisoformat(value.pop("made")), tuple(value.pop("secrets"))
        return cls(**value, made=made, secrets=secrets, parts=parts)


class ArchiveWriter:
    """Takes parts one after the other, and counts their digests as they pass."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip, self._parts = file, dict[str, Part]()

    def put(self, name: str, source: IO[bytes], told: Progress = lambda _: None) -> None:
        """Add a part; `told` hears of each stretch how long it is."""
        total, size = hashlib.sha256(), 0
        with self._zip.open(name, mode=_PACK, force_zip64=True) as part:
            while some := source.read(_AT_ONCE):
                part.write(some)
                total.update(some)
                size += len(some)
                told(len(some))
        self._parts[name] = Part(size, total.hexdigest())

    def end(self, manifest: Manifest) -> None:
        """Add the manifest, which comes last."""
        complete = asdict(manifest) | {"parts": self._parts}
        self._zip.writestr(MANIFEST, Manifest(**complete).written())


@contextmanager
def writing(place: Path, beside: Path) -> Iterator[ArchiveWriter]:
    """Write an archive: it is in its place at the end of the block, read back and whole.

    Args:
        place: Where it goes; what is there already stays, and the archive isn't kept then.
        beside: Where it is written meanwhile, in the same folder.

    Raises:
        OSError: There is no room, or nothing may be written there.
        NoBackupError: What was read back isn't what was written.
    """
    beside.unlink(missing_ok=True)
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
                yield ArchiveWriter(file)
            raw.flush()
            os.fsync(raw.fileno())
        Archive(beside).verify()
        _put_in_place(beside, place)
    finally:
        beside.unlink(missing_ok=True)


def _put_in_place(beside: Path, place: Path) -> None:
    """Rename a file, unless its name is taken: nothing that is there may be lost."""
    if place.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    beside.rename(place)
    sync(place.parent)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk, where the machine lets us."""
    try:
        place = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(place)
    except OSError:  # nor do some shares
        pass
    finally:
        os.close(place)


@dataclass(frozen=True, slots=True)
class Archive:
    """A backup that is there."""

    path: Path

    def manifest(self) -> Manifest:
        """Return what it holds, as it says itself.

        Raises:
            LotrinhError: It can't be read, or isn't one.
        """
        with self._opened() as file, file.open(MANIFEST) as part:
            return Manifest.read(part.read(_LARGEST_MANIFEST))

    def verify(self, told: Progress = lambda _: None) -> Manifest:
        """Read all of it, compare it with its manifest, and return that.

        Raises:
            LotrinhError: It can't be read, isn't one, or isn't whole.
        """
        manifest = self.manifest()
        with self._opened() as file:
            for name, wanted in manifest.parts.items():
                if _measured(file, name, told) != wanted:
                    raise ValueError(name)
        return manifest

    def read(self, name: str) -> bytes:
        """Return a part that is small.

        Raises:
            LotrinhError: It can't be read.
        """
        with self._opened() as file:
            return file.read(name)

    def extract(self, name: str, place: Path) -> None:
        """Write a part to a new file.

        Raises:
            LotrinhError: The archive can't be read.
            OSError: The file can't be written.
        """
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as target, self._opened() as file, file.open(name) as part:
            while some := part.read(_AT_ONCE):
                target.write(some)

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        if self.path.exists() and not self.path.is_file():
            raise NotAFileError(path=str(self.path))  # it may never end
        try:
            raw = self.path.open("rb")
        except FileNotFoundError as error:
            raise AbsentBackupError(path=str(self.path)) from error
        except OSError as error:
            raise NoBackupError(path=str(self.path), reason=error.strerror or "") from error
        with raw:
            try:
                with zipfile.ZipFile(raw) as file:
                    yield file
            except _NOT_WHOLE as error:
                raise NoBackupError(path=str(self.path), reason=_reason(error)) from error


_NOT_WHOLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError),
    *(ValueError, KeyError, TypeError, AttributeError),
    *(NotImplementedError, RuntimeError),  # packed otherwise, or with a password
)


def _reason(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__


def _measured(file: zipfile.ZipFile, name: str, told: Progress) -> Part:
    total, size = hashlib.sha256(), 0
    with file.open(name) as part:
        while some := part.read(_AT_ONCE):
            total.update(some)
            size += len(some)
            told(len(some))
    return Part(size, total.hexdigest())


def part_of(name: str) -> str:
    """Return as which part a file of the configuration is kept; one of the library lies above.

    >>> part_of("settings.yaml"), part_of("../../library/roadmaps/a.yaml")
    ('config/settings.yaml', 'above/2/library/roadmaps/a.yaml')
    """
    ups = name.count("../")
    return f"{_ABOVE}{ups}/{name.replace('../', '')}" if ups else f"{CONFIG}{name}"


def file_of(part: str) -> str | None:
    """Return which file of the configuration a part is, None where it is another.

    >>> file_of("above/2/library/roadmaps/a.yaml"), file_of("var/signing-key")
    ('../../library/roadmaps/a.yaml', None)
    """
    if part.startswith(CONFIG):
        return part.removeprefix(CONFIG)
    if part.startswith(_ABOVE):
        ups, _, name = part.removeprefix(_ABOVE).partition("/")
        return "../" * int(ups) + name
    return None
