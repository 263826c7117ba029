"""Progress of what takes long: one line on the terminal that is written over, none elsewhere."""

import sys
from types import TracebackType
from typing import Self

import click

from lotrinh.cli.language import text

_WORDS = {
    "books": text("Chép sổ", "Copying the books"),
    "archive": text("Nén", "Packing"),
    "verify": text("Đọc lại bản sao lưu", "Reading the backup"),
    "aside": text("Giữ lại bản hiện nay", "Keeping what is there"),
    "restore": text("Đưa sổ vào chỗ", "Putting the books in place"),
}


class Progress:
    """Shows how far something is, where a person looks on."""

    def __init__(self, *, machine: bool) -> None:
        self._shows = not machine and sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")

    def __call__(self, word: str, part: float) -> None:
        """Tell what is being done, and which part of it is."""
        self._write(f"{_WORDS[word]} … {part:.0%}")

    def _write(self, line: str) -> None:
        if self._shows and line != self._shown:
            click.echo(f"\r{line:<{len(self._shown)}}\r{line}", err=True, nl=False)
            self._shown = line
