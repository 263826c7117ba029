"""Escalation: who above hears that something is overdue, one level after another.

A level is an organisation up the line at which somebody holds the role; one where nobody
does is passed over: the next one up hears in its place, and the coordinator is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import Hearer, answering, recipients
from lotrinh.domain.people import Answering
from lotrinh.domain.policy import Escalation, Policy, Rung, rung_table
from lotrinh.domain.registers import PersonId, role_above
from lotrinh.domain.reminders import Part
from lotrinh.domain.timeline import Deadline


@dataclass(frozen=True, slots=True)
class Level:
    """One organisation that hears of what is overdue below it."""

    post: Post
    """The role that hears, and the organisation."""
    answering: Answering
    """Who answers for it; nobody where there is none from here to the top."""
    passed_over: tuple[Post, ...] = ()
    """Posts on the way up that nobody holds."""


def levels_of(
    configuration: Configuration, escalation: Escalation, deadline: Deadline, day: date
) -> Iterator[Level]:
    """Yield the levels of a deadline, from below; on top perhaps one that nobody holds.

    The role is the lead's own unless the policy names another. Where the lead is already
    `parent.ROLE`, the first level is the organisation above that one.
    """
    organisations, role = configuration.organisations, escalation.role(deadline.milestone.lead)
    place = organisations.parent(deadline.id.organisation)
    if place is not None and role_above(deadline.milestone.lead) is not None:
        place = organisations.parent(place)
    found, passed_over = 0, list[Post]()
    while place is not None and found != escalation.levels:
        post = Post(role, place)
        if there := answering(configuration, role, place, day):
            yield Level(post, there, tuple(passed_over))
            found, passed_over = found + 1, []
        elif organisations.is_there(place, day):
            passed_over.append(post)
        place = organisations.parent(place)
    if passed_over:
        yield Level(passed_over[-1], {}, tuple(passed_over))


Told = Sequence[tuple[Rung, Level]]
"""The levels that are to know of a deadline, from below, each with its rung."""


def escalated_to(
    configuration: Configuration, policy: Policy, deadline: Deadline, day: date
) -> Told:
    """Return the levels that are to know of a deadline by a day, none before it is late enough."""
    if policy.escalation is None or deadline.due is None:
        return ()
    rungs = policy.above(configuration.organisations.levels)
    come = rung_table(rungs, deadline.calendar).current(deadline.due, day)
    if come is None:
        return ()
    levels = levels_of(configuration, policy.escalation, deadline, day)
    return tuple(zip(rungs, islice(levels, come.level), strict=False))


def hearers(
    configuration: Configuration, deadline: Deadline, told: Told, day: date
) -> dict[PersonId, Hearer]:
    """Return everybody who hears of a deadline on `day`, those above included.

    Whoever leads hears as lead; whoever supports and is above hears as one of those above.
    """
    found = recipients(configuration, deadline.milestone, deadline.id.organisation, day)
    above: dict[PersonId, Hearer] = {}
    for rung, level in told:
        for person, instead_of in level.answering.items():
            if (mine := found.get(person)) is None or mine.part is not Part.LEAD:
                above.setdefault(person, Hearer(Part.ABOVE, rung, instead_of))
    return found | above if above else found


def schedule(
    configuration: Configuration, policy: Policy, deadline: Deadline, day: date
) -> Iterator[tuple[date, Post]]:
    """Yield when each level will hear of a deadline if it stays overdue, as seen on a day."""
    if policy.escalation is None or deadline.due is None:
        return
    rungs = rung_table(policy.above(configuration.organisations.levels), deadline.calendar)
    levels = levels_of(configuration, policy.escalation, deadline, day)
    for (comes, _), level in zip(rungs.days_of(deadline.due), levels, strict=False):
        if level.answering:
            yield comes, level.post
