"""`lotrinh deliver`: compose what waits, and send it."""

from datetime import date, datetime

from lotrinh.cli.arguments import instant_in
from lotrinh.cli.commands.outcomes import AT, delivery_document, show_delivery
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json


@command(
    text(
        "Gộp những gì đang chờ, mỗi người một thư, và gửi.\n\n\b\nVí dụ:\n  lotrinh deliver",
        "Compose what waits, one message a person, and send it.\n\n"
        "\b\nFor example:\n  lotrinh deliver",
    )
)
@AT
def deliver(context: Context, *, at: date | datetime | None) -> None:
    """Send what is due."""
    program = context.program()
    moment = instant_in(program.configuration.zone, at)
    anew = program.mailroom.only_previewed()
    delivery = program.deliver(moment)
    if context.machine:
        emit_json(delivery_document(delivery, anew))
    else:
        show_delivery(program, delivery, anew, moment)
