"""How a due date came about, in words: one line a step."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from lotrinh.domain.due import By, During, On, Phrase, Rule
from lotrinh.domain.frame import Node
from lotrinh.domain.resolution import Step
from lotrinh.domain.roadmap import Roadmap
from lotrinh.domain.stretches import DayOfPeriod, DayOfWeek
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.words import long_date, say, short_date


def names_of(roadmap: Roadmap) -> Mapping[str, str]:
    """Return what people call the anchors and milestones of a roadmap."""
    titles = {anchor.id: anchor.title for anchor in roadmap.anchors.values()}
    return titles | {m.id: m.title for m in roadmap.milestones.values()}


def derivation(
    steps: Sequence[Step],
    *,
    due: date | None,
    last_working_day: date | None,
    language: str,
    names: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Return the lines: each part of the phrase with its day, then the last working day.

    Args:
        steps: As the phrase was resolved.
        due: The due date that came out.
        last_working_day: The last working day not after it.
        language: ``vi`` or ``en``.
        names: How to call anchors and milestones.
    """
    return tuple(_lines(steps, due, last_working_day, language, names or {}))


def _lines(
    steps: Sequence[Step],
    due: date | None,
    last_working_day: date | None,
    language: str,
    names: Mapping[str, str],
) -> Iterator[str]:
    for before, step, following in zip_longest((None, *steps), steps, steps[1:]):
        if step is None or (following is not None and _repeats(step, following)):
            continue
        phrase = _rolled(before, step, language) or print_phrase(step.node, language, names)
        if step.amendment is not None:
            since = short_date(step.amendment.effective)
            phrase += f" ({say('amended', language, day=since)})"
        yield f"{phrase} → {_day(step.day, language, provisional=step.provisional)}"
    if last_working_day is not None and last_working_day != due:
        label = say("last-working-day", language)
        yield f"{label} → {long_date(last_working_day, language)}"


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
    if step.day != following.day:
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
