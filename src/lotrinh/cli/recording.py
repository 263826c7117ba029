"""What the commands that record have in common: words and options, a preview, a question."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lotrinh.application.office.numbers import number_in
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.recording.record import Entry
from lotrinh.cli.arguments import DAY, LINE
from lotrinh.cli.context import Context
from lotrinh.cli.language import text
from lotrinh.cli.output import cell_row, emit_json
from lotrinh.cli.questions import confirmed
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.notation import print_quantity
from lotrinh.domain.registers import OrganisationId
from lotrinh.loader.told import read_mentions
from lotrinh.rendering.derivation import names_of
from lotrinh.rendering.words import fact_in_words, short_date

if TYPE_CHECKING:
    from lotrinh.bootstrap import Program
    from lotrinh.bootstrap.evidence import Evidence

BY = click.option(
    "--by", type=LINE, default="", metavar="WHO", help=text("Ai ghi nhận.", "Who says so.")
)
NOTE = click.option(
    "--note",
    type=LINE,
    default="",
    metavar="TEXT",
    help=text(
        "Vì sao, ghi chú; đi kèm thư, không ghi việc nhân sự.",
        "Why; a note. It goes with messages: nothing about personnel.",
    ),
)
EVIDENCE = click.option(
    "--evidence",
    type=LINE,
    default="",
    metavar="LINK|FILE",
    help=text(
        "Minh chứng: đường dẫn, hoặc tệp (được chép lại).", "What proves it: a link, or a file."
    ),
)
ON = click.option(
    "--on",
    type=DAY,
    metavar="DATE",
    help=text("Ngày xong, hoặc từ đó có hiệu lực.", "The day, or from which it holds."),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What was given of the words and options that these commands share."""

    words: tuple[str, ...]
    below: str | None
    file: Path | None
    on: date | None
    by: str
    note: str
    evidence: str
    yes: bool
    dry_run: bool

    @property
    def agreed(self) -> bool:
        """Whether it is recorded unasked: a file was written with care, and undo is there."""
        return self.yes or (self.file is not None and not sys.stdin.isatty())


_SHARED = (
    click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview.")),
    click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask.")),
    EVIDENCE,
    NOTE,
    BY,
    ON,
    click.option(
        "--from",
        "file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help=text("Đọc từ tệp CSV hoặc XLSX.", "Read from a CSV or XLSX file."),
    ),
    click.option(
        "--below", metavar="ID", help=text("Mọi đơn vị trực thuộc.", "All directly below.")
    ),
    click.argument("words", nargs=-1, metavar="NUMBER… | ORGANISATION… MILESTONE[@OCCURRENCE]"),
)


def recording(function: Callable[..., None]) -> Callable[..., None]:
    """Add the words and options that these commands share; they are handed over as `Given`."""

    @wraps(function)
    def run(context: Context, **options: Any) -> None:
        given = Given(**{field.name: options.pop(field.name) for field in fields(Given)})
        function(context, given, **options)

    for option in _SHARED:
        run = option(run)
    return run


def mentioned(program: "Program", given: Given, evidence: "Evidence") -> list[Mention]:
    """Return what the words and a file name: numbers, or organisations and then a milestone."""
    organisations, milestones = _sorted(program, given)
    mentions = [
        Mention(organisation, milestone)
        for milestone in milestones
        for organisation in organisations
    ]
    if given.file is not None:
        mentions += read_mentions(given.file)
    if not mentions and given.file is None:
        raise click.UsageError(
            text(
                "Thiếu đơn vị hoặc việc, hay số của việc.",
                "An organisation or a milestone is missing, or a number.",
            )
        )
    return [replace(m, note=m.note or given.note, evidence=evidence.said) for m in mentions]


def _sorted(program: "Program", given: Given) -> tuple[list[str], list[str]]:
    """Return the organisations that are named, and the milestones or the numbers."""
    if not given.words:
        return [], []
    words = [*_apart(given.words)]
    *organisations, last = words
    numbers = [last]
    if number_in(last) is not None:
        known = program.configuration.organisations.rows
        numbers = [
            word
            for word in words
            if number_in(word) is not None and (OrganisationId(word) not in known or word is last)
        ]
        organisations = [word for word in organisations if word not in numbers]
        organisations = organisations or ([] if given.below else [""])
    if given.below is not None:
        organisations += program.below(given.below)
    return organisations, numbers


def _apart(words: Sequence[str]) -> Iterator[str]:
    """Yield the words, numbers between commas each by itself, as letters have them.

    >>> [*_apart(("3,5", "[7],", "chi-bo-01"))]
    ['3', '5', '[7]', 'chi-bo-01']
    """
    for word in words:
        parts = [part.strip() for part in word.split(",") if part.strip()]
        numbers = bool(parts) and all(number_in(part) is not None for part in parts)
        yield from parts if numbers else [word]


def finish(
    context: Context,
    program: "Program",
    entry: Entry,
    evidence: "Evidence",
    *,
    yes: bool,
    dry_run: bool = False,
) -> None:
    """Show an entry, write it down if that is agreed to, and say so."""
    if not context.machine:
        _show(program, entry)
    agreed = yes or dry_run or _agreed(context, entry)
    recorded = bool(entry.facts) and agreed and not dry_run
    if recorded:
        entry = program.keep(entry, evidence)
    if context.machine:
        emit_json(_document(entry, recorded=recorded))
    else:
        click.echo(kept(entry) if recorded else text("Chưa ghi gì.", "Nothing was recorded."))


def _agreed(context: Context, entry: Entry) -> bool:
    """Ask before more than one is recorded."""
    count = len(entry.facts)
    return count < 2 or confirmed(
        text(f"Ghi nhận {count} việc?", f"Record {count}?"),
        machine=context.machine,
        why=text(
            f"ghi {count} việc một lúc thì thêm --yes; xem trước bằng --dry-run",
            f"to record {count} at once, add --yes; --dry-run shows them first",
        ),
    )


def _show(program: "Program", entry: Entry) -> None:
    for fact in entry.facts:
        if fact.cell is not None:
            click.echo(f"  {line(program, fact.cell, fact)}")
    for cell in entry.already:
        click.echo(f"  {line(program, cell, None)} ({_before(entry, cell)})")
    today = program.today(program.configuration)
    if any(day not in {recorded, today} for recorded, day in entry.days.values()):
        click.echo(_how_to_correct())


def _before(entry: Entry, cell: CellId) -> str:
    """Say that it was recorded already, and on which day it is done by that."""
    if cell not in entry.days:
        return text("đã ghi trước đây", "already")
    recorded, day = map(short_date, entry.days[cell])
    if recorded == day:
        return text(f"đã ghi trước đây, xong ngày {recorded}", f"already, done on {recorded}")
    return text(
        f"đã ghi trước đây, xong ngày {recorded}; không đổi thành {day}",
        f"already, done on {recorded}; not changed to {day}",
    )


def _how_to_correct() -> str:
    """Say how a day that was recorded is corrected: no fact is ever changed."""
    return text(
        "Ngày khác với ngày đã ghi thì chưa được sửa. Muốn sửa: tìm số lần ghi bằng lotrinh audit,"
        " hoàn lại bằng lotrinh undo --entry SỐ, rồi ghi lại.",
        "A day that differs from the recorded one was not corrected. To correct it: find the entry"
        " with lotrinh audit, take it back with lotrinh undo --entry NUMBER, and record it again.",
    )


def kept(entry: Entry) -> str:
    """Say how much was recorded, and how to take it back."""
    return text(
        f"Đã ghi {len(entry.facts)} việc (lần ghi số {entry.number}). Hoàn lại:"
        f" lotrinh undo --entry {entry.number}",
        f"{len(entry.facts)} recorded (entry {entry.number}). To take it back:"
        f" lotrinh undo --entry {entry.number}",
    )


def line(program: "Program", cell: CellId, fact: Fact | None) -> str:
    """Return a deadline on one line, with what is recorded of it."""
    said = ": ".join(titles(program, cell))
    if fact is None:
        return said
    said += f", {short_date(fact.on)}"
    if fact.kind in {FactKind.DONE, FactKind.HAPPENED}:
        return said
    return f"{said}: {in_words(program, fact)}"


def in_words(program: "Program", fact: Fact) -> str:
    """Return what a fact says, in the language of the run."""
    configuration = program.configuration
    return fact_in_words(fact, program.spoken(configuration), configuration.roles)


def titles(program: "Program", cell: CellId) -> tuple[str, str]:
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
        "already": [known_row(entry, cell) for cell in entry.already],
    }


def known_row(entry: Entry, cell: CellId) -> dict[str, object]:
    """Return a deadline of which it was recorded already, with that day where it is known."""
    return {**cell_row(cell), "on": entry.days[cell][0] if cell in entry.days else None}


def fact_row(fact: Fact) -> dict[str, object]:
    """Return a fact as a row for a machine; every row has every key."""
    return {
        **cell_row(fact.cell),
        "on": fact.on,
        "by": fact.by,
        "note": fact.note,
        "kind": str(fact.kind),
        "until": fact.until,
        "basis": fact.basis or None,
        "role": fact.role or None,
        "evidence": fact.evidence or None,
        "value": print_quantity(fact.value) if fact.value is not None else None,
        "state": str(fact.state) if fact.state is not None else None,
    }
