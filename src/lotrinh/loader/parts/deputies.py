"""Who answers for whom: a deputy is somebody else, and deputies don't come round in a circle.

Two people may well be each other's deputies; that is a mistake only where there is a day on
which all of the circle are away.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lotrinh.domain.registers import Person
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.table import Table


def check_deputies(persons: Sequence[Person], table: Table, findings: Findings) -> None:
    """Report deputies that are nobody, or oneself, and circles in which nobody is left."""
    named = {str(p.id): (row, str(p.deputy)) for row, p in enumerate(persons) if p.deputy}
    if not named:
        return
    ids = Vocabulary.of_named([p.id for p in persons], [p.name for p in persons])
    for id_, (row, deputy) in named.items():
        where = table.place("deputy", row)
        if deputy == id_:
            findings.error("own-deputy", where, value=deputy)
        else:
            findings.expect_at(deputy, where, ids, "unknown-person")
    for circle in _circles({id_: deputy for id_, (_, deputy) in named.items() if deputy != id_}):
        rows = [named[id_][0] for id_ in circle]
        if (day := _all_away([persons[row] for row in rows])) is not None:
            values = {"circle": " → ".join((*circle, circle[0])), "day": f"{day:%d/%m/%Y}"}
            findings.error("deputies-in-a-circle", table.place("deputy", rows[0]), **values)


def _circles(deputies: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each circle, from its first member as written."""
    passed = set[str]()
    for start in deputies:
        path: list[str] = []
        person = start
        while person in deputies and person not in passed:
            passed.add(person)
            path.append(person)
            person = deputies[person]
        if person in path:
            yield path[path.index(person) :]


def _all_away(members: Sequence[Person]) -> date | None:
    """Return the first day on which none of some people is there; None where there is none."""
    days = sorted({day for person in members for span in person.away for day in span.edges})
    return next((day for day in days if all(person.is_away(day) for person in members)), None)
