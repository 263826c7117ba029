"""This machine in its network: which names mean itself, and by which address others reach it."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address

_ELSEWHERE = ("192.0.2.1", 9)
"""An address that is kept for documents: no packet goes there, but a way would be chosen."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def own_addresses() -> Iterator[str]:
    """Yield the address by which others reach this machine; nothing where it is in no network."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        yield str(probe.getsockname()[0])
