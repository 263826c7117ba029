"""Files out, through the command line: what is written, asked about and refused."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.acceptance.conftest import Office

PAPERS = [
    ("plan", ".xlsx"),
    ("plan", ".docx"),
    ("progress", ".xlsx"),
    ("matrix", ".xlsx"),
    ("report", ".docx"),
]


@pytest.mark.parametrize(("paper", "suffix"), PAPERS)
def test_a_paper_is_written_and_said_to_be(lotrinh: Office, paper: str, suffix: str) -> None:
    told = lotrinh.json("export", paper, "--to", f"out/{paper}{suffix}", "--at", "10/12/2026")

    assert told["path"] == f"out/{paper}{suffix}"
    assert told["count"] > 0
    assert [path.name for path in (lotrinh.folder / "out").iterdir()] == [f"{paper}{suffix}"]


def test_the_papers_tell_of_as_many_deadlines_as_status(lotrinh: Office) -> None:
    wanted = len(lotrinh.json("status", "--roadmap", "year-end"))

    for paper, suffix in PAPERS:
        words = ("--roadmap", "year-end", "--to", f"{paper}{suffix}")
        assert lotrinh.json("export", paper, *words)["count"] == wanted


def test_a_paper_can_be_kept_to_some_organisations(lotrinh: Office) -> None:
    one = lotrinh.json("export", "plan", "--organisation", "chi-bo-01", "--to", "a.xlsx")
    below = lotrinh.json("export", "plan", "--below", "dong-hai-2", "--to", "b.xlsx")
    every = lotrinh.json("export", "plan", "--to", "c.xlsx")

    assert 0 < one["count"] < below["count"] < every["count"]


@pytest.mark.parametrize(
    "whose",
    [
        ("--person", "bi-thu-cb-01"),
        ("--role", "office@dong-hai-2"),
        ("--organisation", "chi-bo-01"),
        ("--below", "dong-hai-2"),
    ],
)
def test_a_calendar_is_somebody_s(lotrinh: Office, whose: tuple[str, str]) -> None:
    told = lotrinh.json("export", "calendar", *whose, "--to", "lịch.ics")

    text = (lotrinh.folder / "lịch.ics").read_text(encoding="utf-8")
    assert told["count"] == text.count("BEGIN:VEVENT") > 0


@pytest.mark.parametrize(
    "whose", [(), ("--person", "bi-thu-cb-01", "--role", "office@quan-uy-hai-an")]
)
def test_a_calendar_of_nobody_or_of_two_is_refused(lotrinh: Office, whose: tuple[str, ...]) -> None:
    assert lotrinh("export", "calendar", *whose, "--to", "lịch.ics").code == 2


def test_a_calendar_written_over_an_earlier_one_takes_away_what_is_gone(lotrinh: Office) -> None:
    words = ("export", "calendar", "--organisation", "chi-bo-01", "--to", "a.ics")
    lotrinh.json(*words)
    cell = ("chi-bo-01", "branch-review@2026")
    lotrinh.json("waive", *cell, "--note", "mới thành lập")

    lotrinh.json(*words, "--force")

    text = (lotrinh.folder / "a.ics").read_text(encoding="utf-8")
    assert text.count("STATUS:CANCELLED") == 1


def test_a_plan_can_be_kept_to_a_year(lotrinh: Office) -> None:
    words = ("--from", "01/01/2026", "--until", "31/12/2026")

    told = lotrinh.json("export", "plan", *words, "--to", "2026.docx")

    due = [row["due"] for row in lotrinh.json("plan")]
    assert told["count"] == sum(str(day)[:4] == "2026" for day in due) > 0


def test_the_template_can_be_taken_out_and_used(lotrinh: Office) -> None:
    lotrinh.json("export", "template", "--to", "mẫu.docx")
    words = ("--template", "mẫu.docx", "--number", "7-BC/ĐU", "--signed", "secretary")

    assert lotrinh.json("export", "report", *words, "--to", "báo cáo.docx")["count"] > 0


def test_a_template_that_is_no_document_is_refused_in_words(lotrinh: Office) -> None:
    (lotrinh.folder / "mẫu.docx").write_text("không phải Word", encoding="utf-8")

    ended = lotrinh("export", "report", "--template", "mẫu.docx", "--to", "a.docx")

    assert ended.code == 1
    assert "không phải là văn bản Word" in ended.err


@pytest.mark.parametrize("words", [("--number", "1"), ("--signed", "secretary")])
def test_what_a_workbook_doesn_t_bear_is_refused(lotrinh: Office, words: tuple[str, str]) -> None:
    assert lotrinh("export", "plan", *words, "--to", "plan.xlsx").code == 2


@pytest.mark.parametrize(
    ("suffix", "start"), [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")]
)
def test_a_chart_is_what_its_suffix_says(lotrinh: Office, suffix: str, start: bytes) -> None:
    words = ("--roadmap", "ward-congress", "--organisation", "dong-hai-2")

    told = lotrinh.json("export", "chart", *words, "--to", f"treo tường{suffix}")

    assert told["count"] > 0
    assert (lotrinh.folder / f"treo tường{suffix}").read_bytes().startswith(start)


def test_a_chart_of_nothing_says_so(lotrinh: Office) -> None:
    ended = lotrinh(
        "export", "chart", "--from", "01/01/2010", "--until", "02/01/2010", "--to", "a.svg"
    )

    assert ended.code == 1
    assert "không có hạn nào để vẽ" in ended.err


def test_a_file_that_is_there_is_left_alone_unless_one_says_so(lotrinh: Office) -> None:
    there = lotrinh.folder / "plan.xlsx"
    there.write_text("của tôi", encoding="utf-8")

    refused = lotrinh("export", "plan", "--to", "plan.xlsx")
    declined = lotrinh.answering("n\n", "export", "plan", "--to", "plan.xlsx")

    assert (refused.code, declined.code, declined.err) == (2, 1, "")
    assert "--force" in refused.err
    assert declined.out.endswith("Giữ nguyên plan.xlsx.\n")
    assert there.read_text(encoding="utf-8") == "của tôi"

    assert lotrinh.answering("y\n", "export", "plan", "--to", "plan.xlsx").code == 0
    assert openpyxl.load_workbook(there).sheetnames
    assert lotrinh("export", "plan", "--to", "plan.xlsx", "--force").code == 0


def test_another_suffix_is_refused_with_those_that_there_are(lotrinh: Office) -> None:
    ended = lotrinh("export", "matrix", "--to", "matrix.pdf")

    assert ended.code == 2
    assert ".xlsx" in ended.err
    assert not (lotrinh.folder / "matrix.pdf").exists()


def test_where_nothing_can_be_written_nothing_is(lotrinh: Office) -> None:
    (lotrinh.folder / "là-tệp").write_text("", encoding="utf-8")

    ended = lotrinh("export", "plan", "--to", "là-tệp/plan.xlsx")

    assert ended.code == 2
    assert "không ghi được" in ended.err


def test_files_with_errors_make_no_paper(lotrinh: Office) -> None:
    lotrinh.edit("roadmaps/year-end.yaml", "trước 15/12 hằng năm", "trước 30/02 hằng năm")

    ended = lotrinh("export", "plan", "--to", "plan.xlsx")

    assert ended.code == 1
    assert not [*Path(lotrinh.folder).glob("*.xlsx")]


@pytest.mark.parametrize("words", [("--roadmap", "yearend"), ("--organisation", "chi-bo-1")])
def test_an_unknown_word_names_the_nearest(lotrinh: Office, words: tuple[str, str]) -> None:
    ended = lotrinh("export", "plan", *words, "--to", "plan.xlsx")

    assert ended.code == 1
    assert words[1] in ended.err


# Results that come back.


def fill(path: Path, code: tuple[str, str], on: object, note: str = "") -> str:
    """Write a result into the row of a milestone, and return the cell of the day."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[5]}
    for row in range(6, sheet.max_row + 1):
        known = (sheet.cell(row, heads["Mã đơn vị"]).value, sheet.cell(row, heads["Mã việc"]).value)
        if known == code:
            day = sheet.cell(row, heads["Đã xong ngày"], on)
            sheet.cell(row, heads["Ghi chú"], note)
            book.save(path)
            return str(day.coordinate)
    raise AssertionError(code)


def test_an_exported_sheet_that_nobody_touched_records_nothing(lotrinh: Office) -> None:
    words = ("done", "--below", "dong-hai-2", "branch-review@2024", "--on", "04/12/2024")
    lotrinh.json(*words, "--yes")
    lotrinh.json("waive", "chi-bo-02", "branch-dossier@2024", "--note", "không có")
    lotrinh.json("export", "progress", "--to", "tien-do.xlsx")
    before = lotrinh.json("audit")

    told = lotrinh.json("done", "--from", "tien-do.xlsx")

    assert told["recorded"] == []
    assert len(told["already"]) >= 12
    assert lotrinh.json("audit") == before


def test_days_filled_in_come_back_as_facts_with_a_preview_first(lotrinh: Office) -> None:
    lotrinh.json("export", "progress", "--to", "tien-do.xlsx")
    path = lotrinh.folder / "tien-do.xlsx"
    fill(path, ("chi-bo-01", "branch-review@2024"), datetime(2024, 12, 3), "nộp đủ")  # noqa: DTZ001
    fill(path, ("chi-bo-02", "branch-review@2024"), "04/12/2024")

    preview = lotrinh.json("done", "--from", "tien-do.xlsx", "--dry-run")
    assert (preview["entry"], len(preview["recorded"])) == (None, 2)

    told = lotrinh.json("done", "--from", "tien-do.xlsx")
    facts = {(f["organisation"], f["on"], f["note"]) for f in told["recorded"]}
    assert facts == {("chi-bo-01", "2024-12-03", "nộp đủ"), ("chi-bo-02", "2024-12-04", "")}

    again = lotrinh.json("done", "--from", "tien-do.xlsx")
    assert (again["recorded"], len(again["already"])) == ([], 2)


def test_a_day_that_can_t_be_is_shown_at_its_cell_and_nothing_is_recorded(lotrinh: Office) -> None:
    lotrinh.json("export", "progress", "--to", "tien-do.xlsx")
    path = lotrinh.folder / "tien-do.xlsx"
    fill(path, ("chi-bo-01", "branch-review@2024"), "03/12/2024")
    wrong = fill(path, ("chi-bo-02", "branch-review@2024"), "31/02/2024")

    ended = lotrinh("done", "--from", "tien-do.xlsx")

    assert ended.code == 1
    assert f"tien-do.xlsx:Tiến độ!{wrong}" in ended.err
    assert lotrinh.json("audit") == []


def test_a_sheet_in_english_comes_back_too(lotrinh: Office) -> None:
    lotrinh.json("--lang", "en", "done", "chi-bo-01", "branch-review@2024", "--on", "04/12/2024")
    lotrinh.json("--lang", "en", "export", "progress", "--to", "progress.xlsx")

    told = lotrinh.json("--lang", "en", "done", "--from", "progress.xlsx")

    assert (told["recorded"], len(told["already"])) == ([], 1)
