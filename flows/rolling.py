"""A log that doesn't grow for ever: two files, the one before and the one that is written."""

from io import TextIOBase
from pathlib import Path
from threading import Lock

LARGEST = 20_000_000
"""Octets; after so many the file is put aside, and the one that was is dropped."""


class Rolling(TextIOBase):
    """Text that is added to a file; several threads may write."""

    def __init__(self, path: Path, largest: int = LARGEST) -> None:
        self.path, self.largest = path, largest
        self._lock = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8", errors="replace")

    def write(self, text: str, /) -> int:
        """Add some text."""
        with self._lock:
            if self._file.tell() > self.largest:
                self._file.close()
                self.path.replace(self.path.with_name(f"{self.path.name}.1"))
                self._file = self.path.open("a", encoding="utf-8", errors="replace")
            return self._file.write(text)

    def flush(self) -> None:
        """Have it on the disk."""
        with self._lock:
            if not self._file.closed:
                self._file.flush()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()
