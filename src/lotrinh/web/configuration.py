"""The screens of the configuration: its files, what is wrong with them, what a change has moved."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from lotrinh.application.looking.viewing import Screen
from lotrinh.bootstrap.desks.files import FileDesk, NoSuchFileError
from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.naming import is_own
from lotrinh.rendering.differences import DifferencesPage, differences_page
from lotrinh.rendering.pages.configuration import (
    ConfigurationPage,
    FilePage,
    configuration_page,
    file_page,
    path_of,
)
from lotrinh.rendering.problems import sentence
from lotrinh.web.board import absent
from lotrinh.web.forms import number
from lotrinh.web.session import Looks, shown

router = APIRouter()

_LOOK = ["GET", "HEAD"]
_HERE = Screen.CONFIGURATION


def file_desk(request: Request) -> FileDesk:
    """Return the desk of files."""
    desk: FileDesk = request.app.state.files
    return desk


Desk = Annotated[FileDesk, Depends(file_desk)]


@router.api_route("/configuration", methods=_LOOK)
def look(request: Request, looks: Looks, desk: Desk) -> Response:
    """Show how the files stand."""
    if not looks.opens(_HERE):
        return absent(request, looks)
    before = number(request.query_params, "before")
    stand = desk.stand(before)
    page = ConfigurationPage(
        stand,
        looks.configuration.zone,
        looks.language,
        is_own,
        before,
        looks.is_coordinator and looks.configuration.web_edits,
        number(request.query_params, "saved"),
    )
    return shown(request, looks, "configuration", _HERE, **configuration_page(page))


@router.api_route("/configuration/changes/{turn}", methods=_LOOK)
def changes(request: Request, looks: Looks, desk: Desk, turn: str) -> Response:
    """Show what an acceptance has moved, or (`present`) what the present files would."""
    is_known = turn == "present" or (turn.isascii() and turn.isdigit() and len(turn) < 9)
    if not looks.opens(_HERE) or not is_known:
        return absent(request, looks)
    try:
        found = desk.moved(None if turn == "present" else int(turn))
    except NoSuchFileError:
        return absent(request, looks, _HERE)
    except LotrinhError as error:
        wrong, status = sentence(error, looks.language), HTTPStatus.CONFLICT
        return shown(request, looks, "changes", _HERE, status=status, turn=turn, error=wrong)
    page = DifferencesPage(found, looks.language, number(request.query_params, "page") or 1)
    return shown(request, looks, "changes", _HERE, turn=turn, **differences_page(page))


@router.api_route("/configuration/{address:path}", methods=_LOOK)
def file(request: Request, looks: Looks, desk: Desk, address: str) -> Response:
    """Show one file, or (`?download`) hand it over as it is."""
    if not looks.opens(_HERE):
        return absent(request, looks)
    try:
        text, problems = desk.text(path_of(address))
        if "download" in request.query_params and not text.conceals:
            return _download(text.path, desk.content(text.path))
    except LotrinhError:
        return absent(request, looks, _HERE)
    edits = looks.is_coordinator and looks.configuration.web_edits and is_own(text.path)
    page = FilePage(
        text, problems, looks.language, number(request.query_params, "page") or 1, edits=edits
    )
    return shown(request, looks, "file", _HERE, **file_page(page))


def _download(path: str, content: bytes) -> Response:
    name = quote(path.rpartition("/")[2])
    kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type="application/octet-stream", headers=kept)
