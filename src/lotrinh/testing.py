"""Fakes that ship with the program, named by what they do."""

from collections.abc import Iterable
from dataclasses import dataclass

from lotrinh.application.books.messages import Message, Outcome, Receipt


@dataclass(frozen=True, slots=True)
class Sent:
    """What was handed to a channel."""

    message: Message
    address: str
    again: bool = False


class CollectingChannel:
    """Keeps what it is sent; answers with the receipts it was given, then accepts."""

    def __init__(self, name: str = "collecting", receipts: Iterable[Receipt] = ()) -> None:
        self.name = name
        self.sent: list[Sent] = []
        """Every try, whatever its receipt."""
        self._receipts = iter(receipts)

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        """Keep the message."""
        self.sent.append(Sent(message, address, again))
        return next(self._receipts, Receipt(Outcome.ACCEPTED))

    def close(self) -> None:
        """Nothing is held open."""
