"""The faults in short: each once, on the database that it is about; and the pages about them.

The long form, on both databases and with many kills, is `python -m tests.faults`.
"""

from collections.abc import Iterator

import pytest

from lotrinh.rendering.words import LANGUAGES
from tests.faults.bases import Bases, bases
from tests.faults.fault import Fault
from tests.faults.page import told
from tests.faults.runner import run
from tests.faults.table import FAULTS

pytestmark = pytest.mark.filterwarnings(
    "ignore:'imghdr':DeprecationWarning",
    "ignore:Session.login_data:DeprecationWarning",
)


@pytest.fixture(scope="module")
def books() -> Iterator[Bases]:
    with bases() as found:
        yield found


@pytest.mark.parametrize(
    "fault", [one for one in FAULTS if not (one.mounts or one.slow)], ids=lambda fault: fault.id
)
def test_a_fault_loses_nothing_and_repeats_only_what_nobody_knows_the_end_of(
    fault: Fault, books: Bases
) -> None:
    result = run(fault, books, fault.kinds[0])

    assert result.complaint(fault) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_of_every_fault_in_its_words_and_of_nothing_else(language: str) -> None:
    rows = told(language)

    assert {id_: row[0] for id_, row in rows.items()} == {f.id: f.words[language] for f in FAULTS}
    assert {row[2] for row in rows.values()} == {"0"}, "lost"
    assert {id_ for id_, row in rows.items() if row[3] != "0"} <= {
        fault.id for fault in FAULTS if fault.may_repeat
    }
    assert all(row[1] for row in rows.values())
