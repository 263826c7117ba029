"""Addresses where nothing was ever sent."""

from collections.abc import Collection, Sequence
from datetime import datetime

from lotrinh.application.books.deliveries import Destination
from lotrinh.domain.registers import PersonId


class NoAddresses:
    """Implements `Addresses` where nothing was ever sent: every address is as good as new."""

    def set_aside(self) -> frozenset[Destination]:
        """Return those that aren't used any more."""
        return frozenset()

    def refused(self, destination: Destination, now: datetime) -> bool:  # noqa: ARG002
        """Count nothing: nobody refuses what isn't sent."""
        return False

    def accepted(self, destination: Destination) -> None:
        """Have nothing to forget."""

    def take_back(self, person: PersonId) -> int:  # noqa: ARG002
        """Have nothing to take back."""
        return 0

    def unreported(self) -> Sequence[Destination]:
        """Return what was set aside without the coordinator knowing yet."""
        return ()

    def mark_reported(self, destinations: Collection[Destination], now: datetime) -> None:
        """Have nothing to mark."""
