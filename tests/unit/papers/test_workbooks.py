"""The workbooks, read back: what is in the cells, of which type, and how they are printed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lotrinh.application.deciding.figures import Figures
from lotrinh.domain.status import Standing
from lotrinh.papers.line import Scribe
from lotrinh.papers.look import LOOKS
from lotrinh.papers.matrix_sheets import matrix_workbook
from lotrinh.papers.plan_sheets import plan_workbook
from lotrinh.papers.progress_sheets import progress_workbook
from lotrinh.papers.workbook import Book, Column, Form, Layout, Tinted, sheet_name
from tests.papers import MADE, OFFICES, Office, office, opened

WORDS = {Scribe(office("dong-hai-2").configuration, "vi").standing(s): s for s in Standing}
HEAD = 5


def plan_of(one: Office) -> bytes:
    return plan_workbook(one.scribe, one.planned, day=one.day, made=MADE)


def progress_of(one: Office) -> bytes:
    return progress_workbook(one.scribe, one.stands, day=one.day, made=MADE)


def matrix_of(one: Office) -> bytes:
    return matrix_workbook(one.scribe, one.sheets, day=one.day, made=MADE)


MAKERS = [plan_of, progress_of, matrix_of]


def table(sheet: Worksheet) -> Iterator[dict[str, Any]]:
    """Yield the rows below the headings that have a number."""
    heads = [cell.value for cell in sheet[HEAD]]
    for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True):
        if isinstance(row[0], int):
            yield dict(zip(heads, row, strict=True))


def counted(one: Office) -> Counter[Standing]:
    return Counter(stand.standing for stand in one.stands)


# The law: all papers say what `lotrinh status` says.


@pytest.mark.parametrize("name", OFFICES)
def test_the_plan_has_a_row_for_every_deadline(name: str) -> None:
    one = office(name)

    with opened(plan_of(one)) as book:
        rows = [row for sheet in book for row in table(sheet)]

    told = Counter((row["Mã"], row["Thời hạn"]) for row in rows)
    wanted = Counter(
        (
            one.scribe.code(stand.deadline),
            datetime.combine(due, datetime.min.time())
            if (due := stand.deadline.due)
            else "chưa có ngày",
        )
        for stand in one.stands
    )
    assert told == wanted


@pytest.mark.parametrize("name", OFFICES)
def test_the_rows_and_the_sums_of_progress_are_those_of_status(name: str) -> None:
    one = office(name)

    with opened(progress_of(one)) as book:
        first, second = book.worksheets
        rows = list(table(first))
        *_, total = second.iter_rows(min_row=HEAD + 1, values_only=True)
        heads = [cell.value for cell in second[HEAD]]

    assert Counter(WORDS[row["Tình trạng"]] for row in rows) == counted(one)
    sums = dict(zip(heads, total, strict=True))
    assert {s: sums[word] for word, s in WORDS.items() if sums[word]} == counted(one)
    figures = Figures.of(stand.standing for stand in one.stands)
    assert sums["Tổng số"] == figures.total
    assert round(100 * sums["Tỷ lệ"]) == pytest.approx(figures.percent, abs=0.51)


@pytest.mark.parametrize("name", OFFICES)
def test_the_cells_and_the_sums_of_the_matrix_are_those_of_status(name: str) -> None:
    one = office(name)

    with opened(matrix_of(one)) as book:
        sheets = book.worksheets[::2]
        rows = [row for sheet in sheets for row in table(sheet)]

    cells = Counter(
        WORDS[str(value)]
        for row in rows
        for head, value in row.items()
        if value in WORDS and head != "Đơn vị"
    )
    assert cells == counted(one)
    done = sum(s.standing.is_done for s in one.stands)
    assert sum(row["Đã xong"] for row in rows) == done
    assert sum(row["quá hạn"] for row in rows) == counted(one)[Standing.OVERDUE]


# What the cells are.


def test_days_are_days_in_the_form_that_offices_write() -> None:
    with opened(plan_of(office("dong-hai-2"))) as book:
        sheet = book.worksheets[0]
        due = sheet.cell(HEAD + 1, 6)

    assert due.is_date
    assert due.number_format == "dd/mm/yyyy"
    assert due.value == datetime(2024, 11, 30)  # noqa: DTZ001  (a sheet knows no zones)


def test_a_day_in_the_matrix_says_by_a_mark_what_its_colour_means() -> None:
    one = office("dong-hai-2")
    with opened(matrix_of(one)) as book:
        sheet = book.worksheets[1]
        cell = next(c for row in sheet.iter_rows(min_row=HEAD + 1) for c in row if c.is_date)
        standing = next(s for s in Standing if LOOKS[s].fill in str(cell.fill.fgColor.rgb))
        legend = sheet["A3"].value

    assert cell.number_format == f'dd/mm/yyyy" {LOOKS[standing].mark}"'
    assert f"{LOOKS[standing].mark} {one.scribe.standing(standing)}" in legend


@pytest.mark.parametrize("made", MAKERS)
def test_formulas_carry_the_values_that_they_have(made: Callable[[Office], bytes]) -> None:
    content = made(office("dong-hai-2"))

    with opened(content, values=False) as formulas, opened(content) as values:
        cells = [
            (cell.value, values[sheet.title][cell.coordinate].value)
            for sheet in formulas
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    assert cells
    assert all(value is not None for _, value in cells)


@pytest.mark.parametrize("made", MAKERS)
@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_text_that_begins_like_a_formula_stays_text(
    made: Callable[[Office], bytes], text: str
) -> None:
    one = office("nam-tu-liem")
    register = one.configuration.organisations
    evil = replace(register, names=tuple(text for _ in register.names))
    roadmaps = {
        id_: replace(
            r, title=text, milestones={k: replace(m, title=text) for k, m in r.milestones.items()}
        )
        for id_, r in one.configuration.roadmaps.items()
    }
    configuration = replace(one.configuration, organisations=evil, roadmaps=roadmaps)

    with opened(made(replace(one, configuration=configuration)), values=False) as book:
        written = [c for s in book for row in s.iter_rows() for c in row if c.value == text]

    assert written
    assert {cell.data_type for cell in written} == {"s"}


# How it is read and printed.


def names_of(book: Workbook) -> list[str]:
    return [sheet.title for sheet in book.worksheets]


@pytest.mark.parametrize("made", MAKERS)
def test_every_sheet_is_set_up_for_the_screen_and_for_a4(made: Callable[[Office], bytes]) -> None:
    with opened(made(office("phuc-dong"))) as book:
        for sheet in book.worksheets:
            assert sheet.freeze_panes in {"C6", "D6"}
            assert sheet.auto_filter.ref.startswith(f"A{HEAD}:")
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
            assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
            assert "&P/&N" in sheet.oddFooter.right.text
            assert sheet["A2"].value == "Tính đến ngày 20/01/2021"


@pytest.mark.parametrize("made", MAKERS)
def test_the_same_values_make_the_same_file(made: Callable[[Office], bytes]) -> None:
    assert made(office("ngoc-thuy")) == made(office("ngoc-thuy"))


def test_sheets_have_names_that_a_workbook_may_hold() -> None:
    book = Book("Thử", MADE, "Trang")
    layout = Layout("Kiểm điểm: [cuối năm] 2026/2027, xếp loại", "Thử", "", [Column("TT", 5)])
    for _ in range(3):
        book.add(layout, [["một"]])

    with opened(book.bytes()) as read:
        names = names_of(read)

    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize("text", ["", "'", "History", "''//''"])
def test_a_sheet_always_has_a_name(text: str) -> None:
    name = sheet_name(text)

    assert name.strip("'")
    assert name.casefold() != "history"


def test_an_office_without_deadlines_has_an_empty_table() -> None:
    one = office("ngoc-thuy")
    for content in (
        plan_workbook(one.scribe, [], day=one.day, made=MADE),
        progress_workbook(one.scribe, [], day=one.day, made=MADE),
        matrix_workbook(one.scribe, [], day=one.day, made=MADE),
    ):
        with opened(content) as book:
            assert not list(table(book.worksheets[0]))


def test_a_text_longer_than_a_cell_may_hold_is_cut() -> None:
    book = Book("Thử", MADE, "Trang")
    rows = [[Tinted("x" * 40_000, Standing.DONE)]]
    book.add(Layout("Thử", "Thử", "", [Column("Nội dung", 10, Form.TEXT)]), rows)

    with opened(book.bytes()) as read:
        assert len(read.worksheets[0]["A6"].value) == 32_000
