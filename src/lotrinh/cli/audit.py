"""`lotrinh audit`: who recorded what, when and why."""

from collections.abc import Sequence
from datetime import date

import click

from lotrinh.application.recording.audit import Recorded, Wanted
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import emit_rows, emit_table
from lotrinh.cli.recording import fact_row, in_words, titles
from lotrinh.rendering.words import short_date


@command(
    text(
        "Sổ ghi nhận: ai đã ghi điều gì, ngày nào, vì sao; mới nhất đứng đầu, kể cả điều đã hoàn"
        " lại.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh audit --organisation chi-bo-01\n"
        '  lotrinh audit --person "Văn phòng" --from 01/12/2026 --format csv',
        "Who recorded what, when and why; the newest first, with what was taken back.\n\n"
        "\b\nFor example:\n"
        "  lotrinh audit --organisation chi-bo-01\n"
        '  lotrinh audit --person "Văn phòng" --from 01/12/2026 --format csv',
    ),
    tables=True,
)
@click.option("--organisation", metavar="ID", help=text("Chỉ một đơn vị.", "One organisation."))
@click.option(
    "--person", type=LINE, metavar="WHO", help=text("Chỉ người ghi này.", "What one recorded.")
)
@click.option("--milestone", metavar="ID", help=text("Chỉ một việc.", "One milestone only."))
@click.option(
    "--from", "first", type=DAY, metavar="DATE", help=text("Ghi từ ngày này.", "From this day on.")
)
@click.option(
    "--to", "last", type=DAY, metavar="DATE", help=text("Ghi đến hết ngày này.", "Up to this day.")
)
def audit(
    context: Context,
    *,
    organisation: str | None,
    person: str | None,
    milestone: str | None,
    first: date | None,
    last: date | None,
) -> None:
    """List what was recorded."""
    program = context.program()
    wanted = Wanted(organisation or "", person or "", milestone or "", first, last)
    recorded = program.audit(wanted)
    if context.machine:
        emit_rows(context, [_row(one) for one in recorded])
    else:
        _show(program, recorded)


def _row(one: Recorded) -> dict[str, object]:
    return {
        "entry": one.fact.entry,
        "recorded_at": one.fact.recorded_at.isoformat(),
        **fact_row(one.fact),
        "reverts": one.fact.reverts,
        "undone_by": one.undone_by,
    }


def _show(program: Program, recorded: Sequence[Recorded]) -> None:
    emit_table(
        text("Sổ ghi nhận", "What was recorded"),
        text(
            "Ngày ghi|Ai ghi|Đơn vị|Việc|Điều đã ghi|Tính từ|Vì sao|Lần ghi",
            "Recorded|By|Organisation|Item|What|Holds from|Why|Entry",
        ).split("|"),
        (_cells(program, one) for one in recorded),
        caption=text(f"{len(recorded)} điều", counted(len(recorded), "fact")),
    )


def _cells(program: Program, one: Recorded) -> list[str]:
    fact = one.fact
    organisation, title = titles(program, fact.cell) if fact.cell is not None else ("", "")
    said = in_words(program, fact)
    if fact.evidence:
        said += f"\n({fact.evidence})"
    if one.undone_by is not None:
        said += text(f"\n(đã hoàn lại, lần {one.undone_by})", f"\n(undone by {one.undone_by})")
    day = short_date(one.recorded_on)
    return [
        day,
        fact.by,
        organisation,
        title,
        said,
        short_date(fact.on),
        fact.note,
        str(fact.entry),
    ]
