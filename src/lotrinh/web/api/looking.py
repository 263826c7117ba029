"""What other programs may look at: what the screens of the board show, as JSON."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from lotrinh.application.looking.grid import Filter
from lotrinh.application.office.selection import plain
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.status import Standing
from lotrinh.rendering.pages.matrix import month_code
from lotrinh.web.api import shapes, told
from lotrinh.web.api.caller import Calls, has_key
from lotrinh.web.api.problems import ABSENT
from lotrinh.web.board import Desk, month_of
from lotrinh.web.mine import Desk as FrontDesk

router = APIRouter(tags=["looking"], responses=ABSENT)

MOST = 500
"""Deadlines, or organisations, of one page."""
Page = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, from 1.")]
Size = Annotated[int, Query(ge=1, le=MOST, description="How many a page has.")]
Text = Annotated[str, Query(max_length=100, description="Part of a name; accents don't count.")]
RoadmapName = Annotated[str, Path(examples=["year-end"])]
Place = Annotated[str, Path(examples=["chi-bo-01"])]
Code = Annotated[
    str, Path(description="MILESTONE or MILESTONE@OCCURRENCE.", examples=["branch-review@2026"])
]


@router.get("/me")
def me(request: Request, calls: Calls, desk: FrontDesk) -> shapes.Person:
    """Return who calls, and how far he or she sees."""
    return shapes.Person(
        id=calls.person.id,
        name=calls.person.name,
        language=calls.language,
        today=calls.today,
        own=sorted(calls.own),
        organisations=len(calls.organisations),
        coordinator=calls.is_coordinator,
        operator=calls.is_operator,
        stamp="" if has_key(request) else desk.stamp(calls.key),
    )


@router.get("/mine")
def mine(calls: Calls, desk: FrontDesk) -> shapes.Mine:
    """Return what the caller has to do, by urgency, and how those below stand."""
    sections, below = desk.mine(calls)
    return shapes.Mine(
        sections=[told.section(calls, one) for one in sections], below=told.behind(below)
    )


@router.get("/roadmaps")
def roadmaps(calls: Calls, desk: Desk) -> list[shapes.Roadmap]:
    """Return all roadmaps, counted over what the caller sees."""
    found = [told.roadmap(calls, grid) for grid in desk.grids(calls)]
    return [shapes.Roadmap(**one.model_dump(exclude={"milestones"})) for one in found]


@router.get("/roadmaps/{roadmap}")
def roadmap(calls: Calls, desk: Desk, roadmap: RoadmapName) -> shapes.RoadmapInFull:
    """Return a roadmap with its milestones."""
    return told.roadmap(calls, desk.grid(calls, roadmap))


@router.get("/roadmaps/{roadmap}/deadlines")
def deadlines(  # noqa: PLR0917  (what may be asked for)
    calls: Calls,
    desk: Desk,
    roadmap: RoadmapName,
    standing: Annotated[list[Standing] | None, Query(description="Any of these; all.")] = None,
    kind: Annotated[str, Query(max_length=64, description="Of organisations.")] = "",
    below: Annotated[str, Query(max_length=64, description="One place and all under it.")] = "",
    due: Annotated[
        str,
        Query(pattern=r"^(\d{4}(-(0[1-9]|1[0-2]))?)?$", description="A month, or a whole year."),
    ] = "",
    role: Annotated[str, Query(max_length=64, description="Leads or helps.")] = "",
    text: Text = "",
    page: Page = 1,
    size: Size = 100,
) -> shapes.Deadlines:
    """Return a roadmap's deadlines, filtered as on the board, a page at a time."""
    place = OrganisationId(below) if below else None
    month, looked_for = month_of(due), text.strip()
    wanted = Filter(frozenset(standing or ()), kind, place, month, looked_for, page, role)
    grid = desk.grid(calls, roadmap)
    found = grid.cells(calls.organisations, wanted, size)
    return shapes.Deadlines(
        total=found.total,
        page=page,
        pages=_pages(found.total, size),
        items=[told.cell(calls, grid.roadmap, cell) for cell in found.items],
    )


@router.get("/roadmaps/{roadmap}/milestones/{code}")
def milestone(calls: Calls, desk: Desk, roadmap: RoadmapName, code: Code) -> shapes.Progress:
    """Return how far organisations have come with one milestone, those that lag first."""
    found = desk.milestone(calls, roadmap, code)
    return told.across(calls, found.roadmap, found.across)


@router.get("/organisations")
def organisations(
    calls: Calls, text: Text = "", page: Page = 1, size: Size = 100
) -> shapes.Organisations:
    """Return the organisations that the caller sees, in the order of the register."""
    register, looked_for = calls.configuration.organisations, plain(text)
    found = [
        id_
        for id_, name in zip(register.ids, register.names, strict=True)
        if id_ in calls.organisations and looked_for in plain(f"{name} {id_}")
    ]
    return shapes.Organisations(
        total=len(found),
        page=page,
        pages=_pages(len(found), size),
        items=[told.organisation(calls, one) for one in found[(page - 1) * size : page * size]],
    )


@router.get("/organisations/{organisation}")
def organisation(calls: Calls, desk: Desk, organisation: Place) -> shapes.OrganisationInFull:
    """Return an organisation with its deadlines in all roadmaps, and those below it."""
    return told.whole_place(calls, desk.organisation(calls, organisation, None).place)


@router.get("/deadlines/{roadmap}/{organisation}/{code}")
def deadline(
    calls: Calls, desk: Desk, roadmap: RoadmapName, organisation: Place, code: Code
) -> shapes.Story:
    """Return the story of one deadline: how its day came about, what was recorded and told."""
    return told.story(calls, desk.cell(calls, roadmap, organisation, code))


@router.get("/calendar/{month}")
def calendar(
    calls: Calls,
    desk: Desk,
    month: Annotated[str, Path(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", examples=["2026-12"])],
) -> shapes.Month:
    """Return what is due in a month, day by day."""
    wanted = month_of(month)
    if wanted is None:
        raise NotSeenError
    days = desk.month(calls, wanted).days
    return shapes.Month(
        month=month_code(wanted),
        days=[
            shapes.Day(day=day, items=[told.entry(calls, one) for one in found])
            for day, found in sorted(days.items())
        ],
    )


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))
