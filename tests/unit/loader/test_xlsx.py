"""A register from Excel: read as it is shown, or refused at its cell; never a traceback."""

import re
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.domain.registers import Holding, OrganisationId, RoleId
from lotrinh.errors import Problem
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.xlsx_file import read_sheet
from lotrinh.loader.workspace import Loaded, load
from lotrinh.rendering.problems import show

SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"
FILES = read_folder(SMALL)
CHANNELS = "zalo: {kind: apprise, url: 'zalo://${ZALO_TOKEN}/{address}'}\n"
Rows = list[Sequence[object]]
HEADINGS = ["id", "name", "kind", "parent", "launch"]
ORGANISATIONS: Rows = [
    HEADINGS,
    ["ward-1", "Phường Một", "ward"],
    ["branch-1", "Chi bộ Một", "branch", "ward-1", date(2026, 9, 20)],
    ["branch-2", "Chi bộ Hai", "branch", "ward-1"],
]
SHEET_PART = "xl/worksheets/sheet1.xml"


def workbook(
    rows: Iterable[Sequence[object]], change: Callable[[Any], object] = lambda book: book
) -> bytes:
    """Return a workbook whose first sheet, Chi bộ, has these rows."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Chi bộ"
    for row in rows:
        sheet.append(row)
    change(book)
    return saved(book)


def saved(book: Any) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def patched(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed."""
    changed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return changed.getvalue()


GOOD = workbook(ORGANISATIONS)
SHARED_CELLS = b"".join(b'<c t="s"><v>%d</v></c>' % n for n in (0, 1, 0))
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><r><t>Chi </t></r><r><rPr><b/></rPr><t>bộ Một</t></r>"
    '<rPh sb="0" eb="1"><t>x</t></rPh></si>'
    "<si><t>hai_x000D_\ndòng</t></si></sst>"
)
SHARED_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_shared_texts(content: bytes) -> bytes:
    """Return a workbook that keeps its texts apart from its cells, as Excel does."""
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % SHARED_TYPE
    named = patched(content, "[Content_Types].xml", lambda text: text.replace(b"</Types>", part))
    with ZipFile(shared := BytesIO(named), "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", SHARED)
    return shared.getvalue()


def load_with(content: bytes, register: str = "organisations", channels: str = "") -> Loaded:
    files = dict(FILES)
    del files[f"{register}.csv"]
    files["channels.yaml"] += channels.encode()
    return load(files | {f"{register}.xlsx": content})


def found(loaded: Loaded) -> list[tuple[str, str]]:
    """Return where each problem of the register is shown to be, and its code."""
    own = [problem for problem in loaded.problems if problem.where.path == "organisations.xlsx"]
    assert all(show(problem, language) for problem in own for language in ("vi", "en"))
    return [(cell_of(problem), problem.code) for problem in own]


def cell_of(problem: Problem) -> str:
    return str(problem.where).removeprefix("organisations.xlsx:").removeprefix("Chi bộ!")


def shown(value: object, number_format: str = "General") -> str:
    """Return what a cell with a value is taken for."""

    def enter(book: Any) -> None:
        book.active["A1"] = value
        book.active["A1"].number_format = number_format

    sheet = read_sheet("a.xlsx", workbook([], enter), "a", Findings())
    assert sheet is not None
    return sheet.rows.get(1, {}).get(1, "")


def test_a_workbook_means_what_its_csv_twin_means() -> None:
    files = read_folder(SMALL)
    written = load(files).configuration

    loaded = load_with(workbook(ORGANISATIONS))

    assert loaded.problems == ()
    assert written is not None
    assert loaded.configuration is not None
    ours, theirs = loaded.configuration.organisations, written.organisations
    assert (ours.ids, ours.names) == (theirs.ids, theirs.names)
    for column in ("kinds", "parents", "calendars", "contents"):
        assert list(getattr(ours, column)) == list(getattr(theirs, column))
    assert list(ours.anchors["launch"].astype(object)) == [None, date(2026, 9, 20), None]


def test_headings_and_sheet_names_may_be_vietnamese_in_any_spelling() -> None:
    def rename(book: Any) -> None:
        book.active.title = "Danh sách tổ chức"
        book.create_sheet("Ghi chú", 0).append(["a", "b"])

    headings = ["Mã", "TÊN TỔ CHỨC", "loại", "Trực thuộc", "ra mắt", "Số nội\ndung", "kế thừa"]
    content = workbook([headings, *ORGANISATIONS[1:]], rename)

    loaded = load_with(content)

    assert loaded.problems == ()
    assert loaded.configuration is not None
    organisations = loaded.configuration.organisations
    assert organisations.parents.tolist() == [-1, 0, 0]
    assert organisations.source is not None
    assert organisations.source.cell(1, "contents").endswith("!F3")


def test_people_hold_posts_for_a_time_and_are_reached_by_several_channels() -> None:
    people: Rows = [
        ["id", "name", "holds", "language", "quiet_hours", "zalo", "email"],
        ["van-phong", "Văn phòng", "office@ward-1\nsecretary@ward-1; secretary@branch-1",
         "en", "21:00-07:00", 849012345678, "a@example.vn"],
        ["bi-thu-2", "Bí thư", "secretary@branch-2 01/01/2025..30/06/2026", None, None, None,
         "b@example.vn"],
    ]  # fmt: skip

    loaded = load_with(workbook(people), "people", CHANNELS)

    assert loaded.configuration is not None
    office, secretary = loaded.configuration.people.persons
    assert [str(holding.role) for holding in office.holds] == ["office", "secretary", "secretary"]
    assert (office.language, office.quiet) != (None, None)
    assert [address.channel for address in office.addresses] == ["zalo", "email"]
    assert secretary.holds == (
        Holding(
            RoleId("secretary"), OrganisationId("branch-2"), date(2025, 1, 1), date(2026, 6, 30)
        ),
    )


def test_every_mistake_is_shown_at_its_cell() -> None:
    rows: Rows = [
        [*HEADINGS, "valid_from", "valid_to", "phone"],
        ["ward-1", "Phường Một", "ward"],
        ["branch-1", "Chi bộ Một", "brunch", "ward-1", "31/02/2026"],
        ["Branch 2", "Chi bộ\nHai", "branch", "ward-9", None, date(2026, 2, 1), date(2026, 1, 31)],
        ["branch-1", None, "branch", "ward-1", "12/25/2026"],
    ]

    assert found(load_with(workbook(rows))) == [
        ("H1", "unknown-column"),
        ("C3", "unknown-kind"),
        ("E3", "bad-date"),
        ("A4", "bad-id"),
        ("B4", "line-break"),
        ("D4", "unknown-organisation"),
        ("G4", "ends-before-start"),
        ("A5", "duplicate-id"),
        ("B5", "missing-key"),
        ("E5", "bad-date"),
    ]


def test_a_problem_keeps_its_row_and_column_as_numbers() -> None:
    rows = [*ORGANISATIONS, ["branch-3", "Chi bộ Ba", "brunch", "ward-1"]]

    (problem,) = load_with(workbook(rows)).problems

    where = problem.where
    assert (where.path, where.line, where.column) == ("organisations.xlsx", 5, 3)
    assert where.sheet == "Chi bộ"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("  Chi bộ 1 ", "General", "Chi bộ 1"),
        ("Chi bo\u0323\u0302\u00a01", "General", "Chi bộ 1"),
        ("007", "@", "007"),
        (7, "General", "7"),
        (7.0, "General", "7"),
        (7.25, "General", "7.25"),
        (0.1 + 0.2, "General", "0.3"),
        (7, "000", "007"),
        (123456789012, "0", "123456789012"),
        (0.9818, "0.00%", "98.18%"),
        (True, "General", "TRUE"),
        (date(2026, 12, 25), "mm-dd-yy", "25/12/2026"),
        (datetime(2026, 12, 25, 7, 30), "yyyy-mm-dd hh:mm", "25/12/2026 07:30"),  # noqa: DTZ001
        (time(21), "h:mm", "21:00"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
        (99_999_999, "dd/mm/yyyy", ""),
        (None, "General", ""),
    ],
)
def test_a_cell_is_the_text_that_it_shows_and_a_date_is_day_first(
    value: object, number_format: str, text: str
) -> None:
    assert shown(value, number_format) == text


def test_dates_counted_from_1904_are_the_days_that_are_shown() -> None:
    def from_1904(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.MAC_EPOCH

    configuration = load_with(workbook(ORGANISATIONS, from_1904)).configuration

    assert configuration is not None
    days = configuration.organisations.anchors["launch"].astype(object)
    assert days[1] == date(2026, 9, 20)


def test_texts_that_cells_share_are_read_with_their_parts_of_other_formats() -> None:
    def share(part: bytes) -> bytes:
        return re.sub(b"(?s)<row.*</row>", b"<row>%s</row>" % SHARED_CELLS, part)

    content = with_shared_texts(patched(GOOD, SHEET_PART, share))

    sheet = read_sheet("a.xlsx", content, "a", Findings())

    assert sheet is not None
    assert sheet.rows == {1: {1: "Chi bộ Một", 2: "hai\ndòng", 3: "Chi bộ Một"}}


def test_a_title_and_blank_rows_and_columns_are_passed_over() -> None:
    def give_a_title(book: Any) -> None:
        book.active["A1"] = "DANH SÁCH CHI BỘ"
        book.active.merge_cells("A1:G1")

    blank: list[object] = [None]
    indented = [[None, row[0], None, *row[1:]] for row in ORGANISATIONS]
    content = workbook([blank, blank, *indented[:2], blank, *indented[2:], blank], give_a_title)

    loaded = load_with(content)

    assert loaded.problems == ()
    assert loaded.configuration is not None
    source = loaded.configuration.organisations.source
    assert source is not None
    assert source.cell(1, "launch") == "organisations.xlsx:Chi bộ!G6"


def test_a_column_of_formulas_is_said_once_and_its_values_are_not_missed() -> None:
    rows = [[*row] for row in ORGANISATIONS]
    for number, row in enumerate(rows[1:], 2):
        row[1] = f'="Chi bộ "&A{number}'

    loaded = load_with(workbook(rows))

    assert found(loaded) == [("B2", "xlsx-formula")]
    assert loaded.problems[0].values["count"] == "3"


def test_a_formula_is_not_evaluated_but_what_it_last_showed_is_checked() -> None:
    def with_result(part: bytes) -> bytes:
        return part.replace(b"<f>A1</f><v />", b"<f>A1</f><v>99</v>").replace(
            b"<f>A1</f><v></v>", b"<f>A1</f><v>99</v>"
        )

    rows: Rows = [
        [*HEADINGS, "contents"],
        [*ORGANISATIONS[1], None, None, "=A1"],
        *ORGANISATIONS[2:],
    ]

    loaded = load_with(patched(workbook(rows), SHEET_PART, with_result))

    assert found(loaded) == [("F2", "bad-contents"), ("F2", "xlsx-formula")]


def test_merged_cells_of_the_table_are_refused_and_blank_ones_hide_nothing() -> None:
    def merge(book: Any) -> None:
        for cells in ("D3:D4", "B3:B4", "E4:E9", "G1:H2"):
            book.active.merge_cells(cells)

    assert found(load_with(workbook(ORGANISATIONS, merge))) == [
        ("B3", "xlsx-merged"),
        ("D3", "xlsx-merged"),
    ]


def test_an_error_in_a_cell_is_refused() -> None:
    rows = [*ORGANISATIONS, ["branch-3", "#REF!", "branch", "#N/A"]]

    assert found(load_with(workbook(rows))) == [("B5", "xlsx-error"), ("D5", "xlsx-error")]


def test_a_number_as_an_id_is_doubted_once_but_not_where_its_zeros_are_shown() -> None:
    rows = [*ORGANISATIONS, *([number, "Chi bộ", "branch", "ward-1"] for number in (7, 8))]

    def show_zeros(book: Any) -> None:
        for row in (5, 6):
            book.active.cell(row, 1).number_format = "000"

    assert ("A5", "xlsx-number-id") in found(load_with(workbook(rows)))
    padded = load_with(workbook(rows, show_zeros)).configuration
    assert padded is not None
    assert padded.organisations.ids[-2:] == ("007", "008")


def test_a_character_that_nobody_sees_is_found_in_its_cell() -> None:
    rows = [*ORGANISATIONS, ["branch\u200b-3", "Chi bộ Ba", "branch"]]

    assert found(load_with(workbook(rows))) == [("A5", "invisible-character")]


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ([*HEADINGS, "parents", "mã"], [("F1", "unknown-column"), ("G1", "duplicate-column")]),
        ([*HEADINGS[:4], None], [("E1", "unnamed-column")]),
        ([None, *HEADINGS[1:]], [("A1", "missing-column"), ("A1", "unnamed-column")]),
    ],
)
def test_headings_are_checked_as_in_any_register(
    row: list[object], problems: list[tuple[str, str]]
) -> None:
    content = workbook([row, *ORGANISATIONS[1:]])

    assert [place for place in found(load_with(content)) if place[0].endswith("1")] == problems


# Which sheet.


def with_sheets(*titles: str, hidden: Sequence[str] = (), at: str = "Chi bộ") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title in titles:
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in ORGANISATIONS if title == at else [["a", "b"], [1, 2]]:
            sheet.append(row)
    return saved(book)


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (with_sheets("Chi bộ"), []),
        (with_sheets("Ghi chú", "Chi bộ", hidden=["Ghi chú"]), []),
        (with_sheets("Ghi chú", "Organisations", at="Organisations"), []),
        (with_sheets("Chi bộ", "Ghi chú"), [("A1", "xlsx-sheets")]),
    ],
    ids=["only", "hidden", "named", "first"],
)
def test_the_sheet_is_the_one_named_like_the_register_else_the_first_that_is_seen(
    content: bytes, problems: list[tuple[str, str]]
) -> None:
    assert found(load_with(content)) == problems


def test_an_empty_second_sheet_is_nothing_to_speak_of() -> None:
    assert found(load_with(workbook(ORGANISATIONS, lambda book: book.create_sheet("Sheet2")))) == []


def test_a_workbook_whose_sheets_are_all_hidden_has_no_register() -> None:
    content = patched(
        workbook(ORGANISATIONS),
        "xl/workbook.xml",
        lambda part: part.replace(b'state="visible"', b'state="hidden"'),
    )

    assert found(load_with(content)) == [("1:1", "xlsx-no-sheet")]


@pytest.mark.parametrize("claim", [b"A1:XFD1048576", b"A1", b"A1:B2"])
def test_the_size_that_a_sheet_claims_to_have_is_not_believed(claim: bytes) -> None:
    content = patched(
        workbook(ORGANISATIONS), SHEET_PART, lambda part: part.replace(b"A1:E4", claim)
    )

    loaded = load_with(content)

    assert loaded.problems == ()
    assert loaded.configuration is not None
    assert len(loaded.configuration.organisations) == 3


def test_a_row_far_below_costs_nothing_in_between() -> None:
    def put_below(book: Any) -> None:
        book.active.cell(1_048_576, 3, "brunch")

    assert ("C1048576", "unknown-kind") in found(load_with(workbook(ORGANISATIONS, put_below)))


def test_only_headings_are_an_empty_register_and_nothing_is_an_empty_file() -> None:
    assert [code for _, code in found(load_with(workbook([HEADINGS])))] == ["empty-register"]
    assert [code for _, code in found(load_with(workbook([])))] == ["empty-file"]


# Files that aren't what they are called.

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def bomb(part: str = "xl/media/image1.png") -> bytes:
    with ZipFile(content := BytesIO(GOOD), "a", ZIP_DEFLATED) as archive:
        archive.writestr(part, b"\0" * 60_000_000)
    return content.getvalue()


def wide(part: bytes) -> bytes:
    row = b'<row r="9">' + b"<c><v>1</v></c>" * 20_000 + b"</row>"
    return part.replace(b"</sheetData>", row + b"</sheetData>")


def entities(part: bytes) -> bytes:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    dtd = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{layers}]>'.encode()
    return dtd + part.replace(b"<worksheet", b"<worksheet", 1)


def otherwise_encoded(part: bytes) -> bytes:
    text = entities(part.partition(b"?>")[2]).decode()
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


def endless(piece: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(b"<sheetData>", piece + b"<sheetData>")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (OLE, "not-xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "xlsx-encrypted"),
        (b"id,name,kind\nward-1,A,ward\n", "not-xlsx"),
        (b"<html><table><tr><td>id</td></tr></table></html>", "not-xlsx"),
        (patched(GOOD, "[Content_Types].xml", lambda _: b"<a>"), "xlsx-damaged"),
        (patched(GOOD, "xl/workbook.xml", lambda _: b""), "xlsx-damaged"),
        (patched(GOOD, SHEET_PART, lambda part: part[: len(part) // 2]), "xlsx-damaged"),
        (patched(GOOD, SHEET_PART, entities), "xlsx-damaged"),
        (patched(GOOD, SHEET_PART, wide), "xlsx-damaged"),
        (patched(GOOD, SHEET_PART, otherwise_encoded), "xlsx-damaged"),
        (patched(GOOD, SHEET_PART, endless(b"<!--" + b"<" * 2_000_000 + b"-->")), "xlsx-damaged"),
        (patched(GOOD, SHEET_PART, endless(b"x" * 2_000_000)), "xlsx-damaged"),
        (GOOD[: len(GOOD) // 2], "xlsx-damaged"),
        (GOOD[:-30], "xlsx-damaged"),
        (bomb(), "xlsx-too-large"),
        (b"PK" + b"\0" * 20_000_000, "file-too-large"),
    ],
    ids=range(17),
)
def test_what_is_no_workbook_that_can_be_read_is_said_and_nothing_else(
    content: bytes, code: str
) -> None:
    assert found(load_with(content)) == [("1:1", code)]


def test_another_kind_of_package_under_the_name_is_no_workbook() -> None:
    with ZipFile(content := BytesIO(), "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert found(load_with(content.getvalue())) == [("1:1", "not-xlsx")]


def test_a_package_with_a_password_of_its_own_is_protected() -> None:
    flagged = bytearray(GOOD)
    flagged[flagged.rindex(b"PK\x01\x02") + 8] |= 1

    assert found(load_with(bytes(flagged))) == [("1:1", "xlsx-encrypted")]


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    content = bomb(SHEET_PART.replace("1", "2"))
    tracemalloc.start()
    load_with(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20_000_000


def test_a_workbook_that_the_library_grumbles_about_is_read(
    recwarn: pytest.WarningsRecorder,
) -> None:
    content = patched(
        GOOD, "xl/styles.xml", lambda part: part.replace(b'name="Normal"', b'name="Other"')
    )

    assert found(load_with(content)) == []
    assert not recwarn.list


def test_a_number_whose_cell_names_another_row_stands_where_it_is() -> None:
    numbered = workbook(
        [["id", "name", "kind"], ["ward-1", "Phường Một", "ward"], [7, "Ba", "ward"]]
    )
    content = patched(numbered, SHEET_PART, lambda part: part.replace(b'r="A3"', b'r="A9"'))

    assert ("A3", "xlsx-number-id") in found(load_with(content))


def test_a_row_with_an_impossible_number_is_damage() -> None:
    nameless = workbook([["name", "kind"], ["Phường Một", "ward"]])
    content = patched(nameless, SHEET_PART, lambda part: part.replace(b'row r="1"', b'row r="-1"'))

    assert [code for _, code in found(load_with(content))] == ["xlsx-damaged"]


def test_what_the_library_prints_of_a_workbook_is_not_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = patched(GOOD, "xl/styles.xml", lambda part: part.replace(b'xfId="0"', b'xfId="45000"'))

    load_with(odd)

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", ["xls", "xlsm", "xlsb", "ods"])
def test_a_register_saved_in_another_form_is_named(form: str, tmp_path: Path) -> None:
    for name, content in read_folder(SMALL).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "people.csv").rename(tmp_path / f"people.{form}")

    problems = load(read_folder(tmp_path)).problems

    assert [(str(p.where), p.code) for p in problems] == [(f"people.{form}:1:1", "register-form")]


def test_a_register_is_one_of_the_three_files() -> None:
    files = read_folder(SMALL) | {"organisations.xlsx": GOOD, "people.yaml": b"people: []"}

    problems = load(files).problems

    assert [(p.where.path, p.code) for p in problems] == [
        ("organisations.xlsx", "two-registers"),
        ("people.yaml", "two-registers"),
    ]


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_broken_part_of_a_workbook_makes_loading_raise(data: st.DataObject) -> None:
    """A piece of any part may be lost, or be another one."""
    part = data.draw(st.sampled_from(ZipFile(BytesIO(GOOD)).namelist()))

    def spoil(text: bytes) -> bytes:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        scrap = data.draw(st.sampled_from([b"", b"0", b"-1", b"99999999999", b"<", b'"', b"\xff"]))
        return text[:start] + scrap + text[end:]

    loaded = load_with(patched(GOOD, part, spoil))

    assert (loaded.configuration is None) == any(p.is_error for p in loaded.problems)
    assert all(show(problem, "vi") for problem in loaded.problems)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_byte_of_a_workbook_makes_loading_raise(data: st.DataObject) -> None:
    """Any byte of the file may be another one."""
    spoilt = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        spoilt[data.draw(st.integers(0, len(GOOD) - 1))] = data.draw(st.integers(0, 255))

    loaded = load_with(bytes(spoilt))

    assert (loaded.configuration is None) == any(p.is_error for p in loaded.problems)
