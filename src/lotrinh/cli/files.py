"""Files that commands write: aside first, so that there is the whole file or the old one."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from lotrinh.cli.language import text
from lotrinh.cli.questions import says_yes


def check_free(path: Path, *, force: bool, option: str = "--to") -> None:
    """Ask before a file is overwritten; where nobody can be asked, refuse."""
    if force or not path.exists():
        return
    if sys.stdin.isatty():
        if says_yes(text(f"{path} đã có. Ghi đè?", f"{path} exists. Overwrite it?")):
            return
        click.echo(text(f"Giữ nguyên {path}.", f"{path} was left as it is."))
        sys.exit(1)
    said = text(
        f"{path} đã có; chọn tên khác, hoặc thêm --force để ghi đè",
        f"{path} exists; choose another name, or add --force to overwrite it",
    )
    raise click.BadParameter(said, param_hint=option)


def write_whole(path: Path, content: bytes, *, option: str = "--to") -> None:
    """Write a file beside its place and move it there: never is there half a file."""
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        aside = Path(name)
        with os.fdopen(number, "wb") as file:
            file.write(content)
        aside.chmod(0o666 & ~_umask())
        aside.replace(path)
    except OSError as error:
        if aside is not None:
            with suppress(OSError):
                aside.unlink()
        said = text(
            f"không ghi được {path}; tệp đang mở ở chương trình khác, hoặc thư mục không cho ghi",
            f"{path} can't be written; it is open elsewhere, or its folder can't be written to",
        )
        raise click.BadParameter(said, param_hint=option) from error


def _umask() -> int:
    """Return which rights new files don't have here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
