"""`lotrinh waive`, `reopen`, `ack`, `snooze` …: what is recorded of a deadline beside Done."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from lotrinh.application.answers import Answer
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.record import finish, mentioned
from lotrinh.domain.facts import FactKind


def _help(vi: str, en: str, *examples: str) -> str:
    """Return a help text with its examples; a comment in one is said in both languages."""
    lines = "\n".join(f"  lotrinh {example}" for example in examples)
    return f"{text(vi, en)}\n\n\b\n{text('Ví dụ', 'For example')}:\n{lines}"


_WORDS = click.argument("words", nargs=-1, metavar="ORGANISATION… MILESTONE[@OCCURRENCE]")
_ON = click.option(
    "--on", type=DAY, metavar="DATE", help=text("Từ ngày nào.", "The day from which it holds.")
)
_TO = click.option("--to", type=DAY, metavar="DATE", help=text("Hạn mới.", "The new due day."))


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that all of these commands have."""
    for option in (
        click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview.")),
        click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask.")),
        click.option("--note", type=LINE, default="", metavar="TEXT", help=text("Vì sao.", "Why.")),
        click.option(
            "--by", type=LINE, default="", metavar="WHO", help=text("Ai ghi nhận.", "Who says so.")
        ),
        _ON,
        click.option(
            "--from",
            "file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE",
            help=text("Đọc từ tệp CSV.", "Read from a CSV file."),
        ),
        click.option(
            "--below", metavar="ID", help=text("Mọi đơn vị trực thuộc.", "All directly below.")
        ),
        _WORDS,
    ):
        function = option(function)
    return function


def _record(
    context: Context,
    said: Answer,
    *,
    words: tuple[str, ...],
    below: str | None,
    file: Path | None,
    on: date | None,
    by: str,
    note: str,
    yes: bool,
    dry_run: bool,
) -> None:
    program = context.program()
    mentions = mentioned(program, words, below, note, file)
    entry = program.answer(mentions, said, on=on, by=by)
    finish(context, program, entry, yes=yes, dry_run=dry_run)


@command(
    _help(
        "Ghi nhận việc không phải làm: thôi nhắc, và tính như đã xong khi đếm. Phải ghi vì sao.",
        "Record that something needn't be done: it is silent, and counts as done. Say why.",
        'waive chi-bo-07 branch-review@2026 --note "mới thành lập"',
        'waive --below dong-hai-2 branch-review@2026 --note "theo 12-KH/ĐU"',
    )
)
@_shared
def waive(context: Context, **shared: Any) -> None:
    """Record that something needn't be done."""
    _record(context, Answer(FactKind.WAIVED), **shared)


@command(
    _help(
        "Mở lại việc đã ghi là xong hoặc không phải làm; từ ngày ấy lại được nhắc.",
        "Open what was recorded as done or waived again; from that day on it is reminded of.",
        'reopen chi-bo-01 branch-review@2026 --note "hồ sơ thiếu"',
        "reopen chi-bo-01 branch-review@2026 --on 05/12/2026",
    )
)
@_shared
def reopen(context: Context, **shared: Any) -> None:
    """Open what is done again."""
    _record(context, Answer(FactKind.REOPENED), **shared)


@command(
    _help(
        "Ghi nhận người chủ trì đã biết: không nhắc nữa cho đến bậc của chính ngày hạn.",
        "Record that the lead knows: no more reminders before that of the due day itself.",
        "ack chi-bo-01 branch-review@2026",
        'ack chi-bo-01 branch-review@2026 --by "Văn phòng" --note "đã gọi điện"',
    )
)
@_shared
def ack(context: Context, **shared: Any) -> None:
    """Record that it is known."""
    _record(context, Answer(FactKind.ACKNOWLEDGED), **shared)


@command(
    _help(
        "Hẹn nhắc lại: không nhắc cho đến ngày ấy; không quá hạn, trừ khi đã quá hạn.",
        "Hold reminders until a day; not beyond the due day, unless that has passed.",
        "snooze chi-bo-01 branch-review@2026 --until 10/12/2026",
    )
)
@click.option(
    "--until",
    type=DAY,
    required=True,
    metavar="DATE",
    help=text("Nhắc lại vào ngày này.", "The day on which to speak again."),
)
@_shared
def snooze(context: Context, *, until: date, **shared: Any) -> None:
    """Hold the reminders of something."""
    _record(context, Answer(FactKind.SNOOZED, until), **shared)


@command(
    _help(
        "Ghi nhận một đề nghị gia hạn, và vì sao. Hạn chưa đổi cho đến khi có lotrinh grant.",
        "Record that more time was asked for, and why. The date stays until lotrinh grant.",
        'extend chi-bo-01 branch-review@2026 --to 20/12/2026 --note "bí thư đi công tác"',
    )
)
@click.option(
    "--to",
    type=DAY,
    required=True,
    metavar="DATE",
    help=text("Hạn đề nghị.", "The day that is asked for."),
)
@_shared
def extend(context: Context, *, to: date, **shared: Any) -> None:
    """Record that more time was asked for."""
    _record(context, Answer(FactKind.EXTENSION_ASKED, to), **shared)


@command(
    _help(
        "Cho gia hạn: từ ngày ấy có hạn mới, thang nhắc mới. Không ghi --to thì lấy ngày đã xin.",
        "Grant more time: a new due day, a new ladder. Without --to, the day that was asked for.",
        "grant chi-bo-01 branch-review@2026",
        "grant chi-bo-01 branch-review@2026 --to 18/12/2026 --basis kh-12",
    )
)
@_TO
@click.option(
    "--basis",
    type=LINE,
    default="",
    metavar="ID",
    help=text("Căn cứ, theo mã trong lộ trình.", "The basis, by its id in the roadmap."),
)
@_shared
def grant(context: Context, *, to: date | None, basis: str, **shared: Any) -> None:
    """Grant more time."""
    _record(context, Answer(FactKind.EXTENSION_GRANTED, to, basis), **shared)


@command(
    _help(
        "Không cho gia hạn, và vì sao; hạn giữ nguyên.",
        "Refuse more time, and say why; the date stays.",
        'refuse chi-bo-01 branch-review@2026 --note "đã gia hạn hai lần"',
    )
)
@_shared
def refuse(context: Context, **shared: Any) -> None:
    """Refuse more time."""
    _record(context, Answer(FactKind.EXTENSION_REFUSED), **shared)


@command(
    _help(
        "Tạm dừng việc của một đơn vị: không nhắc cho đến lotrinh resume.",
        "Put something on hold for one organisation: silent until lotrinh resume.",
        'suspend chi-bo-01 branch-review@2026 --note "chờ hướng dẫn"',
    )
)
@_shared
def suspend(context: Context, **shared: Any) -> None:
    """Put something on hold."""
    _record(context, Answer(FactKind.SUSPENDED), **shared)


@command(
    _help(
        "Tiếp tục việc đang tạm dừng. Hạn đã qua trong lúc ấy thì cần hạn mới: lotrinh grant.",
        "Let something go on. If its day has passed meanwhile it needs another: lotrinh grant.",
        "resume chi-bo-01 branch-review@2026",
    )
)
@_shared
def resume(context: Context, **shared: Any) -> None:
    """Let something on hold go on."""
    _record(context, Answer(FactKind.RESUMED), **shared)


@command(
    _help(
        "Ghi một điều cần nhớ về một việc; không thay đổi gì.",
        "Record a remark about something; it changes nothing.",
        'note chi-bo-01 branch-review@2026 --note "đã nộp bản nháp"',
    )
)
@_shared
def note(context: Context, **shared: Any) -> None:
    """Record a remark."""
    _record(context, Answer(FactKind.NOTE), **shared)
