"""E-mail through Apprise, by a plugin of our own.

Apprise's own mail plugin opens a connection per mail, reloads the system's certificates
for each (43 ms), makes up a new Message-ID and answers yes or no. Ours keeps the
connection and leaves a receipt; Apprise still drives it, as it does any service.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from lotrinh import clock
from lotrinh.application.books.messages import Message, Outcome, Receipt
from lotrinh.channels.mail import mailbox, write_mail
from lotrinh.channels.relay import Relay, RelaySettings

# Shared: Apprise makes a new one, at some cost, for each plugin that has none.
_ASSET = AppriseAsset(async_mode=False, storage_mode="memory")


class SmtpPlugin(NotifyBase):  # type: ignore[no-untyped-call]  # Apprise's base has no types
    """One mail to one person, as Apprise sees it; `receipt` says how it ended."""

    service_name = "Lộ Trình SMTP"  # type: ignore[assignment]  # None in the base
    secure_protocol = "lotrinh-smtp"  # type: ignore[assignment]  # None in the base
    notify_format = NotifyFormat.TEXT
    # The caller paces; Apprise would sleep 5.5 s between mails.
    request_rate_per_sec = 0

    def __init__(self, relay: Relay, message: Message, to: Address, now: datetime) -> None:
        super().__init__(asset=_ASSET)  # type: ignore[no-untyped-call]  # no types in the base
        # Stays where Apprise stops before, or we fail within: nobody knows how that ended.
        self.receipt = Receipt(Outcome.UNKNOWN, "the mail could not be made")
        self._relay = relay
        self._message = message
        self._to = to
        self._now = now

    def send(self, body: str, title: str = "", *_: Any, **__: Any) -> bool:
        """Hand the mail to the relay."""
        message = replace(self._message, subject=title, text=body)
        sender = self._relay.settings.sender
        mail = write_mail(message, sender=sender, to=self._to, now=self._now)
        self.receipt = self._relay.send(mail, self._to.addr_spec)
        return self.receipt.outcome is Outcome.ACCEPTED

    def url(self, *_: Any, **__: Any) -> str:
        """Name the scheme alone: where it leads is nobody's business in a log."""
        return f"{self.secure_protocol}://"


class SmtpChannel:
    """Implements `Channel` with one SMTP server."""

    def __init__(
        self, name: str, settings: RelaySettings, now: Callable[[], datetime] = clock.now
    ) -> None:
        self.name = name
        self._relay = Relay(settings)
        self._now = now
        self._apprise = Apprise(asset=_ASSET)

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:  # noqa: ARG002  (its Message-ID says so)
        """Hand the message to the server as a mail."""
        to = mailbox(address)
        if to is None:
            return Receipt(Outcome.PERMANENT, "not an e-mail address")
        plugin = SmtpPlugin(self._relay, message, to, self._now())
        # One for all mails: each that is made looks for the system's language anew.
        self._apprise.clear()
        self._apprise.add(plugin)
        self._apprise.notify(
            title=message.subject, body=message.text, body_format=NotifyFormat.TEXT
        )
        return plugin.receipt

    def close(self) -> None:
        """Take leave of the server."""
        self._relay.close()
