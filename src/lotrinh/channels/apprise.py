"""Any allowed service that Apprise knows, by one URL.

Apprise can fan out, retry, follow redirects and escalate. Here it does none of these: one
URL is one recipient, and the outbox owns every retry. Only the truth of its answer is
used, so a refusal can't be told from a fault and counts as temporary.
"""

import logging
from html import escape

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from lotrinh.application.books.messages import Message, Outcome, Receipt
from lotrinh.channels.again import marked
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
        self._url = url
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
        title, body = _content(service, message, again=again)
        apprise = Apprise(service, asset=self._asset)
        if apprise.notify(title=title, body=body, body_format=service.notify_format):
            return Receipt(Outcome.ACCEPTED)
        return Receipt(Outcome.TEMPORARY, f"{self.name}: the service did not take the message")

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
