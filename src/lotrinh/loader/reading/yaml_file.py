"""YAML as a tree of texts with places; no value of it is ever a number, a date or a boolean.

PyYAML follows YAML 1.1 (``off`` is false, ``21:00`` is 1260, a second key overwrites the
first), so only its parser is used. What people don't need in a roadmap (anchors, tags,
merge keys, several documents) is refused, which also leaves nothing to build a bomb from.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from lotrinh.errors import Location
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.written import Block, Listing, Text, Written

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 12
_KINDS = (
    (re.compile("mapping values are not allowed"), "yaml-colon"),
    (re.compile("cannot start any token"), "yaml-quotes"),
    (re.compile("could not find expected ':'"), "yaml-no-colon"),
    (re.compile("end of stream|escape character"), "yaml-unclosed"),
    (re.compile(r"expected ',' or"), "yaml-bracket"),
    (re.compile("block|did not find expected key|indent|expected '-'"), "yaml-indent"),
    (re.compile("tag|handle"), "yaml-tag"),
)

_KEY_AND_VALUE = re.compile(r"( *(?:- +)?)\S.*?:\s+\S")
_OPENED = {"yaml-unclosed", "yaml-bracket", "yaml-no-colon"}


class _Refused(Exception):  # noqa: N818 (it ends the reading of one file; nobody else sees it)
    """What was met can't be part of a file; it is reported already."""


def read_yaml(path: str, text: str, findings: Findings) -> Written | None:
    """Return the tree of a file, None where it is empty or can't be read; both are reported."""
    try:
        return _Reader(path, text, findings).document()
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        _report(path, text, error, findings)
        return None


class _Reader:
    """Turns the parser's events into a tree; the depth is bounded, whatever the file says."""

    def __init__(self, path: str, text: str, findings: Findings) -> None:
        self._path = path
        self._findings = findings
        self._events: Iterator[Any] = yaml.parse(text, Loader=_PARSER)

    def document(self) -> Written | None:
        tree: Written | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse("yaml-documents", event)
            elif isinstance(event, yaml.NodeEvent):
                tree = self._node(event, 0)
        if tree is None or tree == "":
            self._findings.error("empty-file", Location(self._path))
            return None
        return tree

    def _node(self, event: Any, depth: int) -> Written:
        if depth > _DEEPEST:
            self._refuse("too-deep", event, limit=str(_DEEPEST))
        if isinstance(event, yaml.AliasEvent):
            self._refuse("yaml-alias", event)  # which may be how a password begins
        if event.anchor is not None:
            self._refuse("yaml-anchor", event)
        if event.tag is not None:
            self._refuse("yaml-tag", event)
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(self._items(depth + 1), self._where(event))
        return self._block(event, depth + 1)

    def _text(self, event: Any) -> Text:
        on_one_line = event.start_mark.line == event.end_mark.line
        width = event.end_mark.column - event.start_mark.column
        # Where the text is as long as what stands in the file, its letters line up with it.
        quotes = 1 if event.style in {"'", '"'} else 0
        lines_up = on_one_line and width == len(event.value) + 2 * quotes
        return Text(event.value, self._where(event), quotes if lines_up else None)

    def _items(self, depth: int) -> Iterator[Written]:
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, depth)

    def _block(self, start: Any, depth: int) -> Block:
        block = Block(self._where(start))
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, depth)
            value = self._node(next(self._events), depth)
            self._put(block, key, value)
        return block

    def _put(self, block: Block, key: Written, value: Written) -> None:
        if not isinstance(key, Text):
            self._findings.error("bad-key", key.where)
        elif key == "<<":
            self._findings.error("yaml-merge", key.where)
        elif key in block:
            self._findings.error("duplicate-key", key.where, key=str(key))
        else:
            block[key] = value

    def _where(self, event: Any) -> Location:
        return Location(self._path, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, code: str, event: Any, **values: str) -> None:
        self._findings.error(code, self._where(event), **values)
        raise _Refused


def _report(path: str, text: str, error: yaml.MarkedYAMLError, findings: Findings) -> None:
    """Say what the parser stumbled over in words that people know."""
    detail = error.problem or ""
    code = next((code for pattern, code in _KINDS if pattern.search(detail)), "bad-yaml")
    # What was never closed is noticed at the end, and mended where it was opened.
    opened = error.context_mark if code in _OPENED else None
    mark = opened or error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    for better, mark_of in _BETTER.items():
        if found := mark_of(code, text.split("\n"), line):
            code, (line, column) = better, found
            break
    findings.error(code, Location(path, line + 1, column + 1), detail=detail)


def _tab(code: str, lines: list[str], line: int) -> tuple[int, int] | None:
    del code  # whatever it made the parser say
    return _first(r" *(\t)", lines, line)


def _dash(code: str, lines: list[str], line: int) -> tuple[int, int] | None:
    """Find a dash without a space: the line is no item then, and the next has one colon more."""
    if code not in {"yaml-colon", "yaml-indent"}:
        return None
    return _first(r" *(-)[^ -]", lines, line) or _first(r" *(-)[^ -]", lines, line - 1)


def _deeper(code: str, lines: list[str], line: int) -> tuple[int, int] | None:
    """Find a key further in than the one above, which has its value already."""
    if code != "yaml-colon" or line == 0:
        return None
    above, here = (_KEY_AND_VALUE.match(lines[n]) for n in (line - 1, line))
    if not above or not here or len(here[1]) <= len(above[1]):
        return None
    return _first(r" *(\S[^:]*:\s[^:]*$)", lines, line)


def _no_colon(code: str, lines: list[str], line: int) -> tuple[int, int] | None:
    """Find a line without its colon: the next has one too many for its going on with it."""
    if code != "yaml-colon" or _first(r".*:\s.*:(\s|$)", lines, line):
        return None
    return _first(r" *(?!#|- )(\S)(?!.*:(?:\s|$))", lines, line - 1)


def _curved(code: str, lines: list[str], line: int) -> tuple[int, int] | None:
    """Find quotes that only look like some: the colon inside of them counts."""
    return _first(".*?([“”„])", lines, line) if code == "yaml-colon" else None


_BETTER = {
    "yaml-tab": _tab,
    "yaml-dash": _dash,
    "yaml-indent": _deeper,
    "yaml-no-colon": _no_colon,
    "yaml-curved-quotes": _curved,
}
"""Where a line shows what the parser doesn't know: which problem it is then, and where."""


def _first(pattern: str, lines: list[str], line: int) -> tuple[int, int] | None:
    found = re.match(pattern, lines[line]) if 0 <= line < len(lines) else None
    return (line, found.start(1)) if found else None
