"""A folder as a whole: what it means, what it is called, and what is said of what is missing."""

import os
from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.loader.reading.folder import (
    FileNameError,
    MissingFolderError,
    UnreadableFileError,
    content_hash,
    read_folder,
)
from lotrinh.loader.workspace import load

CONFIGURATIONS = Path(__file__).parents[2] / "fixtures" / "configurations"
SHIPPED = Path(__file__).parents[3] / "config"


def small() -> dict[str, bytes]:
    return read_folder(CONFIGURATIONS / "small")


def codes(files: dict[str, bytes]) -> list[str]:
    return [problem.code for problem in load(files).problems]


def test_the_shipped_configuration_has_no_problem() -> None:
    loaded = load(read_folder(SHIPPED))

    assert loaded.problems == ()
    assert loaded.configuration is not None
    assert len(loaded.configuration.organisations) == 14
    assert str(loaded.configuration.coordinator) == "office@dong-hai-2"


def test_a_roadmap_may_go_though_the_register_keeps_the_columns_of_its_anchors() -> None:
    files = read_folder(SHIPPED)
    del files["roadmaps/ward-congress.yaml"]

    loaded = load(files)

    assert loaded.problems == ()
    assert loaded.configuration is not None
    assert loaded.configuration.organisations.anchors == {}


def test_nothing_at_all_is_said_file_by_file() -> None:
    loaded = load({})

    assert loaded.configuration is None
    assert {p.where.path for p in loaded.problems} == {
        "settings.yaml",
        "policies.yaml",
        "channels.yaml",
        "organisations.csv",
        "people.csv",
        "roadmaps",
    }


@pytest.mark.parametrize("path", sorted(small()))
def test_a_file_that_cannot_be_read_is_the_only_one_to_be_blamed(path: str) -> None:
    files = small() | {path: b"\xff"}

    blamed = {problem.where.path for problem in load(files).problems}

    assert blamed == {path}


def test_a_register_in_two_formats_is_a_problem() -> None:
    files = small() | {"people.yaml": b"people: []"}

    assert codes(files) == ["two-registers"]


def test_two_roadmaps_do_not_share_an_id() -> None:
    files = small()
    files["roadmaps/again.yaml"] = files["roadmaps/plan.yaml"]

    problems = load(files).problems

    assert [(p.code, p.where.path) for p in problems] == [("duplicate-id", "roadmaps/plan.yaml")]


def test_a_configuration_is_called_by_its_contents_in_any_order() -> None:
    files = small()
    backwards = dict(reversed(files.items()))

    assert content_hash(backwards) == content_hash(files)
    assert content_hash(files | {"people.csv": files["people.csv"] + b"\n"}) != content_hash(files)
    assert content_hash({"a": b"bc"}) != content_hash({"ab": b"c"})


def test_csv_and_yaml_registers_mean_the_same() -> None:
    files = small()
    written = load(files).configuration
    for register in ("organisations", "people"):
        files.pop(f"{register}.csv")
    files["organisations.yaml"] = """
organisations:
  - {id: ward-1, name: Phường Một, kind: ward}
  - {id: branch-1, name: Chi bộ Một, kind: branch, parent: ward-1, ra mắt: 2026-09-20}
  - {id: branch-2, name: Chi bộ Hai, kind: branch, parent: ward-1}
""".encode()
    files["people.yaml"] = """
people:
  - id: van-phong
    name: Văn phòng phường
    holds: [office@ward-1, {post: secretary@ward-1}]
    channels: {email: vanphong@ward-1.example.vn}
  - id: bi-thu-1
    name: Bí thư Chi bộ Một
    holds: secretary@branch-1
    channels: {email: bithu1@ward-1.example.vn}
  - {id: bi-thu-2, name: Bí thư Chi bộ Hai, holds: secretary@branch-2,
     channels: {email: bithu2@ward-1.example.vn}}
""".encode()

    again = load(files)

    assert again.problems == ()
    assert written is not None
    assert again.configuration is not None
    assert again.configuration.people.persons == written.people.persons
    for column in ("ids", "names", "kinds", "parents"):
        assert list(getattr(again.configuration.organisations, column)) == list(
            getattr(written.organisations, column)
        )
    launches = again.configuration.organisations.anchors["launch"].astype(object)
    assert list(launches) == [None, date(2026, 9, 20), None]


def test_semicolons_and_a_byte_order_mark_are_what_a_spreadsheet_writes() -> None:
    files = small()
    files["organisations.csv"] = b"\xef\xbb\xbf" + files["organisations.csv"].replace(b",", b";")

    assert codes(files) == []


def test_a_roadmap_needs_little_to_be_said() -> None:
    files = small()
    files["roadmaps/plan.yaml"] = """
roadmap: plan
title: Kế hoạch
term: 2026
anchors: {launch: {title: Ra mắt}}
milestones: [{id: a, title: A, due: ngày launch, lead: secretary}]
""".encode()

    loaded = load(files)

    assert loaded.configuration is not None
    roadmap = loaded.configuration.roadmaps["plan"]  # type: ignore[index]  # a plain id in a test
    assert (roadmap.cron, roadmap.policy, roadmap.term.last_year) == (
        "30 7 * * *",
        "standard",
        2026,
    )


def test_a_nearest_word_is_given_as_people_write_it() -> None:
    files = small()
    plan = files["roadmaps/plan.yaml"].decode().replace("trước ra mắt", "trước ra mắc")

    (problem,) = load(files | {"roadmaps/plan.yaml": plan.encode()}).problems

    assert problem.nearest == "ra mắt"


@pytest.mark.parametrize(
    ("path", "right", "written", "code", "nearest"),
    [
        ("roadmaps/plan.yaml", "lead: secretary", "lead: Bí thư", "unknown-role", "secretary"),
        ("roadmaps/plan.yaml", "{kind: ward}", "{kind: phường}", "unknown-kind", "ward"),
        (
            "roadmaps/plan.yaml",
            "{kind: ward}",
            "{organisations: [Chi bộ Một]}",
            "unknown-organisation",
            "branch-1",
        ),
        ("roadmaps/plan.yaml", "id: draft", "id: Dự thảo", "bad-id", "du-thao"),
        ("organisations.csv", "ward-1,\n", "Phường Một,\n", "unknown-organisation", "ward-1"),
        ("people.csv", "secretary@branch-1", "bí thư@branch-1", "unknown-role", "secretary"),
    ],
)
def test_a_name_in_place_of_an_id_is_answered_with_the_id(
    path: str, right: str, written: str, code: str, nearest: str
) -> None:
    files = small()
    assert right in files[path].decode()
    files[path] = files[path].decode().replace(right, written).encode()

    errors = [problem for problem in load(files).problems if problem.is_error]

    assert [(problem.code, problem.nearest) for problem in errors] == [(code, nearest)]


def test_no_problem_repeats_a_secret() -> None:
    files = small()
    files["channels.yaml"] = b"""
email: {kind: smtp, host: h u n t e r 2, sender: hunter2, password: hunter2, port: hunter2}
chat: {kind: apprise, url: hunter2 hunter2}
"""

    said = repr([problem.values for problem in load(files).problems])

    assert "hunter" not in said


def test_a_folder_that_is_not_there_stops_the_work(tmp_path: Path) -> None:
    with pytest.raises(MissingFolderError):
        read_folder(tmp_path / "nowhere")


def test_an_anchor_may_be_asked_for_so_long_before_it_is_expected() -> None:
    files = small()
    plain = "window: trong tháng 9/2026"
    asking = f"{plain}, ask: secretary, by: 60 ngày trước ra mắt"
    written = files["roadmaps/plan.yaml"].decode().replace(plain, asking)

    loaded = load(files | {"roadmaps/plan.yaml": written.encode()})

    assert loaded.problems == ()
    assert loaded.configuration is not None
    configuration = loaded.configuration
    timeline = Timelines(configuration, Rehearsal().facts, date(2026, 1, 5)).of(RoadmapId("plan"))
    asked = [d for d in timeline.cells() if d.milestone.asks]
    assert {deadline.due for deadline in asked} == {date(2026, 8, 1)}
    assert {deadline.id.organisation for deadline in asked} == {"ward-1", "branch-2"}


def test_a_folder_whose_name_is_too_long_for_any_is_no_fault_of_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        read_folder(tmp_path / ("a" * 5000))


def test_without_a_roadmap_that_is_said_and_no_column_is_blamed() -> None:
    files = small()
    del files["roadmaps/plan.yaml"]

    assert codes(files) == ["no-roadmap"]


def test_what_is_no_file_and_what_is_hidden_is_passed_over(tmp_path: Path) -> None:
    roadmaps = tmp_path / "roadmaps"
    roadmaps.mkdir()
    (roadmaps / "plan.yaml").write_text("x")
    (roadmaps / ".hidden.yaml").write_text("x")
    (roadmaps / ".#plan.yaml").symlink_to("lan@office:1")
    (roadmaps / "folder.yaml").mkdir()
    os.mkfifo(roadmaps / "pipe.yaml")

    assert [*read_folder(tmp_path)] == ["roadmaps/plan.yaml"]


def test_a_link_to_what_is_not_there_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "roadmaps").mkdir()
    (tmp_path / "roadmaps" / "shared.yaml").symlink_to("../../share/shared.yaml")

    with pytest.raises(UnreadableFileError) as refused:
        read_folder(tmp_path)

    assert refused.value.values["path"].endswith("roadmaps/shared.yaml")


@pytest.mark.parametrize("name", [b"\xff.yaml", b"a\nb.yaml"])
def test_a_file_name_that_cannot_be_shown_is_refused(tmp_path: Path, name: bytes) -> None:
    (tmp_path / "roadmaps").mkdir()
    (tmp_path / "roadmaps" / os.fsdecode(name)).write_text("x")

    with pytest.raises(FileNameError) as refused:
        read_folder(tmp_path)

    assert refused.value.values["path"].startswith("roadmaps/")
    assert refused.value.values["path"].encode()


def test_only_the_files_of_a_configuration_are_read(tmp_path: Path) -> None:
    (tmp_path / "roadmaps").mkdir()
    for name in ("settings.yaml", "notes.txt", "roadmaps/a.yaml", "roadmaps/a.yaml~"):
        (tmp_path / name).write_text("x")

    assert sorted(read_folder(tmp_path)) == ["roadmaps/a.yaml", "settings.yaml"]


def test_dates_do_not_lean_on_each_other_without_end() -> None:
    row = [
        f"{{id: m-{n}, title: T, due: 1 ngày sau m-{n - 1}, lead: office}}" for n in range(1, 999)
    ]
    start = "{id: m-0, title: T, due: 01/01/2026, lead: office}"
    head = "roadmap: row\ntitle: T\nterm: 2026\nfor: {kind: ward}\nmilestones:\n"
    text = head + "".join(f"  - {milestone}\n" for milestone in [*row, start])

    problems = load(small() | {"roadmaps/row.yaml": text.encode()}).problems

    assert [(p.code, p.where.line) for p in problems] == [("long-row", 55)]


@pytest.mark.parametrize("columns", [("zalo", "email"), ("email", "zalo")])
def test_people_are_reached_in_the_order_of_the_columns(columns: tuple[str, str]) -> None:
    files = small()
    files["channels.yaml"] += b"zalo: {kind: zalo, token_env: ZALO_TOKEN}\n"
    cells = {"zalo": "6ede9afa66b88fe6d6a9", "email": "a@ward-1.example.vn"}
    files["people.csv"] = (
        f"id,name,holds,{','.join(columns)}\n"
        "van-phong,Văn phòng,office@ward-1; secretary@ward-1;secretary@branch-1;secretary@branch-2,"
        f"{','.join(cells[column] for column in columns)}\n"
    ).encode()

    configuration = load(files).configuration

    assert configuration is not None
    (office,) = configuration.people.persons
    assert tuple(address.channel for address in office.addresses) == columns
    assert configuration.people.channels == columns
