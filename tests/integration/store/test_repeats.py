"""What may have arrived is told again under the same key, and takes nothing new in."""

from datetime import date, timedelta

import pytest

from lotrinh.application.books.messages import DeliveryState, Message, Outcome, Receipt
from lotrinh.application.deciding.check import check
from lotrinh.application.telling.compose import compose
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.store.database import SqlStore
from tests.builders import (
    a_configuration,
    a_milestone,
    a_person,
    a_roadmap,
    morning,
    organisations,
)

MONDAY, TUESDAY = date(2024, 12, 9), date(2024, 12, 10)
PLAN = a_configuration(
    a_roadmap(a_milestone("review", "ngày 16/12/2024"), a_milestone("report", "ngày 24/12/2024")),
    branches=organisations("cb-1"),
    people=[a_person("lan", "secretary@cb-1")],
)


def told(store: SqlStore, day: date) -> list[Message]:
    """Check and compose on a morning; return what is to be sent."""
    with store.begin() as books:
        check(PLAN, books, at=morning(day))
        return list(compose(PLAN, books, at=morning(day), wording=TemplateWording()))


def send(store: SqlStore, outcome: Outcome) -> None:
    """Try to send what waits; nobody has arranged for a second try yet."""
    now = morning(MONDAY)
    with store.begin() as books:
        for leased in books.outbox.lease(
            now=now, at=now, until=now + timedelta(minutes=5), limit=9
        ):
            books.outbox.settle(
                leased,
                Receipt(outcome),
                channel="email",
                state=DeliveryState.WAITING,
                now=now,
                next_try=now,
            )


@pytest.fixture
def first(store: SqlStore) -> Message:
    """The message of Monday: only the review is a week away."""
    (message,) = told(store, MONDAY)
    return message


def test_what_may_have_arrived_keeps_its_key_and_what_is_new_is_a_message_of_its_own(
    store: SqlStore, first: Message
) -> None:
    send(store, Outcome.UNKNOWN)

    messages = {message.key: message for message in told(store, TUESDAY)}

    assert len(messages) == 2
    assert "Việc report" not in messages.pop(first.key).text
    ((_, new),) = messages.items()
    assert "Việc report" in new.text
    assert "Việc review" not in new.text


def test_what_surely_did_not_arrive_is_told_with_what_is_new(
    store: SqlStore, first: Message
) -> None:
    send(store, Outcome.TEMPORARY)

    (message,) = told(store, TUESDAY)

    assert message.key != first.key
    assert "Việc report" in message.text
    assert "Việc review" in message.text


def test_what_is_done_by_then_is_not_repeated(store: SqlStore, first: Message) -> None:
    send(store, Outcome.UNKNOWN)
    cell = CellId(RoadmapId("plan"), OrganisationId("cb-1"), MilestoneId("review"), "")
    with store.begin() as books:
        books.facts.record([Fact(1, FactKind.DONE, MONDAY, morning(MONDAY), "lan", cell)])

    (message,) = told(store, TUESDAY)

    assert message.key != first.key
    assert "Việc report" in message.text
