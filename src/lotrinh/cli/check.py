"""`lotrinh check`, `deliver` and `simulate`: decide, send, rehearse."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypedDict

import click

from lotrinh.application.books.messages import DeliveryState, Message
from lotrinh.application.deciding.check import CheckReport
from lotrinh.application.sending.deliver import Delivered, DeliveryReport
from lotrinh.application.telling.simulate import Rehearsed
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import DAY, INSTANT, instant_in
from lotrinh.cli.context import Context, command
from lotrinh.cli.deliveries import reminder_row
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import emit_json
from lotrinh.rendering.deliveries import explained
from lotrinh.rendering.words import say

_LONGEST_REHEARSAL = timedelta(days=3653)

_AT = click.option(
    "--at",
    type=INSTANT,
    metavar="WHEN",
    help=text("Xét như vào lúc này: 2024-12-02T07:30.", "As of this instant: 2024-12-02T07:30."),
)


@command(
    text(
        "Xét mọi hạn, ghi lời nhắc, gộp mỗi người một thư và gửi. Chạy lại không nhắc trùng.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh check --dry-run          # xem trước, không ghi, không gửi\n"
        "  lotrinh check",
        "Decide every deadline, write reminders down, send one message a person. Safe to run"
        " again.\n\n"
        "\b\nFor example:\n"
        "  lotrinh check --dry-run          # a preview: nothing is written or sent\n"
        "  lotrinh check",
    )
)
@_AT
@click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview."))
@click.option("--no-deliver", is_flag=True, help=text("Ghi nhưng chưa gửi.", "Write, don't send."))
@click.option(
    "--roadmap",
    "roadmaps",
    multiple=True,
    metavar="ID",
    help=text("Chỉ lộ trình này.", "Only this."),
)
@click.option(
    "--organisation",
    "organisations",
    multiple=True,
    metavar="ID",
    help=text("Chỉ đơn vị này.", "Only this organisation."),
)
@click.option(
    "--clock-is-right",
    is_flag=True,
    help=text(
        "Giờ máy bây giờ đúng: bỏ qua những lần xét khi đồng hồ chạy trước.",
        "The clock is right now: pass over checks made while it was ahead.",
    ),
)
@click.option(
    "--shard",
    metavar="ID",
    help=text(
        "Chỉ phần có đơn vị này (shard_size trong settings.yaml).",
        "Only the shard that holds this organisation (shard_size in settings.yaml).",
    ),
)
def check(
    context: Context,
    *,
    at: date | datetime | None,
    dry_run: bool,
    no_deliver: bool,
    roadmaps: tuple[str, ...],
    organisations: tuple[str, ...],
    clock_is_right: bool,
    shard: str | None,
) -> None:
    """Check, and show what was or would be said."""
    if clock_is_right and (dry_run or at is not None):
        alone = "--clock-is-right: bỏ --at, --dry-run", "--clock-is-right: without --at, --dry-run"
        raise click.UsageError(text(*alone))
    if shard is not None and organisations:
        raise click.UsageError(text("--shard hoặc --organisation", "--shard or --organisation"))
    program = context.program()
    moment = instant_in(program.configuration.zone, at)
    chosen = _Chosen(roadmaps=roadmaps or None, organisations=organisations or None, shard=shard)
    if dry_run:
        _preview(context, program, program.rehearse(moment, **chosen))
        return
    if not no_deliver:
        program.channels(program.configuration)  # one that can't be opened stops us here
    if clock_is_right:
        program.trust_clock()
    report = program.check(moment, **chosen)
    if shard is not None:
        program.rounds.settle_what_is_done(report.at, roadmaps or None)
    anew = 0 if no_deliver else program.mailroom.only_previewed()
    delivery = DeliveryReport() if no_deliver else program.deliver(report.at)
    if context.machine:
        emit_json(_checked(report, enqueued=report.enqueued) | _delivery(delivery, anew))
        return
    _show_check(program, report)
    _show_delivery(program, delivery, anew)


class _Chosen(TypedDict):
    """What a check keeps to; everything, where all is None."""

    roadmaps: tuple[str, ...] | None
    organisations: tuple[str, ...] | None
    shard: str | None


def _preview(context: Context, program: Program, rehearsed: Rehearsed) -> None:
    if context.machine:
        emit_json(_rehearsed(program, rehearsed))
        return
    _show_check(program, rehearsed.report)
    _show_messages(program, rehearsed.messages, full=True)
    click.echo(text("Xem trước: chưa ghi, chưa gửi gì.", "A preview: nothing written or sent."))


@command(
    text(
        "Gộp những gì đang chờ, mỗi người một thư, và gửi.\n\n\b\nVí dụ:\n  lotrinh deliver",
        "Compose what waits, one message a person, and send it.\n\n"
        "\b\nFor example:\n  lotrinh deliver",
    )
)
@_AT
def deliver(context: Context, *, at: date | datetime | None) -> None:
    """Send what is due."""
    program = context.program()
    moment = instant_in(program.configuration.zone, at)
    anew = program.mailroom.only_previewed()
    delivery = program.deliver(moment)
    if context.machine:
        emit_json(_delivery(delivery, anew))
    else:
        _show_delivery(program, delivery, anew)


@command(
    text(
        "Diễn tập: những lần xét thật trong các ngày này sẽ nói gì. Không ghi, không gửi.\n\n"
        "\b\nVí dụ:\n  lotrinh simulate --from 01/12/2026 --to 31/12/2026",
        "Rehearse what real checks on these days would say. Nothing is written or sent.\n\n"
        "\b\nFor example:\n  lotrinh simulate --from 01/12/2026 --to 31/12/2026",
    )
)
@click.option(
    "--from",
    "first",
    type=DAY,
    required=True,
    metavar="DATE",
    help=text("Từ ngày này.", "From this day on."),
)
@click.option(
    "--to",
    "last",
    type=DAY,
    required=True,
    metavar="DATE",
    help=text("Đến hết ngày này.", "Up to this day, included."),
)
@click.option(
    "--fresh",
    is_flag=True,
    help=text(
        "Như chưa từng nhắc ai; việc đã ghi xong vẫn tính.",
        "As if nobody had been reminded yet; what is recorded as done still counts.",
    ),
)
def simulate(context: Context, *, first: date, last: date, fresh: bool) -> None:
    """Show each check that says something."""
    _check_range(first, last)
    program = context.program()
    checks = program.simulate(first, last, fresh=fresh)
    if context.machine:
        emit_json([_rehearsed(program, rehearsed) for rehearsed in checks])
        return
    said = 0
    for rehearsed in checks:
        zone = program.configuration.zone
        click.echo(f"\n{rehearsed.report.at.astimezone(zone):%d/%m/%Y %H:%M}")
        _show_messages(program, rehearsed.messages, full=False)
        said += len(rehearsed.messages)
    click.echo(text(f"\nTổng cộng {said} thư.", f"\n{counted(said, 'message')} in all."))


def _check_range(first: date, last: date) -> None:
    if last < first:
        said = text("ngày này ở trước ngày của --from", "this is before the day of --from")
        raise click.BadParameter(said, param_hint="--to")
    if last - first > _LONGEST_REHEARSAL:
        said = text("chỉ diễn tập nhiều nhất 10 năm một lần", "10 years at a time at most")
        raise click.BadParameter(said, param_hint="--to")


def _rehearsed(program: Program, rehearsed: Rehearsed) -> dict[str, object]:
    channel = program.channel_of
    return {
        **_checked(rehearsed.report, enqueued=0),
        "delivered": 0,
        "failed": 0,
        "messages": [_message(message, channel(message)) for message in rehearsed.messages],
    }


def _checked(report: CheckReport, *, enqueued: int) -> dict[str, object]:
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


def _delivery(delivery: DeliveryReport, anew: int) -> dict[str, object]:
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


def _show_check(program: Program, report: CheckReport) -> None:
    language = program.spoken(program.configuration)
    zone = program.configuration.zone
    reasons = ", ".join(f"{say(f'reason.{r}', language)}: {n}" for r, n in report.reasons.items())
    click.echo(
        text(
            f"Xét {report.deadlines} hạn lúc {report.at.astimezone(zone):%d/%m/%Y %H:%M}: "
            f"{report.enqueued} lời nhắc mới ({reasons or 'không có gì để nói'}).",
            f"Checked {counted(report.deadlines, 'deadline')} at "
            f"{report.at.astimezone(zone):%d/%m/%Y %H:%M}: "
            f"{counted(report.enqueued, 'new reminder')} ({reasons or 'nothing to say'}).",
        )
    )


def _show_delivery(program: Program, delivery: DeliveryReport, anew: int) -> None:
    """Say what was sent.

    Args:
        program: Says the names.
        delivery: What was sent.
        anew: How many reminders only a preview's file had told before.
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
        return
    click.echo(
        text(
            f"Đã gửi {delivery.delivered} thư, không gửi được {delivery.failed}.",
            f"{counted(delivery.delivered, 'message')} sent, {delivery.failed} failed.",
        )
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


def _show_messages(program: Program, messages: Iterable[Message], *, full: bool) -> None:
    for message in messages:
        channel = program.channel_of(message) or text("không có địa chỉ", "no address")
        click.echo(f"  {message.recipient} ({channel}): {message.subject}")
        if full:
            click.echo("\n".join(f"    | {line}" for line in message.text.splitlines()) + "\n")
