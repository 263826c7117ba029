"""`lotrinh done`, `happened` and `undo`: facts, which are only ever added."""

from collections.abc import Sequence
from datetime import date

import click

from lotrinh.application.recording.happened import Event
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import LANGUAGE, counted, text
from lotrinh.cli.output import cell_row, emit_json
from lotrinh.cli.questions import confirmed
from lotrinh.cli.recording import (
    BY,
    EVIDENCE,
    NOTE,
    Given,
    finish,
    line,
    mentioned,
    recording,
)
from lotrinh.domain.facts import Fact
from lotrinh.rendering.authors import author


@command(
    text(
        "Ghi nhận việc đã xong. Ghi nhiều việc thì xem trước rồi mới ghi; hoàn lại bằng"
        " lotrinh undo.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh done 12 15                 # số trong ngoặc vuông ở thư nhắc\n"
        "  lotrinh done chi-bo-01 branch-review@2026\n"
        "  lotrinh done --below dong-hai-2 branch-review@2026 --on 03/12/2026\n"
        "  lotrinh done --from ket-qua.csv     # cột: organisation,milestone,on,note\n"
        "  lotrinh done --from tien-do.xlsx    # tệp của lotrinh export progress đã điền",
        "Record that something is done. More than one is previewed first; lotrinh undo takes it"
        " back.\n\n"
        "\b\nFor example:\n"
        "  lotrinh done 12 15                 # the numbers in brackets of a reminder\n"
        "  lotrinh done chi-bo-01 branch-review@2026\n"
        "  lotrinh done --below dong-hai-2 branch-review@2026 --on 03/12/2026\n"
        "  lotrinh done --from results.csv     # columns: organisation,milestone,on,note\n"
        "  lotrinh done --from progress.xlsx   # a file of lotrinh export progress, filled in",
    )
)
@recording
def done(context: Context, given: Given) -> None:
    """Record Done for one cell or many."""
    program = context.program()
    evidence = program.evidence(given.evidence)
    entry = program.done(mentioned(program, given, evidence), on=given.on, by=given.by)
    finish(context, program, entry, evidence, yes=given.agreed, dry_run=given.dry_run)


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
@BY
@NOTE
@EVIDENCE
def happened(
    context: Context,
    *,
    organisation: str,
    anchor: str,
    on: date | None,
    by: str,
    note: str,
    evidence: str,
) -> None:
    """Record that an anchor's day has come."""
    program = context.program()
    day = on or program.today(program.configuration)
    proof = program.evidence(evidence)
    event = Event(organisation, anchor, day, note, proof.said)
    finish(context, program, program.happened(event, by=by), proof, yes=True)


@command(
    text(
        "Hoàn lại một lần ghi; bản thân việc hoàn lại cũng được ghi. Không ghi số thì là lần gần"
        " nhất; lần ấy do người khác ghi thì hỏi trước.\n\n"
        "\b\nVí dụ:\n  lotrinh undo --entry 12     # xem lotrinh audit\n  lotrinh undo",
        "Take back an entry; that is recorded as well. Without a number it is the last one; where"
        " somebody else has recorded that, you are asked first.\n\n"
        "\b\nFor example:\n  lotrinh undo --entry 12     # see lotrinh audit\n  lotrinh undo",
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
@click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask."))
def undo(context: Context, *, entry: int | None, by: str, yes: bool) -> None:
    """Take back an entry, as a new fact."""
    program = context.program()
    facts = program.standing(entry)
    if not context.machine:
        _show(program, facts)
    if not (yes or entry or _agreed(context, facts[0], by)):
        click.echo(text("Chưa hoàn lại gì.", "Nothing was taken back."))
        return
    # What was shown is what is taken back, whatever was recorded meanwhile.
    kept, taken_back = program.undo(by=by, entry=facts[0].entry)
    if context.machine:
        cells = [cell_row(fact.cell) for fact in taken_back if fact.cell is not None]
        emit_json({"entry": kept.number, "undone": kept.facts[0].reverts, "cells": cells})
        return
    click.echo(
        text(
            f"Đã hoàn lại {len(taken_back)} việc.",
            f"{counted(len(taken_back), 'item')} taken back.",
        )
    )


def _show(program: Program, facts: Sequence[Fact]) -> None:
    """Say which entry is meant: who recorded it, when and what."""
    first = facts[0]
    at = f"{first.recorded_at.astimezone(program.configuration.zone):%d/%m/%Y %H:%M}"
    by = author(first.by, first.via, LANGUAGE)
    click.echo(text(f"Lần ghi số {first.entry}, {by}, {at}:", f"Entry {first.entry}, {by}, {at}:"))
    for fact in facts:
        if fact.cell is not None:
            click.echo(f"  {line(program, fact.cell, fact)}")


def _agreed(context: Context, fact: Fact, by: str) -> bool:
    """Ask before somebody else's entry is taken back that wasn't named."""
    if fact.by == by:
        return True
    other = author(fact.by, fact.via, LANGUAGE)
    return confirmed(
        text(f"Lần này do người khác ghi ({other}). Hoàn lại?", f"{other} did. Take it back?"),
        machine=context.machine,
        why=text(
            f"lần ghi gần nhất (số {fact.entry}) do người khác ghi ({other}); muốn hoàn lại thì"
            f" viết lotrinh undo --entry {fact.entry}, hoặc thêm --yes",
            f"the last entry ({fact.entry}) is somebody else's ({other}); to take it back, write"
            f" lotrinh undo --entry {fact.entry}, or add --yes",
        ),
    )
