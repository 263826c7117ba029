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
    found = register("people", STAFF, keep_posts=True)

    assert found.draft is not None
    said = {row["name"]: row.get("holds", "") for row in found.draft.rows}
    assert said["Nguyễn Thị Hoa"] == "secretary@chi-bo-01"
    assert said["Lê Mai"] == "office@dong-hai-2; editorial-team@dong-hai-2"
    assert said["Trần Bình"] == ""
    (changed,) = found.draft.changed
    assert changed.values == {"email": ("vanphong@dong-hai-2.example.vn", "vp@example.vn")}
    assert [one for one in listed(found) if one[0] != "import-still-post"] == [
        ("import-post-twice", "C2"),
        ("unknown-organisation", "D5"),
    ]


def test_whoever_is_named_for_a_post_takes_the_place_of_the_row_that_stands_for_it() -> None:
    found = register("people", [*STAFF, [5, "Vũ An", "Bí thư Đảng ủy", "", ""]])

    assert found.draft is not None
    taken = {one.id: one.values for one in found.draft.changed}
    assert taken["bi-thu-cb-01"]["name"] == ("Bí thư Chi bộ Tổ dân phố số 1", "Nguyễn Thị Hoa")
    assert taken["bi-thu-phuong"] == {"name": ("Bí thư Đảng ủy phường", "Vũ An")}
    (row,) = (row for row in found.draft.rows if row["id"] == "bi-thu-phuong")
    assert row["holds"] == "secretary@dong-hai-2; standing-committee@dong-hai-2"
    assert [one for one in listed(found) if one[0] == "import-takes-over"] == [
        ("import-takes-over", "B2"),
        ("import-takes-over", "B6"),
    ]


def test_posts_of_the_office_for_which_nobody_is_named_yet_are_told() -> None:
    found = register("people", [["Họ tên", "Chức vụ"], ["Vũ An", "Chủ nhiệm UBKT"]])

    told = {p.values["other"]: p.values["roles"] for p in found.problems if "still" in p.code}
    assert told["bi-thu-phuong"] == "Bí thư, Ban Thường vụ"
    assert "uy-ban-kiem-tra" not in told
    assert not any(id_.startswith("bi-thu-cb") for id_ in told)


def test_of_two_who_are_named_for_a_post_one_takes_its_place() -> None:
    rows = [["A", "Bí thư Đảng ủy", ""], ["B", "Bí thư Đảng ủy", "b"]]

    found = register("people", [["Họ tên", "Chức vụ", "Mã"], *rows, ["C", "Chủ nhiệm UBKT", "c"]])

    assert found.draft is not None
    assert [(one.id, one.name) for one in found.draft.changed] == [("bi-thu-phuong", "A")]
    assert [one.id for one in found.draft.added] == ["b", "c"]  # these have ids of their own
    assert ("import-post-twice", "B3") in listed(found)


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

    found = register("people", [["Họ tên", "Chức vụ"], *rows], keep_posts=True)

    assert found.draft is not None
    held = {row["name"]: row.get("holds", "") for row in found.draft.rows}
    assert [held[name] for name, _ in rows] == [
        f"{role}@dong-hai-2" if role else "" for role in posts.values()
    ]
    told = [p for p in found.problems if p.code != "import-still-post"]
    assert [(p.code, str(p.where).rpartition("!")[2], p.nearest) for p in told] == [
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

    anew = register("people", table, replace=True, keep_posts=True)
    beside = register("people", table, keep_posts=True)

    assert listed(anew) == [("import-post-twice", "B3")]
    told = [p for p in beside.problems if p.code != "import-still-post"]
    assert [(p.code, p.values.get("other")) for p in told] == [
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
