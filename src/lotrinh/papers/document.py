"""Documents from a template that offices edit in Word. The only door to python-docx.

A template is any .docx with marks in double braces. Word breaks what is typed into pieces, so
marks are found in the text of a whole paragraph; what replaces one looks as its first piece
did. The mark of the body stands in a paragraph of its own, which gives its form to the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from lotrinh.errors import LotrinhError

BODY = "nội dung"
ENGLISH: Mapping[str, str] = {
    "above": "cấp trên",
    "above, small": "cấp trên, chữ thường",
    "organisation": "đơn vị",
    "number": "số",
    "place": "địa danh",
    "day": "ngày",
    "kind": "loại",
    "subject": "trích yếu",
    "body": BODY,
    "on behalf": "thay mặt",
    "signed": "chức vụ",
    "recipients": "nơi nhận",
}
"""The marks in English, each with the Vietnamese one."""
_MARK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_CELL = Pt(13)
_KEPT = 2
"""Rows of the last table that stand on the page of the signature."""


class TemplateError(LotrinhError):
    """A template that isn't a document, or has no place for the body."""

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        super().__init__(**values)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A line that names what a document rests on."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with lines around its cells; its headings come again on every page."""

    heads: Sequence[str]
    widths: Sequence[int]
    """Of the columns, in millimetres."""
    rows: Sequence[Sequence[str]]
    centred: frozenset[int]
    """Columns whose texts are in the middle."""
    total: bool = False
    """Whether the last row adds up the others."""


Block = str | Heading | Cited | Table


def shipped_template() -> bytes:
    """Return the template that comes with the program."""
    return files("lotrinh.papers").joinpath("templates", "document.docx").read_bytes()


def document(
    template: bytes, values: Mapping[str, str], blocks: Iterable[Block], *, made: datetime
) -> bytes:
    """Return a template with its marks filled in.

    Args:
        template: The bytes of a .docx file.
        values: By the Vietnamese name of a mark: what is put there.
        blocks: The body.
        made: When the file is made.

    Raises:
        TemplateError: It is no document, has a mark that nothing fills, or none for the body.
    """
    opened = _opened(template)
    body = [p for p in _paragraphs(opened) if _marks(p.text) == [BODY]]
    if len(body) != 1:
        raise TemplateError("template-without-body", count=str(len(body)))
    for paragraph in list(_paragraphs(opened)):
        if paragraph._p is not body[0]._p:  # noqa: SLF001  (two objects stand for one element)
            _fill(paragraph, values)
    _lay_out(opened, body[0], blocks)
    opened.core_properties.created = opened.core_properties.modified = made.replace(tzinfo=None)
    opened.core_properties.title = values.get("trích yếu", "")
    file = BytesIO()
    opened.save(file)
    return file.getvalue()


def _opened(template: bytes) -> Any:
    try:
        return docx.Document(BytesIO(template))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError, SyntaxError) as error:
        raise TemplateError("bad-template") from error


def _paragraphs(opened: Any) -> Iterator[Paragraph]:
    """Yield every paragraph: of the text, of its tables, of headers and footers."""
    parts = [opened.element.body]
    for section in opened.sections:
        parts += [part._element for part in _edges(section) if not part.is_linked_to_previous]  # noqa: SLF001  (there is no other way to it)
    for part in parts:
        yield from (Paragraph(element, opened) for element in part.iter(qn("w:p")))


def _edges(section: Any) -> Iterator[Any]:
    yield from (section.header, section.footer)
    yield from (section.first_page_header, section.first_page_footer)


def _marks(text: str) -> list[str]:
    return [_meant(found) for found in _MARK.findall(text)]


def _meant(name: str) -> str:
    """Return a mark by its Vietnamese name, however it is typed."""
    plain = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return ENGLISH.get(plain, plain)


def _fill(paragraph: Paragraph, values: Mapping[str, str]) -> None:
    """Replace the marks of a paragraph, which may begin in one run and end in another.

    The last comes first: what is put there doesn't move the others, and isn't looked at again.
    A paragraph of nothing but marks that stand for nothing is left out.
    """
    written = paragraph.text
    for found in reversed(list(_MARK.finditer("".join(run.text for run in paragraph.runs)))):
        name = _meant(found[1])
        if name not in values:
            raise TemplateError("unknown-mark", value=found[0], known=", ".join(values))
        _replace(paragraph, found, values[name])
    if written and not paragraph.text and _has_siblings(paragraph):
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001


def _has_siblings(paragraph: Paragraph) -> bool:
    """Whether others stand beside it: a cell has to have one."""
    return len(paragraph._p.getparent().findall(qn("w:p"))) > 1  # noqa: SLF001


def _replace(paragraph: Paragraph, found: re.Match[str], text: str) -> None:
    at = 0
    for run in paragraph.runs:
        first, last = at, at + len(run.text)
        at = last
        start, end = max(found.start(), first), min(found.end(), last)
        if start < end:
            put = text if start == found.start() else ""
            run.text = run.text[: start - first] + put + run.text[end - first :]


def _lay_out(opened: Any, mark: Paragraph, blocks: Iterable[Block]) -> None:
    """Put the blocks where the mark of the body is."""
    for block in blocks:
        match block:
            case Table():
                _keep_with_next(mark._p.getprevious(), opened)  # noqa: SLF001
                mark._p.addprevious(_table(opened, block))  # noqa: SLF001
            case Heading():
                paragraph = _like(mark, block.text)
                paragraph.runs[0].bold = True
                paragraph.paragraph_format.keep_with_next = True
                paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            case Cited():
                _like(mark, block.text).runs[0].italic = True
            case str():
                _like(mark, block)
    _keep_with_signature(opened, mark)
    mark._p.getparent().remove(mark._p)  # noqa: SLF001


def _keep_with_signature(opened: Any, mark: Paragraph) -> None:
    """Let the end of the body go on to the page of whoever signs: nobody signs a blank page."""
    last = mark._p.getprevious()  # noqa: SLF001
    rows = [] if last is None else last.findall(qn("w:tr"))[-_KEPT:]
    for end in rows or [last]:
        _keep_with_next(end, opened)


def _keep_with_next(element: Any, opened: Any) -> None:
    """Let what stands in an element, if there is one, share the page of what follows."""
    for found in () if element is None else element.iter(qn("w:p")):
        Paragraph(found, opened).paragraph_format.keep_with_next = True


def _like(mark: Paragraph, text: str) -> Paragraph:
    """Put a paragraph before the mark that looks as the mark does."""
    element = deepcopy(mark._p)  # noqa: SLF001
    mark._p.addprevious(element)  # noqa: SLF001
    paragraph = Paragraph(element, mark._parent)  # noqa: SLF001
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        element.remove(run._r)  # noqa: SLF001
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def _table(opened: Any, block: Table) -> Any:
    table = opened.add_table(rows=0, cols=len(block.heads))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.append(_borders())  # noqa: SLF001
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(width)
    everywhere = frozenset(range(len(block.heads)))
    _row(table, block, block.heads, everywhere, bold=True)
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001
    for number, row in enumerate(block.rows, 1):
        total = block.total and number == len(block.rows)
        _row(table, block, row, block.centred, bold=total)
    return table._tbl  # noqa: SLF001


def _row(
    table: Any, block: Table, texts: Sequence[str], centred: frozenset[int], *, bold: bool
) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    for number, (cell, text, width) in enumerate(zip(row.cells, texts, block.widths, strict=True)):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = (
            WD_ALIGN_PARAGRAPH.CENTER if number in centred else WD_ALIGN_PARAGRAPH.LEFT
        )
        run = paragraph.add_run(text)
        run.font.size = _CELL
        run.bold = bold or None


def _borders() -> Any:
    """Return single lines around and between all cells, whatever styles a template has."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    return borders
