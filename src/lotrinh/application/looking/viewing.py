"""Viewers: who looks at the board, at whose deadlines, and at which screens.

An official sees the own organisation and everything below it; at the top that is all there
is. The coordinator sees all; whoever looks after the machine sees how it runs.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import holders
from lotrinh.domain.registers import Holding, OrganisationId, Person


class Screen(StrEnum):
    """What a viewer may go to."""

    MINE = "mine"
    MATRIX = "matrix"
    CALENDAR = "calendar"
    TARGETS = "targets"
    OUTBOX = "outbox"
    AUDIT = "audit"
    CONFIGURATION = "configuration"
    WHAT_IF = "what-if"
    MANUAL = "manual"


_MACHINERY = frozenset({Screen.OUTBOX, Screen.CONFIGURATION})
"""What isn't about single organisations: everybody's messages, and the files."""


@dataclass(frozen=True, eq=False)
class Viewer:
    """Somebody who is signed in."""

    person: Person
    configuration: Configuration
    today: date
    language: str
    own: frozenset[OrganisationId]
    """Where he or she holds a role today, or stands in for somebody who is away."""
    organisations: AbstractSet[OrganisationId]
    """Whose deadlines he or she may see: the own ones and all below; the coordinator all."""
    is_coordinator: bool
    is_operator: bool
    """Where nobody else looks after the machine, the coordinator does."""
    key: str = ""
    """What the forms of this session are bound to."""

    def sees(self, organisation: OrganisationId) -> bool:
        """Whether an organisation's deadlines are his or hers to see."""
        return organisation in self.organisations

    def opens(self, screen: Screen) -> bool:
        """Whether a screen is there for this viewer; what it shows is as far down as he sees."""
        if screen is Screen.WHAT_IF:
            return self.is_coordinator
        if screen is Screen.TARGETS:
            return bool(self.configuration.targets)
        return screen not in _MACHINERY or self.is_coordinator or self.is_operator


def viewer_of(
    configuration: Configuration,
    person: Person,
    today: date,
    *,
    language: str | None = None,
    key: str = "",
) -> Viewer:
    """Return somebody as a viewer, by what the register says today."""
    own = frozenset(holding.organisation for holding in _held(configuration, person, today))
    coordinates = _answers(configuration, configuration.coordinator, person, today)
    operator = configuration.operator
    operates = coordinates if operator is None else _answers(configuration, operator, person, today)
    every = configuration.organisations.rows.keys()
    return Viewer(
        person,
        configuration,
        today,
        language or person.language or configuration.language,
        own,
        every if coordinates else with_all_below(configuration, own),
        coordinates,
        operates,
        key,
    )


def with_all_below(
    configuration: Configuration, own: AbstractSet[OrganisationId]
) -> frozenset[OrganisationId]:
    """Return some organisations with everything below them."""
    organisations = configuration.organisations
    seen = np.zeros(len(organisations), np.bool_)
    for organisation in own:
        row = organisations.rows[organisation]
        seen |= organisations.are_below(row)
        seen[row] = True
    return frozenset(organisations.ids[row] for row in np.flatnonzero(seen))


def _held(configuration: Configuration, person: Person, today: date) -> Iterator[Holding]:
    """Yield what somebody holds today, for himself or for those who are away."""
    for one in (person, *configuration.people.deputised(person.id, today)):
        yield from (holding for holding in one.holds if holding.covers(today))


def _answers(configuration: Configuration, post: Post, person: Person, today: date) -> bool:
    held = any(
        h.role == post.role and h.organisation == post.organisation and h.covers(today)
        for h in person.holds
    )
    return held or person.id in holders(configuration, post.role, post.organisation, today)
