"""A roadmap whole, as a sheet: a row a milestone, and the rest of its file in a column beside.

It is there to be edited and imported again: what is imported is the same roadmap.
"""

from collections.abc import Iterator, Sequence

from lotrinh.application.office.founding import slug
from lotrinh.domain.editing import as_written
from lotrinh.domain.registers import RoleId
from lotrinh.domain.roadmap import Milestone, Roadmap
from lotrinh.papers.line import Scribe
from lotrinh.papers.workbook import Book, Cell, Column, Form, Layout, fitting
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.roadmap_keys import keys_of_milestone, keys_of_roadmap

_COLUMNS = ("number", "task", "due", "lead", "support", "milestone-code", "other-keys")
_WIDTHS = ((5, 5), (24, 60), (18, 34), (14, 26), (14, 30), (16, 34), (30, 70))


def add_roadmap(book: Book, scribe: Scribe, roadmap: Roadmap) -> None:
    """Add the sheet of a roadmap, as its file says it now."""
    written = as_written(roadmap)
    rows = [*_head(scribe, written), *_milestones(scribe, written)]
    title = scribe.say("paper.whole", title=roadmap.title)
    name = scribe.say("paper.whole-sheet", id=roadmap.id)
    layout = Layout(name, title, scribe.say("paper.whole-note"), list(_columns(scribe, rows)))
    book.add(layout, rows)


def _head(scribe: Scribe, roadmap: Roadmap) -> Iterator[Sequence[Cell]]:
    head = scribe.say("paper.whole-head")
    for key, value in keys_of_roadmap(roadmap):
        yield [None, head, None, None, None, None, f"{key}: {value}"]


def _milestones(scribe: Scribe, roadmap: Roadmap) -> Iterator[Sequence[Cell]]:
    own = [m for m in roadmap.milestones.values() if not m.asks and m.added is None]
    roles = _called(scribe)
    for number, milestone in enumerate(own, 1):
        yield [number, *_row(scribe, milestone, roles), _others(roadmap, milestone)]


def _row(scribe: Scribe, milestone: Milestone, roles: dict[str, str]) -> Iterator[Cell]:
    yield milestone.title
    yield print_phrase(milestone.due, scribe.language)
    yield roles.get(milestone.lead, milestone.lead)
    yield "; ".join(roles.get(role, role) for role in milestone.support)
    yield milestone.id


def _others(roadmap: Roadmap, milestone: Milestone) -> str:
    keys = keys_of_milestone(milestone, roadmap.applies)
    return "\n".join(f"{key}: {value}" for key, value in keys)


def _called(scribe: Scribe) -> dict[str, str]:
    """Return what roles are called, where nothing else could be meant by it."""
    roles = scribe.configuration.roles
    words: dict[str, set[RoleId]] = {}
    for role, title in roles.items():
        for word in (slug(title), slug(role)):
            words.setdefault(word, set()).add(role)
    alone = {role for role, title in roles.items() if words[slug(title)] == {role}}
    return {str(role): roles[role] for role in alone if ";" not in roles[role]}


def _columns(scribe: Scribe, rows: Sequence[Sequence[Cell]]) -> Iterator[Column]:
    for place, (name, (least, most)) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True)):
        width = fitting({str(row[place] or "") for row in rows}, least, most)
        form = Form.CENTRED if name == "number" else Form.TEXT
        yield Column(scribe.say(f"column.{name}"), width, form)
