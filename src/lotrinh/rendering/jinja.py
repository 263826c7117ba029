"""The one door to the shipped templates: of messages, pages, and files of a new workspace."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, select_autoescape


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Return the one door to the shipped templates."""
    return Environment(
        loader=PackageLoader("lotrinh.rendering"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        keep_trailing_newline=True,
        auto_reload=False,
    )
