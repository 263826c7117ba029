"""Implements `ports.Configurations`: the files of each accepted configuration, by hash.

They are kept as one zip file, so that any unzip brings an old plan back. Accepting an
older configuration again makes it the newest again.
"""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection, func, select, update

from lotrinh.store.dialects import Turn, insert_new, take_turn
from lotrinh.store.tables import configurations

_NEWEST = select(func.max(configurations.c.turn)).scalar_subquery()


class SqlConfigurations:
    """Accepted configurations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def accept(self, hash_: str, files: Mapping[str, bytes], at: datetime) -> bool:
        """Keep the files of a configuration; False if it was the accepted one already."""
        take_turn(self._connection, Turn.CONFIGURATIONS)
        newest = self._connection.execute(
            select(configurations.c.hash, configurations.c.turn).where(
                configurations.c.turn == _NEWEST
            )
        ).first()
        if newest is not None and newest.hash == hash_:
            return False
        turn = {"turn": 1 if newest is None else newest.turn + 1, "accepted_at": at}
        again = update(configurations).where(configurations.c.hash == hash_).values(**turn)
        if self._connection.execute(again).rowcount == 0:
            new = insert_new(self._connection, configurations)
            self._connection.execute(new.values(hash=hash_, files=_packed(files), **turn))
        return True

    def accepted(self) -> tuple[str, Mapping[str, bytes]] | None:
        """Return hash and files of the one accepted last."""
        wanted = select(configurations.c.hash, configurations.c.files)
        row = self._connection.execute(wanted.where(configurations.c.turn == _NEWEST)).first()
        return None if row is None else (row.hash, _unpacked(row.files))


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
