"""Whole messages, as people get them, from the shipped configuration."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from lotrinh.application.books.deliveries import Delivery, Destination
from lotrinh.application.books.messages import (
    BRIEF,
    DeliveryState,
    Excess,
    Message,
    MessageKind,
    Outcome,
)
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.deciding.requests import tell_requests
from lotrinh.application.looking.report import status
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose, compose_notices
from lotrinh.application.telling.trial import trial
from lotrinh.domain.facts import FactKind
from lotrinh.domain.people import People
from lotrinh.domain.policy import Extensions
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.rendering.report import roadmap_report
from tests.builders import hanoi, morning
from tests.library import laid_out

Golden = Callable[[str, str], None]


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    loaded = load(read_folder(Path(__file__).parents[2] / "config"))
    assert loaded.configuration is not None
    return loaded.configuration


def in_english(configuration: Configuration) -> Configuration:
    persons = (replace(person, language="en") for person in configuration.people.persons)
    return replace(configuration, language="en", people=People(tuple(persons)))


def said(configuration: Configuration, *days: date) -> Iterator[Message]:
    """Yield the messages of the last of some days that were all checked."""
    notebook, wording = Rehearsal(), TemplateWording()
    messages: tuple[Message, ...] = ()
    for day in days:
        at = morning(day)
        report = check(configuration, notebook, at=at)
        notices = compose_notices(configuration, notebook, report.notices, at=at, wording=wording)
        messages = (*compose(configuration, notebook, at=at, wording=wording), *notices)
    yield from messages


def shown(message: Message) -> str:
    return f"{message.subject}\n\n{message.text}"


BASELINE = date(2024, 11, 13)


@pytest.mark.parametrize(
    ("name", "recipient", "day"),
    [
        ("several-items", "bi-thu-phuong", date(2024, 12, 2)),
        ("one-item", "tieu-ban-van-kien", date(2024, 12, 2)),
        ("a-branch", "bi-thu-cb-01", date(2024, 12, 2)),
        ("the-last-working-day", "van-phong", date(2024, 12, 13)),
        ("overdue", "bi-thu-phuong", date(2024, 12, 16)),
    ],
)
def test_reminders(
    name: str, recipient: str, day: date, shipped: Configuration, golden: Golden
) -> None:
    for language, configuration in (("vi", shipped), ("en", in_english(shipped))):
        mine = [m for m in said(configuration, BASELINE, day) if m.recipient == recipient]
        assert len(mine) == 1, "one message a person"
        golden(f"{name}.{language}.txt", shown(mine[0]))
        golden(f"{name}.{language}.brief.txt", mine[0].brief)


def test_where_there_is_a_page_a_message_has_one_link(
    shipped: Configuration, golden: Golden
) -> None:
    """The books hold it unsigned; it is signed as the message is handed over."""
    public = replace(shipped, public_url="https://nhac.example.vn")
    (mail,) = (
        m for m in said(public, BASELINE, date(2024, 12, 2)) if m.recipient == "bi-thu-cb-01"
    )

    golden("with-a-link.vi.txt", shown(mail))
    golden("with-a-link.vi.brief.txt", mail.brief)
    golden("with-a-link.vi.html", mail.html)


@pytest.mark.parametrize("lines", [1, 5, 20, 31, 200])
@pytest.mark.parametrize("length", [1, 60, 400, 1900, 5000])
def test_a_short_text_fits_and_accounts_for_every_line(
    lines: int, length: int, shipped: Configuration
) -> None:
    """Whatever doesn't fit is counted; no line is dropped in silence."""
    notice = Notice(MessageKind.CONFIGURATION, "k", lines=["ạ" * length] * lines)
    person = shipped.people.persons[0]

    brief = TemplateWording().notice(shipped, person, notice, BASELINE).brief

    told = sum(line.startswith("- ạ") for line in brief.splitlines())
    left_out = re.search(r"… và (\d+) dòng nữa", brief)
    assert len(brief) <= BRIEF
    assert told + (int(left_out[1]) if left_out else 0) == lines


def test_the_html_part_says_the_same(shipped: Configuration, golden: Golden) -> None:
    messages = said(shipped, BASELINE, date(2024, 12, 2))
    golden(
        "several-items.vi.html", next(m for m in messages if m.recipient == "bi-thu-phuong").html
    )


def test_the_backlog_of_a_first_check_goes_to_the_coordinator(
    shipped: Configuration, golden: Golden
) -> None:
    messages = [m for m in said(shipped, date(2024, 12, 16)) if m.kind is MessageKind.BACKLOG]
    golden("backlog.vi.txt", "\n\n".join(shown(message) for message in messages))
    golden("backlog.vi.brief.txt", "\n\n".join(message.brief for message in messages))


def test_a_moved_date_is_told_as_a_correction(shipped: Configuration, golden: Golden) -> None:
    files = read_folder(Path(__file__).parents[2] / "config")
    text = files["roadmaps/year-end.yaml"].decode().replace("trước 15/12", "trước 20/12")
    moved = load({**files, "roadmaps/year-end.yaml": text.encode()}).configuration
    assert moved is not None
    notebook, wording = Rehearsal(), TemplateWording()
    messages: tuple[Message, ...] = ()
    for configuration, day in ((shipped, date(2024, 12, 2)), (moved, date(2024, 12, 3))):
        check(configuration, notebook, at=morning(day))
        messages = compose(configuration, notebook, at=morning(day), wording=wording)

    mine = [m for m in messages if m.recipient == "bi-thu-phuong"]
    golden("moved.vi.txt", shown(mine[0]))


@pytest.mark.parametrize(
    "notice",
    [
        Notice(
            MessageKind.UNHELD,
            "k",
            unheld=[Post(RoleId("inspection"), OrganisationId("dong-hai-2"))],
            passed_over=[Post(RoleId("standing-committee"), OrganisationId("quan-uy-hai-an"))],
        ),
        Notice(
            MessageKind.CONFIGURATION, "k", lines=["roadmaps/year-end.yaml:9:10: lỗi[bad-date]: …"]
        ),
    ],
    ids=lambda notice: notice.kind.value,
)
def test_what_the_coordinator_is_told(
    notice: Notice, shipped: Configuration, golden: Golden
) -> None:
    notebook, at = Rehearsal(), hanoi("2024-12-02 07:30")
    for language, configuration in (("vi", shipped), ("en", in_english(shipped))):
        (message,) = compose_notices(
            configuration, notebook, [notice], at=at, wording=TemplateWording()
        )
        golden(f"{notice.kind}.{language}.txt", shown(message))
        golden(f"{notice.kind}.{language}.brief.txt", message.brief)
        notebook = Rehearsal()


MORE_TIME = [Mention("chi-bo-03", "branch-review@2024", note="bí thư đi công tác đến 20/12")]


def about_more_time(
    configuration: Configuration,
    said: Answer,
    *then: Answer,
    days: Sequence[date] = (date(2024, 12, 2),),
) -> Message:
    """Return the last message that comes of a request for more time, and of what is decided."""
    notebook, wording, at = Rehearsal(), TemplateWording(), morning(days[-1])
    for day in days:
        check(configuration, notebook, at=morning(day))
        compose(configuration, notebook, at=morning(day), wording=wording)
    messages: tuple[Message, ...] = ()
    for one in (said, *then):
        record.keep(notebook, answer_of(configuration, notebook, one, at))
        tell_requests(configuration, notebook, at=at)
        messages = compose(configuration, notebook, at=at, wording=wording)
    return messages[0]


def answer_of(
    configuration: Configuration, notebook: Rehearsal, said: Answer, at: datetime
) -> record.Entry:
    day, by = at.date(), "Bí thư Chi bộ Tổ dân phố số 3"
    return answer(configuration, notebook, MORE_TIME, said, on=day, by=by, now=at, today=day)


ASKED = Answer(FactKind.EXTENSION_ASKED, date(2024, 12, 27))


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("extension-asked", []),
        ("extension-refused", [Answer(FactKind.EXTENSION_REFUSED)]),
        ("extension-granted", [Answer(FactKind.EXTENSION_GRANTED)]),
    ],
)
def test_more_time(name: str, then: list[Answer], shipped: Configuration, golden: Golden) -> None:
    limits = Extensions(most=2, longest=30, by=RoleId("parent.standing-committee"))
    policies = {id_: replace(p, extensions=limits) for id_, p in shipped.policies.items()}
    limited = replace(shipped, policies=policies)
    for language, configuration in (("vi", limited), ("en", in_english(limited))):
        message = about_more_time(configuration, ASKED, *then)
        golden(f"{name}.{language}.txt", shown(message))
        golden(f"{name}.{language}.brief.txt", message.brief)
        golden(f"{name}.{language}.html", message.html)


def test_where_answers_are_read_whoever_decides_is_told_the_words(
    shipped: Configuration, golden: Golden
) -> None:
    replies = {"replies.host": "mail.example.vn"}
    read = {id_: replace(c, options=replies) for id_, c in shipped.channels.items()}
    answered = replace(shipped, channels=read, public_url="https://nhac.example.vn")
    message = about_more_time(answered, ASKED)

    golden("extension-asked.answered.vi.txt", shown(message))


@pytest.mark.parametrize(
    ("language", "day", "ending"),
    [
        ("vi", date(2024, 12, 5), "Việc vẫn phải xong đúng hạn trên."),
        ("vi", date(2024, 12, 6), "Hạn đã qua, đề nghị hoàn thành ngay."),
        ("en", date(2024, 12, 6), "The date has passed: please finish it at once."),
    ],
)
def test_a_refusal_doesnt_ask_for_a_day_that_has_passed(
    language: str, day: date, ending: str, shipped: Configuration
) -> None:
    configuration = in_english(shipped) if language == "en" else shipped
    refused = Answer(FactKind.EXTENSION_REFUSED)
    message = about_more_time(configuration, ASKED, refused, days=(BASELINE, day))

    assert message.text.splitlines()[-1].startswith(ending)


def test_what_failed_for_good_is_told_with_what_to_do(
    shipped: Configuration, golden: Golden
) -> None:
    at = hanoi("2024-12-02 07:30")
    letters = [
        a_dead_letter("bi-thu-cb-01", "550 5.1.1", at),
        a_dead_letter("bi-thu-cb-02", "552 5.2.2", at),
        a_dead_letter("nobody-any-more", "no-address", at),
    ]
    places = [Destination(PersonId("bi-thu-cb-03"), "email", "d1")]
    notice = Notice(MessageKind.FAILED, "k", failures=letters, set_aside=places)
    for language, configuration in (("vi", shipped), ("en", in_english(shipped))):
        (message,) = compose_notices(
            configuration, Rehearsal(), [notice], at=at, wording=TemplateWording()
        )
        golden(f"failed.{language}.txt", shown(message))


def test_a_run_that_is_held_is_told_with_its_numbers_and_what_to_do(
    shipped: Configuration, golden: Golden
) -> None:
    notice = Notice(MessageKind.HELD, "k", excess=Excess(messages=412, usual=35, held=380))
    for language, configuration in (("vi", shipped), ("en", in_english(shipped))):
        (message,) = compose_notices(
            configuration,
            Rehearsal(),
            [notice],
            at=hanoi("2024-12-02 07:30"),
            wording=TemplateWording(),
        )
        golden(f"held.{language}.txt", shown(message))


def a_dead_letter(recipient: str, detail: str, at: datetime) -> Delivery:
    return Delivery(
        key="k1",
        kind=MessageKind.REMINDERS,
        recipient=PersonId(recipient),
        subject="[Nhắc việc] Kiểm điểm cuối năm: còn 3 ngày",
        at=at,
        not_before=at,
        state=DeliveryState.DEAD,
        tries=1,
        next_try=None,
        channel="email",
        outcome=Outcome.PERMANENT,
        detail=detail,
        withdrawn_by=None,
        withdrawn_at=None,
    )


def test_a_trial_says_that_it_is_one(shipped: Configuration, golden: Golden) -> None:
    at, person = hanoi("2024-12-02 07:30"), PersonId("bi-thu-cb-01")
    for language, configuration in (("vi", shipped), ("en", in_english(shipped))):
        message = trial(configuration, person, at=at, wording=TemplateWording())
        golden(f"test.{language}.txt", shown(message))


def test_the_report_of_a_roadmap(shipped: Configuration, golden: Golden) -> None:
    roadmap, day, notebook = RoadmapId("year-end"), date(2024, 12, 11), Rehearsal()
    mentions = [Mention("chi-bo-03", "branch-review@2024")]
    entry = record.done(shipped, notebook, mentions, on=day, by="x", now=morning(day), today=day)
    record.keep(notebook, entry)
    stands = list(status(shipped, notebook.facts, today=day, roadmaps=[roadmap]))
    for language in ("vi", "en"):
        report = roadmap_report(shipped, shipped.roadmaps[roadmap], stands, day, language)
        golden(f"report.{language}.md", report.markdown)


@pytest.mark.parametrize("day", [date(2025, 3, 17), date(2025, 5, 5)], ids=str)
def test_the_report_of_a_roadmap_that_directives_have_stopped_and_moved(
    day: date, golden: Golden
) -> None:
    configuration = load(laid_out("ward-congress-2025")).configuration
    assert configuration is not None
    stands = list(status(configuration, Rehearsal().facts, today=day))
    (roadmap,) = configuration.roadmaps.values()

    report = roadmap_report(configuration, roadmap, stands, day, "vi")

    golden(f"report-directives.{day}.md", report.markdown)
