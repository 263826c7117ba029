"""Any allowed service that Apprise knows, by one URL.

Apprise can fan out, retry, follow redirects and escalate. Here it does none of these: one
URL is one recipient, and the outbox owns every retry. Its answer is yes or no; a no is
temporary where the message surely hasn't left, or was refused, else its end is unknown.
"""

import logging
from html import escape
from threading import Thread

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from lotrinh.application.books.messages import Message, Outcome, Receipt
from lotrinh.channels.again import marked
from lotrinh.channels.ear import Ear
from lotrinh.channels.mail import one_line
from lotrinh.channels.url import SCHEMES, UrlTemplate

_TALKATIVE = ("apprise", "urllib3")
"""Libraries that write whole URLs, with their secrets, into the log."""


class AppriseChannel:
    """Implements `Channel` with an Apprise URL; nothing it says ever shows the URL."""

    def __init__(self, name: str, url: UrlTemplate) -> None:
        for library in _TALKATIVE:
            logging.getLogger(library).setLevel(logging.CRITICAL)
        self.name = name
        self._url, self._patience = url, url.timeout
        self._asset = AppriseAsset(async_mode=False, http_redirects=False, storage_mode="memory")

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        """Hand over the message, as HTML to services that show HTML, else as text."""
        url = self._url.fill(address)
        if url is None:
            return Receipt(Outcome.PERMANENT, f"{self.name}: not an address for this channel")
        if self._url.leads_inside:
            return Receipt(Outcome.PERMANENT, f"{self.name}: the host is not a public one")
        service = self._service(url)
        if service is None:
            return Receipt(Outcome.PERMANENT, f"{self.name}: not a usable URL for one recipient")
        ear = Ear()
        service.logger = ear.logger
        taken = self._notified(service, *_content(service, message, again=again))
        if taken is None:
            return Receipt(Outcome.UNKNOWN, f"{self.name}: timed out after the whole message")
        return Receipt(Outcome.ACCEPTED) if taken else ear.receipt(self.name)

    def _notified(self, service: NotifyBase, title: str, body: str) -> bool | None:
        """Return what Apprise says; None where it is still at it, as with an answer that drips."""
        apprise, told = Apprise(service, asset=self._asset), list[bool]()

        def notify() -> None:
            form = service.notify_format
            told.append(bool(apprise.notify(title=title, body=body, body_format=form)))

        # Nothing of its own ends a drip; it is left behind, and goes with the process.
        talk = Thread(target=notify, daemon=True)
        talk.start()
        talk.join(self._patience)
        return told[0] if told else None

    def close(self) -> None:
        """Nothing is held open."""

    def _service(self, url: str) -> NotifyBase | None:
        """Return a service for one send; a used one would sleep up to 5.5 s before the next."""
        service = Apprise.instantiate(url, asset=self._asset)
        if service is None or service.schema not in SCHEMES:
            return None
        # What the URL says about these doesn't count.
        service.redirects, service.retry, service.optional = False, 0, False
        return service if len(service) == 1 else None


def _content(service: NotifyBase, message: Message, *, again: bool) -> tuple[str, str]:
    """Return title and body in the service's own format.

    So Apprise converts nothing: from text to HTML it would make every space unbreakable.
    """
    title = marked(one_line(message.subject), message, again=again)
    if service.notify_format is not NotifyFormat.HTML:
        return title, message.text
    # A service without titles gets it put into the body, as it is.
    return (escape(title) if service.title_maxlen <= 0 else title), message.html
