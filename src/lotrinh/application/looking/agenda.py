"""Agendas: which deadlines concern a post, or a person for the posts that he or she holds.

Who is away isn't asked for here: an agenda is kept for months, and reminders go to deputies
by themselves.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lotrinh.application.looking.report import Stand
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import stand_in
from lotrinh.application.office.selection import known_organisation, known_person, known_role
from lotrinh.domain.registers import OrganisationId, Person, RoleId, role_above
from lotrinh.domain.timeline import Deadline


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


def concerning(
    configuration: Configuration, stands: Iterable[Stand], posts: Collection[Post] | None, day: date
) -> Iterator[Stand]:
    """Yield what some posts lead or support; all, where it is for everybody."""
    for stand in stands:
        if posts is None or any(
            post in posts for post in _posts(configuration, stand.deadline, day)
        ):
            yield stand


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
