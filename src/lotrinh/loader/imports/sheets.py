"""The tables of a file that are a plan's: sheets of a workbook, tables of a document."""

from collections.abc import Sequence
from dataclasses import dataclass

from lotrinh.errors import Location
from lotrinh.loader.imports.columns import Column, Head, head_of
from lotrinh.loader.imports.lines import unseen_cells
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.xlsx_file import Sheet, read_sheets


@dataclass(frozen=True, slots=True)
class Page:
    """A table with the headings of a plan."""

    sheet: Sheet
    head: Head
    above: list[str]
    """The texts above it, line by line."""

    def where(self, path: str) -> Location:
        """Return where its headings stand."""
        return Location(path, self.head.first, 1, self.sheet.name)


def pages_of(path: str, content: bytes, name: str, findings: Findings) -> Sequence[Page]:
    """Return the tables of a plan; none where the file has none, which is reported.

    Args:
        path: The file's name.
        content: What is in it.
        name: Of the sheet or table that is meant; '' leaves it to us.
        findings: Where problems go.
    """
    read = _sheets(path, content, findings)
    sheets = [sheet for sheet, _ in read]
    if name and sheets:
        sheets = _named(path, sheets, name, findings)
    pages = [
        Page(sheet, head, [*texts, *_above(sheet, head)])
        for sheet, texts in read
        if sheet in sheets and (head := head_of(sheet)) is not None
    ]
    if not pages and not any(problem.is_error for problem in findings.all):
        where = Location(path, 1, 1, sheets[0].name) if sheets else Location(path)
        findings.error("import-no-plan", where)
    whole = [page for page in pages if Column.OTHER in page.head.columns.values()]
    pages = whole or pages  # of an export of ours the sheets that are there to be imported
    if path.lower().endswith(".xlsx"):
        pages = _first(path, pages, findings)
    for page in pages:
        _report(path, page, findings)
    return pages


def _sheets(path: str, content: bytes, findings: Findings) -> Sequence[tuple[Sheet, Sequence[str]]]:
    """Return every table of a file, each with the texts outside tables that stand above it."""
    if path.lower().endswith(".docx"):
        from lotrinh.loader.reading.docx_file import read_document  # noqa: PLC0415  (heavy)

        document = read_document(path, content, findings)
        return list(zip(document.tables, document.above, strict=True)) if document else []
    return [(sheet, []) for sheet in read_sheets(path, content, findings)]


def _named(path: str, sheets: list[Sheet], name: str, findings: Findings) -> list[Sheet]:
    found = [sheet for sheet in sheets if fold(sheet.name) == fold(name)]
    if not found:
        known = Vocabulary(sheet.name for sheet in sheets)
        said = {"value": name, "known": ", ".join(sheet.name for sheet in sheets)}
        findings.error("import-no-sheet", Location(path), nearest=known.nearest(name), **said)
    return found


def _above(sheet: Sheet, head: Head) -> list[str]:
    lines = (sheet.rows[line] for line in sorted(sheet.rows) if line < head.first)
    return [text for row in lines for cell in row.values() for text in cell.split("\n")]


def _first(path: str, pages: list[Page], findings: Findings) -> list[Page]:
    """Keep to the first sheet that is a plan; the others are named."""
    for page in pages[1:]:
        first = pages[0].sheet.name
        findings.warning("import-other-sheet", page.where(path), value=page.sheet.name, first=first)
    return pages[:1]


def _report(path: str, page: Page, findings: Findings) -> None:
    """Report what can't be read as it is shown: formulas, errors, characters nobody sees."""
    sheet, columns = page.sheet, page.head.columns
    for line, number in sheet.formulas:
        if line > page.head.last and columns.get(number) not in {None, Column.NUMBER}:
            where = Location(path, line, number, sheet.name)
            value = sheet.rows.get(line, {}).get(number, "")
            findings.warning("import-formula", where, value=value)
    for line, number in sheet.faults:
        if line > page.head.last:
            findings.error("import-fault", Location(path, line, number, sheet.name))
    for line, number in unseen_cells(sheet):
        findings.warning("import-unseen", Location(path, line, number, sheet.name))
