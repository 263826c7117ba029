"""The files of a configuration, read from a folder: only those that make one up.

Nothing is understood here. What is no file (a folder, a pipe, an editor's lock) or is hidden
is passed over. A file that is too large is read just far enough for the loader to say so.
"""

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol

from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text_file import read_text, size_limit, unfit
from lotrinh.loader.reading.written import Block, Text
from lotrinh.loader.reading.yaml_file import read_yaml

REGISTERS = ("organisations", "people")
FORMS = ("csv", "yaml", "xlsx")
"""The kinds of file that a register may be."""
OTHER_FORMS = ("xls", "xlsm", "xlsb", "ods")
"""Those that it is saved as by mistake, which is said where there is no other."""
FILES = (
    "settings.yaml",
    "policies.yaml",
    "channels.yaml",
    *(f"{name}.{form}" for name in REGISTERS for form in (*FORMS, *OTHER_FORMS)),
)
FOLDERS = ("calendars", "roadmaps")
TARGETS = "targets"
"""Where sets of targets lie, and the tables that these name."""
_TABLES = tuple(f"[!.]*.{form}" for form in FORMS if form != "yaml")
LIBRARY = "library"
"""Where calendars and roadmaps to extend lie, unless the settings name another folder."""
_SETTINGS = Keys("settings", ["library"])
_LIBRARY_PATH = re.compile(r"(?:\.\./){0,4}[\w-][\w.-]*(?:/[\w-][\w.-]*){0,4}")


class MissingFolderError(LotrinhError):
    """There is no folder of that name."""

    code = "missing-folder"


class UnreadableFileError(LotrinhError):
    """The machine doesn't let us read a file."""

    code = "unreadable-file"


class NotAFileError(LotrinhError):
    """A device, a pipe or a folder stands where a file is wanted: it may never end."""

    code = "not-a-file"


class AbsentFileError(LotrinhError):
    """There is no file of that name."""

    code = "absent-file"


class FileNameError(LotrinhError):
    """A file's name is no text, or has characters that nobody can see."""

    code = "bad-file-name"


class Place(Protocol):
    """Where the files of a configuration lie; their names are those within it."""

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        ...

    def names(self, folder: str) -> Iterable[str]:
        """Return the names of the files directly in a folder; none where there is no such."""
        ...

    def read(self, name: str) -> bytes:
        """Return what a file holds, up to a little more than it may."""
        ...


def read_folder(path: Path, instead: Mapping[str, bytes | None] | None = None) -> dict[str, bytes]:
    """Return the contents of a configuration's files by their names within the folder.

    Args:
        path: The folder.
        instead: Files that are taken to hold something else, or (None) not to be there.

    Raises:
        MissingFolderError: The folder isn't there.
        UnreadableFileError: It, or a file of it, can't be read.
        FileNameError: A file of it is called what can't be shown.
    """
    try:
        if not path.is_dir():
            raise MissingFolderError(path=str(path))
        disk = _OnDisk(path)
        return read_place(_Instead(disk, instead) if instead else disk)
    except OSError as error:  # too long a name, or a folder that others may not look into
        raise UnreadableFileError(path=str(path), reason=error.strerror or "") from error


def read_place(place: Place) -> dict[str, bytes]:
    """Do as `read_folder`, wherever the files lie."""
    names = [*_present(place), *_yaml_files(place, (*FOLDERS, TARGETS)), *_tables(place)]
    own = {name: place.read(name) for name in sorted(names)}
    library = library_of(own.get("settings.yaml", b"")) or LIBRARY
    shared = sorted(_yaml_files(place, [f"{library}/{folder}" for folder in FOLDERS]))
    return own | {name: place.read(name) for name in shared}


def content_hash(files: Mapping[str, bytes]) -> str:
    """Return a short name for exactly these contents."""
    total = hashlib.sha256()
    for path, content in sorted(files.items()):
        total.update(f"{path}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()[:16]


def library_of(settings: bytes) -> str | None:
    """Return the library that settings name, None where they name none that can be one."""
    findings = Findings()
    text = read_text("settings.yaml", settings, findings)
    tree = read_yaml("settings.yaml", text, findings) if text else None
    pairs = tree.items() if isinstance(tree, Block) else ()
    named = next((value for key, value in pairs if _SETTINGS.meant(key) == "library"), None)
    return str(named) if isinstance(named, Text) and is_library_path(named) else None


def is_library_path(text: str) -> bool:
    """Whether a text names a folder beside or above a configuration's own, and no other.

    >>> is_library_path("../../library"), is_library_path("/etc"), is_library_path("a/../b")
    (True, False, False)
    """
    return _LIBRARY_PATH.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """The folder as it is."""

    path: Path

    def has(self, name: str) -> bool:
        return _is_there(self.path / name)

    def names(self, folder: str) -> Iterator[str]:
        path = self.path / folder
        found = path.iterdir() if path.is_dir() else ()
        yield from (file.name for file in found if _is_there(file))

    def read(self, name: str) -> bytes:
        return read_file(self.path / name)


@dataclass(frozen=True, slots=True)
class _Instead:
    """A place in which some files hold something else."""

    under: Place
    files: Mapping[str, bytes | None]

    def has(self, name: str) -> bool:
        return self.files[name] is not None if name in self.files else self.under.has(name)

    def names(self, folder: str) -> Iterator[str]:
        new = [path for path, content in self.files.items() if content is not None]
        here = {path.rpartition("/")[2] for path in new if path.rpartition("/")[0] == folder}
        yield from here
        for name in self.under.names(folder):
            if name not in here and f"{folder}/{name}" not in self.files:
                yield name

    def read(self, name: str) -> bytes:
        found = self.files.get(name)
        return self.under.read(name) if found is None else found


def _is_there(path: Path) -> bool:
    """Whether there is a file, or a link to one that isn't there at the moment."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def _present(place: Place) -> Iterator[str]:
    yield from (name for name in FILES if place.has(name))


def _yaml_files(place: Place, folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        for name in place.names(folder):
            if fnmatch(name, "[!.]*.y*ml"):
                yield f"{folder}/{_shown(folder, name)}"


def _tables(place: Place) -> Iterator[str]:
    """Yield the tables that sets of targets may name."""
    for name in place.names(TARGETS):
        if any(fnmatch(name, form) for form in _TABLES):
            yield f"{TARGETS}/{_shown(TARGETS, name)}"


def _shown(folder: str, name: str) -> str:
    """Return a file's name, or refuse one that could be neither shown nor kept."""
    if unfit(name):
        shown = os.fsencode(name).decode("utf-8", "replace")
        raise FileNameError(path=f"{folder.rpartition('/')[2]}/{shown}")
    return name


def read_file(path: Path) -> bytes:
    """Return what a file holds, up to a little more than it may.

    Raises:
        AbsentFileError: It isn't there.
        NotAFileError: It is a device, a pipe or a folder.
        UnreadableFileError: It can't be read.
    """
    if path.is_symlink() and not path.exists():
        raise UnreadableFileError(path=str(path), reason=os.strerror(errno.ENOENT))
    if not path.is_file():
        raise (NotAFileError if path.exists() else AbsentFileError)(path=str(path))
    try:
        with path.open("rb") as file:
            # Room is made for all that is asked for, however little there is.
            wanted = min(os.fstat(file.fileno()).st_size, size_limit(path.name))
            return file.read(wanted + 1)
    except OSError as error:
        raise UnreadableFileError(path=str(path), reason=error.strerror or "") from error
