"""Unremarkable reminders, messages and facts; a test names only what matters to it."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import Select, make_url

from lotrinh.application.books.messages import (
    Message,
    MessageKind,
    Outcome,
    Receipt,
)
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Part, Reason, Reminder
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.store.database import SqlStore
from lotrinh.store.dialects import engine_for
from tests.builders import hanoi

T = TypeVar("T")

WARD_CONGRESS = RoadmapId("ward-congress")
YEAR_END = RoadmapId("year-end")
DUE = date(2024, 12, 14)
ACCEPTED = Receipt(Outcome.ACCEPTED, "250")


CHECKED = hanoi("2024-12-02 07:30")
LEASE = timedelta(minutes=5)


def a_cell(
    organisation: str = "chi-bo-01",
    milestone: str = "review",
    roadmap: str = YEAR_END,
    occurrence: str = "2024",
) -> CellId:
    return CellId(
        RoadmapId(roadmap), OrganisationId(organisation), MilestoneId(milestone), occurrence
    )


def a_reminder(
    cell: CellId | None = None, recipient: str = "lan", due: date = DUE, rung: str = "T-14"
) -> Reminder:
    return Reminder(PersonId(recipient), cell or a_cell(), due, rung, Reason.UPCOMING, Part.LEAD)


def reminders_of(organisations: Iterable[int]) -> list[Reminder]:
    return [a_reminder(a_cell(f"chi-bo-{number:05d}")) for number in organisations]


def a_message(key: str = "m1", not_before: datetime = CHECKED) -> Message:
    return Message(
        key=key,
        kind=MessageKind.REMINDERS,
        recipient=PersonId("lan"),
        subject="Nhắc việc: còn 12 ngày",
        text="Kiểm điểm cuối năm",
        html="<p>Kiểm điểm cuối năm</p>",
        at=CHECKED,
        not_before=not_before,
        thread="lan-2024-12",
    )


def a_fact(entry: int, cell: CellId | None = None, on: date = DUE) -> Fact:
    recorded = hanoi("2024-12-05 16:00")
    return Fact(entry, FactKind.DONE, on, recorded, by="office", cell=cell or a_cell())


def an_undo(entry: int, of: int) -> Fact:
    recorded = hanoi("2024-12-06 08:00")
    return Fact(entry, FactKind.UNDONE, DUE, recorded, by="office", reverts=of)


def enqueue(store: SqlStore, *reminders: Reminder) -> list[Reminder]:
    with store.begin() as books:
        return list(books.ledger.enqueue(reminders, at=CHECKED, configuration="c1"))


def record(store: SqlStore, *facts: Fact) -> None:
    with store.begin() as books:
        books.facts.record(facts)


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Return what the calls return, each made on a thread of its own, at the same moment."""
    ready = Barrier(len(calls))

    def start(call: Callable[[], T]) -> T:
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start, calls))


def rows(url: str, wanted: Select[Any]) -> list[tuple[Any, ...]]:
    """Return what a database holds, past everything of ours but the tables."""
    engine = engine_for(make_url(url))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(wanted)]
    engine.dispose()
    return found
