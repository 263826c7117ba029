"""No screen is forgotten: whatever the application shows, a browser looks at in the tests."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import BaseRoute, Route

from lotrinh.bootstrap import open_program
from lotrinh.web.app import make_app
from tests.screens import NO_PAGES, SCREENS

CONFIG = Path(__file__).parents[2] / "config"


def test_a_browser_looks_at_every_page(tmp_path: Path) -> None:
    with closing(open_program(CONFIG, f"sqlite:///{tmp_path}/books.db", var=tmp_path)) as program:
        desk = program.reception.front_desk()
        app = make_app(desk, program.reception.gate(desk)).app  # type: ignore[attr-defined]
    assert isinstance(app, FastAPI)
    found = {path for path in looks(app.routes) if not path.startswith(NO_PAGES)}

    assert found == {screen.route for screen in SCREENS}, "see tests/screens.py"


def looks(routes: Sequence[BaseRoute]) -> Iterator[str]:
    """Yield what can be looked at, also what the routers of single screens bring."""
    for route in routes:
        if isinstance(route, Route) and "GET" in (route.methods or ()):
            yield route.path
        yield from looks(getattr(getattr(route, "original_router", None), "routes", ()))
