"""The application: screens behind the guard, and a plain page for whatever goes wrong."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Scope

from lotrinh.application.looking.viewing import Screen
from lotrinh.bootstrap.desks.back import BackDesk
from lotrinh.bootstrap.desks.board import BoardDesk
from lotrinh.bootstrap.desks.feed import FeedDesk
from lotrinh.bootstrap.desks.files import FileDesk
from lotrinh.bootstrap.desks.front import FrontDesk, NoSuchLinkError
from lotrinh.bootstrap.desks.gate import Gate
from lotrinh.bootstrap.desks.paper import PaperDesk
from lotrinh.bootstrap.desks.target import TargetDesk
from lotrinh.bootstrap.desks.watch import WatchDesk, prefect_pages, watch_token
from lotrinh.bootstrap.files.editing import FileEditing
from lotrinh.bootstrap.files.supposing import Supposing
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.answers import plain_page, style_sheet
from lotrinh.web import (
    answers,
    audit,
    board,
    calendar,
    cell,
    configuration,
    export,
    files,
    manual,
    mine,
    outbox,
    rhythm,
    signin,
    targets,
    watching,
    what_if,
)
from lotrinh.web import feeds as feed_screen
from lotrinh.web.api.app import ROOT, make_api
from lotrinh.web.api.problems import problem
from lotrinh.web.guard import Guard, Limits, Rates
from lotrinh.web.session import ElsewhereError, kept_language, lead_elsewhere

_TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
_PLAIN: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "no-such-page",
    _TOO_MANY: "too-many",
}
_BOARD = {
    Screen.MINE: mine,
    Screen.MATRIX: board,
    Screen.CALENDAR: calendar,
    Screen.TARGETS: targets,
    Screen.OUTBOX: outbox,
    Screen.AUDIT: audit,
    Screen.CONFIGURATION: configuration,
    Screen.MANUAL: manual,
    Screen.WHAT_IF: what_if,
}
"""The screens of the board; each is named at the head of all of them."""
_DAY = 24 * 60 * 60


def make_app(
    desk: FrontDesk,
    gate: Gate,
    *,
    limits: Limits | None = None,
    rates: Rates | None = None,
    papers: PaperDesk | None = None,
    feeds: FeedDesk | None = None,
) -> ASGIApp:
    """Return the application that serves the pages of one front desk."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    limits, rates = limits or Limits(), rates or Rates()
    app.state.desk, app.state.gate = desk, gate
    app.state.board = BoardDesk(desk.store, desk.now, prefect_pages)
    app.state.targets = TargetDesk(desk.store, desk.now)
    app.state.back = BackDesk(desk.store, desk.now, prefect_pages)
    app.state.watch = WatchDesk(desk.store, desk.present, app.state.board, desk.now)
    app.state.watch_token = watch_token()
    app.state.papers = papers or PaperDesk(desk.store, desk.now)
    app.state.files = FileDesk(desk.store, desk.present, desk.now)
    app.state.editing = FileEditing(desk.store, desk.present, desk.now)
    app.state.supposing = Supposing(desk.store, desk.present, desk.now)
    app.state.feeds = feeds or FeedDesk(desk.store, desk.seals, desk.present, desk.now)
    app.state.limits, app.state.rates = limits, rates
    app.state.screens = frozenset(_BOARD)
    single = (answers, rhythm, signin, export, feed_screen, watching, files, cell)
    for screen in (*single, *_BOARD.values()):
        app.include_router(screen.router)
    app.mount(ROOT, make_api(app.state))
    _add_files(app)
    _add_endings(app, desk)
    return Guard(
        app,
        limits=limits,
        rates=rates,
        too_many=lambda scope: _too_many(app, desk, scope),
    )


def is_api(request: Request) -> bool:
    """Whether a program asks, who is answered as programs are."""
    path: str = request.scope["path"]
    return path.startswith(f"{ROOT}/")


def _too_many(app: FastAPI, desk: FrontDesk, scope: Scope) -> Response:
    """Return what whoever asks too often is told: a program what programs understand."""
    request = Request({**scope, "app": app})
    if is_api(request):
        return problem(request, _TOO_MANY, "too-many")
    return _plain("too-many", desk, request, _TOO_MANY)


def _add_files(app: FastAPI) -> None:
    @app.api_route("/style.css", methods=["GET", "HEAD"])
    def style() -> Response:
        kept = {"Cache-Control": f"public, max-age={_DAY}"}
        return Response(style_sheet(), media_type="text/css", headers=kept)

    @app.api_route("/robots.txt", methods=["GET", "HEAD"])
    def robots() -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _add_endings(app: FastAPI, desk: FrontDesk) -> None:
    """Have every error end in a plain page, which tells nothing but what to do."""

    def ending(key: str, status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
        async def end(request: Request, _: Exception) -> Response:
            return _plain(key, desk, request, status)

        return end

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  (that is what it is asked for)
        if is_api(request):  # what is mounted isn't asked where there is a line end in a path
            return problem(request, error.status_code, "not-seen")
        key = _PLAIN.get(error.status_code, "bad-request")
        response = _plain(key, desk, request, error.status_code)
        response.headers.update(error.headers or {})
        return response

    app.add_exception_handler(ElsewhereError, lead_elsewhere)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(NoSuchLinkError, ending("no-such-link", HTTPStatus.NOT_FOUND))
    app.add_exception_handler(RequestValidationError, ending("bad-request", HTTPStatus.BAD_REQUEST))
    app.add_exception_handler(LotrinhError, ending("broken", HTTPStatus.SERVICE_UNAVAILABLE))
    app.add_exception_handler(Exception, ending("broken", HTTPStatus.INTERNAL_SERVER_ERROR))


def _plain(key: str, desk: FrontDesk, request: Request, status: int) -> HTMLResponse:
    """Return a plain page; how far up the style sheet lies depends on the path."""
    try:
        language = kept_language(request) or desk.language()
    except LotrinhError:
        language = "vi"
    root = "../" * max(0, request.url.path.count("/") - 1)
    headers = {"Retry-After": "60"} if status == _TOO_MANY else {}
    return HTMLResponse(plain_page(key, language, root=root), status, headers)
