"""Organisations that aren't there any more, where one that is new may be the same.

Whoever changed an id alone, and not under `formerly`, would lose what was recorded: of that
he is warned while it can still be mended. Whether it is so, only he knows.
"""

from collections.abc import Collection, Iterator

from lotrinh.application.office.selection import plain
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.errors import Problem, Severity

_NAMED = 3
"""How many that may be meant are named."""


def gone(before: Organisations, after: Organisations) -> tuple[Problem, ...]:
    """Return a warning for each organisation that may only have got another id.

    Args:
        before: The register that was accepted.
        after: The one that takes its place.
    """
    lost = [id_ for id_ in before.ids if id_ not in after.rows and id_ not in after.renamed]
    if not lost:
        return ()
    return tuple(_Registers(before, after).warnings(lost))


class _Registers:
    """Two registers; those that are new are found by their name, and by where they are."""

    def __init__(self, before: Organisations, after: Organisations) -> None:
        self.before, self.after = before, after
        self._by_name: dict[str, list[OrganisationId]] = {}
        self._by_place: dict[tuple[str, str], list[OrganisationId]] = {}
        for row, id_ in enumerate(after.ids):
            if id_ not in before.rows and row not in after.formerly:
                self._by_name.setdefault(plain(after.names[row]), []).append(id_)
                self._by_place.setdefault(_place(after, id_), []).append(id_)

    def warnings(self, lost: Collection[OrganisationId]) -> Iterator[Problem]:
        """Yield a warning for each of those lost for which there is one that may be the same."""
        for id_ in lost:
            if found := self._alike(id_):
                row, source = self.after.rows[found[0]], self.after.source
                values = {
                    "value": str(id_),
                    "name": self.before.name(id_),
                    "present": ", ".join(found[:_NAMED]),
                }
                if source is not None:
                    where = source.place(row, "id")
                    yield Problem("organisation-gone", where, values, severity=Severity.WARNING)

    def _alike(self, id_: OrganisationId) -> list[OrganisationId]:
        kind, parent = _place(self.before, id_)
        place = kind, self.after.renamed.get(OrganisationId(parent), parent)
        same_name = self._by_name.get(plain(self.before.name(id_)))
        return same_name or self._by_place.get(place, [])


def _place(register: Organisations, id_: OrganisationId) -> tuple[str, str]:
    """Return the kind of an organisation, and what lies above it."""
    return str(register.kinds[register.rows[id_]]), register.parent(id_) or ""
