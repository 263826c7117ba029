"""Editing: a date that is changed in place, in its file, is a decision like an amendment.

What its line said at first is what the plan began with; what it has said since is an
amendment each, from the day on which that was first seen. Put back to what it had said
before, it is as if it had never been changed, but for what was done meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lotrinh.domain.columns import Columns
from lotrinh.domain.cycles import cycles, rows
from lotrinh.domain.distance import Reference
from lotrinh.domain.due import Phrase, references
from lotrinh.domain.roadmap import LONGEST_ROW, Amendment, MilestoneId, Roadmap


@dataclass(frozen=True, slots=True)
class Wording:
    """What a line said of a day, since when, and until when if that was taken back."""

    phrase: Phrase
    since: date
    until: date | None = None


def wording_of(roadmap: Roadmap, thing: MilestoneId) -> Phrase | None:
    """Return the phrase that gives a milestone or an anchor its day, None where none does."""
    anchor, milestone = roadmap.anchors.get(thing), roadmap.milestones.get(thing)
    if anchor is not None:
        return anchor.at or anchor.window
    return milestone.due if milestone is not None else None


def edited(
    roadmap: Roadmap, thing: MilestoneId, first: Phrase, later: Sequence[Wording]
) -> Roadmap | None:
    """Return a roadmap with all that its file has ever said of a day.

    None where that can't be: the day came round otherwise, or would lean on itself.

    Args:
        roadmap: What it says now.
        thing: The milestone or anchor whose line was edited.
        first: What the line said at first.
        later: What it has said since, in this order, and not nothing; at last, what it says now.
    """
    present = wording_of(roadmap, thing)
    if present is None or later[-1].phrase != present:
        return None
    base, decisions = _decisions(first, later, present)
    found = replace(
        _beginning(roadmap, thing, base),
        amendments=_in_order(roadmap.amendments, thing, decisions),
    )
    return found if _fits(found, roadmap, thing, first) else None


def as_written(roadmap: Roadmap) -> Roadmap:
    """Return a roadmap as its file says it now: what was edited is no decision of its own."""
    for amendment in roadmap.amendments:
        if amendment.edited and amendment.until is None:
            for (thing, _), phrase in amendment.due.items():
                roadmap = _beginning(roadmap, thing, phrase)
    directives = tuple(one for one in roadmap.amendments if not one.edited)
    return replace(roadmap, amendments=directives)


def _decisions(
    first: Phrase, later: Sequence[Wording], present: Phrase
) -> tuple[Phrase, list[Wording]]:
    """Return what held at first, and what was decided after that."""
    in_force, taken_back = [Wording(first, date.min)], list[Wording]()
    since = date.min
    for wording in later:
        since = max(wording.since, since)  # where time was turned back, the order stays
        last = replace(in_force[-1].phrase, source=present.source, replaced=since)
        in_force[-1] = replace(in_force[-1], phrase=last)
        known = [one.phrase for one in in_force]
        kept = known.index(wording.phrase) + 1 if wording.phrase in known else len(known)
        taken_back += (replace(one, until=since) for one in reversed(in_force[kept:]))
        del in_force[kept:]
        if wording.phrase not in known:
            in_force.append(replace(wording, since=since))
    in_force[-1] = replace(in_force[-1], phrase=present)
    # Of one day, what was taken back first had come last.
    lasted = (one for one in reversed(taken_back) if one.until != one.since)
    decisions = sorted((*in_force[1:], *lasted), key=lambda one: one.since)
    return in_force[0].phrase, decisions


def _beginning(roadmap: Roadmap, thing: MilestoneId, phrase: Phrase) -> Roadmap:
    """Return a roadmap in which a day was given otherwise from the beginning."""
    anchor = roadmap.anchors.get(thing)
    if anchor is None:
        milestone = replace(roadmap.milestones[thing], due=phrase)
        return replace(roadmap, milestones={**roadmap.milestones, thing: milestone})
    anchor = replace(anchor, at=anchor.at and phrase, window=anchor.window and phrase)
    return replace(roadmap, anchors={**roadmap.anchors, thing: anchor})


def _in_order(
    known: Sequence[Amendment], thing: MilestoneId, decisions: Iterable[Wording]
) -> tuple[Amendment, ...]:
    """Return all that was decided; of one day, a directive is the later decision."""
    edits = (
        Amendment(one.since, due={(thing, ""): one.phrase}, edited=True, until=one.until)
        for one in decisions
    )
    return tuple(sorted((*known, *edits), key=lambda one: (one.effective, not one.edited)))


def _fits(laid: Roadmap, roadmap: Roadmap, thing: MilestoneId, first: Phrase) -> bool:
    """Whether what was said at first can stand in the roadmap as it is now."""
    named = list(references(first))
    if named and not _has_an_end(laid):
        return False
    columns = Columns(laid)
    if not all(_is_there(laid, columns, reference) for reference in named):
        return False
    if thing in roadmap.anchors:
        return first.every is None
    own, new = roadmap.milestones[thing], laid.milestones[thing]
    return columns.of(new).keys() == Columns(roadmap).of(own).keys()


def _is_there(roadmap: Roadmap, columns: Columns, named: Reference) -> bool:
    """Whether there is what a phrase names, in that occurrence."""
    milestone = roadmap.milestones.get(MilestoneId(named.name))
    if named.name in roadmap.anchors or milestone is None:
        return named.name in roadmap.anchors
    return named.occurrence is None or named.occurrence in columns.of(milestone)


def _has_an_end(roadmap: Roadmap) -> bool:
    """Whether every day can be counted: none leans on itself, and no row of them is too long."""
    leans_on = {
        name: [reference.name for phrase in phrases for reference in references(phrase)]
        for name, phrases in roadmap.phrases.items()
    }
    if next(cycles(leans_on), None) is not None:
        return False
    return all(length <= LONGEST_ROW for _, length in rows(leans_on))
