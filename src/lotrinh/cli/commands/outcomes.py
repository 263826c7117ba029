"""What checks and deliveries come to, as it is shown: for people, and for machines."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from lotrinh.application.books.messages import DeliveryState, Message
from lotrinh.application.deciding.check import CheckReport
from lotrinh.application.sending.deliver import Delivered, DeliveryReport
from lotrinh.application.telling.simulate import Rehearsed
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import INSTANT
from lotrinh.cli.commands.deliveries import reminder_row
from lotrinh.cli.commands.pending import lines_of
from lotrinh.cli.language import counted, text
from lotrinh.domain.reminders import Reason
from lotrinh.rendering.deliveries import explained
from lotrinh.rendering.words import say

_SHOWN = 15
"""So many lines of a long text are shown in a preview of everything."""
AT = click.option(
    "--at",
    type=INSTANT,
    metavar="WHEN",
    help=text("Xét như vào lúc này: 2024-12-02T07:30.", "As of this instant: 2024-12-02T07:30."),
)


def rehearsed_document(program: Program, rehearsed: Rehearsed) -> dict[str, object]:
    """Return a rehearsed check as a document: with the messages, of which none was sent."""
    channel = program.channel_of
    return {
        **checked_document(rehearsed.report, enqueued=0),
        "previewed": 0,
        "delivered": 0,
        "failed": 0,
        "waits_for": [],
        "messages": [_message(message, channel(message)) for message in rehearsed.messages],
    }


def checked_document(report: CheckReport, *, enqueued: int) -> dict[str, object]:
    """Return a check as a document, without what became of its messages."""
    return {
        "at": report.at.isoformat(),
        "deadlines": report.deadlines,
        "candidates": report.candidates,
        "reasons": {str(reason): count for reason, count in sorted(report.reasons.items())},
        "enqueued": enqueued,
        "escalated": len(report.escalated),
        "reminders": [reminder_row(reminder) for reminder in report.reminders],
    }


def delivery_document(delivery: DeliveryReport, anew: int) -> dict[str, object]:
    """Return as a document what was sent, and how much only a preview had told before."""
    return {
        "previewed": anew,
        "delivered": delivery.delivered,
        "failed": delivery.failed,
        "waits_for": list(delivery.waits_for),
        "messages": [_message(send.message, send.channel) for send in delivery.sends],
    }


def _message(message: Message, channel: str) -> dict[str, object]:
    return {
        "key": message.key,
        "recipient": message.recipient,
        "channel": channel,
        "subject": message.subject,
        "text": message.text,
    }


def show_check(program: Program, report: CheckReport) -> None:
    """Say how much was looked at, what is newly said of it, and of what nothing, and why."""
    language = program.spoken(program.configuration)
    at = f"{report.at.astimezone(program.configuration.zone):%d/%m/%Y %H:%M}"
    told = _by_reason(Counter(one.reason for one in report.reminders), language)
    silent = {reason: n for reason, n in report.reasons.items() if not reason.speaks}
    why = told or text("không có gì để nói", "nothing to say")
    click.echo(
        text(
            f"Xét {report.deadlines} hạn lúc {at}: {report.enqueued} lời nhắc mới ({why}).",
            f"Checked {counted(report.deadlines, 'deadline')} at {at}: "
            f"{counted(report.enqueued, 'new reminder')} ({why}).",
        )
    )
    if silent:
        listed = _by_reason(silent, language)
        click.echo(text(f"Không nhắc: {listed}.", f"Not reminded of: {listed}."))
    if silent.get(Reason.BACKLOG):
        click.echo(_way_out())


def _by_reason(counts: Mapping[Reason, int], language: str) -> str:
    return ", ".join(f"{say(f'reason.{reason}', language)}: {n}" for reason, n in counts.items())


def _way_out() -> str:
    """Say how what was past due from before is recorded, all at once."""
    return text(
        "Ghi nhận việc đã làm từ trước: lotrinh export progress --to tien-do.xlsx, điền ngày xong,"
        " rồi lotrinh done --from tien-do.xlsx.",
        "To record what was done before: lotrinh export progress --to progress.xlsx, fill in the"
        " days, then lotrinh done --from progress.xlsx.",
    )


def show_delivery(
    program: Program, delivery: DeliveryReport, anew: int, at: datetime | None = None
) -> None:
    """Say what was sent, and what waits.

    Args:
        program: Says the names.
        delivery: What was sent.
        anew: How many reminders only a preview's file had told before.
        at: The instant of the delivery; now, if None.
    """
    configuration = program.in_use()
    if anew:
        click.echo(_told_anew(anew))
    if delivery.waits_for:
        click.echo(_awaits(delivery.waits_for))
    language = program.spoken(configuration)
    for send in delivery.sends:
        click.echo(f"  {_sent(send, language)}")
    everything = configuration.channels.get(configuration.deliver_by or "")
    if delivery.delivered and everything is not None and everything.kind == "preview":
        click.echo(_kept(delivery.delivered, program.var / "preview"))
    else:
        click.echo(_has_sent(delivery))
    for line in lines_of(program.mailroom.pending(at), configuration.zone):
        click.echo(line)


def _has_sent(delivery: DeliveryReport) -> str:
    return text(
        f"Đã gửi {delivery.delivered} thư, không gửi được {delivery.failed}.",
        f"{counted(delivery.delivered, 'message')} sent, {delivery.failed} failed.",
    )


def _told_anew(count: int) -> str:
    """Say that what was only looked at is told now."""
    return text(
        f"{count} lời nhắc trước đây chỉ ghi ra tệp xem trước, chưa ai nhận: nay soạn lại theo"
        " tình hình hiện tại để gửi thật; việc nào đã xong hoặc đã đổi hạn thì bỏ.",
        f"{counted(count, 'reminder')} so far only in preview files, told to nobody: written anew"
        " for how things stand, to be sent for real; what is done or has another date drops out.",
    )


def _awaits(roadmaps: Iterable[str]) -> str:
    """Say why nothing new was composed."""
    listed = ", ".join(roadmaps)
    return text(
        f"Đang xét {listed} theo từng phần: xét xong mới soạn thư mới, để mỗi người nhận một thư.",
        f"{listed} is being checked in shards: new messages are written once that is done, so"
        " that each person gets one.",
    )


def _kept(count: int, folder: Path) -> str:
    """Say where messages lie that went nowhere."""
    return text(
        f"Đã ghi {count} thư vào {folder} để xem trước, chưa gửi ra ngoài"
        " (dòng deliver_by trong channels.yaml).",
        f"{counted(count, 'message')} written into {folder} to be looked at; nothing was sent"
        " (deliver_by in channels.yaml).",
    )


def _sent(send: Delivered, language: str) -> str:
    channel = send.channel or text("không có địa chỉ", "no address")
    head = f"{send.message.recipient} ({channel}): {send.message.subject}"
    if send.state is DeliveryState.SENT:
        return head
    return f"{head}\n    {explained(send.receipt, language)}"


def show_messages(program: Program, messages: Iterable[Message], *, full: bool) -> None:
    """Say who would get what, with the whole text if `full`."""
    for message in messages:
        channel = program.channel_of(message) or text("không có địa chỉ", "no address")
        held = _held(message, program) if message.not_before > message.at else ""
        click.echo(f"  {message.recipient} ({channel}{held}): {message.subject}")
        if full:
            click.echo("\n".join(f"    | {line}" for line in _beginning(message.text)) + "\n")


def _held(message: Message, program: Program) -> str:
    until = f"{message.not_before.astimezone(program.configuration.zone):%d/%m/%Y %H:%M}"
    return text(f", giữ đến {until}", f", held until {until}")


def _beginning(said: str) -> Sequence[str]:
    """Return the first lines of a long text, and how many more there are."""
    lines = said.splitlines()
    more = len(lines) - _SHOWN
    if more <= _SHOWN:
        return lines
    return [*lines[:_SHOWN], text(f"… còn {more} dòng nữa", f"… and {counted(more, 'more line')}")]
