"""Lists that offices keep as the registers of ours: ids are made, and what was guessed is said.

A row that is there already, by its id or its name, is the same row: only what the list says
is changed in it.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from lotrinh.application.office.founding import numbered, proposed_id, slug
from lotrinh.application.office.register_drafts import RegisterDraft, merged
from lotrinh.errors import Problem
from lotrinh.loader.imports.lists import Headings, Line, ListRead, read_list
from lotrinh.loader.imports.office import office_in
from lotrinh.loader.imports.posts import held_twice
from lotrinh.loader.imports.roles import Roles
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.organisations import COLUMNS as ORGANISATION
from lotrinh.loader.parts.people import COLUMNS as PERSON
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import fold
from lotrinh.nearest import nearest

_ORGANISATION = {
    "name": r"ten|(cac-)?chi-bo|to-chuc|don-vi|dang-bo",
    "kind": r"loai",
    "parent": r"truc-thuoc|cap-tren|thuoc|dang-bo-cap-tren",
    "tags": r"nhan|khoi|nhom",
    "valid_from": r"(ngay-)?thanh-lap",
    "id": r"ma(-|$)",
}
_PERSON = {
    "name": r"ho-(va-)?ten|ten|nguoi-nhan|can-bo|dong-chi",
    "position": r"chuc-(vu|danh|trach)|vai-tro|nhiem-vu|position|role",
    "organisation": r"don-vi|chi-bo|to-chuc|noi-(cong-tac|sinh-hoat)|dang-bo|co-quan|organisation",
    "email": r"e-?mail|thu-dien-tu|hop-thu|dia-chi-thu|thu-cong-vu",
    "id": r"ma(-|$)",
}
_ALIKE = 0.85
Rows = Sequence[Mapping[str, str]]


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
) -> RegisterRead:
    """Return a register as it would be with the rows of a list.

    Args:
        name: ``organisations`` or ``people``.
        path: The file's name.
        content: What is in it.
        files: The present configuration.
        sheet: The one that is meant; the first that has such a list, if ''.
        replace: Whether rows that aren't in the list are taken out.
    """
    findings = Findings()
    register = {"organisations": _Organisations, "people": _People}[name](files, findings)
    headings = Headings(register.headings, register.known)
    found = read_list(path, content, headings, findings, sheet=sheet)
    if found is None:
        return RegisterRead(None, findings.all)
    rows = list(register.rows(found))
    draft = merged(name, register.present, rows, replace=replace)
    register.check(
        draft.rows, {row["id"]: line for row, line in zip(rows, found.lines, strict=True)}
    )
    return RegisterRead(draft, findings.all, found.rows, len(found.lines))


class _Register(ABC):
    """A register that rows are brought to."""

    headings: ClassVar[Mapping[str, str]]

    def __init__(self, files: Mapping[str, bytes], findings: Findings) -> None:
        self.findings = findings
        self.office = office_in(files)
        self._files = files

    @property
    @abstractmethod
    def known(self) -> Keys:
        """The columns that it may have."""

    @property
    @abstractmethod
    def present(self) -> tuple[Sequence[str], Rows]:
        """Its columns and rows as they are."""

    @abstractmethod
    def rows(self, found: ListRead) -> Iterator[Mapping[str, str]]:
        """Yield what the rows of a list say, each with an id."""

    def check(self, rows: Rows, lines: Mapping[str, Line]) -> None:  # noqa: B027  (most need none)
        """Report what is odd about the whole register, at the lines of the list by their ids."""

    def _table(self, name: str, kind: str) -> tuple[Sequence[str], Rows]:
        """Return the columns and the rows of a register that is there, as they are written."""
        keys = Keys(kind, ORGANISATION if kind == "organisation" else PERSON, is_open=True)
        table = Inputs(self._files, Findings()).table(name, keys)
        if table is None:
            return [], []
        columns = [str(column) for column in table.columns if column]
        rows = zip(*(table.columns[column] for column in columns), strict=True)
        said = [dict(zip(columns, map(str, row), strict=True)) for row in rows]
        return columns, [row for row in said if row.get("id")]

    @cached_property
    def _organisation_table(self) -> tuple[Sequence[str], Rows]:
        return self._table("organisations", "organisation")

    @cached_property
    def _person_table(self) -> tuple[Sequence[str], Rows]:
        return self._table("people", "person")

    def known_id(self, line: Line, present: Rows) -> str:
        """Return the id of the row that is there already, '' where there is none."""
        own = line.text("id")
        if own and any(row["id"] == own for row in present):
            return own
        named = [
            row["id"] for row in present if fold(row.get("name", "")) == fold(line.text("name"))
        ]
        return named[0] if len(named) == 1 and not own else ""

    def report_twins(self, lines: Sequence[Line]) -> None:
        """Report names that come more than once: each would be the same row."""
        times = Counter(fold(line.text("name")) for line in lines if not line.text("id"))
        for line in lines:
            if times[fold(line.text("name"))] > 1:
                value = line.text("name")
                self.findings.warning("import-same-name", line.place("name"), value=value)


class _Organisations(_Register):
    headings = _ORGANISATION

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
        if found is None and (near := nearest(fold(written), by_name, _ALIKE)) is not None:
            found = by_name[near]
            said = {"value": written, "id": found}
            self.findings.warning("import-parent-guessed", line.place("parent"), **said)
        if found is None:
            self.findings.error("unknown-organisation", line.place("parent"), value=written)
        return found or ""


class _People(_Register):
    headings = _PERSON

    @property
    def known(self) -> Keys:
        columns, _ = self.present
        return Keys("person", PERSON, [c for c in columns if c not in PERSON])

    @property
    def present(self) -> tuple[Sequence[str], Rows]:
        columns, rows = self._person_table
        return columns or ["id", "name", "holds", "email"], rows

    @cached_property
    def _organisations(self) -> Mapping[str, str]:
        """The ids of organisations, by folded names and by themselves."""
        _, rows = self._organisation_table
        times = Counter(fold(row.get("name", "")) for row in rows)
        named = {fold(row.get("name", "")): row["id"] for row in rows}
        return {n: id_ for n, id_ in named.items() if times[n] == 1} | {
            r["id"]: r["id"] for r in rows
        }

    def rows(self, found: ListRead) -> Iterator[Mapping[str, str]]:
        """Yield the rows of the register."""
        self.report_twins(found.lines)
        _, present = self.present
        taken = {row["id"] for row in present}
        for line in found.lines:
            known = self.known_id(line, present)
            id_ = known or line.text("id") or _free(slug(line.text("name")) or "nguoi-nhan", taken)
            taken.add(id_)
            before = next((row.get("holds", "") for row in present if row["id"] == id_), "")
            said = {c: line.text(c) for c in line.cells if c not in {"position", "organisation"}}
            yield {
                **said,
                "id": id_,
                "holds": _joined(said.get("holds") or before, self._posts(line)),
            }

    def check(self, rows: Rows, lines: Mapping[str, Line]) -> None:
        """Report who comes to hold a post of one person that somebody else holds as well."""
        titles = {role: slug(title) for role, title in self.office.roles.items()}
        for post, first, other in held_twice(rows, titles):
            line, whose = (lines[other], first) if other in lines else (lines.get(first), other)
            if line is not None:
                said = {"value": post, "other": whose}
                self.findings.warning("import-post-twice", line.place("position"), **said)

    def _posts(self, line: Line) -> Iterator[str]:
        """Yield what somebody holds, as far as it is known."""
        organisation = self._organisation(line)
        if not organisation:
            return
        for one in self._roles.named(line.text("position")):
            is_own = organisation == self.office.organisation
            is_there = not (one.kind and is_own)  # a branch's post isn't one of the office
            where = line.place("position")
            if one.is_known and is_there and "." not in one.role:
                yield f"{one.role}@{one.organisation or organisation}"
                if not one.is_certain and not one.kind:
                    said = {"value": one.written, "role": one.role}
                    self.findings.warning("import-post-guessed", where, **said)
            else:
                near = self._roles.next_to(one.written)
                said = {"value": one.written}
                self.findings.warning("import-unknown-post", where, nearest=near, **said)

    @cached_property
    def _roles(self) -> Roles:
        return self.office.roles_with({})

    def _organisation(self, line: Line) -> str:
        written = line.text("organisation")
        if not written:
            return self.office.organisation
        found = self._organisations.get(fold(written)) or self._organisations.get(written)
        if (
            found is None
            and (near := nearest(fold(written), self._organisations, _ALIKE)) is not None
        ):
            found = self._organisations[near]
            said = {"value": written, "id": found}
            self.findings.warning("import-parent-guessed", line.place("organisation"), **said)
        if found is None:
            self.findings.error("unknown-organisation", line.place("organisation"), value=written)
        return found or ""


def _free(wanted: str, taken: set[str]) -> str:
    id_, number = wanted[:48].strip("-"), 1
    while id_ in taken:
        number += 1
        id_ = f"{wanted[:48].strip('-')}-{number}"
    return id_


def _joined(before: str, posts: Iterator[str]) -> str:
    """Return what somebody holds, with what comes new at the end."""
    held = [part.strip() for part in before.split(";") if part.strip()]
    bare = {post.partition(" ")[0] for post in held}
    return "; ".join([*held, *(post for post in dict.fromkeys(posts) if post not in bare)])
