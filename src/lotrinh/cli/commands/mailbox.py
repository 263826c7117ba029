"""`lotrinh mailbox`: read what people answer by mail."""

from threading import Event

import click

from lotrinh.bootstrap.desks.bot import Polled
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json
from lotrinh.cli.usage import Group


class _NoAnswerError(click.ClickException):
    """The mailbox can't be read."""

    def __init__(self, fault: str) -> None:
        super().__init__(
            text(f"Không đọc được hộp thư: {fault}", f"The mailbox can't be read: {fault}")
        )


@click.group(
    cls=Group,
    subcommand_metavar=text("LỆNH [THAM SỐ]...", "COMMAND [ARGS]..."),
    help=text(
        "Hộp thư trả lời: đọc thư trả lời, ghi nhận, trả lời lại.\n\n"
        "\b\nVí dụ:\n  lotrinh mailbox poll\n  lotrinh mailbox poll --follow",
        "The mailbox of answers: read them, record, answer in turn.\n\n"
        "\b\nFor example:\n  lotrinh mailbox poll\n  lotrinh mailbox poll --follow",
    ),
)
def mailbox() -> None:
    """Hold the commands."""


@command(
    text(
        "Đọc các thư chưa đọc trong hộp thư trả lời (mục replies của kênh thư), ghi nhận và trả"
        " lời. lotrinh up làm việc này sẵn.\n\n"
        "\b\nVí dụ:\n  lotrinh mailbox poll\n  lotrinh mailbox poll --follow",
        "Read the unseen mails in the mailbox of answers (replies of the mail channel), record"
        " what they say and answer. lotrinh up does so by itself.\n\n"
        "\b\nFor example:\n  lotrinh mailbox poll\n  lotrinh mailbox poll --follow",
    )
)
@click.option(
    "--follow", is_flag=True, help=text("Đọc mãi đến khi nhấn Ctrl-C.", "Go on until Ctrl-C.")
)
@click.option(
    "--channel",
    metavar="ID",
    help=text("Kênh nào, nếu có nhiều hộp thư.", "Which, if there are several mailboxes."),
)
def poll(context: Context, *, follow: bool, channel: str | None) -> None:
    """Read what was answered."""
    desk = context.program().mail_desk(channel)
    if follow:
        desk.follow(lambda polled: _tell(context, polled, always=False), Event().wait)
        return
    polled = desk.poll()
    _tell(context, polled, always=True)
    if polled.fault:
        raise _NoAnswerError(polled.fault)


poll.short_help = text("Đọc thư trả lời.", "Read what was answered.")
mailbox.add_command(poll)


def _tell(context: Context, polled: Polled, *, always: bool) -> None:
    """Say what was read and recorded, and what went wrong."""
    if not (always or polled.letters or polled.fault):
        return
    if context.machine:
        read = {"letters": polled.letters, "recorded": polled.recorded, "fault": polled.fault}
        emit_json(read)
        return
    if always or polled.letters:
        click.echo(
            text(
                f"Đã đọc {polled.letters} thư, ghi {polled.recorded} việc.",
                f"{polled.letters} read, {polled.recorded} recorded.",
            )
        )
    if polled.fault and not always:
        click.echo(text(f"Hộp thư: {polled.fault}", f"Mailbox: {polled.fault}"), err=True)
