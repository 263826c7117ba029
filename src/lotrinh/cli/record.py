"""`lotrinh done`, `happened` and `undo`: facts, which are only ever added."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from lotrinh.application.mentions import Mention
from lotrinh.application.record import Entry
from lotrinh.bootstrap import Event, Program
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import cell_row, emit_json
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.loader.asked import read_mentions
from lotrinh.rendering.derivation import names_of
from lotrinh.rendering.words import fact_in_words, short_date

_BY = click.option(
    "--by", type=LINE, default="", metavar="WHO", help=text("Ai ghi nhận.", "Who says so.")
)
_NOTE = click.option(
    "--note", type=LINE, default="", metavar="TEXT", help=text("Ghi chú.", "A note.")
)


@command(
    text(
        "Ghi nhận việc đã xong. Ghi nhiều việc thì xem trước rồi mới ghi; hoàn lại bằng"
        " lotrinh undo.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh done chi-bo-01 branch-review@2026\n"
        "  lotrinh done --below dong-hai-2 branch-review@2026 --on 03/12/2026\n"
        "  lotrinh done --from ket-qua.csv     # cột: organisation,milestone,on,note",
        "Record that something is done. More than one is previewed first; lotrinh undo takes it"
        " back.\n\n"
        "\b\nFor example:\n"
        "  lotrinh done chi-bo-01 branch-review@2026\n"
        "  lotrinh done --below dong-hai-2 branch-review@2026 --on 03/12/2026\n"
        "  lotrinh done --from results.csv     # columns: organisation,milestone,on,note",
    )
)
@click.argument("words", nargs=-1, metavar="ORGANISATION… MILESTONE[@OCCURRENCE]")
@click.option("--below", metavar="ID", help=text("Mọi đơn vị trực thuộc.", "All directly below."))
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=text("Đọc từ tệp CSV.", "Read from a CSV file."),
)
@click.option("--on", type=DAY, metavar="DATE", help=text("Ngày xong.", "The day."))
@_BY
@_NOTE
@click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask."))
@click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview."))
def done(
    context: Context,
    *,
    words: tuple[str, ...],
    below: str | None,
    file: Path | None,
    on: date | None,
    by: str,
    note: str,
    yes: bool,
    dry_run: bool,
) -> None:
    """Record Done for one cell or many."""
    program = context.program()
    entry = program.done(mentioned(program, words, below, note, file), on=on, by=by)
    finish(context, program, entry, yes=yes, dry_run=dry_run)


@command(
    text(
        "Ghi nhận một mốc đã diễn ra; hạn tính từ mốc ấy từ nay là chắc chắn.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh happened dong-hai-2 congress --on 20/06/2025\n"
        "  lotrinh happened dong-hai-2 ward-congress/congress",
        "Record that an anchor's day has come; what is counted from it is firm from now on.\n\n"
        "\b\nFor example:\n"
        "  lotrinh happened dong-hai-2 congress --on 20/06/2025\n"
        "  lotrinh happened dong-hai-2 ward-congress/congress",
    )
)
@click.argument("organisation", metavar="ORGANISATION")
@click.argument("anchor", metavar="ANCHOR")
@click.option("--on", type=DAY, metavar="DATE", help=text("Ngày diễn ra.", "The day."))
@_BY
@_NOTE
def happened(
    context: Context, *, organisation: str, anchor: str, on: date | None, by: str, note: str
) -> None:
    """Record that an anchor's day has come."""
    program = context.program()
    day = on or program.today(program.configuration)
    entry = program.happened(Event(organisation, anchor, day, note), by=by)
    finish(context, program, entry, yes=True)


@command(
    text(
        "Hoàn lại lần ghi nhận gần nhất; bản thân việc hoàn lại cũng được ghi.\n\n"
        "\b\nVí dụ:\n  lotrinh undo\n  lotrinh undo --entry 12     # xem lotrinh audit",
        "Take back the last entry; that is recorded as well.\n\n"
        "\b\nFor example:\n  lotrinh undo\n  lotrinh undo --entry 12     # see lotrinh audit",
    )
)
@click.option(
    "--entry",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help=text("Lần ghi nào, nếu không phải lần cuối.", "Which entry, if not the last."),
)
@click.option(
    "--by", type=LINE, default="", metavar="WHO", help=text("Ai hoàn lại.", "Who says so.")
)
def undo(context: Context, *, entry: int | None, by: str) -> None:
    """Take back an entry, as a new fact."""
    program = context.program()
    kept, taken_back = program.undo(by=by, entry=entry)
    if context.machine:
        cells = [cell_row(fact.cell) for fact in taken_back if fact.cell is not None]
        emit_json({"entry": kept.number, "undone": kept.facts[0].reverts, "cells": cells})
        return
    for fact in taken_back:
        if fact.cell is not None:
            click.echo(f"  {_line(program, fact.cell, fact)}")
    click.echo(
        text(
            f"Đã hoàn lại {len(taken_back)} việc.",
            f"{counted(len(taken_back), 'item')} taken back.",
        )
    )


def mentioned(
    program: Program, words: tuple[str, ...], below: str | None, note: str, file: Path | None
) -> list[Mention]:
    """Return what the words and a file name; of the words the last is the milestone."""
    mentions: list[Mention] = []
    if words:
        *organisations, milestone = words
        if below is not None:
            organisations += program.below(below)
        mentions = [Mention(organisation, milestone, note=note) for organisation in organisations]
    if file is not None:
        mentions += [replace(row, note=row.note or note) for row in read_mentions(file)]
    if not mentions:
        raise click.UsageError(
            text("Thiếu đơn vị hoặc việc.", "An organisation or a milestone is missing.")
        )
    return mentions


def finish(
    context: Context, program: Program, entry: Entry, *, yes: bool, dry_run: bool = False
) -> None:
    """Show an entry, write it down if that is agreed to, and say so."""
    if not context.machine:
        _show(program, entry)
    recorded = bool(entry.facts) and not dry_run and _agreed(context, entry, yes=yes)
    if recorded:
        entry = program.keep(entry)
    if context.machine:
        emit_json(_document(entry, recorded=recorded))
    else:
        click.echo(_kept(entry) if recorded else text("Chưa ghi gì.", "Nothing was recorded."))


def _agreed(context: Context, entry: Entry, *, yes: bool) -> bool:
    """Ask before more than one is recorded; where nobody can be asked, undo is there."""
    if yes or context.machine or len(entry.facts) == 1 or not sys.stdin.isatty():
        return True
    question = text(f"Ghi nhận {len(entry.facts)} việc?", f"Record {len(entry.facts)}?")
    return click.confirm(question, default=False)


def _show(program: Program, entry: Entry) -> None:
    for fact in entry.facts:
        if fact.cell is not None:
            click.echo(f"  {_line(program, fact.cell, fact)}")
    for cell in entry.already:
        click.echo(f"  {_line(program, cell, None)} ({text('đã ghi trước đây', 'already')})")


def _kept(entry: Entry) -> str:
    return text(
        f"Đã ghi {len(entry.facts)} việc (lần ghi số {entry.number}). Hoàn lại: lotrinh undo.",
        f"{len(entry.facts)} recorded (entry {entry.number}). To take it back: lotrinh undo.",
    )


def _line(program: Program, cell: CellId, fact: Fact | None) -> str:
    said = ": ".join(titles(program, cell))
    if fact is None:
        return said
    said += f", {short_date(fact.on)}"
    if fact.kind in {FactKind.DONE, FactKind.HAPPENED}:
        return said
    return f"{said}: {fact_in_words(fact, program.spoken(program.configuration))}"


def titles(program: Program, cell: CellId) -> tuple[str, str]:
    """Return what an organisation and a milestone are called; ids, where they are no more."""
    configuration = program.configuration
    roadmap = configuration.roadmaps.get(cell.roadmap)
    names = names_of(roadmap) if roadmap is not None else {}
    occurrence = f" @{cell.occurrence}" if cell.occurrence else ""
    known = cell.organisation in configuration.organisations.rows
    organisation = configuration.organisations.name(cell.organisation) if known else ""
    title = names.get(cell.milestone, cell.milestone)
    return organisation or cell.organisation, title + occurrence


def _document(entry: Entry, *, recorded: bool) -> dict[str, object]:
    return {
        "entry": entry.number if recorded else None,
        "recorded": [fact_row(fact) for fact in entry.facts],
        "already": [cell_row(cell) for cell in entry.already],
    }


def fact_row(fact: Fact) -> dict[str, object]:
    """Return a fact as a row for a machine."""
    cell = cell_row(fact.cell) if fact.cell is not None else {}
    named = {"kind": str(fact.kind), "until": fact.until, "basis": fact.basis or None}
    return {**cell, "on": fact.on, "by": fact.by, "note": fact.note, **named}
