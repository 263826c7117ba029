"""Plans as offices keep them: workbooks and documents with a table, for tests of imports."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl

from lotrinh.loader.imports.office import Office, office_in
from lotrinh.loader.imports.plan import PlanRead, read_plan
from lotrinh.loader.imports.rows import Wishes
from lotrinh.loader.reading.folder import read_folder
from tests.library import CONFIG

Rows = Sequence[Sequence[object]]
HEADINGS = ("TT", "Nội dung", "Thời hạn", "Chủ trì", "Phối hợp", "Kết quả")
NO_WISHES = Wishes()


def office() -> Office:
    """Return the office of the shipped configuration."""
    return office_in(read_folder(CONFIG))


def workbook(rows: Rows, merged: Iterable[str] = (), title: str = "Kế hoạch") -> bytes:
    """Return a workbook with one sheet; a text that begins with = stays a text."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    for cells in merged:
        sheet.merge_cells(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def plan_of(*rows: Sequence[object], above: Rows = (("KẾ HOẠCH",), ("Năm 2026",))) -> bytes:
    """Return a workbook of a plan with the usual headings."""
    return workbook([*above, HEADINGS, *rows])


def document(rows: Rows, above: Sequence[str] = ("KẾ HOẠCH", "Công tác năm 2026")) -> Any:
    """Return a document with one table."""
    made = docx.Document()
    for text in above:
        made.add_paragraph(text)
    add_table(made, rows)
    return made


def add_table(made: Any, rows: Rows) -> Any:
    """Add a table to a document."""
    table = made.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=False):
            cell.text = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")
    return table


def saved(made: Any) -> bytes:
    """Return the bytes of a document or a workbook."""
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def read(content: bytes, name: str = "ke-hoach.xlsx", wishes: Wishes = NO_WISHES) -> PlanRead:
    """Read a plan for the office of the shipped configuration."""
    return read_plan(name, content, office(), wishes)
