"""Numbers in the place of ids: a deadline named by its code, as people say it on the phone.

A number stands for organisation and milestone at once. Where ids stand beside it they have
to mean the same: a slip of the finger must not record something of somebody else's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lotrinh.application.office.codes import Codes
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.errors import LotrinhError

_NUMBER = re.compile(r"\[?([0-9]{1,9})\]?", re.ASCII)
"""Nine digits, so that every database can be asked for it; nobody gets so far."""


class UnknownNumberError(LotrinhError):
    """A number that was given to no deadline."""

    code = "unknown-number"


class NoOrganisationError(LotrinhError):
    """A milestone without an organisation, and no number that would stand for both."""

    code = "missing-key"


class NumberContradictsError(LotrinhError):
    """A number that stands for something else than the id beside it."""

    code = "number-contradicts"


def number_in(word: str) -> int | None:
    """Return the number that a word is, with its brackets or without; None if it is an id.

    >>> number_in("12"), number_in("[12]"), number_in("chi-bo-12")
    (12, 12, None)
    """
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the numbers among some words stand for, looked up at once."""

    cells: Mapping[int, CellId]
    configuration: Configuration

    @classmethod
    def among(cls, words: Iterable[str], codes: Codes, configuration: Configuration) -> "Numbers":
        """Look up all numbers among some words."""
        numbers = {number for word in words if (number := number_in(word)) is not None}
        return cls(codes.cells(numbers) if numbers else {}, configuration)

    def ids(self, organisation: str, milestone: str) -> tuple[str, str]:
        """Return organisation and milestone by their ids, one of which may be a number.

        Raises:
            LotrinhError: A number that there isn't, or that contradicts what stands beside it.
        """
        if (number := number_in(milestone)) is not None:
            cell = self._cell(number)
            if organisation not in {"", cell.organisation}:
                raise _contradiction(number, cell, organisation)
        elif OrganisationId(organisation) not in self.configuration.organisations.rows and (
            (number := number_in(organisation)) is not None
        ):
            cell = self._cell(number)
            if not is_named(cell, milestone):
                raise _contradiction(number, cell, milestone)
        elif not organisation:
            raise NoOrganisationError(key="organisation")
        else:
            return organisation, milestone
        return cell.organisation, f"{cell.roadmap}/{labelled(cell)}"

    def _cell(self, number: int) -> CellId:
        if number not in self.cells:
            raise UnknownNumberError(value=str(number))
        return self.cells[number]


def is_named(cell: CellId, word: str) -> bool:
    """Whether a word is what a cell's milestone is called: `review`, `year-end/review@2026`."""
    name, _, occurrence = word.partition("@")
    roadmap, _, bare = name.rpartition("/")
    return (
        cell.milestone == bare
        and (not roadmap or cell.roadmap == roadmap)
        and (not occurrence or cell.occurrence == occurrence.upper())
    )


def labelled(cell: CellId) -> str:
    """Return a cell's milestone with its occurrence, as people write it."""
    return f"{cell.milestone}@{cell.occurrence}" if cell.occurrence else cell.milestone


def _contradiction(number: int, cell: CellId, word: str) -> NumberContradictsError:
    stands_for = f"{cell.organisation} {labelled(cell)}"
    return NumberContradictsError(number=str(number), cell=stands_for, value=word)
