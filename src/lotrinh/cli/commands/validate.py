"""`lotrinh validate`: every mistake in the files, at its line."""

import sys

import click

from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import emit_rows, problem_row
from lotrinh.errors import Problem
from lotrinh.rendering.problems import show


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
    if context.machine:
        emit_rows(context, [problem_row(problem, language) for problem in loaded.problems])
    else:
        for problem in loaded.problems:
            click.echo(show(problem, language))
        click.echo(_summary(program.config.as_posix(), loaded.problems))
    sys.exit(1 if loaded.configuration is None else 0)


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
