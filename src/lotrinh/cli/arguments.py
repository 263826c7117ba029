"""Values on the command line as people write them; what can't be one is refused in words."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from lotrinh.cli.language import LANGUAGE, text
from lotrinh.loader.asked import MisreadError, ask_day, ask_instant, ask_line, ask_since
from lotrinh.rendering.problems import hint, sentence

T = TypeVar("T")


class Asked(click.ParamType[T]):
    """A value that the loader reads by the rules of the files."""

    def __init__(self, name: str, ask: Callable[[str, str], T]) -> None:
        self.name = name
        self._ask = ask

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Return the value, or say what to write instead."""
        try:
            return self._ask(value, self.name)
        except MisreadError as error:
            (problem,) = error.problems
            said = f"{sentence(problem, LANGUAGE)}; {hint(problem, LANGUAGE)}"
            self.fail(said, param, ctx)


DAY = Asked("day", ask_day)
"""A civil date: 14/12/2024 or 2024-12-14."""
INSTANT = Asked("instant", ask_instant)
"""A date, or a date with a time: 2024-12-02, 2024-12-02T07:30, with a zone or without."""
SINCE = Asked("since", ask_since)
"""A civil date, or a revision in git: HEAD~1."""
LINE = Asked("text", ask_line)
"""A text on one line."""


AS_OF = click.option(
    "--at", type=DAY, metavar="DATE", help=text("Xem như ngày này.", "As of a day.")
)
"""Of what is looked at as on some day."""


def instant_in(zone: ZoneInfo, at: date | datetime | None) -> datetime | None:
    """Return the instant in a zone; a bare date means 07:30, when checks are made."""
    if at is None:
        return None
    if not isinstance(at, datetime):
        return datetime.combine(at, time(7, 30), tzinfo=zone)
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
