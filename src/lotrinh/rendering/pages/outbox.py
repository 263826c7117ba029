"""The pages of the outbox: every message, and one of them with all that is known of it.

They name people as the register does. Links in a text stand there as the books hold them,
unsigned: nobody gets in by them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from lotrinh.application.books.deliveries import Attempt, Delivery, Opened
from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.books.trail import Deed, DeedKind
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId
from lotrinh.domain.reminders import Reminder
from lotrinh.domain.times import civil_date
from lotrinh.rendering.authors import author
from lotrinh.rendering.deliveries import explained, name_of, state_in_words, stays_here
from lotrinh.rendering.messages.reminders import told_as
from lotrinh.rendering.trail import cell_address, cell_in_words, clock, deed_in_words
from lotrinh.rendering.words import capital, say, short_date

STATES = {
    DeliveryState.WAITING: ("open", "…"),
    DeliveryState.HELD: ("due-soon", "‖"),
    DeliveryState.SENDING: ("open", "→"),
    DeliveryState.SENT: ("done", "✓"),
    DeliveryState.DEAD: ("overdue", "!"),
    DeliveryState.WITHDRAWN: ("planned", "–"),
}
"""The colour and the mark of each state, as the board has them."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Which messages are looked at."""

    state: DeliveryState | None = None
    person: str = ""
    run: str = ""
    """Only what was sent in this run of Prefect."""
    before: str = ""
    """The key of the message after which the page begins."""

    @property
    def query(self) -> str:
        """What an address says of it, from its `?` on."""
        said = {"state": self.state or "", "person": self.person, "run": self.run}
        return "?" + urlencode(
            {name: word for name, word in (said | {"before": self.before}).items() if word}
        )


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What the page of the outbox shows."""

    configuration: Configuration
    language: str
    picked: Picked
    found: Sequence[Delivery]
    counts: Mapping[DeliveryState, int]
    more: bool


@dataclass(frozen=True, slots=True)
class MessagePage:
    """What the page of one message shows."""

    configuration: Configuration
    language: str
    opened: Opened
    deeds: Sequence[Deed]
    prefect: str = ""
    """Where Prefect's pages are."""


def outbox_page(page: OutboxPage) -> dict[str, Any]:
    """Return what the template of the outbox fills in."""
    picked, held = page.picked, page.counts[DeliveryState.HELD]
    older = replace(picked, before=page.found[-1].key).query if page.more else ""
    return {
        "picked": picked,
        "states": [
            (str(state), *STATES[state], capital(state_in_words(state, page.language)), count)
            for state, count in page.counts.items()
        ],
        "rows": [_row(page, delivery) for delivery in page.found],
        "older": older,
        "newest": replace(picked, before="").query if picked.before else "",
        "held": held,
        "release": say("outbox.release-will", page.language, count=held),
    }


def message_page(page: MessagePage) -> dict[str, Any]:
    """Return what the template of one message fills in."""
    delivery = page.opened.delivery
    configuration, language = page.configuration, page.language
    return {
        "row": _row(page, delivery),
        "subject": delivery.subject,
        "kind": say(f"outbox.kind-{delivery.kind}", language),
        "recipient": delivery.recipient,
        "text": page.opened.text,
        "reminders": [_reminder(page, one) for one in page.opened.reminders],
        "attempts": [_attempt(page, one) for one in page.opened.attempts],
        "deeds": [
            f"{clock(deed.at, configuration.zone)}: {deed_in_words(deed, language)}"
            f" ({author(deed.by, deed.via, language)})"
            for deed in page.deeds
        ],
        "offers": list(_offers(delivery, language)),
        "back": Picked(person=delivery.recipient).query,
    }


def run_address(prefect: str, run: str) -> str:
    """Return where Prefect shows a run; '' where it isn't known.

    >>> run_address("http://127.0.0.1:4200", "0a1b")
    'http://127.0.0.1:4200/runs/flow-run/0a1b'
    """
    return f"{prefect}/runs/flow-run/{quote(run)}" if prefect and run else ""


def _offers(delivery: Delivery, language: str) -> Iterator[dict[str, str]]:
    """Yield what may be decided on a message, each with what will happen then."""
    if delivery.is_open:
        yield _offer(DeedKind.RETRIED, language)
    if delivery.is_unsent:
        yield _offer(DeedKind.WITHDRAWN, language)


def _offer(kind: DeedKind, language: str) -> dict[str, str]:
    return {
        "do": str(kind),
        "words": say(f"outbox.{kind}", language),
        "will": say(f"outbox.{kind}-will", language),
        "sure": say(f"outbox.{kind}-sure", language),
    }


def _row(page: OutboxPage | MessagePage, delivery: Delivery) -> dict[str, object]:
    configuration, language, zone = page.configuration, page.language, page.configuration.zone
    here = stays_here(configuration, delivery.channel)
    look, mark = STATES[delivery.state]
    withdrawn = delivery.withdrawn_at
    return {
        "key": delivery.key,
        "address": quote(delivery.key),
        "at": clock(delivery.at, zone),
        "who": name_of(configuration, delivery.recipient),
        "subject": delivery.subject,
        "kind": say(f"outbox.kind-{delivery.kind}", language),
        "look": look,
        "mark": mark,
        "state": state_in_words(delivery.state, language, stays_here=here),
        "tries": delivery.tries,
        "next": _next(page, delivery),
        "why": explained(delivery.receipt, language) if delivery.is_open else "",
        "withdrawn": f"{delivery.withdrawn_by}, {clock(withdrawn, zone)}" if withdrawn else "",
    }


def _next(page: OutboxPage | MessagePage, delivery: Delivery) -> str:
    """Return when a message that waits is tried."""
    if delivery.state is not DeliveryState.WAITING:
        return ""
    if delivery.next_try is None and delivery.tries:
        return say("outbox.next-delivery", page.language)
    when = max(delivery.next_try or delivery.not_before, delivery.not_before)
    return clock(when, page.configuration.zone)


def _reminder(page: MessagePage, reminder: Reminder) -> dict[str, str]:
    cell: CellId = page.configuration.renames.cell(reminder.cell)
    organisation, title = cell_in_words(page.configuration, cell, page.language)
    day = civil_date(page.opened.delivery.at, page.configuration.zone)
    return {
        "organisation": organisation,
        "title": title,
        "address": cell_address(cell),
        "due": short_date(reminder.due),
        "why": say(f"reason.{reminder.reason}", page.language),
        "rung": told_as(reminder, day, page.language),
    }


def _attempt(page: MessagePage, attempt: Attempt) -> dict[str, str]:
    taken = say("outbox.taken", page.language)
    return {
        "number": str(attempt.number),
        "ended": clock(attempt.ended, page.configuration.zone),
        "channel": attempt.channel,
        "how": explained(attempt.receipt, page.language) or taken,
        "run": attempt.run,
        "run_address": run_address(page.prefect, attempt.run),
    }
