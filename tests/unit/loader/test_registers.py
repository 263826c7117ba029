"""What the columns of the registers mean, in whichever kind of file they are."""

from datetime import date
from pathlib import Path

import pytest

from lotrinh.domain.registers import Organisations
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.text_file import size_limit
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


def test_a_kind_may_be_written_as_people_call_it() -> None:
    called = MERGED.replace(",branch,", ",chi bộ,").replace(",ward,", ",Phường,")

    kinds = [organisations_of("organisations.csv", text).kinds for text in (called, MERGED)]

    assert kinds[0].tolist() == kinds[1].tolist() == ["ward", *["branch"] * 3]


def test_headings_as_offices_write_them_lead_to_the_column_that_is_meant() -> None:
    case = SMALL.parent / "invalid" / "csv-headings-as-offices-write-them"
    files = read_folder(SMALL) | read_folder(case)

    problems = load(files).problems

    meant = {p.values["value"]: p.nearest for p in problems if p.code == "unknown-column"}
    assert meant == {"Chức vụ": "holds", "Địa chỉ email": "email"}


def test_a_row_can_be_shown_at_its_line() -> None:
    with_a_blank_line = MERGED.replace("branch-2,", "\nbranch-2,")

    source = organisations_of("organisations.csv", with_a_blank_line).source

    assert source is not None
    assert source.cell(2, "contents") == "organisations.csv:5"


def test_one_quoted_cell_changes_nothing() -> None:
    quoted = MERGED.replace("Phường Một", '"Phường Một"')

    one, other = (organisations_of("organisations.csv", text) for text in (MERGED, quoted))

    assert (one.ids, one.names, one.successors) == (other.ids, other.names, other.successors)
    assert one.parents.tolist() == other.parents.tolist() == [-1, 0, 0, 0]
    assert one.source is not None
    assert other.source is not None
    assert one.source.lines.tolist() == other.source.lines.tolist()


WRITTEN = (SMALL / "organisations.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        WRITTEN.replace(",", ";"),
        WRITTEN.replace(",", "\t"),
        WRITTEN.replace("\n", "\r\n"),
        WRITTEN.replace("\n", "\r"),
        WRITTEN.replace("\n", ",,\n"),
        "\ufeff" + WRITTEN,
        "sep=;\n" + WRITTEN.replace(",", ";"),
        '"sep=,"\n' + WRITTEN,
        "DANH SÁCH TỔ CHỨC\nnăm 2026\n\n" + WRITTEN.replace(",", ";"),
        "DANH SÁCH TỔ CHỨC,,,,\n,,,,\n" + WRITTEN,
        WRITTEN.replace("id,name,kind,parent", "Mã,Tên tổ chức,LOẠI,Trực thuộc"),
        WRITTEN.replace("20/09/2026", "2026-09-20 00:00:00"),
        WRITTEN.replace("20/09/2026", "20.9.2026"),
        WRITTEN.replace("Chi bộ", "Chi\u00a0bo\u0323\u0302"),
        WRITTEN.replace("branch-1,", "\u3000branch-1\u2003,"),
    ],
    ids=range(15),
)
def test_what_spreadsheets_and_people_make_of_a_csv_file_means_the_same(content: str) -> None:
    expected = organisations_of("organisations.csv", WRITTEN)

    organisations = organisations_of("organisations.csv", content)

    assert (organisations.ids, organisations.names) == (expected.ids, expected.names)
    assert organisations.parents.tolist() == expected.parents.tolist()
    days = organisations.anchors["launch"].astype(object).tolist()
    assert days == [None, date(2026, 9, 20), None]


@pytest.mark.parametrize("heading", ["STT", "Ghi chú", "ghi_chú", "Notes"])
def test_a_column_that_is_there_for_people_is_not_read(heading: str) -> None:
    files = read_folder(SMALL)
    files["organisations.csv"] = f"{heading},id,name,kind\n1,ward-1,Phường Một,ward\n".encode()

    blamed = [problem for problem in load(files).problems if problem.code == "unknown-column"]

    assert blamed == []


@pytest.mark.parametrize("order", [("email", "home"), ("home", "email")])
def test_a_person_is_reached_by_the_first_column_first(order: tuple[str, str]) -> None:
    files = read_folder(SMALL)
    home = b"home: {kind: smtp, host: mail.example.vn, sender: lotrinh@example.vn}\n"
    files["channels.yaml"] += home
    files["people.csv"] = (
        f"id,name,holds,{order[0]},{order[1]}\n"
        "van-phong,Văn phòng,office@ward-1,a@ward-1.example.vn,b@ward-1.example.vn\n"
    ).encode()

    configuration = load(files).configuration

    assert configuration is not None
    (person,) = configuration.people.persons
    assert [address.channel for address in person.addresses] == list(order)


@pytest.mark.parametrize("between", ["; ", ";", ", ", "\n", ";\n"])
def test_posts_may_have_between_them_what_a_cell_invites_to(between: str) -> None:
    files = read_folder(SMALL)
    people = files["people.csv"].decode()
    posts = f'"office@ward-1{between}secretary@ward-1"'

    loaded = load(
        files | {"people.csv": people.replace("office@ward-1; secretary@ward-1", posts).encode()}
    )

    assert loaded.problems == ()
    assert loaded.configuration is not None
    assert len(loaded.configuration.people.persons[0].holds) == 2


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx", "roadmaps/plan.yaml"])
def test_a_file_of_500_megabytes_is_read_only_as_far_as_to_say_so(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "roadmaps").mkdir()
    with (tmp_path / name).open("wb") as file:
        file.truncate(500_000_000)

    files = read_folder(tmp_path)

    assert [len(content) for content in files.values()] == [size_limit(name) + 1]
    assert ("file-too-large", name) in [(p.code, p.where.path) for p in load(files).problems]


def test_people_with_more_to_say_stand_beside_those_with_one_post() -> None:
    files = read_folder(SMALL)
    register = (
        "id,name,holds,email,language\n"
        "vp,Văn phòng,office@ward-1,vp@example.vn,\n"
        "lan,Lan,secretary@branch-1;secretary@ward-1,lan@example.vn,en\n"
        "nam,Nam,,nam@example.vn,\n"
    )

    loaded = load(files | {"people.csv": register.encode()})

    assert loaded.configuration is not None
    office, lan, nam = loaded.configuration.people.persons
    assert [held.organisation for held in office.holds] == ["ward-1"]
    assert [held.organisation for held in lan.holds] == ["branch-1", "ward-1"]
    assert (lan.language, lan.addresses[0].address) == ("en", "lan@example.vn")
    assert nam.holds == ()
