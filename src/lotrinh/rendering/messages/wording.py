"""Messages in words: role, task, date, standing and basis; never a personnel matter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.tickets import MOST_IN_BRIEF, answer_link
from lotrinh.application.telling.wording import Bulletin, Daily, Item, Worded
from lotrinh.domain.registers import Person
from lotrinh.domain.reminders import Part
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.deadlines import code, due_in_words, instead_in_words, posts_in_words, titled
from lotrinh.rendering.deliveries import failed, name_of
from lotrinh.rendering.jinja import templates
from lotrinh.rendering.messages.brief import Block, brief_reminders, fitted, longest_with
from lotrinh.rendering.messages.bulletins import (
    Line,
    daily_lines,
    daily_subject,
    weekly_lines,
    weekly_subject,
)
from lotrinh.rendering.messages.closings import (
    answers_by_mail,
    answers_to_bot,
    brief_closing,
    closing,
    request_closing,
)
from lotrinh.rendering.messages.reminders import thanks_in_words, told
from lotrinh.rendering.messages.requests import request_row, request_subject
from lotrinh.rendering.words import count_in_words, long_date, say, sentence, short_date


class TemplateWording:
    """Implements `Wording` with the shipped templates."""

    def reminders(
        self,
        configuration: Configuration,
        person: Person,
        items: Sequence[Item],
        today: date,
        thanked: Sequence[Deadline] = (),
    ) -> Worded:
        """Word all the reminders of one person, who is thanked for what is done since the last."""
        language = _language(configuration, person)
        said = told(configuration, items, today, language)
        about, counted = _counted(items, language)
        thanks = thanks_in_words(thanked, language)
        day = long_date(today, language)
        answer = _answer("reminders", configuration, items, language)
        words = {
            "name": person.name,
            "thanks": thanks,
            "intro": say(f"intro.{about}", language, day=day, items=counted),
            "told": said,
            "answer": answer,
            "closing": closing(configuration, person, items[0].code, language),
        }
        short = short_date(today)
        head = say(f"brief.{about}", language, name=person.name, day=short, items=counted)
        head = "\n".join(filter(None, (head, thanks)))
        ending = brief_closing(configuration, items[0].code, language)
        brief = brief_reminders(head, said, language, ending, _lines_of(answer))
        return _worded("reminders", said.subject, brief, language, words)

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
        chat = [request_row(configuration, one, today, language, by_chat=True) for one in items]
        subject = request_subject(kind, items, language)
        count, answer = len(items), _answer(kind, configuration, items, language)
        end = partial(request_closing, kind, items, today, language)
        ending = end(is_read=answers_to_bot(configuration))
        brief = fitted(
            say(f"intro.{kind}", language, day=short_date(today), count=count),
            [Block("\n".join(("", row.title, *row.lines))) for row in chat],
            left_out=lambda rest: "\n" + say("brief.left-out", language, count=rest),
            closing="\n" + _lines_of(answer) + ending,
            longest=longest_with(_lines_of(answer)),
        )
        intro = say(f"intro.{kind}", language, day=long_date(today, language), count=count)
        words = {
            "name": person.name,
            "intro": intro,
            "rows": rows,
            "answer": answer,
            "closing": end(is_read=answers_by_mail(configuration, person)),
        }
        return _worded("requests", subject, brief, language, words)

    def bulletin(self, configuration: Configuration, bulletin: Bulletin, today: date) -> Worded:
        """Word how all stands."""
        person, content = configuration.people.by_id[bulletin.person], bulletin.content
        language = _language(configuration, person)
        instead = instead_in_words(configuration, bulletin.instead_of, language)
        instead = sentence(instead) if instead else ""
        if isinstance(content, Daily):
            kind, subject = "daily", daily_subject(content, today, language)
            said = partial(daily_lines, configuration, content, today, language)
        else:
            kind, subject = "weekly", weekly_subject(content, today, language)
            said = partial(weekly_lines, configuration, content, language)
        ending = say(f"bulletin.closing-{kind}", language)
        brief = fitted(
            "\n".join(filter(None, (subject, instead))) + "\n",
            [_block(line) for line in said(by_chat=True)],
            left_out=lambda count: say("brief.lines-left-out", language, count=count),
        )
        intro = say(f"intro.{kind}", language, day=long_date(today, language))
        intro = " ".join(filter(None, (instead, intro)))
        words = {"name": person.name, "intro": intro, "lines": list(said()), "closing": ending}
        return _worded("bulletin", subject, brief, language, words)

    def sign_in(
        self, configuration: Configuration, person: Person, link: str, today: date
    ) -> Worded:
        """Word the letter by which somebody signs in."""
        language = _language(configuration, person)
        subject, press = say("subject.signin", language), say("answer.signin", language)
        intro = say("intro.signin", language, day=long_date(today, language))
        ending = say("signin.not-asked", language)
        brief = f"{subject}\n{intro}\n{press}:\n{link}\n{ending}"
        answer = Answering(link, link, press)
        words = {"name": person.name, "intro": intro, "answer": answer, "closing": ending}
        return _worded("signin", subject, brief, language, words)

    def notice(
        self, configuration: Configuration, person: Person, notice: Notice, today: date
    ) -> Worded:
        """Word something for the coordinator."""
        language = _language(configuration, person)
        listed = [_listed(configuration, deadline, language) for deadline in notice.deadlines]
        unheld = _unheld(configuration, notice, language)
        troubles = _troubles(configuration, notice, language)
        figures = _held(configuration, notice, language)
        silent = _silent(configuration, notice, language)
        lines = [*listed, *troubles, *silent, *figures, *notice.lines, *unheld]
        count = notice.excess.held if notice.excess is not None else len(lines)
        kind = "restored" if notice.restored is not None else notice.kind
        subject = say(f"subject.{kind}", language, count=count)
        brief = fitted(
            subject + "\n",
            [Block(f"- {line}") for line in lines],
            left_out=lambda count: say("brief.lines-left-out", language, count=count),
        )
        intro = say(f"intro.{kind}", language, day=long_date(today, language))
        words = {"name": person.name, "intro": intro, "lines": lines, "closing": "Lộ Trình"}
        return _worded("notice", subject, brief, language, words)


def _block(line: Line) -> Block:
    return Block(line.text if line.is_heading else f"- {line.text}")


@dataclass(frozen=True, slots=True)
class Answering:
    """The link by which a message is answered, and what it is for."""

    link: str
    short: str
    """The same for a brief text: of many items the most urgent."""
    words: str


def _answer(
    kind: str, configuration: Configuration, items: Sequence[Item], language: str
) -> Answering | None:
    """Return how a message is answered on a phone; None where there is no page."""
    url, codes = configuration.public_url, [item.code for item in items]
    short = answer_link(url, codes, MOST_IN_BRIEF)
    words = say(f"answer.{kind}", language)
    return Answering(answer_link(url, codes), short, words) if short else None


def _lines_of(answer: Answering | None) -> str:
    return f"{answer.words}:\n{answer.short}\n" if answer is not None else ""


def _troubles(configuration: Configuration, notice: Notice, language: str) -> Iterator[str]:
    """Yield a line for each message that was given up, and each address that was set aside."""
    yield from (failed(configuration, delivery, language) for delivery in notice.failures)
    for place in notice.set_aside:
        name = name_of(configuration, place.person)
        yield say("set-aside", language, name=name, channel=place.channel, person=place.person)


def _unheld(configuration: Configuration, notice: Notice, language: str) -> Iterator[str]:
    """Yield a line for each post that nobody holds: below, and up the line."""
    yield from posts_in_words(configuration, notice.unheld)
    for post in posts_in_words(configuration, notice.passed_over):
        yield say("unheld.passed-over", language, post=post)


def _silent(configuration: Configuration, notice: Notice, language: str) -> Iterator[str]:
    """Yield a line for each roadmap that should have been checked."""
    for check in notice.checks:
        title = configuration.roadmaps[check.roadmap].title
        when = f"{check.at.astimezone(configuration.zone):%d/%m/%Y %H:%M}"
        yield say("alarm.last-check", language, title=title, when=when)


def _held(configuration: Configuration, notice: Notice, language: str) -> Iterator[str]:
    """Yield what is known of a run that is held, and what to do."""
    if notice.excess is None:
        return
    values = asdict(notice.excess)
    if notice.restored is None:
        for entry in ("due", "kept", "look", "right", "mistake"):
            yield say(f"held.{entry}", language, **values)
        return
    made = f"{notice.restored.made.astimezone(configuration.zone):%d/%m/%Y %H:%M}"
    for entry in ("made", "kept", "look", "known", "right"):
        yield say(f"restored.{entry}", language, made=made, **values)


def _language(configuration: Configuration, person: Person) -> str:
    return person.language or configuration.language


def _listed(configuration: Configuration, deadline: Deadline, language: str) -> str:
    organisation = configuration.organisations.name(deadline.id.organisation)
    what, due = titled(deadline, language), due_in_words(deadline, language)
    return f"{organisation}: {what} ({due}) [{code(configuration, deadline.id)}]"


def _counted(items: Sequence[Item], language: str) -> tuple[str, str]:
    """Return whose the items are, and how many, and how many the person never heard of."""
    count, new = len(items), sum(item.is_new for item in items)
    if all(item.reminder.part is Part.ABOVE for item in items):
        return "below", count_in_words("count.known", language, count)
    how = "all-new" if new == count else "some-new" if new else "known"
    return "reminders", count_in_words(f"count.{how}", language, count, new=new)


def _worded(
    name: str, subject: str, brief: str, language: str, words: Mapping[str, object]
) -> Worded:
    values = {"say": partial(say, language=language), "language": language, **words}
    text = templates().get_template(f"messages/{name}.txt.j2").render(values)
    html = templates().get_template(f"messages/{name}.html.j2").render(values, subject=subject)
    return Worded(subject, text, html, brief)
