"""The pages beside the manual: the runbook and others, each whole, on a screen and in a terminal.

A file in `help/` is a page, so whoever writes one has nothing to register. Those for
developers are in English alone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotrinh.rendering.manual import manual
from lotrinh.rendering.markdown import Tokens, plain, written

_FILE = re.compile(r"([a-z-]+)\.(vi|en)\.md")
_FIRST = ("runbook",)
"""What stands before all others: somebody may be in a hurry."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page."""

    name: str
    """As it is called in an address and in a command."""
    language: str
    title: str
    source: str
    is_for_developers: bool = False
    """Whether it is of how the program is made; those are in English alone."""


@lru_cache(maxsize=2)
def help_pages(language: str) -> tuple[HelpPage, ...]:
    """Return the pages in a language, in English where there is no other."""
    texts = {
        (found[1], found[2]): file.read_text(encoding="utf-8")
        for file in files("lotrinh").joinpath("help").iterdir()
        if (found := _FILE.fullmatch(file.name)) and found[1] != "manual"
    }
    names = sorted({name for name, _ in texts}, key=lambda name: (name not in _FIRST, name))
    return tuple(
        _page(name, language if (name, language) in texts else "en", texts) for name in names
    )


def help_page(language: str, name: str) -> HelpPage | None:
    """Return the page of a name; None if there is no such one."""
    return next((page for page in help_pages(language) if page.name == name), None)


def help_screen(language: str, name: str) -> dict[str, Any] | None:
    """Return what the template of a page fills in; None if there is no such one."""
    page = help_page(language, name)
    return None if page is None else _screen(page)


@lru_cache(maxsize=32)
def _screen(page: HelpPage) -> dict[str, Any]:
    """Return a page as HTML, with a list of its headings."""
    text = written(page.source)
    headings = _with_anchors(text.tokens)
    known = {section.number for section in manual(page.language).sections}
    return {
        "title": page.title,
        "name": page.name,
        "written_in": page.language,
        "html": text.html(text.tokens[3:], known),
        "headings": headings,
        "text": "",
    }


def _with_anchors(tokens: Tokens) -> list[dict[str, str]]:
    """Give the headings of a page anchors; return them."""
    headings: list[dict[str, str]] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            address = f"h{len(headings) + 1}"
            token.attrSet("id", address)
            headings.append({"anchor": address, "title": plain(tokens[at : at + 2])})
    return headings


def _page(name: str, language: str, texts: dict[tuple[str, str], str]) -> HelpPage:
    source = texts[name, language]
    title = source.partition("\n")[0].removeprefix("#").strip()
    return HelpPage(name, language, title, source, (name, "vi") not in texts)
