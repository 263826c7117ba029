"""`lotrinh send-test`: one marked message to one person, now, and how that ended."""

import sys

import click

from lotrinh.application.books.messages import Outcome
from lotrinh.cli.commands.deliveries import how_it_ended
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json
from lotrinh.rendering.deliveries import explained


@command(
    text(
        "Gửi ngay một thư thử có đánh dấu cho một người, và nói kết quả. Không ghi vào sổ nhắc"
        " việc, không gửi gì khác.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh send-test bi-thu-cb-01\n"
        "  lotrinh send-test bi-thu-cb-01 --channel email   # dù đang deliver_by: preview",
        "Send one marked test message to one person now, and say how it ended. No reminder is"
        " recorded, nothing else is sent.\n\n"
        "\b\nFor example:\n"
        "  lotrinh send-test bi-thu-cb-01\n"
        "  lotrinh send-test bi-thu-cb-01 --channel email   # even with deliver_by: preview",
    )
)
@click.argument("person", metavar="PERSON")
@click.option("--channel", metavar="ID", help=text("Thử kênh này.", "Try this channel."))
def send_test(context: Context, *, person: str, channel: str | None) -> None:
    """Try a channel; exit 1 where the message wasn't taken."""
    program = context.program()
    tried = program.mailroom.send_test(person, channel)
    taken = tried.receipt.outcome is Outcome.ACCEPTED
    language = program.spoken(program.configuration)
    if context.machine:
        ended = how_it_ended(tried.receipt, language)
        emit_json({"recipient": person, "channel": tried.channel, "file": tried.file, **ended})
    elif not taken:
        click.echo(f"{_to(person, tried.channel)}: {explained(tried.receipt, language)}")
    elif tried.file is not None:
        where = tried.file
        click.echo(
            text(
                f"Thư thử nằm ở tệp {where}; chưa gửi đi đâu.", f"The test is in {where}; not sent."
            )
        )
    else:
        told = text(
            "máy chủ đã nhận thư thử. Hỏi người nhận xem thư đã đến chưa.",
            "the server has taken the test. Ask the recipient whether it has come.",
        )
        click.echo(f"{_to(person, tried.channel)}: {told}")
    sys.exit(0 if taken else 1)


def _to(person: str, channel: str) -> str:
    return f"{person} ({channel})" if channel else person
