"""Some days in a row, as a cell of a register says them: ``01/01/2025..30/06/2025``."""

from collections.abc import Iterator
from datetime import date

from lotrinh.domain.registers import Span
from lotrinh.errors import Location
from lotrinh.loader.parts.scalars import day_of
from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.table import Table, entries


def read_span(written: str, where: Location, findings: Findings) -> Span | None:
    """Return the days from one to another; either end may be open. None where it is none."""
    first, dots, last = written.partition("..")
    try:
        since, until = _day(first), _day(last)
    except PhraseError as error:
        findings.error(error.code, where, nearest=error.nearest, **error.values)
        return None
    if not dots:
        findings.error("bad-span", where, value=written.strip())
    elif since and until and until < since:
        findings.error("ends-before-start", where)
    return Span(since, until)


def read_spans(table: Table, column: str, row: int, findings: Findings) -> Iterator[Span]:
    """Yield the spans that a cell lists; a single day is one as well, always is none."""
    for offset, written in entries(table.columns[column][row]):
        where = table.place(column, row, offset)
        span = read_span(written if ".." in written else f"{written}..{written}", where, findings)
        if span == Span():
            findings.error("bad-span", where, value=written)
        elif span is not None:
            yield span


def _day(written: str) -> date | None:
    return day_of(written.strip()) if written.strip() else None
