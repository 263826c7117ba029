"""The places where a secret could stand, and what stands there instead: the name of one.

One law for two readers: the loader refuses what isn't a name, and a page shows nothing else.
No look at a word decides whether it is a secret, only its place.
"""

import re
from collections.abc import Iterator

from lotrinh.application.office.services import ANY_HOST, MAIL_HOST

HIDDEN = "•••"
VARIABLE = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
"""The name of a variable that holds a secret: words in capitals, joined by underscores."""
_NAMED = re.compile(rf"(?:\$\{{{VARIABLE}\}}|\{{address\}}|[@:.+-])*")
"""What a URL may have everywhere: variables, the recipient's address, and what joins them."""
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<place>[^/?#]*)(?P<rest>.*)", re.DOTALL
)
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_PIECE = re.compile(r"(\$\{[^}]*\}|[/?&=#])")
_WORD = re.compile(r"[a-z_-]{1,20}")
_SETTINGS = frozenset({"", "yes", "no", "true", "false", "text", "html", "markdown"})
"""What a parameter may be set to without a variable."""
_FILE = re.compile(r"(?:[A-Za-z]:)?[\\/].*|~/.*|\.\.?[\\/].*", re.DOTALL)


def is_variable(text: str) -> bool:
    """Whether something can be the name of a variable that holds a secret.

    >>> is_variable("SMTP_PASSWORD"), is_variable("chimhoangyen"), is_variable("HUNTER2")
    (True, False, False)
    """
    return re.fullmatch(VARIABLE, text) is not None


def is_file(text: str) -> bool:
    """Whether something can be the path of a file that holds a secret; a bare word can't.

    >>> is_file("/etc/lotrinh/password"), is_file("./password"), is_file("hunter2")
    (True, True, False)
    """
    return _FILE.fullmatch(text) is not None


def without_secrets(url: str) -> str:
    """Return a channel's URL with all hidden that isn't the name of a secret, or no secret.

    >>> without_secrets("json://me:hunter@chat.example.vn:8443/hook/${HOOK_TOKEN}/{address}")
    'json://•••@chat.example.vn:8443/•••/${HOOK_TOKEN}/{address}'
    >>> without_secrets("tgram://1234:abc/{address}"), without_secrets("slack://${SLACK_HOOK}/")
    ('tgram://•••/{address}', 'slack://${SLACK_HOOK}/')
    """
    found = _URL.fullmatch(url)
    if found is None:
        return url
    scheme = found["scheme"].lower()
    user, at, host = found["place"].rpartition("@")
    has_host = scheme in ANY_HOST | MAIL_HOST and _HOST.fullmatch(host)
    told_host = host if has_host else _named(host)
    told_user = _user(user, scheme)
    return f"{found['scheme']}://{told_user}{at}{told_host}{''.join(_pieces(found['rest']))}"


def _user(user: str, scheme: str) -> str:
    """Return who signs in: a mailbox is no secret, a service's user often is one."""
    name, colon, password = user.partition(":")
    if scheme in MAIL_HOST:
        return f"{name}{colon}{_named(password)}"
    return _named(user)


def _pieces(rest: str) -> Iterator[str]:
    """Yield path and parameters; of these the names, and settings from a closed set."""
    pieces = _PIECE.split(rest)
    in_parameters = False
    for number, piece in enumerate(pieces):
        in_parameters = in_parameters or piece == "?"
        after = pieces[number + 1] if number + 1 < len(pieces) else ""
        known = _WORD.fullmatch(piece) is not None if after == "=" else piece in _SETTINGS
        yield piece if (in_parameters and known) or _PIECE_END.fullmatch(piece) else _named(piece)


_PIECE_END = re.compile(r"[/?&=#]")


def _named(text: str) -> str:
    return text if _NAMED.fullmatch(text) else HIDDEN
