"""What watches the machine: metrics for Prometheus, and whether all is well.

Both are for this machine alone, or for whoever shows the token that the environment names.
The bare word and the status of /health are anybody's; its details the operator's as well.
"""

import hmac
from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from lotrinh.application.looking.viewing import Screen, Viewer
from lotrinh.application.looking.vitals import Vitals, Wellness
from lotrinh.bootstrap.desks.watch import WatchDesk
from lotrinh.rendering.pages.health import health_document, health_page
from lotrinh.rendering.pages.metrics import CONTENT_TYPE, metrics
from lotrinh.web.desk import front_desk
from lotrinh.web.session import MayLook, is_local

router = APIRouter()

_LOOK = ["GET", "HEAD"]
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""Where one of these stands, a proxy speaks for somebody else."""


def watch_desk(request: Request) -> WatchDesk:
    """Return the desk of whoever watches."""
    desk: WatchDesk = request.app.state.watch
    return desk


Desk = Annotated[WatchDesk, Depends(watch_desk)]


@router.api_route("/metrics", methods=_LOOK)
def figures(request: Request, desk: Desk) -> Response:
    """Return the figures, for Prometheus."""
    if not _may_watch(request):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return PlainTextResponse(metrics(desk.vitals()), media_type=CONTENT_TYPE)


@router.api_route("/health", methods=_LOOK)
def health(request: Request, desk: Desk, looks: MayLook) -> Response:
    """Say whether all is well: to anybody in a word, to whoever watches in detail."""
    vitals = desk.vitals()
    status = HTTPStatus.SERVICE_UNAVAILABLE if vitals.wellness is Wellness.BROKEN else HTTPStatus.OK
    is_json = request.query_params.get("format") == "json"
    in_words = is_json or "text/html" in request.headers.get("accept", "")
    language = _language(request, looks) if in_words else None
    if language is None:
        return PlainTextResponse("lotrinh", status)
    return _detailed(request, vitals, status, language)


def _detailed(request: Request, vitals: Vitals, status: int, language: str) -> Response:
    desk = front_desk(request)
    with desk.store.look() as uow:
        configuration = desk.present.configuration(uow)
    if request.query_params.get("format") == "json":
        return JSONResponse(health_document(vitals, configuration, language), status)
    return HTMLResponse(health_page(vitals, configuration, language), status)


def _language(request: Request, looks: Viewer | None) -> str | None:
    """Return in which language the details are told; None where they aren't."""
    if looks is not None and looks.opens(Screen.OUTBOX):
        return looks.language
    return front_desk(request).language() if _may_watch(request) else None


def _may_watch(request: Request) -> bool:
    token: str = request.app.state.watch_token
    if token:
        shown = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(shown, f"Bearer {token}".encode())
    passed_on = any(name in request.headers for name in _FORWARDED)
    return is_local(request) and not passed_on and _is_loopback(request)


def _is_loopback(request: Request) -> bool:
    """Whether the visitor, as far as a proxy tells, is this machine."""
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
