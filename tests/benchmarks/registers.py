"""`python -m tests.benchmarks.registers`: what a province's register of 10,000 branches costs.

From CSV 0.3 s are allowed and from XLSX 3 s, beyond imports: reading, checking every column,
and the arrays that come of it. CPU seconds of the process.
"""

import csv
import io
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load

BRANCHES = 10_000
SMALL = Path(__file__).parents[1] / "fixtures" / "configurations" / "small"
HEADINGS = ["id", "name", "kind", "parent", "calendar", "tags", "contents", "valid_from", "launch"]


def main() -> None:
    """Print one line a kind of file: of the first load, and of the one after it."""
    small = read_folder(SMALL)
    del small["organisations.csv"]
    rows = [HEADINGS, *_rows()]
    for name, content in (("organisations.csv", _csv(rows)), ("organisations.xlsx", _xlsx(rows))):
        seconds = []
        for _ in range(3):
            begun = time.process_time()
            configuration = load({**small, name: content}).configuration
            seconds.append(time.process_time() - begun)
            assert configuration is not None
            assert len(configuration.organisations) == BRANCHES + 1
        print(f"{name:>18}", *(f"{taken:8.3f} s" for taken in seconds))


def _rows() -> Iterator[Sequence[object]]:
    founded = date(2020, 1, 1)
    yield "ward-1", "Phường Một", "ward", None, "office", None, None, founded, None
    for n in range(1, BRANCHES + 1):
        tags = ("nông thôn", "nông thôn; điểm", None)[n % 3]
        launch = date(2026, 1, 1) + timedelta(days=37 * n % 700)
        since = founded + timedelta(days=n % 1_000)
        yield f"branch-{n}", f"Chi bộ {n}", "branch", "ward-1", "office", tags, 4, since, launch


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([map(_written, row) for row in rows])
    return text.getvalue().encode()


def _written(value: object) -> object:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def _xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách tổ chức")
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


if __name__ == "__main__":
    main()
