"""Channels by their settings: the one place that knows which kinds there are.

Apprise takes 0.15 s to import, so it is imported when the first message goes by it: checking
settings, and the many runs that have nothing to say, never pay for it.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from lotrinh.application.books.ports import Channel
from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.channels.bot import Bot, BotSettings
from lotrinh.channels.later import LaterChannel
from lotrinh.channels.mail import Sender
from lotrinh.channels.preview import PreviewChannel
from lotrinh.channels.relay import Relay, RelaySettings
from lotrinh.channels.settings import ChannelSettingsError, Fault, Options
from lotrinh.channels.url import UrlTemplate

_KINDS: dict[str, Callable[[Options], object]] = {
    "preview": Sender.read,
    "smtp": RelaySettings.read,
    "apprise": UrlTemplate.read,
    "zalo": BotSettings.read,
}


def check_channel(settings: ChannelSettings) -> tuple[Fault, ...]:
    """Return all that keeps a channel from being opened; nothing is connected to."""
    read = _KINDS.get(settings.kind)
    if read is None:
        return (Fault("unknown-kind", {"kind": settings.kind}),)
    options = Options(settings.options)
    read(options)
    return options.all_faults()


def open_channel(settings: ChannelSettings, *, folder: Path) -> Channel:
    """Return a channel ready to send.

    Args:
        settings: What `channels.yaml` says.
        folder: Where a preview channel writes.

    Raises:
        ChannelSettingsError: It can't be opened; names the channel and the first fault.
    """
    options = _checked(settings)
    if settings.kind == "smtp":
        return LaterChannel(settings.id, partial(_smtp, settings.id, RelaySettings.read(options)))
    if settings.kind == "apprise":
        return LaterChannel(settings.id, partial(_apprise, settings.id, UrlTemplate.read(options)))
    if settings.kind == "zalo":
        return LaterChannel(settings.id, partial(_zalo, settings.id, BotSettings.read(options)))
    return PreviewChannel(settings.id, folder, Sender.read(options))


def _smtp(name: str, settings: RelaySettings) -> Channel:
    from lotrinh.channels.smtp import SmtpChannel  # noqa: PLC0415  (imports Apprise)

    return SmtpChannel(name, settings)


def _apprise(name: str, url: UrlTemplate) -> Channel:
    from lotrinh.channels.apprise import AppriseChannel  # noqa: PLC0415  (imports Apprise)

    return AppriseChannel(name, url)


def _zalo(name: str, settings: BotSettings) -> Channel:
    from lotrinh.channels.zalo import ZaloChannel  # noqa: PLC0415  (imports Apprise)

    return ZaloChannel(name, settings)


def open_bot(settings: ChannelSettings) -> Bot:
    """Return the bot of a Zalo channel, for what is not sending.

    Raises:
        ChannelSettingsError: It can't be opened.
    """
    return Bot(BotSettings.read(_checked(settings)))


def open_relay(settings: ChannelSettings) -> Relay:
    """Return the server of a mail channel, for what is no message of the outbox.

    Raises:
        ChannelSettingsError: It can't be opened.
    """
    return Relay(RelaySettings.read(_checked(settings)))


def _checked(settings: ChannelSettings) -> Options:
    for fault in check_channel(settings):
        raise ChannelSettingsError(settings.id, fault)
    return Options(settings.options)
