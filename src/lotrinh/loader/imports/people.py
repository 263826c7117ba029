"""A list of people brought to the register: positions become roles, and nobody is guessed.

A row that stands for a post until somebody's name is known goes to whom the list names for it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from lotrinh.application.office.founding import slug
from lotrinh.errors import Location
from lotrinh.loader.imports.lists import Line, ListRead
from lotrinh.loader.imports.posts import held_twice, posts_of, standing_for_posts
from lotrinh.loader.imports.register import LIKENESS, Register, Rows
from lotrinh.loader.imports.roles import Roles
from lotrinh.loader.parts.people import COLUMNS as PERSON
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.headings import OF_PEOPLE
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import fold
from lotrinh.nearest import nearest


class People(Register):
    """The register of people."""

    headings = OF_PEOPLE

    def __init__(self, files: Mapping[str, bytes], findings: Findings, *, keep_posts: bool) -> None:
        super().__init__(files, findings)
        self._keeps_posts = keep_posts

    @property
    def known(self) -> Keys:
        """Its columns, and those of the channels that it has."""
        columns, _ = self.present
        return Keys("person", PERSON, [c for c in columns if c not in PERSON])

    @property
    def present(self) -> tuple[Sequence[str], Rows]:
        """Its columns and rows as they are."""
        columns, rows = self._person_table
        return columns or ["id", "name", "holds", "email"], rows

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {role: slug(title) for role, title in self.office.roles.items()}

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
        ids = [self.known_id(line, present) or line.text("id") for line in found.lines]
        vacant = self._vacant(ids)
        for line, own in zip(found.lines, ids, strict=True):
            posts = list(self._posts(line))
            id_ = own or self._taken_over(line, posts, vacant)
            id_ = id_ or _free(slug(line.text("name")) or "nguoi-nhan", taken)
            taken.add(id_)
            before = next((row.get("holds", "") for row in present if row["id"] == id_), "")
            said = {c: line.text(c) for c in line.cells if c not in {"position", "organisation"}}
            yield {
                **said,
                "id": id_,
                "holds": _joined(said.get("holds") or before, posts),
            }

    def _vacant(self, brought: Sequence[str]) -> dict[str, Mapping[str, str]]:
        """Return, by post, the rows that stand for one; the list brings none of them itself."""
        if self._keeps_posts:
            return {}
        standing = standing_for_posts(self.present[1], self._titles)
        return {post: row for post, row in standing.items() if row["id"] not in brought}

    def _taken_over(
        self, line: Line, posts: Sequence[str], vacant: dict[str, Mapping[str, str]]
    ) -> str:
        """Return the id of the row that stood for a post of somebody, '' where none did.

        It keeps its id, which facts and reminders hold, and whatever else it stood for.
        """
        row = next((vacant[post] for post in posts if post in vacant), None)
        if row is None:
            return ""
        for post in [post for post, other in vacant.items() if other is row]:
            del vacant[post]
        said = {"value": line.text("name"), "other": row["id"], "name": row["name"]}
        self.findings.warning("import-takes-over", line.place("name"), **said)
        return row["id"]

    def check(self, rows: Rows, lines: Mapping[str, Line], headings: Location) -> None:
        """Report posts of one person that two hold, and those of the office without a name.

        Without a name are those that a row still stands for; a list that has nobody of the office
        says nothing of them.
        """
        self._report_held_twice(rows, lines)
        own = f"@{self.office.organisation}"
        if not any(own in row["holds"] for row in rows if row["id"] in lines):
            return
        standing = standing_for_posts(rows, self._titles)
        for row in {
            row["id"]: row for post, row in standing.items() if post.endswith(own)
        }.values():
            roles = [post.partition("@")[0] for post in posts_of(row)]
            if row["id"] not in lines:
                held = ", ".join(self.office.roles.get(role, role) for role in roles)
                said = {"value": row["name"], "other": row["id"], "roles": held}
                self.findings.warning("import-still-post", headings, **said)

    def _report_held_twice(self, rows: Rows, lines: Mapping[str, Line]) -> None:
        for post, first, other in held_twice(rows, self._titles):
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
            and (near := nearest(fold(written), self._organisations, LIKENESS)) is not None
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


def _joined(before: str, posts: Sequence[str]) -> str:
    """Return what somebody holds, with what comes new at the end."""
    held = [part.strip() for part in before.split(";") if part.strip()]
    bare = {post.partition(" ")[0] for post in held}
    return "; ".join([*held, *(post for post in dict.fromkeys(posts) if post not in bare)])
