"""An office's plan as a roadmap: its rows become milestones, and what can't be read is listed.

Nothing is dropped in silence: every row under the headings becomes a milestone, a group or a
part of one, or it is listed with its cell and the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from lotrinh.application.office.drafts import (
    DraftGroup,
    DraftMilestone,
    RoadmapDraft,
)
from lotrinh.application.office.founding import slug
from lotrinh.domain.roadmap import Term
from lotrinh.errors import Problem
from lotrinh.loader.imports.carried import Carried, carried_in
from lotrinh.loader.imports.columns import Column
from lotrinh.loader.imports.lines import Entry, Kind, entries_of
from lotrinh.loader.imports.masthead import term_in, title_above
from lotrinh.loader.imports.office import Office
from lotrinh.loader.imports.rows import Ids, Rows, Wishes, short_id
from lotrinh.loader.imports.sheets import Page, pages_of
from lotrinh.loader.imports.wordings import Wordings
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.text import fold

_SAID_FIRST = ("roadmap", "title", "term")


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows stood under the headings, and what became of them."""

    rows: int = 0
    milestones: int = 0
    groups: int = 0
    rest: int = 0
    """Rows that are neither; each is listed."""
    unread: int = 0
    """Milestones whose day has to be completed by hand."""


@dataclass(frozen=True, slots=True)
class PlanRead:
    """What came of reading a plan; `draft` is None where there is no plan in the file."""

    draft: RoadmapDraft | None
    problems: tuple[Problem, ...]
    count: Count = Count()


def read_plan(path: str, content: bytes, office: Office, wishes: Wishes) -> PlanRead:
    """Return the roadmap that the tables of a file make up.

    Args:
        path: The file's name; its ending says what it is.
        content: What is in it.
        office: Whose plan it is.
        wishes: What is said about it.
    """
    findings = Findings()
    pages = pages_of(path, content, wishes.sheet, findings)
    if not pages:
        return PlanRead(None, findings.all)
    plan = _Plan(path, pages, office, wishes, findings)
    draft = plan.draft()
    return PlanRead(draft, findings.all, plan.count() if draft is not None else Count())


class _Plan:
    """A plan that is being read."""

    def __init__(
        self, path: str, pages: Sequence[Page], office: Office, wishes: Wishes, findings: Findings
    ) -> None:
        self._path = path
        self._pages = pages
        self._office = office
        self._wishes = wishes
        self._findings = findings

    def draft(self) -> RoadmapDraft | None:
        """Return the roadmap; None where nobody can say which years it is for."""
        term = self._term
        if term is None:
            where = self._pages[0].where(self._path)
            self._findings.error("import-no-term", where)
            return None
        carried, rows = self._carried, self._rows
        named = self._wishes.id or carried.text("roadmap")
        entries = tuple(self._drafted())
        more = {**self._whom(), **carried.single}
        if self._wishes.organisations:
            more |= self._whom()
        return RoadmapDraft(
            id=named or short_id(slug(self._title)) or "ke-hoach",
            title=self._title,
            term=term.label if self._wishes.term else more.get("term", term.label),
            source=self._path,
            entries=entries,
            more={k: value for k, value in more.items() if k not in _SAID_FIRST},
            bases=rows.bases,
            anchors=tuple(rows.anchors.values()),
            carried=carried.lines,
        )

    def count(self) -> Count:
        """Return what became of the rows."""
        by_kind = {
            kind: sum(len(e.lines) for e in self._entries if e.kind is kind) for kind in Kind
        }
        rest = by_kind[Kind.HEADINGS] + by_kind[Kind.BELOW] + by_kind[Kind.ODD]
        return Count(
            sum(by_kind.values()),
            by_kind[Kind.ITEM],
            by_kind[Kind.GROUP] + by_kind[Kind.HEAD],
            rest,
            self._rows.unread,
        )

    @cached_property
    def _entries(self) -> list[Entry]:
        return [e for page in self._pages for e in entries_of(self._path, page.sheet, page.head)]

    @cached_property
    def _rows(self) -> Rows:
        assert self._term is not None  # noqa: S101  (without one nothing is drawn up)
        own = self._carried.anchors
        ids = Ids(self._entries, self._office, own)
        codes = {e.text(Column.CODE) for e in self._entries if e.kind is Kind.ITEM} - {""}
        names = {**self._office.names, **{fold(id_): id_ for id_ in (*own, *codes)}}
        wordings = Wordings(names, self._term)
        return Rows(self._office, self._wishes, wordings, self._findings, ids)

    @cached_property
    def _carried(self) -> Carried:
        return carried_in(self._entries, self._findings)

    @cached_property
    def _above(self) -> list[str]:
        return self._pages[0].above

    @cached_property
    def _title(self) -> str:
        stem = PurePath(self._path).stem
        named = self._wishes.title or self._carried.text("title")
        return named or title_above(self._above) or stem

    @cached_property
    def _term(self) -> Term | None:
        if self._wishes.term is not None:
            return self._wishes.term
        carried = re.findall(r"(?:from|to): (\d{4})", self._carried.single.get("term", ""))
        said = (
            "-".join(carried)
            or term_in([self._title])
            or term_in(
                e.text(column) for e in self._entries for column in (Column.DUE, Column.START)
            )
        )
        said = said or term_in(self._above)
        if not said:
            return None
        first, _, last = said.partition("-")
        return Term(said, int(first), int(last or first))

    def _whom(self) -> Mapping[str, str]:
        """Return whom it is for: who is named, else the office alone, which is a guess."""
        named = self._wishes.organisations or (self._office.organisation,)
        kinds = [one for one in named if one in self._office.kinds]
        others = [one for one in named if one and one not in self._office.kinds]
        keys = {"kind": kinds, "organisations": others}
        said = ", ".join(f"{key}: [{', '.join(ids)}]" for key, ids in keys.items() if ids)
        return {"for": f"{{{said}}}"} if said else {}

    def _drafted(self) -> Iterator[DraftGroup | DraftMilestone]:
        for entry in self._entries:
            match entry.kind:
                case Kind.ITEM:
                    yield self._rows.milestone(entry)
                case Kind.GROUP:
                    yield self._rows.group(entry)
                case Kind.HEAD:
                    pass  # it was read first: what it names is what the rows are read with
                case Kind.HEADINGS:
                    self._findings.warning("import-headings-again", entry.where)
                case Kind.BELOW:
                    self._pass_over("import-below-table", entry)
                case Kind.ODD:
                    self._pass_over("import-no-task", entry)

    def _pass_over(self, code: str, entry: Entry) -> None:
        texts = [*map(str, entry.cells.values()), *(str(text) for _, text in entry.remarks)]
        self._findings.warning(code, entry.where, value=" | ".join(" ".join(texts).split("\n")))
