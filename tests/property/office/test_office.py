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
