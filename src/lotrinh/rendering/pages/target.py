"""The page of one target: how it stands and why, its figures and who gave them, and a form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from lotrinh.application.deciding.target_tables import TargetRow
from lotrinh.application.looking.story import Noted
from lotrinh.application.looking.target_story import Reported, TargetStory
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import answering as who_answers
from lotrinh.application.recording.measuring import Look, Measured
from lotrinh.domain.notation import print_quantity
from lotrinh.domain.quantity import per_cent
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.targets import EVERY_YEAR, TargetState
from lotrinh.rendering.authors import author, way_in_words
from lotrinh.rendering.pages.answers import LONGEST
from lotrinh.rendering.pages.sparkline import LARGE, sparkline
from lotrinh.rendering.pages.targets import drawn_in_words, pill, target_address
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.targets import (
    answering,
    beside_in_words,
    figure_in_words,
    planned_in_words,
    rule_in_words,
    state_in_words,
)
from lotrinh.rendering.trail import clock
from lotrinh.rendering.words import fact_in_words, period_name, say, short_date

_WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class TargetPage:
    """What the page of a target shows."""

    configuration: Configuration
    set_id: RoadmapId
    story: TargetStory
    today: date
    language: str
    may_record: bool
    undoable: frozenset[int]
    """The entries that the viewer has made today, and may take back."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form of a figure, and what would come of it."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """By the field at which each is shown; '' for the head of the form."""
    measured: Measured | None = None


def target_page(page: TargetPage, typed: Typed | None = None) -> dict[str, Any]:
    """Return what the template of a target fills in."""
    story, language = page.story, page.language
    row, configuration = story.row, page.configuration
    whose = row.organisation
    assert whose is not None  # noqa: S101  (a story is of an organisation)
    return {
        "title": row.target.title,
        "organisation": configuration.organisations.name(whose),
        "links": _links(page, whose),
        "state": pill(row.judgement.state, language),
        "figure": figure_in_words(row.course, language),
        "why": rule_in_words(row.course, row.judgement, language),
        "rows": [(say(key, language), words) for key, words in _rows(page, whose) if words],
        "drawing_of": sparkline(row.course, row.judgement, page.today, LARGE),
        "drawn": drawn_in_words(row, language),
        "high": planned_in_words(row.course, language),
        "first": short_date(row.course.start),
        "last": short_date(row.course.due) if row.course.due is not None else "",
        "reported": [_reported(page, one) for one in story.reported],
        "series": [_year(page, one) for one in story.series],
        "noted": [_noted(page, one) for one in story.noted],
        "below": [_below(page, one) for one in story.below],
        "years": [str(year) for year in story.years] if row.year != EVERY_YEAR else [],
        "year": str(story.year),
        **_form(page, typed or Typed()),
    }


def _links(page: TargetPage, whose: OrganisationId) -> dict[str, str]:
    story, parts = page.story, (page.set_id, page.story.row.target.id, whose)
    return {
        "all": f"targets?organisation={quote(whose)}&year={story.year}",
        "organisation": f"organisation/{quote(whose)}",
        "milestone": f"milestone/{quote(page.set_id)}/{quote(story.row.target.id)}",
        "here": "targets/" + "/".join(quote(part, safe="") for part in parts),
    }


def _rows(page: TargetPage, whose: OrganisationId) -> Iterator[tuple[str, str]]:
    """Yield what there is to know of a target, each with its heading."""
    row, language = page.story.row, page.language
    target = row.target
    lead, officer = answering(page.configuration, target, whose)
    due = short_date(row.course.due) if row.course.due is not None else ""
    yield "targets-page.planned", planned_in_words(row.course, language)
    yield "targets-page.due", f"{due} ({print_phrase(target.due, language)})" if due else ""
    yield "targets-page.beside", beside_in_words(row, language)
    yield "lead", _with_names(page, lead, target.lead, whose)
    yield "targets-page.officer", _with_names(page, officer, target.officer or "", whose)
    yield "targets-page.set", page.configuration.roadmaps[page.set_id].title
    milestone = page.configuration.roadmaps[page.set_id].milestones.get(target.id)
    if milestone is not None:
        yield "targets-page.reports", print_phrase(milestone.due, language)


def _with_names(page: TargetPage, title: str, role: str, whose: OrganisationId) -> str:
    """Return a role with those who hold it; that nobody does is said."""
    if not role:
        return ""
    configuration = page.configuration
    held = who_answers(configuration, type(page.story.row.target.lead)(role), whose, page.today)
    names = ", ".join(configuration.people.by_id[id_].name for id_ in held)
    if names == title:  # a post with a mailbox is called like its role
        return title
    return f"{title}: {names}" if names else say("targets-page.nobody", page.language, role=title)


def _reported(page: TargetPage, one: Reported) -> dict[str, str]:
    """Return a report: its period, its day, its figure, and that against the year before."""
    course, language = page.story.row.course, page.language
    target, percent = course.target, ""
    if one.figure is not None and one.before is not None and target.size(one.before) > 0:
        sizes = target.size(one.figure), target.size(one.before)
        percent = print_quantity(per_cent(*sizes, target.digits))
    label = one.report.cell.occurrence
    return {
        "period": period_name(label, language) or label or say("targets-page.once", language),
        "due": short_date(one.due) if one.due is not None else "–",
        "figure": figure_in_words(course, language, one.figure) if one.figure else "–",
        "before": print_quantity(one.before) if one.before is not None else "–",
        "percent": percent or "–",
    }


def _year(page: TargetPage, row: TargetRow) -> dict[str, Any]:
    return {
        "year": str(row.year),
        "planned": planned_in_words(row.course, page.language),
        "figure": figure_in_words(row.course, page.language),
        "state": pill(row.judgement.state, page.language),
        "here": row.year == page.story.row.year,
    }


def _below(page: TargetPage, row: TargetRow) -> dict[str, Any]:
    latest = row.course.latest
    return {
        "name": page.configuration.organisations.name(row.organisation)
        if row.organisation is not None
        else "",
        "address": target_address(page.set_id, row),
        "planned": planned_in_words(row.course, page.language),
        "figure": figure_in_words(row.course, page.language) or "–",
        "on": short_date(latest.on) if latest is not None else "",
        "state": pill(row.judgement.state, page.language),
    }


def _noted(page: TargetPage, noted: Noted) -> dict[str, Any]:
    fact, language = noted.fact, page.language
    zone = page.configuration.zone
    label = fact.cell.occurrence if fact.cell is not None else ""
    shown = figure_in_words(page.story.row.course, language, fact.value) if fact.value else ""
    what = fact_in_words(fact, language, page.configuration.roles)
    return {
        "on": short_date(fact.on),
        "period": period_name(label, language) or label,
        "what": shown or what,
        "by": author(fact.by, fact.via, language),
        "at": clock(fact.recorded_at, zone),
        "way": way_in_words(fact.via, language) if fact.by else "",
        "note": fact.note,
        "link": fact.evidence if _WEB.fullmatch(fact.evidence) else "",
        "evidence": fact.evidence,
        "undone": noted.undone,
        "entry": fact.entry if fact.entry in page.undoable and not noted.undone else None,
    }


def _form(page: TargetPage, typed: Typed) -> dict[str, Any]:
    """Return what the form of a figure needs, and what would come of what was typed."""
    language = page.language
    measured = typed.measured
    previews = [] if measured is None else [_preview(page, one) for one in measured.looks]
    return {
        "may_record": page.may_record,
        "typed": {**typed.values, "on": _for_browser(typed.values.get("on", ""))},
        "errors": typed.errors,
        "previews": previews,
        "known": measured is not None and not measured.looks,
        "odd": measured is not None and bool(measured.doubts),
        "day": page.today.isoformat(),
        "longest": LONGEST,
        "periods": [
            (one.report.cell.occurrence, _reported(page, one)["period"])
            for one in page.story.reported
        ],
        "states": [(str(state), state_in_words(state, language)) for state in TargetState],
    }


def _for_browser(day: str) -> str:
    """Return a day as a field of dates takes it; '' for whatever it wouldn't take."""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return ""


def _preview(page: TargetPage, look: Look) -> dict[str, Any]:
    """Return what one figure does: how the target stands before and after, and what is odd."""
    language = page.language
    label = look.cell.occurrence
    figures = look.course.figures
    figure = figures[-1].quantity if figures else None
    before = figures[-2].quantity if len(figures) > 1 else figure
    values = {
        "figure": print_quantity(figure) if figure is not None else "",
        "before": print_quantity(before) if before is not None else "",
    }
    return {
        "period": period_name(label, language) or label,
        "figure": figure_in_words(look.course, language),
        "before": pill(look.before.state, language),
        "after": pill(look.after.state, language),
        "moved": look.before.state is not look.after.state,
        "why": rule_in_words(look.course, look.after, language),
        "doubts": [say(f"target-doubt.{doubt}", language, **values) for doubt in look.doubts],
    }
