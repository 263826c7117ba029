"""A log that doesn't grow for ever: two files, the one before and the one that is written.

What can't be written, on a full disk, is lost: a log is the last to stop what it tells of.
"""

from contextlib import suppress
from io import FileIO, TextIOBase
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
        self._file = FileIO(path, "a")

    def write(self, text: str, /) -> int:
        """Add some text, at once: nothing is kept back that would have to be written later."""
        with self._lock, suppress(OSError):
            if self._file.tell() > self.largest:
                self._begin_anew()
            self._file.write(text.encode("utf-8", "replace"))
        return len(text)

    def _begin_anew(self) -> None:
        self._file.close()
        try:
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))
        finally:
            self._file = FileIO(self.path, "a")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()
