"""Implements `acceptances.Configurations`: the files of each accepted configuration, by hash.

They are kept as one zip file, so that any unzip brings an old plan back. Accepting an
older configuration again makes it the newest again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection, insert, select

from lotrinh.application.books.acceptances import Acceptance
from lotrinh.store.dialects import Turn, insert_new, take_turn
from lotrinh.store.tables import acceptances, configurations

_NEWEST = select(acceptances).order_by(acceptances.c.turn.desc()).limit(1)


class SqlConfigurations:
    """Accepted configurations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def accept(self, hash_: str, files: Mapping[str, bytes], at: datetime) -> bool:
        """Keep the files of a configuration; False if it was the accepted one already."""
        if self.newest() == hash_:
            return False  # the usual case: checks of shards don't wait for each other here
        take_turn(self._connection, Turn.CONFIGURATIONS)
        newest = self._connection.execute(_NEWEST).first()
        if newest is not None and newest.hash == hash_:
            return False
        turn = 1 if newest is None else newest.turn + 1
        new = insert_new(self._connection, configurations)
        self._connection.execute(new.values(hash=hash_, files=_packed(files)))
        self._connection.execute(insert(acceptances).values(turn=turn, hash=hash_, at=at))
        return True

    def accepted(self, before: datetime | None = None) -> tuple[str, Mapping[str, bytes]] | None:
        """Return hash and files of the one accepted last, or last before some instant."""
        newest = _NEWEST if before is None else _NEWEST.where(acceptances.c.at < before)
        last = newest.subquery()
        wanted = select(configurations.c.hash, configurations.c.files)
        row = self._connection.execute(
            wanted.join_from(configurations, last, configurations.c.hash == last.c.hash)
        ).first()
        return None if row is None else (row.hash, _unpacked(row.files))

    def newest(self) -> str | None:
        """Return the hash of the one accepted last, None where none ever was."""
        newest = self._connection.execute(_NEWEST).first()
        return None if newest is None else newest.hash

    def replaced(self) -> Mapping[str, bytes]:
        """Return the files whose place the newest has taken, none where it is the first."""
        before = _NEWEST.offset(1).subquery()
        wanted = select(configurations.c.files)
        packed = self._connection.scalar(
            wanted.join_from(configurations, before, configurations.c.hash == before.c.hash)
        )
        return {} if packed is None else _unpacked(packed)

    def history(self, limit: int, before: int | None = None) -> Sequence[Acceptance]:
        """Return the newest acceptances, or those before some turn, the newest first."""
        wanted = select(acceptances).order_by(acceptances.c.turn.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(acceptances.c.turn < before)
        rows = self._connection.execute(wanted)
        return [Acceptance(row.turn, row.hash, row.at) for row in rows]

    def files(self, hash_: str) -> Mapping[str, bytes] | None:
        """Return the files of a configuration, None where there is none of that hash."""
        wanted = select(configurations.c.files).where(configurations.c.hash == hash_)
        packed = self._connection.scalar(wanted)
        return None if packed is None else _unpacked(packed)


def _packed(files: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            # Without the machine's time: the same files are the same bytes.
            archive.writestr(ZipInfo(path), content, ZIP_DEFLATED)
    return packed.getvalue()


def _unpacked(packed: bytes) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(packed)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}
