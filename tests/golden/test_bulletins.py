"""The daily and the weekly message, whole, as people get them from the shipped configuration."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lotrinh.application.books.messages import Message, MessageKind
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.outgoing import Outgoing
from lotrinh.domain.facts import FactKind
from lotrinh.domain.people import People
from lotrinh.loader.cron import ticks
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import morning

Golden = Callable[[str, str], None]

FRIDAY, MONDAY, NEXT = date(2024, 11, 29), date(2024, 12, 2), date(2024, 12, 9)
QUIET = date(2024, 10, 2)
MISTAKES = ["roadmaps/year-end.yaml:9:10: lỗi[bad-date]: “31/02” không phải là một ngày"]


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    loaded = load(read_folder(Path(__file__).parents[2] / "config"))
    assert loaded.configuration is not None
    return loaded.configuration


def in_english(configuration: Configuration) -> Configuration:
    persons = (replace(person, language="en") for person in configuration.people.persons)
    return replace(configuration, language="en", people=People(tuple(persons)))


class Office:
    """Days of the shipped office over one notebook."""

    def __init__(self, configuration: Configuration) -> None:
        self.plan = configuration
        self.notebook = Rehearsal()

    def day(self, day: date, *, checked: bool = True, problems: list[str] | None = None) -> None:
        """Check in the morning, deliver at eight."""
        at = morning(day)
        if checked:
            check(self.plan, self.notebook, at=at)
        self.deliver(at, problems)
        self.deliver(at + timedelta(minutes=30), problems)

    def deliver(self, at: datetime, problems: list[str] | None = None) -> None:
        outgoing = Outgoing(self.plan, at, TemplateWording(), ticks, problems or ())
        outgoing.rehearsed(self.notebook)

    def say(self, day: date, kind: FactKind, organisation: str, until: date | None = None) -> None:
        mention = Mention(organisation, "branch-review@2024", note="bí thư đi viện đến 15/12")
        by, said = f"Bí thư {organisation}", Answer(kind, until)
        entry = answer(
            self.plan, self.notebook, [mention], said, on=day, by=by, now=morning(day), today=day
        )
        record.keep(self.notebook, entry)

    def done(self, day: date, *organisations: str) -> None:
        mentions = [Mention(id_, "branch-review@2024") for id_ in organisations]
        now = morning(day)
        entry = record.done(self.plan, self.notebook, mentions, on=day, by="x", now=now, today=day)
        record.keep(self.notebook, entry)

    def last(self, kind: MessageKind, recipient: str) -> Message:
        mine = [m for m in self.notebook.outbox.posted.values() if m.recipient == recipient]
        return [message for message in mine if message.kind is kind][-1]


def a_busy_week(configuration: Configuration) -> Office:
    office = Office(configuration)
    office.day(FRIDAY)
    office.day(MONDAY)
    office.done(MONDAY, "chi-bo-01", "chi-bo-02")
    office.say(MONDAY, FactKind.EXTENSION_ASKED, "chi-bo-05", NEXT + timedelta(days=18))
    office.say(MONDAY, FactKind.NOTE, "chi-bo-06")
    return office


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_busy_day(language: str, shipped: Configuration, golden: Golden) -> None:
    office = a_busy_week(shipped if language == "vi" else in_english(shipped))
    office.day(NEXT)

    daily = office.last(MessageKind.DAILY, "van-phong")
    golden(f"daily.{language}.txt", f"{daily.subject}\n\n{daily.text}")
    golden(f"daily.{language}.brief.txt", daily.brief)
    golden(f"daily.{language}.html", daily.html)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_quiet_day(language: str, shipped: Configuration, golden: Golden) -> None:
    configuration = shipped if language == "vi" else in_english(shipped)
    office = Office(replace(configuration, roadmaps=dict([*configuration.roadmaps.items()][-1:])))
    office.day(QUIET)
    office.day(QUIET + timedelta(days=1))

    daily = office.last(MessageKind.DAILY, "van-phong")
    golden(f"daily-quiet.{language}.txt", f"{daily.subject}\n\n{daily.text}")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_on_which_things_are_amiss(
    language: str, shipped: Configuration, golden: Golden
) -> None:
    configuration = shipped if language == "vi" else in_english(shipped)
    persons = [
        replace(p, holds=(), addresses=()) if p.id == "bi-thu-cb-04" else p
        for p in configuration.people.persons
    ]
    persons = [replace(p, addresses=()) if p.id == "bi-thu-cb-03" else p for p in persons]
    lacking = replace(configuration, people=People(tuple(persons)), deliver_by=None)
    office = Office(lacking)
    office.day(MONDAY)
    office.day(MONDAY + timedelta(days=1), checked=False, problems=MISTAKES)

    daily = office.last(MessageKind.DAILY, "van-phong")
    golden(f"daily-amiss.{language}.txt", f"{daily.subject}\n\n{daily.text}")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_week_of_a_superior(language: str, shipped: Configuration, golden: Golden) -> None:
    office = a_busy_week(shipped if language == "vi" else in_english(shipped))
    office.day(NEXT)

    weekly = office.last(MessageKind.WEEKLY, "bi-thu-phuong")
    golden(f"weekly.{language}.txt", f"{weekly.subject}\n\n{weekly.text}")
    golden(f"weekly.{language}.brief.txt", weekly.brief)
