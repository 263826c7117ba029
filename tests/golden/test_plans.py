"""Whole plans of the library and of the examples, in a form in which days can be checked by eye."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.looking.report import Planned, plan
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.words import say, short_date
from tests.library import CONFIG, EXAMPLES, ROADMAPS, laid_out

Golden = Callable[[str, str], None]

NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def accepted(files: Mapping[str, bytes]) -> Configuration:
    """Return what the files mean, in which nothing at all may be found wrong."""
    loaded = load(files)
    assert [str(problem) for problem in loaded.problems] == []
    assert loaded.configuration is not None
    return loaded.configuration


def shown(configuration: Configuration, day: date, only: Iterable[str] | None = None) -> str:
    """Return the plan as text: an organisation a paragraph, a deadline a line, by day."""
    chosen = [OrganisationId(id_) for id_ in only] if only is not None else None
    cells = plan(configuration, Rehearsal().facts, today=day, organisations=chosen)
    rows = configuration.organisations.rows
    by_place = sorted(
        cells,
        key=lambda p: (
            p.deadline.id.roadmap,
            rows[p.deadline.id.organisation],
            p.deadline.due or date.max,
        ),
    )
    lines = [f"Bảng hạn xem ngày {short_date(day)}"]
    for (roadmap, organisation), group in groupby(
        by_place, key=lambda p: (p.deadline.id.roadmap, p.deadline.id.organisation)
    ):
        title = configuration.roadmaps[roadmap].title
        lines += ["", f"{configuration.organisations.name(organisation)}: {title}", ""]
        lines += [" ".join(line(configuration, one)).rstrip() for one in group]
    return "\n".join(lines) + "\n"


def line(configuration: Configuration, planned: Planned) -> Iterator[str]:
    """Yield a deadline's day, what it is, what it rests on, and what is to be said of it."""
    deadline = planned.deadline
    occurrence = deadline.id.occurrence
    basis = configuration.roadmaps[deadline.id.roadmap].bases.get(deadline.basis or "")
    yield (
        f"{short_date(deadline.due)} {NAMES[deadline.due.weekday()]:<8}"
        if deadline.due
        else ("chưa có ngày       ")
    )
    yield f"{deadline.id.milestone}{f'@{occurrence}' if occurrence else ''}".ljust(34)
    yield f"{basis.number} ({basis.scope})" if basis else "-"
    if deadline.session:
        yield f"· {say(f'session.{deadline.session}', 'vi')}"
    if deadline.opens:
        yield f"· mở {short_date(deadline.opens)}"
    if deadline.last_working_day not in (None, deadline.due):
        yield f"· làm việc đến {short_date(deadline.last_working_day)}"
    if deadline.provisional:
        yield "· dự kiến"
    if planned.warnings:
        yield f"· {', '.join(planned.warnings)}"


@pytest.mark.parametrize(
    ("roadmap", "day"),
    [
        ("branch-congress", date(2026, 11, 24)),
        ("term-calendar", date(2026, 11, 24)),
        ("ward-congress", date(2029, 10, 1)),
        ("ward-congress-2025", date(2025, 3, 17)),
        ("ward-congress-2025", date(2025, 7, 21)),
        ("year-end", date(2026, 11, 24)),
    ],
    ids=str,
)
def test_the_library_gives_these_days(roadmap: str, day: date, golden: Golden) -> None:
    only = None if "congress" in roadmap else ("bon-noi-dung", "chi-bo-a")  # the others are alike
    golden(f"plans/{roadmap}.{day}.txt", shown(accepted(laid_out(roadmap)), day, only))


@pytest.mark.parametrize(
    ("example", "day", "only"),
    [
        ("dong-hai-2-2024", date(2024, 11, 13), None),
        ("ha-khanh", date(2024, 1, 6), ("ha-khanh", "khu-pho-1", "khu-pho-2")),
        ("nam-tu-liem", date(2022, 6, 13), None),
        ("ngoc-thuy", date(2023, 3, 6), ("ngoc-thuy", "chi-bo-01")),
        (
            "phuc-dong",
            date(2021, 1, 7),
            ("phuc-dong", "chi-bo-07", "chi-bo-08", "chi-bo-09", "chi-bo-08-09"),
        ),
    ],
)
def test_an_example_gives_these_days(
    example: str, day: date, only: tuple[str, ...] | None, golden: Golden
) -> None:
    golden(
        f"plans/{example}.txt",
        shown(accepted(read_folder(CONFIG / "examples" / example)), day, only),
    )


def test_the_shipped_workspace_gives_these_days(golden: Golden) -> None:
    only = ("dong-hai-2", "chi-bo-01", "chi-bo-02")
    golden("plans/dong-hai-2.txt", shown(accepted(read_folder(CONFIG)), date(2024, 11, 13), only))


def test_a_ward_may_count_its_branches_in_the_roadmap_of_theirs() -> None:
    files = dict(laid_out("ward-congress"))
    files["roadmaps/ward-congress.yaml"] = (
        b"roadmap: ward-congress\nextends: ward-congress\nwithout: [branch-session]\n"
        b"milestones:\n  - id: branch-congresses\n    done_when: "
        b"{all: {kind: branch, below: true}, done: branch-congress/congress-session}\n"
    )
    files["roadmaps/branch-congress.yaml"] = (
        "roadmap: branch-congress\nextends: branch-congress\n"
        "term: {label: 2030–2035, from: 2029, to: 2033}\n"
        "anchors: {branch-opening: {window: trong tháng 3/2030, within: trong năm 2030}}\n"
    ).encode()

    counted = accepted(files).roadmaps[RoadmapId("ward-congress")].milestones
    barrier = counted[MilestoneId("branch-congresses")].done_when
    assert barrier is not None
    assert (barrier.roadmap, barrier.milestone) == ("branch-congress", "congress-session")


def test_every_roadmap_of_the_library_and_every_example_has_a_golden_plan() -> None:
    written = {
        path.name.split(".")[0] for path in (Path(__file__).parent / "files/plans").iterdir()
    }

    assert written == {*ROADMAPS, *EXAMPLES, "dong-hai-2"}
