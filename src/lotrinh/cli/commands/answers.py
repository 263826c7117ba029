"""`lotrinh waive`, `reopen`, `ack`, `snooze` …: what is recorded of a deadline beside Done."""

from datetime import date

import click

from lotrinh.application.recording.answers import Answer
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.recording import Given, finish, mentioned, recording
from lotrinh.domain.facts import FactKind
from lotrinh.domain.registers import RoleId


def _help(vi: str, en: str, *examples: str) -> str:
    """Return a help text with its examples; a comment in one is said in both languages."""
    lines = "\n".join(f"  lotrinh {example}" for example in examples)
    return f"{text(vi, en)}\n\n\b\n{text('Ví dụ', 'For example')}:\n{lines}"


_TO = click.option("--to", type=DAY, metavar="DATE", help=text("Hạn mới.", "The new due day."))


def _record(context: Context, said: Answer, given: Given) -> None:
    program = context.program()
    evidence = program.evidence(given.evidence)
    mentions = mentioned(program, given, evidence)
    entry = program.answer(mentions, said, on=given.on, by=given.by)
    finish(context, program, entry, evidence, yes=given.agreed, dry_run=given.dry_run)


@command(
    _help(
        "Ghi nhận việc không phải làm: thôi nhắc, và tính như đã xong khi đếm. Phải ghi vì sao.",
        "Record that something needn't be done: it is silent, and counts as done. Say why.",
        'waive chi-bo-07 branch-review@2026 --note "mới thành lập"',
        'waive --below dong-hai-2 branch-review@2026 --note "theo 12-KH/ĐU"',
    )
)
@recording
def waive(context: Context, given: Given) -> None:
    """Record that something needn't be done."""
    _record(context, Answer(FactKind.WAIVED), given)


@command(
    _help(
        "Mở lại việc đã ghi là xong hoặc không phải làm; từ ngày ấy lại được nhắc.",
        "Open what was recorded as done or waived again; from that day on it is reminded of.",
        'reopen chi-bo-01 branch-review@2026 --note "hồ sơ thiếu"',
        "reopen chi-bo-01 branch-review@2026 --on 05/12/2026",
    )
)
@recording
def reopen(context: Context, given: Given) -> None:
    """Open what is done again."""
    _record(context, Answer(FactKind.REOPENED), given)


@command(
    _help(
        "Ghi nhận người chủ trì đã biết: không nhắc nữa cho đến bậc của chính ngày hạn.",
        "Record that the lead knows: no more reminders before that of the due day itself.",
        "ack 12",
        'ack chi-bo-01 branch-review@2026 --by "Văn phòng" --note "đã gọi điện"',
    )
)
@recording
def ack(context: Context, given: Given) -> None:
    """Record that it is known."""
    _record(context, Answer(FactKind.ACKNOWLEDGED), given)


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
@recording
def snooze(context: Context, given: Given, *, until: date) -> None:
    """Hold the reminders of something."""
    _record(context, Answer(FactKind.SNOOZED, until), given)


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
@recording
def extend(context: Context, given: Given, *, to: date) -> None:
    """Record that more time was asked for."""
    _record(context, Answer(FactKind.EXTENSION_ASKED, to), given)


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
@recording
def grant(context: Context, given: Given, *, to: date | None, basis: str) -> None:
    """Grant more time."""
    _record(context, Answer(FactKind.EXTENSION_GRANTED, to, basis), given)


@command(
    _help(
        "Không cho gia hạn, và vì sao; hạn giữ nguyên.",
        "Refuse more time, and say why; the date stays.",
        'refuse chi-bo-01 branch-review@2026 --note "đã gia hạn hai lần"',
    )
)
@recording
def refuse(context: Context, given: Given) -> None:
    """Refuse more time."""
    _record(context, Answer(FactKind.EXTENSION_REFUSED), given)


@command(
    _help(
        "Tạm dừng việc của một đơn vị: không nhắc cho đến lotrinh resume.",
        "Put something on hold for one organisation: silent until lotrinh resume.",
        'suspend chi-bo-01 branch-review@2026 --note "chờ hướng dẫn"',
    )
)
@recording
def suspend(context: Context, given: Given) -> None:
    """Put something on hold."""
    _record(context, Answer(FactKind.SUSPENDED), given)


@command(
    _help(
        "Tiếp tục việc đang tạm dừng. Hạn đã qua trong lúc ấy thì cần hạn mới: lotrinh grant.",
        "Let something go on. If its day has passed meanwhile it needs another: lotrinh grant.",
        "resume chi-bo-01 branch-review@2026",
    )
)
@recording
def resume(context: Context, given: Given) -> None:
    """Let something on hold go on."""
    _record(context, Answer(FactKind.RESUMED), given)


@command(
    _help(
        "Giao việc của một đơn vị cho vai trò khác chủ trì; người giữ vai trò ấy được nhắc từ nay.",
        "Give a deadline of one organisation to another role; its holders are told from now on.",
        'reassign chi-bo-01 branch-review@2026 --to office --note "bí thư nghỉ ốm"',
        'reassign 12 --to parent.office --note "theo 12-KH/ĐU"',
    )
)
@click.option(
    "--to",
    type=LINE,
    required=True,
    metavar="ROLE",
    help=text("Vai trò chủ trì từ nay.", "The role that leads from now on."),
)
@recording
def reassign(context: Context, given: Given, *, to: str) -> None:
    """Give something to another role."""
    _record(context, Answer(FactKind.REASSIGNED, role=RoleId(to)), given)


@command(
    _help(
        "Ghi một điều cần nhớ về một việc; không thay đổi gì.",
        "Record a remark about something; it changes nothing.",
        'note chi-bo-01 branch-review@2026 --note "đã nộp bản nháp"',
    )
)
@recording
def note(context: Context, given: Given) -> None:
    """Record a remark."""
    _record(context, Answer(FactKind.NOTE), given)
