"""A register that the rows of an office's list are brought to: what those of each kind share."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from lotrinh.errors import Location
from lotrinh.loader.imports.lists import Line, ListRead
from lotrinh.loader.imports.office import office_in
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.organisations import COLUMNS as ORGANISATION
from lotrinh.loader.parts.people import COLUMNS as PERSON
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import fold

Rows = Sequence[Mapping[str, str]]
LIKENESS = 0.85
"""How much a name of an organisation looks like the one that is meant."""


class Register(ABC):
    """A register that rows are brought to."""

    headings: ClassVar[Mapping[str, str]]

    def __init__(self, files: Mapping[str, bytes], findings: Findings) -> None:
        self.findings = findings
        self.office = office_in(files)
        self._files = files

    @property
    @abstractmethod
    def known(self) -> Keys:
        """The columns that it may have."""

    @property
    @abstractmethod
    def present(self) -> tuple[Sequence[str], Rows]:
        """Its columns and rows as they are."""

    @abstractmethod
    def rows(self, found: ListRead) -> Iterator[Mapping[str, str]]:
        """Yield what the rows of a list say, each with an id."""

    def check(  # noqa: B027  (most need none)
        self, rows: Rows, lines: Mapping[str, Line], headings: Location
    ) -> None:
        """Report what is odd about the whole register.

        Args:
            rows: As they would be.
            lines: Those of the list, by the ids of the rows that they have become.
            headings: Where those of the list stand.
        """

    def _table(self, name: str, kind: str) -> tuple[Sequence[str], Rows]:
        """Return the columns and the rows of a register that is there, as they are written."""
        keys = Keys(kind, ORGANISATION if kind == "organisation" else PERSON, is_open=True)
        table = Inputs(self._files, Findings()).table(name, keys)
        if table is None:
            return [], []
        columns = [str(column) for column in table.columns if column]
        rows = zip(*(table.columns[column] for column in columns), strict=True)
        said = [dict(zip(columns, map(str, row), strict=True)) for row in rows]
        return columns, [row for row in said if row.get("id")]

    @cached_property
    def _organisation_table(self) -> tuple[Sequence[str], Rows]:
        return self._table("organisations", "organisation")

    @cached_property
    def _person_table(self) -> tuple[Sequence[str], Rows]:
        return self._table("people", "person")

    def known_id(self, line: Line, present: Rows) -> str:
        """Return the id of the row that is there already, '' where there is none."""
        own = line.text("id")
        if own and any(row["id"] == own for row in present):
            return own
        named = [
            row["id"] for row in present if fold(row.get("name", "")) == fold(line.text("name"))
        ]
        return named[0] if len(named) == 1 and not own else ""

    def report_twins(self, lines: Sequence[Line]) -> None:
        """Report names that come more than once: each would be the same row."""
        times = Counter(fold(line.text("name")) for line in lines if not line.text("id"))
        for line in lines:
            if times[fold(line.text("name"))] > 1:
                value = line.text("name")
                self.findings.warning("import-same-name", line.place("name"), value=value)
