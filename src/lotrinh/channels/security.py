"""How a connection to a mail server is protected, and where servers listen then."""

from collections.abc import Mapping
from enum import StrEnum


class Security(StrEnum):
    """How a connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS: Mapping[Security, str] = {
    Security.NONE: "25",
    Security.STARTTLS: "587",
    Security.TLS: "465",
}
PORTS_OF_IMAP: Mapping[Security, str] = {
    Security.NONE: "143",
    Security.STARTTLS: "143",
    Security.TLS: "993",
}
