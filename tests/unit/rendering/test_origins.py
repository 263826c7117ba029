"""Why a date is what it is: every line names the file and line, the cell, or who recorded it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.books.edits import Edit
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.looking.report import plan
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.mentions import Mention
from lotrinh.bootstrap.files.history import laid
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.derivation import derivation, names_of
from tests.builders import HANOI, morning

PLAN = RoadmapId("plan")
SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"
ROADMAP = """\
roadmap: plan
title: Kế hoạch ra mắt
term: 2026-2027
for: {kind: branch}
anchors:
  launch: {title: Ngày ra mắt, alias: ra mắt, window: trong tháng 9/2026}
  closing: {title: Bế mạc, at: ra mắt + 1 ngày}
milestones:
  - id: draft
    title: Dự thảo
    due: 3 ngày trước 2 tuần trước ra mắt
    lead: secretary
  - id: session
    title: Ra mắt
    due: ngày ra mắt
    marks: launch
    lead: secretary
  - id: report
    title: Báo cáo
    due: trong 10 ngày từ closing
    lead: secretary
  - id: reply
    title: Trả lời
    due: trong 3 ngày từ report
    lead: secretary
  - id: letter
    title: Công văn
    due: 01/06/2026
    lead: secretary
  - {id: yearly, title: Hằng năm, due: ngày 31/08 hằng năm, lead: secretary, until: 2026}
basis:
  kh-12: {number: 12-KH/ĐU}
amendments:
  - basis: kh-12
    effective: 01/02/2026
    set:
      letter: 15/06/2026
"""
CALENDAR = """\
calendar: office
announced: 31/12/2026
days:
  - {off: [31/08/2026, 01/10/2026, 02/10/2026], work: 22/08/2026, source: 9441/TB-BNV}
"""
BRANCH_1, BRANCH_2 = "branch-1", "branch-2"


@pytest.fixture
def configuration() -> Configuration:
    files = {
        **read_folder(SMALL),
        "roadmaps/plan.yaml": ROADMAP.encode(),
        "calendars/office.yaml": CALENDAR.encode(),
    }
    loaded = load(files)
    assert loaded.configuration is not None
    return loaded.configuration


def told(
    configuration: Configuration,
    organisation: str,
    *done: tuple[str, date],
    today: date = date(2026, 1, 5),
    language: str = "vi",
) -> Mapping[str, list[str]]:
    """Return the lines of each milestone of an organisation."""
    notebook = Rehearsal()
    for milestone, on in done:
        mention = Mention(organisation, milestone)
        entry = record.done(
            configuration, notebook, [mention], on=on, by="Văn phòng", now=morning(on), today=today
        )
        record.keep(notebook, entry)
    names = names_of(configuration.roadmaps[RoadmapId("plan")])
    return {
        planned.deadline.milestone.id: [
            *derivation(planned.steps, planned.deadline, language=language, names=names, zone=HANOI)
        ]
        for planned in plan(configuration, notebook.facts, today=today)
        if planned.deadline.id.organisation == organisation
    }


def test_a_day_of_its_own_is_told_with_its_line_in_the_register(
    configuration: Configuration,
) -> None:
    lines = told(configuration, BRANCH_1)

    place = "[roadmaps/plan.yaml:11]"
    assert lines["draft"] == [
        "Ngày ra mắt → Chủ nhật, 20/09/2026 [organisations.csv:3]",
        "2 tuần trước Ngày ra mắt → Chủ nhật, 06/09/2026",
        f"chậm nhất 3 ngày trước 2 tuần trước Ngày ra mắt → thứ Năm, 03/09/2026 {place}",
    ]
    assert lines["session"][:2] == [
        "Ngày ra mắt → Chủ nhật, 20/09/2026 [organisations.csv:3]",
        "ngày Ngày ra mắt → Chủ nhật, 20/09/2026 [roadmaps/plan.yaml:15]",
    ]


def test_a_forecast_is_told_with_the_line_of_its_window(configuration: Configuration) -> None:
    lines = told(configuration, BRANCH_2)

    assert lines["draft"][:2] == [
        "trong tháng 9/2026 → thứ Tư, 30/09/2026 [roadmaps/plan.yaml:6]",
        "Ngày ra mắt → thứ Tư, 30/09/2026 (dự kiến)",
    ]


def test_what_was_done_is_told_with_who_recorded_it_and_when(configuration: Configuration) -> None:
    done = (("session", date(2026, 9, 17)), ("report", date(2026, 9, 23)))

    lines = told(configuration, BRANCH_1, *done, today=date(2026, 10, 5))
    english = told(configuration, BRANCH_1, *done, today=date(2026, 10, 5), language="en")

    happened = "Ngày ra mắt → thứ Năm, 17/09/2026 [Văn phòng ghi nhận ngày 17/09/2026]"
    assert lines["draft"][0] == happened
    assert lines["report"][:2] == [
        happened,
        "chậm nhất Ngày ra mắt + 1 ngày → thứ Sáu, 18/09/2026 [roadmaps/plan.yaml:7]",
    ]
    assert "Báo cáo → thứ Tư, 23/09/2026 [Văn phòng ghi nhận ngày 23/09/2026]" in lines["reply"]
    assert english["draft"][0] == (
        "Ngày ra mắt → Thursday, 17/09/2026 [recorded by Văn phòng on 17/09/2026]"
    )
    assert lines["session"][0].endswith("20/09/2026 [organisations.csv:3]"), "as it was planned"


def test_a_new_date_is_told_with_the_line_of_the_amendment(configuration: Configuration) -> None:
    before = told(configuration, BRANCH_1, today=date(2026, 1, 31))["letter"]
    after = told(configuration, BRANCH_1, today=date(2026, 2, 1))["letter"]

    old = "chậm nhất 01/06/2026 → thứ Hai, 01/06/2026 [roadmaps/plan.yaml:28]"
    assert before == [old]
    assert after[0] == old
    assert after[1].startswith("chậm nhất 15/06/2026 (")
    assert after[1].endswith(" → thứ Hai, 15/06/2026 [roadmaps/plan.yaml:37]")


def test_a_date_edited_in_its_file_is_told_with_the_day_and_so_is_what_stood_there_before(
    configuration: Configuration,
) -> None:
    edits = [
        Edit(PLAN, MilestoneId("yearly"), before, after, seen)
        for before, after, seen in (
            ("ngày 29/08 hằng năm", "ngày 30/08 hằng năm", date(2026, 2, 3)),
            ("ngày 30/08 hằng năm", "ngày 31/08 hằng năm", date(2026, 3, 2)),
        )
    ]
    done = "yearly@2026", date(2026, 2, 2)

    lines = told(laid(configuration, edits), BRANCH_2, today=date(2026, 4, 1))["yearly"]
    early = told(laid(configuration, edits), BRANCH_1, done, today=date(2026, 4, 1))["yearly"]
    english = told(laid(configuration, edits), BRANCH_2, today=date(2026, 4, 1), language="en")

    line = "roadmaps/plan.yaml:30"
    second = "ngày 30/08 hằng năm (sửa trong tệp ngày 03/02/2026) → Chủ nhật, 30/08/2026"
    assert lines[:3] == [
        f"ngày 29/08 hằng năm → thứ Bảy, 29/08/2026 [{line}, trước lần sửa ngày 03/02/2026]",
        f"{second} [{line}, trước lần sửa ngày 02/03/2026]",
        f"ngày 31/08 hằng năm (sửa trong tệp ngày 02/03/2026) → thứ Hai, 31/08/2026 [{line}]",
    ]
    assert early[0] == lines[0]
    assert not [said for said in early if "sửa trong tệp" in said]
    assert english["yearly"][1] == (
        "on 30/08 every year (edited in its file on 03/02/2026) → Sunday, 30/08/2026"
        f" [{line}, before the edit of 02/03/2026]"
    )


def test_what_made_a_day_off_is_told_where_a_day_moved_because_of_it(
    configuration: Configuration,
) -> None:
    """31/08/2026 is a Monday off; the report's 10 days end on Thursday 01/10, off as well."""
    lines = told(configuration, BRANCH_1)

    decided = "[9441/TB-BNV, calendars/office.yaml:4]"
    assert lines["yearly"] == [
        "ngày 31/08 hằng năm → thứ Hai, 31/08/2026 [roadmaps/plan.yaml:30]",
        f"ngày làm việc cuối cùng → thứ Sáu, 28/08/2026 {decided}",
    ]
    assert lines["report"][-2:] == [
        "trong 10 ngày từ Bế mạc → thứ Năm, 01/10/2026 [roadmaps/plan.yaml:20]",
        f"ngày nghỉ, lùi đến ngày làm việc kế tiếp → thứ Hai, 05/10/2026 {decided}",
    ]
