"""Messages: what one person gets at one time, its life on the way, and how a send ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Reminder


class MessageKind(StrEnum):
    """What a message is about."""

    REMINDERS = "reminders"
    EXTENSIONS = "extensions"
    """To whoever decides: more time that was asked for."""
    REFUSED = "refused"
    """To who asked for more time: it is refused."""
    WEEKLY = "weekly"
    """To superiors: how all stands at the organisations below."""
    DAILY = "daily"
    """To the coordinator, every working day: what was said and recorded, and what is amiss."""
    BACKLOG = "backlog"
    """To the coordinator: what was past due already at the first check."""
    UNDATED = "undated"
    """To the coordinator, once a week: deadlines that have no date; the daily message tells it."""
    UNHELD = "unheld"
    """To the coordinator: roles that nobody holds; the daily message tells it, if there is one."""
    CONFIGURATION = "configuration"
    """To the coordinator: the present files have errors; the last accepted ones go on."""
    FAILED = "failed"
    """To the coordinator, once a day: messages and addresses that were given up."""
    HELD = "held"
    """To the coordinator and the operator, once a day: a run is held, for it is too large."""
    SILENT = "silent"
    """To the coordinator and the operator, once a day: roadmaps whose checks no longer come."""
    CHECK_FAILED = "check-failed"
    """To the coordinator and the operator, once a day each: a run in Prefect has failed."""
    REPLY = "reply"
    """To whoever has written; it is in no outbox."""
    SIGN_IN = "signin"
    """To whoever wants to see the board: the link that lets him or her in, once."""
    TEST = "test"
    """To anybody, when a user asks for it; it is in no outbox."""


OF_REMINDERS = frozenset({MessageKind.REMINDERS, MessageKind.EXTENSIONS, MessageKind.REFUSED})
"""Made of reminders in the ledger; until it is sent, such a message is written anew each time."""


TOLD_ONCE = frozenset({MessageKind.BACKLOG})
"""What nobody finds again: it is told as it was found, however long it was only looked at."""
FOUND_AGAIN = frozenset({MessageKind.UNDATED, MessageKind.UNHELD, MessageKind.CONFIGURATION})
"""Notices that the next check makes anew under the same key, where they still hold."""


FOR_OPERATOR = frozenset({MessageKind.HELD, MessageKind.SILENT, MessageKind.CHECK_FAILED})
"""What the operator hears of as well as the coordinator."""


class DeliveryState(StrEnum):
    """The life of one message."""

    WAITING = "waiting"
    HELD = "held"
    """One of many more than usual: it waits until a person lets them go."""
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    """Given up: a person has to look."""
    WITHDRAWN = "withdrawn"
    """Not to be sent: a later message tells it instead, or somebody has decided so."""


class Outcome(StrEnum):
    """How a send ended."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    """Surely not sent, and worth another try."""
    PERMANENT = "permanent"
    """Surely not sent, and never will be."""
    UNKNOWN = "unknown"
    """The other side fell silent after it had everything: it may have been sent."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a send ended, and why; never holds a secret or an address."""

    outcome: Outcome
    detail: str = ""
    """A code or a short sentence for people: ``550 5.1.1``."""
    retry_after: timedelta | None = None
    stays_here: bool = False
    """Whether it was only written to a file here, to be looked at: nobody was told."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one person gets at one time, composed."""

    key: str
    """Made from its contents' keys: the same on any repeat; the Message-ID rests on it."""
    kind: MessageKind
    recipient: PersonId
    subject: str
    text: str
    html: str
    at: datetime
    """The instant of the check whose standing the text tells."""
    not_before: datetime
    """The end of the quiet hours that hold it."""
    thread: str
    """What mail programs group by: a person and a month."""
    language: str = "vi"
    brief: str = ""
    """The same, short and plain, for channels that take little: at most `BRIEF` characters."""
    facts: int = 0
    """The sequence of the newest fact that it could see."""
    how_often: str = ""
    """Where its recipient says how often letters may come; the books don't keep it."""


BRIEF = 1800
"""Zalo takes 2,000; the rest is for the signature of a link, and for what a channel adds."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is to be posted, with the reminders that it tells."""

    message: Message
    reminders: tuple[int, ...] = ()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Excess:
    """A run that is many times larger than usual."""

    messages: int
    usual: int
    """The median of the days that went before."""
    held: int = 0
    """How many messages wait for a person's word."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A message that this worker alone may send, until the lease ends."""

    message: Message
    attempt: int
    """1 for the first try."""
    after_unknown: bool = False
    """An earlier try had an unknown end: this one may repeat it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reminder that is in no message yet."""

    id: int
    reminder: Reminder
    repeats: str = ""
    """The key of a message in which it may have arrived: it is told again under that one."""
