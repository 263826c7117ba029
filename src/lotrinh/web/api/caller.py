"""Who calls the interface: by a key that was given out, or by the session of a browser.

A session writes only with the stamp that `/me` hands out: another site can send its cookie,
but not read that.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from lotrinh.application.looking.viewing import Viewer
from lotrinh.bootstrap.desks.gate import Gate, Visitor
from lotrinh.web.api.problems import language_of
from lotrinh.web.session import COOKIE, gate_of, is_local

STAMP = "x-lotrinh-stamp"
_KEY = HTTPBearer(auto_error=False, description="A key of `lotrinh links api-token`.")
_SESSION = APIKeyCookie(name=COOKIE, auto_error=False, description="The session of a browser.")


def caller(
    request: Request,
    gate: Annotated[Gate, Depends(gate_of)],
    key: Annotated[HTTPAuthorizationCredentials | None, Depends(_KEY)],
    session: Annotated[str | None, Depends(_SESSION)],
) -> Viewer:
    """Return who calls.

    Raises:
        HTTPException: Nobody is known by that key or session.
    """
    language = language_of(request) or None
    if "authorization" in request.headers:
        found = gate.bearer(key.credentials, language) if key is not None else None
    else:

        def header(name: str) -> str:
            return request.headers.get(name, "") if is_local(request) else ""

        found = gate.viewer(Visitor(session or "", language, header))
    if found is None:
        raise HTTPException(HTTPStatus.UNAUTHORIZED)
    request.state.language = found.language
    return found


Calls = Annotated[Viewer, Depends(caller)]
"""What every route of the interface asks for."""


def has_key(request: Request) -> bool:
    """Whether a call bears a key, which no browser sends by itself."""
    return "authorization" in request.headers


def writer(request: Request, calls: Calls) -> Viewer:
    """Return who calls to record something.

    Raises:
        HTTPException: A session without the stamp that was handed out with it.
    """
    stamp = request.headers.get(STAMP, "")
    if not has_key(request) and not request.app.state.desk.knows(stamp, calls.key):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return calls


Writes = Annotated[Viewer, Depends(writer)]
"""What every route that records asks for."""
