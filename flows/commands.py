"""The commands that need Prefect: `deploy`, `up` and `demo`.

Prefect takes a second to import, and reads its settings while it is imported; so that
happens inside, after the environment says which server and which folder it is about.
"""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows import bots
from flows.server import known_server, own_server
from flows.stage import open_stage
from flows.telling import ConsoleTeller, Steps
from flows.words import shown_url, text
from lotrinh.cli.context import Context, command

if TYPE_CHECKING:
    from flows.deployments import Reconciled
    from lotrinh.bootstrap import Program


@command(
    text(
        "Đăng ký mỗi lộ trình thành một luồng Prefect, theo lịch trong tệp; gỡ những luồng"
        " không còn tệp.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh deploy                  # với máy chủ của lotrinh up đang chạy\n"
        "  PREFECT_API_URL=http://10.0.0.5:4200/api lotrinh deploy",
        "Register each roadmap as a Prefect flow, on its file's schedule; remove those whose"
        " file is gone.\n\n"
        "\b\nFor example:\n"
        "  lotrinh deploy                  # with the server of a lotrinh up that runs\n"
        "  PREFECT_API_URL=http://10.0.0.5:4200/api lotrinh deploy",
    )
)
def deploy(context: Context) -> None:
    """Make a running server's deployments those of the roadmap files."""
    program = context.program()
    schedules = program.schedules()
    if "PREFECT_API_URL" not in os.environ:
        os.environ.update(known_server(_home(program)) or {})
    from flows import deployments, reach  # noqa: PLC0415  (imports Prefect)

    try:
        with reach.reaching():
            done = asyncio.run(deployments.deploy(schedules))
    except deployments.NoServerError:
        raise click.ClickException(
            text(
                "Không có máy chủ Prefect nào: chạy lotrinh up, hoặc đặt PREFECT_API_URL.",
                "No Prefect server: run lotrinh up, or set PREFECT_API_URL.",
            )
        ) from None
    program.accept()
    if context.machine:
        click.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        _announce(done)


@command(
    text(
        "Chạy theo lịch cho đến khi nhấn Ctrl-C: đăng ký các lộ trình, xét ngay một lần cho"
        " những ngày máy tắt, rồi theo lịch. Tự chạy máy chủ Prefect nếu chưa đặt"
        " PREFECT_API_URL.\n\n"
        "\b\nVí dụ:\n  lotrinh up",
        "Run on schedule until Ctrl-C: register the roadmaps, check once for the days the machine"
        " was off, then follow the schedule. Brings its own Prefect server unless PREFECT_API_URL"
        " is set.\n\n"
        "\b\nFor example:\n  lotrinh up",
    )
)
def up(context: Context) -> None:
    """Deploy and serve all roadmaps, with a server of our own if need be."""
    program = context.program()
    schedules, readers = program.schedules(scheduled=True), bots.readers(program)
    public_url = program.in_use().public_url
    if program.loaded.configuration is None:
        _warn_of_errors()
    else:
        program.accept()
    _end_when_asked()
    _name_in_environment(program)
    aside = not os.environ.get("LOTRINH_LOG")
    if aside:  # nobody has asked for the log, so it is kept in a file
        os.environ["LOTRINH_LOG"] = "text"
    program.close()
    try:
        with _server(_home(program)) as alone:
            from flows import reach, serving  # noqa: PLC0415  (imports Prefect)
            from flows.pages import pages  # noqa: PLC0415  (heavy, not always needed)

            bots.start(readers, click.echo)
            with pages(public_url, click.echo), reach.reaching():
                asyncio.run(
                    serving.serve(schedules, _announce, click.echo, alone=alone, aside=aside)
                )
    except KeyboardInterrupt:
        click.echo(text("Đã dừng.", "Stopped."))


@command(
    text(
        "Xem Lộ Trình chạy thật trên máy này, không cần Internet: Prefect xét các lộ trình"
        " của phường Đông Hải 2 vào những ngày cuối năm 2024 và hôm nay, thư đến hộp thư nội"
        " bộ.\n\n"
        "\b\nVí dụ:\n  lotrinh demo\n  lotrinh demo --keep trinh-dien",
        "See it work for real on this machine, without Internet: Prefect checks the roadmaps of"
        " Đông Hải 2 ward on days of late 2024 and today, and mails arrive in a local inbox.\n\n"
        "\b\nFor example:\n  lotrinh demo\n  lotrinh demo --keep demo",
    )
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=text("Giữ lại tất cả trong thư mục mới này.", "Keep everything in this new folder."),
)
def demo(context: Context, *, keep: Path | None) -> None:
    """Play the demonstration."""
    if keep is not None and keep.exists():
        raise click.BadParameter(text("đã có rồi", "exists already"), param_hint="--keep")
    _end_when_asked()
    if context.language_given:
        os.environ["LOTRINH_LANG"] = context.lang
    steps = Steps()
    steps.say(
        text(
            "Khởi động máy chủ Prefect và máy chủ thư; lần đầu mất 10 đến 30 giây …",
            "Starting a Prefect server and a mail server; 10 to 30 s …",
        )
    )
    with open_stage(context.program(), keep) as stage:
        from flows.demo import play  # noqa: PLC0415  (imports Prefect)

        teller = ConsoleTeller(stage, steps)
        teller.ready()
        asyncio.run(play(stage, teller))
        teller.farewell(kept=keep)


def _end_when_asked() -> None:
    """End on SIGTERM as on Ctrl-C, also where a shell had SIGINT ignored (`lotrinh up &`)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


def _home(program: "Program") -> Path:
    """Return the folder of our own server."""
    return (program.var / "prefect").absolute()


@contextmanager
def _server(home: Path) -> Iterator[bool]:
    """Have a Prefect server: the one that the environment names, or our own (True)."""
    if url := os.environ.get("PREFECT_API_URL"):
        click.echo(f"Prefect: {shown_url(url)}")
        yield False
        return
    click.echo(
        text(
            "Khởi động máy chủ Prefect; lần đầu dựng cơ sở dữ liệu, mất 10 đến 30 giây …",
            "Starting the Prefect server; the first time it builds its database, 10 to 30 s …",
        )
    )
    with own_server(home) as server:
        os.environ.update(server.environment)
        click.echo(text(f"Xem tại {server.url}", f"See {server.url}"))
        yield True


def _name_in_environment(program: "Program") -> None:
    """Tell the runs, each a process of its own, which files and books they work with."""
    os.environ["LOTRINH_CONFIG"] = str(program.config.absolute())
    os.environ["LOTRINH_VAR"] = str(program.var.absolute())
    os.environ["LOTRINH_DB"] = program.database
    os.environ.pop("LOTRINH_DB_FILE", None)
    if program.language:
        os.environ["LOTRINH_LANG"] = program.language
    # Prefect's words go to its pages; the terminal has ours.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")


def _announce(done: "Reconciled") -> None:
    for names, vi, en in (
        (done.created, "Thêm mới", "Created"),
        (done.updated, "Cập nhật", "Updated"),
        (done.removed, "Gỡ bỏ", "Removed"),
    ):
        if names:
            click.echo(f"{text(vi, en)}: {', '.join(names)}")


def _warn_of_errors() -> None:
    said = text(
        "Tệp cấu hình có lỗi (xem: lotrinh validate); tạm dùng bản đã chấp nhận lần trước.",
        "The files have errors (see lotrinh validate); those accepted last go on.",
    )
    click.secho(said, fg="yellow", err=True)
