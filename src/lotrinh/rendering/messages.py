"""Messages in words: role, task, date, standing and basis; never a personnel matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from jinja2 import Template

from lotrinh.application.configuration import Configuration
from lotrinh.application.messages import BRIEF, MessageKind
from lotrinh.application.wording import Item, Notice, Worded
from lotrinh.domain.registers import Person
from lotrinh.domain.reminders import Part, Reason
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.deadlines import (
    basis_number,
    code,
    due_in_words,
    progress_in_words,
    role_title,
    titled,
)
from lotrinh.rendering.deliveries import failed, name_of
from lotrinh.rendering.jinja import templates
from lotrinh.rendering.requests import granted_in_words, request_row, request_subject
from lotrinh.rendering.words import countdown, long_date, say, short_date, with_session

_MOST_ROWS = 30
"""No more of them ever fit into a brief text."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One reminder, each part of it in words."""

    title: str
    code: int
    countdown: str
    due: str
    plan_by: str
    provisional: bool
    moved: str
    """That it has another date than was told, and why; '' if not."""
    organisation: str
    lead: str
    supports: bool
    basis: str
    progress: str


class TemplateWording:
    """Implements :class:`lotrinh.application.wording.Wording` with the shipped templates."""

    def reminders(
        self, configuration: Configuration, person: Person, items: Sequence[Item], today: date
    ) -> Worded:
        """Word all the reminders of one person."""
        language = _language(configuration, person)
        rows = [_row(configuration, item, today, language) for item in items]
        subject = _subject(items, today, language)
        values = {"person": person, "today": today}
        return _worded("reminders", subject, language, values, rows)

    def requests(
        self,
        configuration: Configuration,
        person: Person,
        kind: MessageKind,
        items: Sequence[Item],
        today: date,
    ) -> Worded:
        """Word what was asked for of more time, for who decides, or that it is refused."""
        language = _language(configuration, person)
        rows = [request_row(configuration, item, today, language) for item in items]
        subject = request_subject(kind, items, language)
        values = {"person": person, "kind": str(kind), "today": today}
        return _worded("requests", subject, language, values, rows)

    def notice(
        self, configuration: Configuration, person: Person, notice: Notice, today: date
    ) -> Worded:
        """Word something for the coordinator."""
        language = _language(configuration, person)
        listed = [_listed(configuration, deadline, language) for deadline in notice.deadlines]
        passed_over = (
            say("unheld.passed-over", language, post=post) for post in notice.passed_over
        )
        troubles = _troubles(configuration, notice, language)
        lines = [*listed, *troubles, *notice.lines, *passed_over]
        subject = say(f"subject.{notice.kind}", language, count=len(lines))
        values = {"person": person, "kind": str(notice.kind), "today": today}
        return _worded("notice", subject, language, values, lines)


def _troubles(configuration: Configuration, notice: Notice, language: str) -> Iterator[str]:
    """Yield a line for each message that was given up, and each address that was set aside."""
    yield from (failed(configuration, delivery, language) for delivery in notice.failures)
    for place in notice.set_aside:
        name = name_of(configuration, place.person)
        yield say("set-aside", language, name=name, channel=place.channel, person=place.person)


def _language(configuration: Configuration, person: Person) -> str:
    return person.language or configuration.language


def _row(configuration: Configuration, item: Item, today: date, language: str) -> _Row:
    deadline, due = item.deadline, item.reminder.due
    plan_by = deadline.last_working_day
    organisation = deadline.id.organisation
    return _Row(
        title=titled(deadline, language),
        code=item.code,
        countdown=countdown((due - today).days, language),
        due=_dated(deadline, due, language),
        plan_by=long_date(plan_by, language) if plan_by and plan_by != due else "",
        provisional=deadline.provisional,
        moved=_moved(configuration, item, language),
        organisation=configuration.organisations.name(organisation),
        lead=role_title(configuration, deadline.milestone.lead, organisation),
        supports=item.reminder.part is Part.SUPPORT,
        basis=basis_number(configuration, deadline),
        progress=progress_in_words(item.progress, language),
    )


def _moved(configuration: Configuration, item: Item, language: str) -> str:
    """Say that the date isn't the one told before; of more time, who has granted it."""
    if item.reminder.reason is not Reason.MOVED:
        return ""
    return granted_in_words(configuration, item.deadline, language) or say("moved", language)


def _dated(deadline: Deadline, due: date, language: str) -> str:
    """Return a due date in words; a part of the day belongs to the day it was said of."""
    session = deadline.session if due == deadline.due else None
    return with_session(long_date(due, language), session, language)


def _subject(items: Sequence[Item], today: date, language: str) -> str:
    """Name the most urgent item, and how many there are beside it."""
    first, more = items[0].reminder, len(items) - 1
    title = titled(items[0].deadline, language)
    if first.reason is Reason.MOVED:
        entry = "granted" if items[0].deadline.extension is not None else "moved"
        subject = say(f"subject.{entry}", language, title=title, day=short_date(first.due))
    else:
        days = countdown((first.due - today).days, language)
        subject = say("subject.reminders", language, title=title, countdown=days)
    return subject + (say("subject.more", language, count=more) if more else "")


def _listed(configuration: Configuration, deadline: Deadline, language: str) -> str:
    organisation = configuration.organisations.name(deadline.id.organisation)
    what, due = titled(deadline, language), due_in_words(deadline, language)
    return f"{organisation}: {what} ({due}) [{code(configuration, deadline.id)}]"


def _worded(
    name: str, subject: str, language: str, values: dict[str, object], rows: Sequence[object]
) -> Worded:
    words = {
        "say": partial(say, language=language),
        "long_date": partial(long_date, language=language),
        "short_date": short_date,
        "language": language,
        "subject": subject,
        **values,
    }
    text = templates().get_template(f"{name}.txt.j2").render(words, rows=rows)
    html = templates().get_template(f"{name}.html.j2").render(words, rows=rows)
    return Worded(
        subject, text, html, _brief(templates().get_template(f"{name}.brief.j2"), words, rows)
    )


def _brief(template: Template, words: dict[str, object], rows: Sequence[object]) -> str:
    """Return the short text; of more rows than fit, the most urgent, and how many are left out."""
    text = ""
    for told in range(min(len(rows), _MOST_ROWS), -1, -1):
        left_out = len(rows) - told
        text = template.render(words, rows=rows[:told], left_out=left_out).strip()
        if len(text) <= BRIEF:
            return text
    return text[: BRIEF - 1] + "…"
