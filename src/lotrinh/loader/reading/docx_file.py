"""A Word document opened with care: its tables as sheets, and the texts outside them.

Merged cells are told as a workbook tells them; a table within a cell is a text of that cell,
and a table by itself as well. What was deleted with changes tracked, and codes of fields, are
no text. This is the only module that reads with the library.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lotrinh.errors import Location
from lotrinh.loader.reading.archive import DOCUMENT, UNPACKED_LIMIT, refusal
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.text import tidy
from lotrinh.loader.reading.text_file import is_small_enough
from lotrinh.loader.reading.xlsx_file import STUMBLED, Sheet

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WIDEST = 200
"""Columns that a table may have; a page has no room for so many."""
_MOST = 100_000
"""Rows of all tables."""
_PARAGRAPHS = 200
"""So many are looked at for what stands above a table."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says."""

    tables: list[Sheet]
    above: list[list[str]]
    """For each table: the paragraphs above it that are in no table."""


def read_document(path: str, content: bytes, findings: Findings) -> Document | None:
    """Return a document, None where it is none that can be read; that is reported."""
    if not is_small_enough(path, content, findings):
        return None
    try:
        if code := refusal(content, DOCUMENT):
            limit = str(UNPACKED_LIMIT // 1_000_000)
            findings.error(code, Location(path), limit=limit)
            return None
        return _Reader(_body(content)).document()
    except STUMBLED:
        findings.error("docx-damaged", Location(path))
        return None


def _body(content: bytes) -> Any:
    import docx  # noqa: PLC0415  (heavy)
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        return docx.Document(BytesIO(content)).element.body
    except PackageNotFoundError as error:
        raise ValueError(content[:0]) from error


class _Reader:
    """Goes through the body of a document."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._rows = 0

    def document(self) -> Document:
        found = Document([], [])
        texts: list[str] = []
        for element in self._body.iter(f"{_W}p", f"{_W}tbl"):
            if element.tag == f"{_W}tbl":
                found.tables.append(self._sheet(len(found.tables) + 1, element))
                found.above.append([*texts])
            elif len(texts) < _PARAGRAPHS and not _inside(element, f"{_W}tc"):
                texts += filter(None, [_text_of(element)])
        return found

    def _sheet(self, number: int, table: Any) -> Sheet:
        sheet = Sheet(f"Bảng {number}", {}, [], [], [], {})
        begun: dict[int, _Merged] = {}
        line = 0
        for line, row in enumerate(_children(table, "tr"), 1):
            self._rows += 1
            if self._rows > _MOST:
                raise ValueError(self._rows)
            going_on = self._row(sheet, line, row, begun)
            for column in [column for column in begun if column not in going_on]:
                sheet.merged.append(begun.pop(column).down_to(line - 1))
            begun |= {column: one for column, one in going_on.items() if column not in begun}
        sheet.merged.extend(one.down_to(line) for one in begun.values())
        return sheet

    def _row(
        self, sheet: Sheet, line: int, row: Any, begun: dict[int, "_Merged"]
    ) -> dict[int, "_Merged"]:
        """Add the cells of a row; return those that may go on below, by their columns."""
        going_on: dict[int, _Merged] = {}
        column = 1 + _number(row, "trPr", "gridBefore")
        for cell in _children(row, "tc"):
            width = max(_number(cell, "tcPr", "gridSpan"), 1)
            if column + width > _WIDEST:
                raise ValueError(column)
            merge = _property(cell, "tcPr", "vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart" and column in begun
            if merge is not None:
                if not goes_on and column in begun:
                    sheet.merged.append(begun.pop(column).down_to(line - 1))
                going_on[column] = _Merged(column, width, line)
            elif width > 1:
                sheet.merged.append(_Merged(column, width, line).down_to(line))
            if not goes_on and (text := "\n".join(_lines(cell))):
                sheet.rows.setdefault(line, {})[column] = text
            column += width
        return going_on


@dataclass(frozen=True, slots=True)
class _Merged:
    """A cell that is wide, or goes on below."""

    column: int
    width: int
    first: int

    def down_to(self, last: int) -> tuple[int, int, int, int]:
        """Return its first and last column, its first and last row."""
        return self.column, self.column + self.width - 1, self.first, last


def _children(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those within a control."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _children(child, name)


def _property(element: Any, group: str, name: str) -> Any:
    found = element.find(f"{_W}{group}")
    return None if found is None else found.find(f"{_W}{name}")


def _number(element: Any, group: str, name: str) -> int:
    found = _property(element, group, name)
    value = "" if found is None else found.get(f"{_W}val", "")
    return int(value) if value.isdigit() else 0


def _inside(element: Any, tag: str) -> bool:
    return any(above.tag == tag for above in element.iterancestors())


def _lines(cell: Any) -> Iterator[str]:
    yield from (text for element in cell.iter(f"{_W}p") if (text := _text_of(element)))


def _text_of(paragraph: Any) -> str:
    """Return what a paragraph shows, on as many lines as it has."""
    pieces: list[str] = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in {f"{_W}br", f"{_W}cr"}:
            pieces.append("\n")
        elif element.tag == f"{_W}tab":
            pieces.append(" ")
    return tidy("".join(pieces)).strip()
