"""What if, over real HTTP: what would move is shown, and nothing at all is changed."""

from collections.abc import Mapping

import httpx
import pytest
from sqlalchemy import select

from lotrinh.store.database import SqlStore
from lotrinh.store.tables import metadata
from tests.integration.web.conftest import Office, words
from tests.integration.web.test_board import OFFICE, SECRETARY, look

OTHER_DAY = "thing=plan/review&phrase=chậm+nhất+18/12/2026"


def what_if(office: Office, query: str, language: str = "vi") -> httpx.Response:
    """Return what the office sees of a question."""
    return look(office, f"/what-if?{query}", OFFICE, language)


def everything(office: Office) -> Mapping[str, object]:
    """Return all that is kept: the rows of every table, the bytes of every file."""
    store = office.program.store
    assert isinstance(store, SqlStore)
    with store._engine.connect() as books:  # noqa: SLF001  (what is in the tables)
        rows = {
            table.name: sorted(map(repr, books.execute(select(table))))
            for table in metadata.sorted_tables
        }
    folder = office.folder / "config"
    files = {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    return {**rows, **files}


def test_what_if_is_for_the_coordinator_alone(office: Office) -> None:
    assert look(office, "/what-if", SECRETARY).status_code == 404
    assert what_if(office, "").status_code == 200


def test_another_phrase_shows_what_moves_and_who_is_told(office: Office) -> None:
    page = words(what_if(office, OTHER_DAY).text)

    assert "2 hạn thay đổi" in page
    assert "Kiểm điểm <b>cuối năm</b> 2 đơn vị" in page
    assert "14/12/2026 18/12/2026 +4 ngày" in page
    assert "(thử)" in page
    assert "Sẽ nhận thư đổi hạn (2)" in page


def test_nothing_is_written_by_asking(office: Office) -> None:
    before = everything(office)

    for query in (
        OTHER_DAY,
        f"{OTHER_DAY}&organisation=branch-1&effective=10/12/2026",
        "kind=day&thing=none&phrase=1/1/2027&organisation=branch-1",
    ):
        what_if(office, query)

    assert everything(office) == before


def test_an_amendment_may_be_for_some_only_and_from_some_day_on(office: Office) -> None:
    answer = what_if(office, f"{OTHER_DAY}&organisation=branch-2&effective=2026-12-10")

    page = words(answer.text)
    assert "Hạn sẽ đổi, xem như ngày 10/12/2026" in page
    assert "1 hạn thay đổi" in page
    assert "Chi bộ Hai 14/12/2026 18/12/2026" in page


def test_an_organisation_may_be_called_by_its_name(office: Office) -> None:
    page = words(what_if(office, f"{OTHER_DAY}&organisation=Chi+bộ+hai").text)

    assert "1 hạn thay đổi" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("thing=plan/review&phrase=chậm+nhat+thang+sau", "mark"),
        ("thing=plan/review&phrase=7+ngày+trước+reveiw", "“review”"),
        ("thing=plan/revew&phrase=ngày+18/12/2026", "“review”"),
        (f"{OTHER_DAY}&organisation=branch-3", "branch-3"),
        (f"{OTHER_DAY}&below=ward-2", "ward-2"),
        (f"{OTHER_DAY}&effective=31/02/2026", "31/02/2026"),
        (f"{OTHER_DAY}&effective=10/12/2062", "10/12/2062"),
        (f"{OTHER_DAY}&occurrence=2026", "2026"),
        ("thing=plan/review&phrase=trước+15/12+hằng+năm", "review"),
        ("thing=plan/review&phrase=5+ngày+sau+review", "review"),
        ("kind=day&thing=congress&phrase=20/06/2027", "đơn vị"),
        ("kind=day&thing=congress&phrase=thứ+Hai&organisation=branch-1", "thứ Hai"),
    ],
)
def test_a_mistake_is_said_with_what_to_write_and_keeps_what_was_typed(
    office: Office, query: str, said: str
) -> None:
    answer = what_if(office, query)

    assert answer.status_code == 422
    assert said in answer.text
    assert "hạn thay đổi" not in answer.text
    assert f'value="{httpx.QueryParams(query)["phrase"]}"' in answer.text


def test_an_anchor_may_be_moved_for_some(office: Office) -> None:
    office.edit(
        "roadmaps/plan.yaml",
        "milestones:",
        "anchors:\n  congress: {title: Đại hội, alias: đại hội, window: tháng 3/2027}\n"
        "milestones:\n"
        "  - {id: scheme, title: Đề án, for: {kind: branch}, due: 30 ngày trước đại hội,"
        " lead: secretary}",
    )

    answer = what_if(office, "kind=day&thing=congress&phrase=20/03/2027&organisation=branch-1")

    page = words(answer.text)
    assert "1 hạn thay đổi" in page
    assert "Chi bộ Một 01/03/2027 (dự kiến) 18/02/2027" in page
    names = words(what_if(office, "thing=plan/scheme&phrase=60+ngày+trước+đại+hội").text)
    assert "30/01/2027" in names


def test_broken_files_are_passed_over_for_those_accepted_last(office: Office) -> None:
    office.edit("roadmaps/plan.yaml", "lead: secretary", "lead: nobody")

    assert "2 hạn thay đổi" in words(what_if(office, OTHER_DAY).text)


def test_what_would_go_wrong_is_told_by_titles_and_names(office: Office) -> None:
    plan = "due: chậm nhất 20/12/2026"
    office.edit("roadmaps/plan.yaml", plan, f"{plan}, needs: [review]")
    asked = {"kind": "phrase", "thing": "plan/plan-2027", "phrase": "chậm nhất 10/12/2026"}
    with office.signed_in("van-phong") as http:
        said = words(http.get("/what-if", params=asked).text)

    assert "Kế hoạch năm sau: hạn 10/12/2026 đến trước hạn 14/12/2026 của “Kiểm điểm" in said
    assert "là việc phải xong trước, ở Chi bộ Một" in said
