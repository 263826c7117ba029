"""Nothing that stands in a plan is dropped in silence."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.loader.imports.columns import head_of
from lotrinh.loader.imports.lines import Kind, entries_of
from lotrinh.loader.imports.plan import read_plan
from lotrinh.loader.imports.rows import Wishes
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.xlsx_file import Sheet
from lotrinh.loader.workspace import load
from lotrinh.rendering.imported import render_draft
from lotrinh.rendering.problems import show
from tests.library import CONFIG
from tests.plans import HEADINGS, office, plan_of

WORDS = st.sampled_from(
    [
        *(
            "",
            "",
            "Họp chi bộ",
            "CÔNG TÁC TỔ CHỨC",
            "- báo cáo",
            "và gửi",
            "Tổng cộng",
            "Nơi nhận:",
        ),
        *("trước 15/12/2026", "khi cần", "Tháng 12", "Ban Thường vụ", "Khối Dân vận, VP"),
        *("I", "II.", "1", "1.1", "2", "=1+1", "a: b # c", "“ngoặc”", "- id: x", "{{ x }}", "\tx"),
    ]
)
CELLS = st.tuples(WORDS, st.booleans())
ROWS = st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=8)
MERGED = st.lists(
    st.tuples(st.integers(1, 5), st.integers(0, 3), st.integers(4, 9), st.integers(0, 3)),
    max_size=3,
)
OFFICE = office()
FILES = read_folder(CONFIG)


@given(rows=ROWS, merged=MERGED)
def test_every_row_belongs_to_one_entry_and_to_no_other(
    rows: list[list[tuple[str, bool]]], merged: list[tuple[int, int, int, int]]
) -> None:
    lines = {3: dict(enumerate(HEADINGS, 1))}
    for number, row in enumerate(rows, 4):
        if cells := {column: word for column, (word, _) in enumerate(row, 1) if word.strip()}:
            lines[number] = cells
    spans = [(left, left + wide, top, top + high) for left, wide, top, high in merged]
    sheet = Sheet("a", lines, [], [], spans, {})
    head = head_of(sheet)
    assert head is not None

    entries = entries_of("a.xlsx", sheet, head)

    assert sorted(line for entry in entries for line in entry.lines) == sorted(lines)[1:]
    assert all(entry.lines for entry in entries)
    assert {entry.kind for entry in entries} <= {*Kind}


@settings(max_examples=40)
@given(rows=ROWS)
def test_every_word_of_a_plan_is_in_the_file_or_in_the_list(
    rows: list[list[tuple[str, bool]]],
) -> None:
    """Each cell has a mark of its own, which has to turn up."""
    marked = [
        [
            f"{word} k{line}c{column}" if word and mark else word
            for column, (word, mark) in enumerate(row)
        ]
        for line, row in enumerate(rows)
    ]

    found = read_plan("a.xlsx", plan_of(*marked), OFFICE, Wishes())

    assert found.draft is not None
    said = render_draft(found.draft, "vi") + "".join(show(p, "vi") for p in found.problems)
    marks = [c.rpartition(" ")[2] for r in marked for c in r if c.rpartition(" ")[2][:1] == "k"]
    assert [mark for mark in marks if mark not in said] == []
    count = found.count
    assert count.rows == count.milestones + count.groups + count.rest


@settings(max_examples=12)
@given(rows=ROWS)
def test_what_is_wrong_with_the_file_is_in_the_list(rows: list[list[tuple[str, bool]]]) -> None:
    """Checking the file says nothing that the list hasn't said."""
    words = [[word for word, _ in row] for row in rows]

    found = read_plan("a.xlsx", plan_of(*words), OFFICE, Wishes(id="ke-hoach"))

    assert found.draft is not None
    text = render_draft(found.draft, "vi")
    problems = load({**FILES, "roadmaps/ke-hoach.yaml": text.encode()}).problems
    left = {p.values.get("value") for p in problems if p.is_error}
    assert left <= {p.values.get("role") for p in found.problems}
