"""The application of the interface, with its description at `openapi.json`."""

from fastapi import FastAPI
from starlette.datastructures import State

from lotrinh import __version__
from lotrinh.web.api import looking, recording, targets, trail
from lotrinh.web.api.problems import add_endings

ROOT = "/api/v1"
_ABOUT = """\
The deadlines of roadmaps as JSON: what the board shows, and what its buttons record. Everybody
sees what he or she sees on the pages, and records by the same law.

A call bears a key (`Authorization: Bearer KEY`, from `lotrinh links api-token PERSON`) or the
session of a browser; a session records only with the header `X-Lotrinh-Stamp`, which `/me` hands
out. Dates are ISO 8601. `Accept-Language: vi` or `en` chooses the words. What goes wrong is a
problem by RFC 9457. What was recorded already isn't recorded again, so a call can be repeated.
"""


def make_api(state: State) -> FastAPI:
    """Return the application; it goes by the same desks as the pages."""
    api = FastAPI(
        title="Lộ Trình",
        summary="Roadmaps as text. Deadlines nobody misses.",
        description=_ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    api.state = state
    for part in (looking, targets, trail, recording):
        api.include_router(part.router)
    add_endings(api)
    return api
