"""`lotrinh explain`: what a date phrase means, and why."""

from datetime import date

import click

from lotrinh.application.looking.report import Planned
from lotrinh.bootstrap import Program
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json
from lotrinh.domain.due import Phrase
from lotrinh.loader.asked import ask_day, ask_phrase, ask_term
from lotrinh.rendering.derivation import derivation
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.words import long_date, say, short_date, with_session


@command(
    text(
        "Giải thích một cụm từ chỉ thời hạn: nghĩa, các kỳ, hạn và cách tính.\n\n"
        "\b\nVí dụ:\n"
        '  lotrinh explain "trước 15/12 hằng năm"\n'
        '  lotrinh explain "30 ngày làm việc trước đại hội" --anchor "đại hội=20/06/2025"',
        "Explain a date phrase: its meaning, occurrences, due dates and how they came about.\n\n"
        "\b\nFor example:\n"
        '  lotrinh explain "before 15/12 every year"\n'
        '  lotrinh explain "30 working days before congress" --anchor congress=20/06/2025',
    )
)
@click.argument("phrase", metavar="PHRASE")
@click.option(
    "--term",
    default="2025-2030",
    metavar="YEARS",
    help=text("Nhiệm kỳ, các năm.", "Years of the term."),
)
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="NAME=DATE",
    help=text("Ngày của một mốc; dùng được nhiều lần.", "An anchor's day; may be repeated."),
)
@click.option(
    "--calendar", default="public-sector", metavar="ID", help=text("Lịch làm việc.", "Calendar.")
)
def explain(
    context: Context, *, phrase: str, term: str, anchors: tuple[str, ...], calendar: str
) -> None:
    """Show every occurrence of a phrase."""
    program = context.program()
    days = dict(_anchor(anchor) for anchor in anchors)
    years = ask_term(term)
    meaning = ask_phrase(phrase, days, years)
    planned = program.explain(meaning, term=years, anchors=days, calendar=calendar)
    if context.machine:
        emit_json(_document(meaning, planned))
    else:
        _show(program, meaning, planned)


def _anchor(given: str) -> tuple[str, date]:
    name, _, day = given.rpartition("=")
    if not name.strip():
        said = text(f"“{given}”: viết tên=ngày", f"{given!r}: write name=date")
        raise click.BadParameter(said, param_hint="--anchor")
    return name.strip(), ask_day(day.strip(), "--anchor")


def _document(meaning: Phrase, planned: list[Planned]) -> dict[str, object]:
    return {
        "canonical": {language: print_phrase(meaning, language) for language in ("vi", "en")},
        "occurrences": [_occurrence(one) for one in planned],
    }


def _occurrence(planned: Planned) -> dict[str, object]:
    deadline = planned.deadline
    return {
        "occurrence": deadline.id.occurrence or None,
        "opens": deadline.opens,
        "due": deadline.due,
        "session": deadline.session,
        "last_working_day": deadline.last_working_day,
        "provisional": deadline.provisional,
        "warnings": list(planned.warnings),
    }


def _show(program: Program, meaning: Phrase, planned: list[Planned]) -> None:
    language = program.spoken()
    click.echo(print_phrase(meaning, language))
    for one in planned:
        deadline = one.deadline
        head = f"{deadline.id.occurrence}: " if deadline.id.occurrence else ""
        due = "?"
        if deadline.due is not None:
            due = with_session(long_date(deadline.due, language), deadline.session, language)
        opens = f"{short_date(deadline.opens)} – " if deadline.opens else ""
        marks = [say("provisional", language)] if deadline.provisional else []
        marks += [say(f"warning.{code}", language) for code in one.warnings]
        click.echo(f"\n{head}{opens}{due}" + (f" ({', '.join(marks)})" if marks else ""))
        lines = derivation(one.steps, deadline, language=language)
        for line in lines:
            click.echo(f"  {line}")
