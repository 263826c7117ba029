"""Figures on the answer page: a report on a target asks for its number, and takes no bare Done."""

import pytest

from lotrinh.domain.facts import CellId
from lotrinh.domain.notation import print_quantity
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from tests.integration.web.conftest import Office, words

TARGETS = """\
target_set: year
title: Chỉ tiêu năm 2026
term: 2026
for: {organisations: [branch-1]}
report: chậm nhất 14/12/2026
targets:
  - {id: lights, title: Tuyến ngõ có điện, unit: tuyến, planned: 110, lead: secretary}
"""
REPORT = CellId(RoadmapId("year"), OrganisationId("branch-1"), MilestoneId("lights"))


@pytest.fixture
def code(office: Office) -> int:
    """Track a target; return the number of its report."""
    folder = office.folder / "config" / "targets"
    folder.mkdir()
    (folder / "year.yaml").write_text(TARGETS, encoding="utf-8")
    with office.program.store.begin() as uow:
        return uow.codes.give([REPORT])[REPORT]


def figures(office: Office) -> list[str]:
    return [print_quantity(fact.value) for fact in office.facts() if fact.value is not None]


def test_a_report_asks_for_its_figure_and_is_done_by_it(office: Office, code: int) -> None:
    token = office.token("bi-thu-1", code)
    with office.visitor() as lan:
        page = lan.look(token).text
        answer = lan.press(token, code, "measured", value="108/110", on="2026-12-05")
        after = words(lan.follow(answer).text)

    assert "Số liệu (kế hoạch: 110 tuyến)" in words(page)
    assert 'value="done"' not in page
    assert answer.status_code == 303
    assert "108/110 tuyến = 98,18%" in after
    assert figures(office) == ["108/110 tuyến"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "Chưa ghi số liệu"),
        ("nhiều", "không phải là số"),
        ("98.18", "98,18"),
        ("108 hộ", "tính bằng tuyến"),
        ("108/120", "khác kế hoạch"),
        ("<b>", "không phải là số"),
    ],
)
def test_what_is_no_figure_is_said_at_its_field(
    office: Office, code: int, value: str, said: str
) -> None:
    token = office.token("bi-thu-1", code)
    with office.visitor() as lan:
        answer = lan.press(token, code, "measured", value=value)

    assert answer.status_code == 422
    assert said in words(answer.text)
    assert figures(office) == []


def test_an_odd_figure_is_asked_about_before_it_is_recorded(office: Office, code: int) -> None:
    token = office.token("bi-thu-1", code)
    with office.visitor() as lan:
        asked = lan.press(token, code, "measured", value="108000")
        sure = lan.press(token, code, "measured", value="108000", sure="1")

    assert (asked.status_code, 'name="sure"' in asked.text) == (422, True)
    assert "108.000 tuyến" in words(asked.text)
    assert (sure.status_code, figures(office)) == (303, ["108.000 tuyến"])


def test_a_report_is_not_done_without_its_figure(office: Office, code: int) -> None:
    token = office.token("bi-thu-1", code)
    with office.visitor() as lan:
        answer = lan.press(token, code, "done")

    assert answer.status_code == 422
    assert "cần số liệu" in words(answer.text)
    assert office.facts() == []


def test_whoever_only_helps_gives_no_figure(office: Office, code: int) -> None:
    token = office.token("van-phong", code)
    with office.visitor() as lan:
        answer = lan.press(token, code, "measured", value="108")

    assert answer.status_code == 422
    assert figures(office) == []
