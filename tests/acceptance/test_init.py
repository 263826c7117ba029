"""A new workspace, as somebody makes it who has never seen one: asked, or from options."""

import csv
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import openpyxl
import pytest

from lotrinh.application.office.founding import LibraryRoadmap
from lotrinh.bootstrap.files.founding import Draft, Library, write
from lotrinh.cli.commands.founding import Answers
from lotrinh.cli.main import cli
from lotrinh.cli.questions import Interview
from lotrinh.cli.usage import wording
from lotrinh.errors import LotrinhError
from lotrinh.loader.workspace import load
from tests.acceptance.conftest import ROOT, Office

NAME = "Đảng bộ phường Đông Hải 2"
MAIL = "vanphong@dong-hai-2.example.vn"
FLAGS = ("--name", NAME, "--email", MAIL, "--branches", "3", "--yes")
LIBRARY = Library()
TODAY = date(2026, 11, 24)
ENTER = "\n"


@pytest.fixture
def here(tmp_path: Path) -> Office:
    """A folder with nothing in it."""
    return Office(tmp_path)


def table(office: Office, name: str) -> list[list[str]]:
    """Return the rows of a register, without the heading."""
    with (office.folder / "config" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def written(office: Office) -> list[str]:
    """Return what lies in the folder, hidden or not."""
    return sorted(path.name for path in office.folder.iterdir())


# From options.


def test_a_workspace_from_options_works_at_once(here: Office) -> None:
    made = here("init", *FLAGS)

    assert made.code == 0, made.err
    assert written(here) == ["config"]
    assert {p["code"] for p in here.json("validate")} == {"no-address"}
    assert any(p["organisation"] == "dong-hai-2" for p in here.json("plan"))
    assert here.json("check", "--dry-run")["deadlines"] > 0
    assert here("check").code == 0
    assert list((here.folder / "var" / "preview").glob("*.eml"))


def test_it_is_made_of_what_was_said(here: Office) -> None:
    here("init", *FLAGS, "--above", "Thành ủy Hải Phòng")

    assert [row[:4] for row in table(here, "organisations.csv")] == [
        ["cap-tren", "Thành ủy Hải Phòng", "above", ""],
        ["dong-hai-2", NAME, "ward", "cap-tren"],
        ["chi-bo-01", "Chi bộ 1", "branch", "dong-hai-2"],
        ["chi-bo-02", "Chi bộ 2", "branch", "dong-hai-2"],
        ["chi-bo-03", "Chi bộ 3", "branch", "dong-hai-2"],
    ]
    people = {row[0]: row[1:] for row in table(here, "people.csv")}
    assert people["van-phong"][-1] == MAIL
    assert people["bi-thu-chi-bo-01"] == ["Bí thư Chi bộ 1", "secretary@chi-bo-01", ""]


def test_nothing_is_sent_until_somebody_says_so(here: Office) -> None:
    here("init", *FLAGS)

    channels = (here.folder / "config" / "channels.yaml").read_text("utf-8")
    assert re.search(r"^deliver_by: preview$", channels, re.MULTILINE)


def test_the_commands_that_it_ends_with_can_be_typed(here: Office) -> None:
    made = here("init", "phường tôi's", *FLAGS)

    commands = [shlex.split(line) for line in made.out.splitlines()[-3:]]
    assert [words[:3] for words in commands] == [["lotrinh", "--config", "phường tôi's"]] * 3
    assert [here(*words).code for _, *words in commands] == [0, 0, 0]


def test_where_the_folder_is_the_usual_one_they_are_short(here: Office) -> None:
    made = here("init", *FLAGS)

    assert made.out.splitlines()[-3:] == [
        "  lotrinh validate",
        "  lotrinh plan --organisation dong-hai-2",
        "  lotrinh check --dry-run",
    ]


def test_the_day_of_a_congress_that_no_roadmap_counts_from_is_not_dropped(here: Office) -> None:
    refused = here("init", *FLAGS, "--congress", "20/06/2030")

    assert refused.code == 2
    assert "--roadmap" in refused.err
    assert "ward-congress" in refused.err
    assert written(here) == []


def test_a_machine_gets_a_document(here: Office) -> None:
    told = here.json("init", *FLAGS)

    files = [path for path in (here.folder / "config").rglob("*") if path.is_file()]
    assert told["folder"] == "config"
    assert told["files"] == sorted(p.relative_to(here.folder / "config").as_posix() for p in files)
    assert {problem["code"] for problem in told["problems"]} == {"no-address"}
    assert told["deadlines"][0].keys() == {"organisation", "milestone", "due"}


def test_without_a_terminal_it_says_which_options_are_missing(here: Office) -> None:
    ended = here("init", "--name", NAME)

    assert ended.code == 2
    assert "thiếu --kind, --id, --above, --email, --branches, --roadmap;" in ended.err
    assert "--yes" in ended.err
    assert written(here) == []


def test_a_name_has_no_default(here: Office) -> None:
    ended = here("init", "--yes")

    assert ended.code == 2
    assert "thiếu --name" in ended.err


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--name", "=?", "gõ tên"),
        ("--kind", "huyện", "gõ một số"),
        ("--id", "Đông Hải", "dong-hai"),
        ("--id", "cap-tren", "cấp trên"),
        ("--email", "vanphong", "địa chỉ"),
        ("--branches", "1000", "từ 1 đến 999"),
        ("--branches", "0", "từ 1 đến 999"),
        ("--id", "1", "bắt đầu bằng một chữ cái"),
        ("--branches", "khong-co.csv", "không thấy tệp khong-co.csv"),
        ("--branches", "danh-sach-chi-bo.xls", "lưu thành .xlsx"),
        ("--branches", "vanban/chi-bo", "lưu thành .xlsx"),
        ("--branches", "a@b.vn", "gõ tên"),
        ("--roadmap", "khac", "chọn số"),
        ("--branches", "-3", "gõ tên"),
        ("--congress", "20/13/2030", "ngày/tháng/năm"),
        ("--congress", "20/06/1930", "1930"),
        ("--congress", "20/06/2025", "đã qua"),
    ],
)
def test_a_wrong_option_says_what_to_write_instead(
    flag: str, value: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = ("--roadmap", "ward-congress", *FLAGS) if flag == "--congress" else FLAGS

    with pytest.raises(click.UsageError) as error:
        cli.main(["init", *wanted, flag, value], standalone_mode=False)

    assert wording(error.value).startswith(f"{flag}: ")
    assert said in wording(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"name": "Đảng bộ phường Đông Hải 2"}, "ward"),
        ({"name": "Dang bo xa Hoa Binh"}, "commune"),
        ({"name": "Hòa Bình", "kind": "Đặc khu"}, "special-zone"),
        ({"name": "Hòa Bình", "kind": "2"}, "commune"),
        ({"name": "Chi bộ Bệnh viện phường"}, "branch"),
        ({"name": "Đảng bộ Bệnh viện Đa khoa"}, "grassroots"),
    ],
)
def test_the_kind_follows_from_the_name_or_is_said_in_words(
    given: Mapping[str, str], kind: str
) -> None:
    assert Answers(Interview(asks=False), LIBRARY, given, TODAY).founding().kind == kind


def test_a_new_office_is_followed_from_this_year_on() -> None:
    answers = Answers(Interview(asks=False), LIBRARY, {"name": NAME}, TODAY)
    files = LIBRARY.draft(answers.founding()).files

    assert "from: 2026, to: 2030" in files["roadmaps/year-end.yaml"].decode()


def test_what_is_over_is_not_offered() -> None:
    given = {"name": NAME, "roadmaps": "ward-congress-2025"}

    with pytest.raises(click.BadParameter):
        Answers(Interview(asks=False), LIBRARY, given, TODAY).founding()


def test_branches_come_from_a_file(here: Office) -> None:
    file = here.folder / "chi-bo.csv"
    file.write_text("Tên chi bộ;Email\nChi bộ 7;cb7@example.vn\nChi bộ Trường học;\n", "utf-8-sig")

    here("init", *FLAGS, "--branches", "chi-bo.csv")

    assert [row[:2] for row in table(here, "organisations.csv")[2:]] == [
        ["chi-bo-07", "Chi bộ 7"],
        ["chi-bo-08", "Chi bộ Trường học"],
    ]
    assert [row[-1] for row in table(here, "people.csv") if "chi-bo" in row[0]] == [
        "cb7@example.vn",
        "",
    ]


def test_that_file_may_be_a_workbook(here: Office) -> None:
    book = openpyxl.Workbook()
    for row in (["Tên", "Email"], ["Chi bộ 7", "cb7@example.vn"]):
        book.active.append(row)
    book.save(here.folder / "chi bo.xlsx")

    here("init", *FLAGS, "--branches", "chi bo.xlsx")

    assert table(here, "people.csv")[-1][-1] == "cb7@example.vn"


def test_that_file_is_a_list_as_offices_keep_it(here: Office) -> None:
    """With a title above, columns that nobody asked for, and a sum below, which is told."""
    book = openpyxl.Workbook()
    for row in (
        ["DANH SÁCH CHI BỘ TRỰC THUỘC"],
        ["STT", "Tên chi bộ", "Số đảng viên", "Hộp thư"],
        [1, "Chi bộ Tổ dân phố số 7", 30, "cb7@example.vn"],
        [2, "Chi bộ Trường Mầm non", 11, None],
        ["Tổng", None, 41, None],
    ):
        book.active.append(row)
    book.save(here.folder / "chi bo.xlsx")

    made = here("init", *FLAGS, "--branches", "chi bo.xlsx")

    assert [row[:2] for row in table(here, "organisations.csv")[2:]] == [
        ["chi-bo-07", "Chi bộ Tổ dân phố số 7"],
        ["chi-bo-08", "Chi bộ Trường Mầm non"],
    ]
    assert [row[-1] for row in table(here, "people.csv") if "chi-bo" in row[0]] == [
        "cb7@example.vn",
        "",
    ]
    assert "chi bo.xlsx:Sheet!A5: cảnh báo" in made.err
    assert "Tổng | 41" in made.err


def test_a_mistake_in_that_file_is_shown_at_its_place(here: Office) -> None:
    (here.folder / "chi-bo.csv").write_text("name,email\nChi bộ 7,cb7\n", "utf-8")

    ended = here("init", *FLAGS, "--branches", "chi-bo.csv")

    assert ended.code == 2
    assert "chi-bo.csv:2:10" in ended.err


def test_the_day_of_the_congress_moves_what_is_counted_from_it(here: Office) -> None:
    here("init", *FLAGS, "--roadmap", "ward-congress", "--congress", "20/06/2030")

    days = {p["due"] for p in here.json("plan", "--organisation", "dong-hai-2")}
    assert "2030-06-20" in days


# Asked.


def test_enter_takes_what_is_shown(here: Office) -> None:
    made = here.answering(NAME + ENTER * 9, "init")

    assert made.code == 0, made.err
    assert len(table(here, "organisations.csv")) == 12
    assert here("validate").code == 0


def test_a_question_mark_explains_and_a_wrong_answer_is_asked_again(here: Office) -> None:
    answers = [
        "?",
        "@",
        NAME,
        "huyện",
        "phường",
        "Đông Hải",
        "dong-hai",
        "",
        "abc",
        MAIL,
        "0",
        "2",
        "9",
    ]

    made = here.answering("\n".join(answers) + ENTER * 3, "init")

    assert made.code == 0, made.err
    for said in (
        "Ví dụ: Đảng bộ",
        "gõ tên",
        "gõ một số",
        "ý bạn là “dong-hai”",
        "từ 1 đến 999",
        "chọn số",
    ):
        assert said in made.out
    assert table(here, "organisations.csv")[1][0] == "dong-hai"


def test_an_answer_can_be_taken_back_and_those_before_it_hold(here: Office) -> None:
    answers = ["<", NAME, "", "dong-hay", "lại", "dong-hai", "", MAIL, "2", "", "<", "", "<", "<"]

    made = here.answering("\n".join([*answers, "3"]) + ENTER * 3, "init")

    assert made.code == 0, made.err
    assert "câu hỏi đầu tiên" in made.out
    assert [row[0] for row in table(here, "organisations.csv")] == [
        "cap-tren",
        "dong-hai",
        *(f"chi-bo-0{number}" for number in (1, 2, 3)),
    ]
    assert table(here, "people.csv")[1][-1] == MAIL


def test_branches_are_named_line_by_line(here: Office) -> None:
    answers = [NAME, "", "", "", "", "Chi bộ Tổ dân phố số 2", "Chi bộ Trường học", ""]

    here.answering("\n".join(answers) + ENTER * 3, "init")

    assert [row[:2] for row in table(here, "organisations.csv")[2:]] == [
        ["chi-bo-02", "Chi bộ Tổ dân phố số 2"],
        ["chi-bo-03", "Chi bộ Trường học"],
    ]


def test_who_says_no_finds_nothing_written(here: Office) -> None:
    made = here.answering(NAME + ENTER * 7 + "không\n", "init")

    assert (made.code, made.out.endswith("Chưa ghi gì.\n")) == (0, True)
    assert written(here) == []


def test_who_ends_it_finds_nothing_written(here: Office) -> None:
    made = here.answering(NAME + "\n\x04", "init")

    assert made.code == 130
    assert written(here) == []


def test_in_english_only_the_names_are_vietnamese(here: Office) -> None:
    made = here.answering(NAME + ENTER * 9, "init", LOTRINH_LANG="en")

    asked, _, _ = made.out.partition("The next deadlines:")
    files = [path.read_text("utf-8") for path in (here.folder / "config").glob("*.yaml")]
    told = "".join([asked, *files]).replace(NAME, "")
    for roadmap in LIBRARY.roadmaps:
        told = told.replace(roadmap.title, "")
    assert made.code == 0
    assert re.findall(r"\w*[ăâđêôơư]\w*", told) == []


# The folder.


@pytest.mark.parametrize("folder", ["config", "config/settings.yaml", "."])
def test_a_folder_that_is_in_use_is_left_alone(here: Office, folder: str) -> None:
    here("init", *FLAGS)
    before = {p: p.read_bytes() for p in here.folder.rglob("*") if p.is_file()}

    ended = here("init", folder, *FLAGS)

    assert ended.code == 1
    assert folder in ended.err
    assert {p: p.read_bytes() for p in here.folder.rglob("*") if p.is_file()} == before


def test_an_empty_folder_will_do(here: Office) -> None:
    (here.folder / "config").mkdir()

    assert here("init", *FLAGS).code == 0
    assert written(here) == ["config"]


class Dying(dict[str, bytes]):
    """Files of which the second is never written: the process is gone by then."""

    def items(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        yield next(iter(super().items()))
        os.kill(os.getpid(), signal.SIGKILL)


def test_killed_in_the_middle_it_leaves_nothing_half_done(here: Office) -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[1:3];"
        "from pathlib import Path; from lotrinh.bootstrap.files.founding import Draft, write;"
        "from tests.acceptance.test_init import Dying;"
        "write(Draft(Dying(a=b'1', b=b'2'), ()), Path('config'))"
    )
    command = [sys.executable, "-c", script, str(ROOT / "src"), str(ROOT)]

    ended = subprocess.run(command, cwd=here.folder, check=False)  # noqa: S603  (our own)

    assert ended.returncode == -signal.SIGKILL
    assert not (here.folder / "config").exists()
    assert here("init", *FLAGS).code == 0


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    files: Mapping[str, bytes] = {"a": b"", "a/b": b""}

    with pytest.raises(LotrinhError) as error:
        write(Draft(files, ()), tmp_path / "config")

    assert error.value.code == "unwritable-folder"
    assert list(tmp_path.iterdir()) == []


# The library.


@pytest.mark.parametrize(("name", "language"), [(NAME, "vi"), ("Chi bộ 5", "en")])
@pytest.mark.parametrize("roadmap", LIBRARY.roadmaps, ids=lambda roadmap: roadmap.id)
def test_every_roadmap_of_the_library_is_a_place_to_begin(
    roadmap: LibraryRoadmap, name: str, language: str
) -> None:
    given = {"name": name, "email": MAIL}
    founding = Answers(Interview(asks=False), LIBRARY, given, TODAY).founding()

    draft = LIBRARY.draft(replace(founding, roadmaps=(roadmap.id,), language=language))

    assert {problem.code for problem in draft.problems} <= {"no-address", "on-tet"}


@pytest.mark.parametrize("roadmap", LIBRARY.roadmaps, ids=lambda roadmap: roadmap.id)
def test_the_example_in_a_roadmap_works_once_its_marks_are_removed(
    roadmap: LibraryRoadmap,
) -> None:
    founding = Answers(Interview(asks=False), LIBRARY, {"name": NAME}, TODAY).founding()
    files = dict(LIBRARY.draft(replace(founding, roadmaps=(roadmap.id,))).files)
    path = f"roadmaps/{roadmap.id}.yaml"
    *lines, last_but_one, last = files[path].decode().splitlines()
    shown = [line.removeprefix("#") for line in (last_but_one, last)]

    files[path] = "\n".join([*lines, *shown]).encode()

    assert shown[0] == "milestones:"
    assert not any(problem.is_error for problem in load(files).problems)
