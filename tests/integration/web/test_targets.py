"""The screens of targets over real HTTP: who sees what, and figures that are given on a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.domain.facts import Via, Way
from lotrinh.domain.notation import print_quantity
from lotrinh.domain.registers import PersonId
from lotrinh.web.session import COOKIE
from tests.integration.web.conftest import Office, words
from tests.integration.web.test_api import answer

OFFICE, SECRETARY, OTHER = "van-phong", "bi-thu-1", "bi-thu-2"
TARGETS = """
target_set: year
title: Chỉ tiêu của chi bộ
term: 2025-2026
for: {kind: branch}
report: chậm nhất 25/12 hằng năm
targets:
  - {id: members, title: "Kết nạp <b>đảng viên</b>", unit: đảng viên, planned: 4,
     lead: secretary, officer: office, before: {"2024": 3}}
  - {id: culture, title: Gia đình văn hóa, unit: "%", planned: 90%, lead: secretary}
  - {id: order, title: Giữ vững an ninh, comparator: done, lead: secretary}
"""
STORY = "/targets/year/members/branch-1"
STAMP = re.compile(r'name="stamp" value="([^"]+)"')


@pytest.fixture
def counting(office: Office) -> Office:
    """An office that has targets beside its roadmap."""
    folder = office.folder / "config" / "targets"
    folder.mkdir()
    (folder / "year.yaml").write_text(TARGETS, encoding="utf-8")
    return office


@contextmanager
def signed_in(office: Office, person: str = SECRETARY) -> Iterator[httpx.Client]:
    session = office.program.seals.issue(Purpose.SESSION, Pass(PersonId(person), office.now))
    with httpx.Client(base_url=office.base, timeout=30, cookies={COOKIE: session}) as http:
        yield http


def look(office: Office, path: str, person: str = SECRETARY) -> httpx.Response:
    with signed_in(office, person) as http:
        return http.get(path)


def press(
    office: Office, person: str = SECRETARY, path: str = STORY, **fields: str
) -> httpx.Response:
    """Press a button of a page that was opened just now."""
    with signed_in(office, person) as http:
        stamps = STAMP.findall(http.get(path).text)
        return http.post(path, data={"stamp": stamps[0]} | fields)


def figures(office: Office) -> list[str]:
    return [print_quantity(fact.value) for fact in office.facts() if fact.value is not None]


def test_a_set_is_counted_as_reports_count_it(counting: Office) -> None:
    press(counting, value="4")
    press(counting, path="/targets/year/culture/branch-1", value="30/40")

    page = words(look(counting, "/targets").text)

    assert "Chi bộ Một" in page
    assert "1/3 hoàn thành; 1 ước không hoàn thành; 1 chưa đến hạn đánh giá" in page
    assert "4/4 = 100%" in page
    assert "30/40 = 75%" in page
    assert "Kết nạp <b>đảng viên</b>" in page
    assert "Văn phòng" in page


def test_programs_read_the_same_with_exact_numbers(counting: Office) -> None:
    press(counting, path="/targets/year/culture/branch-1", value="30/40")

    (found,) = answer(counting, "/targets", SECRETARY)
    culture = found["targets"][1]

    assert found["states"] == {"will-be-missed": 1, "not-due": 2}
    assert culture["figure"] == {"value": "30", "whole": "40", "unit": ""}
    assert (culture["planned"]["value"], culture["state"]) == ("90", "will-be-missed")


def test_whoever_is_above_reads_what_those_below_come_to(counting: Office) -> None:
    press(counting, value="1")
    press(counting, OTHER, "/targets/year/members/branch-2", value="4")

    board = look(counting, "/targets", OFFICE).text
    story = words(look(counting, "/targets/year/members/ward-1", OFFICE).text)

    assert "5/8 = 62,5%" in words(board)
    assert "2/2 đơn vị có số liệu" in words(board)
    assert 'href="?organisation=branch-2' in board
    assert "1/4 = 25%" in story
    assert "4/4 = 100%" in story


@pytest.mark.parametrize(
    ("path", "person", "status"),
    [
        ("/targets", SECRETARY, 200),
        ("/targets?organisation=branch-1", SECRETARY, 200),
        ("/targets?organisation=ward-1", SECRETARY, 404),
        ("/targets?organisation=branch-2", SECRETARY, 404),
        (STORY, SECRETARY, 200),
        (STORY, OTHER, 404),
        (STORY, OFFICE, 200),
        ("/targets/year/nothing/branch-1", OFFICE, 404),
        ("/targets/plan/review/branch-1", OFFICE, 404),
        ("/targets/year/members/nobody", OFFICE, 404),
    ],
)
def test_everybody_sees_the_own_targets_and_those_below(
    counting: Office, path: str, person: str, status: int
) -> None:
    assert look(counting, path, person).status_code == status


def test_filters_leave_the_sums_as_they_are(counting: Office) -> None:
    press(counting, value="4")

    page = words(look(counting, "/targets?state=exceeded").text)

    assert "1/3 hoàn thành" in page
    assert "Không có chỉ tiêu nào ở tình trạng ấy." in page


def test_a_look_at_a_figure_keeps_nothing(counting: Office) -> None:
    before = counting.said()

    page = words(look(counting, f"{STORY}?value=2").text)

    assert "Nếu ghi như vậy" in page
    assert "2/4 = 50%" in page
    assert "ước không hoàn thành" in page
    assert counting.said() == before


def test_a_figure_is_kept_with_whose_it_is_and_taken_back_by_him(counting: Office) -> None:
    answer = press(counting, value="2/4", on="2026-12-01", note="hai đồng chí")
    (fact,) = [fact for fact in counting.facts() if fact.value is not None]
    page = look(counting, f"{STORY}?did=saved").text

    assert answer.status_code == 303
    assert (fact.via, fact.by) == (Via(Way.PAGE, PersonId(SECRETARY)), "Bí thư Chi bộ Một")
    assert (fact.note, f"{fact.on}") == ("hai đồng chí", "2026-12-01")
    assert "Đã ghi nhận." in words(page)

    assert press(counting, entry=str(fact.entry)).status_code == 303
    assert counting.said()[-1] == "undone"
    assert "2/4 = 50% , 01/12/2026 (2026) (đã hoàn lại)" in words(look(counting, STORY).text)


def test_the_same_twice_is_kept_once(counting: Office) -> None:
    press(counting, value="2")
    answer = press(counting, value="2")

    assert "did=no-news" in answer.headers["location"]
    assert figures(counting) == ["2 đảng viên"]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2%", "đảng viên"),
        ("2/5", "mẫu số"),
        ("hai", "hai"),
        ("1,5.2", "1,5.2"),
        ("", "Chưa ghi số liệu"),
        ("2 " * 300, "dài quá"),
    ],
)
def test_what_cannot_be_a_figure_is_refused_at_its_field(
    counting: Office, written: str, why: str
) -> None:
    answer = press(counting, value=written)

    assert answer.status_code == 422
    assert why in words(answer.text)
    assert 'id="value-wrong"' in answer.text
    assert figures(counting) == []


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"value": "2", "on": "2026-12-08"}, "on"),
        ({"value": "2", "on": "8.9"}, "on"),
        ({"value": "2", "evidence": "C:\\bao-cao.doc"}, "evidence"),
        ({"state": "will-be-missed"}, ""),
        ({"state": "wonderful", "note": "x"}, "state"),
        ({"value": "2", "occurrence": "2027"}, ""),
    ],
)
def test_what_cannot_be_said_is_refused(counting: Office, fields: dict[str, str], at: str) -> None:
    before = counting.said()

    answer = press(counting, **fields)

    assert answer.status_code == 422
    assert f'id="{at}-wrong"' in answer.text or not at
    assert "Traceback" not in answer.text
    assert counting.said() == before


def test_a_figure_a_thousand_times_off_has_to_be_said_to_be_right(counting: Office) -> None:
    page = look(counting, f"{STORY}?value=4000").text
    refused = press(counting, value="4000")

    assert 'name="sure"' in page
    assert refused.status_code == 422
    assert "nhiều lần" in words(refused.text)
    assert figures(counting) == []

    assert press(counting, value="4000", sure="on").status_code == 303
    assert figures(counting) == ["4.000 đảng viên"]


def test_somebody_responsible_says_how_it_stands_and_why(counting: Office) -> None:
    press(counting, value="2")
    press(counting, state="can-be-done", note="còn hai hồ sơ")

    page = words(look(counting, STORY).text)

    assert "có thể hoàn thành" in page
    assert "còn hai hồ sơ" in page


def test_only_whoever_answers_for_it_gives_figures(counting: Office) -> None:
    counting.edit("targets/year.yaml", "lead: secretary, officer: office", "lead: parent.office")

    page = look(counting, STORY).text
    with signed_in(counting) as http:
        stamp = STAMP.findall(page)[0]
        answer = http.post(STORY, data={"stamp": stamp, "value": "2"})

    assert 'name="value"' not in page
    assert answer.status_code == 422
    assert figures(counting) == []


def test_a_form_without_its_stamp_records_nothing(counting: Office) -> None:
    with signed_in(counting) as http:
        answers = [http.post(STORY, data={"value": "2", "stamp": s}) for s in ("", "x")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert figures(counting) == []


def test_a_year_is_compared_with_the_one_before(counting: Office) -> None:
    press(counting, value="3", on="2025-12-20", occurrence="2025")
    press(counting, value="4", occurrence="2026")

    page = words(look(counting, STORY).text)

    assert "133,33%" in page
    assert "Qua các năm" in page
    assert "3/4 = 75%" in page


def test_an_office_without_targets_has_no_such_screen(office: Office) -> None:
    page = look(office, "/", OFFICE).text

    assert 'href="targets"' not in page
    assert look(office, "/targets", OFFICE).status_code == 200


@pytest.mark.parametrize("form", ["xlsx", "docx"])
@pytest.mark.parametrize("of", ["mine", "branch-1"])
def test_the_page_hands_over_its_files(counting: Office, of: str, form: str) -> None:
    press(counting, value="2")

    page = look(counting, "/targets").text
    answer = look(counting, f"/export/targets/{of}.{form}?due=2026")

    assert f'href="export/targets/branch-1.{form}?due=2026"' in page
    assert answer.status_code == 200
    assert "chi-tieu-" in answer.headers["content-disposition"]
    assert look(counting, f"/export/targets/branch-2.{form}").status_code == 404
