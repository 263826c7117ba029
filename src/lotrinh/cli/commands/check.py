"""`lotrinh check`: decide, write down, send; or see beforehand what that would come to."""

from datetime import date, datetime
from typing import TypedDict

import click

from lotrinh.application.sending.deliver import DeliveryReport
from lotrinh.application.telling.simulate import Rehearsed
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import instant_in
from lotrinh.cli.commands.outcomes import (
    AT,
    checked_document,
    delivery_document,
    rehearsed_document,
    show_check,
    show_delivery,
    show_messages,
)
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json


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
@AT
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
        emit_json(
            checked_document(report, enqueued=report.enqueued) | delivery_document(delivery, anew)
        )
        return
    show_check(program, report)
    if no_deliver:
        click.echo(text("Chưa gửi: lotrinh deliver.", "Not sent yet: lotrinh deliver."))
        return
    show_delivery(program, delivery, anew, report.at)


class _Chosen(TypedDict):
    """What a check keeps to; everything, where all is None."""

    roadmaps: tuple[str, ...] | None
    organisations: tuple[str, ...] | None
    shard: str | None


def _preview(context: Context, program: Program, rehearsed: Rehearsed) -> None:
    if context.machine:
        emit_json(rehearsed_document(program, rehearsed))
        return
    show_check(program, rehearsed.report)
    show_messages(program, rehearsed.messages, full=True)
    click.echo(text("Xem trước: chưa ghi, chưa gửi gì.", "A preview: nothing written or sent."))
