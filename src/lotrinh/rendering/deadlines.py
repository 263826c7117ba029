"""A deadline in words: what is to be done, by when, by whom, on which basis, and its code."""

from collections.abc import Iterable
from datetime import date

from lotrinh.application.looking.report import Stand
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId, role_above
from lotrinh.domain.roadmap import Milestone, Scope
from lotrinh.domain.rollup import Progress
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.words import (
    long_date,
    period_name,
    say,
    short_date,
    with_session,
    working_countdown,
)


def role_title(configuration: Configuration, role: RoleId, organisation: OrganisationId) -> str:
    """Return a role as people read it: `Ban Thường vụ`, with its organisation if another."""
    bare, register = role_above(role), configuration.organisations
    title = configuration.roles.get(bare or role, bare or role)
    above = register.parent(organisation) if bare is not None else None
    return f"{title} {register.name(above)}" if above is not None else title


def instead_in_words(
    configuration: Configuration, instead_of: Iterable[PersonId], language: str
) -> str:
    """Say in whose place somebody hears, who is away; '' where it is his own."""
    names = ", ".join(configuration.people.by_id[id_].name for id_ in instead_of)
    return say("your-part.instead", language, names=names) if names else ""


def posts_in_words(configuration: Configuration, posts: Iterable[Post]) -> list[str]:
    """Return posts as people read them, each once, and in brackets as the people register has it.

    A role of the organisation above is a post there, for whichever organisations below.
    """
    return list(dict.fromkeys(_post(configuration, post) for post in posts))


def _post(configuration: Configuration, post: Post) -> str:
    bare, register = role_above(post.role), configuration.organisations
    above = register.parent(post.organisation)
    if bare is not None and above is not None:
        post = Post(bare, above)
    title = configuration.roles.get(post.role, post.role)
    return f"{title}, {register.name(post.organisation)} ({post})"


def titled(deadline: Deadline, language: str) -> str:
    """Return what is to be done, with the quarter or month that it is for.

    What comes round every year is told apart well enough by its date.
    """
    period = period_name(deadline.id.occurrence, language)
    title = task(deadline.milestone, language)
    return f"{title} ({period})" if period else title


def task(milestone: Milestone, language: str) -> str:
    """Return what is to be done; of an anchor that is asked for, that its day is to be set."""
    return say("asks", language, title=milestone.title) if milestone.asks else milestone.title


def labelled(deadline: Deadline, language: str) -> str:
    """Return what is to be done, with its occurrence as commands take it: … @2026-Q2."""
    label = deadline.id.occurrence
    return task(deadline.milestone, language) + (f" @{label}" if label else "")


def standing_in_words(stand: Stand, language: str) -> str:
    """Return how a deadline stands; of what rolls up, how many are done."""
    words, reached = say(f"standing.{stand.standing}", language), stand.progress
    return f"{words} ({reached.done}/{reached.total})" if reached is not None else words


def progress_in_words(progress: Progress | None, language: str) -> str:
    """Return how many of those who count are done; '' where nobody is counted."""
    if progress is None:
        return ""
    return say("progress", language, done=progress.done, total=progress.total)


def rests_on_a_document(configuration: Configuration, deadline: Deadline) -> bool:
    """Whether there is a document to cite: what is proposed, or done elsewhere, is none."""
    basis = configuration.roadmaps[deadline.id.roadmap].bases.get(deadline.basis or "")
    return basis is not None and basis.scope is not Scope.INFERRED


def basis_number(configuration: Configuration, deadline: Deadline) -> str:
    """Return the number of the document that a date rests on, '' where it has none."""
    bases = configuration.roadmaps[deadline.id.roadmap].bases
    basis = bases.get(deadline.basis or "")
    return basis.number if basis is not None else ""


def basis_in_words(configuration: Configuration, deadline: Deadline, language: str) -> str:
    """Return the document that a date rests on in full: number, day and title, '' for none."""
    basis = configuration.roadmaps[deadline.id.roadmap].bases.get(deadline.basis or "")
    if basis is None:
        return ""
    number = basis.number
    if basis.issued is not None and short_date(basis.issued) not in number:
        number = say("issued", language, number=number, day=short_date(basis.issued))
    return f"{number} – {basis.title}" if basis.title else number


def due_and_left(deadline: Deadline, due: date, today: date, language: str) -> str:
    """Return a due day in full, and how many working days are left until it.

    A part of the day belongs to the day it was said of. Where the due day is off, it is also
    told which working day people have to plan by.
    """
    session = deadline.session if due == deadline.due else None
    day = with_session(long_date(due, language), session, language)
    left = working_countdown(due, today, deadline.calendar, language)
    marks = [say("provisional", language)] if deadline.provisional else []
    if today < due and deadline.calendar.is_off(due):
        plan_by = deadline.calendar.last_working_day(due)
        if plan_by is not None and plan_by > today:
            marks.append(f"{say('last-working-day', language)}: {long_date(plan_by, language)}")
    return f"{day}, {left}" + (f" ({'; '.join(marks)})" if marks else "")


def due_in_words(deadline: Deadline, language: str) -> str:
    """Return a due date, with the part of the day that was said of it; or that there is none."""
    if deadline.due is None:
        return say("standing.undated", language)
    return with_session(short_date(deadline.due), deadline.session, language)


def code(configuration: Configuration, cell: CellId) -> str:
    """Return what `done` finds a deadline by: chi-bo-01 branch-review@2026."""
    return f"{cell.organisation} {milestone_code(configuration, cell)}"


def milestone_code(configuration: Configuration, cell: CellId) -> str:
    """Return what `done` finds a milestone by: branch-review@2026; its roadmap where it must."""
    having = [r for r in configuration.roadmaps.values() if cell.milestone in r.milestones]
    milestone = cell.milestone if len(having) == 1 else f"{cell.roadmap}/{cell.milestone}"
    return f"{milestone}@{cell.occurrence}" if cell.occurrence else milestone
