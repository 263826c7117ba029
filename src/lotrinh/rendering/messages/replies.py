"""Replies: what somebody is told who has written, short enough for a phone.

Whoever reads it has no command line: what is wrong is said in words of its own.
"""

from collections.abc import Iterable, Iterator

from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.correspondence import Heard, Outcome, Refused
from lotrinh.application.recording.letters import Misread
from lotrinh.application.recording.page import NotYoursError
from lotrinh.domain.registers import Person
from lotrinh.rendering.deadlines import titled
from lotrinh.rendering.pages.answers import refusal_in_words
from lotrinh.rendering.words import fact_in_words, say, short_date


def reply_in_words(
    configuration: Configuration, person: Person, outcomes: Iterable[Outcome]
) -> str:
    """Return what a letter is answered with; examples, where it was a question or unclear."""
    language = person.language or configuration.language
    lines = list(_lines(configuration, outcomes, language))
    return "\n".join(lines or [say("letter.help", language)])


def _lines(
    configuration: Configuration, outcomes: Iterable[Outcome], language: str
) -> Iterator[str]:
    for outcome in outcomes:
        if isinstance(outcome, Heard):
            yield _heard(configuration, outcome, language)
        elif isinstance(outcome, Refused):
            yield _refused(outcome, language)
        else:
            yield _misread(outcome, language)


def _heard(configuration: Configuration, heard: Heard, language: str) -> str:
    values = {
        "number": heard.number,
        "organisation": configuration.organisations.name(heard.deadline.id.organisation),
        "title": titled(heard.deadline, language),
    }
    if heard.fact is None:
        return say("letter.already", language, **values)
    what = fact_in_words(heard.fact, language, configuration.roles)
    return say("letter.heard", language, what=what, day=short_date(heard.fact.on), **values)


def _misread(misread: Misread, language: str) -> str:
    return say(f"letter.misread-{misread.code}", language, line=misread.line)


def _refused(refused: Refused, language: str) -> str:
    if isinstance(refused.error, NotYoursError):
        return say("letter.not-yours", language, number=refused.number)
    why = refusal_in_words(refused.error, language)
    return say("letter.refused", language, number=refused.number, why=why)
