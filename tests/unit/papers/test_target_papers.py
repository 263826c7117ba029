"""Targets on paper, read back: numbers are numbers, sums are formulas, sentences are a report's."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.target_tables import TargetTable
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.report import status
from lotrinh.application.looking.target_board import tables_of
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.measuring import measure
from lotrinh.application.recording.record import keep
from lotrinh.errors import ProblemsError
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.told import read_figures
from lotrinh.loader.workspace import load
from lotrinh.papers.document import shipped_template
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe
from lotrinh.papers.report_document import report_document
from lotrinh.papers.target_blocks import targets_document
from lotrinh.papers.target_sheets import targets_workbook
from lotrinh.papers.workbook import FIRST
from tests.library import CONFIG
from tests.papers import MADE, opened
from tests.unit.papers.test_documents import Golden, text_of

DAY = date(2024, 11, 13)
EXAMPLE = CONFIG / "examples" / "dong-hai-2-2024"


@cache
def ward() -> tuple[Configuration, Rehearsal]:
    """Return the ward of the first article, with its figures."""
    configuration = load(read_folder(EXAMPLE)).configuration
    assert configuration is not None
    books = Rehearsal()
    for path in sorted((EXAMPLE / "figures").glob("*.csv")):
        told = read_figures(path)
        measured = measure(configuration, books, told, on=DAY, by="", now=MADE, today=DAY)
        keep(books, measured.entry)
    return configuration, books


def tables() -> list[TargetTable]:
    configuration, books = ward()
    timelines = Timelines(configuration, books.facts, DAY)
    return list(tables_of(timelines, configuration.roadmaps, [None]))


def workbook(language: str = "vi") -> bytes:
    scribe = Scribe(ward()[0], language)
    return targets_workbook(scribe, tables(), day=DAY, made=MADE)


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column or 0 for cell in sheet[FIRST - 1]}


def line_of(sheet: Worksheet, code: str) -> int:
    column = columns(sheet)["Mã chỉ tiêu"]
    return next(
        line for line in range(FIRST, sheet.max_row + 1) if sheet.cell(line, column).value == code
    )


def cell(sheet: Worksheet, code: str, head: str) -> object:
    return sheet.cell(line_of(sheet, code), columns(sheet)[head]).value


def test_numbers_are_numbers_and_shares_come_of_their_parts() -> None:
    with opened(workbook()) as values, opened(workbook(), values=False) as formulas:
        lights = "resolution/street-lights"
        assert cell(values["Chỉ tiêu"], lights, "Kế hoạch") == 110
        assert cell(values["Chỉ tiêu"], lights, "Thực hiện") == 108
        assert cell(values["Chỉ tiêu"], lights, "Đạt so với kế hoạch") == pytest.approx(0.981818)

        rated = "resolution/branches-rated"
        line = line_of(formulas["Chỉ tiêu"], rated)
        assert cell(formulas["Chỉ tiêu"], rated, "Thực hiện") == f"=H{line}/I{line}"
        assert cell(values["Chỉ tiêu"], rated, "Thực hiện") == pytest.approx(11 / 12)
        assert cell(values["Chỉ tiêu"], rated, "Kế hoạch") == pytest.approx(0.9)


def test_the_sums_say_what_the_article_says() -> None:
    with opened(workbook()) as values, opened(workbook(), values=False) as formulas:
        sums, heads = values["Tổng hợp"], columns(values["Tổng hợp"])
        year = next(
            line
            for line in range(FIRST, sums.max_row + 1)
            if "20 chỉ tiêu" in str(sums.cell(line, 2).value)
        )

        counted = [
            sums.cell(year, heads[head]).value
            for head in ("Tổng số", "Đạt và vượt", "có thể hoàn thành", "chưa đến hạn đánh giá")
        ]
        formula = formulas["Tổng hợp"].cell(year, heads["có thể hoàn thành"]).value

    assert counted == [20, 13, 5, 2]
    assert str(formula).startswith("=COUNTIFS('Chỉ tiêu'!")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_sheet_that_nobody_has_filled_in_says_nothing(language: str, tmp_path: Path) -> None:
    path = tmp_path / "chi-tieu.xlsx"
    path.write_bytes(workbook(language))

    assert read_figures(path) == []


def filled(path: Path, figures: dict[str, object], head: str = "Số liệu mới") -> Path:
    """Write figures into a sheet as people do, and keep it."""
    path.write_bytes(workbook())
    book = load_workbook(path)
    sheet = book["Chỉ tiêu"]
    for code, figure in figures.items():
        sheet.cell(line_of(sheet, code), columns(sheet)[head]).value = figure
    book.save(path)
    return path


def test_what_is_filled_in_comes_back(tmp_path: Path) -> None:
    configuration, books = ward()
    path = filled(tmp_path / "t.xlsx", {"resolution/street-lights": "109/110"})

    told = read_figures(path)
    measured = measure(configuration, books, told, on=DAY, by="", now=MADE, today=DAY)

    (fact,) = measured.entry.facts
    assert fact.cell is not None
    assert (fact.cell.milestone, fact.cell.organisation) == ("street-lights", "dong-hai-2")
    assert str(fact.value.value if fact.value else "") == "109"


def test_a_figure_that_cannot_be_one_is_told_at_its_cell(tmp_path: Path) -> None:
    configuration, books = ward()
    path = filled(tmp_path / "t.xlsx", {"resolution/street-lights": "109%"})

    with pytest.raises(ProblemsError) as refused:
        measure(configuration, books, read_figures(path), on=DAY, by="", now=MADE, today=DAY)

    (problem,) = refused.value.problems
    assert problem.code == "other-unit"
    assert str(problem.where).startswith("t.xlsx:Chỉ tiêu!O")


def test_a_formula_as_a_new_figure_is_refused(tmp_path: Path) -> None:
    path = filled(tmp_path / "t.xlsx", {"resolution/street-lights": "=1+1"})

    with pytest.raises(ProblemsError) as refused:
        read_figures(path)

    assert [problem.code for problem in refused.value.problems if problem.is_error] == [
        "xlsx-formula"
    ]


def test_the_report_has_the_paragraph_and_the_table(golden: Golden) -> None:
    configuration, _ = ward()
    post = configuration.coordinator
    head = Letterhead(post.organisation, post.role, "15-BC/ĐU", "Hải Phòng")
    scribe = Scribe(configuration, "vi")

    made = targets_document(scribe, tables(), head, shipped_template(), day=DAY, made=MADE)

    text = text_of(made)
    assert "thực hiện 20 chỉ tiêu: 13 chỉ tiêu đạt và vượt" in text
    assert "5 chỉ tiêu có khả năng đạt, 2 chỉ tiêu chưa đến kỳ đánh giá" in text
    golden("papers/dong-hai-2-2024.targets.txt", text)


def test_the_report_on_progress_has_them_as_well() -> None:
    configuration, books = ward()
    post = configuration.coordinator
    head = Letterhead(post.organisation, post.role)
    stands = list(status(configuration, books.facts, today=DAY))

    made = report_document(
        Scribe(configuration, "vi"),
        stands,
        head,
        shipped_template(),
        day=DAY,
        made=MADE,
        tables=tables(),
    )

    assert "thực hiện 8 chỉ tiêu:" in text_of(made)
    assert "108/110 = 98,18%" in text_of(made)
