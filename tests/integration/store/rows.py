"""Two rows of every table, of whatever types its columns are: for what handles all alike."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Enum, Integer, LargeBinary, insert

from lotrinh.store.tables import metadata
from lotrinh.store.types import Instant

INSTANT = datetime(2026, 9, 30, 7, 30, 0, 123456, UTC)


def fill(connection: Connection, *, known: bool = False) -> None:
    """Write two rows into each table; `known` keeps to words of the first program."""
    for table in metadata.sorted_tables:
        for number in (1, 2):
            row = {column.name: _value(column, number, known=known) for column in table.columns}
            connection.execute(insert(table).values(row))


def _value(column: Column[Any], number: int, *, known: bool) -> object:
    if column.name == "reverts":
        return 1 if number > 1 else None
    if column.name == "last_message":
        return f"k{number}"
    match column.type:
        case Enum(enums=words):
            return column.type.python_type(words[0 if known else -number])
        case LargeBinary():
            return bytes(range(256)) * number
        case Boolean():
            return number == 1
        case JSON():
            return {"thư": number, "a": [1, 2]}
        case Date():
            return date(2026, 12, number)
        case Instant():
            return None if column.nullable and number > 1 else INSTANT
        case Integer():
            return number
        case _:
            return f"k{number}" if _is_key(column) else f"Đồng chí {number}; \t\\N\n“x”"


def _is_key(column: Column[Any]) -> bool:
    return column.primary_key or bool(column.foreign_keys)
