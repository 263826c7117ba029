"""A person's Zalo through a Zalo Bot, by an Apprise plugin of our own.

A bot may only write to whom has written to it first, in plain text, at most 2,000
characters, and there is no Message-ID: what may be a repeat says so. One message is one
call, never several, for nobody could say how one half-sent had ended; `brief` fits.
"""

import unicodedata
from dataclasses import replace
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from lotrinh.application.books.messages import Message, Outcome, Receipt
from lotrinh.channels.again import marked
from lotrinh.channels.bot import Bot, BotSettings

LONGEST = 2000
"""What the API takes, counted in UTF-16 as it does."""

_ASSET = AppriseAsset(async_mode=False, storage_mode="memory")


class ZaloPlugin(NotifyBase):  # type: ignore[no-untyped-call]  # Apprise's base has no types
    """One message to one conversation, as Apprise sees it; `receipt` says how it ended."""

    service_name = "Lộ Trình Zalo"  # type: ignore[assignment]  # None in the base
    secure_protocol = "zalo"  # type: ignore[assignment]  # None in the base
    notify_format = NotifyFormat.TEXT
    title_maxlen = 0
    # The caller paces; Apprise would sleep 5.5 s between messages.
    request_rate_per_sec = 0

    def __init__(self, bot: Bot, chat: str) -> None:
        super().__init__(asset=_ASSET)  # type: ignore[no-untyped-call]  # no types in the base
        # Stays where Apprise stops before: then nothing has left.
        self.receipt = Receipt(Outcome.PERMANENT, "the message could not be made")
        self._bot = bot
        self._chat = chat

    def send(self, body: str, title: str = "", *_: Any, **__: Any) -> bool:  # noqa: ARG002  (Zalo knows no titles)
        """Hand the text to the bot's server."""
        answer = self._bot.call("sendMessage", {"chat_id": self._chat, "text": shortened(body)})
        self.receipt = answer.receipt
        return answer.accepted

    def url(self, *_: Any, **__: Any) -> str:
        """Name the scheme alone: which bot, and to whom, is nobody's business in a log."""
        return f"{self.secure_protocol}://"


class ZaloChannel:
    """Implements `Channel` with one Zalo Bot."""

    def __init__(self, name: str, settings: BotSettings) -> None:
        self.name = name
        self._bot = Bot(settings)

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        """Hand over the short text."""
        plugin = ZaloPlugin(self._bot, address)
        text = marked(message.brief or message.text, message, again=again)
        Apprise(plugin, asset=_ASSET).notify(body=text, body_format=NotifyFormat.TEXT)
        return self._final(plugin.receipt)

    def close(self) -> None:
        """Let go of the connection."""
        self._bot.close()

    def _final(self, receipt: Receipt) -> Receipt:
        """Take a refusal for final only if the bot itself is in order.

        A token with a letter too many would else cost everybody his or her address.
        """
        if receipt.outcome is not Outcome.PERMANENT or self._bot.call("getMe", {}).accepted:
            return receipt
        return replace(receipt, outcome=Outcome.TEMPORARY)


def shortened(text: str) -> str:
    """Return a text that the API takes; what was written to fit stays as it is.

    >>> len(shortened("ạ" * 3000)), shortened("Hạn")
    (2000, 'Hạn')
    """
    whole = unicodedata.normalize("NFC", text).strip()
    units = whole.encode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST:
        return whole
    # An emoji of two units isn't cut in half.
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"
