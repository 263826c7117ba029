"""Who recorded something without a name is called the same everywhere."""

from tests.acceptance.conftest import Office
from tests.acceptance.scenario import Scenario

REVIEW = "id: review, title: Kiểm điểm, due: chậm nhất 15/09/2026, lead: secretary"


def test_a_record_without_a_name_is_by_a_command_in_every_place(scenario: Scenario) -> None:
    scenario.plans(REVIEW).at("2026-09-08").tick()
    lotrinh = Office(scenario.folder)
    books = "--db", f"sqlite:///{scenario.folder / 'books.db'}"
    granted = lotrinh(
        *("grant", "branch-1", "review", "--to", "20/09/2026", "--note", "vì bận"),
        *("--on", "08/09/2026", "--yes", *books),
    )
    assert granted.code == 0, granted.err

    why = lotrinh("plan", "--organisation", "branch-1", "--why", "--at", "09/09/2026", *books).out
    audit = lotrinh("audit", *books).out
    undo = lotrinh("undo", "--yes", *books).out

    assert "[Lệnh trên máy ghi nhận ngày" in " ".join(why.split())
    assert "Lệnh trên máy" in undo
    assert "Lệnh trên máy" in audit
