"""A register written in YAML: a list of mappings, seen as the rows of a table.

A list in a row becomes the ``a; b`` of a CSV cell, and the entries of ``channels`` become
columns, so that nobody below has to know which of the two was written.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lotrinh.errors import Location
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys, english_of
from lotrinh.loader.reading.written import Block, Joined, Listing, Text, Written

_HOLDING = Keys("holding", ["post", "from", "until"])
_NAMES = Keys("", (), is_open=True)
"""Of what the entries are named by those who write them."""
_NESTED = ("channels", "holds")
"""What may have keys of its own."""
_Row = dict[Text, Text]


class YamlTable:
    """The rows of a YAML register."""

    unknown_code: ClassVar[str] = "unknown-key"
    missing_code: ClassVar[str] = "missing-key"

    def __init__(
        self,
        rows: Sequence[_Row],
        places: Sequence[Location],
        start: Location,
        ragged: frozenset[int],
    ) -> None:
        self._places = places
        self.ragged = ragged
        self.lines = [place.line for place in places]
        self.start = start
        self.headings: dict[str, Location] = {}
        for row in rows:
            for key in row:
                self.headings.setdefault(key, key.where)
        plain = [{str(key): value for key, value in row.items()} for row in rows]
        self.columns = {key: [row.get(key, "") for row in plain] for key in self.headings}

    def __len__(self) -> int:
        return len(self._places)

    def place(self, column: str, row: int, offset: int = 0) -> Location:
        """Return where a value stands, or its row where there is none."""
        cell = self.columns[column][row] if column in self.columns else ""
        return cell.at(offset + 1) if isinstance(cell, Text) else self._places[row]


def read_rows(tree: Written, name: str, keys: Keys, findings: Findings) -> YamlTable | None:
    """Return the table under a register's only key."""
    if not isinstance(tree, Block):
        findings.error("wrong-shape", tree.where, wanted="mapping")
        return None
    rows = english_of(tree, Keys(name, [name]), [name], findings).under(name)
    if isinstance(rows, Listing):
        return _table(rows, keys, findings)
    if rows is not None:
        findings.error("wrong-shape", rows.where, wanted="list")
    return None


def _table(items: Listing, keys: Keys, findings: Findings) -> YamlTable:
    rows = [english_of(item, keys, (), findings) for item in items if isinstance(item, Block)]
    for item in items:
        if not isinstance(item, Block):
            findings.error("wrong-shape", item.where, wanted="mapping")
    if not rows:
        findings.error("empty-register", items.where)
    odd = frozenset(number for number, row in enumerate(rows) if _has_odd_value(row))
    flat = [_flat(row, findings) for row in rows]
    return YamlTable(flat, [row.where for row in rows], items.where, odd)


def _has_odd_value(row: Block) -> bool:
    return any(isinstance(v, Block) and k not in _NESTED for k, v in row.items())


def _flat(row: Block, findings: Findings) -> _Row:
    flat: _Row = {}
    for key, value in row.items():
        if key == "channels" and isinstance(value, Block):
            flat |= _flat(english_of(value, _NAMES, (), findings), findings)
        elif isinstance(value, Text):
            flat[key] = value
        elif isinstance(value, Listing):
            flat[key] = Joined.of(_with_semicolons(value, findings), value.where)
        elif key in _NESTED:
            flat[key] = Joined.of(_entry(value, findings), value.where)
        else:
            findings.error("wrong-shape", value.where, wanted="text")
    return flat


def _with_semicolons(items: Listing, findings: Findings) -> Iterator[str]:
    for number, item in enumerate(items):
        yield from (";",) if number else ()
        yield from _entry(item, findings)


def _entry(item: Written, findings: Findings) -> Iterator[str]:
    """Yield one entry of a list; a mapping is a post that is held for some time."""
    if isinstance(item, Text):
        yield item
    elif isinstance(item, Listing) or not all(isinstance(v, Text) for v in item.values()):
        findings.error("wrong-shape", item.where, wanted="text")
    else:
        yield from _holding(english_of(item, _HOLDING, ["post"], findings))


def _holding(entry: Block) -> Iterator[str]:
    if (post := entry.under("post")) is None:
        return
    since, until = entry.under("from"), entry.under("until")
    yield str(post) if not isinstance(post, Text) else post
    if since is not None or until is not None:
        yield " "
        yield since if isinstance(since, Text) else ""
        yield ".."
        yield until if isinstance(until, Text) else ""
