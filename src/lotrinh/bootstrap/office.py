"""What lies open: the files of one folder, the books of one database, channels, mailboxes.

What is heavy to import and not always needed, the database and the channels, is imported
when it is first asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lotrinh import clock
from lotrinh.application.books.deliveries import Destination
from lotrinh.application.books.messages import Message, Receipt
from lotrinh.application.books.ports import Channel, Store, UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.linking import ZALO, mailbox_channel, with_links, zalo_channel
from lotrinh.application.recording.tickets import Seals, signed
from lotrinh.application.sending.deliver import (
    Delivered,
    Sign,
    channels_in_reserve,
    channels_in_use,
    usable,
)
from lotrinh.bootstrap.files.folder import Files
from lotrinh.bootstrap.keys import signing_keys
from lotrinh.bootstrap.log.lines import delivery_line, fact_lines
from lotrinh.bootstrap.log.writing import Log
from lotrinh.domain.facts import Fact
from lotrinh.domain.times import civil_date
from lotrinh.loader.workspace import Loaded

if TYPE_CHECKING:
    from lotrinh.application.books.rehearsal import Rehearsal
    from lotrinh.bootstrap.desks.bot import BotDesk
    from lotrinh.bootstrap.desks.imports import ImportDesk
    from lotrinh.bootstrap.desks.mail import MailDesk
    from lotrinh.bootstrap.files.in_use import Unaccepted
    from lotrinh.store.copying import Moved
    from lotrinh.store.upkeep import Upkeep

DEFAULT_LANGUAGE = "vi"
_GREETING_SECONDS = 5
PAGES = "127.0.0.1", 4300
"""Where the pages are on this machine, unless somebody says otherwise."""


@dataclass
class Office:
    """One folder of files and one database, and how to reach people."""

    config: Path
    database: str
    var: Path
    language: str | None = None
    run: str = ""
    """The run of Prefect in which this happens, '' where it is none."""
    now: Callable[[], datetime] = clock.now
    wait: Callable[[timedelta], None] = clock.wait
    log: Log = field(default_factory=Log)
    _opened: list[Any] = field(default_factory=list)

    # The files.

    @cached_property
    def folder(self) -> Files:
        """The folder of the configuration."""
        return Files(self.config, lambda: self.now())  # noqa: PLW0108  (another may be set later)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The present files, by their names within the folder: those of the library as well."""
        return self.folder.contents

    @property
    def loaded(self) -> Loaded:
        """What the present files say, with all their problems."""
        return self.folder.loaded

    @property
    def configuration(self) -> Configuration:
        """The present files' configuration.

        Raises:
            ProblemsError: They have errors.
        """
        return self.folder.configuration

    def spoken(self, configuration: Configuration | None = None) -> str:
        """Return the language that the user is answered in."""
        configured = configuration.language if configuration else None
        return self.language or configured or DEFAULT_LANGUAGE

    def import_desk(self) -> "ImportDesk":
        """Return who takes over plans and registers; the files here may have mistakes."""
        from lotrinh.bootstrap.desks.imports import ImportDesk  # noqa: PLC0415  (seldom needed)

        return ImportDesk(self.files, self.spoken(self.loaded.configuration))

    def today(self, configuration: Configuration) -> date:
        """Return the civil day that it is now."""
        return civil_date(self.now(), configuration.zone)

    # The books.

    @cached_property
    def store(self) -> Store:
        """The database, opened and brought up to date when first asked for."""
        from lotrinh.store.database import SqlStore  # noqa: PLC0415  (heavy, not always needed)

        store = SqlStore.open(self.database, self.run, self._log_facts)
        self._opened.append(store)
        return store

    def _log_facts(self, facts: Sequence[Fact]) -> None:
        self.log.write(fact_lines(facts))

    def log_delivery(self, sent: Delivered) -> None:
        """Write down that a send has ended, with what its message tells of."""
        if self.log.speaks:
            with self.store.look() as uow:
                cells = uow.deliveries.cells([sent.message.key])
            self.log.write([delivery_line(sent, cells.get(sent.message.key, ()))])

    def unaccepted(self) -> "Unaccepted":
        """Return which files differ from those in use; books are only glanced at."""
        from lotrinh.bootstrap.files.in_use import unaccepted  # noqa: PLC0415  (seldom needed)

        return unaccepted(self.files, self.database, self.configuration)

    def upkeep(self) -> "Upkeep":
        """Open the database as it is, to look after it; nothing is brought up to date."""
        from lotrinh.store.upkeep import Upkeep  # noqa: PLC0415  (seldom needed)

        upkeep = Upkeep.open(self.database)
        self._opened.append(upkeep)
        return upkeep

    def move_books(self, target: str, told: "Callable[[Moved], None]") -> "Sequence[Moved]":
        """Copy the books to an empty database; those here stay, and stay in use."""
        from lotrinh.store.moving import move  # noqa: PLC0415  (seldom needed)

        return move(self.database, target, told)

    @contextmanager
    def look(self, day: date | None = None) -> Iterator[tuple[Configuration, UnitOfWork]]:
        """Open the books to read in them, with the present files' configuration to go by.

        Args:
            day: The day that it is looked at; today, if None.

        Raises:
            ProblemsError: The files have errors.
        """
        present = self.configuration
        with self.store.look() as uow:
            configuration = self.folder.decided(present, uow, day)
            yield configuration, by_present_ids(uow, configuration)

    @contextmanager
    def notebook(
        self, day: date | None = None, *, fresh: bool = False
    ) -> "Iterator[tuple[Configuration, Rehearsal]]":
        """Do as `look`, with a notebook laid over the books; a fresh one over facts alone."""
        from lotrinh.application.books.rehearsal import Rehearsal  # noqa: PLC0415  (for previews)

        with self.look(day) as (configuration, uow):
            yield configuration, Rehearsal(uow, fresh=fresh)

    def close(self) -> None:
        """Let go of the database and of all channels."""
        while self._opened:
            self._opened.pop().close()

    def in_use(self) -> Configuration:
        """Return the configuration that deliveries go by: the files may have errors."""
        with self.store.look() as uow:
            return self.folder.present_or_last(uow)

    @cached_property
    def addressed(self) -> Configuration:
        """The present files' configuration, with the addresses that people have linked."""
        with self.store.look() as uow:
            return with_links(self.configuration, uow.links.all())

    def channel_of(self, message: Message) -> str:
        """Return the channel that a message would go by."""
        addresses = usable(self.addressed, message.recipient, self._set_aside)
        return next((address.channel for address in addresses), "")

    @cached_property
    def _set_aside(self) -> frozenset[Destination]:
        """The addresses that aren't used any more."""
        with self.store.look() as uow:
            return uow.addresses.set_aside()

    def channels(self, configuration: Configuration) -> Mapping[str, Channel]:
        """Open the channels that people are reached by; they connect when first used.

        One that is only held in reserve and can't be opened is left out: it stops nobody.

        Raises:
            ChannelSettingsError: One that is in use can't be opened.
        """
        from lotrinh.channels.factory import open_channel  # noqa: PLC0415  (heavy, not always needed)
        from lotrinh.channels.settings import ChannelSettingsError  # noqa: PLC0415  (goes with it)

        settings, folder = configuration.channels, self.var / "preview"
        opened = {
            id_: open_channel(settings[id_], folder=folder)
            for id_ in sorted(channels_in_use(configuration))
        }
        for id_ in sorted(channels_in_reserve(configuration)):
            with suppress(ChannelSettingsError):
                opened[id_] = open_channel(settings[id_], folder=folder)
        self._opened.extend(opened.values())
        return opened

    def greetings(self, configuration: Configuration) -> Mapping[str, Receipt]:
        """Return what the mail servers that are in use say to somebody who sends nothing.

        Raises:
            ChannelSettingsError: A channel can't be opened.
        """
        from lotrinh.channels.factory import open_relay  # noqa: PLC0415  (not always needed)

        used = sorted(channels_in_use(configuration))
        mail = [id_ for id_ in used if configuration.channels[id_].kind == "smtp"]
        relays = {id_: open_relay(configuration.channels[id_]) for id_ in mail}
        return {id_: relay.greet(_GREETING_SECONDS) for id_, relay in relays.items()}

    def let_go(self, channels: Mapping[str, Channel]) -> None:
        """Close channels that are needed no more, where the office stays open for weeks."""
        for channel in channels.values():
            channel.close()
            self._opened.remove(channel)

    @cached_property
    def seals(self) -> Seals:
        """What signs links; the keys are read, or made, when first asked for.

        Raises:
            LotrinhError: They can't be read, or are too weak.
        """
        from lotrinh.signing import KeyRing  # noqa: PLC0415  (not always needed)

        return KeyRing(signing_keys(self.var))

    def signing(self, configuration: Configuration) -> Sign:
        """Return what signs the links of messages as they are handed over."""
        url = configuration.public_url
        if url is None:
            return lambda message, _: message
        seals = self.seals
        return lambda message, now: signed(message, url, seals, now)

    def zalo_channels(self) -> tuple[str, ...]:
        """Return the channels that are a Zalo Bot, of the present files or those accepted last."""
        channels = self.in_use().channels.values()
        return tuple(channel.id for channel in channels if channel.kind == ZALO)

    def mailboxes(self) -> tuple[str, ...]:
        """Return the channels whose answers are read, of the present files or the last accepted."""
        channels = self.in_use().channels.values()
        return tuple(channel.id for channel in channels if channel.reads_mail)

    def mail_desk(self, channel: str | None = None) -> "MailDesk":
        """Open the mailbox of a mail channel; it connects when it is first used.

        Raises:
            LotrinhError: There is no such channel, or a password is missing.
        """
        from lotrinh.bootstrap.desks.mail import MailDesk  # noqa: PLC0415  (the only user of it)
        from lotrinh.channels.factory import open_relay  # noqa: PLC0415  (not always needed)

        configuration = self.in_use()
        id_ = mailbox_channel(configuration, channel)
        relay = open_relay(configuration.channels[id_])
        assert relay.settings.replies is not None  # noqa: S101  (else it reads no mail)
        self._opened.append(relay)

        return MailDesk(id_, relay.settings.replies, relay, self.store, self._go_by, self.now)

    def bot_desk(self, channel: str | None = None) -> "BotDesk":
        """Open a Zalo channel for linking; it connects when it is first used.

        Raises:
            LotrinhError: There is no such channel, or its token is missing.
        """
        from lotrinh.bootstrap.desks.bot import BotDesk  # noqa: PLC0415  (the only user of it)
        from lotrinh.channels.factory import open_bot  # noqa: PLC0415  (heavy, not always needed)

        configuration = self.in_use()
        id_ = zalo_channel(configuration, channel)
        bot = open_bot(configuration.channels[id_])
        self._opened.append(bot)
        return BotDesk(id_, bot, self.store, self._go_by, self.now)

    def _go_by(self, uow: UnitOfWork) -> Configuration:
        """Return what letters are read by: the files are read anew each time."""
        return Files(self.config, self.now).present_or_last(uow)
