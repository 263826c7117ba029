"""Files that offices keep already, taken over: what would be written, and what is wrong with it.

Nothing is written here. What would be is loaded together with the files that are there, so
that whoever looks at the draft sees what checking it would say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lotrinh.errors import Problem
from lotrinh.loader.imports.office import office_in
from lotrinh.loader.imports.plan import PlanRead, read_plan
from lotrinh.loader.imports.registers import RegisterRead, read_register
from lotrinh.loader.imports.rows import Wishes
from lotrinh.loader.reading.folder import read_file
from lotrinh.loader.workspace import load
from lotrinh.rendering.imported import render_draft, render_register


@dataclass(frozen=True, slots=True)
class PlanImport:
    """A roadmap that would be written."""

    read: PlanRead
    text: str
    """Of its file; '' where there is none."""
    left: tuple[Problem, ...] = ()
    """What checking would say of the file."""

    @property
    def is_whole(self) -> bool:
        """Whether everything could be read."""
        return bool(self.text) and not any(problem.is_error for problem in self.read.problems)


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """A register that would be written."""

    read: RegisterRead
    text: str
    """Of its file; '' where there is none."""
    left: tuple[Problem, ...] = ()
    """What checking would say of the file."""

    @property
    def is_whole(self) -> bool:
        """Whether everything could be read, and can be used."""
        problems = (*self.read.problems, *self.left)
        return bool(self.text) and not any(problem.is_error for problem in problems)


class ImportDesk:
    """Takes over the files of one office."""

    def __init__(self, files: Mapping[str, bytes], language: str) -> None:
        self._files = files
        self._language = language

    def plan(self, path: Path, wishes: Wishes) -> PlanImport:
        """Return the roadmap that a plan makes up.

        Raises:
            LotrinhError: It is no file, or can't be read.
        """
        read = read_plan(path.name, read_file(path), office_in(self._files), wishes)
        if read.draft is None:
            return PlanImport(read, "")
        text = render_draft(read.draft, self._language)
        name = f"roadmaps/{read.draft.id}.yaml"
        loaded = load({**self._files, name: text.encode()})
        left = tuple(problem for problem in loaded.problems if problem.where.path == name)
        return PlanImport(read, text, left)

    def register(
        self,
        name: str,
        path: Path,
        *,
        sheet: str = "",
        replace: bool = False,
        keep_posts: bool = False,
    ) -> RegisterImport:
        """Return a register with the rows of a list.

        Args:
            name: ``organisations`` or ``people``.
            path: The list.
            sheet: The one that is meant; the first that has a list, if ''.
            replace: Whether rows that aren't in the list are taken out.
            keep_posts: Whether rows that stand for a post stay beside whom the list names for it.

        Raises:
            LotrinhError: It is no file, or can't be read.
        """
        content = read_file(path)
        read = read_register(
            name,
            path.name,
            content,
            self._files,
            sheet=sheet,
            replace=replace,
            keep_posts=keep_posts,
        )
        if read.draft is None:
            return RegisterImport(read, "")
        text = render_register(read.draft)
        others = {p: f for p, f in self._files.items() if not p.startswith(f"{name}.")}
        file = f"{name}.csv"
        loaded = load({**others, file: text.encode()})
        left = tuple(problem for problem in loaded.problems if problem.where.path == file)
        return RegisterImport(read, text, left)


__all__ = ["ImportDesk", "PlanImport", "RegisterImport", "Wishes"]
