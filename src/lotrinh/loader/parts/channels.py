"""`channels.yaml`: the ways of reaching people. Secrets are named here, never written.

Whether a channel really works is found out by `doctor`; here only what a person can see to
be wrong is. No problem repeats a value of a channel, for it may be a secret.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, WithJsonSchema

from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.loader.parts.scalars import ID, Choice, Number, Title, Words, as_text, refuse, shown
from lotrinh.loader.parts.shape import Shape, keys_of
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.keys import Keys, english_of
from lotrinh.loader.reading.secret_places import is_file, is_variable, without_secrets
from lotrinh.loader.reading.written import NOTHING, Block, Text, Written

# Stricter than any mail server: one @, and nothing that separates or wraps addresses.
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+\.[^\s@,;:<>()\[\]\\\"]+")
_ANY_ADDRESS = re.compile(r"\S{1,200}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_SECURITY = Vocabulary(["none", "starttls", "tls"])
_CHAT = re.compile(r"(?!(?:0|84)[0-9]{8,10}$)[A-Za-z0-9_-]{6,64}")
"""A conversation with a bot; a telephone number is the usual mistake, and never one."""
_ORIGIN = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?")
_FASTEST = 9999
"""Messages a minute; whoever may send more needs no limit."""
KINDS = Keys("channel_kind", ["preview", "smtp", "apprise", "zalo"])
_ADDRESSES = {"apprise": _ANY_ADDRESS, "zalo": _CHAT}


def is_address(kind: str, address: str) -> bool:
    """Whether something can be an address on a kind of channel.

    >>> is_address("smtp", "office@dong-hai-2.example.vn"), is_address("smtp", "a@b, c@d")
    (True, False)
    >>> is_address("zalo", "6ede9afa66b88fe6d6a9"), is_address("zalo", "0912345678")
    (True, False)
    """
    return _ADDRESSES.get(kind, _EMAIL).fullmatch(address) is not None


def _as_email(value: Any) -> Text:
    text = as_text(value)
    if not is_address("smtp", text):
        raise refuse("bad-email")
    return text


def _as_host(value: Any) -> Text:
    text = as_text(value)
    if not _HOST.fullmatch(text):
        raise refuse("bad-host")
    return text


def _as_port(value: Any) -> Text:
    text = as_text(value)
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536):
        raise refuse("bad-port")
    return text


def _as_rate(value: Any) -> int:
    text = as_text(value)
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= _FASTEST):
        raise refuse("bad-rate", limit=str(_FASTEST))
    return int(text)


def _as_security(value: Any) -> Text:
    text = as_text(value)
    if text not in _SECURITY:
        raise refuse("bad-security", _SECURITY.nearest(text) or "starttls")
    return text


def _as_variable(value: Any) -> Text:
    text = as_text(value)
    if not is_variable(text):
        raise refuse("bad-variable")
    return text


def _as_secret_file(value: Any) -> Text:
    text = as_text(value)
    if not is_file(text):
        raise refuse("bad-secret-file")
    return text


Variable = Annotated[Text, BeforeValidator(_as_variable)]
"""The name of an environment variable that holds a secret."""
SecretFile = Annotated[Text, BeforeValidator(_as_secret_file)]
"""The path of a file that holds one."""


def _as_template(value: Any) -> Text:
    text = as_text(value)
    if "://" not in text or re.search(r"\s", text):
        raise refuse("bad-channel-url")
    if without_secrets(text) != text:
        raise refuse("literal-secret")
    return text


def _as_origin(value: Any) -> Text:
    text = as_text(value)
    if not _ORIGIN.fullmatch(text):
        raise refuse("bad-api")
    return text


_ANY = Keys("smtp", ["kind"], is_open=True)
"""Of a channel whose kind isn't known yet."""
_PORT = shown("integer", "string", minimum=1, maximum=65535, pattern=r"^\d{1,5}$")
_PACE = shown("integer", "string", minimum=1, maximum=_FASTEST, pattern=r"^\d{1,4}$")
_SECURED = shown("string", enum=sorted(_SECURITY.words))


def _kind(name: str) -> WithJsonSchema:
    return WithJsonSchema({"enum": list(KINDS.written(name))})


class ChannelsShape(Shape):
    """The file: whatever else it names is a channel."""

    deliver_by: Words = NOTHING
    """The channel that all messages go by; without it each goes by its own."""


class PreviewShape(Shape):
    """Writes messages into files; nothing leaves the machine."""

    kind: Annotated[Words, _kind("preview")] = NOTHING
    """preview."""


class RepliesShape(Shape):
    """The mailbox in which answers to mails are read."""

    needed: ClassVar = ("host", "user")

    host: Annotated[Text, BeforeValidator(_as_host)] = NOTHING
    """The name of the IMAP server."""
    port: Annotated[Text, BeforeValidator(_as_port), _PORT] = NOTHING
    """What the server listens on; that of `security`, if not given."""
    security: Annotated[Text, BeforeValidator(_as_security), _SECURED] = NOTHING
    """none (port 143), starttls (143) or tls (993, if not given)."""
    user: Words = NOTHING
    """The name to log in with."""
    password_env: Variable = NOTHING
    """The environment variable that holds the password."""
    password_file: SecretFile = NOTHING
    """The file that holds the password."""
    folder: Words = NOTHING
    """The folder that is read; INBOX, if not given."""
    address: Annotated[Text, BeforeValidator(_as_email)] = NOTHING
    """What people write to; the user, if that is an address."""
    ca_file: Words = NOTHING
    """Certificates to trust instead of the system's: an office's own mail server."""
    timeout: Number = 30
    """Seconds to wait for the server."""


class SmtpShape(Shape):
    """Sends mail through a server."""

    needed: ClassVar = ("kind", "host", "sender")

    kind: Annotated[Words, _kind("smtp")] = NOTHING
    """smtp."""
    host: Annotated[Text, BeforeValidator(_as_host)] = NOTHING
    """The name of the mail server."""
    port: Annotated[Text, BeforeValidator(_as_port), _PORT] = NOTHING
    """What the server listens on; that of `security`, if not given."""
    security: Annotated[Text, BeforeValidator(_as_security), _SECURED] = NOTHING
    """none (port 25), starttls (587, if not given) or tls (465)."""
    user: Words = NOTHING
    """The name to log in with."""
    password_env: Variable = NOTHING
    """The environment variable that holds the password."""
    password_file: SecretFile = NOTHING
    """The file that holds the password."""
    ca_file: Words = NOTHING
    """Certificates to trust beside the system's: an office's own mail server."""
    sender: Annotated[Text, BeforeValidator(_as_email)] = NOTHING
    """The address that messages come from."""
    sender_name: Title = NOTHING
    """The name beside it."""
    timeout: Number = 30
    """Seconds to wait for the server."""
    per_minute: Annotated[int | None, BeforeValidator(_as_rate), _PACE] = None
    """How many messages the server takes in a minute; any number, if not given."""
    replies: RepliesShape | None = None
    """The mailbox in which answers are read; none are, if not given."""


class AppriseShape(Shape):
    """Sends through any service that Apprise knows and this program allows."""

    needed: ClassVar = ("kind", "url")

    kind: Annotated[Words, _kind("apprise")] = NOTHING
    """apprise."""
    url: Annotated[Text, BeforeValidator(_as_template)] = NOTHING
    """An Apprise URL; ``{address}`` is the recipient's, ``${NAME}`` an environment variable."""
    allow_private: Choice = False
    """Whether the URL may lead to a machine of the own network."""
    timeout: Number = 60
    """Seconds after which a send is given up; 200 at most."""
    per_minute: Annotated[int | None, BeforeValidator(_as_rate), _PACE] = None
    """How many messages the service takes in a minute; any number, if not given."""


class ZaloShape(Shape):
    """Sends through a Zalo Bot to people who have written to it."""

    needed: ClassVar = ("kind",)

    kind: Annotated[Words, _kind("zalo")] = NOTHING
    """zalo."""
    token_env: Variable = NOTHING
    """The environment variable that holds the bot's token."""
    token_file: SecretFile = NOTHING
    """The file that holds the bot's token."""
    api: Annotated[Text, BeforeValidator(_as_origin)] = NOTHING
    """The bot server, where it isn't Zalo's own: a scheme and a host."""
    allow_private: Choice = False
    """Whether the server may be a machine of the own network, and unencrypted."""
    ca_file: Words = NOTHING
    """Certificates to trust instead of the system's: an office that looks into its traffic."""
    timeout: Number = 15
    """Seconds to wait for the server."""
    per_minute: Annotated[int | None, BeforeValidator(_as_rate), _PACE] = None
    """How many messages the server takes in a minute; any number, if not given."""


_NOT_OPTIONS = {"kind", "per_minute"}
"""What isn't the channel's own business."""

SHAPES: Mapping[str, type[Shape]] = {
    "preview": PreviewShape,
    "smtp": SmtpShape,
    "apprise": AppriseShape,
    "zalo": ZaloShape,
}


def read_channels(
    tree: Written, findings: Findings
) -> tuple[Mapping[str, ChannelSettings], str | None]:
    """Return the channels, and the one that stands in for all others, if any."""
    if not isinstance(tree, Block):
        findings.error("wrong-shape", tree.where, wanted="mapping")
        return {}, None
    named = english_of(tree, keys_of(ChannelsShape, is_open=True), (), findings)
    written = {
        str(name): _channel(name, channel, findings)
        for name, channel in named.items()
        if name != "deliver_by"
    }
    channels = {name: channel for name, channel in written.items() if channel}
    stand_in = named.under("deliver_by")
    if stand_in is None:
        return channels, None
    if not isinstance(stand_in, Text):
        findings.error("wrong-shape", stand_in.where, wanted="text")
        return channels, None
    findings.expect(stand_in, Vocabulary(written), "unknown-channel")
    return channels, str(stand_in)


def _channel(name: Text, tree: Written, findings: Findings) -> ChannelSettings | None:
    if not ID.fullmatch(name):
        findings.error("bad-id", name.where, value=str(name))
    if not isinstance(tree, Block):
        findings.error("wrong-shape", tree.where, wanted="mapping")
        return None
    written = next((value for key, value in tree.items() if _ANY.meant(key) == "kind"), None)
    if not isinstance(written, Text):
        findings.error("missing-key", tree.where, key=_ANY.said_as("kind", tree))
        return None
    kind = KINDS.meant(written)
    if kind is None:
        findings.expect(written, KINDS, "unknown-channel-kind")
        return ChannelSettings(str(name), str(written), {})
    known = len(findings.all)
    shape = SHAPES[kind].of(tree, findings)
    if isinstance(shape, ZaloShape) and known == len(findings.all):
        _check_token(shape, findings)
    options = _options(shape) if shape is not None else {}
    if isinstance(shape, SmtpShape) and shape.replies is not None:
        inner = _options(shape.replies)
        options |= {f"replies.{name}": value for name, value in inner.items()}
    pace = shape.per_minute if isinstance(shape, SmtpShape | AppriseShape | ZaloShape) else None
    return ChannelSettings(str(name), kind, options, pace)


def _options(shape: Shape) -> dict[str, str]:
    said = shape.written.items()
    return {str(k): str(v) for k, v in said if isinstance(v, Text) and k not in _NOT_OPTIONS}


def _check_token(shape: ZaloShape, findings: Findings) -> None:
    if not {"token_env", "token_file"} & shape.written.keys():
        key = keys_of(ZaloShape).said_as("token_env", shape.written)
        findings.error("missing-key", shape.where, key=key)
