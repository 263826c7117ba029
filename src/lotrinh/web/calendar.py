"""The screen of a month: what is due in it, of all that the viewer may see."""

from fastapi import APIRouter, Request, Response

from lotrinh.application.looking.viewing import Screen
from lotrinh.rendering.pages.calendar import calendar_page
from lotrinh.web.board import Desk, absent, month_of
from lotrinh.web.session import Looks, shown

router = APIRouter()


@router.api_route("/calendar/{month}", methods=["GET", "HEAD"])
def look(request: Request, looks: Looks, desk: Desk, month: str) -> Response:
    """Show a month."""
    wanted = month_of(month)
    if wanted is None or not wanted[1]:
        return absent(request, looks, Screen.CALENDAR)
    page = desk.month(looks, wanted)
    return shown(request, looks, "calendar", Screen.CALENDAR, **calendar_page(page))
