"""Targets on the command line: figures in, what is odd asked back, tables out."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.acceptance.conftest import Office

TARGETS = """\
target_set: year
title: Chỉ tiêu năm 2026
term: 2025-2026
for: {kind: ward}
report: ngày 15 hằng tháng
targets:
  - {id: lights, title: Tuyến ngõ có điện, unit: tuyến, planned: 110, lead: standing-committee}
  - {id: rated, title: Tỷ lệ đảng viên, unit: "%", planned: 95%, lead: office}
  - id: admitted
    title: Kết nạp đảng viên
    unit: đảng viên
    planned: 2
    for: {kind: branch}
    lead: secretary
"""


@pytest.fixture
def tracked(lotrinh: Office) -> Office:
    """An office that tracks targets of its ward and its branches."""
    folder = lotrinh.folder / "config" / "targets"
    folder.mkdir()
    (folder / "year.yaml").write_text(TARGETS, encoding="utf-8")
    return lotrinh


def row(lotrinh: Office, target: str, *words: str) -> dict[str, object]:
    """Return how a target stands, as a machine reads it."""
    rows = lotrinh.json("targets", "--year", "2026", *words)
    (found,) = (one for one in rows if one["target"] == target)
    return dict(found)


def test_a_figure_is_recorded_shown_and_taken_back(tracked: Office) -> None:
    dry = tracked("measure", "lights", "108/110", "--dry-run")
    told = tracked("measure", "lights", "108/110", "--by", "Văn phòng")

    assert "108/110 = 98,18%" in dry.out
    assert "Chưa ghi gì" in dry.out
    assert "lotrinh undo --entry 1" in told.out
    assert row(tracked, "lights")["figure"] == "108/110 tuyến"
    assert "98,18%" in tracked("targets", "--set", "year").out

    tracked.json("undo", "--entry", "1")
    assert row(tracked, "lights")["figure"] is None


def test_figures_and_other_facts_are_rows_of_one_table(tracked: Office) -> None:
    tracked.json("measure", "lights", "108/110")
    tracked.json("note", "chi-bo-01", "branch-review@2026", "--note", "đã gọi điện")

    ended = tracked("audit", "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [(row["kind"], row["value"]) for row in rows] == [
        ("note", ""),
        ("measured", "108/110 tuyến"),
    ]


def test_what_cannot_be_is_refused_and_what_is_odd_asked_back(tracked: Office) -> None:
    for value, word in (
        ("108 hộ", "tuyến"),
        ("108/120", "110 tuyến"),
        ("98.18", "98,18"),
        ("nhiều", "không phải là số"),
    ):
        refused = tracked("measure", "lights", value)
        assert (refused.code, word in refused.err) == (1, True), value
    assert tracked("measure", "rated", "101%").code == 1
    assert tracked("measure", "lights@2026-12", "1", "--on", "01/06/2026").code == 1

    odd = tracked("measure", "lights", "108000")
    assert (odd.code, "--yes" in odd.err) == (2, True)
    assert row(tracked, "lights")["figure"] is None
    assert tracked("measure", "lights", "108000", "--yes").code == 0


def test_a_word_that_is_no_target_names_the_nearest(tracked: Office) -> None:
    misspelt = tracked("measure", "light", "1")
    other = tracked("measure", "branch-review@2026", "1", "--organisation", "chi-bo-01")
    whose = tracked("measure", "admitted", "1")

    assert (misspelt.code, "lights" in misspelt.err) == (1, True)
    assert (other.code, "lotrinh done" in other.err) == (1, True)
    assert (whose.code, "chi-bo-01" in whose.err) == (1, True)


def test_what_somebody_says_has_to_say_why(tracked: Office) -> None:
    assert tracked("assess", "lights", "will-be-missed").code == 1
    assert tracked("assess", "lights", "lost", "--note", "vì").code == 1

    tracked("assess", "lights", "will-be-missed", "--note", "thiếu điện", "--by", "Văn phòng")

    said = row(tracked, "lights")
    assert (said["state"], said["rule"]) == ("will-be-missed", "said")
    assert "thiếu điện" in str(said["why"])
    assert tracked("assess", "lights", "Có nguy cơ không hoàn thành", "--note", "vì").code == 0
    assert row(tracked, "lights")["state"] == "at-risk"


def test_figures_of_branches_come_to_those_of_their_ward(tracked: Office) -> None:
    sheet = tracked.folder / "figures.csv"
    lines = [f"admitted@2026-06,chi-bo-{n:02},{n % 3}" for n in range(1, 7)]
    sheet.write_text("chỉ tiêu,tổ chức,số liệu\n" + "\n".join(lines) + "\n", encoding="utf-8")

    assert tracked("measure", "--from", str(sheet), "--yes").code == 0

    rolled = row(tracked, "admitted", "--organisation", "dong-hai-2")
    assert (rolled["figure"], rolled["planned"]) == ("6 đảng viên", "24 đảng viên")
    assert (rolled["given"], rolled["asked"]) == (6, 12)
    each = tracked.json("targets", "--year", "2026", "--below", "dong-hai-2")
    assert len([one for one in each if one["target"] == "admitted"]) == 12


def test_a_sheet_that_has_mistakes_changes_nothing(tracked: Office) -> None:
    sheet = tracked.folder / "figures.csv"
    sheet.write_text("target,value,on\nlights,108,\nrated,98.18%,\nlihgts,1,\n", encoding="utf-8")

    refused = tracked("measure", "--from", str(sheet), "--yes")

    assert refused.code == 1
    assert "figures.csv:3:7" in refused.err
    assert "figures.csv:4:1" in refused.err
    assert row(tracked, "lights")["figure"] is None


def test_numbers_of_a_workbook_are_read_with_their_comma(tracked: Office, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (("target", "value"), ("lights", 108), ("rated", 0.9818)):
        sheet.append(cells)
    sheet["B3"].number_format = "0.00%"
    book.save(tmp_path / "figures.xlsx")

    assert tracked("measure", "--from", str(tmp_path / "figures.xlsx"), "--yes").code == 0
    assert row(tracked, "rated")["figure"] == "98,18%"


def test_the_table_is_there_in_english_too(tracked: Office) -> None:
    tracked("measure", "lights", "110")

    assert "1/3 done" in tracked("targets", "--lang", "en").out
