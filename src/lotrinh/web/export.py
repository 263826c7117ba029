"""Files to take along: what a page shows, as a spreadsheet, a document, a chart or a calendar."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.bootstrap.desks.paper import Order, PaperDesk
from lotrinh.bootstrap.desks.turns import BusyError
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.answers import error_in_words
from lotrinh.rendering.pages.files import Kind
from lotrinh.web.board import absent, asked_for
from lotrinh.web.session import Looks, shown

router = APIRouter()

EXPORT = "export"
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ics": "text/calendar; charset=utf-8",
}
_SOON = "10"
"""Seconds until somebody may try again where all are busy."""


def paper_desk(request: Request) -> PaperDesk:
    """Return the desk of papers."""
    desk: PaperDesk = request.app.state.papers
    return desk


Desk = Annotated[PaperDesk, Depends(paper_desk)]


def sparing(request: Request, looks: Looks) -> None:
    """Refuse whoever wants more files than anybody reads.

    Raises:
        HTTPException: Try again in a minute.
    """
    state = request.app.state
    if not state.rates.takes(f"papers {looks.person.id}", state.limits.papers):
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS)


@router.get(f"/{EXPORT}/{{kind}}/{{file}}", dependencies=[Depends(sparing)])
def export(request: Request, looks: Looks, desk: Desk, kind: str, file: str) -> Response:
    """Make a file and hand it over."""
    of, _, form = file.rpartition(".")
    if kind not in {*Kind}:
        return absent(request, looks)
    try:
        made = desk.make(looks, Order(Kind(kind), of, form, asked_for(request.query_params)))
    except NotSeenError:
        return absent(request, looks)
    except BusyError as busy:
        response = _refused(request, looks, busy, HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = _SOON
        return response
    except LotrinhError as error:
        return _refused(request, looks, error, HTTPStatus.UNPROCESSABLE_ENTITY)
    named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=TYPES[made.form], headers=named)


def _refused(request: Request, looks: Looks, error: LotrinhError, status: int) -> Response:
    """Say on a page why there is no file."""
    why = error_in_words(error.code, looks.language, error.values)
    return shown(request, looks, "refused", status=status, why=why)
