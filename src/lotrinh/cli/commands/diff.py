"""`lotrinh diff`: which deadlines move if the present files are accepted, and who is told."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby

import click

from lotrinh.application.looking.diff import Alteration, Diff, Difference
from lotrinh.cli.arguments import AS_OF, SINCE
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import cell_row, emit_rows, emit_table
from lotrinh.domain.registers import PersonId
from lotrinh.rendering.deadlines import basis_number, titled
from lotrinh.rendering.differences import (
    alike,
    change_in_words,
    day_in_words,
    name_of_person,
    told,
)
from lotrinh.rendering.problems import show
from lotrinh.rendering.words import short_date

_SHOWN = 10
"""Names and lines of a list, unless everything is asked for."""


@command(
    text(
        "Hạn nào của đơn vị nào đổi từ ngày nào sang ngày nào, theo căn cứ nào, và ai sẽ được báo,"
        " nếu dùng các tệp hiện nay. So với bản đã chấp nhận lần trước; không ghi, không gửi"
        " gì.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh diff\n"
        "  lotrinh diff --since 01/12/2026    # so với bản dùng ngày đó\n"
        "  lotrinh diff --since HEAD          # so với bản trong git",
        "Which deadlines of which organisations move, from when to when, on which basis, and who"
        " will be told, if the present files are accepted. Compared with those accepted last;"
        " nothing is written or sent.\n\n"
        "\b\nFor example:\n"
        "  lotrinh diff\n"
        "  lotrinh diff --since 01/12/2026    # with those in use on that day\n"
        "  lotrinh diff --since HEAD          # with those in git",
    ),
    tables=True,
)
@click.option(
    "--since",
    type=SINCE,
    metavar="DATE|REV",
    help=text(
        "So với bản dùng ngày này, hoặc bản này trong git.",
        "Compare with those in use on a day, or with a revision in git.",
    ),
)
@AS_OF
@click.option(
    "--all", "everything", is_flag=True, help=text("Từng đơn vị, đủ tên.", "Every one by name.")
)
def diff(context: Context, *, since: date | str | None, at: date | None, everything: bool) -> None:
    """Show what differs."""
    program = context.program()
    found = program.diff(since, at)
    for problem in found.gone:
        click.echo(show(problem, program.spoken(found.after)), err=context.machine)
    if context.machine:
        emit_rows(context, [diff_row(found, one) for one in found.differences])
    elif found.differences:
        DiffScreen(program.spoken(found.after), found, everything=everything).show()
    else:
        click.echo(text("Không hạn nào thay đổi.", "No deadline changes."))
    if found.renamed and not context.machine:
        click.echo(_renamed(found.renamed))
    if found.later and not context.machine:
        click.echo(_later(found.later))


def _renamed(pairs: Sequence[tuple[str, str]]) -> str:
    """Say which organisations have another id, and that this is all that becomes of them."""
    shown = ", ".join(f"{old} → {present}" for old, present in pairs[:_SHOWN])
    more = " …" if len(pairs) > _SHOWN else ""
    return text(
        f"Đổi mã, giữ mọi điều đã ghi: {shown}{more}",
        f"Other ids, with all that was recorded: {shown}{more}",
    )


def _later(days: Sequence[date]) -> str:
    """Say that more changes when amendments take effect."""
    shown = ", ".join(map(short_date, days))
    return text(
        f"Có sửa đổi chưa đến ngày hiệu lực ({shown}). Xem trước: lotrinh diff --at"
        f" {short_date(days[-1])}",
        f"Some amendments take effect later ({shown}). To look ahead: lotrinh diff --at"
        f" {short_date(days[-1])}",
    )


def diff_row(found: Diff, one: Difference) -> dict[str, object]:
    """Return a difference as a row for a machine."""
    return {
        **cell_row(one.cell),
        "title": one.deadline.milestone.title,
        "change": str(one.alteration),
        "before": one.before.due if one.before else None,
        "after": one.after.due if one.after else None,
        "days": one.days,
        "basis": basis_number(found.owner(one), one.deadline) or None,
        "standing_before": one.standing_before and str(one.standing_before),
        "standing_after": one.standing_after and str(one.standing_after),
        "told": [*one.corrected, *one.reminded],
        "corrected": list(one.corrected),
        "joining": list(one.joining),
        "leaving": list(one.leaving),
    }


class DiffScreen:
    """A diff as people read it: what is alike in one line, then who is told."""

    def __init__(self, language: str, found: Diff, *, everything: bool) -> None:
        self.language, self.found, self.everything = language, found, everything

    def show(self) -> None:
        """Show everything."""
        moved = [o for o in self.found.differences if o.alteration is not Alteration.HEARERS]
        for _, of_roadmap in groupby(moved, lambda one: one.cell.roadmap):
            self._show_roadmap(list(of_roadmap))
        self._show_hearers()
        self._show_people(
            text("Sẽ nhận thư đổi hạn", "Will be told the new date"),
            lambda one: one.corrected,
        )
        self._show_people(text("Sẽ được nhắc", "Will be reminded"), lambda one: one.reminded)
        self._show_people(
            text("Thôi nhận vì hạn bị bỏ, không có thư báo", "Not told that theirs is gone"),
            lambda one: () if one.after else one.leaving,
        )

    def _show_roadmap(self, differences: Sequence[Difference]) -> None:
        first = differences[0]
        heads = text(
            "Việc|Đơn vị|Hạn cũ|Hạn mới|Thay đổi|Căn cứ|Sẽ báo",
            "Item|Organisation|Old|New|Change|Basis|Told",
        )
        emit_table(
            self.found.owner(first).roadmaps[first.deadline.id.roadmap].title,
            heads.split("|"),
            (self._cells(one) for one in alike(differences, everything=self.everything)),
            caption=text(
                f"{len(differences)} hạn thay đổi",
                f"{counted(len(differences), 'deadline')} in all",
            ),
        )

    def _cells(self, line: Sequence[Difference]) -> list[str]:
        one, people = line[0], told(line)
        return [
            titled(one.deadline, self.language),
            self._where(line),
            day_in_words(one.before, self.language),
            day_in_words(one.after, self.language),
            change_in_words(one, self.language),
            basis_number(self.found.owner(one), one.deadline),
            text(f"{len(people)} người", f"{len(people)}") if people else "",
        ]

    def _where(self, line: Sequence[Difference]) -> str:
        if len(line) > 1:
            return text(f"{len(line)} đơn vị", f"{len(line)} organisations")
        return self._organisation(line[0])

    def _organisation(self, one: Difference) -> str:
        return self.found.owner(one).organisations.name(one.cell.organisation)

    def _show_hearers(self) -> None:
        """Show who hears from now on, and who no longer does, by organisation."""
        changes = Counter(
            (self._organisation(one), one.joining, one.leaving)
            for one in self.found.differences
            if (one.joining or one.leaving) and one.before and one.after
        )
        if changes:
            click.echo(text("Người nhận thay đổi:", "Others hear:"))
        for line in self._first([self._line(*key, n) for key, n in changes.items()]):
            click.echo(f"  {line}")

    def _line(
        self,
        organisation: str,
        joining: Sequence[PersonId],
        leaving: Sequence[PersonId],
        count: int,
    ) -> str:
        deadlines = text(f"{count} hạn", counted(count, "deadline"))
        said = [
            f"{title}: {', '.join(name_of_person(self.found, p) for p in people)}"
            for title, people in (
                (text("nhận mới", "now hears"), joining),
                (text("thôi nhận", "no longer hears"), leaving),
            )
            if people
        ]
        return f"{organisation} ({deadlines}): {'; '.join(said)}"

    def _show_people(
        self, title: str, people_of: Callable[[Difference], Iterable[PersonId]]
    ) -> None:
        people = dict.fromkeys(p for one in self.found.differences for p in people_of(one))
        if people:
            names = [name_of_person(self.found, person) for person in people]
            click.echo(f"{title} ({len(people)}): {'; '.join(self._first(names))}")

    def _first(self, lines: Sequence[str]) -> list[str]:
        """Return the first of a list, and how many more there are; all, if asked for."""
        if self.everything or len(lines) <= _SHOWN:
            return list(lines)
        more = len(lines) - _SHOWN
        return [*lines[:_SHOWN], text(f"và {more} nữa (--all)", f"and {more} more (--all)")]
