"""A mail server in a storm: it greylists, hangs up at any moment, answers late or not at all."""

import asyncio
import re
from collections import Counter, defaultdict
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.integration.channels.servers import MailServer

_ID = re.compile(rb"(?im)^message-id:\s*(\S+)")
GONE = re.compile(r"\w+-cb-\d+7@.*")
"""These have no mailbox: one in ten."""


_REFUSALS = {"450": "450 4.7.1 greylisted", "421": "421 4.3.2 closing"}


class StormyServer(MailServer):
    """A real SMTP server with the faults that real ones have; `calm` ends them."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  (weather)
        self.calm = False
        self.arrived: dict[str, Counter[bytes]] = defaultdict(Counter)
        """For each recipient how often each Message-ID came."""
        self.faults: Counter[str] = Counter()
        self.seen = 0
        """How many recipients were named so far."""
        super().__init__()

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, s: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        self.seen += 1
        if GONE.fullmatch(address):
            return "550 5.1.1 no such mailbox"
        fault = self._fault("450", "421", "drop before DATA")
        if fault in _REFUSALS:
            return _REFUSALS[fault]
        if fault:
            self._hang_up(s)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, s: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a mail, or not, or don't say so."""
        fault = self._fault("drop in DATA", "drop after the dot", "451", "slow")
        if fault == "drop in DATA":
            self._hang_up(s)
            return "451 4.3.0 gone"
        if fault == "451":
            return "451 4.3.0 later"
        if fault == "slow":
            await asyncio.sleep(0.05)
        content = envelope.content
        assert isinstance(content, bytes)
        found = _ID.search(content)
        assert found is not None
        self.arrived[envelope.rcpt_tos[0]][found[1]] += 1
        if fault == "drop after the dot":
            self._hang_up(s)
        return "250 2.0.0 OK"

    def _fault(self, *faults: str) -> str:
        """Return one of some faults, or none ('')."""
        if self.calm or self.chance.random() > 0.05 * len(faults):
            return ""
        fault = self.chance.choice(faults)
        self.faults[fault] += 1
        return fault

    @staticmethod
    def _hang_up(s: Any) -> None:
        s.transport.abort()
