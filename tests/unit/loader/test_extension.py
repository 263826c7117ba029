"""A roadmap that extends another: what it takes over, what it changes, what it leaves out."""

from pathlib import Path

import pytest

from lotrinh.domain.roadmap import MilestoneId, Roadmap, RoadmapId
from lotrinh.errors import Problem
from lotrinh.loader.reading.folder import library_of, read_folder
from lotrinh.loader.workspace import Loaded, load

SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"
BASE = """
roadmap: congress
title: Đại hội
term: 2025-2030
for: {kind: ward}
basis: {kh-1: {number: 01-KH/ĐU, scope: local}}
anchors:
  opening: {title: Khai mạc, alias: khai mạc, window: trong tháng 6/2030}
milestones:
  - {id: papers, title: Văn kiện, due: 45 ngày trước khai mạc, lead: office, basis: kh-1}
  - {id: halls, title: Hội trường, due: 20 ngày trước khai mạc, lead: office}
  - {id: letters, title: Giấy mời, due: 7 ngày trước khai mạc, lead: office, needs: [papers, halls]}
"""


def loaded(child: str, base: str = BASE) -> Loaded:
    files = read_folder(SMALL)
    files["library/roadmaps/congress.yaml"] = base.encode()
    files["roadmaps/own.yaml"] = child.encode()
    return load(files)


def own(child: str) -> Roadmap:
    configuration = loaded(child).configuration
    assert configuration is not None, [str(p) for p in loaded(child).problems]
    return configuration.roadmaps[RoadmapId("own")]


def problems(child: str, base: str = BASE) -> list[Problem]:
    return list(loaded(child, base).problems)


def test_it_takes_over_everything_that_it_does_not_say_itself() -> None:
    roadmap = own("roadmap: own\nextends: congress\ntitle: Của phường\n")

    assert roadmap.title == "Của phường"
    assert roadmap.term.label == "2025-2030"
    assert list(roadmap.milestones) == ["papers", "halls", "letters"]
    assert roadmap.bases["kh-1"].number == "01-KH/ĐU"


def test_what_the_base_was_called_before_stays_its_own() -> None:
    renamed = BASE.replace("title: Đại hội", "formerly: meeting\ntitle: Đại hội")
    renamed = renamed.replace("{id: papers,", "{id: papers, formerly: drafts,")

    configuration = loaded("roadmap: own\nextends: congress\n", renamed).configuration

    assert configuration is not None
    roadmap = configuration.roadmaps[RoadmapId("own")]
    assert roadmap.formerly == ()
    assert roadmap.milestones[MilestoneId("papers")].formerly == ("drafts",)


def test_a_template_is_not_checked_by_itself() -> None:
    configuration = loaded("roadmap: own\nextends: congress\n").configuration

    assert configuration is not None
    assert sorted(configuration.roadmaps) == ["own", "plan"]


def test_milestones_change_by_id_and_new_ones_come_after() -> None:
    roadmap = own(
        "roadmap: own\nextends: congress\nmilestones:\n"
        "  - {id: halls, lead: secretary}\n"
        "  - {id: flags, title: Cờ, due: 3 ngày trước khai mạc, lead: office}\n"
    )

    halls = roadmap.milestones[MilestoneId("halls")]
    assert (halls.lead, halls.title) == ("secretary", "Hội trường")
    assert list(roadmap.milestones) == ["papers", "halls", "letters", "flags"]


def test_anchors_and_bases_change_by_name() -> None:
    roadmap = own(
        "roadmap: own\nextends: congress\n"
        "anchors: {opening: {window: trong tháng 7/2030}}\n"
        "basis: {kh-1: {number: 02-KH/ĐU}, kh-2: {number: 03-KH/ĐU}}\n"
    )

    window = roadmap.anchors["opening"].window
    assert window is not None
    assert "month=7" in repr(window)
    assert roadmap.anchors["opening"].title == "Khai mạc"
    assert [basis.number for basis in roadmap.bases.values()] == ["02-KH/ĐU", "03-KH/ĐU"]


def test_what_is_left_out_is_waited_for_by_nobody() -> None:
    roadmap = own("roadmap: own\nextends: congress\nwithout: [halls]\n")

    assert list(roadmap.milestones) == ["papers", "letters"]
    assert roadmap.milestones[MilestoneId("letters")].needs == ("papers",)


def test_a_barrier_before_what_is_left_out_goes_with_it() -> None:
    barrier = "{all: {kind: branch, below: true}, done: halls}"
    base = BASE.replace("[papers, halls]", f"[papers, {barrier}]")

    assert problems("roadmap: own\nextends: congress\nwithout: [halls]\n", base) == []


def test_what_is_left_out_has_to_be_there() -> None:
    (problem,) = problems("roadmap: own\nextends: congress\nwithout: [hals]\n")

    assert (problem.code, problem.nearest, problem.where.line) == ("unknown-milestone", "halls", 3)


def test_a_mistake_in_what_was_taken_over_is_found_in_the_file_that_has_it() -> None:
    (problem,) = problems(
        "roadmap: own\nextends: congress\n", BASE.replace("lead: office}", "lead: ofice}")
    )[:1]

    assert problem.code == "unknown-role"
    assert str(problem.where) == "library/roadmaps/congress.yaml:11:71"


def test_one_of_the_same_id_may_extend_that_of_the_library() -> None:
    configuration = loaded("roadmap: congress\nextends: congress\n").configuration

    assert configuration is not None
    assert len(configuration.roadmaps[RoadmapId("congress")].milestones) == 3


def test_one_may_extend_another_of_the_folder() -> None:
    assert list(own("roadmap: own\nextends: plan\n").milestones) == ["draft", "report"]


def test_an_own_calendar_stands_before_that_of_the_library() -> None:
    files = read_folder(SMALL)
    calendar = files["calendars/office.yaml"]
    files["library/calendars/office.yaml"] = b"calendar: office\nannounced: 31/12/2020\n"
    files["library/calendars/other.yaml"] = calendar.replace(
        b"calendar: office", b"calendar: other"
    )

    configuration = load(files).configuration

    assert configuration is not None
    assert sorted(configuration.calendars) == ["office", "other"]
    assert configuration.calendars["office"].announced.year != 2020


@pytest.mark.parametrize("named", ["../thu-vien", "../../library", "chung/mau"])
def test_the_library_may_lie_beside_or_above(named: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    (folder / named / "roadmaps").mkdir(parents=True)
    (folder / named / "roadmaps" / "x.yaml").write_text("roadmap: x", encoding="utf-8")
    (folder / "settings.yaml").write_text(f"library: {named}", encoding="utf-8")

    assert f"{named}/roadmaps/x.yaml" in read_folder(folder)


@pytest.mark.parametrize("written", ["/etc", "C:\\thu-vien", "a/../../b", "..", ".ssh", "~/x"])
def test_the_library_lies_nowhere_else(written: str) -> None:
    assert library_of(f"library: '{written}'".encode()) is None


def test_a_change_to_a_misspelt_milestone_names_the_one_that_was_meant() -> None:
    (problem,) = problems(
        "roadmap: own\nextends: congress\nmilestones:\n  - {id: hals, due: 01/06/2030}\n"
    )

    assert (problem.code, problem.nearest, str(problem.where)) == (
        "unknown-milestone",
        "halls",
        "roadmaps/own.yaml:4:10",
    )
