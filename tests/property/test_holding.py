"""A run that is far too large waits; what presses never does, and nothing is lost between."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.messages import DeliveryState, MessageKind, Outcome, Receipt
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.interventions import Hand, release
from lotrinh.application.telling.compose import compose
from lotrinh.application.telling.holding import FEWEST, KNOWN, TIMES, excess
from lotrinh.domain.reminders import Part, Reason, Reminder
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.store.database import SqlStore
from tests.builders import (
    a_configuration,
    a_milestone,
    a_roadmap,
    morning,
    organisations,
)

TODAY = date(2024, 12, 4)
MANY = FEWEST + 5
SOON, LATER, FAR = "chậm nhất 06/12/2024", "chậm nhất 20/12/2024", "chậm nhất 31/12/2024"
USUAL = (3, 4, 5)
ACCEPTED = Receipt(Outcome.ACCEPTED, "250")

days = st.lists(st.integers(1, 400), max_size=40)


@given(messages=st.integers(0, 5000), days=days)
def test_a_run_is_held_only_if_it_is_both_large_and_far_above_what_is_usual(
    messages: int, days: list[int]
) -> None:
    found = excess(messages, days)

    if found is not None:
        assert messages >= FEWEST
        assert len(days) >= KNOWN
        assert messages > TIMES * sorted(days)[(len(days) - 1) // 2]
    elif messages >= FEWEST and len(days) >= KNOWN:
        assert messages <= TIMES * sorted(days)[len(days) // 2]


@given(messages=st.integers(0, 5000), more=st.integers(0, 5000), days=days)
def test_a_larger_run_is_never_let_go_where_a_smaller_one_is_held(
    messages: int, more: int, days: list[int]
) -> None:
    if excess(messages, days):
        assert excess(messages + more, days)


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with closing(SqlStore.open("sqlite://")) as store:
        yield store


@settings(max_examples=6, deadline=None)
@given(both=st.integers(0, MANY), soon=st.integers(0, MANY))
def test_nothing_that_presses_is_held_and_every_reminder_is_in_one_message(
    both: int, soon: int
) -> None:
    """Of all branches some have something due soon and something later, some only one of both."""
    plan = a_plan()
    wanted = [
        *reminders(plan, "soon", range(min(soon, both), MANY)),
        *reminders(plan, "later", range(max(soon, both))),
    ]
    with closing(SqlStore.open("sqlite://")) as store:
        after(store, plan, USUAL)
        say(store, plan, wanted)

        with store.begin() as uow:
            compose(plan, uow, at=morning(TODAY), wording=TemplateWording())

        with store.look() as uow:
            told = [
                (delivery.state, reminder)
                for delivery in uow.deliveries.list([DeliveryState.HELD, DeliveryState.WAITING])
                if (opened := uow.deliveries.open(delivery.key))
                for reminder in opened.reminders
            ]
            assert uow.outbox.waiting() == []
    assert sorted(r.cell for _, r in told) == sorted(r.cell for r in wanted)
    assert {r.cell.milestone for state, r in told if state is DeliveryState.HELD} <= {"later"}
    sent = {r.cell.milestone for state, r in told if state is DeliveryState.WAITING}
    assert sent <= {"soon"}


def test_the_coordinator_is_told_at_once_and_once_a_day(store: SqlStore) -> None:
    plan = a_plan()
    after(store, plan, USUAL)
    say(store, plan, reminders(plan, "later", range(MANY)))

    for _ in range(2):
        with store.begin() as uow:
            compose(plan, uow, at=morning(TODAY), wording=TemplateWording())

    assert counts(store) == {DeliveryState.HELD: MANY, DeliveryState.WAITING: 1}
    with store.look() as uow:
        (notice,) = uow.deliveries.list([DeliveryState.WAITING])
    assert notice.kind is MessageKind.HELD
    assert str(MANY) in notice.subject


def test_what_is_let_go_is_sent_and_nothing_is_held_until_it_is_known_what_is_usual_again(
    store: SqlStore,
) -> None:
    plan = a_plan()
    after(store, plan, USUAL)
    say(store, plan, reminders(plan, "later", range(MANY)))
    with store.begin() as uow:
        compose(plan, uow, at=morning(TODAY), wording=TemplateWording())
        assert len(release(uow, Hand("office"), morning(TODAY))) == MANY

    with store.begin() as uow:
        compose(plan, uow, at=morning(TODAY + timedelta(days=1)), wording=TemplateWording())

    assert DeliveryState.HELD not in counts(store)


def test_what_is_held_goes_by_itself_once_it_presses(store: SqlStore) -> None:
    plan = a_plan()
    after(store, plan, USUAL)
    say(store, plan, reminders(plan, "later", range(MANY)))

    for day in (TODAY, date(2024, 12, 17)):
        with store.begin() as uow:
            compose(plan, uow, at=morning(day), wording=TemplateWording())

    assert DeliveryState.HELD not in counts(store)


def test_what_is_overdue_is_held_unless_its_policy_says_that_it_is_urgent(
    store: SqlStore,
) -> None:
    plan, late = a_plan(), TODAY + timedelta(days=5)
    after(store, plan, USUAL)
    say(store, plan, reminders(plan, "soon", range(MANY)))
    policies = {name: replace(policy, urgent=True) for name, policy in plan.policies.items()}

    for policed in (plan, replace(plan, policies=policies)):
        with store.begin() as uow:
            compose(policed, uow, at=morning(late), wording=TemplateWording())
        held = counts(store).get(DeliveryState.HELD, 0)
        assert held == (MANY if policed is plan else 0)


def a_plan() -> Configuration:
    branches = organisations(*(f"cb-{number}" for number in range(MANY)))
    return a_configuration(
        a_roadmap(a_milestone("soon", SOON), a_milestone("later", LATER), a_milestone("far", FAR)),
        branches=branches,
    )


def reminders(plan: Configuration, milestone: str, rows: range) -> list[Reminder]:
    """Return a reminder of the milestone to the secretary of each of some branches."""
    (roadmap,) = plan.roadmaps
    with closing(SqlStore.open("sqlite://")) as store, store.look() as uow:
        timeline = Timelines(plan, uow.facts, TODAY).of(roadmap)
    (matrix,) = timeline.matrices
    column = [m.milestone.id for m in matrix.columns].index(milestone)  # type: ignore[arg-type]  # a word
    found = []
    for row in rows:
        deadline = timeline.cell(matrix, row, column)
        assert deadline.due is not None
        person = plan.people.persons[row].id
        ladder = plan.policies[plan.roadmaps[roadmap].policy].table(deadline.calendar)
        stands = ladder.current(deadline.due, TODAY)
        label = stands.label if stands is not None else "T-14"
        found.append(Reminder(person, deadline.id, deadline.due, label, Reason.UPCOMING, Part.LEAD))
    return found


def say(store: SqlStore, plan: Configuration, wanted: list[Reminder]) -> None:
    with store.begin() as uow:
        uow.ledger.enqueue(wanted, at=morning(TODAY), configuration=plan.hash)


def after(store: SqlStore, plan: Configuration, days: tuple[int, ...]) -> None:
    """Have so many messages sent on each of the days before today."""
    for number, count in enumerate(days, 1):
        at = morning(TODAY - timedelta(days=number))
        some = reminders(plan, "far", range(count))
        early = [
            Reminder(r.recipient, r.cell, r.due, f"T-{20 + number}", r.reason, r.part) for r in some
        ]
        say(store, plan, early)
        with store.begin() as uow:
            compose(plan, uow, at=at, wording=TemplateWording())
            until = at + timedelta(minutes=5)
            for leased in uow.outbox.lease(now=at, at=at, until=until, limit=count):
                uow.outbox.settle(
                    leased,
                    ACCEPTED,
                    channel="email",
                    state=DeliveryState.SENT,
                    now=at,
                    next_try=None,
                )


def counts(store: SqlStore) -> dict[DeliveryState, int]:
    with store.look() as uow:
        sent = DeliveryState.SENT
        return {state: n for state, n in uow.outbox.counts().items() if n and state is not sent}
