"""Sessions: who looks, found out before any screen of the board is shown.

Whoever isn't signed in is led to `/signin`. The language that a link asks for is kept
beside the session. What a proxy says of a visitor counts from this machine alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lotrinh.application.looking.viewing import Screen, Viewer
from lotrinh.application.recording.passes import VALID, Purpose
from lotrinh.application.recording.tickets import SIGN_IN
from lotrinh.bootstrap.desks.gate import Gate, Visitor
from lotrinh.rendering.pages.frame import Frame, framed
from lotrinh.rendering.words import LANGUAGES

COOKIE, LANGUAGE_COOKIE = "lotrinh-session", "lotrinh-language"
PEER = "lotrinh.peer"
"""Where a request says who has really connected."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LANGUAGE_SECONDS = 365 * 24 * 60 * 60


@dataclass
class ElsewhereError(Exception):
    """The visitor is to go to another page first."""

    to: str
    cookies: Mapping[str, str] = field(default_factory=dict)


async def lead_elsewhere(request: Request, error: Exception) -> Response:
    """Lead a visitor there."""
    assert isinstance(error, ElsewhereError)  # noqa: S101  (that is what it is asked for)
    response = RedirectResponse(error.to, HTTPStatus.SEE_OTHER)
    for name, value in error.cookies.items():
        secure = request.url.scheme == "https"
        response.set_cookie(
            name, value, _LANGUAGE_SECONDS, secure=secure, httponly=True, samesite="lax"
        )
    return response


def gate_of(request: Request) -> Gate:
    """Return where visitors come in."""
    gate: Gate = request.app.state.gate
    return gate


def language_of(request: Request) -> str | None:
    """Return the language that a visitor has chosen; one chosen by a link is kept first.

    Raises:
        ElsewhereError: It has just been chosen: the same page again, without saying so.
    """
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        here = request.url.path.rpartition("/")[2]
        rest = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != "lang"])
        raise ElsewhereError(f"./{here}" + (f"?{rest}" if rest else ""), {LANGUAGE_COOKIE: asked})
    return kept_language(request)


def kept_language(request: Request) -> str | None:
    """Return the language that a visitor has chosen before."""
    kept = request.cookies.get(LANGUAGE_COOKIE)
    return kept if kept in LANGUAGES else None


def root_of(request: Request) -> str:
    """Return the way from a page up to the first one; a proxy may have put all of it deeper."""
    return "../" * (request.url.path.count("/") - 1)


def somebody(request: Request, gate: Annotated[Gate, Depends(gate_of)]) -> Viewer | None:
    """Return who looks; None where nobody is signed in."""

    def header(name: str) -> str:
        return request.headers.get(name, "") if is_local(request) else ""

    return gate.viewer(Visitor(request.cookies.get(COOKIE, ""), language_of(request), header))


MayLook = Annotated[Viewer | None, Depends(somebody)]
"""What a page asks for that is there for everybody."""


def viewer(request: Request, found: MayLook) -> Viewer:
    """Return who looks.

    Raises:
        ElsewhereError: Nobody is signed in here.
    """
    if found is None:
        raise ElsewhereError(root_of(request) + SIGN_IN)
    return found


Looks = Annotated[Viewer, Depends(viewer)]
"""What a screen of the board asks for."""


def shown(
    request: Request,
    looks: Viewer,
    template: str,
    screen: Screen | None = None,
    *,
    status: int = HTTPStatus.OK,
    **values: Any,
) -> HTMLResponse:
    """Return a page of the board, in its frame."""
    return HTMLResponse(framed(template, frame_of(request, looks, screen), **values), status)


def frame_of(request: Request, looks: Viewer, screen: Screen | None = None) -> Frame:
    """Return what stands around a page of the board."""
    return Frame(
        looks,
        screen,
        root_of(request),
        request.app.state.desk.stamp(looks.key),
        request.app.state.screens,
        [pair for pair in request.query_params.multi_items() if pair[0] != "lang"],
    )


def keep_session(response: Response, session: str, *, secure: bool) -> None:
    """Have a browser keep a session."""
    seconds = int(VALID[Purpose.SESSION].total_seconds())
    response.set_cookie(COOKIE, session, seconds, secure=secure, httponly=True, samesite="lax")


def is_local(request: Request) -> bool:
    """Whether a request comes from this machine itself, and not by way of it."""
    peer = request.scope.get(PEER)
    try:
        is_near = peer is not None and ip_address(peer[0]).is_loopback
    except ValueError:
        return False
    return is_near and _is_ours(request)


def _is_ours(request: Request) -> bool:
    """Whether the pages are asked for by a name of theirs.

    A page of somebody else's in a browser on this machine may have a name of its own lead
    here, and then set any header; but it can't ask for another name than its own.
    """
    asked = (request.url.hostname or "").lower()
    if asked in _LOOPBACK:
        return True
    public = gate_of(request).public_url
    return public is not None and urlsplit(public).hostname == asked
