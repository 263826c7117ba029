"""The manual on the screen, and the pages beside it.

They tell nothing of this office, so nobody has to sign in for them.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lotrinh.application.looking.viewing import Screen
from lotrinh.bootstrap.desks.front import FrontDesk
from lotrinh.rendering.help_pages import help_screen
from lotrinh.rendering.markdown import anchor
from lotrinh.rendering.pages.answers import rendered
from lotrinh.rendering.pages.manual import chapter_page, contents_page
from lotrinh.web.desk import front_desk
from lotrinh.web.session import MayLook, kept_language, root_of, shown

router = APIRouter()

Desk = Annotated[FrontDesk, Depends(front_desk)]
_LOOK = ["GET", "HEAD"]
_LONGEST = 100
"""Characters of what is looked for."""


@router.api_route("/manual", methods=_LOOK)
def contents(request: Request, looks: MayLook, desk: Desk) -> Response:
    """Show the contents, or where the words are that somebody looks for."""
    text = " ".join(request.query_params.get("text", "")[:_LONGEST].split())
    values = contents_page(_language(request, looks, desk), text)
    return _page(request, looks, desk, "manual", values)


@router.api_route("/manual/{section}", methods=_LOOK)
def chapter(request: Request, looks: MayLook, desk: Desk, section: str) -> Response:
    """Show a chapter, or a page beside the manual; a section leads to its place there."""
    language = _language(request, looks, desk)
    if values := help_screen(language, section):
        return _page(request, looks, desk, "help-page", values)
    number, _, inside = section.partition(".")
    values = chapter_page(language, number)
    if values is None:
        raise HTTPException(404)
    if inside:
        return RedirectResponse(f"./{number}#{anchor(section)}", 303)
    return _page(request, looks, desk, "chapter", values)


def _language(request: Request, looks: MayLook, desk: FrontDesk) -> str:
    return looks.language if looks else kept_language(request) or desk.language()


def _page(
    request: Request, looks: MayLook, desk: FrontDesk, template: str, values: dict[str, Any]
) -> Response:
    """Return a page in the frame of the board, or alone for whoever isn't signed in."""
    if looks:
        return shown(request, looks, template, Screen.MANUAL, **values)
    language = _language(request, looks, desk)
    return HTMLResponse(rendered(template, language, root=root_of(request), **values))
