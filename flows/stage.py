"""What the demonstration stands on: a folder of its own, with config, books, Prefect and mail.

Everything is real and nothing leaves the machine: the shipped roadmaps, a Prefect server, and
a mail server that every address leads to. All of it ends with the block.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.inbox import Inbox, open_inbox
from flows.server import HOST, Server, own_server
from lotrinh import bootstrap

_CHANNELS = """\
# Trình diễn: mọi thư đi tới máy chủ thư nội bộ của buổi trình diễn.
email: {{kind: smtp, host: {host}, port: {port}, security: none, sender: lotrinh@example.vn}}
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demonstration plays."""

    folder: Path
    program: bootstrap.Program
    inbox: Inbox
    server: Server


@contextmanager
def open_stage(model: bootstrap.Program, keep: Path | None) -> Iterator[Stage]:
    """Set everything up; this process's environment then names it.

    Args:
        model: Whose files are copied; they are left alone.
        keep: Where to leave everything afterwards; None throws it away.
    """
    with ExitStack() as parts:
        folder = keep or Path(parts.enter_context(TemporaryDirectory(prefix="lotrinh-")))
        inbox = parts.enter_context(open_inbox(folder / "mails"))
        _name_in_environment(furnish(folder, model, inbox), folder)
        program = bootstrap.open_program()
        parts.callback(program.close)
        program.mark_demo()
        program.schedules()
        server = parts.enter_context(own_server(folder / "prefect", wish=None, ui=False))
        os.environ.update(server.environment)
        yield Stage(folder, program, inbox, server)


def furnish(folder: Path, model: bootstrap.Program, inbox: Inbox) -> Path:
    """Copy the configuration, with the one channel that leads to the inbox.

    A library that lies above it is copied as well, and then lies above the copy.
    """
    above = max(name.split("/").count("..") for name in model.files)
    parts = model.config.resolve().parts
    copy = (folder / "config").joinpath(*parts[len(parts) - above :])
    copy.mkdir(parents=True)
    for name, content in model.files.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content)
    channels = _CHANNELS.format(host=HOST, port=inbox.port)
    (copy / "channels.yaml").write_text(channels, encoding="utf-8")
    return copy


def _name_in_environment(config: Path, folder: Path) -> None:
    """Make this process and those it starts work with the stage, and with nothing else."""
    for name in [n for n in os.environ if n.startswith(("PREFECT_", "LOTRINH_DB"))]:
        del os.environ[name]
    os.environ.update(
        LOTRINH_CONFIG=str(config),
        LOTRINH_VAR=str(folder),
        LOTRINH_DB=f"sqlite:///{(folder / 'lotrinh.db').as_posix()}",
        # What fails is told by the story; Prefect's own words would come after its end.
        PREFECT_LOGGING_LEVEL="CRITICAL",
        PREFECT_LOGGING_TO_API_ENABLED="false",
    )
