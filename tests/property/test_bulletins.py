"""The laws of bulletins: one a day, one a week, however often and in which order anything runs."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.bulletins import day_of_bulletin, week_of_bulletin
from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import BulletinSettings, Configuration, Post
from lotrinh.application.telling.outgoing import Outgoing
from lotrinh.domain.registers import OrganisationId
from lotrinh.loader.cron import ticks
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    HANOI,
    SECRETARY,
    a_calendar,
    a_configuration,
    a_milestone,
    a_person,
    a_roadmap,
    organisations,
)

FIRST = date(2024, 12, 2)

moments = st.builds(
    lambda days, minutes: (
        datetime(2024, 12, 2, tzinfo=HANOI) + timedelta(days=days, minutes=minutes)
    ),
    st.integers(0, 40),
    st.integers(0, 24 * 60 - 1),
)


def a_ward(weekly_on: int = 0) -> Configuration:
    """Return a ward with two branches; its secretary hears weekly, and daily as coordinator."""
    register = organisations("ward", "cb-1", "cb-2")
    register = replace(register, parents=np.array([-1, 0, 0]))
    people = [a_person(f"bt-{id_}", f"secretary@{id_}") for id_ in register.ids]
    review = a_milestone("meeting", "ngày 25 hằng tháng", first_year=2024, last_year=2025)
    plan = a_configuration(a_roadmap(review), branches=register, people=people)
    bulletins = BulletinSettings(daily=True, weekly_to=(SECRETARY,), weekly_on=weekly_on)
    return replace(plan, bulletins=bulletins, coordinator=Post(SECRETARY, OrganisationId("ward")))


@settings(max_examples=60)
@given(
    at=st.lists(moments, min_size=1, max_size=25),
    checks=st.sets(st.integers(0, 24)),
    weekly_on=st.integers(0, 6),
)
def test_one_a_day_and_one_a_week_in_whatever_order_things_run(
    at: list[datetime], checks: set[int], weekly_on: int
) -> None:
    """The clock may jump, checks may fail, runs may be many: nobody gets a bulletin twice."""
    plan, notebook = a_ward(weekly_on), Rehearsal()
    for number, moment in enumerate(at):
        if number in checks:
            check(plan, notebook, at=moment)
        Outgoing(plan, moment, TemplateWording(), ticks).rehearsed(notebook)

    posted = list(notebook.outbox.posted.values())
    days = [m.at.astimezone(HANOI).date() for m in posted if m.kind is MessageKind.DAILY]
    weeks = [
        (m.recipient, week_of_bulletin(plan, m.at)) for m in posted if m.kind is MessageKind.WEEKLY
    ]
    assert set(days) == {day for moment in at if (day := day_of_bulletin(plan, moment))}
    assert set(Counter(days).values()) <= {1}
    assert set(Counter(weeks).values()) <= {1}


@given(day=st.integers(0, 700), weekly_on=st.integers(0, 6), hour=st.integers(0, 23))
def test_a_week_is_told_on_its_day_or_on_a_working_day_after_it(
    day: int, weekly_on: int, hour: int
) -> None:
    plan, today = a_ward(weekly_on), FIRST + timedelta(days=day)
    at = datetime(today.year, today.month, today.day, hour, tzinfo=HANOI)

    week = week_of_bulletin(plan, at)

    works = not a_calendar().is_off(today) and hour >= 8
    assert week is None or (works and week.weekday() == weekly_on and 0 <= (today - week).days < 7)
    assert (week is not None) == works
