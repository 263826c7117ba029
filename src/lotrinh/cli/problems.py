"""Problems as commands show them where there may be many: the same in many cells once."""

from collections.abc import Sequence

import click

from lotrinh.cli.language import LANGUAGE, counted, text
from lotrinh.errors import Problem
from lotrinh.rendering.problems import show

_PLACES = 8


def show_problems(problems: Sequence[Problem]) -> None:
    """Show problems, the same in many cells once."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, problem.nearest, *sorted(problem.values.items()))
        alike.setdefault(key, []).append(problem)
    for first, *others in alike.values():
        click.echo(show(first, LANGUAGE))
        if others:
            shown = ", ".join(str(other.where).rpartition(":")[2] for other in others[:_PLACES])
            more = ", …" if len(others) > _PLACES else ""
            also = text(f"còn {len(others)} ô nữa", f"{counted(len(others), 'cell')} more")
            click.echo(f"  {also}: {shown}{more}")
