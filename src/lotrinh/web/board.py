"""The screens of the board that only show: matrix, a milestone over organisations, one of them."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import QueryParams

from lotrinh.application.looking.grid import Filter, Month
from lotrinh.application.looking.viewing import Screen
from lotrinh.bootstrap.desks.board import BoardDesk, NotSeenError
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.status import Standing
from lotrinh.rendering.pages.matrix import matrix_page
from lotrinh.rendering.pages.milestone import milestone_page
from lotrinh.rendering.pages.organisation import organisation_page
from lotrinh.web.forms import number
from lotrinh.web.session import Looks, shown

router = APIRouter()

_LOOK = ["GET", "HEAD"]
_LONGEST = 100
"""Characters of a text that is looked for."""
_ASKED = {"standing", "kind", "below", "due", "text", "page", "role"}
"""What a filter says; an address with none of it leaves to us what is shown."""
_YEARS = range(1900, 3000)


def board_desk(request: Request) -> BoardDesk:
    """Return the desk of the board."""
    desk: BoardDesk = request.app.state.board
    return desk


Desk = Annotated[BoardDesk, Depends(board_desk)]


@router.api_route("/matrix/{roadmap}", methods=_LOOK)
def matrix(request: Request, looks: Looks, desk: Desk, roadmap: str) -> Response:
    """Show organisations by milestones."""
    try:
        query = request.query_params
        page = desk.matrix(looks, roadmap, asked_for(query), is_bare=not {*query} & _ASKED)
    except NotSeenError:
        return absent(request, looks, Screen.MATRIX)
    return shown(request, looks, "matrix", Screen.MATRIX, **matrix_page(page))


@router.api_route("/milestone/{roadmap}/{code}", methods=_LOOK)
def milestone(request: Request, looks: Looks, desk: Desk, roadmap: str, code: str) -> Response:
    """Show one milestone over organisations."""
    try:
        page = desk.milestone(looks, roadmap, code)
    except NotSeenError:
        return absent(request, looks)
    wanted = replace(page, wanted=number(request.query_params, "page") or 1)
    return shown(request, looks, "milestone", **milestone_page(wanted))


@router.api_route("/organisation/{organisation}", methods=_LOOK)
def organisation(request: Request, looks: Looks, desk: Desk, organisation: str) -> Response:
    """Show how one organisation stands."""
    wanted = month_of(request.query_params.get("due", ""))
    try:
        page = desk.organisation(looks, organisation, wanted[0] if wanted else None)
    except NotSeenError:
        return absent(request, looks)
    return shown(request, looks, "organisation", **organisation_page(page))


def absent(request: Request, looks: Looks, screen: Screen | None = None) -> Response:
    """Say that there is nothing there, or nothing for this viewer."""
    return shown(request, looks, "absent", screen, status=HTTPStatus.NOT_FOUND)


def asked_for(query: QueryParams) -> Filter:
    """Return what an address says that somebody wants to look at; what can't be is passed over.

    >>> asked_for(QueryParams("standing=overdue&standing=late&due=2026-12&page=2")).due
    (2026, 12)
    """
    standings = {*Standing} & {*query.getlist("standing")}
    return Filter(
        frozenset(Standing(standing) for standing in standings),
        query.get("kind", ""),
        OrganisationId(query["below"]) if query.get("below") else None,
        month_of(query.get("due", "")),
        query.get("text", "").strip()[:_LONGEST],
        number(query, "page") or 1,
        query.get("role", ""),
    )


def month_of(text: str) -> Month | None:
    """Return the month of an address, or a whole year as its month 0; None where it is neither.

    >>> month_of("2026-03"), month_of("2026"), month_of("2026-13"), month_of("March")
    ((2026, 3), (2026, 0), None, None)
    """
    year, _, month = text.partition("-")
    whole = year.isdecimal() and year.isascii() and len(year) == 4
    if not whole or (month and not (month.isascii() and month.isdecimal() and len(month) == 2)):
        return None
    found = int(year), int(month or 0)
    return found if found[0] in _YEARS and found[1] <= 12 else None
