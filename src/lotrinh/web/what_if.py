"""The screen of what if: GET only, for nothing is changed and the address may be passed on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import QueryParams

from lotrinh.application.looking.supposing import Kind, Question
from lotrinh.application.looking.viewing import Screen
from lotrinh.bootstrap.files.supposing import Supposing
from lotrinh.rendering.pages.supposing import SupposingPage, supposing_page
from lotrinh.rendering.words import say
from lotrinh.web.board import absent
from lotrinh.web.forms import number
from lotrinh.web.session import Looks, shown

router = APIRouter()

_LONGEST = 500
"""Characters of a field."""
_MOST = 1000
"""Organisations that are named one by one."""


def supposing(request: Request) -> Supposing:
    """Return who answers what would be if."""
    desk: Supposing = request.app.state.supposing
    return desk


Desk = Annotated[Supposing, Depends(supposing)]


@router.api_route("/what-if", methods=["GET", "HEAD"])
def look(request: Request, looks: Looks, desk: Desk) -> Response:
    """Show the form, and what would come of what it says."""
    if not looks.opens(Screen.WHAT_IF):
        return absent(request, looks)
    question = asked(request.query_params)
    basis = say("what-if.basis", looks.language)
    outcome = desk.outcome(question, basis) if question.is_asked else None
    page = SupposingPage(
        looks.configuration,
        question,
        outcome,
        looks.language,
        number(request.query_params, "page") or 1,
    )
    status = 422 if outcome is not None and outcome.found is None else 200
    return shown(request, looks, "what-if", Screen.WHAT_IF, status=status, **supposing_page(page))


def asked(query: QueryParams) -> Question:
    """Return what an address asks.

    >>> asked(QueryParams("thing=year-end/review&phrase=ngày+31/12&organisation=a&organisation=b"))
    ... # doctest: +ELLIPSIS
    Question(kind=<Kind.DATE: 'date'>, thing='year-end/review', phrase='ngày 31/12', ...)
    """

    def field(name: str) -> str:
        return " ".join(query.get(name, "").split())[:_LONGEST]

    kind = Kind(field("kind")) if field("kind") in {*Kind} else Kind.DATE
    return Question(
        kind,
        field("thing"),
        field("phrase"),
        field("occurrence").removeprefix("@"),
        field("effective"),
        field("below"),
        tuple(one[:_LONGEST] for one in query.getlist("organisation")[:_MOST] if one.strip()),
    )
