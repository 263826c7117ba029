"""`lotrinh outbox`: what became of every message, and what a person does about it."""

import getpass
import sys
from collections.abc import Collection, Sequence

import click

from lotrinh.application.books.deliveries import Delivery
from lotrinh.application.books.messages import DeliveryState
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import LINE
from lotrinh.cli.commands.deliveries import Shown
from lotrinh.cli.commands.pending import lines_of
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import MOST, NEWEST, bound, emit_json, emit_rows, shown_of
from lotrinh.cli.questions import confirmed
from lotrinh.cli.usage import Group

_KEYS = click.argument("keys", nargs=-1, metavar="KEY...")
_BY = click.option(
    "--by",
    type=LINE,
    metavar="WHO",
    help=text(
        "Ai quyết định; không ghi thì là tên đăng nhập máy.", "Who decides; the login if not given."
    ),
)
_YES = click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask."))
_DRY_RUN = click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview."))


@command(
    text(
        "Mọi thư: lúc nào, cho ai, tình trạng, vì sao gửi lỗi và phải làm gì. Mới nhất ở trên.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh outbox list --state dead --state waiting\n"
        "  lotrinh outbox list --person bi-thu-cb-01 --all",
        "Every message: when, to whom, how it stands, why it failed and what to do. Newest"
        " first.\n\n"
        "\b\nFor example:\n"
        "  lotrinh outbox list --state dead --state waiting\n"
        "  lotrinh outbox list --person bi-thu-cb-01 --all",
    ),
    tables=True,
)
@click.option(
    "--state",
    "states",
    type=click.Choice([str(state) for state in DeliveryState]),
    multiple=True,
    help=text("Chỉ thư ở tình trạng này.", "Only what is in this state."),
)
@click.option("--person", metavar="ID", help=text("Chỉ thư cho người này.", "Only to this person."))
@click.option(
    "--run",
    default="",
    metavar="ID",
    help=text("Chỉ thư mà lần chạy Prefect này gửi.", "Only what this run of Prefect sent."),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=text(
        f"Hiện hết; không thì {NEWEST} thư mới nhất (json, csv: {MOST}).",
        f"Show all, not just the newest {NEWEST} (json, csv: {MOST}).",
    ),
)
def list_(
    context: Context, *, states: tuple[str, ...], person: str | None, run: str, everything: bool
) -> None:
    """Show the messages."""
    program = context.program()
    wanted = [DeliveryState(state) for state in states]
    limit = bound(context, everything=everything)
    found = program.mailroom.deliveries(wanted, person, limit, run=run)
    shown = Shown.by(program)
    if context.machine:
        rows = shown_of(context, found, limit)
        emit_rows(context, [shown.row(delivery) for delivery in rows])
        return
    shown.table(found if limit is None else found[: limit - 1])
    shown_of(context, found, limit)
    for line in lines_of(program.mailroom.pending(), program.in_use().zone):
        click.echo(line)


@command(
    text(
        "Một thư: lời, các việc nhắc trong đó và lý do, các lần thử gửi.\n\n"
        "\b\nVí dụ:\n  lotrinh outbox show 3f9c2ab1d04e5566aa10",
        "One message: its text, the reminders in it and their reasons, every try.\n\n"
        "\b\nFor example:\n  lotrinh outbox show 3f9c2ab1d04e5566aa10",
    )
)
@click.argument("key", metavar="KEY")
def show(context: Context, *, key: str) -> None:
    """Show one message."""
    program = context.program()
    opened = program.mailroom.opened(key)
    shown = Shown.by(program)
    if context.machine:
        emit_json(shown.document(opened))
        return
    for line in shown.lines(opened):
        click.echo(line)


@command(
    text(
        "Thư lỗi hoặc đang chờ được thử ngay ở lần gửi tới. Với --person, mọi địa chỉ đã gác lại"
        " của người ấy cũng được dùng lại.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh outbox retry 3f9c2ab1d04e5566aa10\n"
        "  lotrinh outbox retry --all\n"
        "  lotrinh outbox retry --person bi-thu-cb-01",
        "What was given up, or waits, is tried at once at the next delivery. With --person, all"
        " addresses of that person that were set aside are used again too.\n\n"
        "\b\nFor example:\n"
        "  lotrinh outbox retry 3f9c2ab1d04e5566aa10\n"
        "  lotrinh outbox retry --all\n"
        "  lotrinh outbox retry --person bi-thu-cb-01",
    )
)
@_KEYS
@click.option("--all", "everything", is_flag=True, help=text("Mọi thư.", "Every message."))
@click.option("--person", metavar="ID", help=text("Mọi thư cho người này.", "All to this person."))
@_BY
@_YES
@_DRY_RUN
def retry(
    context: Context,
    *,
    keys: tuple[str, ...],
    everything: bool,
    person: str | None,
    by: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Have messages tried again."""
    if sum((bool(keys), everything, person is not None)) != 1:
        said = "viết các mã thư, hoặc --all, hoặc --person", "give keys, or --all, or --person"
        raise click.UsageError(text(*said))
    program = context.program()
    open_ = [DeliveryState.WAITING, DeliveryState.DEAD]
    chosen = program.mailroom.named(keys) if keys else program.mailroom.deliveries(open_, person)
    wanted = [delivery.key for delivery in chosen if delivery.is_open]
    go_on = _agreed(context, program, chosen, yes=yes, dry_run=dry_run)
    by_whom = by or getpass.getuser()
    changed = program.mailroom.retry(wanted, person, by=by_whom) if go_on else ()
    told = text(
        f"{len(changed)} thư sẽ được thử ở lần gửi tới: lotrinh deliver.",
        f"{counted(len(changed), 'message')} will be tried at the next delivery: lotrinh deliver.",
    )
    if person is not None:
        told += text(
            f"\nMọi địa chỉ của {person} được dùng lại.",
            f"\nAll addresses of {person} are used again.",
        )
    _end(context, chosen, changed, told, done=go_on)


@command(
    text(
        "Cho gửi những thư đang tạm giữ vì nhiều hơn hẳn thường ngày. Xem trước, rồi hỏi lại; thư"
        " đi ở lần gửi tới.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh outbox release --dry-run\n"
        '  lotrinh outbox release --by "Văn phòng"',
        "Let go the messages that are held because they are many more than usual. Shown first,"
        " and asked about; they go out with the next delivery.\n\n"
        "\b\nFor example:\n"
        "  lotrinh outbox release --dry-run\n"
        '  lotrinh outbox release --by "The office"',
    )
)
@_BY
@_YES
@_DRY_RUN
def release(context: Context, *, by: str | None, yes: bool, dry_run: bool) -> None:
    """Let go what is held."""
    program = context.program()
    chosen = program.mailroom.deliveries([DeliveryState.HELD])
    go_on = _agreed(context, program, chosen, yes=yes, dry_run=dry_run)
    changed = program.mailroom.release(by=by or getpass.getuser()) if go_on else ()
    told = text(
        f"{len(changed)} thư sẽ đi ở lần gửi tới: lotrinh deliver.",
        f"{counted(len(changed), 'message')} will go out with the next delivery: lotrinh deliver.",
    )
    _end(context, chosen, changed, told, done=go_on)


@command(
    text(
        "Quyết định không gửi nữa: thư được rút, việc nhắc trong thư coi như đã nói; bậc nhắc sau"
        " vẫn nhắc. Ghi lại ai quyết định, lúc nào. Không hoàn lại được.\n\n"
        "\b\nVí dụ:\n"
        '  lotrinh outbox withdraw 3f9c2ab1d04e5566aa10 --by "Văn phòng"\n'
        "  lotrinh outbox withdraw --held",
        "Decide that it is not to be sent: the message is withdrawn, what it reminds of counts as"
        " said; the next rung speaks. Who and when is recorded. It can't be taken back.\n\n"
        "\b\nFor example:\n"
        '  lotrinh outbox withdraw 3f9c2ab1d04e5566aa10 --by "The office"\n'
        "  lotrinh outbox withdraw --held",
    )
)
@_KEYS
@click.option(
    "--held", is_flag=True, help=text("Mọi thư đang tạm giữ.", "Every message that is held.")
)
@_BY
@_YES
@_DRY_RUN
def withdraw(
    context: Context,
    *,
    keys: tuple[str, ...],
    held: bool,
    by: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Take messages out for good."""
    if bool(keys) is held:
        raise click.UsageError(text("viết các mã thư, hoặc --held", "give keys, or --held"))
    program = context.program()
    chosen = (
        program.mailroom.deliveries([DeliveryState.HELD]) if held else program.mailroom.named(keys)
    )
    wanted = [delivery.key for delivery in chosen if delivery.is_unsent]
    go_on = _agreed(context, program, chosen, yes=yes, dry_run=dry_run)
    changed = program.mailroom.withdraw(wanted, by=by or getpass.getuser()) if go_on else ()
    told = text(f"Đã rút {len(changed)} thư.", f"{counted(len(changed), 'message')} withdrawn.")
    _end(context, chosen, changed, told, done=go_on)


outbox = Group(
    name="outbox",
    help=text(
        "Hàng chờ gửi: xem từng thư, thử lại, cho gửi thư tạm giữ, rút lại.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh outbox list --state dead\n"
        "  lotrinh outbox retry --all",
        "The outbox: look at each message, try it again, let go what is held, withdraw it.\n\n"
        "\b\nFor example:\n"
        "  lotrinh outbox list --state dead\n"
        "  lotrinh outbox retry --all",
    ),
    commands={
        "list": list_,
        "show": show,
        "retry": retry,
        "release": release,
        "withdraw": withdraw,
    },
)


def _agreed(
    context: Context,
    program: Program,
    chosen: Sequence[Delivery],
    *,
    yes: bool,
    dry_run: bool,
) -> bool:
    """Show what is meant, ask where it is more than one, and return whether to go on.

    Args:
        context: Whether a machine reads.
        program: Says the names.
        chosen: What is meant.
        yes: Don't ask.
        dry_run: Only show it.
    """
    if not context.machine:
        Shown.by(program).newest(chosen)
    if dry_run or yes or len(chosen) < 2:
        return not dry_run
    return confirmed(
        text(f"{len(chosen)} thư?", f"{len(chosen)} messages?"),
        machine=context.machine,
        why=text("nhiều thư một lúc thì thêm --yes", "for more than one, add --yes"),
    )


def _end(
    context: Context,
    chosen: Sequence[Delivery],
    changed: Collection[str],
    told: str,
    *,
    done: bool,
) -> None:
    """Say what was done; exit 1 where something that was meant can't be."""
    left = [delivery for delivery in chosen if delivery.key not in changed] if done else []
    if context.machine:
        keys = [delivery.key for delivery in chosen if delivery.key in changed]
        emit_json({"changed": keys, "left": [delivery.key for delivery in left]})
    elif not done:
        click.echo(text("Chưa làm gì.", "Nothing was done."))
    else:
        click.echo(told)
        for delivery in left:
            click.echo(
                text(
                    f"{delivery.key}: để nguyên, vì đã gửi, đang gửi hoặc đã rút.",
                    f"{delivery.key}: left alone: sent, being sent or withdrawn.",
                )
            )
    if left:
        sys.exit(1)
