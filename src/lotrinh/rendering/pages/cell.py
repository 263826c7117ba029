"""The page of one cell: its day and how that came about, who answers, what was said and done.

It names posts and people as the register does, never addresses.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from lotrinh.application.books.deliveries import Telling
from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.looking.story import Heard, Noted, Story
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.page import DECISIONS
from lotrinh.application.telling.preview import Coming
from lotrinh.domain.facts import FactKind
from lotrinh.domain.registers import PersonId, RoleId
from lotrinh.domain.times import civil_date
from lotrinh.rendering.authors import author
from lotrinh.rendering.deadlines import (
    basis_in_words,
    due_and_left,
    due_in_words,
    labelled,
    progress_in_words,
    role_title,
    titled,
)
from lotrinh.rendering.deliveries import explained, name_of, state_in_words, stays_here
from lotrinh.rendering.derivation import derivation, names_of
from lotrinh.rendering.marks import MARKS
from lotrinh.rendering.messages.reminders import rung_in_words, told_as
from lotrinh.rendering.pages.answers import AnswerPage, answering, item_in_words
from lotrinh.rendering.pages.outbox import run_address
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.trail import clock
from lotrinh.rendering.words import fact_in_words, long_date, say, short_date

_WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class CellPage:
    """What the page of a cell shows."""

    configuration: Configuration
    story: Story
    today: date
    language: str
    machinery: bool = False
    """Whether the viewer looks after messages and runs."""
    prefect: str = ""
    """Where Prefect's pages are."""


def cell_page(page: CellPage) -> dict[str, Any]:
    """Return what the template of a cell fills in."""
    deadline, language = page.story.deadline, page.language
    told = page.story.told
    return {
        "title": titled(deadline, language),
        "organisation": page.configuration.organisations.name(deadline.id.organisation),
        "links": _links(page),
        "standing": str(page.story.standing),
        "mark": MARKS[page.story.standing],
        "standing_words": say(f"standing.{page.story.standing}", language),
        "due": _due(page),
        "rows": [(say(key, language), words) for key, words in _rows(page) if words],
        "phrase": phrase(page),
        "source": deadline.phrase.source,
        "steps": steps(page),
        "warnings": [say(f"warning.{code}", language) for code in page.story.warnings],
        "noted": [_noted(page, one) for one in reversed(page.story.noted)],
        "told": [_told(page, one) for one in reversed(told)],
        "heard": [_heard(page, one) for one in page.story.heard],
        "next": _next(page.story.next, language),
        "above": [
            (
                long_date(day, language),
                role_title(page.configuration, post.role, post.organisation),
                page.configuration.organisations.name(post.organisation),
            )
            for day, post in page.story.above
        ],
    }


def answering_here(page: CellPage, answers: AnswerPage) -> dict[str, Any]:
    """Return what the template fills in where the viewer may answer for the cell."""
    language = page.language
    items = [item_in_words(answers, item, language) for item in answers.items]
    stead = any(item.writes_for for item in answers.items)
    return {
        "item": items[0] if items else None,
        "stead": say("cell.in-stead", language) if stead else "",
        **answering(answers, language),
    }


def in_whose_stead(page: CellPage, kind: FactKind, writer: PersonId) -> str:
    """Say for whom something is written down by another; '' where it is the writer's to say."""
    milestone, decides = page.story.deadline.milestone, kind in DECISIONS
    people = page.story.deciders if decides else page.story.held[milestone.lead]
    if writer in people:
        return ""
    whose = page.story.deadline.id.organisation
    names = _names(page, people) or role_title(page.configuration, milestone.lead, whose)
    return say("cell.written-for", page.configuration.language, names=names)


def _links(page: CellPage) -> dict[str, str]:
    """Return where else to go: the organisation, the milestone, the roadmap, by their addresses."""
    cell = page.story.deadline.id
    label = f"@{cell.occurrence}" if cell.occurrence else ""
    roadmap = quote(cell.roadmap)
    return {
        "organisation": f"organisation/{quote(cell.organisation)}",
        "milestone": f"milestone/{roadmap}/{quote(cell.milestone + label)}",
        "roadmap": f"matrix/{roadmap}",
    }


def _due(page: CellPage) -> str:
    deadline = page.story.deadline
    if deadline.due is None or deadline.rests or page.story.state.closed_on is not None:
        return due_in_words(deadline, page.language)
    words = due_and_left(deadline, deadline.due, page.today, page.language)
    return words[:1].upper() + words[1:]


def _rows(page: CellPage) -> Iterator[tuple[str, str]]:
    """Yield what is to know, each with the key of its heading; '' for what there isn't."""
    deadline, language = page.story.deadline, page.language
    milestone, closed = deadline.milestone, page.story.state.closed_on
    yield "cell.roadmap", page.configuration.roadmaps[deadline.id.roadmap].title
    yield (
        "cell.occurrence",
        labelled(deadline, language).rpartition(" @")[2] * bool(deadline.id.occurrence),
    )
    yield "column.done-on", short_date(closed) if closed is not None else ""
    yield "column.opens", short_date(deadline.opens) if deadline.opens is not None else ""
    yield "lead", _post(page, milestone.lead)
    yield "support", "; ".join(_post(page, role) for role in milestone.support)
    yield "cell.decides", _names(page, page.story.deciders)
    yield "basis", basis_in_words(page.configuration, deadline, language)
    yield "column.reached", progress_in_words(page.story.progress, language)


def _post(page: CellPage, role: RoleId) -> str:
    """Return a role with those who answer for it; that nobody does is said."""
    title = role_title(page.configuration, role, page.story.deadline.id.organisation)
    names = _names(page, page.story.held[role]) or say("reason.no-holder", page.language)
    return title if names == title else f"{title}: {names}"


def _names(page: CellPage, people: Sequence[PersonId]) -> str:
    return ", ".join(name_of(page.configuration, person) for person in people)


def phrase(page: CellPage) -> str:
    """Return the words that gave the day, as the plan has them; of an extension what it says."""
    deadline = page.story.deadline
    if deadline.extension is not None:
        return fact_in_words(deadline.extension, page.language, page.configuration.roles)
    names = names_of(page.configuration.roadmaps[deadline.id.roadmap])
    return print_phrase(deadline.phrase, page.language, names)


def steps(page: CellPage) -> tuple[str, ...]:
    """Return how the day of a cell came about, step by step."""
    roadmap = page.configuration.roadmaps[page.story.deadline.id.roadmap]
    return derivation(
        page.story.steps,
        page.story.deadline,
        language=page.language,
        names=names_of(roadmap),
        bases=roadmap.bases,
        zone=page.configuration.zone,
    )


def _noted(page: CellPage, noted: Noted) -> dict[str, object]:
    fact = noted.fact
    return {
        "day": short_date(fact.on),
        "what": fact_in_words(fact, page.language, page.configuration.roles),
        "by": author(fact.by, fact.via, page.language),
        "note": fact.note,
        "link": fact.evidence if _WEB.fullmatch(fact.evidence) else "",
        "evidence": fact.evidence,
        "undone": noted.undone,
    }


def _told(page: CellPage, told: Telling) -> dict[str, object]:
    """Return one reminder: when, to whom, why, and how that ended."""
    zone, language = page.configuration.zone, page.language
    sent = told.tried_at if told.state is DeliveryState.SENT else None
    when = sent or told.at
    return {
        "when": clock(when, zone),
        "who": name_of(page.configuration, told.reminder.recipient),
        "why": told_as(told.reminder, civil_date(told.at, zone), language),
        "state": state_in_words(
            told.state or DeliveryState.WAITING,
            language,
            stays_here=stays_here(page.configuration, told.channel),
        ),
        "channel": told.channel,
        "links": list(_made_by(page, told)),
        "wrong": explained(told.receipt, language) if told.state is not DeliveryState.SENT else "",
    }


def _made_by(page: CellPage, told: Telling) -> Iterator[tuple[str, str]]:
    """Yield the message and the runs behind a reminder, for whoever looks after these."""
    if not page.machinery:
        return
    if told.message:
        yield say("cell.message", page.language), f"outbox/{quote(told.message)}"
    for key, run in (("checked-in", told.checked_in), ("tried-in", told.tried_in)):
        if address := run_address(page.prefect, run):
            yield say(f"cell.{key}", page.language), address


def _heard(page: CellPage, heard: Heard) -> dict[str, str]:
    return {
        "who": name_of(page.configuration, heard.person),
        "part": say(f"part.{heard.part}", page.language),
        "now": say(f"reason.{heard.decision.reason}", page.language),
        "next": _next(heard.coming, page.language),
    }


def _next(coming: Coming | None, language: str) -> str:
    if coming is None:
        return ""
    return f"{long_date(coming.day, language)}: {rung_in_words(coming.rung, language)}"
