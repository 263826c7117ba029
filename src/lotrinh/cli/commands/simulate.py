"""`lotrinh simulate`: rehearse what real checks on some days would say."""

from datetime import date, timedelta

import click

from lotrinh.cli.arguments import DAY
from lotrinh.cli.commands.outcomes import rehearsed_document, show_messages
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import emit_json

_LONGEST_REHEARSAL = timedelta(days=3653)


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
        emit_json([rehearsed_document(program, rehearsed) for rehearsed in checks])
        return
    said = 0
    for rehearsed in checks:
        zone = program.configuration.zone
        click.echo(f"\n{rehearsed.report.at.astimezone(zone):%d/%m/%Y %H:%M}")
        show_messages(program, rehearsed.messages, full=False)
        said += len(rehearsed.messages)
    click.echo(text(f"\nTổng cộng {said} thư.", f"\n{counted(said, 'message')} in all."))


def _check_range(first: date, last: date) -> None:
    if last < first:
        said = text("ngày này ở trước ngày của --from", "this is before the day of --from")
        raise click.BadParameter(said, param_hint="--to")
    if last - first > _LONGEST_REHEARSAL:
        said = text("chỉ diễn tập nhiều nhất 10 năm một lần", "10 years at a time at most")
        raise click.BadParameter(said, param_hint="--to")
