"""`lotrinh measure` and `assess`: figures of targets, and how somebody says that one stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from lotrinh.application.recording.measuring import Look, Measured, Told
from lotrinh.application.recording.mentions import Mention
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import cell_row, emit_json
from lotrinh.cli.questions import confirmed
from lotrinh.cli.recording import BY, EVIDENCE, NOTE, fact_row, kept, known_row, titles
from lotrinh.domain.notation import print_quantity, print_share
from lotrinh.domain.targets import TargetState
from lotrinh.loader.told import read_figures
from lotrinh.rendering.targets import (
    figure_in_words,
    planned_in_words,
    rule_in_words,
    state_in_words,
)
from lotrinh.rendering.words import LANGUAGES, say

_ORGANISATION = click.option(
    "--organisation",
    default="",
    metavar="ID",
    help=text("Của đơn vị nào, nếu nhiều đơn vị có.", "Whose, where several have it."),
)
_ON = click.option(
    "--on", type=DAY, metavar="DATE", help=text("Ngày của số liệu.", "The day of the figure.")
)
_YES = click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask."))
_DRY_RUN = click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview."))


@command(
    text(
        "Ghi số liệu của chỉ tiêu; báo cáo của kỳ ấy coi như đã nộp. Xem trước chỉ tiêu đổi ra sao;"
        " ghi nhầm thì ghi lại, hoặc lotrinh undo.\n\n"
        "\b\nVí dụ:\n"
        '  lotrinh measure street-lights 108/110 --on 31/10/2024 --by "Văn phòng"\n'
        '  lotrinh measure budget@2022-Q2 "4.465,775 tỷ đồng" --organisation nam-tu-liem\n'
        "  lotrinh measure 12 98,18%          # số trong ngoặc vuông ở thư nhắc\n"
        "  lotrinh measure --from so-lieu.xlsx # cột: target,organisation,value,on,note",
        "Record a figure of a target; the report of that period counts as given. What it changes is"
        " shown first; a mistake is recorded anew, or taken back by lotrinh undo.\n\n"
        "\b\nFor example:\n"
        '  lotrinh measure street-lights 108/110 --on 31/10/2024 --by "The office"\n'
        '  lotrinh measure budget@2022-Q2 "4.465,775 tỷ đồng" --organisation nam-tu-liem\n'
        "  lotrinh measure 12 98,18%           # the number in brackets of a reminder\n"
        "  lotrinh measure --from figures.xlsx # columns: target,organisation,value,on,note",
    )
)
@click.argument("words", nargs=-1, metavar="[TARGET[@OCCURRENCE] | NUMBER] VALUE")
@_ORGANISATION
@_ON
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=text("Đọc từ tệp CSV hoặc XLSX.", "Read from a CSV or XLSX file."),
)
@BY
@NOTE
@EVIDENCE
@_YES
@_DRY_RUN
def measure(
    context: Context,
    *,
    words: tuple[str, ...],
    organisation: str,
    on: date | None,
    file: Path | None,
    by: str,
    note: str,
    evidence: str,
    yes: bool,
    dry_run: bool,
) -> None:
    """Record figures of targets."""
    program = context.program()
    proof = program.evidence(evidence)
    told = [
        replace(one, mention=replace(one.mention, note=one.mention.note or note))
        for one in _told(words, organisation, file)
    ]
    measured = program.measure(told, on=on, by=by)
    facts = tuple(replace(fact, evidence=proof.said) for fact in measured.entry.facts)
    measured = replace(measured, entry=replace(measured.entry, facts=facts))
    if not context.machine:
        _show_looks(program, measured)
    agreed = yes or dry_run or _agreed(context, program, measured)
    recorded = bool(facts) and agreed and not dry_run
    entry = program.keep(measured.entry, proof) if recorded else measured.entry
    if context.machine:
        emit_json(_document(replace(measured, entry=entry), recorded=recorded))
    else:
        click.echo(kept(entry) if recorded else text("Chưa ghi gì.", "Nothing was recorded."))


def _told(words: tuple[str, ...], organisation: str, file: Path | None) -> list[Told]:
    if file is not None and not words:
        return read_figures(file)
    if len(words) != 2 or file is not None:
        raise click.UsageError(
            text(
                "Cần một chỉ tiêu và một số, hoặc --from với một tệp.",
                "One target and one value are needed, or --from with a file.",
            )
        )
    return [Told(Mention(organisation, words[0]), words[1])]


def _show_looks(program: Program, measured: Measured) -> None:
    language = program.spoken(program.configuration)
    for look in measured.looks:
        click.echo(f"  {': '.join(titles(program, look.cell))}")
        click.echo(f"    {_change(look, language)}")
    for cell in measured.entry.already:
        known = text("đã ghi trước đây", "already")
        click.echo(f"  {': '.join(titles(program, cell))} ({known})")


def _change(look: Look, language: str) -> str:
    """Return a figure against what is planned, and how the target stands by it."""
    states = [state_in_words(one.state, language) for one in (look.before, look.after)]
    moved = " → ".join(dict.fromkeys(states))
    figure, planned = (
        figure_in_words(look.course, language),
        planned_in_words(look.course, language),
    )
    of_plan = text(f"kế hoạch {planned}", f"planned {planned}")
    why = rule_in_words(look.course, look.after, language)
    return f"{figure} ({of_plan}): {moved}; {why}" if figure else f"{moved}; {why}"


def _agreed(context: Context, program: Program, measured: Measured) -> bool:
    """Ask about what is odd, and before several are recorded."""
    count = len(measured.entry.facts)
    if not measured.doubts and count < 2:
        return True
    language = program.spoken(program.configuration)
    odd = [line for look in measured.looks for line in _doubts(look, language)]
    if odd and not context.machine:
        click.echo("\n".join(f"  {line}" for line in odd))
    question = text(f"Ghi nhận {count} số liệu?", f"Record {count}?")
    return confirmed(
        say("target.asked-back", language) if odd else question,
        machine=context.machine,
        why="; ".join(odd)
        + (". " if odd else "")
        + text(
            "Đúng như vậy thì thêm --yes; xem trước bằng --dry-run",
            "If it is right, add --yes; --dry-run shows it first",
        ),
    )


def _doubts(look: Look, language: str) -> Iterator[str]:
    figure = look.course.figures[-1].quantity
    before = look.course.figures[-2].quantity if len(look.course.figures) > 1 else figure
    values = {"figure": print_quantity(figure), "before": print_quantity(before)}
    yield from (say(f"target-doubt.{doubt}", language, **values) for doubt in look.doubts)


def _document(measured: Measured, *, recorded: bool) -> dict[str, object]:
    looks = [
        {
            **cell_row(look.cell),
            "figure": print_share(look.course.figures[-1].quantity, look.target.digits)
            if look.course.figures
            else None,
            "before": str(look.before.state),
            "state": str(look.after.state),
            "forecast": str(look.after.forecast) if look.after.forecast is not None else None,
        }
        for look in measured.looks
    ]
    return {
        "entry": measured.entry.number if recorded else None,
        "recorded": [fact_row(fact) for fact in measured.entry.facts],
        "already": [known_row(measured.entry, cell) for cell in measured.entry.already],
        "targets": looks,
    }


@command(
    text(
        "Ghi đánh giá của người có trách nhiệm về một chỉ tiêu, và vì sao; có giá trị đến khi có số"
        " liệu của ngày sau đó. Tình trạng: done, exceeded, can-be-done, at-risk, will-be-missed,"
        " missed, not-due, hoặc tên gọi như trong bảng.\n\n"
        "\b\nVí dụ:\n"
        '  lotrinh assess street-lights will-be-missed --note "còn 2 tuyến chưa có điện"',
        "Record how somebody responsible says that a target stands, and why; it holds until there"
        " is a figure of a later day. States: done, exceeded, can-be-done, at-risk, will-be-missed,"
        " missed, not-due, or their names in the table.\n\n"
        "\b\nFor example:\n"
        '  lotrinh assess street-lights will-be-missed --note "two alleys have no power yet"',
    )
)
@click.argument("target", metavar="TARGET[@OCCURRENCE] | NUMBER")
@click.argument("state", metavar="STATE")
@_ORGANISATION
@_ON
@click.option("--by", type=LINE, default="", metavar="WHO", help=text("Ai nói.", "Who says so."))
@NOTE
def assess(
    context: Context,
    *,
    target: str,
    state: str,
    organisation: str,
    on: date | None,
    by: str,
    note: str,
) -> None:
    """Record how somebody says that a target stands."""
    program = context.program()
    told = Told(Mention(organisation, target, note=note), state=_state(state))
    measured = program.measure([told], on=on, by=by)
    if not context.machine:
        _show_looks(program, measured)
    entry = program.keep(measured.entry)
    if context.machine:
        emit_json(_document(replace(measured, entry=entry), recorded=True))
    else:
        click.echo(kept(entry))


def _state(word: str) -> str:
    """Return the state that is named, by its code or by what tables call it."""
    said = " ".join(word.casefold().split())
    called = {say(f"target-state.{one}", lang): one for one in TargetState for lang in LANGUAGES}
    return called.get(said, word)
