"""Calendars for phones, parsed back by the library that wrote them and by another one."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from icalendar import Calendar, Component

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.looking.report import Stand, status
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import Fact, FactKind
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.status import Standing
from lotrinh.papers.agenda_feed import agenda_feed, entries_in
from lotrinh.papers.line import Scribe
from tests.builders import a_configuration, a_milestone, a_roadmap, morning
from tests.papers import MADE, OFFICES, office

DAY = date(2024, 12, 2)


def stands(configuration: Configuration, *facts: Fact, day: date = DAY) -> list[Stand]:
    books = Rehearsal()
    books.facts.record(facts)
    return list(status(configuration, books.facts, today=day))


def feed(
    configuration: Configuration, found: Sequence[Stand], before: bytes = b"", made: datetime = MADE
) -> bytes:
    return agenda_feed(
        Scribe(configuration, "vi"), "Lịch", found, day=DAY, made=made, before=entries_in(before)
    )


def events(content: bytes) -> dict[str, Component]:
    return {str(event["UID"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def due(day: str, **fields: str) -> Configuration:
    return a_configuration(a_roadmap(a_milestone(due=day, **fields)))


@pytest.mark.parametrize("name", OFFICES)
def test_every_deadline_that_has_a_day_is_an_event(name: str) -> None:
    one = office(name)
    content = agenda_feed(one.scribe, "Lịch", one.stands, day=one.day, made=MADE)

    told = sorted(event.decoded("DTSTART") for event in events(content).values())

    assert told == sorted(
        stand.deadline.due
        for stand in one.stands
        if stand.deadline.due and stand.standing is not Standing.WAIVED
    )


@pytest.mark.parametrize("name", OFFICES)
def test_another_reader_finds_the_same_events(name: str) -> None:
    one = office(name)
    content = agenda_feed(one.scribe, "Lịch", one.stands, day=one.day, made=MADE)

    read = vobject.readOne(content.decode()).vevent_list

    mine = events(content).values()
    assert sorted((e.dtstart.value, e.summary.value) for e in read) == sorted(
        (e.decoded("DTSTART"), str(e["SUMMARY"])) for e in mine
    )
    assert all(type(e.dtstart.value) is date for e in read)


def test_lines_are_folded_in_octets_and_letters_are_whole() -> None:
    configuration = due("trước 15/12/2024", title="Đại hội đảng bộ phường; " * 20)
    content = feed(configuration, stands(configuration))

    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert unicodedata.is_normalized("NFC", content.decode())
    assert lines[-1] == b""


def test_it_rings_at_eight_on_the_day_and_on_the_last_working_day_before_it() -> None:
    configuration = due("ngày 15/12/2024")  # a Sunday
    (event, *_) = events(feed(configuration, stands(configuration))).values()

    assert event.decoded("DTSTART") == date(2024, 12, 15)
    assert [alarm.trigger for alarm in event.alarms.times] == [  # type: ignore[attr-defined]
        datetime(2024, 12, 13, 8),  # noqa: DTZ001  (floating: eight where the phone is)
        datetime(2024, 12, 15, 8),  # noqa: DTZ001
    ]


def test_what_is_done_rings_no_more_and_says_so() -> None:
    configuration = due("trước 15/12/2024")
    cell = stands(configuration)[0].deadline.id
    fact = Fact(1, FactKind.DONE, DAY, morning(DAY), "văn phòng", cell)

    event = next(iter(events(feed(configuration, stands(configuration, fact))).values()))

    assert str(event["SUMMARY"]).startswith("✓ ")
    assert not event.walk("VALARM")


def test_an_event_takes_no_time_from_anybody_and_its_stamp_is_in_utc() -> None:
    configuration = due("trước 15/12/2024")
    event = next(iter(events(feed(configuration, stands(configuration))).values()))

    assert event["TRANSP"] == "TRANSPARENT"
    assert event.decoded("DTSTAMP") == MADE.astimezone(UTC)


def test_a_rename_makes_no_second_event() -> None:
    before = due("trước 15/12/2024")
    milestone = a_milestone("inspection", "trước 15/12/2024", formerly=(MilestoneId("review"),))
    roadmap = replace(a_roadmap(milestone, id_="year-end"), formerly=(RoadmapId("plan"),))
    after = a_configuration(roadmap)

    assert {*events(feed(before, stands(before)))} == {*events(feed(after, stands(after)))}


def test_a_date_that_moves_raises_the_number_of_its_version_and_nothing_else_does() -> None:
    first, second = due("trước 15/12/2024"), due("trước 20/12/2024")
    made = feed(first, stands(first))
    same = feed(first, stands(first), made, MADE + timedelta(days=1))
    moved = feed(second, stands(second), same)
    again = feed(second, stands(second), moved)

    numbers = [
        {int(e.decoded("SEQUENCE")) for e in events(f).values()} for f in (made, same, moved, again)
    ]
    assert numbers == [{0}, {0}, {1}, {1}]
    assert {e.decoded("DTSTART") for e in events(moved).values()} == {date(2024, 12, 19)}


def test_what_is_gone_is_cancelled_and_comes_back_as_a_later_version() -> None:
    both = a_configuration(a_roadmap(a_milestone(), a_milestone("report", "trước 20/12/2024")))
    one = a_configuration(a_roadmap(a_milestone()))
    made = feed(both, stands(both))

    gone = feed(one, stands(one), made)
    still = feed(one, stands(one), gone)
    back = feed(both, stands(both), still)

    def report(content: bytes) -> tuple[str, int]:
        event = events(content)["plan.report.cb-1@lotrinh"]
        return str(event["STATUS"]), int(event.decoded("SEQUENCE"))

    assert [report(content) for content in (made, gone, still, back)] == [
        ("CONFIRMED", 0),
        ("CANCELLED", 1),
        ("CANCELLED", 1),
        ("CONFIRMED", 2),
    ]


def test_what_needn_t_be_done_is_taken_away() -> None:
    configuration = due("trước 15/12/2024")
    made = feed(configuration, stands(configuration))
    cell = stands(configuration)[0].deadline.id
    fact = Fact(1, FactKind.WAIVED, DAY, morning(DAY), "văn phòng", cell, "mới thành lập")

    told = events(feed(configuration, stands(configuration, fact), made))

    assert sorted(str(event["STATUS"]) for event in told.values()) == ["CANCELLED", "CONFIRMED"]


def test_a_cancelled_event_is_forgotten_a_season_after_its_day() -> None:
    old = due("trước 15/08/2024")
    made = feed(old, stands(old))

    assert not events(feed(old, [], made))


@pytest.mark.parametrize("before", [b"", b"\xff\x00", b"BEGIN:VCALENDAR", "lịch".encode()])
def test_what_is_no_calendar_says_nothing_of_before(before: bytes) -> None:
    assert entries_in(before) == ()


def test_other_people_s_events_are_left_to_them() -> None:
    theirs = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a@example.vn\r\n"
        b"DTSTART:20241215\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    assert entries_in(theirs) == ()
