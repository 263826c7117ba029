"""The board over real HTTP: everybody sees what is theirs, filters work, text is text."""

import re

import httpx
import pytest

from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.domain.registers import PersonId
from lotrinh.domain.status import Standing
from lotrinh.rendering.marks import MARKS
from lotrinh.web.session import COOKIE, LANGUAGE_COOKIE
from tests.integration.web.conftest import Office, words

OFFICE, SECRETARY = "van-phong", "bi-thu-1"


def look(office: Office, path: str, person: str = OFFICE, language: str = "vi") -> httpx.Response:
    """Look at a page as somebody who is signed in."""
    session = office.program.seals.issue(Purpose.SESSION, Pass(PersonId(person), office.now))
    cookies = {COOKIE: session, LANGUAGE_COOKIE: language}
    with httpx.Client(base_url=office.base, timeout=30, cookies=cookies) as http:
        return http.get(path)


def names(page: str) -> list[str]:
    """Return the organisations of a table, in their order."""
    rows = re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)', page)
    return [name for name in rows if name.startswith(("Chi bộ", "Phường"))]


def say_done(office: Office, **fields: str) -> None:
    """Have the first branch's secretary say that the review is done."""
    code = office.codes()["branch-1", "review"]
    with office.visitor() as visitor:
        assert visitor.press(office.token(), code, "done", **fields).status_code == 303


@pytest.mark.parametrize(
    "path", ["/matrix/plan", "/milestone/plan/review", "/cell/plan/branch-1/review"]
)
def test_whoever_is_not_signed_in_is_led_to_the_door(office: Office, path: str) -> None:
    answer = httpx.get(office.base + path)

    assert answer.status_code == 303
    assert answer.headers["location"].endswith("signin")


def test_the_matrix_has_a_row_an_organisation_and_a_link_a_cell(office: Office) -> None:
    answer = look(office, "/matrix/plan")

    page = answer.text
    assert answer.status_code == 200
    assert names(page) == ["Chi bộ Một", "Chi bộ Hai"]
    assert page.count('href="../cell/plan/branch-1/') == 2
    assert "Đã xong 0/4 (0%), quá hạn 0, 2 đơn vị." in words(page)
    mark = MARKS[Standing.DUE_SOON]
    cell = f'<b aria-hidden="true">{mark}</b><span>sắp đến hạn, 14/12/2026</span></a></td>'
    assert f'<td class="s due-soon"><a href="../cell/plan/branch-1/review">{cell}' in page


def test_an_official_sees_the_own_organisation_only(office: Office) -> None:
    page = look(office, "/matrix/plan", SECRETARY).text

    assert names(page) == ["Chi bộ Một"]
    assert names(look(office, "/milestone/plan/review", SECRETARY).text) == ["Chi bộ Một"]
    other = look(office, "/cell/plan/branch-2/review", SECRETARY)
    assert other.status_code == 404
    assert "Chi bộ Hai" not in other.text


@pytest.mark.parametrize(
    ("query", "listed", "cells"),
    [
        ("text=mot", ["Chi bộ Một"], 2),
        ("text=ke+hoach+nam+sau", ["Chi bộ Một", "Chi bộ Hai"], 2),
        ("due=2026-12", ["Chi bộ Một", "Chi bộ Hai"], 4),
        ("below=ward-1&standing=due-soon", ["Chi bộ Một", "Chi bộ Hai"], 2),
        ("due=2027", [], 0),
        ("standing=overdue", [], 0),
        ("kind=ward", [], 0),
        ("below=no-such-place", [], 0),
        ("standing=nonsense&due=2026-99&page=-7&lang=xx", ["Chi bộ Một", "Chi bộ Hai"], 4),
    ],
)
def test_the_matrix_is_filtered_by_its_address(
    office: Office, query: str, listed: list[str], cells: int
) -> None:
    page = look(office, f"/matrix/plan?{query}").text

    assert names(page) == listed
    assert page.count('href="../cell/') == cells
    assert ("Không có việc nào như vậy" in page) is (not listed)


def test_html_in_titles_and_in_what_is_looked_for_is_text(office: Office) -> None:
    office.edit("organisations.csv", "Chi bộ Hai", "Chi bộ <i>Hai</i>")

    for path in (
        "/matrix/plan?text=<script>alert(1)</script>",
        "/matrix/plan",
        "/milestone/plan/review",
        "/cell/plan/branch-2/review",
    ):
        page = look(office, path).text
        assert "<script" not in page
        assert "<i>" not in page
        assert "<b>cuối" not in page
    assert "Kiểm điểm <b>cuối năm</b>" in words(look(office, "/matrix/plan").text)


def test_a_milestone_counts_who_is_done_and_names_the_laggards_first(office: Office) -> None:
    say_done(office)

    page = look(office, "/milestone/plan/review").text

    assert "1/2 xong" in words(page)
    assert names(page) == ["Chi bộ Hai", "Chi bộ Một"]


def test_what_was_recorded_shows_at_the_next_look(office: Office) -> None:
    assert "Đã xong 0/4" in words(look(office, "/matrix/plan").text)

    say_done(office)

    assert "Đã xong 1/4 (25%)" in words(look(office, "/matrix/plan").text)


def test_a_cell_tells_its_story(office: Office) -> None:
    page = words(look(office, "/cell/plan/branch-1/review").text)

    for said in (
        "chậm nhất 14/12/2026",
        "roadmaps/plan.yaml:9",
        "12-KH/ĐU ngày 01/10/2026",
        "Chủ trì Bí thư: Bí thư Chi bộ Một",
        "Văn phòng: Bí thư Chi bộ Một",
        "Quyết định gia hạn Văn phòng phường",
        "07/12/2026 07:30 Bí thư Chi bộ Một nhắc trước hạn 7 ngày đã ghi ra tệp xem trước",
        "thứ Sáu, 11/12/2026: nhắc trước hạn 1 ngày",
        "Chưa có gì được ghi.",
    ):
        assert said in page, said


def test_a_cell_tells_what_was_recorded_and_what_was_taken_back(office: Office) -> None:
    evidence = "https://example.vn/bien-ban"
    say_done(office, note="đủ <hồ sơ>", evidence=evidence)
    done = look(office, "/cell/plan/branch-1/review").text
    office.program.undo(by="Văn phòng")
    undone = look(office, "/cell/plan/branch-1/review").text

    assert "đã xong, ngày 07/12/2026, Bí thư Chi bộ Một đủ <hồ sơ>" in words(done)
    assert f'href="{evidence}"' in done
    assert "không còn lần nhắc nào" in words(done).lower()
    assert "(đã hoàn lại)" in words(undone)


@pytest.mark.parametrize(
    "path",
    [
        "/matrix/nothing",
        "/milestone/plan/nothing",
        "/milestone/plan/review@2031",
        "/cell/plan/branch-1/nothing",
        "/cell/plan/ward-1/review",
        "/cell/nothing/branch-1/review",
        "/cell/plan/%00/review",
    ],
)
def test_what_there_is_not_is_said_so(office: Office, path: str) -> None:
    answer = look(office, path)

    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_the_board_is_read_in_english_too(office: Office) -> None:
    assert "0 of 4 done" in words(look(office, "/matrix/plan", language="en").text)
    cell = words(look(office, "/cell/plan/branch-1/review", language="en").text)
    assert "by 14/12/2026" in cell
    assert "Why this day" in cell
    assert "0/2 done" in words(look(office, "/milestone/plan/review", language="en").text)


def test_an_organisation_has_its_deadlines_drawn_and_told_and_those_below(office: Office) -> None:
    branch = look(office, "/organisation/branch-1").text
    ward = look(office, "/organisation/ward-1").text

    assert branch.count('<rect class="due"') == branch.count('href="../cell/plan/branch-1/') == 2
    assert '<rect class="tet"' in branch
    assert '<line class="today"' in branch
    assert "Đã xong 0/2 (0%), quá hạn 0." in words(branch)
    assert 'href="../organisation/ward-1"' in branch
    assert re.findall(r'href="../organisation/(branch-\d)"', ward) == ["branch-1", "branch-2"]
    assert "Không có hạn nào" in ward


def test_a_year_without_deadlines_says_so(office: Office) -> None:
    page = words(look(office, "/organisation/branch-1?due=2027").text)

    assert "Không có hạn nào từ 01/01/2027 đến 31/12/2027." in page
    assert "Còn 2 hạn ngoài khoảng này" in page


def test_an_official_may_not_look_at_other_organisations(office: Office) -> None:
    for other in ("branch-2", "ward-1", "nothing"):
        assert look(office, f"/organisation/{other}", SECRETARY).status_code == 404
    own = look(office, "/organisation/branch-1", SECRETARY)
    assert own.status_code == 200
    assert "organisation/ward-1" not in own.text


def test_the_calendar_has_what_is_due_of_what_may_be_seen(office: Office) -> None:
    everything = look(office, "/calendar/2026-12")
    mine = look(office, "/calendar/2026-12", SECRETARY).text

    assert "0/2 đơn vị xong" in words(everything.text)
    assert 'href="../milestone/plan/review"' in everything.text
    assert 'href="../cell/plan/branch-1/review"' in mine
    assert "Chi bộ Hai" not in mine
    assert 'href="../calendar/2026-11"' in mine
    assert "không có việc nào đến hạn" in words(look(office, "/calendar/2027-05").text)
    assert "<b>cuối" not in everything.text


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/2026",
        "/calendar/2026-13",
        "/calendar/0001-01",
        "/calendar/9999-12",
        "/calendar/x",
    ],
)
def test_what_is_no_month_is_no_page(office: Office, path: str) -> None:
    assert look(office, path).status_code == 404


def test_a_far_year_is_looked_at_without_harm(office: Office) -> None:
    assert look(office, "/organisation/branch-1?due=9999").status_code == 200
    assert look(office, "/organisation/branch-1?due=2999").status_code == 200
    assert look(office, "/calendar/2999-12").status_code == 200
    assert look(office, "/calendar/1900-01").status_code == 200


def test_a_story_goes_on_when_its_milestone_is_renamed(office: Office) -> None:
    say_done(office, note="đủ hồ sơ")
    office.edit("roadmaps/plan.yaml", "{id: review,", "{id: check-up, formerly: [review],")

    renamed = words(look(office, "/cell/plan/branch-1/check-up").text)

    assert "nhắc trước hạn 7 ngày đã ghi ra tệp xem trước" in renamed
    assert words(look(office, "/cell/plan/branch-1/review").text) == renamed
    assert look(office, "/milestone/plan/review").status_code == 200
    assert "đã xong, ngày 07/12/2026, Bí thư Chi bộ Một đủ hồ sơ" in renamed


def test_a_story_goes_on_when_its_organisation_is_renamed(office: Office) -> None:
    say_done(office, note="đủ hồ sơ")
    register = office.folder / "config" / "organisations.csv"
    head, *rows = register.read_text(encoding="utf-8").splitlines()
    named = (f"{row},{'branch-1' if row.startswith('branch-1,') else ''}" for row in rows)
    text = "\n".join([f"{head},formerly", *named, ""]).replace("\nbranch-1,", "\ncb-01,")
    register.write_text(text, encoding="utf-8")
    office.edit("people.csv", "@branch-1", "@cb-01")

    renamed = words(look(office, "/cell/plan/cb-01/review").text)

    assert "nhắc trước hạn 7 ngày đã ghi ra tệp xem trước" in renamed
    assert "đã xong, ngày 07/12/2026, Bí thư Chi bộ Một đủ hồ sơ" in renamed
    assert words(look(office, "/cell/plan/branch-1/review").text) == renamed
    assert look(office, "/organisation/branch-1").status_code == 200


def test_a_reminder_that_waits_is_told_as_waiting(office: Office) -> None:
    office.at("2026-12-13 07:30").program.check()

    page = words(look(office, "/cell/plan/branch-1/review").text)

    assert "13/12/2026 07:30 Bí thư Chi bộ Một" in page
    assert "chờ gửi" in page


def test_a_milestone_of_many_organisations_has_pages(office: Office) -> None:
    register = office.folder / "config" / "organisations.csv"
    more = "".join(f"more-{n},Chi bộ {n},branch,ward-1\n" for n in range(3, 121))
    register.write_text(register.read_text(encoding="utf-8") + more, encoding="utf-8")

    first, second, beyond = (
        look(office, f"/milestone/plan/review{page}").text for page in ("", "?page=2", "?page=99")
    )

    assert [page.count('<th scope="row">') for page in (first, second, beyond)] == [100, 20, 20]
    assert ">101</td>" in second
    assert 'href="?page=2"' in first


def test_what_comes_round_for_years_opens_with_this_one_and_says_what_is_hidden(
    office: Office,
) -> None:
    office.edit("roadmaps/plan.yaml", "due: chậm nhất 20/12/2026", "due: ngày 20/12 hằng năm")
    bare, every = (words(look(office, f"/matrix/plan{query}").text) for query in ("", "?due="))

    assert "Kế hoạch năm sau (2026)" in bare
    assert "Kế hoạch năm sau (2027)" not in bare
    assert "Đang xem các hạn trong năm 2026; 2 hạn ở năm khác hoặc chưa có ngày" in bare
    assert "Kế hoạch năm sau (2027)" in every
    assert "Xem tất cả các năm" not in every
