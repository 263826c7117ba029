"""`lotrinh plan`: every deadline, past ones included, with how its day came about."""

from collections.abc import Iterator, Sequence
from datetime import date

import click

from lotrinh.application.looking.report import Planned
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import AS_OF
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import cell_row, emit_rows, emit_table
from lotrinh.domain.distance import Unit
from lotrinh.domain.roadmap import Duration, MilestoneId
from lotrinh.rendering.deadlines import basis_number, code, due_in_words, labelled, role_title, task
from lotrinh.rendering.words import say, short_date


@command(
    text(
        "Bảng hạn: mọi việc của mọi đơn vị, hạn, căn cứ và cách tính; kể cả việc đã qua.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh plan --organisation dong-hai-2\n"
        "  lotrinh plan --roadmap year-end --format json\n"
        "  lotrinh plan --roadmap ward-congress --slack",
        "Every deadline of every organisation, with its basis and derivation, past ones too.\n\n"
        "\b\nFor example:\n"
        "  lotrinh plan --organisation dong-hai-2\n"
        "  lotrinh plan --roadmap year-end --format json\n"
        "  lotrinh plan --roadmap ward-congress --slack",
    ),
    tables=True,
)
@click.option("--roadmap", metavar="ID", help=text("Chỉ một lộ trình.", "One roadmap only."))
@click.option("--organisation", metavar="ID", help=text("Chỉ một đơn vị.", "One organisation."))
@AS_OF
@click.option("--why", is_flag=True, help=text("Kèm cách tính từng hạn.", "With derivations."))
@click.option(
    "--slack",
    is_flag=True,
    help=text("Kèm số ngày dự trữ và đường găng.", "With slack and the critical path."),
)
def plan(
    context: Context,
    *,
    roadmap: str | None,
    organisation: str | None,
    at: date | None,
    why: bool,
    slack: bool,
) -> None:
    """Show the plan."""
    program = context.program()
    planned = program.plan(at, roadmap=roadmap, organisation=organisation)
    if context.machine:
        emit_rows(context, [_row(program, one, at, slack=slack) for one in planned])
        return
    planned.sort(key=lambda one: one.deadline.by_day)
    if why:
        _explain(program, planned, at, slack=slack)
    elif slack:
        _show_slack(program, planned)
    else:
        _show(program, planned)


def _row(program: Program, planned: Planned, day: date | None, *, slack: bool) -> dict[str, object]:
    deadline = planned.deadline
    room = {"slack": planned.slack, "critical": planned.critical} if slack else {}
    return {
        **cell_row(deadline.id),
        "title": task(deadline.milestone, program.spoken(program.configuration)),
        "opens": deadline.opens,
        "due": deadline.due,
        "session": deadline.session,
        "last_working_day": deadline.last_working_day,
        "lead": deadline.milestone.lead,
        "basis": basis_number(program.configuration, deadline) or None,
        "provisional": deadline.provisional,
        "extended": deadline.extension is not None,
        "warnings": list(planned.warnings),
        "derivation": list(program.derivation(planned)),
        "escalation": [
            {"day": told_on, "role": post.role, "organisation": post.organisation}
            for told_on, post in program.escalation(planned, day)
        ],
        **room,
    }


def _show(program: Program, planned: list[Planned]) -> None:
    configuration = program.configuration
    emit_table(
        text("Bảng hạn", "Plan"),
        text("Hạn|Đơn vị|Việc|Chủ trì|Căn cứ|Mã", "Due|Organisation|Item|Lead|Basis|Code").split(
            "|"
        ),
        (_cells(program, configuration, one) for one in planned),
        caption=text(f"{len(planned)} hạn", counted(len(planned), "deadline")),
    )


def _show_slack(program: Program, planned: list[Planned]) -> None:
    """Show how many working days each deadline may slip, and which work may not slip first."""
    emit_table(
        text("Dự trữ thời gian", "Slack"),
        text(
            "Hạn|Đơn vị|Việc|Cần xong trước|Cần (ngày)|Dự trữ|Găng",
            "Due|Organisation|Item|Needs|Takes (days)|Slack|Critical",
        ).split("|"),
        (_room(program, one) for one in planned),
        caption=text(
            "Dự trữ: số ngày làm việc còn có thể chậm; âm là thiếu.",
            "Slack: working days to spare; negative where they are missing.",
        ),
    )


def _room(program: Program, planned: Planned) -> list[str]:
    milestone = planned.deadline.milestone
    return [
        *_cells(program, program.configuration, planned)[:3],
        "; ".join(_needed(program.configuration, planned)),
        _takes(milestone.takes),
        "" if planned.slack is None else str(planned.slack),
        text("găng", "critical") if planned.critical else "",
    ]


def _needed(configuration: Configuration, planned: Planned) -> Iterator[str]:
    """Yield the titles of what has to be done before, by this organisation or by others."""
    own = planned.deadline.id.roadmap
    for need in planned.deadline.milestone.needs:
        yield configuration.roadmaps[own].milestones[MilestoneId(need)].title
    for barrier in planned.deadline.milestone.barriers:
        roadmap = configuration.roadmaps[barrier.roadmap or own]
        title = roadmap.milestones[barrier.milestone].title
        yield text(f"tất cả: {title}", f"all of: {title}")


def _takes(duration: Duration | None) -> str:
    """Return a number of working days; of other days it is said that days off count."""
    if duration is None:
        return ""
    if duration.unit is Unit.WORKING_DAY:
        return str(duration.amount)
    return text(f"{duration.amount} (cả ngày nghỉ)", f"{duration.amount} (days off too)")


def _explain(program: Program, planned: list[Planned], day: date | None, *, slack: bool) -> None:
    """Show each deadline with the steps that led to its day, and who above will be told."""
    for one in planned:
        due, organisation, title, lead, basis, _ = _cells(program, program.configuration, one)
        named = f"{lead}; {basis}" if basis else lead
        click.echo(f"\n{due.replace(chr(10), ' ')}  {organisation}: {title} ({named})")
        for line in program.derivation(one):
            click.echo(f"    {line}")
        if above := program.escalation(one, day):
            click.echo(f"    {_above_in_words(program, above)}")
        if slack and one.slack is not None:
            click.echo(f"    {_slack_in_words(one)}")


def _above_in_words(program: Program, above: Sequence[tuple[date, Post]]) -> str:
    """Return when which role above is told, if nothing is done."""
    configuration = program.configuration
    told = (
        f"{short_date(day)} {role_title(configuration, post.role, post.organisation)} "
        f"{configuration.organisations.name(post.organisation)}"
        for day, post in above
    )
    return text("nếu quá hạn thì báo: ", "if overdue it is told: ") + "; ".join(told)


def _slack_in_words(planned: Planned) -> str:
    path = text(", trên đường găng", ", on the critical path") if planned.critical else ""
    days = counted(planned.slack or 0, "working day")
    return text(f"dự trữ {planned.slack} ngày làm việc", f"slack: {days}") + path


def _cells(program: Program, configuration: Configuration, planned: Planned) -> list[str]:
    deadline, language = planned.deadline, program.spoken(configuration)
    marks = [say("provisional", language)] if deadline.provisional else []
    marks += [say("extended-mark", language)] if deadline.extension is not None else []
    marks += [say(f"warning.{code}", language) for code in planned.warnings]
    due = due_in_words(deadline, language)
    return [
        due + (f"\n({', '.join(marks)})" if marks else ""),
        configuration.organisations.name(deadline.id.organisation),
        labelled(deadline, language),
        role_title(configuration, deadline.milestone.lead, deadline.id.organisation),
        basis_number(configuration, deadline),
        code(configuration, deadline.id),
    ]
