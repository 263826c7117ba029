"""A row of an office's plan as a milestone: its day, who leads and helps, its id."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lotrinh.application.office.drafts import DraftAnchor, DraftGroup, DraftMilestone
from lotrinh.application.office.founding import slug
from lotrinh.domain.roadmap import Term
from lotrinh.errors import Location
from lotrinh.loader.imports.carried import keys_of
from lotrinh.loader.imports.columns import Column
from lotrinh.loader.imports.lines import Entry, Kind
from lotrinh.loader.imports.office import Office
from lotrinh.loader.imports.roles import Named
from lotrinh.loader.imports.wordings import Due, Wordings
from lotrinh.loader.parts.scalars import ID
from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.text_file import LONGEST

_LONGEST_ID = 48
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody says about a plan; what isn't said is guessed."""

    id: str = ""
    title: str = ""
    term: Term | None = None
    organisations: tuple[str, ...] = ()
    """Ids of organisations, or of kinds of them."""
    sheet: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    """By what is written: the role that is meant, with @ and where it is if not here."""
    lead: str = ""
    """Who leads where the plan names nobody; the coordinator's role, if ''."""


class Ids:
    """The ids of the milestones of a plan: known before a row is read, as rows name others."""

    def __init__(self, entries: Iterable[Entry], office: Office, anchors: Iterable[str]) -> None:
        """Take every entry; `anchors` are the plan's own."""
        self.anchors = frozenset(anchors)
        self._taken = {*office.anchors, *self.anchors}
        self._by_place: dict[Location, str] = {}
        self._by_number: dict[str, dict[str, str]] = {}
        for entry in entries:
            if entry.kind is Kind.ITEM:
                self._by_place[entry.where] = id_ = self._new(entry)
                number = entry.text(Column.NUMBER).strip(" .")
                self._by_number.setdefault(entry.where.sheet, {}).setdefault(number, id_)

    def of(self, entry: Entry) -> str:
        """Return the id of a row's milestone."""
        return self._by_place[entry.where]

    def numbered(self, entry: Entry) -> Mapping[str, str]:
        """Return the ids of the milestones beside a row, by the numbers in its table."""
        return self._by_number[entry.where.sheet]

    def _new(self, entry: Entry) -> str:
        """Return the row's own id, else one made from its title; no two are the same."""
        own = entry.text(Column.CODE).strip()
        wanted = own if ID.fullmatch(own) else short_id(slug(entry.title[:LONGEST])) or "viec"
        id_, number = wanted, 1
        while id_ in self._taken:
            number += 1
            id_ = f"{wanted}-{number}"
        self._taken.add(id_)
        return id_


class Rows:
    """Makes milestones of rows; what it had to guess, or couldn't read, it reports."""

    def __init__(
        self,
        office: Office,
        said: Wishes,
        wordings: Wordings,
        findings: Findings,
        ids: "Ids",
    ) -> None:
        """Take what rows are read with."""
        self._office = office
        self._lead = said.lead or office.coordinator
        self._roles = office.roles_with(given_roles(said.roles, office, findings))
        self._elsewhere = office.elsewhere
        self._wordings = wordings
        self._findings = findings
        self._ids = ids
        self.anchors: dict[str, DraftAnchor] = {}
        """Those that phrases count from."""
        self.bases: dict[str, dict[str, str]] = {}
        self.unread = 0

    def group(self, entry: Entry) -> DraftGroup:
        """Return what heads the rows below it."""
        number = entry.text(Column.NUMBER)
        title = " ".join(f"{number} {entry.title}".split())
        return DraftGroup(title, entry.where)

    def milestone(self, entry: Entry) -> DraftMilestone:
        """Return what a row says is to be done."""
        title = self._title(entry)
        due = self._due(entry)
        self.unread += due is None
        lead, support, more = self._people(entry)
        more |= keys_of(entry, self._findings)
        written_people = self._written_people(entry)
        return DraftMilestone(
            id=self._ids.of(entry),
            title=title,
            where=entry.where,
            due=due.phrase if due else "",
            lead=lead,
            support=support,
            basis=self._basis(entry),
            more=more,
            number=entry.text(Column.NUMBER),
            written_due="" if due and due.is_own else _one_line(_written_due(entry)),
            written_lead=written_people,
            remarks=tuple((_one_line(head), _one_line(text)) for head, text in entry.remarks),
        )

    def _title(self, entry: Entry) -> str:
        title = entry.title
        if len(title) > LONGEST:
            self._findings.error("too-long", entry.where, limit=str(LONGEST))
        return title[:LONGEST]

    # When.

    def _due(self, entry: Entry) -> Due | None:
        written = _written_due(entry)
        place = entry.place(Column.PHRASE if Column.PHRASE in entry.cells else Column.DUE)
        if not written:
            self._findings.error("import-no-due", entry.where, value=entry.title)
            return None
        try:
            due = self._wordings.due(written, self._ids.numbered(entry))
        except PhraseError as error:
            self._findings.error(error.code, place, nearest=error.nearest, **error.values)
            return None
        if not due.is_own:
            said = {"value": _one_line(written), "phrase": due.phrase}
            self._findings.warning("import-reworded", place, **said)
        for name in (due.names & self._office.anchors.keys()) - self._ids.anchors:
            if name not in self.anchors:
                self.anchors[name] = anchor = self._office.anchors[name]
                self._findings.warning("import-anchor", place, value=anchor.alias, id=name)
        return due

    # Who.

    def _people(self, entry: Entry) -> tuple[str, tuple[str, ...], dict[str, str]]:
        """Return who leads, who helps, and for whom it is, if that isn't the office itself."""
        leading = self._named(entry, Column.LEAD)
        helping = self._named(entry, Column.SUPPORT)
        if not leading:
            self._findings.warning("import-no-lead", entry.where, value=self._lead)
            return self._lead, self._helping(entry, helping, ""), {}
        first = leading[0]
        together = [one for one in leading if one.organisation and one.role == first.role]
        together = together if first.organisation else []
        others = [one for one in leading[1:] if one not in together]
        if others:
            said = {"value": first.written, "others": ", ".join(one.written for one in others)}
            self._findings.warning("import-several-leads", entry.place(Column.LEAD), **said)
        more = self._whom(entry, first, together)
        return first.role, self._helping(entry, [*others, *helping], first.role), more

    def _whom(self, entry: Entry, first: Named, together: Sequence[Named]) -> dict[str, str]:
        """Return for whom a milestone is, by who leads it; that it isn't the office is said."""
        place = entry.place(Column.LEAD)
        is_exported = Column.CODE in entry.cells
        only = "" if is_exported or not first.is_here else self._elsewhere.get(first.role, "")
        if kind := first.kind or only:
            said = {"value": first.written, "kind": kind, "role": first.role}
            self._findings.warning("import-whole-kind", place, **said)
            return {"for": f"{{kind: {kind}}}"}
        for one in together:
            said = {"value": one.written, "id": one.organisation, "role": one.role}
            self._findings.warning("import-for-organisation", place, **said)
        ids = ", ".join(one.organisation for one in together)
        return {"for": f"{{organisations: [{ids}]}}"} if ids else {}

    def _named(self, entry: Entry, column: Column) -> Sequence[Named]:
        named = self._roles.named(entry.text(column))
        place = entry.place(column)
        for one in named:
            if not one.is_known:
                said = {"value": one.written, "role": one.role}
                near = self._roles.next_to(one.written)
                self._findings.error("import-unknown-role", place, nearest=near, **said)
            elif not one.is_certain and one.is_here:
                said = {"value": one.written, "role": one.role}
                self._findings.warning("import-role-guessed", place, **said)
        return named

    def _helping(self, entry: Entry, named: Sequence[Named], lead: str) -> tuple[str, ...]:
        """Return the roles that help; organisations of another kind aren't any."""
        for one in named:
            if not one.is_here:
                place = entry.place(Column.SUPPORT)
                self._findings.warning("import-helping-kind", place, value=one.written)
        roles = [one.role for one in named if one.is_here and one.role != lead]
        return tuple(dict.fromkeys(roles))

    def _written_people(self, entry: Entry) -> str:
        """Return who is named in the plan, where that isn't simply a role."""
        every = [self._roles.named(entry.text(c)) for c in (Column.LEAD, Column.SUPPORT)]
        if all(one.is_certain and one.is_known for named in every for one in named):
            return ""
        texts = (_one_line(entry.text(c)) for c in (Column.LEAD, Column.SUPPORT))
        return " / ".join(text for text in texts if text)

    # On which basis.

    def _basis(self, entry: Entry) -> str:
        number = _one_line(entry.text(Column.BASIS))
        if not number:
            return ""
        id_ = short_id(slug(number)) or "can-cu"
        self.bases.setdefault(id_, {"number": number})
        return id_


def given_roles(said: Mapping[str, str], office: Office, findings: Findings) -> Mapping[str, Named]:
    """Return who is meant by what a plan calls them, as somebody says; what is unknown is told.

    A role that also a kind below the office has is taken for the office's own, which is said.
    """
    roles, found, where = office.roles_with({}), dict[str, Named](), Location("--role")
    for written, meant in said.items():
        title, _, place = (part.strip() for part in meant.partition("@"))
        if (role := roles.role(title)) is None:
            known = Vocabulary.of_named([*office.roles], [*office.roles.values()])
            findings.expect_at(title, where, known, "unknown-role")
        elif (one := roles.at(written, role, place)) is None:
            known = Vocabulary.of_named([*office.kinds], [*office.kinds.values()])
            findings.expect_at(place, where, known, "unknown-kind")
        else:
            found[slug(written)] = one
            kind = "" if place or not one.is_here else office.also_in(role)
            if kind:
                told = {"value": written, "role": role, "kind": kind}
                findings.warning("import-role-here", where, **told)
    return found


def _written_due(entry: Entry) -> str:
    """Return what the plan says of a day: how it is worked out, else from when until when."""
    if phrase := entry.text(Column.PHRASE):
        return phrase
    start, due = (entry.text(column).strip() for column in (Column.START, Column.DUE))
    if start and due and start != due:
        return f"từ {start} đến {due}"
    return due or start


def short_id(word: str) -> str:
    """Return an id that people can type: cut between words.

    >>> short_id("kiem-diem-danh-gia-xep-loai-to-chuc-dang-va-dang-vien")
    'kiem-diem-danh-gia-xep-loai-to-chuc-dang-va-dang'
    """
    if len(word) <= _LONGEST_ID:
        return word
    return word[: _LONGEST_ID + 1].rpartition("-")[0] or word[:_LONGEST_ID]


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
