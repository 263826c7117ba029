"""What the books let go of, once it has been kept for long enough: never reminders or facts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was let go, or would be."""

    messages: int = 0
    """Messages that lost their texts."""
    attempts: int = 0
    """Tries to send."""
    codes: int = 0
    """Codes by which somebody could be linked, that have ended."""
