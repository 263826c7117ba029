"""Connections that say nothing: a whole head has to come soon, and one address has only so many.

Else a few dozen half requests would keep everybody else out. A proxy on this machine has all
visitors behind one address, and bounds of its own: its connections aren't counted.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0
"""In which the head of a request has to be there; a form has as long again."""
AN_ADDRESS = 32
"""Connections of one address: behind it may be an office, and a browser opens six."""


@dataclass
class Bounds:
    """How long is waited, how many are let in, and who is there."""

    seconds: float = SECONDS
    an_address: int = AN_ADDRESS
    uncounted: frozenset[str] = frozenset()
    """Addresses of which there may be as many as there are."""
    present: Counter[str] = field(default_factory=Counter)


class _Patient(H11Protocol):
    """One connection."""

    bounds: ClassVar[Bounds]

    _counted: str | None = None
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if address not in self.bounds.uncounted:
            self._counted = address
            self.bounds.present[address] += 1
            if self.bounds.present[address] > self.bounds.an_address:
                transport.abort()
                return
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait()  # for the rest of a head; what has come counts for nothing
        else:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._rest()
        if self._counted is not None:
            self.bounds.present[self._counted] -= 1
            if not self.bounds.present[self._counted]:
                del self.bounds.present[self._counted]
            self._counted = None

    def _wait(self) -> None:
        if self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(self.bounds.seconds, self.transport.abort)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def patient(given: Bounds) -> type[H11Protocol]:
    """Return the protocol of a server that keeps to these bounds."""

    class Bounded(_Patient):
        bounds = given

    return Bounded
