"""The files of a configuration, read from a folder: only those that make one up.

Nothing is understood here. What is no file (a folder, a pipe, an editor's lock) or is hidden
is passed over. A file that is too large is read just far enough for the loader to say so.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.text_file import size_limit, unfit

FILES = (
    "settings.yaml",
    "policies.yaml",
    "channels.yaml",
    "organisations.yaml",
    "organisations.csv",
    "people.yaml",
    "people.csv",
)
FOLDERS = ("calendars", "roadmaps")


class MissingFolderError(LotrinhError):
    """There is no folder of that name."""

    code = "missing-folder"


class UnreadableFileError(LotrinhError):
    """The machine doesn't let us read a file."""

    code = "unreadable-file"


class NotAFileError(LotrinhError):
    """A device, a pipe or a folder stands where a file is wanted: it may never end."""

    code = "not-a-file"


class FileNameError(LotrinhError):
    """A file's name is no text, or has characters that nobody can see."""

    code = "bad-file-name"


def read_folder(path: Path) -> dict[str, bytes]:
    """Return the contents of a configuration's files by their names within the folder.

    Raises:
        MissingFolderError: The folder isn't there.
        UnreadableFileError: A file of it can't be read.
        FileNameError: A file of it is called what can't be shown.
    """
    if not path.is_dir():
        raise MissingFolderError(path=str(path))
    return {name: read_file(path / name) for name in sorted(_names(path))}


def _names(path: Path) -> Iterator[str]:
    yield from (name for name in FILES if (path / name).is_file())
    for folder in FOLDERS:
        for file in (path / folder).glob("[!.]*.y*ml"):
            if file.is_file():
                yield f"{folder}/{_shown(file)}"


def _shown(file: Path) -> str:
    """Return a file's name, or refuse one that could be neither shown nor kept."""
    if unfit(file.name):
        shown = os.fsencode(file.name).decode("utf-8", "replace")
        raise FileNameError(path=f"{file.parent.name}/{shown}")
    return file.name


def read_file(path: Path) -> bytes:
    """Return what a file holds, up to a little more than it may.

    Raises:
        NotAFileError: It is a device, a pipe or a folder.
        UnreadableFileError: It can't be read.
    """
    if not path.is_file():
        raise NotAFileError(path=str(path))
    try:
        with path.open("rb") as file:
            return file.read(size_limit(path.name) + 1)
    except OSError as error:
        raise UnreadableFileError(path=str(path), reason=error.strerror or "") from error
