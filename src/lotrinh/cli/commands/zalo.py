"""`lotrinh zalo`: link people to the Zalo Bot, and read what they write to it."""

from collections.abc import Callable
from threading import Event
from typing import Any

import click

from lotrinh.bootstrap.desks.bot import Polled
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json
from lotrinh.cli.usage import Group


class _NoAnswerError(click.ClickException):
    """The bot server can't be asked, and asking again is no use."""

    def __init__(self, fault: str) -> None:
        super().__init__(text(f"Không hỏi được bot: {fault}", f"The bot can't be asked: {fault}"))


@click.group(
    cls=Group,
    subcommand_metavar=text("LỆNH [THAM SỐ]...", "COMMAND [ARGS]..."),
    help=text(
        "Bot Zalo: nối người nhận với bot, nhận tin nhắn gửi cho bot.\n\n"
        "\b\nVí dụ:\n  lotrinh zalo link bi-thu-cb-07\n  lotrinh zalo poll",
        "The Zalo Bot: link people to it, read what they write to it.\n\n"
        "\b\nFor example:\n  lotrinh zalo link bi-thu-cb-07\n  lotrinh zalo poll",
    ),
)
def zalo() -> None:
    """Hold the commands."""


def _channel(function: Callable[..., Any]) -> Callable[..., Any]:
    told = text("Kênh nào, nếu có nhiều kênh Zalo.", "Which, if there are several Zalo channels.")
    return click.option("--channel", metavar="ID", help=told)(function)


@command(
    text(
        "In một mã để đưa cho người nhận; ai nhắn mã ấy cho bot thì Zalo của người ấy được nối."
        " Mã dùng một lần, trong 48 giờ. Người trong danh sách đã có địa chỉ Zalo thì địa chỉ ấy"
        " vẫn được dùng.\n\n"
        "\b\nVí dụ:\n  lotrinh zalo link bi-thu-cb-07",
        "Print a code to hand to a person; the Zalo that sends it to the bot becomes that"
        " person's. It works once, for 48 hours. An address in the register comes first.\n\n"
        "\b\nFor example:\n  lotrinh zalo link bi-thu-cb-07",
    )
)
@click.argument("person", metavar="PERSON")
@_channel
def link(context: Context, *, person: str, channel: str | None) -> None:
    """Make a code for a person."""
    offered = context.program().bot_desk(channel).link(person)
    if context.machine:
        emit_json({"person": person, "code": offered.code, "until": offered.until})
        return
    until = f"{offered.until:%d/%m/%Y %H:%M}"
    click.echo(
        text(
            f"{offered.person}: nhắn mã {offered.code} cho bot, trước {until}.\n"
            "Mã chỉ dùng một lần. Máy phải đang chạy lotrinh up hoặc lotrinh zalo poll.",
            f"{offered.person}: send the code {offered.code} to the bot before {until}.\n"
            "It works once. lotrinh up or lotrinh zalo poll has to run.",
        )
    )


@command(
    text(
        "Bỏ nối Zalo của một người; mã chưa dùng cũng hết hiệu lực.\n\n"
        "\b\nVí dụ:\n  lotrinh zalo unlink bi-thu-cb-07",
        "End a person's link; a code that wasn't used is void as well.\n\n"
        "\b\nFor example:\n  lotrinh zalo unlink bi-thu-cb-07",
    )
)
@click.argument("person", metavar="PERSON")
@_channel
def unlink(context: Context, *, person: str, channel: str | None) -> None:
    """End a person's link."""
    ended = context.program().bot_desk(channel).unlink(person)
    if context.machine:
        emit_json({"person": person, "unlinked": ended})
    elif ended:
        click.echo(text("Đã bỏ nối.", "The link has ended."))
    else:
        click.echo(text("Người này chưa nối.", "There was no link."))


@command(
    text(
        "Nhận tin nhắn gửi cho bot đến khi nhấn Ctrl-C: ai nhắn đúng mã thì được nối và được trả"
        " lời. lotrinh up làm việc này sẵn.\n\n"
        "\b\nVí dụ:\n  lotrinh zalo poll\n  lotrinh zalo poll --once",
        "Read what is written to the bot until Ctrl-C: who sends a code is linked and answered."
        " lotrinh up does so by itself.\n\n"
        "\b\nFor example:\n  lotrinh zalo poll\n  lotrinh zalo poll --once",
    )
)
@click.option("--once", is_flag=True, help=text("Đọc hết rồi thôi.", "Read what waits, and end."))
@_channel
def poll(context: Context, *, once: bool, channel: str | None) -> None:
    """Read what was written to the bot."""
    desk = context.program().bot_desk(channel)
    if once:
        polled = desk.drain()
        _tell(context, polled, always=True)
        if polled.fault:
            raise _NoAnswerError(polled.fault)
        return
    fault = desk.follow(lambda polled: _tell(context, polled, always=False), Event().wait)
    raise _NoAnswerError(fault)


for _one, _told in (
    (link, text("In mã để nối một người.", "Make a code that links a person.")),
    (unlink, text("Bỏ nối một người.", "End a person's link.")),
    (poll, text("Nhận tin nhắn gửi cho bot.", "Read what is written to the bot.")),
):
    _one.short_help = _told
    zalo.add_command(_one)


def _tell(context: Context, polled: Polled, *, always: bool) -> None:
    """Say who was linked, and what went wrong."""
    if context.machine:
        if always or polled.linked or polled.recorded or polled.fault:
            emit_json(
                {
                    "letters": polled.letters,
                    "linked": list(polled.linked),
                    "recorded": polled.recorded,
                    "fault": polled.fault,
                }
            )
        return
    for name in polled.linked:
        click.echo(text(f"Đã nối: {name}", f"Linked: {name}"))
    if polled.recorded:
        said = text(f"Đã ghi {polled.recorded} việc.", f"{polled.recorded} recorded.")
        click.echo(said)
    if polled.fault and not always:
        said = text(f"Bot Zalo chưa trả lời [{polled.fault}]", f"No bot server [{polled.fault}]")
        click.echo(said, err=True)
    if always and not polled.linked and not polled.recorded and not polled.fault:
        click.echo(text("Không có ai nối thêm.", "Nobody was linked."))
