"""The screen of one cell: its story, with the buttons of the answer page for whoever may press.

The coordinator may of any: who has no address, or rings up, tells the office. In whose stead
that was written down stands in its note.
"""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from lotrinh.application.recording.answers import TELLS_WHY
from lotrinh.application.recording.page import NotYoursError, Press
from lotrinh.bootstrap.desks.board import BoardDesk, NotSeenError
from lotrinh.bootstrap.desks.front import FrontDesk
from lotrinh.domain.facts import FactKind
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.answers import AnswerPage, Typed, error_in_words, refusal_in_words
from lotrinh.rendering.pages.cell import CellPage, answering_here, cell_page, in_whose_stead
from lotrinh.rendering.words import say
from lotrinh.web.answers import FIELDS, done_in, pressed
from lotrinh.web.board import absent, board_desk
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import FieldError, number, sent_form
from lotrinh.web.session import Looks, frame_of, shown

router = APIRouter()

_CELL = "/cell/{roadmap}/{organisation}/{code}"


def seen(
    request: Request, looks: Looks, roadmap: str, organisation: str, code: str
) -> CellPage | None:
    """Return the cell of an address; None where there is none for this viewer."""
    desk: BoardDesk = board_desk(request)
    try:
        return desk.cell(looks, roadmap, organisation, code)
    except NotSeenError:
        return None


Desk = Annotated[FrontDesk, Depends(front_desk)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]
Seen = Annotated[CellPage | None, Depends(seen)]


@router.api_route(_CELL, methods=["GET", "HEAD"])
def look(request: Request, looks: Looks, desk: Desk, page: Seen) -> Response:
    """Show the story of one cell."""
    return absent(request, looks) if page is None else _page(request, looks, desk, page)


@router.post(_CELL)
def press(request: Request, looks: Looks, form: Form, desk: Desk, page: Seen) -> Response:
    """Record what was pressed, once, and lead back to the story."""
    item = desk.item_of(looks, page.story.deadline.id) if page is not None else None
    if page is None or item is None:
        return absent(request, looks)
    do, language = form.get("do", ""), looks.language

    def refused(error: str, field: str = "") -> Response:
        return _page(request, looks, desk, page, Typed(item.code, do, error, field, form))

    if not desk.knows(form.get("stamp", ""), looks.key):
        return refused(say("page.old-form", language))
    try:
        said = _in_stead(page, looks, pressed(item.code, do, form), others=item.writes_for)
        new = desk.press_of(looks, item.deadline.id, said, for_others=True)
    except FieldError as wrong:
        return refused(error_in_words(wrong.code, language, wrong.values), wrong.field)
    except NotYoursError:
        return refused(say("page.not-yours", language))
    except LotrinhError as error:
        return refused(refusal_in_words(error, language), FIELDS.get(error.code, ""))
    again, here = "" if new else "&again", quote(request.path_params["code"])
    address = f"./{here}?said={item.code}&do={do}{again}#i{item.code}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _in_stead(page: CellPage, looks: Looks, said: Press, *, others: bool) -> Press:
    """Return what was pressed with, in its note, whom it was written down for."""
    lacks_why = said.kind in TELLS_WHY and not said.note
    if not others or lacks_why or said.kind is FactKind.UNDONE:
        return said
    words = in_whose_stead(page, said.kind, looks.person.id)
    return replace(said, note=": ".join(part for part in (words, said.note) if part))


def _page(
    request: Request, looks: Looks, desk: Desk, page: CellPage, typed: Typed | None = None
) -> Response:
    cell = page.story.deadline.id
    item = desk.item_of(looks, cell)
    answers = AnswerPage(
        f"./{quote(request.path_params['code'])}",
        looks.person,
        looks.configuration,
        [item] if item is not None else [],
        looks.today,
        lambda _: frame_of(request, looks).stamp,
        typed,
        number(request.query_params, "said"),
        done_in(request),
        "again" not in request.query_params,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed else HTTPStatus.OK
    filled = {**cell_page(page), **answering_here(page, answers)}
    return shown(request, looks, "cell", status=status, **filled)
