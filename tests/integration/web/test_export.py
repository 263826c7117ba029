"""Files off the pages: what somebody may see and no more, whole, named for any machine, bounded."""

import re
from io import BytesIO
from threading import Event, Thread

import httpx
import openpyxl
import pytest
from docx import Document
from icalendar import Calendar

from lotrinh.bootstrap.desks.paper import PaperDesk
from lotrinh.bootstrap.desks.turns import BusyError, Turns
from lotrinh.web.app import make_app
from lotrinh.web.guard import Limits
from tests.integration.web.conftest import Office, in_process, words
from tests.integration.web.test_board import SECRETARY, look

PAPERS = (
    "/export/matrix/plan.xlsx",
    "/export/matrix/plan.png",
    "/export/matrix/plan.svg",
    "/export/plan/plan.xlsx",
    "/export/plan/plan.docx",
    "/export/progress/plan.xlsx",
    "/export/progress/plan.docx",
    "/export/organisation/branch-1.xlsx",
    "/export/organisation/branch-1.docx",
    "/export/organisation/branch-1.png",
    "/export/organisation/branch-1.svg",
    "/export/organisation/branch-1.ics",
    "/export/calendar/mine.ics",
)


def text_of(answer: httpx.Response) -> str:
    """Return all that a file says."""
    kind = answer.headers["content-type"]
    if "sheet" in kind:
        book = openpyxl.load_workbook(BytesIO(answer.content))
        cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
        return " ".join(str(cell.value) for cell in cells)
    if "word" in kind:
        document = Document(BytesIO(answer.content))
        tables = (c.text for t in document.tables for row in t.rows for c in row.cells)
        return " ".join([*(p.text for p in document.paragraphs), *tables])
    if "calendar" in kind:
        return " ".join(
            str(e["SUMMARY"]) for e in Calendar.from_ical(answer.content).walk("VEVENT")
        )
    return ""


def test_every_button_hands_over_a_file_with_a_plain_name(office: Office) -> None:
    for path in PAPERS:
        answer = look(office, path)

        assert answer.status_code == 200, words(answer.text)
        said = answer.headers["content-disposition"]
        form = path.rpartition(".")[2]
        assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+-2026-12-07\.{form}"', said)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert len(answer.content) > 200


def test_there_is_a_button_for_every_file_and_no_other(office: Office) -> None:
    pages = ("/matrix/plan", "/organisation/branch-1", "/calendar/2026-12")
    found = [
        address
        for page in pages
        for address in re.findall(r'href="(?:\.\./)+(export/[^"]+)"', look(office, page).text)
    ]

    assert sorted(f"/{address}" for address in found) == sorted(PAPERS)


def test_a_file_holds_what_its_reader_may_see(office: Office) -> None:
    for path in PAPERS:
        answer = look(office, path, SECRETARY)
        assert answer.status_code == 200
        if not path.endswith(("png", "svg")):  # letters are drawn there
            assert "Kế hoạch năm sau" in text_of(answer), path
        assert "Chi bộ Hai" not in text_of(answer), path


def test_no_chart_is_drawn_of_what_its_reader_may_not_see(office: Office) -> None:
    path = "/export/matrix/plan.svg?below=branch-2"

    assert look(office, path).status_code == 200
    assert look(office, path, SECRETARY).status_code == 422


def test_the_coordinator_gets_all_of_it(office: Office) -> None:
    for path in (
        "/export/plan/plan.xlsx",
        "/export/progress/plan.xlsx",
        "/export/matrix/plan.xlsx",
    ):
        every = text_of(look(office, path))
        assert "Chi bộ Một" in every
        assert "Chi bộ Hai" in every


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("?text=ke+hoach+nam+sau", "Kế hoạch năm sau", "Kiểm điểm"),
        ("?below=branch-2", "Chi bộ Hai", "Chi bộ Một"),
        ("?standing=due-soon&text=mot", "Chi bộ Một", "Chi bộ Hai"),
    ],
)
def test_the_table_is_taken_along_as_it_is_looked_at(
    office: Office, query: str, there: str, not_there: str
) -> None:
    book = text_of(look(office, f"/export/matrix/plan.xlsx{query}"))

    assert there in book
    assert not_there not in book


def test_a_filter_that_chooses_nothing_makes_an_empty_table_and_no_chart(office: Office) -> None:
    book = look(office, "/export/matrix/plan.xlsx?standing=overdue")
    chart = look(office, "/export/matrix/plan.png?standing=overdue")

    assert "Chi bộ" not in text_of(book)
    assert chart.status_code == 422
    assert "Không có hạn nào để vẽ." in words(chart.text)


def test_the_plan_of_a_part_is_that_of_the_place_below(office: Office) -> None:
    part = text_of(look(office, "/export/plan/plan.xlsx?below=branch-2"))

    assert "Chi bộ Hai" in part
    assert "Chi bộ Một" not in part


def test_a_document_is_written_by_whoever_makes_it(office: Office) -> None:
    mine = text_of(look(office, "/export/progress/plan.docx", SECRETARY))
    office_s = text_of(look(office, "/export/progress/plan.docx"))

    assert "CHI BỘ MỘT" in mine
    assert "BÍ THƯ" in mine
    assert "CHI BỘ MỘT" not in office_s


@pytest.mark.parametrize(
    "path",
    [
        "/export/organisation/branch-2.xlsx",
        "/export/organisation/nothing.xlsx",
        "/export/matrix/nothing.xlsx",
        "/export/matrix/plan.pdf",
        "/export/nothing/plan.xlsx",
        "/export/matrix/plan",
        "/export/calendar/bi-thu-2.ics",
        "/export/calendar/..%2f..%2fetc.ics",
        "/export/matrix/%00.xlsx",
    ],
)
def test_there_is_no_file_of_what_there_is_not_or_not_for_the_viewer(
    office: Office, path: str
) -> None:
    assert look(office, path, SECRETARY).status_code == 404


def test_nobody_gets_a_file_without_signing_in(office: Office) -> None:
    for path in PAPERS:
        answer = httpx.get(office.base + path)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith("signin")


def test_names_that_begin_like_formulas_are_text(office: Office) -> None:
    office.edit("organisations.csv", "Chi bộ Hai", '"=HYPERLINK(""http://x"")"')

    answer = look(office, "/export/plan/plan.xlsx")

    book = openpyxl.load_workbook(BytesIO(answer.content))
    named = [c for sheet in book for r in sheet.iter_rows() for c in r if "HYPER" in str(c.value)]
    assert named
    assert {cell.data_type for cell in named} == {"s"}


def test_more_than_one_file_holds_is_said_so(office: Office) -> None:
    desk = office.program.reception.front_desk()
    papers = PaperDesk(desk.store, desk.now, most=3, most_in_matrix=3)
    app = make_app(desk, office.program.reception.gate(desk), papers=papers)

    for path in (
        "/export/plan/plan.xlsx",
        "/export/matrix/plan.xlsx",
        "/export/progress/plan.docx",
    ):
        answer = in_process(office, app, path)
        assert answer.status_code == 422
        assert "Có hơn 3 hạn" in words(answer.text)


def test_who_wants_too_many_files_waits(office: Office) -> None:
    desk = office.program.reception.front_desk()
    app = make_app(desk, office.program.reception.gate(desk), limits=Limits(papers=1))

    first, second = (in_process(office, app, "/export/calendar/mine.ics") for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 429)
    assert second.headers["retry-after"] == "60"


def test_when_all_are_busy_it_is_said_when_to_come_again(office: Office) -> None:
    desk = office.program.reception.front_desk()
    papers = PaperDesk(desk.store, desk.now, turns=Turns(bench=0))
    app = make_app(desk, office.program.reception.gate(desk), papers=papers)

    with papers.turns.take():
        answer = in_process(office, app, "/export/calendar/mine.ics")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert in_process(office, app, "/export/calendar/mine.ics").status_code == 200


def test_one_at_a_time_has_its_turn_and_a_few_wait() -> None:
    turns, began, may_end, second = Turns(bench=1), Event(), Event(), Event()

    def long() -> None:
        with turns.take():
            began.set()
            may_end.wait(10)

    def next_one() -> None:
        with turns.take():
            second.set()

    threads = [Thread(target=long), Thread(target=next_one)]
    threads[0].start()
    assert began.wait(10)
    threads[1].start()
    assert not second.is_set()
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert second.is_set()


def test_whoever_finds_no_place_to_wait_is_sent_away() -> None:
    turns = Turns(bench=0)

    with turns.take(), pytest.raises(BusyError), turns.take():
        pass
