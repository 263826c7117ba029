"""Temporary tables, for questions about many rows at once; no migration builds them."""

from collections.abc import Iterable

from sqlalchemy import Column, MetaData, Table

from lotrinh.store.tables.reminders import KEY, reminders
from lotrinh.store.tables.schema import CELL


def _notes(name: str, columns: Iterable[str]) -> Table:
    """Return a temporary table of some columns of the reminders; no migration builds it."""
    same = (Column(column, reminders.c[column].type, nullable=False) for column in columns)
    return Table(name, MetaData(), *same, prefixes=["TEMPORARY"])


candidates = _notes("candidates", CELL)
"""Cells that a question is about."""

holding = _notes("holding", ["id", "message"])
"""Reminders, each with the message that tells it."""

seen = _notes("seen", ["organisation"])
"""Organisations whose deadlines somebody may see."""

readers = _notes("readers", ["recipient"])
"""People that a question is about."""

drafts = _notes("drafts", [*KEY, "reason", "part", "at", "configuration", "state"])
"""Reminders whose keys may be there already."""
