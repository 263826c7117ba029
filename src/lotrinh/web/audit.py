"""The screen of the trail: who recorded what, and what was decided of messages."""

from datetime import date

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams

from lotrinh.application.books.trail import Place
from lotrinh.application.looking.viewing import Screen
from lotrinh.application.recording.audit import Wanted
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.domain.facts import FactKind
from lotrinh.rendering.pages.audit import audit_page, deeds_page
from lotrinh.web.board import absent
from lotrinh.web.forms import FieldError, day, number
from lotrinh.web.outbox import Desk
from lotrinh.web.session import Looks, shown

router = APIRouter()

_LONGEST = 100
"""Characters of what is looked for."""


@router.api_route("/audit", methods=["GET", "HEAD"])
def look(request: Request, looks: Looks, desk: Desk) -> Response:
    """Show what was recorded, or what was decided of messages."""
    query = request.query_params
    about_messages = query.get("about") == "messages"
    wanted = _wanted(query)
    try:
        if about_messages:
            filled = deeds_page(desk.deeds(looks, wanted, number(query, "before")))
        else:
            filled = audit_page(desk.audit(looks, wanted, _place(query)))
    except NotSeenError:
        return absent(request, looks, Screen.AUDIT)
    tabs = looks.opens(Screen.OUTBOX)
    place = Screen.AUDIT
    return shown(request, looks, "audit", place, tabs=tabs, messages=about_messages, **filled)


def _wanted(query: QueryParams) -> Wanted:
    """Return what an address says that somebody looks for; what can't be is passed over."""
    organisation, person = (query.get(n, "").strip()[:_LONGEST] for n in ("organisation", "person"))
    kinds = frozenset(FactKind(kind) for kind in query.getlist("kind") if kind in {*FactKind})
    return Wanted(organisation, person, "", _day(query, "from"), _day(query, "to"), kinds)


def _day(query: QueryParams, name: str) -> date | None:
    try:
        return day(query, name)
    except FieldError:
        return None


def _place(query: QueryParams) -> Place | None:
    """Return after which step the page begins.

    >>> _place(QueryParams("before=12.3")), _place(QueryParams("before=x"))
    ((12, 3), None)
    """
    sequence, _, taken_back = query.get("before", "").partition(".")
    parts = QueryParams({"sequence": sequence, "taken_back": taken_back})
    found = number(parts, "sequence"), number(parts, "taken_back")
    return (found[0], found[1] or 0) if found[0] is not None else None
