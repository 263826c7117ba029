"""Calendars that phones look into by themselves: the file at a secret address, and its screen.

A phone asks every hour and mostly has it already; then it is told so, and nothing is made.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from lotrinh.application.recording.tickets import FEED
from lotrinh.bootstrap.desks.feed import FeedDesk, NoSuchFeedError
from lotrinh.bootstrap.desks.front import FrontDesk
from lotrinh.bootstrap.desks.gate import Gate
from lotrinh.bootstrap.desks.turns import BusyError
from lotrinh.rendering.pages.feeds import feeds_page
from lotrinh.web.board import absent
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import sent_form
from lotrinh.web.session import Looks, gate_of, shown

router = APIRouter()

FEEDS = "feeds"
_FRESH = 30 * 60
"""Seconds in which nobody needs to ask again."""
_SUFFIX = ".ics"


def feed_desk(request: Request) -> FeedDesk:
    """Return the desk of calendars."""
    desk: FeedDesk = request.app.state.feeds
    return desk


Desk = Annotated[FeedDesk, Depends(feed_desk)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]
Stamps = Annotated[FrontDesk, Depends(front_desk)]
Entrance = Annotated[Gate, Depends(gate_of)]


@router.api_route(f"/{FEED}/{{token}}", methods=["GET", "HEAD"])
def read(request: Request, desk: Desk, token: str) -> Response:
    """Hand a calendar over, or say that the phone has it already."""
    asked = request.headers.get("if-none-match", "")
    try:
        served = desk.read(token.removesuffix(_SUFFIX), lambda tag: _has(asked, tag))
    except BusyError:
        again = {"Retry-After": "600"}
        return PlainTextResponse("", HTTPStatus.SERVICE_UNAVAILABLE, again)
    headers = {"ETag": f'"{served.tag}"', "Cache-Control": f"private, max-age={_FRESH}"}
    if served.content is None:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="lich.ics"'
    return Response(served.content, media_type="text/calendar; charset=utf-8", headers=headers)


def _has(asked: str, tag: str) -> bool:
    """Whether a phone names a tag among those that it has.

    >>> _has('W/"a", "b"', "b"), _has("*", "b"), _has("", "b")
    (True, True, False)
    """
    named = {one.strip().removeprefix("W/") for one in asked.split(",")}
    return f'"{tag}"' in named or "*" in named


@router.api_route(f"/{FEEDS}", methods=["GET", "HEAD"])
def look(request: Request, looks: Looks, desk: Desk, gate: Entrance) -> Response:
    """Show the addresses that the viewer has, and how a phone takes one."""
    url = gate.public_url or str(request.base_url).rstrip("/")
    about = request.query_params.get("about", "")
    did = request.query_params.get("did", "")
    page = feeds_page(looks, desk.feeds(looks), url, about, did)
    only_here = gate.public_url is None
    return shown(request, looks, "feeds", only_here=only_here, **page)


@router.post(f"/{FEEDS}")
def press(request: Request, looks: Looks, form: Form, desk: Desk, stamps: Stamps) -> Response:
    """Give an address, another one, or none any more; and lead back to the page."""
    do, about = form.get("do", ""), form.get("about", "")
    if not stamps.knows(form.get("stamp", ""), looks.key):
        return RedirectResponse(f"./{FEEDS}", HTTPStatus.SEE_OTHER)
    try:
        match do:
            case "give" | "renew":
                desk.give(looks, about, renew=do == "renew")
            case "end":
                desk.end(looks, about)
            case _:
                return absent(request, looks)
    except NoSuchFeedError:
        return absent(request, looks)
    return RedirectResponse(f"./{FEEDS}?did={do}", HTTPStatus.SEE_OTHER)
