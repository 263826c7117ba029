"""What differs between two plans, in words: alike changes in one line, and who is told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lotrinh.application.looking.diff import Alteration, Diff, Difference
from lotrinh.domain.registers import PersonId
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.deadlines import basis_number, titled
from lotrinh.rendering.words import say, short_date

PAGE = 50
"""Lines of a page."""
_NAMED = 5
"""People of a line who are named."""


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """A diff, as a page of it is shown."""

    found: Diff
    language: str
    number: int = 1


def alike(differences: Iterable[Difference], *, everything: bool = False) -> list[list[Difference]]:
    """Return what changes alike; one by one, if everything is asked for."""
    found: dict[object, list[Difference]] = {}
    for number, one in enumerate(differences):
        found.setdefault(number if everything else _likeness(one), []).append(one)
    return list(found.values())


def _likeness(one: Difference) -> object:
    """Return what organisations in one line share."""
    return (
        one.cell.roadmap,
        one.cell.milestone,
        one.cell.occurrence,
        one.alteration,
        *((side.due, side.provisional) if side else None for side in (one.before, one.after)),
        one.standing_before,
        one.standing_after,
    )


def day_in_words(deadline: Deadline | None, language: str) -> str:
    """Return a due day and whether it is provisional; '' where there is no deadline."""
    if deadline is None:
        return ""
    if deadline.due is None:
        return say("standing.undated", language)
    mark = f" ({say('provisional', language)})" if deadline.provisional else ""
    return short_date(deadline.due) + mark


def change_in_words(one: Difference, language: str) -> str:
    """Say what becomes of a deadline, by how many days, and how it stands then."""
    said = [say(f"alteration.{one.alteration}", language)]
    if one.days:
        said = [say("differences.days", language, days=f"{one.days:+d}")]
    standings = [s for s in (one.standing_before, one.standing_after) if s is not None]
    if len(set(standings)) > 1:
        said.append(" → ".join(say(f"standing.{s}", language) for s in standings))
    return "; ".join(said)


def name_of_person(found: Diff, person: PersonId) -> str:
    """Return somebody's name, as the later configuration has it, or else the earlier one."""
    after = found.after.people.by_id.get(person)
    return (after or found.before.people.by_id[person]).name


def told(differences: Iterable[Difference]) -> list[PersonId]:
    """Return everybody who is told of some changes, each once."""
    return list(dict.fromkeys(p for one in differences for p in (*one.corrected, *one.reminded)))


def differences_page(page: DifferencesPage) -> dict[str, Any]:
    """Return what the table of a diff fills in."""
    found, language = page.found, page.language
    lines = alike(found.differences)
    pages = max(1, -(-len(lines) // PAGE))
    number = min(max(1, page.number), pages)
    shown = lines[(number - 1) * PAGE : number * PAGE]
    moved = [o for o in found.differences if o.alteration is not Alteration.HEARERS]
    return {
        "count": len(found.differences),
        "sums": say(
            "differences.sums",
            language,
            moved=len(moved),
            others=len(found.differences) - len(moved),
            people=len(told(found.differences)),
        ),
        "people": [
            (say(key, language), [name_of_person(found, person) for person in people])
            for key, people in _people(found)
            if people
        ],
        "groups": [
            (title, [_line(found, line, language) for line in of_roadmap])
            for title, of_roadmap in groupby(shown, lambda line: _roadmap(found, line[0]))
        ],
        "pages": [(one, one == number) for one in range(1, pages + 1)] if pages > 1 else [],
        "later": [short_date(day) for day in found.later],
    }


def _people(found: Diff) -> Iterator[tuple[str, list[PersonId]]]:
    """Yield who hears what, each group under its heading."""
    corrected = (person for one in found.differences for person in one.corrected)
    yield "differences.corrected", list(dict.fromkeys(corrected))
    reminded = (person for one in found.differences for person in one.reminded)
    yield "differences.reminded", list(dict.fromkeys(reminded))
    gone = (p for one in found.differences if one.after is None for p in one.leaving)
    yield "differences.gone", list(dict.fromkeys(gone))


def _roadmap(found: Diff, one: Difference) -> str:
    return found.owner(one).roadmaps[one.deadline.id.roadmap].title


def _line(found: Diff, line: Sequence[Difference], language: str) -> dict[str, object]:
    one = line[0]
    names = [found.owner(o).organisations.name(o.cell.organisation) for o in line]
    people = told(line)
    more = [f"+{len(people) - _NAMED}"] if len(people) > _NAMED else []
    return {
        "title": titled(one.deadline, language),
        "where": names[0] if len(names) == 1 else "",
        "count": len(names),
        "names": names,
        "before": day_in_words(one.before, language),
        "after": day_in_words(one.after, language),
        "change": _change(found, line, language),
        "basis": basis_number(found.owner(one), one.deadline),
        "told": ", ".join([name_of_person(found, p) for p in people[:_NAMED]] + more),
    }


def _change(found: Diff, line: Sequence[Difference], language: str) -> str:
    """Say what becomes of deadlines, and who hears of them from now on, or doesn't any more."""
    said = [change_in_words(line[0], language)]
    if line[0].before and line[0].after:
        for key, people in (
            ("differences.joining", [p for one in line for p in one.joining]),
            ("differences.leaving", [p for one in line for p in one.leaving]),
        ):
            each = list(dict.fromkeys(people))
            names = [name_of_person(found, person) for person in each[:_NAMED]]
            more = [f"+{len(each) - _NAMED}"] if len(each) > _NAMED else []
            said += [say(key, language, names=", ".join(names + more))] if each else []
    return "; ".join(said)
