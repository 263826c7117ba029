"""A new workspace: drawn up in memory, checked by the loader, then written all at once.

It is written into a folder beside the one that is wanted, which takes its name at the end:
whoever looks, or is interrupted, finds the whole workspace or none.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import lotrinh
from lotrinh.application.office.founding import Founding, LibraryRoadmap, Wants, wants
from lotrinh.errors import LotrinhError, Problem, ProblemsError
from lotrinh.loader.library import read_library
from lotrinh.loader.reading.folder import LIBRARY, read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.workspace import render_workspace


class FolderTakenError(LotrinhError):
    """There is something already where a workspace should be made."""

    code = "folder-taken"


class FolderHereError(LotrinhError):
    """The folder that one stands in can't be replaced by a new one."""

    code = "folder-here"


class UnwritableFolderError(LotrinhError):
    """The machine doesn't let us make a folder or write into it."""

    code = "unwritable-folder"


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of a workspace that isn't written yet, and what the loader says of them."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def usable(self) -> bool:
        """Whether it has no error; warnings are things to do."""
        return not any(problem.is_error for problem in self.problems)


class Library:
    """The roadmaps and calendars that the program brings."""

    def __init__(self, folder: Path | None = None) -> None:
        read = read_folder(folder or shipped_library())
        self.files = {f"{LIBRARY}/{name}": content for name, content in read.items()}
        self.roadmaps: tuple[LibraryRoadmap, ...] = read_library(self.files)

    def draft(self, founding: Founding) -> Draft:
        """Draw up a workspace.

        What the chosen roadmaps want of the registers is known once they are loaded, so a
        first draft with every post is loaded for that.
        """
        first = load(self._files(founding, None))
        if first.configuration is None:
            return Draft({}, first.problems)
        files = self._files(founding, wants(first.configuration))
        return Draft(files, load(files).problems)

    def _files(self, founding: Founding, wanted: Wants | None) -> Mapping[str, bytes]:
        by_id = {roadmap.id: roadmap for roadmap in self.roadmaps}
        chosen = [by_id[id_] for id_ in founding.roadmaps]
        texts = render_workspace(founding, chosen, wanted)
        return {name: _encoded(name, text) for name, text in texts.items()} | self.files


def _encoded(name: str, text: str) -> bytes:
    """Return a file's bytes; a spreadsheet knows UTF-8 only by the mark at its beginning."""
    return text.encode("utf-8-sig" if name.endswith(".csv") else "utf-8")


def shipped_library() -> Path:
    """Return the library's folder: in an installed package, or in a checkout beside it."""
    package = Path(lotrinh.__file__).parent
    installed = package / LIBRARY
    return installed if installed.is_dir() else package.parents[1] / "config" / LIBRARY


def check_free(folder: Path) -> None:
    """Refuse a folder that a workspace can't be written to.

    Raises:
        FolderTakenError: It is a file, or has something in it.
        FolderHereError: It is the one that the user stands in.
        UnwritableFolderError: It can't even be looked into.
    """
    try:
        if folder.exists() and folder.resolve() == Path.cwd():
            raise FolderHereError(path=folder.as_posix())
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderTakenError(path=folder.as_posix())
    except OSError as error:
        raise _unwritable(folder, error) from error


def write(draft: Draft, folder: Path) -> None:
    """Write a workspace; nothing is left behind where that fails.

    Raises:
        ProblemsError: The draft has errors.
        LotrinhError: The folder is taken, or can't be written.
    """
    if not draft.usable:
        raise ProblemsError(draft.problems)
    check_free(folder)
    place = folder.resolve()
    beside = place.with_name(f".{place.name}-{uuid4().hex[:8]}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _write_all(draft.files, beside)
        if place.exists():
            place.rmdir()
        beside.rename(place)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write_all(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _unwritable(folder: Path, error: OSError) -> UnwritableFolderError:
    return UnwritableFolderError(path=folder.as_posix(), reason=error.strerror or "")
