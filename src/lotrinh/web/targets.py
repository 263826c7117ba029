"""The screens of targets: tables, the story of one, and a form for its figures.

What a figure would do is asked by GET, like any look; only a press with a stamp records it.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from lotrinh.application.looking.target_board import Picked
from lotrinh.application.looking.target_story import TargetId
from lotrinh.application.looking.viewing import Screen
from lotrinh.application.recording.figures import FigureError
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.bootstrap.desks.target import Said, TargetDesk
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.targets import TargetState
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.answers import error_in_words
from lotrinh.rendering.pages.target import TargetPage, Typed, target_page
from lotrinh.rendering.pages.targets import targets_page
from lotrinh.rendering.problems import sentence
from lotrinh.rendering.words import entries, say
from lotrinh.web.board import absent, month_of
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import FieldError, day, line, link, number, sent_form
from lotrinh.web.session import Looks, shown

router = APIRouter()

_LOOK = ["GET", "HEAD"]
_HERE = Screen.TARGETS
_STORY = "/targets/{set_id}/{target}/{organisation}"
_FIELDS = ("value", "state", "occurrence", "on", "note", "evidence")
_AT = {
    "period-not-open": "occurrence",
    "no-such-occurrence": "occurrence",
    "unknown-occurrence": "occurrence",
    "future-fact": "on",
    "why-missing": "note",
    "unknown-state": "state",
    "figure-doubt": "sure",
}
"""Where an error is shown that the use case has found."""


def target_desk(request: Request) -> TargetDesk:
    """Return the desk of targets."""
    desk: TargetDesk = request.app.state.targets
    return desk


def named(set_id: str, target: str, organisation: str, year: str = "") -> TargetId:
    """Return which target an address names."""
    found = month_of(year)
    whose = OrganisationId(organisation)
    return TargetId(RoadmapId(set_id), MilestoneId(target), whose, found[0] if found else None)


Desk = Annotated[TargetDesk, Depends(target_desk)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]
Named = Annotated[TargetId, Depends(named)]


@router.api_route("/targets", methods=_LOOK)
def board(request: Request, looks: Looks, desk: Desk) -> Response:
    """Show how targets stand."""
    query = request.query_params
    year, state = month_of(query.get("year", "")), query.get("state", "")
    picked = Picked(
        query.get("organisation", ""),
        query.get("set", ""),
        TargetState(state) if state in {*TargetState} else None,
        year[0] if year else None,
    )
    try:
        page = desk.board(looks, picked)
    except NotSeenError:
        return absent(request, looks, _HERE)
    return shown(request, looks, "targets", _HERE, **targets_page(page))


@router.api_route(_STORY, methods=_LOOK)
def story(request: Request, looks: Looks, desk: Desk, id_: Named) -> Response:
    """Show the story of a target; with what was typed, what would come of it."""
    query = request.query_params
    asks = bool(query.get("value") or query.get("state"))
    try:
        page = desk.story(looks, id_)
        typed = _previewed(looks, desk, id_, query) if asks else Typed()
    except NotSeenError:
        return absent(request, looks, _HERE)
    return _page(request, looks, page, typed)


@router.post(_STORY)
def press(request: Request, looks: Looks, form: Form, desk: Desk, id_: Named) -> Response:
    """Record a figure, or take one back, and lead to the story."""
    try:
        page = desk.story(looks, id_)
    except NotSeenError:
        return absent(request, looks, _HERE)
    if not front_desk(request).knows(form.get("stamp", ""), looks.key):
        old = {"": say("page.old-form", looks.language)}
        return _page(request, looks, page, Typed(form, old))
    try:
        did = _pressed(looks, desk, id_, form)
    except FieldError as wrong:
        words = error_in_words(wrong.code, looks.language, wrong.values)
        return _page(request, looks, page, Typed(form, {wrong.field: words}))
    except LotrinhError as error:
        typed = _previewed(looks, desk, id_, form)
        errors = {**typed.errors, **_refused(error, looks.language)}
        return _page(request, looks, page, Typed(typed.values, errors, typed.measured))
    pairs = [("did", did)] + ([("year", str(id_.year))] if id_.year is not None else [])
    return RedirectResponse(f"./{quote(id_.organisation)}?{urlencode(pairs)}", HTTPStatus.SEE_OTHER)


def _pressed(looks: Looks, desk: TargetDesk, id_: TargetId, form: Mapping[str, str]) -> str:
    """Write down what was pressed; return what came of it."""
    if (entry := number(form, "entry")) is not None:
        return "undone-saved" if desk.take_back(looks, id_, entry) else "undone-no-news"
    return "saved" if desk.record(looks, id_, _said(form), sure="sure" in form) else "no-news"


def _previewed(looks: Looks, desk: TargetDesk, id_: TargetId, form: Mapping[str, str]) -> Typed:
    """Return what was typed, with what would come of it, or what is wrong with it."""
    values = {name: form.get(name, "") for name in _FIELDS}
    try:
        return Typed(values, measured=desk.preview(looks, id_, _said(form)))
    except NotSeenError:
        raise
    except FieldError as wrong:
        words = error_in_words(wrong.code, looks.language, wrong.values)
        return Typed(values, {wrong.field: words})
    except LotrinhError as error:
        return Typed(values, _refused(error, looks.language))


def _said(form: Mapping[str, str]) -> Said:
    """Return what a form says.

    Raises:
        FieldError: A field of it can't be used.
    """
    value, state = line(form, "value"), form.get("state", "")
    if not value and not state:
        raise FieldError("value", "no-figure")
    occurrence = form.get("occurrence", "")
    return Said(
        "" if state else value,
        state,
        None if occurrence in {"", "*"} else occurrence,
        day(form, "on"),
        line(form, "note"),
        link(form, "evidence"),
    )


def _refused(error: LotrinhError, language: str) -> Mapping[str, str]:
    """Return why something can't be recorded, at the field that it is about."""
    at = "value" if isinstance(error, FigureError) else _AT.get(error.code, "")
    if f"page-error.{error.code}" in entries(language):
        return {at: error_in_words(error.code, language, error.values)}
    if error.code == "not-yours":
        return {at: say("page.not-yours", language)}
    return {at: sentence(error, language)}


def _page(request: Request, looks: Looks, page: TargetPage, typed: Typed) -> Response:
    did = request.query_params.get("did", "")
    known = {"saved", "no-news", "undone-saved", "undone-no-news"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed.errors else HTTPStatus.OK
    filled = target_page(page, typed)
    said = say(f"page.{did}", looks.language) if did in known else ""
    return shown(request, looks, "target", _HERE, status=status, said=said, **filled)
