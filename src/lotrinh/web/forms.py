"""What a form sends: a few short fields, in UTF-8, or it isn't read at all."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NoReturn
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request

from lotrinh.bootstrap.evidence import Evidence, EvidenceLinkError
from lotrinh.loader.asked import MisreadError, ask_day, ask_line
from lotrinh.rendering.pages.answers import LONGEST
from lotrinh.web.bodies import whole_body

LARGEST = 16 * 1024
"""Bytes of a body; the longest note takes less."""
_PATIENCE = 10.0
"""Seconds in which a form has to be there: it is short."""
_MOST_FIELDS = 20
_DIGITS = 9
"""Of a number: the books keep no larger ones."""
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_FORM = "application/x-www-form-urlencoded"


class FieldError(Exception):
    """A field that can't be used, and why."""

    def __init__(self, field: str, code: str, **values: str) -> None:
        self.field = field
        self.code = code
        self.values = values
        super().__init__(f"{field}: {code}")


async def sent_form(request: Request) -> Mapping[str, str]:
    """Read a form; of a field that is sent twice the last counts.

    Raises:
        HTTPException: It is too large, no form, or not in UTF-8.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise HTTPException(415)
    body = await short_body(request)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise HTTPException(400) from None
    return dict(pairs)


async def short_body(request: Request) -> bytes:
    """Read what is sent, as long as it is short and comes soon.

    Raises:
        HTTPException: It is too large, or doesn't come.
    """
    return await whole_body(request, largest=LARGEST, patience=_PATIENCE)


def line(form: Mapping[str, str], field: str) -> str:
    """Return a text on one line; what was written on several is joined.

    Raises:
        FieldError: It is too long, or has a character that can't be kept.
    """
    text = " ".join(form.get(field, "").split())
    if len(text) > LONGEST:
        raise FieldError(field, "too-long", limit=str(LONGEST))
    if not text:
        return ""
    try:
        return ask_line(text, field)
    except MisreadError:
        raise FieldError(field, "bad-text") from None


def link(form: Mapping[str, str], field: str) -> str:
    """Return a link to the web, '' where nothing was written.

    Raises:
        FieldError: It is none.
    """
    text = line(form, field)
    if not text:
        return ""
    try:
        # Never the name of a file: whoever writes here has none on this machine.
        return Evidence.of(text).said if _SCHEME.match(text) else _no_link(field)
    except EvidenceLinkError:
        return _no_link(field)


def _no_link(field: str) -> NoReturn:
    raise FieldError(field, "bad-link")


def day(form: Mapping[str, str], field: str) -> date | None:
    """Return a date as a browser sends it, or as people write it; None where there is none.

    Raises:
        FieldError: It is no date.
    """
    text = line(form, field)
    if not text:
        return None
    try:
        return ask_day(text, field)
    except MisreadError:
        raise FieldError(field, "bad-date") from None


def number(form: Mapping[str, str], field: str) -> int | None:
    """Return a number that the page itself has written; None where it isn't one."""
    text = form.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
