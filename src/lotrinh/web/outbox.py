"""The screens of the outbox: every message; one of them, and what may be decided on it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.books.trail import DeedKind
from lotrinh.application.looking.viewing import Screen
from lotrinh.bootstrap.desks.back import BackDesk
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.rendering.pages.outbox import Picked, message_page, outbox_page
from lotrinh.rendering.words import say
from lotrinh.web.board import absent
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import number, sent_form
from lotrinh.web.session import Looks, shown

router = APIRouter()

_LOOK = ["GET", "HEAD"]
_LONGEST = 100
"""Characters of what is looked for."""
_OF_ONE = frozenset({DeedKind.RETRIED, DeedKind.WITHDRAWN})


def back_desk(request: Request) -> BackDesk:
    """Return the desk of the machinery."""
    desk: BackDesk = request.app.state.back
    return desk


Desk = Annotated[BackDesk, Depends(back_desk)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]


@router.api_route("/outbox", methods=_LOOK)
def look(request: Request, looks: Looks, desk: Desk) -> Response:
    """Show messages."""
    return _list(request, looks, desk)


@router.post("/outbox")
def release(request: Request, looks: Looks, form: Form, desk: Desk) -> Response:
    """Let go what is held, and lead back to the list."""
    if not front_desk(request).knows(form.get("stamp", ""), looks.key):
        return _list(request, looks, desk, say("page.old-form", looks.language))
    if form.get("do") != DeedKind.RELEASED:
        return absent(request, looks)
    try:
        count = desk.decide(looks, DeedKind.RELEASED)
    except NotSeenError:
        return absent(request, looks)
    return RedirectResponse(f"./outbox?did=released&count={count}", HTTPStatus.SEE_OTHER)


@router.api_route("/outbox/{key}", methods=_LOOK)
def message(request: Request, looks: Looks, desk: Desk, key: str) -> Response:
    """Show one message."""
    return _one(request, looks, desk, key)


@router.post("/outbox/{key}")
def decide(request: Request, looks: Looks, form: Form, desk: Desk, key: str) -> Response:
    """Do what was decided on one message, and lead back to it."""
    if not front_desk(request).knows(form.get("stamp", ""), looks.key):
        return _one(request, looks, desk, key, say("page.old-form", looks.language))
    do = form.get("do", "")
    if do not in _OF_ONE:
        return absent(request, looks)
    try:
        desk.message(looks, key)
        did = do if desk.decide(looks, DeedKind(do), key) else "left"
    except NotSeenError:
        return absent(request, looks)
    return RedirectResponse(f"./{key}?did={did}", HTTPStatus.SEE_OTHER)


def _list(request: Request, looks: Looks, desk: Desk, wrong: str = "") -> Response:
    query = request.query_params
    state = query.get("state", "")
    picked = Picked(
        DeliveryState(state) if state in {*DeliveryState} else None,
        *(query.get(name, "").strip()[:_LONGEST] for name in ("person", "run", "before")),
    )
    try:
        page = desk.outbox(looks, picked)
    except NotSeenError:
        return absent(request, looks)
    return shown(
        request,
        looks,
        "outbox",
        Screen.OUTBOX,
        status=_status(wrong),
        wrong=wrong,
        said=_said(request, looks),
        **outbox_page(page),
    )


def _one(request: Request, looks: Looks, desk: Desk, key: str, wrong: str = "") -> Response:
    try:
        page = desk.message(looks, key)
    except NotSeenError:
        return absent(request, looks)
    said = _said(request, looks)
    filled = message_page(page)
    return shown(
        request, looks, "message-of", status=_status(wrong), wrong=wrong, said=said, **filled
    )


def _said(request: Request, looks: Looks) -> str:
    """Return what a press has done."""
    did = request.query_params.get("did", "")
    if did not in {*DeedKind, "left"}:
        return ""
    count = number(request.query_params, "count")
    return say(f"outbox.did-{did}", looks.language, count=1 if count is None else count)


def _status(wrong: str) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
