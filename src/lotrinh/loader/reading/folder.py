"""The files of a configuration, read from a folder: only those that make one up.

Nothing is understood here. A file that is too large is read just far enough for the loader
to say so.
"""

from collections.abc import Iterator
from pathlib import Path

from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.text_file import size_limit

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


def read_folder(path: Path) -> dict[str, bytes]:
    """Return the contents of a configuration's files by their names within the folder.

    Raises:
        MissingFolderError: The folder isn't there.
        UnreadableFileError: A file of it can't be read.
    """
    if not path.is_dir():
        raise MissingFolderError(path=str(path))
    return {name: _read(path / name, name) for name in sorted(_names(path))}


def _names(path: Path) -> Iterator[str]:
    yield from (name for name in FILES if (path / name).is_file())
    for folder in FOLDERS:
        for file in (path / folder).glob("*.y*ml"):
            yield f"{folder}/{file.name}"


def _read(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size_limit(name) + 1)
    except OSError as error:
        raise UnreadableFileError(path=str(path), reason=error.strerror or "") from error
