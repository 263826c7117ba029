"""Who hears of a milestone: roles become persons here, and only by the people register."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.people import Answering
from lotrinh.domain.policy import Policy, Rung
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId, role_above
from lotrinh.domain.reminders import Part
from lotrinh.domain.roadmap import Milestone


@dataclass(frozen=True, slots=True)
class Hearer:
    """As what somebody hears of a deadline."""

    part: Part
    rung: Rung | None = None
    """Of those above: the rung of the level."""
    instead_of: tuple[PersonId, ...] = ()
    """Those who are away and in whose place it is heard."""


LEADS, SUPPORTS = Hearer(Part.LEAD), Hearer(Part.SUPPORT)


def recipients(
    configuration: Configuration, milestone: Milestone, organisation: OrganisationId, day: date
) -> dict[PersonId, Hearer]:
    """Return everybody who hears of a milestone of an organisation on `day`.

    Whoever both leads and supports, leads. Nobody leads where nobody holds the lead role.
    """
    found: dict[PersonId, Hearer] = {}
    for hearer, role in _parts(milestone):
        for person, instead_of in answering(configuration, role, organisation, day).items():
            mine = replace(hearer, instead_of=instead_of) if instead_of else hearer
            found.setdefault(person, mine)
    return found


def holders(
    configuration: Configuration, role: RoleId, organisation: OrganisationId, day: date
) -> tuple[PersonId, ...]:
    """Return who answers for a role at an organisation; see `answering`."""
    return tuple(answering(configuration, role, organisation, day))


def answering(
    configuration: Configuration, role: RoleId, organisation: OrganisationId, day: date
) -> Answering:
    """Return who answers for a role at an organisation, or `parent.ROLE` at the one above it.

    Those are its holders, and the deputies of those who are away. Where there is nobody and
    the organisation's kind names another role that stands in, that one's answer.
    """
    if (bare := role_above(role)) is not None:
        above = configuration.organisations.parent(organisation)
        return answering(configuration, bare, above, day) if above is not None else {}
    there = configuration.people.answering(role, organisation, day)
    return there or configuration.people.answering(
        stand_in(configuration, role, organisation), organisation, day
    )


def stand_in(configuration: Configuration, role: RoleId, organisation: OrganisationId) -> RoleId:
    """Return the role that answers where nobody holds another; the same where none stands in."""
    organisations = configuration.organisations
    kind = configuration.kinds[str(organisations.kinds[organisations.rows[organisation]])]
    return kind.stands_in.get(role, role)


def deciders(
    configuration: Configuration,
    policy: Policy,
    milestone: Milestone,
    organisation: OrganisationId,
    day: date,
) -> Answering:
    """Return who decides on more time for a milestone of an organisation.

    Those who hold the role that the policy names; if it names none, the lead role at the
    organisation above. Where nobody does, it is looked for up the line; at the top the
    coordinator decides.
    """
    role, place = _deciding(configuration, policy.extensions.by, milestone.lead, organisation)
    while place is not None:
        if held := answering(configuration, role, place, day):
            return held
        place = configuration.organisations.parent(place)
    post = configuration.coordinator
    return answering(configuration, post.role, post.organisation, day)


def _deciding(
    configuration: Configuration, by: RoleId | None, lead: RoleId, organisation: OrganisationId
) -> tuple[RoleId, OrganisationId | None]:
    """Return the role that decides, and the organisation at which it is looked for first."""
    above = configuration.organisations.parent
    if by is not None:
        bare = role_above(by)
        return (by, organisation) if bare is None else (bare, above(organisation))
    bare, leading = role_above(lead), above(organisation)
    if bare is None:
        return lead, leading
    return bare, above(leading) if leading is not None else None


def _parts(milestone: Milestone) -> Iterator[tuple[Hearer, RoleId]]:
    yield LEADS, milestone.lead
    for role in milestone.support:
        yield SUPPORTS, role
