"""Changing files: a form or an upload, what would come of it, and the button that accepts it."""

import base64
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from lotrinh.application.books.file_changes import How
from lotrinh.application.looking.proposing import Examined, Proposal
from lotrinh.application.looking.viewing import Screen, Viewer
from lotrinh.bootstrap.desks.files import NoSuchFileError
from lotrinh.bootstrap.desks.front import FrontDesk
from lotrinh.bootstrap.files.editing import Author, FileEditing
from lotrinh.bootstrap.files.shelf import ChangedMeanwhileError
from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.naming import as_before, is_free_name
from lotrinh.loader.reading.shown import shown as shown_text
from lotrinh.rendering.pages.configuration import address_of, path_of
from lotrinh.rendering.pages.file_editing import EditPage, ProposalPage, edit_page, proposal_page
from lotrinh.rendering.problems import sentence
from lotrinh.rendering.words import say
from lotrinh.web.board import absent
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import number
from lotrinh.web.session import Looks, root_of, shown
from lotrinh.web.uploads import Sent, sent_files

router = APIRouter()

_LOOK = ["GET", "HEAD"]
_HERE = Screen.CONFIGURATION
_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


class NoFileError(LotrinhError):
    """No file was chosen, or nothing was typed."""

    code = "no-file"


def editing(request: Request) -> FileEditing:
    """Return where files are changed."""
    desk: FileEditing = request.app.state.editing
    return desk


Desk = Annotated[FileEditing, Depends(editing)]
Front = Annotated[FrontDesk, Depends(front_desk)]
Form = Annotated[Sent, Depends(sent_files)]


@router.api_route("/configuration/new", methods=_LOOK)
def new(request: Request, looks: Looks) -> Response:
    """Show where a new file is named."""
    if not _may(looks):
        return absent(request, looks, _HERE)
    wanted = request.query_params.get("path", "").strip()
    if wanted and is_free_name(wanted):
        where = f"{root_of(request)}configuration/{address_of(wanted)}/edit"
        return RedirectResponse(where, HTTPStatus.SEE_OTHER)
    status = _REFUSED if wanted else HTTPStatus.OK
    return shown(request, looks, "new-file", _HERE, status=status, path=wanted)


@router.api_route("/configuration/restore", methods=_LOOK)
def look_back(request: Request, looks: Looks, desk: Desk) -> Response:
    """Show what would come of giving back what there was."""
    if not _may(looks):
        return absent(request, looks, _HERE)
    entry, turn = (number(request.query_params, name) for name in ("entry", "turn"))
    try:
        examined = desk.examined(_given_back(desk, entry, turn))
    except NoSuchFileError:
        return absent(request, looks, _HERE)
    action = f"restore?entry={entry}" if entry is not None else f"restore?turn={turn}"
    return _proposal(request, looks, examined, f"{root_of(request)}configuration/{action}")


@router.post("/configuration/restore")
def give_back(request: Request, looks: Looks, desk: Desk, front: Front, form: Form) -> Response:
    """Give back what there was."""
    if not _may(looks):
        return absent(request, looks, _HERE)
    entry, turn = (number(request.query_params, name) for name in ("entry", "turn"))
    try:
        found = _given_back(desk, entry, turn)
        known = front.knows(form.get("stamp"), looks.key) and form.get("state") == found.state
        if not known:
            return look_back(request, looks, desk)
        return _saved(request, desk.accept(found, _author(looks)))
    except NoSuchFileError:
        return absent(request, looks, _HERE)
    except LotrinhError as error:
        return _failed(request, looks, error)


@router.api_route("/configuration/{address:path}/edit", methods=_LOOK)
def edit(request: Request, looks: Looks, desk: Desk, address: str) -> Response:
    """Show a file in a form."""
    path = path_of(address)
    if not _may(looks):
        return absent(request, looks, _HERE)
    try:
        content, state = desk.content(path)
    except LotrinhError:
        return absent(request, looks, _HERE)
    return _form(request, looks, path, content, content, state)


@router.post("/configuration/{address:path}/edit")
def press(  # noqa: PLR0917  (what stands in its address, and who is asked)
    request: Request, looks: Looks, desk: Desk, front: Front, address: str, form: Form
) -> Response:
    """Show what would come of a change, or accept it."""
    path = path_of(address)
    if not _may(looks):
        return absent(request, looks, _HERE)
    try:
        old, present = desk.content(path)
        path, content, how = _sent(path, old, form)
        wanted = desk.proposed(path, content, how, form.get("state") or present)
    except LotrinhError as error:
        return _failed(request, looks, error)
    if form.get("do") == "edit" or not front.knows(form.get("stamp"), looks.key):
        wrong = "" if form.get("do") == "edit" else say("page.old-form", looks.language)
        return _form(request, looks, path, content, old, form.get("state"), wrong=wrong)
    return _answered(request, looks, desk, wanted, old, accepts=form.get("do") == "accept")


def _answered(
    request: Request,
    looks: Viewer,
    desk: FileEditing,
    wanted: Proposal,
    old: bytes | None,
    *,
    accepts: bool,
) -> Response:
    (path, content), *_ = wanted.files.items()
    try:
        if accepts:
            return _saved(request, desk.accept(wanted, _author(looks)))
        examined = desk.examined(wanted)
    except ChangedMeanwhileError as error:
        if content is None:
            return _failed(request, looks, error)
        now, state = desk.content(path)
        wrong = sentence(error, looks.language)
        return _form(request, looks, path, content, now, state, wrong=wrong, conflict=True)
    except LotrinhError as error:
        return _failed(request, looks, error)
    if examined.fits or content is None:
        action = f"{root_of(request)}configuration/{address_of(path)}/edit"
        return _proposal(request, looks, examined, action)
    return _form(request, looks, path, content, old, wanted.state, examined=examined)


def _sent(path: str, old: bytes | None, form: Sent) -> tuple[str, bytes | None, How]:
    """Return which file is to hold what, and by what that was said."""
    if form.get("do") == "remove" or form.get("how") == How.REMOVED:
        return path, None, How.REMOVED
    if form.get("do") == "upload":
        upload = form.files.get("file")
        if upload is None:
            raise NoFileError
        form_of = upload.name.rpartition(".")[2].lower()
        other = f"{path.rpartition('.')[0]}.{form_of}"
        return other if is_free_name(other) else path, upload.content, How.UPLOADED
    how = How(form.get("how")) if form.get("how") in {*How} else How.EDITED
    if form.get("content"):
        try:
            return path, base64.b64decode(form.get("content"), validate=True), how
        except ValueError:  # no Base64, or no ASCII at all
            raise NoSuchFileError from None
    if "text" not in form.fields:
        raise NoFileError
    added = How.ADDED if old is None else How.EDITED
    return path, as_before(form.get("text"), path, old), added


def _form(  # noqa: PLR0917  (what is shown of it)
    request: Request,
    looks: Viewer,
    path: str,
    content: bytes | None,
    old: bytes | None,
    state: str,
    *,
    wrong: str = "",
    conflict: bool = False,
    examined: Examined | None = None,
) -> Response:
    """Show the form with what was typed; a file that holds a secret is changed elsewhere."""
    if old is not None and shown_text(path, old).conceals:
        return shown(request, looks, "edit-elsewhere", _HERE, status=HTTPStatus.CONFLICT, path=path)
    page = EditPage(
        path,
        _text(path, content),
        state,
        old is None,
        looks.language,
        wrong,
        _text(path, old) if conflict else None,
        examined,
    )
    status = HTTPStatus.CONFLICT if conflict else _REFUSED if wrong or examined else HTTPStatus.OK
    return shown(request, looks, "edit", _HERE, status=status, **edit_page(page))


def _text(path: str, content: bytes | None) -> str | None:
    """Return a file as it is typed, None where it is no text."""
    if path.endswith(".xlsx"):
        return None
    try:
        return (content or b"").decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


def _proposal(request: Request, looks: Viewer, examined: Examined, action: str) -> Response:
    page = ProposalPage(examined, action, looks.language)
    status = HTTPStatus.OK if examined.fits else _REFUSED
    return shown(request, looks, "proposal", _HERE, status=status, **proposal_page(page))


def _failed(request: Request, looks: Viewer, error: LotrinhError) -> Response:
    wrong = sentence(error, looks.language)
    return shown(request, looks, "failed", _HERE, status=HTTPStatus.CONFLICT, wrong=wrong)


def _saved(request: Request, entry: int) -> Response:
    where = f"{root_of(request)}configuration?saved={entry}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _given_back(desk: FileEditing, entry: int | None, turn: int | None) -> Proposal:
    if entry is not None:
        return desk.restored(entry)
    if turn is None:
        raise NoSuchFileError
    return desk.returned(turn)


def _author(looks: Viewer) -> Author:
    return Author(looks.person.id, looks.person.name)


def _may(looks: Viewer) -> bool:
    return looks.is_coordinator and looks.configuration.web_edits
