"""The way in and out: asking for a link, the button behind it, and signing out.

Asking is answered at once and always with the same words; what comes of it is done after
that, so that the answer doesn't tell who is known, nor by how long it takes.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask

from lotrinh.application.recording.tickets import SIGN_IN
from lotrinh.bootstrap.desks.front import FrontDesk, NoSuchLinkError
from lotrinh.bootstrap.desks.gate import Gate
from lotrinh.rendering.pages.frame import enter_page, sign_in_page
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import sent_form
from lotrinh.web.session import COOKIE, Looks, gate_of, keep_session, language_of, root_of

router = APIRouter()

Desk = Annotated[FrontDesk, Depends(front_desk)]
Entrance = Annotated[Gate, Depends(gate_of)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]
Language = Annotated[str | None, Depends(language_of)]
_LOG = logging.getLogger("lotrinh.web")
_LONGEST = 254
"""Characters of an address."""
SIGN_OUT = "signout"


async def sparing(request: Request, form: Form) -> None:
    """Refuse whoever asks too often, and whoever is asked for too often, known or not.

    Raises:
        HTTPException: Try again in a minute.
    """
    rates, limits = request.app.state.rates, request.app.state.limits
    client = request.client.host if request.client else ""
    asked_for = form.get("who", "").strip().casefold()[:_LONGEST]
    keys = {f"asking {client}": limits.asking, f"asked for {asked_for}": limits.asked_for}
    within = [rates.takes(key, rate) for key, rate in keys.items()]  # each counts
    if not all(within):
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS)


@router.api_route(f"/{SIGN_IN}", methods=["GET", "HEAD"])
def look(desk: Desk, language: Language) -> Response:
    """Show where a link is asked for."""
    return _form(desk, language)


@router.post(f"/{SIGN_IN}", dependencies=[Depends(sparing)])
def ask(form: Form, desk: Desk, gate: Entrance, language: Language) -> Response:
    """Say that a link is on its way, and see then whether one is to be sent."""
    if not desk.knows(form.get("stamp", ""), SIGN_IN):
        return _form(desk, language, "signin.old-form", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    who = form.get("who", "")[:_LONGEST]
    page = sign_in_page(language or desk.language(), sent=True)
    return HTMLResponse(page, background=BackgroundTask(_see_to, gate, who))


@router.api_route(f"/{SIGN_IN}/{{token}}", methods=["GET", "HEAD"])
def invite(token: str, desk: Desk, gate: Entrance, language: Language) -> Response:
    """Show the button of a link; mail scanners may look as often as they like."""
    try:
        person = gate.invited(token)
    except NoSuchLinkError:
        return _void(desk, language)
    spoken = language or person.language or desk.language()
    return HTMLResponse(enter_page(token, person.name, spoken, desk.stamp(f"{SIGN_IN}/{token}")))


@router.post(f"/{SIGN_IN}/{{token}}")
def enter(  # noqa: PLR0917  (what stands in its address, and who is asked)
    request: Request, token: str, form: Form, desk: Desk, gate: Entrance, language: Language
) -> Response:
    """Let somebody in, once; the button has to be pressed on our page.

    Another site could sign somebody in as somebody else, who reads then what is written here.
    """
    is_elsewhere = request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}
    if is_elsewhere or not desk.knows(form.get("stamp", ""), f"{SIGN_IN}/{token}"):
        return RedirectResponse(f"./{token}", HTTPStatus.SEE_OTHER)
    try:
        session = gate.admit(token)
    except NoSuchLinkError:
        return _void(desk, language)
    response = RedirectResponse("../", HTTPStatus.SEE_OTHER)
    keep_session(response, session, secure=gate.is_secure)
    return response


@router.post(f"/{SIGN_OUT}")
def leave(request: Request, looks: Looks, form: Form, desk: Desk, gate: Entrance) -> Response:
    """End the sessions of whoever presses it."""
    response = RedirectResponse(root_of(request) or "./", HTTPStatus.SEE_OTHER)
    if desk.knows(form.get("stamp", ""), looks.key):
        gate.sign_out(looks)
        response.delete_cookie(COOKIE, secure=gate.is_secure, httponly=True, samesite="lax")
    return response


def _form(desk: Desk, language: str | None, error: str = "", *, status: int = 200) -> Response:
    stamp = desk.stamp(SIGN_IN)
    page = sign_in_page(language or desk.language(), stamp=stamp, error=error)
    return HTMLResponse(page, status)


def _void(desk: Desk, language: str | None) -> Response:
    """Say that a link lets nobody in, and where there is another."""
    page = sign_in_page(
        language or desk.language(), stamp=desk.stamp(SIGN_IN), error="signin.void", root="../"
    )
    return HTMLResponse(page, HTTPStatus.NOT_FOUND)


def _see_to(gate: Gate, who: str) -> None:
    """Send the link, if anybody is meant; nobody waits for how that ends."""
    try:
        gate.ask(who)
    except Exception as error:  # noqa: BLE001  (the answer has gone; a person has to look)
        _LOG.error("sign-in: %s", type(error).__name__)
