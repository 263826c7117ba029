"""The entry: commands by name, each imported only when it is called.

`lotrinh --help` must answer at once, so the table below holds all that it shows.
"""

import atexit
import gc
import importlib
import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import click

from lotrinh import __version__
from lotrinh.cli.context import Context, common_options
from lotrinh.cli.language import text
from lotrinh.cli.usage import Group, show

COMMANDS: dict[str, tuple[str, str]] = {
    "init": (
        "lotrinh.cli.commands.init:init",
        text("Tạo thư mục cấu hình cho cơ quan mình.", "Make your office's configuration."),
    ),
    "import": (
        "lotrinh.cli.commands.importing:import_",
        text("Nhận kế hoạch, danh sách Excel, Word có sẵn.", "Plans and registers that are there."),
    ),
    "validate": (
        "lotrinh.cli.commands.validate:validate",
        text("Kiểm tra các tệp cấu hình, báo lỗi theo tệp:dòng:cột.", "Check the files."),
    ),
    "schema": (
        "lotrinh.cli.commands.schema:schema",
        text("JSON Schema của các tệp, cho trình soạn thảo.", "JSON Schema of the files."),
    ),
    "explain": (
        "lotrinh.cli.commands.explain:explain",
        text("Giải thích một cụm từ chỉ thời hạn.", "Explain a date phrase."),
    ),
    "plan": (
        "lotrinh.cli.commands.plan:plan",
        text("Bảng hạn: mọi việc, hạn và cách tính.", "The plan: every deadline and its reason."),
    ),
    "status": (
        "lotrinh.cli.commands.status:status",
        text("Tình trạng: việc nào xong, việc nào còn nợ.", "How every deadline stands."),
    ),
    "targets": (
        "lotrinh.cli.commands.targets:targets",
        text("Chỉ tiêu: kế hoạch, thực hiện, tình trạng.", "Targets: planned, figure, state."),
    ),
    "diff": (
        "lotrinh.cli.commands.diff:diff",
        text("Hạn nào đổi, của ai, báo cho ai, nếu dùng các tệp này.", "Which deadlines move."),
    ),
    "history": (
        "lotrinh.cli.commands.history:history",
        text("Các cấu hình đã dùng, ai đã sửa tệp.", "What the files were, and who changed them."),
    ),
    "rollback": (
        "lotrinh.cli.commands.history:rollback",
        text("Lấy lại các tệp như trước, có xem trước.", "Give the files back as they were."),
    ),
    "export": (
        "lotrinh.cli.commands.export:export",
        text("Xuất ra tệp Excel, Word, lịch, biểu đồ.", "Files: Excel, Word, calendars, charts."),
    ),
    "check": (
        "lotrinh.cli.commands.check:check",
        text("Xét hạn, ghi lời nhắc và gửi.", "Decide, write reminders down and send them."),
    ),
    "deliver": (
        "lotrinh.cli.commands.deliver:deliver",
        text("Gửi những gì đang chờ.", "Compose and send what waits."),
    ),
    "outbox": (
        "lotrinh.cli.commands.outbox:outbox",
        text("Hàng chờ gửi: xem từng thư, thử lại, rút lại.", "See and mend what is to be sent."),
    ),
    "send-test": (
        "lotrinh.cli.commands.trial:send_test",
        text("Gửi thử một thư cho một người.", "Send a test message to one person."),
    ),
    "preview": (
        "lotrinh.cli.commands.preview:preview",
        text("Xem trước thư của một người, hoặc vì sao không có.", "What one person would get."),
    ),
    "simulate": (
        "lotrinh.cli.commands.simulate:simulate",
        text("Diễn tập nhiều ngày, không ghi, không gửi.", "Rehearse days; nothing is written."),
    ),
    "done": (
        "lotrinh.cli.commands.record:done",
        text("Ghi nhận việc đã xong.", "Record that something is done."),
    ),
    "measure": (
        "lotrinh.cli.commands.measure:measure",
        text("Ghi số liệu của chỉ tiêu.", "Record a figure of a target."),
    ),
    "assess": (
        "lotrinh.cli.commands.measure:assess",
        text("Ghi đánh giá về một chỉ tiêu, và vì sao.", "Say how a target stands, and why."),
    ),
    "waive": (
        "lotrinh.cli.commands.answers:waive",
        text("Ghi nhận việc không phải làm.", "Record that something needn't be done."),
    ),
    "reopen": (
        "lotrinh.cli.commands.answers:reopen",
        text("Mở lại việc đã ghi là xong.", "Open what was done again."),
    ),
    "ack": (
        "lotrinh.cli.commands.answers:ack",
        text("Ghi nhận người chủ trì đã biết.", "Record that the lead knows."),
    ),
    "snooze": (
        "lotrinh.cli.commands.answers:snooze",
        text("Hẹn nhắc lại vào một ngày.", "Hold reminders until a day."),
    ),
    "extend": (
        "lotrinh.cli.commands.answers:extend",
        text("Ghi nhận một đề nghị gia hạn.", "Record that more time is asked for."),
    ),
    "grant": (
        "lotrinh.cli.commands.answers:grant",
        text("Cho gia hạn.", "Grant more time."),
    ),
    "refuse": (
        "lotrinh.cli.commands.answers:refuse",
        text("Không cho gia hạn.", "Refuse more time."),
    ),
    "suspend": (
        "lotrinh.cli.commands.answers:suspend",
        text("Tạm dừng việc của một đơn vị.", "Put something on hold."),
    ),
    "resume": (
        "lotrinh.cli.commands.answers:resume",
        text("Tiếp tục việc đang tạm dừng.", "Let something on hold go on."),
    ),
    "reassign": (
        "lotrinh.cli.commands.answers:reassign",
        text("Giao việc cho vai trò khác.", "Give a deadline to another role."),
    ),
    "note": (
        "lotrinh.cli.commands.answers:note",
        text("Ghi một điều cần nhớ.", "Record a remark."),
    ),
    "happened": (
        "lotrinh.cli.commands.record:happened",
        text("Ghi nhận một mốc đã diễn ra.", "Record that an anchor's day has come."),
    ),
    "undo": (
        "lotrinh.cli.commands.record:undo",
        text("Hoàn lại lần ghi nhận gần nhất.", "Take back the last entry."),
    ),
    "audit": (
        "lotrinh.cli.commands.audit:audit",
        text("Sổ ghi nhận: ai ghi điều gì, vì sao.", "Who recorded what, when and why."),
    ),
    "links": (
        "lotrinh.cli.commands.links:links",
        text("Đường dẫn trả lời, nhận thư bao lâu một lần.", "Links to answer by, and rhythms."),
    ),
    "mailbox": (
        "lotrinh.cli.commands.mailbox:mailbox",
        text("Hộp thư trả lời: đọc, ghi nhận.", "The mailbox of answers: read and record."),
    ),
    "zalo": (
        "lotrinh.cli.commands.zalo:zalo",
        text("Bot Zalo: nối người nhận, nhận tin nhắn.", "The Zalo Bot: link people, read."),
    ),
    "web": (
        "lotrinh.cli.commands.web:web",
        text("Chạy trang trả lời.", "Serve the answer page."),
    ),
    "deploy": (
        "flows.commands:deploy",
        text("Đăng ký mỗi lộ trình thành một luồng Prefect.", "Register the flows with Prefect."),
    ),
    "up": (
        "flows.commands:up",
        text("Chạy máy chủ Prefect và theo lịch.", "Run a Prefect server and serve the flows."),
    ),
    "demo": (
        "flows.commands:demo",
        text("Xem Lộ Trình chạy thật, trong 90 giây.", "See it work for real, in 90 seconds."),
    ),
    "db": (
        "lotrinh.cli.commands.database:db",
        text("Cơ sở dữ liệu: kiểm tra, nâng cấp, chuyển.", "The database: check, upgrade, move."),
    ),
    "backup": (
        "lotrinh.cli.commands.backup:backup",
        text("Sao lưu sổ và cấu hình vào một tệp.", "Keep books and files in one file."),
    ),
    "restore": (
        "lotrinh.cli.commands.restore:restore",
        text("Phục hồi từ bản sao lưu, có xem trước.", "Put a backup in place, after a look."),
    ),
    "doctor": (
        "lotrinh.cli.commands.doctor:doctor",
        text("Khám: phiên bản, cơ sở dữ liệu, kênh gửi.", "Check versions, database, channels."),
    ),
    "manual": (
        "lotrinh.cli.commands.manual:manual",
        text("Đọc hướng dẫn, sổ tay trực.", "Read the manual, and the runbook."),
    ),
}


_HEADINGS = {
    "init": text("Bắt đầu", "Set up"),
    "plan": text("Xem và xuất ra", "Look and hand up"),
    "check": text("Nhắc", "Remind"),
    "done": text("Ghi nhận", "Record"),
    "links": text("Người nhận và trang web", "People and pages"),
    "deploy": text("Vận hành", "Operate"),
}
"""What the commands are for, from the one of that name on."""


class _Lazy(Group):
    """A group that imports a command when it is called, not when it is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101  (a mistake in the table above)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        starts = [list(COMMANDS).index(name) for name in _HEADINGS]
        width = max(map(len, COMMANDS))
        rows = [(f"{name:<{width}}", help_) for name, (_, help_) in COMMANDS.items()]
        for heading, (start, end) in zip(
            _HEADINGS.values(), pairwise([*starts, len(rows)]), strict=True
        ):
            with formatter.section(heading):
                formatter.write_dl(rows[start:end])


@click.command(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=text(
        "Lộ Trình: hạn việc viết bằng chữ, không ai lỡ hạn.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh init\n"
        "  lotrinh validate\n"
        '  lotrinh explain "trước 15/12 hằng năm"\n'
        "  lotrinh check --dry-run\n"
        "  lotrinh done chi-bo-01 branch-review@2026",
        "Lộ Trình: roadmaps as text, deadlines nobody misses.\n\n"
        "\b\nFor example:\n"
        "  lotrinh init\n"
        "  lotrinh validate\n"
        '  lotrinh explain "before 15/12 every year"\n'
        "  lotrinh check --dry-run\n"
        "  lotrinh done chi-bo-01 branch-review@2026",
    ),
)
@click.version_option(
    __version__, prog_name="lotrinh", help=text("Hiện phiên bản.", "Show the version.")
)
@common_options
@click.pass_context
def cli(ctx: click.Context, /, **options: object) -> None:
    """Hold what every command shares."""
    ctx.obj = Context().with_options(options)


_RARELY = 50_000
"""New objects after which circles are looked for: what imports make is in many, and all stays."""


def main() -> NoReturn:
    """Run the command line; every ending has its exit code.

    0 fine, 1 something that the user can put right, 2 usage, 3 our fault, 130 interrupted.
    """
    gc.set_threshold(_RARELY)
    # What is left goes with the process; to look through all of it once more takes 0.1 s.
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as ending:
        sys.exit(ending.exit_code)
    except click.UsageError as error:
        show(error)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        # Below the question, or the ^C, in whose line the cursor stands.
        click.echo(text("\nĐã dừng.", "\nStopped."), err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  (the one place where everything is caught)
        from lotrinh.cli.endings import end  # noqa: PLC0415  (only when something went wrong)

        sys.exit(end(error, Path(os.environ.get("LOTRINH_VAR", "var"))))
    sys.exit(0)


if __name__ == "__main__":
    main()
