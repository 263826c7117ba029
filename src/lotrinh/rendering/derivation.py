"""How a due date came about, in words: one line a step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from itertools import zip_longest

from lotrinh.domain.calendar import Calendar
from lotrinh.domain.due import By, During, On, Phrase, Rule
from lotrinh.domain.frame import Node
from lotrinh.domain.moving import Granted
from lotrinh.domain.roadmap import Amendment, Basis, Roadmap
from lotrinh.domain.steps import Step
from lotrinh.domain.stretches import DayOfPeriod, DayOfWeek
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.authors import author
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.words import long_date, say, short_date


def names_of(roadmap: Roadmap) -> Mapping[str, str]:
    """Return what people call the anchors and milestones of a roadmap."""
    titles = {anchor.id: anchor.title for anchor in roadmap.anchors.values()}
    return titles | {m.id: m.title for m in roadmap.milestones.values()}


def derivation(
    steps: Sequence[Step],
    deadline: Deadline,
    *,
    language: str,
    names: Mapping[str, str] | None = None,
    bases: Mapping[str, Basis] | None = None,
    zone: tzinfo = UTC,
) -> tuple[str, ...]:
    """Return the lines: each part of the phrase with its day, then the last working day.

    In brackets stands what a line rests on: the file and line of a phrase, the cell of a
    register, who recorded that something is done, what made a day off.

    Args:
        steps: As the phrase was resolved.
        deadline: What came out.
        language: ``vi`` or ``en``.
        names: How to call anchors and milestones.
        bases: The documents that an extension may rest on.
        zone: Where the days of what was recorded are told.
    """
    told = _Told(language, names or {}, bases or {}, zone)
    return tuple(_lines(steps, deadline, told))


@dataclass(frozen=True, slots=True)
class _Told:
    """To whom it is told."""

    language: str
    names: Mapping[str, str]
    bases: Mapping[str, Basis]
    zone: tzinfo


def _lines(steps: Sequence[Step], deadline: Deadline, told: _Told) -> Iterator[str]:
    calendar = deadline.calendar
    for before, step, following in zip_longest((None, *steps), steps, steps[1:]):
        if step is None or (following is not None and _repeats(step, following)):
            continue
        day = _day(step.day, told.language, provisional=step.provisional)
        if rolled := _rolled(before, step, told.language):
            off = before.day if before is not None else None
            yield f"{rolled} → {day}{_because(calendar, off, step.day)}"
        else:
            phrase = _said(step.node, told)
            if step.amendment is not None:
                phrase += f" ({_decided(step.amendment, told.language)})"
            yield f"{phrase} → {day}{_rests_on(step, following, told)}"
    due, last = deadline.due, deadline.last_working_day
    if last is not None and last != due:
        label = say("last-working-day", told.language)
        yield f"{label} → {long_date(last, told.language)}{_because(calendar, last, due)}"


def _said(node: Node, told: _Told) -> str:
    """Return what a step says: a part of the phrase, or the extension that took its place."""
    if not isinstance(node, Granted):
        return print_phrase(node, told.language, told.names)
    words = say("extended", told.language, day=short_date(node.fact.on))
    basis = told.bases.get(node.fact.basis)
    return words + (f" {say('by-basis', told.language, number=basis.number)}" if basis else "")


def _decided(amendment: Amendment, language: str) -> str:
    """Return since when something else holds: by a directive, or as edited in its file."""
    key = "edited" if amendment.edited else "amended"
    return say(key, language, day=short_date(amendment.effective))


def _rests_on(step: Step, following: Step | None, told: _Told) -> str:
    """Return what gave the day; of a phrase in several steps, where it has come to its end."""
    if step.fact is not None:
        day = short_date(step.fact.recorded_at.astimezone(told.zone).date())
        by = author(step.fact.by, step.fact.via, told.language)
        return f" [{say('recorded', told.language, by=by, day=day)}]"
    goes_on = following is not None and _line(following) == _line(step) and not _ends(following)
    return f" [{_place(step, told.language)}]" if step.source and not goes_on else ""


def _line(step: Step) -> tuple[str, date | None]:
    """Return where the words of a step stand, or stood until they were edited."""
    return step.source, step.replaced


def _place(step: Step, language: str) -> str:
    if step.replaced is None:
        return step.source
    return f"{step.source}, {say('before-edit', language, day=short_date(step.replaced))}"


def _ends(step: Step) -> bool:
    """Whether a step only looks at a whole phrase once more: for days off."""
    return isinstance(step.node, Phrase)


def _because(calendar: Calendar, one: date | None, other: date | None) -> str:
    """Return what was decided about the days between a day off and a working day."""
    decided = calendar.decisions(one, other) if one and other else ()
    return f" [{'; '.join(decided)}]" if decided else ""


def _rolled(before: Step | None, step: Step, language: str) -> str:
    """Say that the whole phrase moved off a day off; '' where this step says something else."""
    if not isinstance(step.node, Phrase) or before is None or before.day == step.day:
        return ""
    if before.day is None or step.day is None:
        return ""
    return say("roll.forward" if step.day > before.day else "roll.back", language)


def _repeats(step: Step, following: Step) -> bool:
    """Whether the next step only says the same day again, in more words."""
    if isinstance(step.node, (DayOfPeriod, DayOfWeek)):
        return True  # "15/12" alone tells nobody which year
    if step.day != following.day or _line(step) != _line(following):
        return False
    match following.node:
        case Phrase(rule=inner):
            return inner == step.node or _is_whole(step.node, inner)
        case By(point=inner) | On(point=inner) | During(window=inner):
            return inner == step.node
        case _:
            return False


def _is_whole(node: Node, rule: Rule) -> bool:
    """Whether a step is the whole phrase already, before it was looked at for days off."""
    return isinstance(node, Phrase) and node.rule == rule


def _day(day: date | None, language: str, *, provisional: bool) -> str:
    if day is None:
        return say("standing.undated", language)
    mark = f" ({say('provisional', language)})" if provisional else ""
    return long_date(day, language) + mark
