"""Lists that offices keep as the registers of ours: ids are made, and what was guessed is said.

A row that is there already, by its id or its name, is the same row: only what the list says
is changed in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lotrinh.application.office.founding import numbered, proposed_id, slug
from lotrinh.application.office.register_drafts import RegisterDraft, merged
from lotrinh.errors import Problem
from lotrinh.loader.imports.lists import Headings, Line, ListRead, read_list
from lotrinh.loader.imports.people import People
from lotrinh.loader.imports.register import LIKENESS, Register, Rows
from lotrinh.loader.parts.organisations import COLUMNS as ORGANISATION
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.headings import OF_ORGANISATIONS
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import fold
from lotrinh.nearest import nearest


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """What came of reading a list; `draft` is None where there is none in the file."""

    draft: RegisterDraft | None
    problems: tuple[Problem, ...]
    rows: int = 0
    """Rows under the headings."""
    taken: int = 0
    """Those that are rows of the register; the others are listed."""


def read_register(
    name: str,
    path: str,
    content: bytes,
    files: Mapping[str, bytes],
    *,
    sheet: str = "",
    replace: bool = False,
    keep_posts: bool = False,
) -> RegisterRead:
    """Return a register as it would be with the rows of a list.

    Args:
        name: ``organisations`` or ``people``.
        path: The file's name.
        content: What is in it.
        files: The present configuration.
        sheet: The one that is meant; the first that has such a list, if ''.
        replace: Whether rows that aren't in the list are taken out.
        keep_posts: Whether rows that stand for a post stay beside whom the list names for it.
    """
    findings = Findings()
    register = (
        _Organisations(files, findings)
        if name == "organisations"
        else People(files, findings, keep_posts=keep_posts)
    )
    headings = Headings(register.headings, register.known)
    found = read_list(path, content, headings, findings, sheet=sheet)
    if found is None:
        return RegisterRead(None, findings.all)
    rows = list(register.rows(found))
    draft = merged(name, register.present, rows, replace=replace)
    lines = {row["id"]: line for row, line in zip(rows, found.lines, strict=True)}
    register.check(draft.rows, lines, found.where)
    return RegisterRead(draft, findings.all, found.rows, len(found.lines))


class _Organisations(Register):
    headings = OF_ORGANISATIONS

    @property
    def known(self) -> Keys:
        return Keys("organisation", (*ORGANISATION, *self.office.anchors))

    @property
    def present(self) -> tuple[Sequence[str], Rows]:
        columns, rows = self._organisation_table
        return columns or ["id", "name", "kind", "parent"], rows

    def rows(self, found: ListRead) -> Iterator[Mapping[str, str]]:
        """Yield the rows of the register."""
        self.report_twins(found.lines)
        _, present = self.present
        ids = self._ids(found.lines, present)
        by_name = {fold(line.text("name")): id_ for line, id_ in zip(found.lines, ids, strict=True)}
        by_name |= {fold(row.get("name", "")): row["id"] for row in present}
        for line, id_ in zip(found.lines, ids, strict=True):
            is_new = all(row["id"] != id_ for row in present)
            kind, parent = (
                self._kind(line, is_new=is_new),
                self._parent(line, by_name, is_new=is_new),
            )
            said = {column: line.text(column) for column in line.cells}
            yield {**said, "id": id_, "kind": kind, "parent": parent}

    def _ids(self, lines: Sequence[Line], present: Rows) -> list[str]:
        """Return an id for each row: that of the present one, its own, or a new one."""
        taken = {row["id"] for row in present} | {line.text("id") for line in lines}
        ids = [self.known_id(line, present) or line.text("id") for line in lines]
        new = [n for n, id_ in enumerate(ids) if not id_]
        by_kind: dict[str, list[int]] = {}
        for number in new:
            kind = self._kind(lines[number], is_new=False) or self._usual
            by_kind.setdefault(kind, []).append(number)
        for kind, numbers in by_kind.items():
            names = [lines[number].text("name") for number in numbers]
            for number, id_ in zip(numbers, self._new_ids(kind, names, taken), strict=True):
                ids[number] = id_
                taken.add(id_)
        return ids

    def _new_ids(self, kind: str, names: Sequence[str], taken: set[str]) -> Iterator[str]:
        if kind and kind != self.office.kind:
            yield from numbered(names, slug(self.office.kinds.get(kind, kind)), taken)
            return
        for name in names:
            wanted = id_ = proposed_id(name) or "to-chuc"
            number = 1
            while id_ in taken:
                number += 1
                id_ = f"{wanted}-{number}"
            taken.add(id_)
            yield id_

    def _kind(self, line: Line, *, is_new: bool) -> str:
        """Return the kind: as written, by its title or its name; else a branch, as most are."""
        written, name = line.text("kind"), slug(line.text("name"))
        for kind, title in self.office.kinds.items():
            if slug(written) in {kind, slug(title)}:
                return kind
        if written:
            return written
        for kind, title in self.office.kinds.items():
            if f"{name}-".startswith(f"{slug(title)}-"):
                return kind
        if is_new:
            self.findings.warning("import-kind-guessed", line.place("name"), value=self._usual)
        return self._usual if is_new else ""

    @property
    def _usual(self) -> str:
        """The kind that most are of."""
        kinds = self.office.kinds
        return "branch" if "branch" in kinds else next(reversed([*kinds]), "")

    def _parent(self, line: Line, by_name: Mapping[str, str], *, is_new: bool) -> str:
        written = line.text("parent")
        if not written:
            return self.office.organisation if is_new else ""
        if written in by_name.values():
            return written
        found = by_name.get(fold(written))
        if found is None and (near := nearest(fold(written), by_name, LIKENESS)) is not None:
            found = by_name[near]
            said = {"value": written, "id": found}
            self.findings.warning("import-parent-guessed", line.place("parent"), **said)
        if found is None:
            self.findings.error("unknown-organisation", line.place("parent"), value=written)
        return found or ""
