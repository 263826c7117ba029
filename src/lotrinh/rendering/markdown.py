"""Markdown as HTML for a page of the program. The one door to its library.

HTML inside is text; what is wide scrolls in its own box; a section of the manual that is
mentioned, and another page of the help, become links.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_MENTION = re.compile(r"\b(mục|section) (\d+(?:\.\d+)*)")
_PAGE = re.compile(r"([a-z-]+)\.(?:vi|en)\.md")

Tokens = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Written:
    """A text in Markdown, in tokens."""

    parser: MarkdownIt
    tokens: Tokens

    def html(self, tokens: Tokens, known: AbstractSet[str]) -> str:
        """Return a part of it as HTML.

        Args:
            tokens: The part.
            known: The sections of the manual that there are; a mention of one is a link.
        """
        return str(self.parser.renderer.render(tokens, self.parser.options, {"known": known}))


def written(text: str) -> Written:
    """Return a text in Markdown, understood."""
    parser = _parser()
    return Written(parser, parser.parse(text))


def anchor(number: str) -> str:
    """Return where a section begins on its page.

    >>> anchor("9.5")
    's9-5'
    """
    return "s" + number.replace(".", "-")


def plain(tokens: Tokens) -> str:
    """Return what can be read, on one line."""
    pieces = []
    for token in tokens:
        if token.type == "inline":
            said = (c.content or " " for c in token.children or ())
            pieces.append("".join(said))
        elif token.type == "fence":
            pieces.append(token.content)
    return " ".join(" ".join(pieces).split())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")

    def table(_: RendererHTML, tokens: Tokens, at: int, *__: Any) -> str:
        is_open = tokens[at].type == "table_open"
        return '<div class="scroll" tabindex="0"><table>' if is_open else "</table></div>"

    def fence(_: RendererHTML, tokens: Tokens, at: int, *__: Any) -> str:
        return f'<pre tabindex="0"><code>{escapeHtml(tokens[at].content)}</code></pre>'

    def text(_: RendererHTML, tokens: Tokens, at: int, __: Any, env: Mapping[str, Any]) -> str:
        def linked(found: re.Match[str]) -> str:
            number = found[2]
            if number not in env["known"]:
                return found[0]
            page = number.partition(".")[0]
            return f'{found[1]} <a href="{page}#{anchor(number)}">{number}</a>'

        return _MENTION.sub(linked, escapeHtml(tokens[at].content))

    def link(
        renderer: RendererHTML, tokens: Tokens, at: int, options: Any, env: dict[str, Any]
    ) -> str:
        target = str(tokens[at].attrGet("href"))
        if found := _PAGE.fullmatch(target):
            tokens[at].attrSet("href", "../manual" if found[1] == "manual" else found[1])
        return str(renderer.renderToken(tokens, at, options, env))

    rules: dict[str, Callable[..., str]] = {
        "table_open": table,
        "table_close": table,
        "fence": fence,
        "text": text,
        "link_open": link,
    }
    for rule, render in rules.items():
        parser.add_render_rule(rule, render)
    return parser
