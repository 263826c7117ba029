"""A glance at books: which files were accepted last, without bringing anything up to date."""

from collections.abc import Mapping
from pathlib import Path

from lotrinh.store.configurations import SqlConfigurations
from lotrinh.store.database import engine_at, version_of
from lotrinh.store.dialects import reading
from lotrinh.store.errors import connecting, plain_errors
from lotrinh.store.tables import SCHEMA


def accepted_files(address: str) -> Mapping[str, bytes] | None:
    """Return the files accepted last, None where there are no books, or older ones.

    Raises:
        DatabaseError: They can't be read.
    """
    engine = engine_at(address)
    try:
        if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
            return None
        with connecting(engine.url):
            engine.connect().close()
        with (
            plain_errors(engine.url),
            engine.execution_options(**reading(engine)).begin() as books,
        ):
            if version_of(books) != SCHEMA:
                return None
            accepted = SqlConfigurations(books).accepted()
            return None if accepted is None else accepted[1]
    finally:
        engine.dispose()
