"""What other programs may record: what the buttons of the pages record, by the same law.

A fact that was recorded already isn't recorded again, so a call can be repeated without harm.
"""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from lotrinh.application.recording.page import NotYoursError, Press
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.domain.facts import FactKind
from lotrinh.errors import LotrinhError
from lotrinh.web.api import shapes, told
from lotrinh.web.api.caller import Writes
from lotrinh.web.api.looking import Code, Place, RoadmapName
from lotrinh.web.api.problems import RefusedError, responses
from lotrinh.web.board import Desk
from lotrinh.web.forms import FieldError, line, link, short_body
from lotrinh.web.mine import Desk as FrontDesk

router = APIRouter(tags=["recording"])
_JSON = "application/json"
_ENDINGS = responses(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
_FACT = shapes.Fact.model_json_schema(ref_template="#/components/schemas/{model}")
_EXAMPLE = {"kind": "done", "on": "2026-12-04", "note": "Đã nộp hồ sơ"}


async def sent_fact(request: Request, _: Writes) -> shapes.Fact:
    """Read a fact; nothing long is waited for, and nothing is read of whoever isn't known.

    Raises:
        HTTPException: It is too large, too slow, or no JSON.
        RequestValidationError: It isn't of that shape.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _JSON:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        return shapes.Fact.model_validate_json(await short_body(request))
    except ValidationError as wrong:
        raise RequestValidationError(wrong.errors(include_url=False)) from None


@router.post(
    "/deadlines/{roadmap}/{organisation}/{code}/facts",
    status_code=HTTPStatus.CREATED,
    responses={HTTPStatus.OK: {"model": shapes.Answered, "description": "Known already"}}
    | _ENDINGS,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_JSON: {"schema": _FACT, "example": _EXAMPLE}},
        }
    },
)
def record(  # noqa: PLR0917  (what stands in its address, and who is asked)
    response: Response,
    writes: Writes,
    fact: Annotated[shapes.Fact, Depends(sent_fact)],
    desk: Desk,
    front: FrontDesk,
    roadmap: RoadmapName,
    organisation: Place,
    code: Code,
) -> shapes.Answered:
    """Record something of a deadline, once; what is so already is answered with 200."""
    cell = desk.cell(writes, roadmap, organisation, code).story.deadline.id
    pressed = _pressed(fact)
    try:
        new = front.press_of(writes, cell, pressed)
    except (NotSeenError, NotYoursError):
        raise
    except LotrinhError as why:
        raise RefusedError(why) from why
    response.status_code = HTTPStatus.CREATED if new else HTTPStatus.OK
    page = desk.cell(writes, roadmap, organisation, code)
    return shapes.Answered(new=new, deadline=told.story(writes, page))


def _pressed(fact: shapes.Fact) -> Press:
    """Return what is to be recorded.

    Raises:
        FieldError: A field of it can't be used.
        NotYoursError: It isn't for anybody to say by this way.
    """
    if fact.kind not in shapes.SAYABLE:
        raise NotYoursError
    if fact.kind is FactKind.EXTENSION_ASKED and fact.until is None:
        raise FieldError("until", "no-date")
    _check_year("on", fact.on)
    _check_year("until", fact.until)
    words = {"note": fact.note, "evidence": fact.evidence}
    return Press(
        0,
        fact.kind,
        on=fact.on,
        until=fact.until,
        note=line(words, "note"),
        evidence=link(words, "evidence"),
        reverts=fact.entry,
    )


def _check_year(field: str, day: date | None) -> None:
    if day is not None and day.year not in range(1900, 3000):
        raise FieldError(field, "bad-date")
