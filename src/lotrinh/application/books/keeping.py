"""How books are kept: what they let go of in time, and that they were made of a backup."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was let go, or would be."""

    messages: int = 0
    """Messages that lost their texts."""
    attempts: int = 0
    """Tries to send."""
    codes: int = 0
    """Codes by which somebody could be linked, that have ended."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """How far books reach, and what they have beyond others."""

    facts: int = 0
    recorded: datetime | None = None
    """When the newest fact was recorded."""
    checked: datetime | None = None
    sent: datetime | None = None
    """When a message was last handed over."""
    facts_since: int = 0
    sent_since: int = 0

    def is_beyond(self, other: "Vintage") -> bool:
        """Whether these books know anything that others don't."""
        pairs = (
            (self.recorded, other.recorded),
            (self.checked, other.checked),
            (self.sent, other.sent),
        )
        return any(mine and (theirs is None or mine > theirs) for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Restored:
    """That these books were made of a backup: what was sent and recorded between isn't in them."""

    made: datetime
    """The moment whose books they are."""
    at: datetime
    """When they were put in place."""
