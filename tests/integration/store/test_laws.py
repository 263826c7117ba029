"""The laws of reminding, held over whatever may happen in an office, on PostgreSQL as well."""

from pathlib import Path

import psycopg

from lotrinh.store.database import SqlStore
from lotrinh.store.tables import metadata
from tests.property.office.machine import Office, held


def test_whatever_happens_everybody_hears_what_there_is_and_nothing_else(
    postgres_url: str,
) -> None:
    SqlStore.open(postgres_url).close()

    class OnPostgresql(Office):
        @staticmethod
        def url(folder: Path) -> str:
            del folder
            with psycopg.connect(postgres_url) as books:
                books.execute(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")
            return postgres_url

    held(OnPostgresql, 4)
