"""How commands are called, and what is said where one was called wrongly.

Click words its help and its errors in English; what people meet of them is said here, in
the language of the run.
"""

import re
from collections.abc import Iterable

import click

from lotrinh.cli.language import text
from lotrinh.nearest import nearest

_LIKENESS = 0.5
"""Less than in files: a command does no harm by being suggested."""

_SUBCOMMAND = text("LỆNH [THAM SỐ]...", "COMMAND [ARGS]...")
_WIDE = 80

_PLACEHOLDERS = {
    "ADDRESS": "ĐỊA_CHỈ",
    "ANCHOR": "MỐC",
    "DATE": "NGÀY",
    "DIR": "THƯ_MỤC",
    "FILE": "TỆP",
    "ID": "MÃ",
    "KEY": "KHÓA",
    "KIND": "LOẠI",
    "LINK": "ĐƯỜNG_DẪN",
    "MILESTONE": "VIỆC",
    "NAME": "TÊN",
    "NUMBER": "SỐ",
    "OCCURRENCE": "KỲ",
    "ORGANISATION": "ĐƠN_VỊ",
    "PERSON": "NGƯỜI",
    "PHRASE": "CỤM_TỪ",
    "PLACE": "NƠI_ĐỂ",
    "PORT": "CỔNG",
    "REV": "BẢN",
    "ROLE": "VAI_TRÒ",
    "SCHEMA": "LƯỢC_ĐỒ",
    "STATE": "TÌNH_TRẠNG",
    "TARGET": "CHỈ_TIÊU",
    "TEXT": "LỜI",
    "VALUE": "SỐ_LIỆU",
    "WHEN": "LÚC",
    "WHO": "NGƯỜI",
    "WORDS": "CHỮ",
    "YEAR": "NĂM",
    "YEARS": "NHIỆM_KỲ",
}
"""What stands for a value in the line of usage, by its Vietnamese word."""

_SENTENCES = {"Missing command.": text("thiếu tên lệnh", "the command is missing")}


class Command(click.Command):
    """A command whose help is in the language of the run."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how it is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, text("Cách dùng: ", "Usage: "))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what may follow the command's name."""
        _, *others = super().collect_usage_pieces(ctx)
        return [text("[LỰA CHỌN]", "[OPTIONS]"), *map(_placeholders, others)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, one a line."""
        options = (p for p in self.get_params(ctx) if isinstance(p, click.Option))
        records = [found for option in options if (found := option.get_help_record(ctx))]
        required = text("[bắt buộc]", "[required]")
        with formatter.section(text("Lựa chọn", "Options")):
            formatter.write_dl(
                [
                    (_placeholders(name), _limits(h).replace("[required]", required))
                    for name, h in records
                ]
            )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = text("Hiện trợ giúp này.", "Show this help.")
        return option


class Group(Command, click.Group):
    """A group of commands, which names the nearest where one isn't there."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what may follow the group's name."""
        return [*super().collect_usage_pieces(ctx)[:-1], _SUBCOMMAND]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands, one a line."""
        with formatter.section(text("Lệnh", "Commands")):
            commands = self.commands.items()
            formatter.write_dl([(name, c.get_short_help_str(_WIDE)) for name, c in commands])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            said = text(f"không có lệnh “{name}”", f"there is no command {name!r}")
            ctx.fail(said + _suggestion(name, known))
        return super().resolve_command(ctx, args)


def show(error: click.UsageError) -> None:
    """Tell how the command is called, and what was wrong."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.message, err=True)
        return
    if error.ctx is not None:
        path = error.ctx.command_path
        click.echo(error.ctx.get_usage(), err=True)
        click.echo(text(f"Xem trợ giúp: {path} --help\n", f"For help: {path} --help\n"), err=True)
    click.echo(text("Lỗi: ", "Error: ") + wording(error), err=True)


def wording(error: click.UsageError) -> str:
    """Say what was wrong with a call."""
    match error:
        case click.MissingParameter():
            return text(f"thiếu {_parameter(error)}", f"{_parameter(error)} is missing")
        case click.BadParameter():
            return f"{_parameter(error)}: {_fault(error)}"
        case click.NoSuchOption(option_name=name):
            said = text(f"không có lựa chọn {name}", f"there is no option {name}")
            return said + _suggestion(name, _options(error.ctx))
        case click.BadOptionUsage(option_name=name) if "does not take" in error.message:
            return text(f"{name} không đi kèm giá trị", f"{name} takes no value")
        case click.BadOptionUsage(option_name=name):
            return text(f"{name} cần một giá trị theo sau", f"{name} needs a value")
        case _:
            return _SENTENCES.get(error.message, error.message)


def _parameter(error: click.BadParameter) -> str:
    if isinstance(error.param_hint, str) or error.param is None:
        return str(error.param_hint or "")
    return _placeholders(error.param.get_error_hint(error.ctx).replace("'", ""))


def _fault(error: click.BadParameter) -> str:
    """Say what is wrong with a value; the types of our own have said it already."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        choices = ", ".join(map(str, kind.choices))
        return text(f"viết một trong: {choices}", f"write one of: {choices}")
    if isinstance(kind, click.Path):
        wanted = text("tệp", "file") if kind.file_okay else text("thư mục", "folder")
        return text(f"không phải là {wanted} đọc được", f"this is no {wanted} that can be read")
    return error.message


def _placeholders(piece: str) -> str:
    """Return a piece of usage with what stands for values in the language of the run."""

    def worded(found: re.Match[str]) -> str:
        word = found[0]
        return text(_PLACEHOLDERS.get(word, word), word)

    return re.sub(r"(?<![-\w])[A-Z]+(?![-\w])", worded, piece)


def _limits(words: str) -> str:
    """Return help in which click's own words on what may be written are ours.

    >>> _limits("Cổng.  [default: 4300; 1<=x<=65535]")
    'Cổng.  [mặc định: 4300; 1 đến 65535]'
    """
    words = words.replace("[default: ", text("[mặc định: ", "[default: "))
    words = re.sub(r"(\d+)<=x<=(\d+)", text(r"\1 đến \2", r"\1 to \2"), words)
    return re.sub(r"x>=(\d+)", text(r"từ \1 trở lên", r"\1 or more"), words)


def _options(ctx: click.Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx is not None else []
    return [name for param in params for name in param.opts if name.startswith("--")]


def _suggestion(word: str, among: Iterable[str]) -> str:
    near = nearest(word, among, _LIKENESS)
    return text(f"; ý bạn là “{near}”?", f"; did you mean {near!r}?") if near else ""
