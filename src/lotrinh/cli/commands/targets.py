"""`lotrinh targets`: how targets stand by their figures, and why."""

from collections.abc import Sequence
from datetime import date

import click

from lotrinh.application.deciding.target_tables import TargetRow, TargetTable
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import AS_OF
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_rows, emit_table
from lotrinh.domain.notation import print_quantity
from lotrinh.rendering.targets import (
    beside_in_words,
    figure_in_words,
    planned_in_words,
    rule_in_words,
    state_in_words,
    states_in_words,
    table_title,
)
from lotrinh.rendering.words import capital, say


@command(
    text(
        "Chỉ tiêu: kế hoạch, thực hiện, tình trạng và vì sao. Số liệu của các đơn vị bên dưới được"
        " tổng hợp theo cách ghi ở chỉ tiêu.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh targets\n"
        "  lotrinh targets --organisation ha-khanh --at 31/12/2024\n"
        "  lotrinh targets --below thanh-pho --year 2026 --format csv",
        "Targets: what is planned, the figure, how it stands and why. Figures of those below are"
        " rolled up as the target says.\n\n"
        "\b\nFor example:\n"
        "  lotrinh targets\n"
        "  lotrinh targets --organisation ha-khanh --at 31/12/2024\n"
        "  lotrinh targets --below city --year 2026 --format csv",
    ),
    tables=True,
)
@click.option("--set", "set_id", metavar="ID", help=text("Chỉ một bộ.", "One set only."))
@click.option("--organisation", metavar="ID", help=text("Của một đơn vị.", "Of one organisation."))
@click.option(
    "--below", metavar="ID", help=text("Từng đơn vị trực thuộc.", "Each of those directly below.")
)
@click.option("--year", type=int, metavar="YEAR", help=text("Năm nào.", "Which year."))
@AS_OF
def targets(
    context: Context,
    *,
    set_id: str | None,
    organisation: str | None,
    below: str | None,
    year: int | None,
    at: date | None,
) -> None:
    """Show how targets stand."""
    program = context.program()
    shown = program.targets(at, set_id=set_id, organisation=organisation, below=below, year=year)
    if context.machine:
        emit_rows(context, [_row(program, table, row) for table in shown for row in table.rows])
        return
    if not shown:
        click.echo(text("Chưa có chỉ tiêu nào.", "There are no targets."))
    for table in shown:
        _show(program, table)


def _show(program: Program, table: TargetTable) -> None:
    language = program.spoken(program.configuration)
    emit_table(
        f"{_name(program, table)}: {table_title(table, language)}",
        say("target.columns", language).split("|"),
        (_cells(row, number, language) for number, row in enumerate(table.rows, 1)),
        caption=states_in_words(table.states, language),
    )


def _name(program: Program, table: TargetTable) -> str:
    configuration = program.configuration
    whose = {row.organisation for row in table.rows}
    organisation = table.organisation or (whose.pop() if len(whose) == 1 else None)
    if organisation is None:
        return capital(say("target.all", program.spoken(configuration)))
    return configuration.organisations.name(organisation)


def _cells(row: TargetRow, number: int, language: str) -> Sequence[str]:
    return (
        str(number),
        row.target.title,
        planned_in_words(row.course, language),
        figure_in_words(row.course, language),
        state_in_words(row.judgement.state, language),
        rule_in_words(row.course, row.judgement, language),
        beside_in_words(row, language),
        row.target.id,
    )


def _row(program: Program, table: TargetTable, row: TargetRow) -> dict[str, object]:
    latest, forecast = row.course.latest, row.judgement.forecast
    figure = latest.quantity if latest is not None else None
    language = program.spoken(program.configuration)
    return {
        "set": table.set_id,
        "year": row.year or None,
        "organisation": row.organisation or table.organisation,
        "target": row.target.id,
        "title": row.target.title,
        "unit": row.target.unit or None,
        "comparator": str(row.target.comparator),
        "planned": print_quantity(row.course.planned) if row.course.planned else None,
        "figure": print_quantity(figure) if figure is not None else None,
        "on": latest.on if latest is not None else None,
        "state": str(row.judgement.state),
        "rule": str(row.judgement.rule),
        "why": rule_in_words(row.course, row.judgement, language),
        "forecast": f"{forecast:f}" if forecast is not None else None,
        "due": row.course.due,
        "before": print_quantity(row.before) if row.before is not None else None,
        "given": row.rolled.given if row.rolled is not None else None,
        "asked": row.rolled.asked if row.rolled is not None else None,
    }
