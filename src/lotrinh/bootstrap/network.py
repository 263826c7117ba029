"""This machine in its network: what leads back to itself; nobody else is asked."""

from ipaddress import ip_address

OTHER_LOOPBACK = "127.0.0.2"
"""It leads here as 127.0.0.1 does, but only to those who listen at every address."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
