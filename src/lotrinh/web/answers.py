"""The screen of answers: a look changes nothing, a press records, and leads back to the look."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lotrinh.application.recording.page import NotYoursError, Press
from lotrinh.application.recording.tickets import ANSWERS
from lotrinh.bootstrap.desks.front import FrontDesk, NoSuchLinkError
from lotrinh.domain.facts import FactKind
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.answers import (
    AnswerPage,
    Typed,
    answer_page,
    error_in_words,
    refusal_in_words,
)
from lotrinh.rendering.words import say
from lotrinh.web.desk import front_desk
from lotrinh.web.forms import FieldError, day, line, link, number, sent_form

router = APIRouter()

_KINDS = {
    str(kind): kind
    for kind in (
        FactKind.DONE,
        FactKind.MEASURED,
        FactKind.ACKNOWLEDGED,
        FactKind.EXTENSION_ASKED,
        FactKind.NOTE,
        FactKind.EXTENSION_GRANTED,
        FactKind.EXTENSION_REFUSED,
        FactKind.UNDONE,
    )
}
_FIGURES = (
    *("bad-quantity", "foreign-number", "number-too-long", "nothing-to-share", "two-units"),
    *("not-yes-or-no", "other-unit", "no-unit", "other-whole", "part-over-whole"),
    *("figure-over-most", "figure-below-nothing"),
)
FIELDS = dict.fromkeys(_FIGURES, "value") | {
    "figure-doubt": "sure",
    "why-missing": "note",
    "future-fact": "on",
    "far-from-due": "on",
    "before-reopened": "on",
    "not-later": "until",
    "extension-too-long": "until",
}
"""Where an error is shown that the use case has found."""

Desk = Annotated[FrontDesk, Depends(front_desk)]
Form = Annotated[Mapping[str, str], Depends(sent_form)]


@router.api_route(f"/{ANSWERS}/{{token}}", methods=["GET", "HEAD"])
def look(request: Request, token: str, desk: Desk) -> Response:
    """Show what a link opens; mail scanners may do so as often as they like."""
    said = number(request.query_params, "said")
    return _page(
        desk, token, said=said, did=done_in(request), news="again" not in request.query_params
    )


@router.post(f"/{ANSWERS}/{{token}}")
def press(token: str, form: Form, desk: Desk) -> Response:
    """Record what was pressed, once, and lead back to the page."""
    code, do = number(form, "code") or 0, form.get("do", "")
    visit, _ = desk.items(token)

    def refused(error: str, field: str = "") -> Response:
        return _page(desk, token, Typed(code, do, error, field, form), status=422)

    if not desk.knows(form.get("stamp", ""), _form_of(token, code)):
        return refused(say("page.old-form", visit.language))
    try:
        new = desk.press(token, pressed(code, do, form))
    except FieldError as wrong:
        return refused(error_in_words(wrong.code, visit.language, wrong.values), wrong.field)
    except NoSuchLinkError:
        raise
    except LotrinhError as error:
        return refused(refusal_in_words(error, visit.language), FIELDS.get(error.code, ""))
    again = "" if new else "&again"
    return RedirectResponse(f"{token}?said={code}&do={do}{again}#i{code}", status_code=303)


def pressed(code: int, do: str, form: Mapping[str, str]) -> Press:
    """Return what a form says.

    Raises:
        FieldError: A field of it can't be used.
        NotYoursError: It isn't one of our buttons.
    """
    kind = _KINDS.get(do)
    if kind is None:
        raise NotYoursError
    until = day(form, "until")
    if kind is FactKind.EXTENSION_ASKED and until is None:
        raise FieldError("until", "no-date")
    if kind is FactKind.EXTENSION_GRANTED and until is None and "until" in form:
        raise FieldError("until", "no-date")
    value = line(form, "value")
    if kind is FactKind.MEASURED and not value:
        raise FieldError("value", "no-figure")
    return Press(
        code,
        kind,
        on=day(form, "on"),
        until=until,
        note=line(form, "note"),
        evidence=link(form, "evidence"),
        reverts=number(form, "entry"),
        value=value,
        sure="sure" in form,
    )


def done_in(request: Request) -> str:
    """Return which of our buttons an address says was pressed; '' for none."""
    did = request.query_params.get("do", "")
    return did if did in _KINDS else ""


def _page(
    desk: FrontDesk,
    token: str,
    typed: Typed | None = None,
    *,
    status: int = 200,
    said: int | None = None,
    did: str = "",
    news: bool = True,
) -> Response:
    visit, items = desk.items(token)
    page = AnswerPage(
        token,
        visit.person,
        visit.configuration,
        items,
        visit.today,
        lambda code: desk.stamp(_form_of(token, code)),
        typed,
        said,
        did,
        news,
        not items and desk.held_request(token),
    )
    return HTMLResponse(answer_page(page), status)


def _form_of(token: str, code: int) -> str:
    """Return what the stamp of an item's forms is bound to."""
    return f"{token}#{code}"
