"""The office documents, read back: their words, fonts, margins and tables."""

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.shared import Pt

from lotrinh.application.deciding.figures import Figures
from lotrinh.domain.registers import OrganisationId, RoleId
from lotrinh.domain.status import Standing
from lotrinh.papers.document import Table, TemplateError, document, shipped_template
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.plan_document import plan_document
from lotrinh.papers.report_document import report_document
from tests.papers import MADE, OFFICES, Office, office

Golden = Callable[[str, str], None]
VALUES = {"đơn vị": "ĐẢNG ỦY", "số": "1", "trích yếu": "Thử"}


def plan_of(one: Office, template: bytes | None = None) -> bytes:
    return plan_document(
        one.scribe,
        one.stands,
        one.letterhead,
        template or shipped_template(),
        day=one.day,
        made=MADE,
    )


def report_of(one: Office) -> bytes:
    return report_document(
        one.scribe, one.stands, one.letterhead, shipped_template(), day=one.day, made=MADE
    )


MAKERS = [plan_of, report_of]


def opened(content: bytes) -> Any:
    return docx.Document(BytesIO(content))


def text_of(content: bytes) -> str:
    """Return a document as text: a paragraph a line, the cells of a row beside each other."""
    lines = []
    read = opened(content)
    for element in read.element.body:
        if element.tag.endswith("}tbl"):
            table = docx.table.Table(element, read)
            rows = ([cell.text.replace("\n", " / ") for cell in row.cells] for row in table.rows)
            lines += [" | ".join(row).rstrip() for row in rows]
        elif element.tag.endswith("}p"):
            lines.append("".join(t.text or "" for t in element.iter() if t.tag.endswith("}t")))
    return "\n".join(lines) + "\n"


def template(*paragraphs: str) -> bytes:
    """Return a template with some paragraphs; `|` breaks one into runs, as Word does."""
    made = docx.Document()
    for text in paragraphs:
        paragraph = made.add_paragraph()
        for piece in text.split("|"):
            paragraph.add_run(piece)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


# What they say.


@pytest.mark.parametrize("name", OFFICES)
def test_a_plan_reads_so(name: str, golden: Golden) -> None:
    golden(f"papers/{name}.plan.txt", text_of(plan_of(office(name))))


@pytest.mark.parametrize("name", OFFICES)
def test_a_report_reads_so(name: str, golden: Golden) -> None:
    golden(f"papers/{name}.report.txt", text_of(report_of(office(name))))


@pytest.mark.parametrize("name", OFFICES)
def test_the_figures_of_a_report_are_those_of_status(name: str) -> None:
    one = office(name)

    told = text_of(report_of(one))

    sums = re.findall(r"đã xong (\d+)/(\d+) việc \((\d+)%\), quá hạn (\d+)", told)
    by_roadmap: dict[str, list[Standing]] = {}
    for stand in one.stands:
        by_roadmap.setdefault(stand.deadline.id.roadmap, []).append(stand.standing)
    figures = [Figures.of(by_roadmap[roadmap]) for roadmap in sorted(by_roadmap)]
    assert sums == [
        tuple(map(str, (each.done, each.total, each.percent, each.late))) for each in figures
    ]


@pytest.mark.parametrize("name", OFFICES)
def test_a_plan_tells_of_every_deadline_though_it_folds_them(name: str) -> None:
    one = office(name)

    told = text_of(plan_of(one))

    counts = [int(count) for count in re.findall(r"\((\d+) hạn\):", told)]
    assert sum(counts) == len(one.stands)


# What stands around them.


def around(one: Office, letterhead: Letterhead) -> tuple[str, str]:
    """Return what stands above a plan and below it."""
    made = plan_document(
        one.scribe, one.stands, letterhead, shipped_template(), day=one.day, made=MADE
    )
    lines = text_of(made).replace("\u00a0", " ").strip().splitlines()
    return lines[0], lines[-1]


def test_an_office_that_says_nothing_else_writes_in_its_own_name() -> None:
    one = office("dong-hai-2")

    head, foot = around(one, Letterhead(one.letterhead.organisation))

    assert head == (
        "ĐẢNG BỘ QUẬN HẢI AN / ĐẢNG ỦY PHƯỜNG ĐÔNG HẢI 2 / * / Số ………-KH/ĐU |"
        " ĐẢNG CỘNG SẢN VIỆT NAM /  / Đông Hải 2, ngày … tháng … năm 2024"
    )
    assert foot.startswith(
        "Nơi nhận: / - Quận ủy Hải An (để báo cáo), / - Các chi bộ trực thuộc (để thực hiện),"
        " / - Lưu. | T/M BAN THƯỜNG VỤ / BÍ THƯ"
    )


def test_a_branch_writes_under_its_committee_and_has_nobody_below() -> None:
    head, foot = around(office("dong-hai-2"), Letterhead(OrganisationId("chi-bo-01")))

    assert head.startswith("ĐẢNG BỘ PHƯỜNG ĐÔNG HẢI 2 / CHI BỘ TỔ DÂN PHỐ SỐ 1 / * / Số ………-KH/CB")
    assert "Đông Hải 2, ngày" in head
    assert "- Đảng ủy phường Đông Hải 2 (để báo cáo)" in foot
    assert "trực thuộc" not in foot
    assert "T/M CHI BỘ / BÍ THƯ" in foot


def test_the_topmost_has_no_line_for_one_above() -> None:
    head, foot = around(office("dong-hai-2"), Letterhead(OrganisationId("quan-uy-hai-an")))

    assert head.startswith("QUẬN ỦY HẢI AN / * / Số ………-KH/QU | ")
    assert "để báo cáo" not in foot


@pytest.mark.parametrize(
    ("role", "signs"),
    [
        ("standing-committee", "T/M BAN THƯỜNG VỤ / BÍ THƯ / "),
        ("executive-committee", "T/M BAN CHẤP HÀNH / BÍ THƯ / "),
        ("secretary", "T/M BAN THƯỜNG VỤ / BÍ THƯ / "),
        ("personnel-subcommittee", "T/M TIỂU BAN NHÂN SỰ / TRƯỞNG TIỂU BAN / "),
        ("office", "| VĂN PHÒNG ĐẢNG ỦY / "),
    ],
)
def test_who_signs_does_so_for_the_body_that_decides(role: str, signs: str) -> None:
    one = office("dong-hai-2")

    _, foot = around(one, Letterhead(one.letterhead.organisation, RoleId(role)))

    assert signs in foot


def test_what_is_numbered_is_dated() -> None:
    one = office("dong-hai-2")

    head, _ = around(one, Letterhead(one.letterhead.organisation, number="5-KH/ĐU"))

    assert "Số 5-KH/ĐU" in head
    assert "ngày 10 tháng 12 năm 2024" in head


@pytest.mark.parametrize("make", MAKERS)
def test_a_short_last_word_of_a_name_never_stands_alone(make: Callable[[Office], bytes]) -> None:
    told = text_of(make(office("dong-hai-2")))

    assert "ĐÔNG HẢI\u00a02" in told
    assert " số 1," not in told


# How they look.


@pytest.mark.parametrize("make", MAKERS)
def test_a_document_has_the_form_of_offices(make: Callable[[Office], bytes]) -> None:
    read = opened(make(office("dong-hai-2")))
    (section,) = read.sections
    normal = read.styles["Normal"]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert "PAGE" in section.header._element.xml  # noqa: SLF001
    fonts = set(re.findall(r'w:ascii="([^"]+)"', read.element.body.xml))
    assert fonts <= {"Times New Roman"}


def test_the_headings_of_a_table_come_again_on_every_page() -> None:
    read = opened(plan_of(office("dong-hai-2")))
    table = read.tables[1]

    assert [cell.text for cell in table.rows[0].cells] == [
        *("TT", "Nội dung", "Thời hạn"),
        *("Chủ trì", "Phối hợp", "Kết quả"),
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml  # noqa: SLF001
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)  # noqa: SLF001


def test_the_last_rows_stay_with_the_signature() -> None:
    *_, table, _ = opened(plan_of(office("dong-hai-2"))).tables

    kept = [
        all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
        for row in table.rows
    ]
    assert kept == [False] * (len(kept) - 2) + [True, True]


@pytest.mark.parametrize("make", MAKERS)
def test_no_mark_is_left_and_letters_are_whole(make: Callable[[Office], bytes]) -> None:
    told = text_of(make(office("phuc-dong")))

    assert "{{" not in told
    assert unicodedata.is_normalized("NFC", told)


# Templates of one's own.


def test_a_mark_that_word_broke_into_pieces_is_filled() -> None:
    made = template("Số: {{|s|ố}} của {{Đơn  Vị}}.", "{{|nội dung|}}")

    told = text_of(document(made, VALUES, ["Một.", "Hai."], made=MADE))

    assert told.splitlines()[:3] == ["Số: 1 của ĐẢNG ỦY.", "Một.", "Hai."]


def test_marks_may_be_english_or_decomposed() -> None:
    decomposed = unicodedata.normalize("NFD", "{{đơn vị}}")
    made = template(f"{{{{number}}}} {decomposed}", "{{body}}")

    assert text_of(document(made, VALUES, [], made=MADE)).splitlines()[0] == "1 ĐẢNG ỦY"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (b"khong phai", "bad-template"),
        (b"", "bad-template"),
        (template("{{số}}"), "template-without-body"),
        (template("{{nội dung}}", "{{nội dung}}"), "template-without-body"),
        (template("{{nội dung}}", "{{chữ ký}}"), "unknown-mark"),
    ],
    ids=["text", "empty", "no body", "two bodies", "unknown mark"],
)
def test_a_template_that_can_t_be_used_says_why(made: bytes, code: str) -> None:
    with pytest.raises(TemplateError) as error:
        document(made, VALUES, [], made=MADE)

    assert error.value.code == code


def test_a_value_that_looks_like_a_mark_is_left_as_it_is() -> None:
    made = template("{{trích yếu}}.", "{{nội dung}}")
    values = {"trích yếu": "dùng {{số}}", "số": "{{số}}"}

    told = text_of(document(made, values, ["{{số}}"], made=MADE)).splitlines()

    assert told[:2] == ["dùng {{số}}.", "{{số}}"]


def test_a_paragraph_of_marks_that_stand_for_nothing_is_left_out() -> None:
    made = template("{{thay mặt}}", "{{chức vụ}}: {{thay mặt}}", "{{nội dung}}")
    values = {"thay mặt": "", "chức vụ": "BÍ THƯ"}

    told = text_of(document(made, values, [], made=MADE))

    assert told == "BÍ THƯ: \n"


def test_a_table_stands_where_the_body_is() -> None:
    made = template("trước", "{{nội dung}}", "sau")
    table = Table(["TT", "Việc"], [10, 50], [["1", "<b>&</b>"]], frozenset({0}))

    told = text_of(document(made, VALUES, [table], made=MADE)).splitlines()

    assert told == ["trước", "TT | Việc", "1 | <b>&</b>", "sau"]
