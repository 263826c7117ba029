"""An office's plan becomes a roadmap; what can't be read is listed at its cell."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest

from lotrinh.application.office.drafts import DraftGroup, DraftMilestone
from lotrinh.domain.roadmap import Term
from lotrinh.loader.imports.columns import Column, column_of
from lotrinh.loader.imports.masthead import title_above
from lotrinh.loader.imports.plan import PlanRead
from lotrinh.loader.imports.rows import Wishes
from lotrinh.loader.imports.wordings import Wordings
from lotrinh.loader.phrases.days import PhraseError
from tests.plans import HEADINGS, Rows, add_table, document, office, plan_of, read, saved, workbook


def milestones(found: PlanRead) -> list[DraftMilestone]:
    assert found.draft is not None
    return list(found.draft.milestones)


def listed(found: PlanRead) -> list[tuple[str, str]]:
    """Return what is listed: codes with cells."""
    return [(p.code, str(p.where).rpartition("!")[2]) for p in found.problems]


# Headings.


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("STT", Column.NUMBER),
        ("Nội dung công việc", Column.TASK),
        ("Nhiệm vụ", Column.TASK),
        ("NỘI DUNG THỰC HIỆN", Column.TASK),
        ("Thời gian thực hiện", Column.DUE),
        ("Thời hạn hoàn thành", Column.DUE),
        ("Tiến độ", Column.DUE),
        ("Bắt đầu", Column.START),
        ("Kết thúc", Column.DUE),
        ("Cơ quan, đơn vị chủ trì", Column.LEAD),
        ("Đơn vị thực hiện", Column.LEAD),
        ("Người phụ trách", Column.LEAD),
        ("Cơ quan phối hợp thực hiện", Column.SUPPORT),
        ("Sản phẩm", Column.REMARK),
        ("Kết quả thực hiện", Column.REMARK),
        ("Ghi chú", Column.REMARK),
        ("15/12/2026", None),
        ("Quy hoạch", None),
    ],
)
def test_a_heading_is_known_however_it_is_worded(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column


def test_headings_over_headings_and_numbers_below_them_are_one_head() -> None:
    rows: Rows = [
        ["KẾ HOẠCH"],
        ["Công tác năm 2026"],
        [],
        ["TT", "Nội dung công việc", "Thời gian", "Đơn vị thực hiện", None],
        [None, None, None, "Chủ trì", "Phối hợp"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Họp", "trước 15/12/2026", "Ban Thường vụ", "Văn phòng"],
    ]

    found = read(workbook(rows, merged=["D4:E4", "A4:A5", "B4:B5", "C4:C5", "A1:E1"]))

    (one,) = milestones(found)
    assert (one.lead, one.support) == ("standing-committee", ("office",))
    assert found.count.rows == 1
    assert found.draft is not None
    assert found.draft.title == "Công tác năm 2026"


def test_a_file_without_a_plan_is_said_to_have_none() -> None:
    found = read(workbook([["Họ tên", "Điện thoại"], ["A", "1"]]))

    assert found.draft is None
    assert listed(found) == [("import-no-plan", "A1")]


# Rows.


def test_group_rows_head_what_follows_and_lines_that_go_on_belong_to_the_row_above() -> None:
    found = read(
        plan_of(
            ["I", "CÔNG TÁC TỔ CHỨC"],
            ["1", "Rà soát quy hoạch", date(2026, 6, 30), "Ban Thường vụ", None],
            [None, "và báo cáo cấp trên", None, None, "Văn phòng"],
            ["2", "Chuẩn bị đại hội"],
            ["2.1", "Dự thảo báo cáo", "tháng 3/2026", "Văn phòng"],
        )
    )

    assert found.draft is not None
    said = [
        (one.title, one.due) if isinstance(one, DraftMilestone) else one.title
        for one in found.draft.entries
    ]
    assert said == [
        "I CÔNG TÁC TỔ CHỨC",
        ("Rà soát quy hoạch và báo cáo cấp trên", "30/06/2026"),
        "2 Chuẩn bị đại hội",
        ("Dự thảo báo cáo", "tháng 3/2026"),
    ]
    assert [isinstance(one, DraftGroup) for one in found.draft.entries] == [
        True,
        False,
        True,
        False,
    ]
    assert milestones(found)[0].support == ("office",)
    assert (found.count.rows, found.count.milestones, found.count.groups) == (5, 3, 2)


def test_a_merged_cell_speaks_for_every_row_beside_it() -> None:
    rows = [
        ["Kế hoạch năm 2026"],
        HEADINGS,
        [1, "Họp", "trước 15/12/2026", "Ban Thường vụ"],
        [2, "Báo cáo", None, None],
    ]

    found = read(workbook(rows, merged=["C3:C4", "D3:D4"]))

    assert [(m.due, m.lead) for m in milestones(found)] == [
        ("trước 15/12/2026", "standing-committee")
    ] * 2


def test_what_is_no_task_is_listed_at_its_cell() -> None:
    found = read(
        plan_of(
            ["1", "Họp", "trước 15/12/2026", "Ban Thường vụ"],
            ["", "Tổng cộng"],
            HEADINGS,
            ["2", "Báo cáo", "khi cần", "Văn phòng"],
            ["3", "Kết thúc", None, "Văn phòng"],
            ["Nơi nhận:"],
            ["- Các chi bộ", None, None, "BÍ THƯ"],
        )
    )

    assert listed(found) == [
        ("import-no-task", "B5"),
        ("import-headings-again", "B6"),
        ("unknown-phrase", "C7"),
        ("import-no-due", "B8"),
        ("import-below-table", "A9"),
        ("import-below-table", "A10"),
    ]
    assert found.count.rows == 7 == found.count.milestones + found.count.rest
    assert found.count.unread == 2
    assert [m.due for m in milestones(found)] == ["trước 15/12/2026", "", ""]


def test_ids_are_made_from_titles_and_no_two_are_the_same() -> None:
    row = ["Họp chi bộ", "trước 15/12/2026", "Văn phòng"]
    found = read(plan_of(*([number, *row] for number in range(3))))

    assert [m.id for m in milestones(found)] == ["hop-chi-bo", "hop-chi-bo-2", "hop-chi-bo-3"]


def test_a_formula_is_never_run_and_a_text_that_looks_like_one_is_a_text() -> None:
    book = openpyxl.load_workbook(
        BytesIO(plan_of(["1", '=HYPERLINK("x")', "trước 15/12/2026", "Văn phòng"]))
    )
    sheet: Any = book.active
    sheet["A5"], sheet["B5"], sheet["C5"] = "2", "Họp", "=TODAY()"

    found = read(saved(book))

    assert [m.title for m in milestones(found)] == ['=HYPERLINK("x")', "Họp"]
    assert ("import-formula", "C5") in listed(found)
    assert milestones(found)[1].due == ""


# Days.

KEPT = [
    "Xong trước 15/12/2026",
    "Quý IV/2026",
    "Chậm nhất là ngày 15 tháng 12 năm 2026",
    "Trước ngày 20 hàng tháng",
    "Từ 01/12 đến 15/12/2026",
    "Trước đại hội 45 ngày",
]
OFFERED = [
    ("Tháng 12", "tháng 12/2026"),
    ("15/12", "15/12/2026"),
    ("15.12.2026.", "15.12.2026"),
    ("Tháng 11 - 12/2026", "từ tháng 11/2026 đến tháng 12/2026"),
    ("Quý I - Quý II/2026", "từ quý I/2026 đến quý II/2026"),
    ("Thường xuyên", "trong năm 2026"),
    ("Hằng tháng", "cuối tháng hằng tháng"),
    ("Hàng tuần", "thứ sáu hằng tuần"),
    ("01-15/12/2026", "từ 01/12/2026 đến 15/12/2026"),
    ("10, 11/12", "từ 10/12/2026 đến 11/12/2026"),
    ("đầu quý II/2026", "trong tháng 4/2026"),
    ("Tuần cuối tháng 12", "từ 25/12/2026 đến 31/12/2026"),
    ("Tuần 2 tháng 11/2026", "từ 08/11/2026 đến 14/11/2026"),
    ("T12/2026", "tháng 12/2026"),
    ("Q4/2026", "quý 4/2026"),
    ("Trước 17 giờ 00 ngày 15/12/2026", "chậm nhất ngày 15/12/2026"),
    ("Dự kiến 20/6", "20/6/2026"),
    ("2025 - 2026", "từ năm 2025 đến năm 2026"),
    ("46022", "31/12/2025"),
]
REFUSED = [
    "Khi có hướng dẫn của cấp trên",
    "Ngay sau đại hội",
    "Quý I, quý III",
    "ngày 31/11",
    "Theo kế hoạch",
]
WORDINGS = Wordings({"đại hội": "congress"}, Term("2026", 2026, 2026))


@pytest.mark.parametrize("written", KEPT)
def test_what_the_grammar_reads_is_kept_as_written(written: str) -> None:
    due = WORDINGS.due(written, {})

    assert (due.phrase, due.is_own) == (written, True)


@pytest.mark.parametrize(("written", "phrase"), OFFERED)
def test_what_offices_write_is_offered_in_words_that_the_grammar_knows(
    written: str, phrase: str
) -> None:
    assert WORDINGS.due(written, {}).phrase == phrase


@pytest.mark.parametrize("written", REFUSED)
def test_what_means_no_day_is_refused(written: str) -> None:
    with pytest.raises(PhraseError):
        WORDINGS.due(written, {})


def test_a_day_without_a_year_is_refused_where_the_plan_is_for_several() -> None:
    with pytest.raises(PhraseError) as error:
        Wordings({}, Term("2025-2027", 2025, 2027)).due("15/12", {})

    assert error.value.code == "missing-year"


@pytest.mark.parametrize(
    ("written", "phrase", "is_own"),
    [
        ("trước 15/12 hằng năm (14/12/2026)", "trước 15/12 hằng năm", True),
        ("trước 15/12 hằng năm (từ 14/12/2024 đến 14/12/2030)", "trước 15/12 hằng năm", True),
        ("trước 15/12/2026 (gia hạn đến 20/12/2026)", "trước 15/12/2026", True),
        ("trong 3 ngày từ việc số 2 (dự kiến 10/12/2026)", "trong 3 ngày từ hop", True),
        ("15/12/2026 (20/12/2026)", "15/12/2026", False),
    ],
)
def test_the_days_that_a_phrase_comes_to_are_left_out(
    written: str, phrase: str, *, is_own: bool
) -> None:
    due = Wordings({"hop": "hop"}, WORDINGS.term).due(written, {"2": "hop"})

    assert (due.phrase, due.is_own) == (phrase, is_own)


def test_a_row_may_count_from_another_by_its_number() -> None:
    found = read(
        plan_of(
            [1, "Gửi hồ sơ", "trong 3 ngày làm việc từ việc số 2", "Văn phòng"],
            [2, "Họp kiểm điểm", "trước 05/12/2026", "Văn phòng"],
        )
    )

    assert listed(found) == []
    assert milestones(found)[0].due == "trong 3 ngày làm việc từ hop-kiem-diem"


def test_an_anchor_that_a_deadline_counts_from_comes_along() -> None:
    found = read(plan_of([1, "Gửi tài liệu", "Trước đại hội 15 ngày", "Văn phòng"]))

    assert found.draft is not None
    assert [anchor.id for anchor in found.draft.anchors] == ["congress"]
    assert ("import-anchor", "C4") in listed(found)


def test_two_columns_of_days_are_a_window() -> None:
    rows: Rows = [
        ["Năm 2026"],
        ["Nội dung", "Bắt đầu", "Kết thúc"],
        ["Kiểm tra", date(2026, 3, 1), date(2026, 3, 31)],
    ]

    (one,) = milestones(read(workbook(rows)))

    assert one.due == "từ 01/03/2026 đến 31/03/2026"


def test_a_plan_that_names_no_year_asks_for_one() -> None:
    content = plan_of([1, "Họp", "tháng 3", "Văn phòng"], above=[["KẾ HOẠCH"], ["Công tác"]])

    assert [p.code for p in read(content).problems] == ["import-no-term"]
    (one,) = milestones(read(content, wishes=Wishes(term=Term("2026", 2026, 2026))))
    assert one.due == "tháng 3/2026"


# People.

ROLES = [
    ("Ban Thường vụ", ["standing-committee"]),
    ("BTV Đảng ủy", ["standing-committee"]),
    ("Ban Thường vụ Đảng ủy phường Đông Hải 2", ["standing-committee"]),
    ("ban thuong vu", ["standing-committee"]),
    ("UBKT", ["inspection"]),
    ("Uỷ ban kiểm tra Đảng ủy", ["inspection"]),
    ("Văn phòng", ["office"]),
    ("VP", ["office"]),
    ("Đ/c Bí thư", ["secretary"]),
    ("Tiểu ban Tuyên truyền, khánh tiết", ["propaganda-subcommittee"]),
    ("Văn phòng, UBKT và Ban Xây dựng Đảng", ["office", "inspection", "party-building"]),
    ("Văn phòng; Tổ biên tập\nBan Chấp hành", ["office", "editorial-team", "executive-committee"]),
    ("Ban Thường vụ cấp trên", ["parent.standing-committee"]),
    ("parent.inspection", ["parent.inspection"]),
    ("Ban Thuờng vụ", ["standing-committee"]),
]


@pytest.mark.parametrize(("written", "roles"), ROLES)
def test_roles_are_found_by_what_offices_call_them(written: str, roles: list[str]) -> None:
    assert [one.role for one in office().roles_with({}).named(written)] == roles


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Các chi bộ", "secretary"),
        ("Chi bộ trực thuộc", "secretary"),
        ("Bí thư chi bộ", "secretary"),
        ("Bí thư các chi bộ", "secretary"),
        ("Chi ủy các chi bộ", "committee"),
        ("Chi ủy 12 chi bộ", "committee"),
        ("Bí thư of every chi bộ", "secretary"),
        ("Ban Thường vụ (từng chi bộ)", "parent.standing-committee"),
        ("Bí thư (10 chi bộ)", "secretary"),
        ("Bí thư, 10 chi bộ", "secretary"),
        ("BT các chi bộ", "secretary"),
    ],
)
def test_whole_kinds_of_organisations_are_known(written: str, role: str) -> None:
    (one,) = office().roles_with({}).named(written)

    assert (one.role, one.kind) == (role, "branch")


def test_who_is_no_role_is_listed_and_can_be_said() -> None:
    content = plan_of([1, "Họp", "trước 15/12/2026", "Khối Dân vận"])

    assert listed(read(content)) == [("import-unknown-role", "D4")]
    said = read(content, wishes=Wishes(roles={"khối dân vận": "office"}))
    assert (listed(said), milestones(said)[0].lead) == ([], "office")


def test_what_only_branches_can_do_is_for_them() -> None:
    (one,) = milestones(read(plan_of([1, "Đại hội", "tháng 3/2026", "Các chi bộ"])))

    assert (one.lead, one.more) == ("secretary", {"for": "{kind: branch}"})


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Chi bộ Tổ dân phố số 1", "secretary"),
        ("Chi bộ Tổ dân phố 1", "secretary"),
        ("chi bo TDP 01", "secretary"),
        ("Bí thư Chi bộ TDP 1", "secretary"),
        ("Chi ủy Chi bộ Tổ dân phố 1", "committee"),
    ],
)
def test_an_organisation_of_the_register_is_known_by_its_name(written: str, role: str) -> None:
    found = read(plan_of([1, "Đại hội", "tháng 3/2026", written]))

    (one,) = milestones(found)
    assert (one.lead, one.more) == (role, {"for": "{organisations: [chi-bo-01]}"})
    assert listed(found) == [("import-for-organisation", "D4")]


def test_a_role_that_only_branches_have_is_theirs() -> None:
    (one,) = milestones(read(plan_of([1, "Họp", "tháng 3/2026", "Chi ủy"])))

    assert (one.lead, one.more) == ("committee", {"for": "{kind: branch}"})


def test_organisations_that_lead_together_each_have_it() -> None:
    (one,) = milestones(
        read(plan_of([1, "Họp", "tháng 3/2026", "Chi bộ TDP 1, Bí thư Chi bộ TDP 2"]))
    )

    assert (one.lead, one.support) == ("secretary", ())
    assert one.more == {"for": "{organisations: [chi-bo-01, chi-bo-02]}"}


@pytest.mark.parametrize(
    ("name", "said", "lead", "more"),
    [
        ("Chi bộ TDP", "Bí thư", "secretary", {"for": "{kind: branch}"}),
        ("Tổ dân phố", "secretary@branch", "secretary", {"for": "{kind: branch}"}),
        ("Tổ dân phố", "Bí thư @ Chi bộ", "secretary", {"for": "{kind: branch}"}),
        ("Khu Một", "secretary@chi-bo-01", "secretary", {"for": "{organisations: [chi-bo-01]}"}),
        ("Tổ dân phố", "secretary@ward", "secretary", {}),
        ("Tổ dân phố", "parent.inspection", "parent.inspection", {}),
    ],
)
def test_whose_role_is_meant_can_be_said(
    name: str, said: str, lead: str, more: dict[str, str]
) -> None:
    content = plan_of([1, "Họp", "tháng 3/2026", name])

    found = read(content, wishes=Wishes(roles={name: said}))

    (one,) = milestones(found)
    assert (one.lead, one.more) == (lead, more)
    assert not {p.code for p in found.problems} & {"import-role-here", "import-unknown-role"}


def test_a_role_that_branches_have_too_is_told_when_it_is_taken_for_the_own_one() -> None:
    content = plan_of([1, "Họp", "tháng 3/2026", "Tổ dân phố"])

    found = read(content, wishes=Wishes(roles={"Tổ dân phố": "secretary"}))

    assert [(p.code, p.values["kind"]) for p in found.problems] == [("import-role-here", "branch")]


@pytest.mark.parametrize(
    ("said", "code", "nearest"),
    [
        ("Bí thơi", "unknown-role", "secretary"),
        ("bi-thu@brunch", "unknown-kind", "branch"),
        ("abc", "unknown-role", None),
    ],
)
def test_a_role_that_is_none_is_refused_with_the_nearest_one(
    said: str, code: str, nearest: str | None
) -> None:
    content = plan_of([1, "Họp", "tháng 3/2026", "Tổ dân phố"])

    found = read(content, wishes=Wishes(roles={"Tổ dân phố": said}))

    (problem,) = (p for p in found.problems if p.where.path == "--role")
    assert (problem.code, problem.nearest) == (code, nearest)


# Documents.


def test_a_document_is_read_as_a_workbook_is() -> None:
    rows = [
        HEADINGS[:5],
        ["1", "Họp", date(2026, 12, 15), "Ban Thường vụ", "Văn phòng"],
        ["2", "Báo cáo", "", "", ""],
    ]
    made = document(rows)
    made.tables[0].cell(1, 2).merge(made.tables[0].cell(2, 2))
    made.tables[0].cell(1, 1).add_table(1, 1).cell(0, 0).text = "tại hai nơi"
    made.add_paragraph("Giai đoạn 2")
    add_table(made, [rows[0], ["3", "Sơ kết", "Tháng 6", "UBKT", ""]])

    found = read(saved(made), "ke-hoach.docx")

    assert [(m.title, m.due) for m in milestones(found)] == [
        ("Họp tại hai nơi", "15/12/2026"),
        ("Báo cáo", "15/12/2026"),
        ("Sơ kết", "tháng 6/2026"),
    ]
    assert found.draft is not None
    assert found.draft.title == "Công tác năm 2026"
    assert str(milestones(found)[2].where) == "ke-hoach.docx:Bảng 3!B2"


def test_one_table_of_a_document_can_be_named() -> None:
    made = document([HEADINGS[:4], ["1", "Họp", "tháng 3/2026", "UBKT"]])
    add_table(made, [HEADINGS[:4], ["2", "Sơ kết", "tháng 6/2026", "UBKT"]])

    found = read(saved(made), "a.docx", Wishes(sheet="bảng 2"))

    assert [m.title for m in milestones(found)] == ["Sơ kết"]


def bomb() -> bytes:
    content = BytesIO(saved(docx.Document()))
    with ZipFile(content, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zero.bin", b"\0" * 60_000_000)
    return content.getvalue()


def with_entities() -> bytes:
    content = BytesIO(saved(docx.Document()))
    with ZipFile(content, "a") as archive:
        archive.writestr("word/more.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"TT;N\xe1", "not-docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "not-docx"),
        (saved(docx.Document())[:900], "docx-damaged"),
        (plan_of(), "docx-damaged"),
        (bomb(), "docx-too-large"),
        (with_entities(), "docx-damaged"),
    ],
)
def test_a_document_that_is_none_is_refused(content: bytes, code: str) -> None:
    assert [p.code for p in read(content, "ke-hoach.docx").problems] == [code]


# The title.


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (
            ["ĐẢNG ỦY PHƯỜNG A", "KẾ HOẠCH", "Kiểm điểm năm 2026", "(Kèm theo 12)"],
            "Kiểm điểm năm 2026",
        ),
        (["KẾ HOẠCH TỔ CHỨC ĐẠI HỘI CHI BỘ"], "KẾ HOẠCH TỔ CHỨC ĐẠI HỘI CHI BỘ"),
        (
            ["PHỤ LỤC 1", "Tiến độ thực hiện", "Nghị quyết Đại hội"],
            "Tiến độ thực hiện Nghị quyết Đại hội",
        ),
        (["ĐẢNG CỘNG SẢN VIỆT NAM", "Các việc trọng tâm năm"], "Các việc trọng tâm năm"),
        (["Số 12"], ""),
    ],
)
def test_the_title_is_found_among_what_stands_above(texts: list[str], title: str) -> None:
    assert title_above(texts) == title
