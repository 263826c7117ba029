"""A channel that is made with the first message that goes by it: most runs have none to send."""

from collections.abc import Callable

from lotrinh.application.books.messages import Message, Receipt
from lotrinh.application.books.ports import Channel


class LaterChannel:
    """Implements `Channel` with another one, whose settings are known to be good."""

    def __init__(self, name: str, make: Callable[[], Channel]) -> None:
        self.name = name
        self._make = make
        self._made: Channel | None = None

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        """Hand over the message."""
        if self._made is None:
            self._made = self._make()
        return self._made.send(message, address, again=again)

    def close(self) -> None:
        """Close the other one, if there was anything to send."""
        if self._made is not None:
            self._made.close()
