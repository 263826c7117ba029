"""The first screen of the board: what the viewer has to do, with the buttons of the answer page."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lotrinh.application.looking.viewing import Screen
from lotrinh.bootstrap.desks.front import FrontDesk
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.answers import AnswerPage, Typed, error_in_words, refusal_in_words
from lotrinh.rendering.pages.mine import mine_page
from lotrinh.rendering.words import say
from lotrinh.web.answers import FIELDS, done_in, pressed
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import FieldError, number, sent_form
from lotrinh.web.session import Looks, frame_of

router = APIRouter()

Desk = Annotated[FrontDesk, Depends(front_desk)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]


@router.api_route("/", methods=["GET", "HEAD"])
def look(request: Request, looks: Looks, desk: Desk) -> Response:
    """Show what the viewer has to do."""
    said = number(request.query_params, "said")
    return _page(
        request,
        looks,
        desk,
        said=said,
        did=done_in(request),
        news="again" not in request.query_params,
    )


@router.post("/")
def press(request: Request, looks: Looks, form: Form, desk: Desk) -> Response:
    """Record what was pressed, once, and lead back to the page."""
    code, do, language = number(form, "code") or 0, form.get("do", ""), looks.language

    def refused(error: str, field: str = "") -> Response:
        return _page(request, looks, desk, Typed(code, do, error, field, form))

    if not desk.knows(form.get("stamp", ""), looks.key):
        return refused(say("page.old-form", language))
    try:
        new = desk.press_as(looks, pressed(code, do, form))
    except FieldError as wrong:
        return refused(error_in_words(wrong.code, language, wrong.values), wrong.field)
    except LotrinhError as error:
        return refused(refusal_in_words(error, language), FIELDS.get(error.code, ""))
    again = "" if new else "&again"
    return RedirectResponse(f"./?said={code}&do={do}{again}#i{code}", HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    looks: Looks,
    desk: Desk,
    typed: Typed | None = None,
    *,
    said: int | None = None,
    did: str = "",
    news: bool = True,
) -> Response:
    sections, below = desk.mine(looks)
    frame = frame_of(request, looks, Screen.MINE)
    items = [item for section in sections for item in section.items]
    page = AnswerPage(
        "./",
        looks.person,
        looks.configuration,
        items,
        looks.today,
        lambda _: frame.stamp,
        typed,
        said,
        did,
        news,
        viewer=looks,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed else HTTPStatus.OK
    return HTMLResponse(mine_page(frame, page, sections, below), status)
