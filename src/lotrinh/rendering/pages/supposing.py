"""The screen of what if: a form whose address can be passed on, and what would come of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from lotrinh.application.looking.supposing import Kind, Outcome, Question
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId
from lotrinh.errors import Problem
from lotrinh.rendering.deadlines import task
from lotrinh.rendering.derivation import names_of
from lotrinh.rendering.differences import DifferencesPage, differences_page
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.problems import hint, sentence
from lotrinh.rendering.words import say, short_date

_LISTED = 150
"""Organisations that are offered by name; of more their ids or names are written."""


@dataclass(frozen=True, slots=True)
class SupposingPage:
    """What the screen of what if shows."""

    configuration: Configuration
    question: Question
    outcome: Outcome | None
    language: str
    number: int = 1


def supposing_page(page: SupposingPage) -> dict[str, Any]:
    """Return what the template of what if fills in."""
    question, outcome, language = page.question, page.outcome, page.language
    register = page.configuration.organisations
    found = outcome.found if outcome is not None else None
    new = outcome.new if outcome is not None else ()
    return {
        "question": question,
        "kind": str(question.kind),
        "kinds": [(str(kind), say(f"what-if.{kind}", language)) for kind in Kind],
        "things": list(_things(page)),
        "places": [(id_, register.name(id_)) for id_ in register.rows if register.below(id_)]
        if len(register) <= _LISTED
        else [],
        "organisations": [(id_, register.name(id_)) for id_ in register.rows]
        if len(register) <= _LISTED
        else [],
        "chosen": set(question.organisations),
        "present": _present(page),
        "wrong": {
            "phrase" if field == "day" else field: [
                _told(problem, question, language) for problem in problems
            ]
            for field, problems in (outcome.wrong if outcome is not None else {}).items()
        },
        "new": [_told(_named(problem, page.configuration), question, language) for problem in new],
        "is_answered": found is not None,
        "on": short_date(found.today) if found is not None else "",
        "address": _address(question),
        **(differences_page(DifferencesPage(found, language, page.number)) if found else {}),
    }


def _things(page: SupposingPage) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what can have another date, under the title of each roadmap."""
    if page.question.kind is Kind.DAY:
        anchors: dict[str, str] = {}
        for roadmap in page.configuration.roadmaps.values():
            own = (one for one in roadmap.anchors.values() if one.at is None)
            anchors |= {one.id: one.title for one in own if one.id not in anchors}
        yield say("what-if.anchors", page.language), list(anchors.items())
        return
    for roadmap in page.configuration.roadmaps.values():
        expected = [one for one in roadmap.anchors.values() if one.window is not None]
        yield (
            roadmap.title,
            [
                (f"{roadmap.id}/{one.id}", task(one, page.language))
                for one in roadmap.milestones.values()
                if one.id not in roadmap.anchors
            ]
            + [(f"{roadmap.id}/{one.id}", one.title) for one in expected],
        )


def _present(page: SupposingPage) -> str:
    """Return the phrase that gives what was chosen its date now; '' where nothing was."""
    roadmap, _, thing = page.question.thing.rpartition("/")
    for known in page.configuration.roadmaps.values():
        milestone = next((m for m in known.milestones.values() if m.id == thing), None)
        if known.id == roadmap and milestone is not None:
            return print_phrase(milestone.due, page.language, names_of(known))
    return ""


def _named(problem: Problem, configuration: Configuration) -> Problem:
    """Return what is wrong with names where files have ids: here nobody looks at a file."""
    register, values = configuration.organisations, dict(problem.values)
    place, needed = values.get("organisation", ""), values.get("value", "")
    if OrganisationId(place) in register.rows:
        values["organisation"] = register.name(OrganisationId(place))
    for roadmap in configuration.roadmaps.values():
        titles = {one.id: one.title for one in roadmap.milestones.values()}
        if "title" in values and needed in titles:
            values["value"] = titles[MilestoneId(needed)]
    return replace(problem, values=values)


def _told(problem: Problem, question: Question, language: str) -> dict[str, str]:
    """Return what is wrong, with the place in what was typed, or in a file."""
    where, at = problem.where, problem.where.column - 1
    is_phrase = where.path in {"phrase", "day"} and at < len(question.phrase)
    return {
        "words": sentence(problem, language),
        "hint": hint(problem, language),
        "about": problem.values.get("title", ""),
        "place": "" if where.path in {"phrase", "day"} or "." not in where.path else str(where),
        "before": question.phrase[:at] if is_phrase else "",
        "at": question.phrase[at:] if is_phrase else "",
    }


def _address(question: Question) -> str:
    """Return what stands in the address of a question, for its other pages."""
    pairs: list[tuple[str, str]] = [
        ("kind", str(question.kind)),
        ("thing", question.thing),
        ("phrase", question.phrase),
        ("occurrence", question.occurrence),
        ("effective", question.effective),
        ("below", question.below),
    ]
    organisations: Sequence[tuple[str, str]] = [("organisation", o) for o in question.organisations]
    return urlencode([(name, value) for name, value in (*pairs, *organisations) if value])
