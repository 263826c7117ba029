"""The screen of the rhythm: how often letters come; what mail programs call unsubscribing.

Their one press (RFC 8058) comes without a page, a form or a person looking: it leads to one
letter a week, never to none.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lotrinh.application.books.correspondents import Rhythm
from lotrinh.application.recording.tickets import RHYTHM
from lotrinh.bootstrap.desks.front import FrontDesk
from lotrinh.rendering.pages.answers import rhythm_page
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import sent_form

router = APIRouter()

Desk = Annotated[FrontDesk, Depends(front_desk)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]
_ONE_CLICK = ("List-Unsubscribe", "One-Click")


@router.api_route(f"/{RHYTHM}/{{token}}", methods=["GET", "HEAD"])
def look(request: Request, token: str, desk: Desk) -> Response:
    """Show how often letters come."""
    visit, present = desk.rhythm(token)
    saved = "said" in request.query_params
    stamp = desk.stamp(_form_of(token))
    page = rhythm_page(token, visit.person, visit.language, present, stamp, saved=saved)
    return HTMLResponse(page)


@router.post(f"/{RHYTHM}/{{token}}")
def choose(token: str, form: Form, desk: Desk) -> Response:
    """Keep what was chosen, and lead back to the page."""
    name, value = _ONE_CLICK
    if form.get(name) == value:
        desk.choose(token, Rhythm.WEEKLY)
        return Response(status_code=204)
    chosen = form.get("rhythm", "")
    if chosen not in {*Rhythm}:
        raise HTTPException(400)
    if desk.knows(form.get("stamp", ""), _form_of(token)):
        desk.choose(token, Rhythm(chosen))
        return RedirectResponse(f"./{token}?said", status_code=303)
    return RedirectResponse(f"./{token}", status_code=303)  # "./": a token could name another host


def _form_of(token: str) -> str:
    return f"{token}#{RHYTHM}"
