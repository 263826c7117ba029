"""Requests for more time in words: for who decides on them, and for who asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.wording import Item
from lotrinh.domain.facts import Fact
from lotrinh.domain.reminders import is_repeat
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.deadlines import instead_in_words, role_title, titled
from lotrinh.rendering.words import countdown, long_date, say, short_date


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request, or refusal: what it is about, and what there is to know."""

    title: str
    lines: tuple[str, ...]


def request_row(
    configuration: Configuration, item: Item, today: date, language: str, *, by_chat: bool = False
) -> RequestRow:
    """Return a request as its message tells it; by chat without what people wrote themselves."""
    lines = _asked(configuration, item, language, by_chat=by_chat)
    if item.state.asked is None:
        lines = _refused(configuration, item, today, language, by_chat=by_chat)
    title = f"{titled(item.deadline, language)} [{item.code}]"
    instead = instead_in_words(configuration, item.instead_of, language)
    return RequestRow(title, tuple(filter(None, (instead, *lines))))


def request_subject(kind: MessageKind, items: Sequence[Item], language: str) -> str:
    """Name the most urgent one, and how many there are beside it."""
    first, more = items[0], len(items) - 1
    again = "-again" if any(is_repeat(item.reminder.rung) for item in items) else ""
    asked = first.state.asked
    until = short_date(asked.until) if asked is not None and asked.until else ""
    title = titled(first.deadline, language)
    subject = say(f"subject.{kind}{again}", language, title=title, day=until)
    return subject + (say("subject.more", language, count=more) if more else "")


def granted_in_words(configuration: Configuration, deadline: Deadline, language: str) -> str:
    """Say that an extension has given the due date, and on what it rests; '' if none has."""
    fact = deadline.extension
    if fact is None or fact.until is None:
        return ""
    basis = configuration.roadmaps[deadline.id.roadmap].bases.get(fact.basis)
    words = say("request.granted", language, day=short_date(fact.until))
    if basis is not None:
        return words + say("request.granted-by-basis", language, number=basis.number)
    decided = {"by": fact.by, "day": short_date(fact.on)}
    return words + say(
        "request.granted-by" if fact.by else "request.granted-on", language, **decided
    )


def _asked(
    configuration: Configuration, item: Item, language: str, *, by_chat: bool
) -> Iterator[str]:
    """Yield all that whoever decides has to know."""
    deadline, asked = item.deadline, item.state.asked
    assert asked is not None and asked.until and deadline.due  # noqa: S101, PT018  (else it is none)
    yield _place(configuration, deadline, language)
    yield say("request.due", language, day=long_date(deadline.due, language))
    yield say("request.until", language, day=long_date(asked.until, language))
    yield _why(asked, language, by_chat=by_chat)
    yield _by("request.asked-by", asked, language)
    yield _so_far(configuration, item, language)


def _so_far(configuration: Configuration, item: Item, language: str) -> str:
    """Say how often it was extended, and what the policy still allows."""
    roadmap, deadline = configuration.roadmaps[item.deadline.id.roadmap], item.deadline
    limits = configuration.policies[roadmap.policy].extensions
    words = say("request.so-far", language, count=item.state.granted)
    if limits.most is not None:
        words += say("request.most", language, most=limits.most)
    last = limits.last_day(deadline.due, deadline.calendar) if deadline.due else None
    return words + (say("request.longest", language, day=short_date(last)) if last else "") + "."


def _refused(
    configuration: Configuration, item: Item, today: date, language: str, *, by_chat: bool
) -> Iterator[str]:
    """Yield why there is no more time, and what holds."""
    deadline, refused = item.deadline, item.state.refused
    assert refused is not None and deadline.due  # noqa: S101, PT018  (else it is none)
    yield _place(configuration, deadline, language)
    left = countdown((deadline.due - today).days, language)
    yield say("request.stays", language, day=long_date(deadline.due, language), countdown=left)
    yield _why(refused, language, by_chat=by_chat)
    yield _by("request.refused-by", refused, language)


def _why(said: Fact, language: str, *, by_chat: bool) -> str:
    return say("request.why-kept" if by_chat else "request.why", language, why=said.note)


def _place(configuration: Configuration, deadline: Deadline, language: str) -> str:
    organisation = deadline.id.organisation
    return say(
        "request.place",
        language,
        organisation=configuration.organisations.name(organisation),
        lead=role_title(configuration, deadline.milestone.lead, organisation),
    )


def _by(entry: str, fact: Fact, language: str) -> str:
    """Say who asked or decided, and when; who isn't named is nobody's name."""
    named = entry if fact.by else f"{entry}-nobody"
    return say(named, language, by=fact.by, day=short_date(fact.on))
