"""`lotrinh audit`: who recorded what, when, why and by which way; what was decided of messages."""

from collections.abc import Sequence
from datetime import date

import click

from lotrinh.application.books.trail import Deed
from lotrinh.application.recording.audit import Recorded, Wanted
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import bound, emit_rows, emit_table, shown_of
from lotrinh.cli.recording import fact_row, in_words, titles
from lotrinh.domain.facts import FactKind
from lotrinh.rendering.authors import author, way_in_words
from lotrinh.rendering.trail import clock, deed_in_words
from lotrinh.rendering.words import short_date


@command(
    text(
        "Sổ ghi nhận: ai đã ghi điều gì, lúc nào, bằng cách nào, vì sao; mới nhất đứng đầu, kể cả"
        " điều đã hoàn lại. Với --messages: ai đã cho gửi lại, rút, cho gửi thư tạm giữ.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh audit --organisation chi-bo-01\n"
        '  lotrinh audit --person "Văn phòng" --from 01/12/2026 --format csv',
        "Who recorded what, when, by which way and why; the newest first, with what was taken"
        " back. With --messages: who had messages retried, withdrawn, released.\n\n"
        "\b\nFor example:\n"
        "  lotrinh audit --organisation chi-bo-01\n"
        '  lotrinh audit --person "Văn phòng" --from 01/12/2026 --format csv',
    ),
    tables=True,
)
@click.option("--organisation", metavar="ID", help=text("Chỉ một đơn vị.", "One organisation."))
@click.option(
    "--person",
    type=LINE,
    metavar="WHO",
    help=text("Chỉ người ghi này: tên hoặc mã.", "What one recorded: a name or an id."),
)
@click.option("--milestone", metavar="ID", help=text("Chỉ một việc.", "One milestone only."))
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([str(kind) for kind in FactKind]),
    multiple=True,
    help=text("Chỉ loại này.", "Only of this kind."),
)
@click.option(
    "--from", "first", type=DAY, metavar="DATE", help=text("Ghi từ ngày này.", "From this day on.")
)
@click.option(
    "--to", "last", type=DAY, metavar="DATE", help=text("Ghi đến hết ngày này.", "Up to this day.")
)
@click.option(
    "--messages",
    is_flag=True,
    help=text("Điều đã quyết định về thư.", "What was decided of messages."),
)
@click.option(
    "--all", "everything", is_flag=True, help=text("Hiện hết.", "Show all, not just the newest.")
)
def audit(
    context: Context,
    *,
    organisation: str | None,
    person: str | None,
    milestone: str | None,
    kinds: tuple[str, ...],
    first: date | None,
    last: date | None,
    messages: bool,
    everything: bool,
) -> None:
    """List what was recorded, or decided of messages."""
    if messages and (organisation or milestone or kinds):
        said = "chỉ thêm --person, --from, --to", "only with --person, --from, --to"
        raise click.UsageError("--messages: " + text(*said))
    program, limit = context.program(), bound(context, everything=everything)
    known = frozenset(FactKind(kind) for kind in kinds)
    wanted = Wanted(organisation or "", person or "", milestone or "", first, last, known)
    if messages:
        _emit_deeds(context, program, shown_of(context, program.deeds(wanted, limit), limit))
        return
    recorded = shown_of(context, program.audit(wanted, limit), limit)
    if context.machine:
        emit_rows(context, [_row(one) for one in recorded])
    else:
        _show(program, recorded)


def _row(one: Recorded) -> dict[str, object]:
    return {
        "entry": one.fact.entry,
        "recorded_at": one.fact.recorded_at.isoformat(),
        **fact_row(one.fact),
        "way": one.fact.via.way,
        "person": one.fact.via.person or None,
        "reverts": one.fact.reverts,
        "undone_by": one.undone_by,
    }


def _emit_deeds(context: Context, program: Program, deeds: Sequence[Deed]) -> None:
    if context.machine:
        emit_rows(context, [_deed_row(deed) for deed in deeds])
        return
    configuration = program.configuration
    language = program.spoken(configuration)
    emit_table(
        text("Quyết định về thư", "What was decided of messages"),
        text("Lúc|Ai|Bằng cách|Điều đã làm|Thư", "At|By|Way|What|Message").split("|"),
        (
            [
                clock(deed.at, configuration.zone),
                author(deed.by, deed.via, language),
                way_in_words(deed.via, language),
                deed_in_words(deed, language),
                deed.subject,
            ]
            for deed in deeds
        ),
    )


def _deed_row(deed: Deed) -> dict[str, object]:
    return {
        "number": deed.number,
        "at": deed.at.isoformat(),
        "kind": str(deed.kind),
        "by": deed.by,
        "way": deed.via.way,
        "person": deed.via.person or None,
        "message": deed.subject or None,
        "messages": deed.count,
    }


def _show(program: Program, recorded: Sequence[Recorded]) -> None:
    emit_table(
        text("Sổ ghi nhận", "What was recorded"),
        text(
            "Lúc ghi|Ai ghi|Đơn vị|Việc|Điều đã ghi|Tính từ|Vì sao|Lần ghi",
            "Recorded|By|Organisation|Item|What|Holds from|Why|Entry",
        ).split("|"),
        (_cells(program, one) for one in recorded),
        caption=text(f"{len(recorded)} điều", counted(len(recorded), "fact")),
    )


def _cells(program: Program, one: Recorded) -> list[str]:
    fact, configuration = one.fact, program.configuration
    organisation, title = titles(program, fact.cell) if fact.cell is not None else ("", "")
    language, said = program.spoken(configuration), in_words(program, fact)
    if fact.evidence:
        said += f"\n({fact.evidence})"
    if one.undone_by is not None:
        said += text(f"\n(đã hoàn lại, lần {one.undone_by})", f"\n(undone by {one.undone_by})")
    by = author(fact.by, fact.via, language)
    if fact.by and (way := way_in_words(fact.via, language)):
        by += f"\n({way})"
    return [
        clock(fact.recorded_at, configuration.zone),
        by,
        organisation,
        title,
        said,
        short_date(fact.on),
        fact.note,
        str(fact.entry),
    ]
