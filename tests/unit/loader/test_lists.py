"""Lists that offices keep become registers: rows are added, changed, or listed."""

from collections.abc import Sequence
from typing import Any

import pytest

from lotrinh.loader.imports.registers import RegisterRead, read_register
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.imported import render_register
from tests.library import CONFIG
from tests.plans import Rows, workbook

FILES = read_folder(CONFIG)
BRANCHES: Rows = [
    ["ĐẢNG BỘ PHƯỜNG ĐÔNG HẢI 2"],
    ["DANH SÁCH CHI BỘ TRỰC THUỘC"],
    ["STT", "Tên chi bộ", "Số đảng viên", "Ngày thành lập"],
    ["I", "Khối dân cư"],
    ["1", "Chi bộ Tổ dân phố số 1", 30, "01/01/2020"],
    ["2", "Chi bộ Tổ dân phố số 27", 22],
    ["3", "Chi bộ Trường Mầm non", 11],
    ["4", "=cmd|calc", 1],
    ["Tổng", None, 63],
]
STAFF: Rows = [
    ["TT", "Họ và tên", "Chức vụ", "Đơn vị", "Email"],
    [1, "Nguyễn Thị Hoa", "Bí thư", "Chi bộ Tổ dân phố số 1", "hoa@example.vn"],
    [2, "Lê Mai", "Văn phòng; Tổ biên tập", "", "mai@example.vn"],
    [3, "Văn phòng Đảng ủy phường", "", "", "vp@example.vn"],
    [4, "Trần Bình", "Phó Chủ tịch", "Chi bộ Lạ", ""],
]


def register(name: str, rows: Rows, **said: Any) -> RegisterRead:
    return read_register(name, "a.xlsx", workbook(rows), FILES, **said)


def listed(found: RegisterRead) -> list[tuple[str, str]]:
    return [(p.code, str(p.where).rpartition("!")[2]) for p in found.problems]


def test_branches_get_ids_a_kind_and_a_superior() -> None:
    found = register("organisations", BRANCHES)

    assert found.draft is not None
    assert [(one.id, one.name) for one in found.draft.added] == [
        ("chi-bo-27", "Chi bộ Tổ dân phố số 27"),
        ("chi-bo-28", "Chi bộ Trường Mầm non"),
    ]
    assert found.draft.added[0].values["kind"] == ("", "branch")
    assert found.draft.added[0].values["parent"] == ("", "dong-hai-2")


def test_a_list_may_be_csv_with_its_headings_below_a_title() -> None:
    text = "DANH SÁCH;;\n;;\nSTT;Tên chi bộ;Số đảng viên\n1;Chi bộ Trường Mầm non;11\nTổng;;11\n"

    found = read_register("organisations", "a.csv", text.encode("utf-8-sig"), FILES)

    assert found.draft is not None
    assert [one.name for one in found.draft.added] == ["Chi bộ Trường Mầm non"]
    assert [(p.code, str(p.where)) for p in found.problems] == [
        ("import-unused-column", "a.csv:3:16"),
        ("import-no-row", "a.csv:5:1"),
    ]


def test_a_row_that_is_there_is_changed_only_in_what_the_list_says() -> None:
    found = register("organisations", BRANCHES)

    assert found.draft is not None
    (changed,) = found.draft.changed
    assert (changed.id, changed.values) == ("chi-bo-01", {"valid_from": ("", "01/01/2020")})
    assert found.draft.removed == []


def test_rows_that_are_none_of_the_list_are_said() -> None:
    found = register("organisations", BRANCHES)

    assert listed(found) == [
        ("import-unused-column", "C3"),
        ("import-no-row", "A4"),
        ("import-like-formula", "B8"),
        ("import-no-row", "A9"),
    ]
    assert (found.rows, found.taken) == (6, 3)


@pytest.mark.parametrize(
    "row",
    [
        [None, "Tổng cộng", 63],
        [None, "Cộng: 3 chi bộ", 63],
        ["Tổng số", "3 chi bộ", 63],
        [None, "Tổng số 3 chi bộ"],
        [None, "Ghi chú: số liệu đến 01/11/2026"],
        ["Nơi nhận:", "Các chi bộ"],
        [None, "T/M Ban Thường vụ"],
    ],
)
def test_sums_and_notes_below_a_list_are_no_organisations(row: list[object]) -> None:
    found = register("organisations", [*BRANCHES[2:6], row])

    assert found.draft is not None
    assert [one.name for one in found.draft.added] == ["Chi bộ Tổ dân phố số 27"]
    assert listed(found)[-1][0] == "import-no-row"


def test_what_is_not_in_the_list_goes_only_where_it_replaces() -> None:
    kept, replaced = (register("organisations", BRANCHES, replace=r).draft for r in (False, True))

    assert kept is not None
    assert replaced is not None
    assert len(kept.rows) > len(replaced.rows) == 3
    assert "chi-bo-02" in {one.id for one in replaced.removed}


def test_positions_become_roles_and_nobody_is_guessed() -> None:
    found = register("people", STAFF)

    assert found.draft is not None
    said = {row["name"]: row.get("holds", "") for row in found.draft.rows}
    assert said["Nguyễn Thị Hoa"] == "secretary@chi-bo-01"
    assert said["Lê Mai"] == "office@dong-hai-2; editorial-team@dong-hai-2"
    assert said["Trần Bình"] == ""
    (changed,) = found.draft.changed
    assert changed.values == {"email": ("vanphong@dong-hai-2.example.vn", "vp@example.vn")}
    assert listed(found) == [("import-post-twice", "C2"), ("unknown-organisation", "D5")]


def test_a_post_of_a_branch_is_never_taken_for_one_of_the_office() -> None:
    rows = [["A", "Bí thư Chi bộ TDP 2", ""], ["B", "Bí thư chi bộ", ""]]

    found = register("people", [["Họ tên", "Chức vụ", "Đơn vị"], *rows])

    assert found.draft is not None
    said = {row["name"]: row.get("holds", "") for row in found.draft.rows}
    assert (said["A"], said["B"]) == ("secretary@chi-bo-02", "")
    assert ("import-unknown-post", "B3") in listed(found)


def test_the_head_of_an_office_holds_its_role_and_a_deputy_is_listed_with_the_nearest_title() -> (
    None
):
    posts = {
        "Chánh Văn phòng": "office",
        "Trưởng Ban Xây dựng Đảng": "party-building",
        "Trưởng tiểu ban Văn kiện": "documents-subcommittee",
        "Chủ nhiệm UBKT Đảng ủy": "inspection",
        "Phó Chánh Văn phòng Đảng ủy": "",
        "Ủy viên Ban Thường vụ": "",
        "Chủ tịch UBND": "",
        "Trưởng Công an phường": "",
    }
    rows = [[f"Người {number}", post] for number, post in enumerate(posts)]

    found = register("people", [["Họ tên", "Chức vụ"], *rows])

    assert found.draft is not None
    held = {row["name"]: row.get("holds", "") for row in found.draft.rows}
    assert [held[name] for name, _ in rows] == [
        f"{role}@dong-hai-2" if role else "" for role in posts.values()
    ]
    assert [(p.code, str(p.where).rpartition("!")[2], p.nearest) for p in found.problems] == [
        *(("import-post-guessed", f"B{row}", None) for row in (2, 3, 4, 5)),
        ("import-unknown-post", "B6", "Văn phòng Đảng ủy"),
        ("import-unknown-post", "B7", "Ban Thường vụ"),
        ("import-unknown-post", "B8", None),
        ("import-unknown-post", "B9", None),
    ]


def test_who_holds_what_another_holds_is_told_where_one_person_holds_it() -> None:
    rows = [
        ["A", "Bí thư", "Chi bộ Tổ dân phố số 1"],
        ["B", "Bí thư chi bộ", "Chi bộ Tổ dân phố số 1"],
        ["C", "Ban Thường vụ", ""],
        ["D", "Ban Thường vụ", ""],
    ]
    table: Rows = [["Họ tên", "Chức vụ", "Đơn vị"], *rows]

    anew = register("people", table, replace=True)
    beside = register("people", table)

    assert listed(anew) == [("import-post-twice", "B3")]
    assert [(p.code, p.values.get("other")) for p in beside.problems] == [
        ("import-post-twice", "bi-thu-cb-01"),
        ("import-post-twice", "bi-thu-cb-01"),
    ]


@pytest.mark.parametrize(("name", "rows"), [("organisations", BRANCHES), ("people", STAFF)])
def test_a_register_that_was_written_can_be_used_and_says_nothing_new(
    name: str, rows: Sequence[Sequence[object]]
) -> None:
    first = register(name, rows)
    assert first.draft is not None
    files = {**FILES, f"{name}.csv": render_register(first.draft).encode()}

    again = read_register(name, "a.xlsx", workbook(rows), files)

    assert not [p for p in load(files).problems if p.is_error]
    assert again.draft is not None
    assert (again.draft.added, again.draft.changed, again.draft.removed) == ([], [], [])


def test_a_file_without_a_list_is_said_to_have_none() -> None:
    assert listed(register("people", [["Không có gì", "ở đây"]])) == [("import-no-list", "A1")]


def test_the_same_name_twice_is_said() -> None:
    found = register("organisations", [["Stt", "Tên"], [1, "Chi bộ Mới"], [2, "Chi bộ Mới"]])

    assert listed(found) == [("import-same-name", "B2"), ("import-same-name", "B3")]
