"""Implements `file_changes.FileChanges`: a row a file, and each content once, by its digest."""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from lotrinh.application.books.file_changes import FileChange, How, Intended
from lotrinh.store.dialects import Turn, insert_new, take_turn
from lotrinh.store.tables import file_changes, file_texts


class SqlFileChanges:
    """Changes of files."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def intend(self, change: Intended, at: datetime) -> int:
        """Write down what is about to be done; return the number of the entry."""
        take_turn(self._connection, Turn.CONFIGURATIONS)
        last = self._connection.scalar(select(func.max(file_changes.c.entry)))
        entry = (last or 0) + 1
        for path in change.after:
            row = {
                "entry": entry,
                "at": at,
                "person": change.person,
                "name": change.name,
                "path": path,
                "how": change.how,
                "before": self._keep(change.before.get(path)),
                "after": self._keep(change.after[path]),
            }
            self._connection.execute(insert(file_changes).values(row))
        return entry

    def settle(self, entry: int, at: datetime) -> None:
        """Write down that it is done."""
        mine = update(file_changes).where(file_changes.c.entry == entry)
        self._connection.execute(mine.values(written_at=at))

    def forget(self, entry: int) -> None:
        """Take back an entry that never came about."""
        waiting = file_changes.c.written_at.is_(None)
        self._connection.execute(delete(file_changes).where(file_changes.c.entry == entry, waiting))

    def newest(self, limit: int, before: int | None = None) -> Sequence[FileChange]:
        """Return the changes of the newest entries, or those before one, the newest first."""
        entries = select(file_changes.c.entry).distinct().order_by(file_changes.c.entry.desc())
        if before is not None:
            entries = entries.where(file_changes.c.entry < before)
        shown = entries.limit(limit).subquery()
        wanted = select(file_changes).where(file_changes.c.entry.in_(select(shown.c.entry)))
        return self._read(wanted.order_by(file_changes.c.entry.desc(), file_changes.c.path))

    def of_entry(self, entry: int) -> Sequence[FileChange]:
        """Return the changes of one entry, none where there is no such entry."""
        wanted = select(file_changes).where(file_changes.c.entry == entry)
        return self._read(wanted.order_by(file_changes.c.path))

    def unsettled(self) -> Sequence[FileChange]:
        """Return the changes of which nobody knows whether they came about."""
        return self._read(select(file_changes).where(file_changes.c.written_at.is_(None)))

    def text(self, digest: str) -> bytes | None:
        """Return what a file held, None where that isn't kept."""
        wanted = select(file_texts.c.content).where(file_texts.c.digest == digest)
        packed = self._connection.scalar(wanted)
        return None if packed is None else zlib.decompress(packed)

    def _keep(self, content: bytes | None) -> str | None:
        if content is None:
            return None
        digest = hashlib.sha256(content).hexdigest()
        row = {"digest": digest, "content": zlib.compress(content)}
        self._connection.execute(insert_new(self._connection, file_texts).values(row))
        return digest

    def _read(self, wanted: Select[Any]) -> Sequence[FileChange]:
        return [_change(row) for row in self._connection.execute(wanted)]


def _change(row: Row[Any]) -> FileChange:
    return FileChange(
        row.entry,
        row.at,
        row.person,
        row.name,
        row.path,
        How(row.how),
        row.before,
        row.after,
        row.written_at is not None,
    )
