"""Acceptances: each time that the files became another accepted configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One configuration taking the place of another; turns count from 1."""

    turn: int
    hash: str
    at: datetime


class Configurations(Protocol):
    """Accepted configurations, by content hash."""

    def accept(self, hash_: str, files: Mapping[str, bytes], at: datetime) -> bool:
        """Keep the files of a configuration; False if it was the accepted one already."""
        ...

    def accepted(self, before: datetime | None = None) -> tuple[str, Mapping[str, bytes]] | None:
        """Return hash and files of the one accepted last, or last before some instant."""
        ...

    def newest(self) -> str | None:
        """Return the hash of the one accepted last, None where none ever was."""
        ...

    def replaced(self) -> Mapping[str, bytes]:
        """Return the files whose place the newest has taken, none where it is the first."""
        ...

    def history(self, limit: int, before: int | None = None) -> Sequence[Acceptance]:
        """Return the newest acceptances, or those before some turn, the newest first."""
        ...

    def files(self, hash_: str) -> Mapping[str, bytes] | None:
        """Return the files of a configuration, None where there is none of that hash."""
        ...
