"""The laws of reminding, held over whatever may happen in an office; books in an SQLite file."""

from pathlib import Path
from shutil import copyfile

import pytest

from lotrinh.domain.facts import FactKind
from lotrinh.store.database import SqlStore
from tests.property.office.machine import Office, held


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> type[Office]:
    """Offices on books of their own; to copy empty ones is quicker than to make them."""
    empty = tmp_path_factory.mktemp("laws") / "empty.db"
    SqlStore.open(f"sqlite:///{empty}").close()

    class OnSqlite(Office):
        @staticmethod
        def url(folder: Path) -> str:
            copyfile(empty, folder / "books.db")
            return f"sqlite:///{folder / 'books.db'}"

    return OnSqlite


def test_whatever_happens_everybody_hears_what_there_is_and_nothing_else(
    office: type[Office],
) -> None:
    held(office, 20)


@pytest.mark.parametrize("fuse", range(8, 16))
def test_what_a_dead_worker_held_is_told_as_it_stands_by_then(
    office: type[Office], fuse: int
) -> None:
    """It was leased for all at once: what is done or moved meanwhile isn't told any more."""
    one = office()
    one.opens(review=4, plan=10, congress=25)

    one.a_crash(fuse=fuse, check=True)
    one.somebody_answers(cell=("b1", "review"), kind=FactKind.DONE, ahead=1)
    one.a_directive_moves_a_date(branch="b2", ahead=12, starts=0)
    one.a_delivery()

    one.teardown()


def test_what_is_edited_while_the_clock_is_behind_is_decided_after_all_that_a_check_saw(
    office: type[Office],
) -> None:
    one = office()
    one.opens(review=25, plan=7, congress=25)

    one.a_tick()
    one.a_day_goes_by()
    one.somebody_answers(cell=("b1", "plan"), kind=FactKind.EXTENSION_GRANTED, ahead=9)
    one.a_tick()
    one.the_clock_is_set_back(hours=23)
    one.a_date_is_edited(milestone="plan", ahead=4)
    one.a_tick()

    one.teardown()


def test_so_it_is_where_only_some_organisations_were_checked_before_it_was_set_back(
    office: type[Office],
) -> None:
    one = office()
    one.opens(review=25, plan=7, congress=25)

    one.a_tick()
    one.time_passes(hours=24)
    one.some_organisations_are_checked(branch="b1")
    one.somebody_answers(cell=("b1", "plan"), kind=FactKind.EXTENSION_GRANTED, ahead=9)
    one.the_clock_is_set_back(hours=23)
    one.a_date_is_edited(milestone="plan", ahead=4)
    one.a_tick()

    one.teardown()


def test_a_first_check_that_was_made_while_the_clock_was_ahead_silences_nothing(
    office: type[Office],
) -> None:
    one = office()
    one.opens(review=4, plan=10, congress=25)

    one.the_clock_is_ahead_at_a_check_and_trusted_again(days=200)
    one.a_tick()

    one.teardown()


def test_what_was_edited_while_the_clock_was_ahead_holds_from_the_day_that_it_was_put_right(
    office: type[Office],
) -> None:
    one = office()
    one.opens(review=4, plan=10, congress=25)

    one.a_tick()
    one.a_date_is_edited(milestone="plan", ahead=6)
    one.the_clock_is_ahead_at_a_check_and_trusted_again(days=200)
    one.a_tick()

    one.teardown()
