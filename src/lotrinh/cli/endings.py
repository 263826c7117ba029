"""How a run ends badly: in words for what the user can mend, with a log for what is ours."""

import errno
import traceback
from pathlib import Path

import click

from lotrinh.cli.language import LANGUAGE, text
from lotrinh.errors import LotrinhError, ProblemsError
from lotrinh.rendering.problems import sentence, show

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
"""Wherever it happens, it is no mistake of ours, and the user can mend it."""


class NoRoomError(LotrinhError):
    """The disk takes no more."""

    code = "unwritable-file"


def end(error: Exception, var: Path) -> int:
    """Tell the user what went wrong, and return the exit code."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        error = NoRoomError(path=str(error.filename or var), reason=error.strerror or "")
    if isinstance(error, ProblemsError):
        for problem in error.problems:
            click.echo(show(problem, LANGUAGE), err=True)
    if isinstance(error, LotrinhError):
        click.echo(sentence(error, LANGUAGE), err=True)
        return 1
    path = _saved(error, var)
    said = text(
        f"Lỗi của chương trình, không phải của bạn. Chi tiết: {path}",
        f"Our fault, not yours. Details: {path}",
    )
    click.echo(said, err=True)
    return 3


def _saved(error: Exception, var: Path) -> str:
    """Keep the traceback in a file that can be sent to us."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        path = var / "error.log"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        traceback.print_exception(error)
        return "stderr"
    return str(path)
