"""Endings of the interface: what goes wrong is a problem by RFC 9457, in the caller's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from lotrinh.application.recording.page import NotYoursError
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.answers import error_in_words
from lotrinh.rendering.words import LANGUAGES, entries, say
from lotrinh.web.api.shapes import Problem
from lotrinh.web.forms import FieldError

KIND = "application/problem+json"
_CODES: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "bad-request",
    HTTPStatus.UNAUTHORIZED: "no-key",
    HTTPStatus.FORBIDDEN: "no-stamp",
    HTTPStatus.NOT_FOUND: "not-seen",
    HTTPStatus.METHOD_NOT_ALLOWED: "no-such-method",
    HTTPStatus.REQUEST_TIMEOUT: "too-slow",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "not-json",
    HTTPStatus.TOO_MANY_REQUESTS: "too-many",
}


class RefusedError(Exception):
    """Something speaks against what was to be recorded."""

    def __init__(self, why: LotrinhError) -> None:
        self.why = why
        super().__init__(why.code)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how a description tells that something may end like that; it always may in some."""
    always = (HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
    content: dict[str, Any] = {"content": {KIND: {}}}
    return {
        int(status): {"model": Problem, "description": HTTPStatus(status).phrase, **content}
        for status in (*always, *statuses)
    }


ABSENT = responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
"""What a look may end with, beside an answer."""


def language_of(request: Request) -> str:
    """Return the language that a caller prefers, '' where it doesn't say."""
    for part in request.headers.get("accept-language", "").split(","):
        wanted = part.partition(";")[0].strip().partition("-")[0].lower()
        if wanted in LANGUAGES:
            return wanted
    return ""


def problem(
    request: Request, status: int, code: str, detail: str = "", *, field: str = ""
) -> Response:
    """Return a problem."""
    language = language_of(request) or _usual(request)
    key = f"problem.{code}"
    title = say(key if key in entries(language) else "problem.other", language)
    body = Problem(
        type=f"urn:lotrinh:{code}",
        title=title,
        status=status,
        detail=detail,
        code=code,
        field=field,
    )
    headers = {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        headers["Retry-After"] = "60"
    return JSONResponse(body.model_dump(), status, headers, media_type=KIND)


def add_endings(app: FastAPI) -> None:
    """Have every error end in a problem, which tells nothing but what to do."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(FieldError, _field)
    app.add_exception_handler(NotSeenError, _not_seen)
    app.add_exception_handler(NotYoursError, _not_yours)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(LotrinhError, _broken)
    app.add_exception_handler(Exception, _ours)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST
    answer = problem(request, status, _CODES.get(status, "bad-request"))
    if isinstance(error, HTTPException):
        answer.headers.update(error.headers or {})
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    wrong = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": ()}
    name = next((part for part in reversed(wrong["loc"]) if isinstance(part, str)), "")
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "bad-field", field=name)


async def _field(request: Request, error: Exception) -> Response:
    assert isinstance(error, FieldError)  # noqa: S101  (that is what it is asked for)
    words = error_in_words(error.code, language_of(request) or _usual(request), error.values)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(request, status, "bad-field", words, field=error.field)


async def _not_seen(request: Request, _: Exception) -> Response:
    return problem(request, HTTPStatus.NOT_FOUND, "not-seen")


async def _not_yours(request: Request, _: Exception) -> Response:
    return problem(request, HTTPStatus.FORBIDDEN, "not-yours")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101  (that is what it is asked for)
    language = language_of(request) or _usual(request)
    words = error_in_words(error.why.code, language, error.why.values)
    return problem(request, HTTPStatus.CONFLICT, error.why.code, words)


async def _broken(request: Request, _: Exception) -> Response:
    return problem(request, HTTPStatus.SERVICE_UNAVAILABLE, "broken")


async def _ours(request: Request, _: Exception) -> Response:
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "broken")


def _usual(request: Request) -> str:
    """Return the language of whoever calls, or of the office."""
    spoken: str | None = getattr(request.state, "language", None)
    try:
        return spoken or request.app.state.desk.language()
    except LotrinhError:
        return "vi"
