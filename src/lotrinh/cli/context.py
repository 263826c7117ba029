"""What every command shares: the common options, before or after the command's name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lotrinh.cli.language import LANGUAGE, text
from lotrinh.cli.usage import Command

if TYPE_CHECKING:
    from lotrinh.bootstrap import Program


@dataclass(frozen=True)
class Context:
    """The common options of one run."""

    config: Path | None = None
    db: str | None = None
    lang: str = LANGUAGE
    format: str = "table"
    language_given: bool = False

    def with_options(self, options: dict[str, object]) -> "Context":
        """Return the context with those options that were given."""
        given = {name: value for name, value in options.items() if value is not None}
        if "lang" in given:
            given["language_given"] = True
        return replace(self, **given)  # type: ignore[arg-type]  # click has checked the types

    @property
    def machine(self) -> bool:
        """Whether a machine reads the output."""
        return self.format != "table"

    def program(self) -> "Program":
        """Wire the program that the options name."""
        from lotrinh.bootstrap import open_program  # noqa: PLC0415  (heavy; --help needs none of it)

        language = self.lang if self.language_given else None
        return open_program(self.config, self.db, language)


def common_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the common options to a command."""
    for option in (
        click.option(
            "--format",
            type=click.Choice(["table", "json", "csv"]),
            help=text("Bảng cho người, json hoặc csv cho máy.", "A table, json or csv."),
        ),
        click.option(
            "--lang",
            type=click.Choice(["vi", "en"]),
            help=text("Ngôn ngữ màn hình: vi hoặc en.", "Language of the screen: vi or en."),
        ),
        click.option(
            "--db",
            metavar="URL",
            help=text(
                "Cơ sở dữ liệu; mặc định một tệp trong var/.", "Database; a file in var/ if none."
            ),
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            help=text("Thư mục cấu hình; mặc định config.", "Configuration folder."),
        ),
    ):
        function = option(function)
    return function


def command(help_: str, *, tables: bool = False) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command that takes the common options and is handed a `Context`.

    Args:
        help_: What it does, and examples.
        tables: Whether its results are rows, which CSV can hold.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        @click.pass_context
        def run(ctx: click.Context, /, **options: Any) -> None:
            shared = {name: options.pop(name) for name in ("config", "db", "lang", "format")}
            outer = ctx.obj if isinstance(ctx.obj, Context) else Context()
            context = outer.with_options(shared)
            _check_call(ctx, context, tables=tables)
            function(context, **options)

        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]  # click keeps them so
        # Words too many are refused by us: click would do so in English.
        settings = {"allow_extra_args": True}
        make = click.command(
            name=function.__name__, cls=Command, help=help_, context_settings=settings
        )
        return make(common_options(run))

    return decorate


def _check_call(ctx: click.Context, context: Context, *, tables: bool) -> None:
    if ctx.args:
        extra = " ".join(ctx.args)
        ctx.fail(text(f"thừa “{extra}”", f"{extra!r} is too much"))
    if context.format == "csv" and not tables:
        ctx.fail(
            text(
                "lệnh này không ra bảng nên không có csv; dùng --format json",
                "this command has no table, so no csv; use --format json",
            )
        )
