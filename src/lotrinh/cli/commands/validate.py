"""`lotrinh validate`: every mistake in the files, at its line."""

import sys
from typing import TYPE_CHECKING

import click

from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import emit_rows, problem_row
from lotrinh.errors import Problem
from lotrinh.rendering.problems import show

if TYPE_CHECKING:
    from lotrinh.bootstrap.files.in_use import Unaccepted

_SHOWN = 4
"""Names of files of a kind."""


@command(
    text(
        "Kiểm tra mọi tệp cấu hình một lượt; không ghi, không gửi gì.\n\n"
        "\b\nVí dụ:\n  lotrinh validate\n  lotrinh validate --config thu --format json",
        "Check all files in one pass; nothing is written or sent.\n\n"
        "\b\nFor example:\n  lotrinh validate\n  lotrinh validate --config trial --format json",
    ),
    tables=True,
)
def validate(context: Context) -> None:
    """Show all problems; exit 1 if one of them is an error."""
    program = context.program()
    loaded = program.loaded
    language = program.spoken(loaded.configuration)
    differing = program.unaccepted() if loaded.configuration is not None else None
    problems = (*loaded.problems, *(differing.gone if differing is not None else ()))
    if context.machine:
        emit_rows(context, [problem_row(problem, language) for problem in problems])
    else:
        for problem in problems:
            click.echo(show(problem, language))
        click.echo(_summary(program.config.as_posix(), problems))
        if differing:
            click.echo(_against_those_in_use(differing))
    sys.exit(1 if loaded.configuration is None else 0)


def _against_those_in_use(differing: "Unaccepted") -> str:
    """Say in one line which files aren't those in use, and where their deadlines are compared."""
    told = [
        f"{what} {', '.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}"
        for what, names in (
            (text("bớt", "without"), differing.removed),
            (text("thêm", "with"), differing.added),
            (text("sửa", "changed:"), differing.changed),
        )
        if names
    ]
    said = "; ".join(told)
    return text(
        f"So với cấu hình đang dùng: {said}. Hạn nào đổi, ai được báo: lotrinh diff",
        f"Against the configuration in use: {said}. What moves, and who is told: lotrinh diff",
    )


def _summary(folder: str, problems: tuple[Problem, ...]) -> str:
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    if errors:
        return text(
            f"{folder}: {errors} lỗi, {warnings} cảnh báo. Chưa dùng được.",
            f"{folder}: {counted(errors, 'error')}, {counted(warnings, 'warning')}."
            " Can't be used yet.",
        )
    return text(
        f"{folder}: dùng được, {warnings} cảnh báo.",
        f"{folder}: fine, {counted(warnings, 'warning')}.",
    )
