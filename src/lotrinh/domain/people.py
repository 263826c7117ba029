"""The register of people: who holds a role, who answers for whom, who is reached where.

A country has half a million secretaries of whom there is little to say: they are kept as
columns, and become values one by one, when somebody is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import overload

from lotrinh.domain.registers import (
    Address,
    Holding,
    OrganisationId,
    Person,
    PersonId,
    RoleId,
)


@dataclass(frozen=True, eq=False)
class Roster(Sequence[Person]):
    """Many people, as columns of equal length."""

    ids: Sequence[PersonId]
    names: Sequence[str] = ()
    posts: Sequence[str] = ()
    """The one role that each holds, always: ``secretary@cb-1``; '' for none."""
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By channel, in order; '' for none."""
    special: Mapping[int, Person] = field(default_factory=dict)
    """By their rows: those of whom more is said; nothing but the id is in the columns."""

    @classmethod
    def of(cls, persons: Sequence[Person]) -> "Roster":
        """Return a few people as a roster."""
        special = dict(enumerate(persons))
        return cls(tuple(person.id for person in persons), special=special)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> Person: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Person, ...]: ...
    def __getitem__(self, row: int | slice) -> Person | tuple[Person, ...]:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(*row.indices(len(self))))
        row = range(len(self))[row]
        return self.special.get(row) or self._plain(row)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))
        )

    __hash__ = None  # type: ignore[assignment]  # as of any sequence that is compared by what it holds

    def _plain(self, row: int) -> Person:
        role, _, organisation = self.posts[row].partition("@")
        held = (Holding(RoleId(role), OrganisationId(organisation)),) if role else ()
        written = ((channel, column[row]) for channel, column in self.addresses.items())
        addresses = tuple(Address(channel, address) for channel, address in written if address)
        return Person(self.ids[row], self.names[row], held, addresses)

    @cached_property
    def rows(self) -> Mapping[PersonId, int]:
        """The row of each person."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    @cached_property
    def holders(self) -> Mapping[str, int | list[int]]:
        """By post, the row of who holds it at some time; of several, all rows in order."""
        found: dict[str, int | list[int]] = {}
        for row, post in enumerate(self.posts):
            if post:
                _add(found, post, row)
        for row, person in self.special.items():
            for post in dict.fromkeys(f"{held.role}@{held.organisation}" for held in person.holds):
                _add(found, post, row)
        return found

    def holding(self, role: RoleId, organisation: OrganisationId, day: date) -> Iterator[PersonId]:
        """Yield who holds a role on a day."""
        found = self.holders.get(f"{role}@{organisation}", [])
        for row in [found] if isinstance(found, int) else sorted(found):
            person = self.special.get(row)
            if person is None or any(
                held.covers(day)
                for held in person.holds
                if (held.role, held.organisation) == (role, organisation)
            ):
                yield self.ids[row]


def _same(one: Person, other: object) -> bool:
    return one == other


def _add(found: dict[str, int | list[int]], post: str, row: int) -> None:
    before = found.setdefault(post, row)
    if isinstance(before, list):
        before.append(row)
    elif before != row:
        found[post] = [before, row]


@dataclass(frozen=True, eq=False)
class _ById(Mapping[PersonId, Person]):
    """The people of a roster by their ids."""

    roster: Roster

    def __len__(self) -> int:
        return len(self.roster.rows)

    def __iter__(self) -> Iterator[PersonId]:
        return iter(self.roster.rows)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.roster.rows

    def __getitem__(self, id_: PersonId) -> Person:
        return self.roster[self.roster.rows[id_]]


Answering = Mapping[PersonId, tuple[PersonId, ...]]
"""Who answers for something, each with those in whose place; nobody's where it is his own."""


@dataclass(frozen=True, eq=False)
class People:
    """The register of people; only it says who holds a role."""

    persons: Sequence[Person]
    """A tuple, or a `Roster` where there are many."""
    channels: tuple[str, ...] = ()
    """Its columns that are channels, in the order in which these are tried."""

    @cached_property
    def _roster(self) -> Roster:
        return self.persons if isinstance(self.persons, Roster) else Roster.of(self.persons)

    @cached_property
    def by_id(self) -> Mapping[PersonId, Person]:
        """Each person by id."""
        return _ById(self._roster)

    @property
    def posts(self) -> Iterator[tuple[RoleId, OrganisationId]]:
        """Every role that somebody holds at some time, with the organisation."""
        for post in self._roster.holders:
            role, _, organisation = post.partition("@")
            yield RoleId(role), OrganisationId(organisation)

    def answering(self, role: RoleId, organisation: OrganisationId, day: date) -> Answering:
        """Return everybody who answers for a role on `day`; all of them hear.

        Those are its holders; in the place of one who is away, the deputy, as far as one has
        been named who is there.
        """
        found: dict[PersonId, tuple[PersonId, ...]] = {}
        for holder in self._roster.holding(role, organisation, day):
            person = self.present(holder, day) if holder in self._sometimes_away else holder
            if person == holder:
                found[holder] = ()
            elif person is not None and found.get(person, (holder,)):
                found[person] = (*found.get(person, ()), holder)
        return found

    @cached_property
    def _sometimes_away(self) -> frozenset[PersonId]:
        return frozenset(person.id for person in self._roster.special.values() if person.away)

    def present(self, person: PersonId, day: date) -> PersonId | None:
        """Return who answers for somebody on `day`, however many are away; None for nobody."""
        passed = set[PersonId]()
        while self.by_id[person].is_away(day):
            passed.add(person)
            deputy = self.by_id[person].deputy
            if deputy is None or deputy in passed or deputy not in self.by_id:
                return None
            person = deputy
        return person

    def deputised(self, person: PersonId, day: date) -> tuple[Person, ...]:
        """Return those who are away on `day` and for whom somebody answers."""
        return tuple(
            one
            for one in self._with_deputies
            if one.is_away(day) and self.present(one.id, day) == person
        )

    @cached_property
    def _with_deputies(self) -> tuple[Person, ...]:
        special = self._roster.special.values()
        return tuple(person for person in special if person.deputy is not None)

    @cached_property
    def boundaries(self) -> tuple[date, ...]:
        """The days on which a holding, or an absence, starts or is in its last day."""
        return tuple(sorted(set(self._boundaries())))

    def _boundaries(self) -> Iterable[date]:
        for person in self._roster.special.values():
            for span in (*(holding.span for holding in person.holds), *person.away):
                yield from span.edges
