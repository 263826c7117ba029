"""The template of an Apprise URL: which services are allowed, and how an address gets in.

Operators write templates; the register only gives the address, which may neither change
the host nor add parameters: it stands after the host, is of few characters, and escaped.
A filled URL is a secret.
"""

import os
import re
import socket
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote, urlsplit

from lotrinh.application.office.services import ANY_HOST
from lotrinh.channels.settings import Options

_MAIL = {"brevo", "mailgun", "mailto", "mailtos", "o365", "azure", "postmark", "sendgrid", "ses"}
_CHAT = {
    *("discord", "gchat", "lark", "line", "matrix", "matrixs", "mmost", "mmosts", "nctalk"),
    *("nctalks", "rocket", "rockets", "signal", "signals", "slack", "synology", "synologys"),
    *("tgram", "viber", "webex", "whatsapp", "workflow", "workflows", "zulip"),
}
_PUSH = {"bark", "barks", "gotify", "gotifys", "ntfy", "ntfys", "pover"}
_SMS = {
    *("bulksms", "clicksend", "d7sms", "httpsms", "kavenegar", "msg91", "msgbird", "plivo"),
    *("seven", "sinch", "smseagle", "smseagles", "sns", "twilio", "vonage"),
}
_WEBHOOK = {"form", "forms", "json", "jsons"}

SCHEMES = frozenset(_MAIL | _CHAT | _PUSH | _SMS | _WEBHOOK)
"""Services that may be named; none acts on this machine."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9]*)://([^/?#]*)")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_ADDRESS = re.compile(r"[A-Za-z0-9_.+@:=#!-]{1,200}")
_HOLE = "{address}"


@dataclass(frozen=True, slots=True)
class UrlTemplate:
    """An Apprise URL with a hole for the address."""

    text: str = field(repr=False)
    allow_private: bool = False
    timeout: float = 60
    """Seconds after which a send is given up: less than is left of a lease."""

    @classmethod
    def read(cls, options: Options) -> "UrlTemplate":
        """Make a template of options, its ``${NAME}`` taken from the environment as they are."""
        allow_private = options.flag("allow_private")
        text = _with_variables(options.text("url"), options)
        found = _SCHEME.match(text)
        scheme, host = (found[1].lower(), found[2]) if found else ("", "")
        if text and scheme not in SCHEMES:
            options.fault("unknown-scheme", scheme=scheme)
        elif _HOLE in host:
            options.fault("address-in-host")
        return cls(text, allow_private, options.number("timeout", "60", 200))

    @property
    def scheme(self) -> str:
        """The service that is meant."""
        return self.text.partition("://")[0].lower()

    def fill(self, address: str) -> str | None:
        """Return the URL for one address, None where that can't be one."""
        if _HOLE in self.text and not _ADDRESS.fullmatch(address):
            return None
        return self.text.replace(_HOLE, quote(address, safe=""))

    @property
    def leads_inside(self) -> bool:
        """Whether it would post into a network of our own without leave to do so."""
        if self.allow_private or self.scheme not in ANY_HOST:
            return False  # the others post to the host of the service
        host = urlsplit(self.text).hostname
        return host is not None and not is_public(host)


def _with_variables(text: str, options: Options) -> str:
    for name in _VARIABLE.findall(text):
        if not os.environ.get(name):
            options.fault("missing-secret", name=name)
    return _VARIABLE.sub(lambda found: os.environ.get(found[1], "").strip(), text)


def is_public(host: str) -> bool:
    """Whether all that a host's name leads to is public; one that leads nowhere does no harm."""
    try:
        places = socket.getaddrinfo(host, None)
    except OSError:
        return True
    return all(_is_global(str(place[4][0])) for place in places)


def _is_global(place: str) -> bool:
    ip = ip_address(place.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast
