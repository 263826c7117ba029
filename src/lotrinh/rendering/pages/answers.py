"""Pages in words: answers, how often, and the plain page where nothing else can be shown.

What a page says of a deadline is what messages say of it; it names posts, never addresses.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from lotrinh.application.books.correspondents import Rhythm
from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.page import PageItem
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import Person
from lotrinh.errors import LotrinhError
from lotrinh.rendering.authors import author
from lotrinh.rendering.deadlines import (
    basis_number,
    due_and_left,
    due_in_words,
    rests_on_a_document,
    role_title,
    titled,
)
from lotrinh.rendering.deliveries import name_of
from lotrinh.rendering.figures import figure_asked
from lotrinh.rendering.jinja import templates
from lotrinh.rendering.messages.reminders import rung_in_words
from lotrinh.rendering.words import (
    entries,
    fact_in_words,
    long_date,
    say,
    short_date,
)

LONGEST = 500
"""Characters of what somebody may write."""
_WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form and can't be recorded, kept for another try."""

    code: int
    do: str
    error: str
    """Why it can't, in words."""
    place: str = ""
    """The field at which that is shown; '' for the head of the item."""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What the page of a link shows."""

    token: str
    person: Person
    configuration: Configuration
    items: Sequence[PageItem]
    today: date
    stamp: Callable[[int], str]
    """Returns what the forms of an item carry."""
    typed: Typed | None = None
    said: int | None = None
    """The item of which something has just been recorded."""
    did: str = ""
    """What was pressed then."""
    news: bool = True
    """Whether that wasn't recorded before."""
    held_request: bool = False
    """Whether the link told of a request for more time, which is gone where there are no items."""
    viewer: Viewer | None = None
    """Who is signed in, where that is asked: of deadlines that may be seen there is a page."""


def answer_page(page: AnswerPage) -> str:
    """Return the page on which somebody answers."""
    language = page.person.language or page.configuration.language
    items = [item_in_words(page, item, language) for item in page.items]
    return rendered(
        "answers",
        language,
        token=page.token,
        name=page.person.name,
        items=items,
        nothing=say("page.settled" if page.held_request else "page.nothing", language),
        **answering(page, language),
    )


def answering(page: AnswerPage, language: str) -> dict[str, Any]:
    """Return what the forms of a page's items need beside the items."""
    return {
        "action": page.token,
        "today": long_date(page.today, language),
        "day": page.today.isoformat(),
        "codes": [item.code for item in page.items],
        "typed": page.typed,
        "longest": LONGEST,
    }


def rhythm_page(
    token: str, person: Person, language: str, present: Rhythm, stamp: str, *, saved: bool
) -> str:
    """Return the page on which somebody says how often letters may come."""
    said = {str(r): say(f"rhythm.{r}", language) for r in Rhythm}
    choices = [{"value": r, "said": s, "words": _capital(s)} for r, s in said.items()]
    chosen = next(choice for choice in choices if choice["value"] == present)
    return rendered(
        "rhythm",
        language,
        token=token,
        name=person.name,
        choices=choices,
        present=chosen,
        stamp=stamp,
        saved=saved,
    )


def plain_page(key: str, language: str, *, root: str = "") -> str:
    """Return a page that says what is wrong, and what to do; nothing about why."""
    heading, advice = say(f"plain.{key}", language), say(f"plain.{key}-do", language)
    return rendered("plain", language, root=root, heading=heading, advice=advice)


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """Return the one sheet of all pages."""
    path = files("lotrinh.rendering").joinpath("templates", "web", "style.css")
    return path.read_text(encoding="utf-8")


def error_in_words(code: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """Say at a field what is wrong with it: whoever reads it has no command line."""
    key = f"page-error.{code}"
    return say(key if key in entries(language) else "page-error.other", language, **(values or {}))


def refusal_in_words(error: LotrinhError, language: str) -> str:
    """Say why something could not be recorded."""
    if error.code == "not-yours":
        return say("page.not-yours", language)
    return error_in_words(error.code, language, error.values)


def rendered(name: str, language: str, /, *, root: str = "../", **values: Any) -> str:
    """Return a page of a template; what it says is in one language."""
    words = {"say": partial(say, language=language), "language": language, "root": root}
    return templates().get_template(f"web/{name}.html.j2").render(words | values)


def item_in_words(page: AnswerPage, item: PageItem, language: str) -> dict[str, object]:
    """Return what a page says of one deadline, and what may be pressed."""
    deadline = item.deadline
    return {
        "code": item.code,
        "stamp": page.stamp(item.code),
        "title": titled(deadline, language),
        "standing": str(item.standing),
        "due": _due(item, page.today, language),
        "said": _said(page, item, language),
        "lines": list(_lines(page, item, language)),
        "recorded": [_fact(page, item, fact, language) for fact in reversed(item.recorded)],
        "asked": _asked(item, language),
        "address": _address(page, deadline.id),
        "records": _records_elsewhere(page, item),
        "allowed": {str(kind) for kind in item.allowed} - _pointless(item, page.today),
        "leads": bool(item.allowed & {FactKind.DONE, FactKind.MEASURED}),
        "figure": figure_asked(item.target, item.deadline.id.occurrence, language),
        "limits": " ".join(_limits(item, language)),
        "until_range": _range(item),
    }


def _address(page: AnswerPage, cell: CellId) -> str:
    """Return where the page of a deadline is; '' where whoever looks may not see it."""
    if page.viewer is None or not page.viewer.sees(cell.organisation):
        return ""
    code = f"{cell.milestone}@{cell.occurrence}" if cell.occurrence else cell.milestone
    return f"cell/{quote(cell.roadmap)}/{quote(cell.organisation)}/{quote(code)}"


def _records_elsewhere(page: AnswerPage, item: PageItem) -> bool:
    """Whether it is the office that looks: it writes down for others, and has itself to ask."""
    is_office = page.viewer is not None and page.viewer.is_coordinator
    return is_office and item.is_open and FactKind.DONE not in item.allowed


def _pointless(item: PageItem, today: date) -> set[str]:
    """Return what would change nothing: known is said before the day is due, and once."""
    due, known = item.deadline.due, item.state.acknowledged
    is_known = known is not None and known.until == due
    waits = due is not None and today < due and not is_known
    return set() if waits else {str(FactKind.ACKNOWLEDGED)}


def _said(page: AnswerPage, item: PageItem, language: str) -> str:
    """Say what has become of a press; of more time that is asked for, what holds until then."""
    if page.said != item.code:
        return ""
    words = said_in_words(page, language)
    due = item.deadline.due
    if page.did == FactKind.UNDONE and page.news and item.taken_back is not None:
        return _taken_back(page, item, item.taken_back, language)
    if page.did == FactKind.EXTENSION_GRANTED and due is not None:
        return f"{words} {say('page.now-due', language, day=short_date(due))}"
    if page.did != FactKind.EXTENSION_ASKED or item.state.asked is None or due is None:
        return words
    names = ", ".join(name_of(page.configuration, one) for one in item.deciders)
    waits = say(
        "page.waits" if names else "page.waits-for-nobody",
        language,
        names=names,
        day=short_date(due),
    )
    return f"{words} {waits}"


def _taken_back(page: AnswerPage, item: PageItem, fact: Fact, language: str) -> str:
    """Say what was taken back, and how the deadline stands without it."""
    what = fact_in_words(fact, language, page.configuration.roles)
    words = {"what": what, "standing": say(f"standing.{item.standing}", language)}
    if item.deadline.due is None or item.deadline.rests:
        return say("page.undone-undated", language, **words)
    return say("page.undone-now", language, day=short_date(item.deadline.due), **words)


def said_in_words(page: AnswerPage, language: str) -> str:
    """Say what has become of a press, whatever it was about."""
    taken_back = "undone-" if page.did == FactKind.UNDONE else ""
    return say(f"page.{taken_back}{'saved' if page.news else 'no-news'}", language)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _due(item: PageItem, today: date, language: str) -> str:
    due = item.deadline.due
    if due is None or not item.is_open or item.deadline.rests:
        return due_in_words(item.deadline, language)
    return _capital(due_and_left(item.deadline, due, today, language))


def _lines(page: AnswerPage, item: PageItem, language: str) -> Iterator[tuple[str, str]]:
    """Yield what is to know of an item, each with its heading; what there isn't is left out."""
    deadline, configuration = item.deadline, page.configuration
    organisation, milestone = deadline.id.organisation, deadline.milestone
    title = partial(role_title, configuration, organisation=organisation)
    part = str(item.part) if item.part is not None else "decides"
    lines = {
        "page.standing": say(f"standing.{item.standing}", language),
        "organisation": configuration.organisations.name(organisation),
        "lead": title(milestone.lead),
        "support": ", ".join(title(role) for role in milestone.support),
        "page.part": say(f"part.{part}", language),
        "basis": basis_number(configuration, deadline)
        if rests_on_a_document(configuration, deadline)
        else "",
        "page.why": rung_in_words(item.rung, language),
    }
    return ((say(key, language), words) for key, words in lines.items() if words)


def _fact(page: AnswerPage, item: PageItem, fact: Fact, language: str) -> dict[str, object]:
    what = fact_in_words(fact, language, page.configuration.roles)
    words = say(
        "page.fact",
        language,
        what=what,
        day=short_date(fact.on),
        by=author(fact.by, fact.via, language),
    )
    return {
        "words": words,
        "undo": say("page.undo-what", language, what=what),
        "note": fact.note,
        "link": fact.evidence if _WEB.fullmatch(fact.evidence) else "",
        "entry": fact.entry,
        "undoable": fact.entry in item.undoable,
    }


def _asked(item: PageItem, language: str) -> dict[str, str] | None:
    asked = item.state.asked
    if not item.decides or asked is None or asked.until is None:
        return None
    entry = "page.asked-by" if asked.by else "page.asked-by-nobody"
    told = say(entry, language, by=asked.by, day=short_date(asked.on), note=asked.note)
    return {"title": say("page.asked", language, until=short_date(asked.until)), "words": told}


def _limits(item: PageItem, language: str) -> Iterator[str]:
    """Yield what the policy says of more time."""
    if (most := item.limits.most) is not None:
        yield say("page.limit-most", language, most=most, granted=item.state.granted)
    if item.last_day is not None:
        yield say("page.limit-last", language, day=short_date(item.last_day))


def _range(item: PageItem) -> dict[str, str]:
    """Return the days that a date may be taken from, as the browser wants them."""
    due, last = item.deadline.due, item.last_day
    first = {"min": due.isoformat()} if due is not None else {}
    return first | ({"max": last.isoformat()} if last is not None else {})
