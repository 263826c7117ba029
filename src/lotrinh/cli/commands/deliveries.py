"""How messages in the outbox are shown: as a table, one by one, and for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from lotrinh.application.books.deliveries import Attempt, Delivery, Opened
from lotrinh.application.books.messages import DeliveryState, Receipt
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.failures import failure_of
from lotrinh.bootstrap import Program
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import NEWEST, cell_row, emit_table
from lotrinh.domain.reminders import Reminder
from lotrinh.rendering.deliveries import (
    advice,
    explained,
    name_of,
    reason,
    state_in_words,
    stays_here,
)
from lotrinh.rendering.derivation import names_of
from lotrinh.rendering.words import say, short_date


@dataclass(frozen=True, slots=True)
class Shown:
    """Messages by the names and in the language that the reader knows."""

    configuration: Configuration
    language: str

    @classmethod
    def by(cls, program: Program) -> "Shown":
        """Take names and language from what deliveries go by."""
        configuration = program.in_use()
        return cls(configuration, program.spoken(configuration))

    # For people.

    def table(self, found: Sequence[Delivery]) -> None:
        """Print a table."""
        if not found:
            click.echo(text("Không có thư nào.", "There are no messages."))
            return
        heads = text("Lúc|Người nhận|Tiêu đề|Tình trạng|Mã", "At|To|Subject|State|Key")
        title = text("Hàng chờ gửi", "Outbox")
        emit_table(title, heads.split("|"), (self._cells(delivery) for delivery in found))

    def newest(self, found: Sequence[Delivery]) -> None:
        """Print a table of the first, and how many more there are."""
        self.table(found[:NEWEST])
        if len(found) > NEWEST:
            more = len(found) - NEWEST
            click.echo(text(f"… và {more} thư nữa", f"… and {counted(more, 'message')} more"))

    def lines(self, opened: Opened) -> Iterator[str]:
        """Yield all that there is to read about one message."""
        delivery = opened.delivery
        yield f"{delivery.key}: {delivery.subject}"
        to = f"{name_of(self.configuration, delivery.recipient)} ({delivery.recipient})"
        yield text("Gửi: ", "To: ") + f"{to}, {self._clock(delivery.at)}"
        yield from (f"  {line}" for line in self._state(delivery))
        yield ""
        yield from (f"  | {line}" for line in opened.text.splitlines())
        if opened.reminders:
            yield text("\nViệc nhắc trong thư:", "\nReminders in it:")
            yield from (f"  {self._reminder(reminder)}" for reminder in opened.reminders)
        if opened.attempts:
            yield text("\nCác lần thử:", "\nTries:")
            yield from (f"  {self._attempt(attempt)}" for attempt in opened.attempts)

    def _cells(self, delivery: Delivery) -> list[str]:
        return [
            self._clock(delivery.at),
            f"{name_of(self.configuration, delivery.recipient)}\n({delivery.recipient})",
            delivery.subject,
            "\n".join(self._state(delivery)),
            delivery.key,
        ]

    def _state(self, delivery: Delivery) -> Iterator[str]:
        """Yield how a message stands: its state, its tries, why it failed and what to do."""
        tries = text(f"đã thử {delivery.tries} lần", f"{delivery.tries} tried")
        here = stays_here(self.configuration, delivery.channel)
        state = state_in_words(delivery.state, self.language, stays_here=here)
        in_vain = delivery.tries > (delivery.state is DeliveryState.SENT)
        yield f"{state} ({tries})" if in_vain else state
        if delivery.state is DeliveryState.WAITING:
            yield text("lần tới: ", "next: ") + self._next(delivery)
        if delivery.withdrawn_at is not None:
            yield f"{delivery.withdrawn_by}, {self._clock(delivery.withdrawn_at)}"
        if delivery.is_open and (why := explained(delivery.receipt, self.language)):
            yield why

    def _next(self, delivery: Delivery) -> str:
        """Say when a message is due: at its next try, and not in its quiet hours."""
        if delivery.next_try is None and delivery.tries:
            return text("ngay lần gửi tới", "at the next delivery")
        return self._clock(max(delivery.next_try or delivery.not_before, delivery.not_before))

    def _reminder(self, reminder: Reminder) -> str:
        cell = self.configuration.renames.cell(reminder.cell)
        organisations, roadmap = (
            self.configuration.organisations,
            self.configuration.roadmaps.get(cell.roadmap),
        )
        titles = names_of(roadmap) if roadmap is not None else {}
        known = cell.organisation in organisations.rows
        where = organisations.name(cell.organisation) if known else cell.organisation
        why = say(f"reason.{reminder.reason}", self.language)
        title = titles.get(cell.milestone, cell.milestone)
        return f"{where}: {title}, {short_date(reminder.due)} ({why}, {reminder.rung})"

    def _attempt(self, attempt: Attempt) -> str:
        how = explained(attempt.receipt, self.language) or text("Đã nhận.", "Taken.")
        run = text(f" (lần chạy {attempt.run})", f" (run {attempt.run})") if attempt.run else ""
        return f"{attempt.number}. {self._clock(attempt.ended)} {attempt.channel}: {how}{run}"

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.configuration.zone):%d/%m/%Y %H:%M}"

    # For machines.

    def row(self, delivery: Delivery) -> dict[str, object]:
        """Return one message as a row."""
        return {
            "key": delivery.key,
            "kind": str(delivery.kind),
            "at": self._iso(delivery.at),
            "recipient": delivery.recipient,
            "name": name_of(self.configuration, delivery.recipient),
            "subject": delivery.subject,
            "state": str(delivery.state),
            "tries": delivery.tries,
            "not_before": self._iso(delivery.not_before),
            "next_try": self._iso(delivery.next_try),
            "channel": delivery.channel,
            **how_it_ended(delivery.receipt, self.language),
            "withdrawn_by": delivery.withdrawn_by,
            "withdrawn_at": self._iso(delivery.withdrawn_at),
        }

    def document(self, opened: Opened) -> dict[str, object]:
        """Return one message with its text, its reminders and its tries."""
        return {
            **self.row(opened.delivery),
            "text": opened.text,
            "reminders": [reminder_row(reminder) for reminder in opened.reminders],
            "attempts": [
                {
                    "number": attempt.number,
                    "started": self._iso(attempt.started),
                    "ended": self._iso(attempt.ended),
                    "channel": attempt.channel,
                    "run": attempt.run or None,
                    **how_it_ended(attempt.receipt, self.language),
                }
                for attempt in opened.attempts
            ],
        }

    def _iso(self, at: datetime | None) -> str | None:
        return at.astimezone(self.configuration.zone).isoformat() if at is not None else None


def how_it_ended(receipt: Receipt | None, language: str) -> dict[str, object]:
    """Return how a send ended, as part of a document; nulls where there was none."""
    failure = failure_of(receipt) if receipt is not None else None
    return {
        "outcome": str(receipt.outcome) if receipt is not None else None,
        "detail": receipt.detail if receipt is not None else None,
        "failure": str(failure) if failure is not None else None,
        "reason": reason(failure, language) if failure is not None else None,
        "advice": advice(failure, language) if failure is not None else None,
    }


def reminder_row(reminder: Reminder) -> dict[str, object]:
    """Return a reminder as a row."""
    return {
        "recipient": reminder.recipient,
        **cell_row(reminder.cell),
        "due": reminder.due,
        "rung": reminder.rung,
        "reason": str(reminder.reason),
    }
