"""What the columns of the registers mean, in whichever kind of file they are."""

from pathlib import Path

from lotrinh.domain.roadmap import Organisations
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load

SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"


def organisations_of(path: str, content: str) -> Organisations:
    """Return what a register of organisations means beside the other small files."""
    files = read_folder(SMALL)
    del files["organisations.csv"]
    loaded = load(files | {path: content.encode()})
    assert loaded.problems == ()
    assert loaded.configuration is not None
    return loaded.configuration.organisations


MERGED = """\
id,name,kind,parent,valid_to,successors,contents
ward-1,Phường Một,ward,,,,2
branch-1,Chi bộ Một,branch,ward-1,,,
branch-2,Chi bộ Hai,branch,ward-1,,,3
branch-8,Chi bộ Tám,branch,ward-1,30/06/2025,branch-1;branch-2; branch-1,4
"""


def test_a_branch_may_go_into_several_from_a_day_on() -> None:
    organisations = organisations_of("organisations.csv", MERGED)

    assert organisations.successors == {3: (1, 2)}


def test_a_congress_has_four_contents_unless_the_register_says_fewer() -> None:
    assert organisations_of("organisations.csv", MERGED).contents.tolist() == [2, 4, 3, 4]
    without = MERGED.replace("contents", "tags")
    assert organisations_of("organisations.csv", without).contents.tolist() == [4, 4, 4, 4]


def test_a_row_can_be_shown_at_its_line() -> None:
    with_a_blank_line = MERGED.replace("branch-2,", "\nbranch-2,")

    source = organisations_of("organisations.csv", with_a_blank_line).source

    assert source is not None
    assert source.cell(2, "contents") == "organisations.csv:5"
