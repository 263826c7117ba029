"""The one door to the shipped templates: of messages, pages, and files of a new workspace."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def templates() -> "Environment":
    """Return the one door to the shipped templates."""
    from jinja2 import (  # noqa: PLC0415  (most checks have nothing to say)
        Environment,
        PackageLoader,
        select_autoescape,
    )

    from lotrinh.rendering.stacking import stacked  # noqa: PLC0415  (as well)

    environment = Environment(
        loader=PackageLoader("lotrinh.rendering"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["stacked"] = stacked
    return environment
