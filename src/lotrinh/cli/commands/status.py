"""`lotrinh status`: who still owes what."""

from collections.abc import Iterable, Iterator
from datetime import date

import click

from lotrinh.application.looking.report import Stand
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import AS_OF
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import cell_row, emit_rows, emit_table
from lotrinh.domain.status import Standing, tally
from lotrinh.rendering.deadlines import (
    code,
    due_and_left,
    labelled,
    progress_in_words,
    role_title,
    standing_in_words,
    task,
)
from lotrinh.rendering.deliveries import name_of
from lotrinh.rendering.words import long_date, say, short_date

_PRESSING = (Standing.OVERDUE, Standing.DUE_TODAY, Standing.DUE_SOON, Standing.OPEN)


@command(
    text(
        "Tình trạng của mọi việc. Bảng chỉ hiện việc đang cần chú ý; --all hiện hết.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh status\n"
        "  lotrinh status --late --text     # danh sách để dán vào nhóm Zalo",
        "How every deadline stands. The table shows what presses; --all shows everything.\n\n"
        "\b\nFor example:\n"
        "  lotrinh status\n"
        "  lotrinh status --late --text     # a list to paste into a chat group",
    ),
    tables=True,
)
@click.option("--late", is_flag=True, help=text("Chỉ việc quá hạn.", "Only what is overdue."))
@click.option(
    "--asked",
    is_flag=True,
    help=text("Chỉ việc xin gia hạn đang chờ.", "Only what waits for more time."),
)
@click.option(
    "--text", "as_text", is_flag=True, help=text("Danh sách để dán vào nhóm.", "A list to paste.")
)
@click.option("--all", "everything", is_flag=True, help=text("Hiện hết.", "Show everything."))
@click.option("--roadmap", metavar="ID", help=text("Chỉ một lộ trình.", "One roadmap only."))
@AS_OF
def status(
    context: Context,
    *,
    late: bool,
    asked: bool,
    as_text: bool,
    everything: bool,
    roadmap: str | None,
    at: date | None,
) -> None:
    """Show how things stand."""
    program = context.program()
    day = at or program.today(program.configuration)
    stands = program.status(day, roadmap=roadmap)
    chosen = [stand for stand in stands if stand.standing.is_late] if late else stands
    chosen = [stand for stand in chosen if "asked" in stand.answers(day)] if asked else chosen
    if as_text:
        nothing = text("Không có việc quá hạn.", "Nothing is overdue.") if late else ""
        lines = _lines(program, chosen, day) if chosen or not nothing else [nothing]
        click.echo("\n".join(lines))
    elif context.machine:
        emit_rows(context, [_row(stand, day) for stand in chosen])
    else:
        shown = chosen if everything or asked else [s for s in chosen if s.standing in _PRESSING]
        _show(program, shown, day, _caption(program, stands, day))


def _row(stand: Stand, day: date) -> dict[str, object]:
    deadline, answers = stand.deadline, stand.answers(day)
    return {
        **cell_row(deadline.id),
        "due": deadline.due,
        "session": deadline.session,
        "standing": str(stand.standing),
        "lead": deadline.milestone.lead,
        "closed_on": stand.state.closed_on,
        "acknowledged": "acknowledged" in answers,
        "snoozed_until": answers.get("snoozed"),
        "asked_until": answers.get("asked"),
        "decided_by": ", ".join(stand.deciders) if "asked" in answers else None,
        "extended": deadline.extension is not None,
        "evidence": stand.state.evidence or None,
    }


def _by_urgency(stands: Iterable[Stand]) -> list[Stand]:
    return sorted(stands, key=lambda stand: stand.deadline.by_day)


def _caption(program: Program, stands: Iterable[Stand], day: date) -> str:
    language = program.spoken(program.configuration)
    counted = tally(stand.standing for stand in stands)
    counts = ", ".join(f"{n} {say(f'standing.{s}', language)}" for s, n in counted.items())
    return f"{short_date(day)}: {counts}"


def _show(program: Program, stands: Iterable[Stand], day: date, caption: str) -> None:
    emit_table(
        text("Tình trạng", "Standing"),
        text(
            "Hạn|Tình trạng|Đơn vị|Việc|Chủ trì|Mã", "Due|Standing|Organisation|Item|Lead|Code"
        ).split("|"),
        (_cells(program, stand, day) for stand in _by_urgency(stands)),
        caption=caption,
    )


def _cells(program: Program, stand: Stand, day: date) -> list[str]:
    configuration, deadline = program.configuration, stand.deadline
    language = program.spoken(configuration)
    return [
        short_date(deadline.due) if deadline.due else "",
        _standing(program, stand, day),
        configuration.organisations.name(deadline.id.organisation),
        labelled(deadline, language),
        role_title(configuration, deadline.milestone.lead, deadline.id.organisation),
        code(configuration, deadline.id),
    ]


def _standing(program: Program, stand: Stand, day: date) -> str:
    """Return how a deadline stands, what was answered, and who decides on more time."""
    language = program.spoken(program.configuration)
    lines = [standing_in_words(stand, language)]
    for answer, until in stand.answers(day).items():
        lines.append(f"({say(f'state.{answer}', language, until=short_date(until))})")
        if answer == "asked":
            names = ", ".join(name_of(program.configuration, one) for one in stand.deciders)
            lines.append(f"({say('state.decides', language, names=names or '—')})")
    return "\n".join(lines)


def _lines(program: Program, stands: list[Stand], day: date) -> Iterator[str]:
    """Yield the list for a chat group: by standing, then by day."""
    language = program.spoken(program.configuration)
    yield text(
        f"Việc chưa xong, tính đến {long_date(day, language)}:",
        f"Not done yet, as of {long_date(day, language)}:",
    )
    before, is_backlog = 0, program.is_backlog()
    for standing in _PRESSING[:3]:
        mine = _by_urgency(stand for stand in stands if stand.standing is standing)
        if standing is Standing.OVERDUE:
            followed = [stand for stand in mine if not is_backlog(stand.deadline)]
            before, mine = len(mine) - len(followed), followed
        if mine:
            yield f"\n{say(f'standing.{standing}', language).upper()} ({len(mine)})"
            yield from (_line(program, stand, day, language) for stand in mine)
    if before:
        yield f"\n{say('mine.backlog', language, count=before).upper()}"


def _line(program: Program, stand: Stand, day: date, language: str) -> str:
    configuration, deadline = program.configuration, stand.deadline
    organisation = configuration.organisations.name(deadline.id.organisation)
    lead = role_title(configuration, deadline.milestone.lead, deadline.id.organisation)
    due = due_and_left(deadline, deadline.due or date.max, day, language)
    said = f"- {organisation} ({lead}): {task(deadline.milestone, language)}: {due}"
    reached = progress_in_words(stand.progress, language)
    return f"{said}. {reached}" if reached else said
