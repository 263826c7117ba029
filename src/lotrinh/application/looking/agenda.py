"""Agendas: which deadlines concern a post, or a person for the posts that he or she holds.

Who is away isn't asked for here: an agenda is kept for months, and reminders go to deputies
by themselves.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.report import Stand
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import stand_in
from lotrinh.application.office.selection import known_organisation, known_person, known_role
from lotrinh.domain.registers import OrganisationId, Person, RoleId, role_above
from lotrinh.domain.roadmap import Milestone, RoadmapId
from lotrinh.domain.status import standing
from lotrinh.domain.timeline import Deadline, Timeline


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose agenda is wanted, in the user's words: a person's, a post's, or everybody's."""

    person: str | None = None
    post: str | None = None
    """Written role@organisation."""

    def posts(self, configuration: Configuration, day: date) -> frozenset[Post] | None:
        """Return the posts that it is for on a day; None for all.

        Raises:
            UnknownWordError: There is no such person, role or organisation.
        """
        if self.person is not None:
            person = self._person(configuration, self.person)
            return frozenset(Post(h.role, h.organisation) for h in person.holds if h.covers(day))
        return None if self.post is None else frozenset({known_post(configuration, self.post)})

    def places(self, configuration: Configuration, day: date) -> frozenset[OrganisationId] | None:
        """Return the organisations with anything that concerns those posts; None for all.

        A post may lead what those directly below it have to do.
        """
        posts = self.posts(configuration, day)
        if posts is None:
            return None
        own = frozenset(post.organisation for post in posts)
        return own.union(*(configuration.organisations.below(one) for one in own))

    def name(self, configuration: Configuration) -> str:
        """Return what people call the person or the post; '' for everybody."""
        if self.person is not None:
            return self._person(configuration, self.person).name
        if self.post is None:
            return ""
        post = known_post(configuration, self.post)
        place = configuration.organisations.name(post.organisation)
        return f"{configuration.roles[post.role]}, {place}"

    def _person(self, configuration: Configuration, word: str) -> Person:
        return configuration.people.by_id[known_person(configuration, word)]


def known_post(configuration: Configuration, word: str) -> Post:
    """Return the post that is written role@organisation."""
    role, _, organisation = word.partition("@")
    return Post(known_role(configuration, role), known_organisation(configuration, organisation))


def agenda(
    timelines: Timelines,
    roadmap: RoadmapId,
    posts: Collection[Post] | None,
    covers: Callable[[date | None], bool],
) -> Iterator[Stand]:
    """Yield what some posts lead or support in a roadmap; all, where it is for everybody.

    Only the facts of what is found are read, however many there are.

    Args:
        timelines: Of the organisations that are looked at.
        roadmap: The roadmap.
        posts: The posts; None for everybody.
        covers: Whether something that is due on a day is wanted.
    """
    today, policy = timelines.today, timelines.policy(roadmap)
    found = [
        deadline
        for deadline in _reached(timelines.of(roadmap), posts)
        if covers(deadline.due)
        and (posts is None or _concerns(timelines.configuration, deadline, posts, today))
    ]
    states = timelines.states([deadline.id for deadline in found]) if found else {}
    for deadline in found:
        state = states[deadline.id]
        yield Stand(deadline, standing(deadline, state, policy, today), state)


def _reached(timeline: Timeline, posts: Collection[Post] | None) -> Iterator[Deadline]:
    """Yield what some posts may have to do with: their own, and of those below what is led above.

    A post of an organisation that isn't above leads nothing there.
    """
    ids, own = timeline.organisations.ids, {post.organisation for post in posts or ()}
    for matrix in timeline.matrices:
        led_above = np.array([_is_led_above(c.milestone) for c in matrix.columns], np.bool_)
        is_own = np.array([posts is None or ids[row] in own for row in matrix.rows], np.bool_)
        reached = matrix.applies & (is_own[:, np.newaxis] | led_above)
        for row, column in np.argwhere(reached):
            yield timeline.cell(matrix, int(row), int(column))


def _concerns(
    configuration: Configuration, deadline: Deadline, posts: Collection[Post], day: date
) -> bool:
    return any(post in posts for post in _posts(configuration, deadline, day))


def _is_led_above(milestone: Milestone) -> bool:
    return any(role_above(role) for role in (milestone.lead, *milestone.support))


def _posts(configuration: Configuration, deadline: Deadline, day: date) -> Iterator[Post]:
    for role in (deadline.milestone.lead, *deadline.milestone.support):
        if post := _post(configuration, role, deadline.id.organisation, day):
            yield post


def _post(
    configuration: Configuration, role: RoleId, organisation: OrganisationId, day: date
) -> Post | None:
    """Return which post a role means for an organisation; who stands in where nobody holds it."""
    if (bare := role_above(role)) is not None:
        above = configuration.organisations.parent(organisation)
        return _post(configuration, bare, above, day) if above is not None else None
    if configuration.people.answering(role, organisation, day):
        return Post(role, organisation)
    return Post(stand_in(configuration, role, organisation), organisation)
