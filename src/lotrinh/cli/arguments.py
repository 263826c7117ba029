"""Dates and instants on the command line, as people write them."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import click

from lotrinh.cli.language import text


class Day(click.ParamType[date]):
    """A civil date: 14/12/2024 or 2024-12-14."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or say what to write instead."""
        if isinstance(value, date):
            return value
        from lotrinh.loader.phrase import PhraseError, parse_day  # noqa: PLC0415  (heavy)

        try:
            return parse_day(value)
        except PhraseError:
            self.fail(
                text(
                    f"“{value}” không phải là ngày; viết 14/12/2024 hoặc 2024-12-14",
                    f"{value!r} is not a date; write 14/12/2024 or 2024-12-14",
                ),
                param,
                ctx,
            )


class Instant(click.ParamType[date]):
    """A date, or a date with a time: 2024-12-02, 2024-12-02T07:30, with a zone or without."""

    name = "instant"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        """Return the date or the instant; `instant_in` makes either an aware instant."""
        if isinstance(value, date):
            return value
        if len(value) > len("2024-12-02"):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass
        return Day().convert(value, param, ctx)


def instant_in(zone: ZoneInfo, at: date | datetime | None) -> datetime | None:
    """Return the instant in a zone; a bare date means 07:30, when checks are made."""
    if at is None:
        return None
    if not isinstance(at, datetime):
        return datetime.combine(at, time(7, 30), tzinfo=zone)
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
