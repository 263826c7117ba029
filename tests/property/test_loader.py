"""Nothing that anybody can put into a file makes the loader raise."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.errors import Problem
from lotrinh.loader.reading.csv_table import read_cells
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.problems import show

SMALL = read_folder(Path(__file__).parents[1] / "fixtures" / "configurations" / "small")
PATHS = st.sampled_from([*SMALL, "people.yaml", "organisations.yaml"])
SCRAPS = st.sampled_from(
    ["{}", "[]", "[[a]]", "{a: b}", "", "~", "a", "-1", "2026", "0", "31/12/2026", "ngày ra mắt",
     "1 ngày sau launch", "a@b", "a@b@c", "@", "..", "report@2026", "parent.", "|\n  x", "\t", '"',
     "&a", "*a", "!!int 3", "<<", "\u00a0", "9999999999999999999", "trước 15/12 hằng năm"]
)  # fmt: skip


def holds(files: dict[str, bytes]) -> bool:
    """Load, and show all that is found: a configuration comes out if nothing is an error."""
    loaded = load(files)
    for problem in loaded.problems:
        assert shown(problem)
    return (loaded.configuration is None) == any(p.is_error for p in loaded.problems)


def shown(problem: Problem) -> bool:
    return all(show(problem, lang) for lang in ("vi", "en")) and problem.where.path != ""


@settings(max_examples=60, deadline=None)
@given(path=PATHS, content=st.binary(max_size=200))
def test_no_bytes_make_loading_raise(path: str, content: bytes) -> None:
    """Whatever a file holds, loading ends with a configuration or with problems."""
    assert holds(SMALL | {path: content})


@settings(max_examples=120, deadline=None)
@given(data=st.data(), path=st.sampled_from(sorted(SMALL)), scrap=SCRAPS)
def test_no_odd_value_makes_loading_raise(data: st.DataObject, path: str, scrap: str) -> None:
    """Any value of a good file may be replaced by any odd one."""
    words = SMALL[path].decode().split(" ")
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] = scrap

    assert holds(SMALL | {path: " ".join(words).encode()})


@settings(max_examples=60, deadline=None)
@given(data=st.data(), path=st.sampled_from(sorted(SMALL)))
def test_no_lost_line_makes_loading_raise(data: st.DataObject, path: str) -> None:
    """Any lines of a good file may be missing."""
    lines = SMALL[path].decode().splitlines()
    kept = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    text = "\n".join(line for line, stays in zip(lines, kept, strict=True) if stays)

    assert holds(SMALL | {path: text.encode()})


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet='ab", \n', max_size=30))
def test_a_cell_of_a_register_is_where_its_place_says(text: str) -> None:
    """However it is quoted, and whatever lines it runs over."""
    cells = read_cells("people.csv", text, Findings())

    if cells is None:  # quotes that don't end
        return
    for line, row in cells.rows.items():
        for number, cell in row.items():
            place = cells.place(line, number)
            found = "\n".join(text.split("\n")[place.line - 1 :])[place.column - 1 :]
            assert bare(found).startswith(bare(cell)), (cell, place)


def bare(text: str) -> str:
    """Return a text without quotes and blanks."""
    return re.sub(r'[" \n]', "", text)
