from datetime import timedelta

from lotrinh.application.books.correspondents import Correspondent, Rhythm
from lotrinh.application.books.rehearsal.correspondents import NotedCorrespondents
from lotrinh.domain.registers import PersonId
from lotrinh.store.database import SqlStore
from tests.integration.store.books import CHECKED, at_once

LAN, MINH = PersonId("lan"), PersonId("minh")


def test_what_somebody_has_chosen_is_kept_and_the_last_choice_holds(store: SqlStore) -> None:
    with store.begin() as books:
        assert books.correspondents.of(LAN) == Correspondent(LAN)
        books.correspondents.choose(LAN, Rhythm.WEEKLY)
        books.correspondents.choose(LAN, Rhythm.TWICE_A_WEEK)
        books.correspondents.choose(MINH, Rhythm.DAILY)

    with store.look() as books:
        assert books.correspondents.rhythms() == {LAN: Rhythm.TWICE_A_WEEK}
        assert [one.person for one in books.correspondents.all()] == [LAN, MINH]


def test_a_revocation_and_a_rhythm_leave_each_other_alone(store: SqlStore) -> None:
    with store.begin() as books:
        books.correspondents.choose(LAN, Rhythm.WEEKLY)
        books.correspondents.revoke(LAN, CHECKED)
        books.correspondents.revoke(LAN, CHECKED + timedelta(days=1))
        books.correspondents.revoke(MINH, CHECKED)

    with store.look() as books:
        kept = books.correspondents.of(LAN)
        assert kept == Correspondent(LAN, Rhythm.WEEKLY, CHECKED + timedelta(days=1))
        assert books.correspondents.rhythms() == {LAN: Rhythm.WEEKLY}


def test_two_who_choose_for_somebody_at_once_do_not_collide(store: SqlStore) -> None:
    def choose() -> None:
        with store.begin() as books:
            books.correspondents.choose(LAN, Rhythm.WEEKLY)

    at_once(*[choose] * 4)

    with store.look() as books:
        assert len(books.correspondents.all()) == 1


def test_a_notebook_over_the_books_changes_nothing_in_them(store: SqlStore) -> None:
    with store.begin() as books:
        books.correspondents.choose(LAN, Rhythm.WEEKLY)
        noted = NotedCorrespondents(books.correspondents)
        noted.choose(MINH, Rhythm.TWICE_A_WEEK)
        noted.revoke(LAN, CHECKED)

        assert noted.rhythms() == {LAN: Rhythm.WEEKLY, MINH: Rhythm.TWICE_A_WEEK}
        assert noted.of(LAN) == Correspondent(LAN, Rhythm.WEEKLY, CHECKED)
        assert [one.person for one in noted.all()] == [LAN, MINH]
        assert books.correspondents.all() == [Correspondent(LAN, Rhythm.WEEKLY)]
