"""Edits: due dates that were changed in place, in their file, and since when each holds.

A file says only what holds now. Whatever it said before is kept in the books with the day on
which the new words were first seen; here it is laid under the present roadmap again, as the
phrase that came first and an amendment for each edit. So what was done before an edit keeps
its date, and of an edit and a directive the later wins.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lotrinh.domain.due import Phrase
from lotrinh.domain.editing import Wording, edited, wording_of
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import MilestoneId, Roadmap, RoadmapId


@dataclass(frozen=True, slots=True)
class Edit:
    """One phrase that took the place of another, both in canonical words."""

    roadmap: RoadmapId
    thing: MilestoneId
    """A milestone, or an anchor."""
    before: str
    after: str
    seen: date
    """The civil day on which the new words were first seen."""


class Edits(Protocol):
    """What was edited in the configurations that were accepted one after another."""

    def record(self, edits: Sequence[Edit], at: datetime) -> None:
        """Keep what was new in the configuration that was accepted at an instant."""
        ...

    def all(self, before: datetime | None = None) -> Sequence[Edit]:
        """Return every edit, or those accepted before some instant, the oldest first."""
        ...

    def draw_back(self, day: date) -> None:
        """Have none been seen after a day: where one was, the clock was ahead."""
        ...


class Grammar(Protocol):
    """Phrases and their canonical words."""

    def write(self, phrase: Phrase) -> str:
        """Return a phrase in words that don't depend on how somebody wrote it."""
        ...

    def read(self, words: str, roadmap: Roadmap, thing: MilestoneId) -> Phrase | None:
        """Return what words mean in a roadmap as it is now, None where they mean nothing."""
        ...


def edits_between(
    before: Iterable[Roadmap], after: Mapping[RoadmapId, Roadmap], *, seen: date, grammar: Grammar
) -> Iterator[Edit]:
    """Yield what was edited from some roadmaps to those that take their place.

    What is new or gone is no edit, nor is what only stands in other words, or comes round
    otherwise than before.
    """
    renames = Renames.of(after.values())
    for old in before:
        roadmap = after.get(renames.roadmap(old.id))
        now = dict(_dated(roadmap)) if roadmap is not None else {}
        for (name, part), phrase in _dated(old):
            thing = renames.milestone(renames.roadmap(old.id), name)
            present = now.get((thing, part))
            if roadmap is None or present is None or present == phrase:
                continue
            words = grammar.write(phrase), grammar.write(present)
            edit = Edit(roadmap.id, thing, *words, seen)
            if lay(roadmap, [edit], grammar) is not roadmap:
                yield edit


def _dated(roadmap: Roadmap) -> Iterator[tuple[tuple[MilestoneId, str], Phrase]]:
    """Yield whatever gives a day that an amendment could give as well."""
    for anchor in roadmap.anchors.values():
        for part, phrase in (("at", anchor.at), ("window", anchor.window)):
            if phrase is not None:
                yield (MilestoneId(anchor.id), part), phrase
    for milestone in roadmap.milestones.values():
        if not milestone.asks:
            yield (milestone.id, "due"), milestone.due


def lay(roadmap: Roadmap, edits: Iterable[Edit], grammar: Grammar) -> Roadmap:
    """Return a roadmap with what its dates were before, and since when they are what they are.

    Edits count as far back as each has led to the next, and at last to what the file says
    now; and as far as what they replaced can still be read, and fits the roadmap.
    """
    of_things: dict[MilestoneId, list[Edit]] = {}
    for edit in edits:
        if edit.roadmap == roadmap.id:
            of_things.setdefault(edit.thing, []).append(edit)
    laid = roadmap
    for thing, of_thing in of_things.items():
        laid = _laid(laid, thing, _back(roadmap, of_thing, grammar))
    return laid


def _laid(roadmap: Roadmap, thing: MilestoneId, back: Iterable[tuple[Phrase, Wording]]) -> Roadmap:
    """Return a roadmap with one thing's wordings laid under it, as far back as they fit."""
    found, later = roadmap, list[Wording]()
    for first, wording in back:
        later.insert(0, wording)
        further = edited(roadmap, thing, first, later)
        if further is None:
            break
        found = further
    return found


def _back(
    roadmap: Roadmap, edits: Sequence[Edit], grammar: Grammar
) -> Iterator[tuple[Phrase, Wording]]:
    """Yield, the newest first, what one thing's line said before and what took its place."""
    thing = edits[0].thing
    said = wording_of(roadmap, thing)
    is_found = False
    for edit in reversed(edits):
        before, after = (grammar.read(w, roadmap, thing) for w in (edit.before, edit.after))
        if said is None or (after == said and before is None) or (is_found and after != said):
            return
        if after == said and before is not None and before != said:
            is_found = True
            yield before, Wording(said, edit.seen)
            said = before
