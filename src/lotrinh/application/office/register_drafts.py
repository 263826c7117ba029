"""A register drawn up from an office's list: what it adds to the present one, and changes in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that would be added, changed or taken out."""

    id: str
    name: str
    values: Mapping[str, tuple[str, str]]
    """By column: what it says now, and what it would say; '' where it is silent."""


@dataclass(frozen=True, slots=True)
class RegisterDraft:
    """The whole register as it would be."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]
    added: Sequence[Change] = ()
    changed: Sequence[Change] = ()
    removed: Sequence[Change] = ()
    unchanged: int = 0


def merged(
    name: str,
    present: tuple[Sequence[str], Sequence[Row]],
    brought: Sequence[Row],
    *,
    replace: bool,
) -> RegisterDraft:
    """Return the present rows with those that are brought, by their ids.

    What is brought wins where it says anything. Rows that nobody brings stay, unless the
    register is to be replaced.

    Args:
        name: Of the register.
        present: Its columns and rows.
        brought: Rows with ids.
        replace: Whether rows that aren't brought are taken out.
    """
    columns, before = present
    by_id = {row["id"]: row for row in before}
    news = {row["id"]: row for row in brought}
    every = [*columns, *dict.fromkeys(c for row in brought for c in row if c not in columns)]
    kept = [row for row in before if not replace or row["id"] in news]
    rows = [_laid_over(row, news.get(row["id"], {})) for row in kept]
    rows += [row for row in news.values() if row["id"] not in by_id]
    changes = [_change(by_id.get(row["id"], {}), row) for row in rows if row["id"] in news]
    touched = [one for one in changes if one.values]
    return RegisterDraft(
        name,
        every,
        rows,
        added=[one for one in touched if one.id not in by_id],
        changed=[one for one in touched if one.id in by_id],
        removed=[_change(row, {}) for row in before if replace and row["id"] not in news],
        unchanged=len(rows) - len(touched),
    )


def _laid_over(row: Row, news: Row) -> Row:
    return {**row, **{column: value for column, value in news.items() if value}}


def _change(before: Row, after: Row) -> Change:
    either = {**before, **after}
    values = {
        column: (before.get(column, ""), after.get(column, ""))
        for column in either
        if before.get(column, "") != after.get(column, "")
    }
    return Change(either["id"], either.get("name", ""), values)
