"""Letters: which were read, and whether they were answered."""

from datetime import datetime
from typing import Protocol


class Letters(Protocol):
    """Letters that were read, and whether they were answered."""

    def take(self, id_: str, channel: str, writer: str, now: datetime) -> bool:
        """Keep that a letter is being read, and a digest of its writer; False if it was before."""
        ...

    def reply(self, id_: str, text: str, *, idle: bool) -> None:
        """Keep what it is answered with, and whether it has led to nothing."""
        ...

    def idle_replies(self, writer: str, since: datetime) -> int:
        """Return how many letters of one writer were answered to no effect since an instant."""
        ...

    def unanswered(self, id_: str) -> str:
        """Return the reply that didn't leave yet; '' where there is none."""
        ...

    def answered(self, id_: str, now: datetime) -> None:
        """Keep that the reply has left."""
        ...
