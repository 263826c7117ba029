"""The heartbeat: one GET of an address that is told each good round, so that silence shows.

The address is a secret, for whoever knows it can feign that all is well: it is fetched when
it is used, follows no redirect, and is in no receipt. Any service of the kind will do.
"""

import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.channels.answers import failure
from lotrinh.channels.deadline import deadline
from lotrinh.channels.settings import Secret

_SECONDS = 10.0
"""To connect in, and again for the answer."""
_TAKEN = range(200, 300)
_REDIRECTS = range(300, 400)


def beat(address: Secret, seconds: float = _SECONDS) -> Receipt:
    """Tell the address that all is well, and return how that ended."""
    url = address.reveal()
    if url is None:
        return Receipt(Outcome.PERMANENT, "its address is missing")
    try:
        line, path = _dial(url, seconds)
    except ValueError:
        return Receipt(Outcome.PERMANENT, "its address can't be one")
    try:
        line.connect()
        with deadline(lambda: line.sock, seconds) as is_over:
            try:
                line.request("GET", path, headers={"User-Agent": "lotrinh"})
                status = line.getresponse().status
            except (OSError, HTTPException) as error:
                return failure(TimeoutError() if is_over() else error).receipt
    except (OSError, HTTPException, ValueError) as error:
        return failure(error).receipt
    finally:
        line.close()
    return _receipt(status)


def _dial(url: str, seconds: float) -> tuple[HTTPConnection, str]:
    """Return a connection that isn't made yet, and what is asked for.

    Raises:
        ValueError: The address isn't one of the web.
    """
    place = urlsplit(url)
    if place.scheme not in {"http", "https"} or not place.hostname or place.username is not None:
        raise ValueError
    path = (place.path or "/") + (f"?{place.query}" if place.query else "")
    if place.scheme == "http":
        return HTTPConnection(place.hostname, place.port, timeout=seconds), path
    trust = ssl.create_default_context()
    return HTTPSConnection(place.hostname, place.port, timeout=seconds, context=trust), path


def _receipt(status: int) -> Receipt:
    if status in _TAKEN:
        return Receipt(Outcome.ACCEPTED)
    why = ": a redirect, which is not followed" if status in _REDIRECTS else ""
    return Receipt(Outcome.TEMPORARY, f"HTTP {status}{why}")
