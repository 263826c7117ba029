"""Edits: what was edited in place, in the order in which it was accepted."""

from datetime import date, timedelta

from lotrinh.application.books.edits import Edit
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.store.database import SqlStore
from tests.integration.store.books import CHECKED

FIRST, SECOND, THIRD = (
    Edit(RoadmapId("plan"), MilestoneId("review"), *words, date(2024, 12, day))
    for words, day in (
        (("trước 15/12/2024", "trước 20/12/2024"), 5),
        (("trước 20/12/2024", "quý I/2025"), 4),
        (("quý I/2025", "trước 15/12/2024"), 4),
    )
)


def test_edits_come_back_as_they_were_recorded_the_oldest_first(store: SqlStore) -> None:
    with store.begin() as books:
        books.edits.record([], CHECKED)
        books.edits.record([FIRST, SECOND], CHECKED)
        books.edits.record([THIRD], CHECKED)

    with store.look() as books:
        assert books.edits.all() == [FIRST, SECOND, THIRD]


def test_edits_are_known_by_when_they_were_accepted(store: SqlStore) -> None:
    later = CHECKED + timedelta(days=1)
    with store.begin() as books:
        books.edits.record([FIRST], CHECKED)
        books.edits.record([SECOND], later)

    with store.look() as books:
        found = [books.edits.all(CHECKED), books.edits.all(later)]

    assert found == [[], [FIRST]]
