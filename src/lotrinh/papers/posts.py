"""Who leads and who helps, as a document names them: by the title of the post, and where it is.

Who writes the document knows the own posts by their titles alone; others are told with their
organisation, or with the kind of all of these.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lotrinh.domain.registers import OrganisationId, RoleId, role_above
from lotrinh.domain.timeline import Deadline
from lotrinh.papers.issuer import kept_together
from lotrinh.papers.line import Scribe
from lotrinh.rendering.deadlines import role_title

_NAMED = 2
"""So many organisations are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Names posts for one document."""

    scribe: Scribe
    writer: OrganisationId
    every: Mapping[str, AbstractSet[OrganisationId]]
    """By kind: the organisations that a table tells of."""

    @classmethod
    def of(cls, scribe: Scribe, writer: OrganisationId, deadlines: Iterable[Deadline]) -> "Posts":
        """Return what names the posts of a table."""
        every: dict[str, set[OrganisationId]] = {}
        for one in {deadline.id.organisation for deadline in deadlines}:
            every.setdefault(scribe.kind([one]), set()).add(one)
        return cls(scribe, writer, every)

    def lead(self, deadlines: Sequence[Deadline]) -> str:
        """Return who leads what these share, and at which organisations."""
        role, among = deadlines[0].milestone.lead, _among(deadlines)
        if among == {self.writer}:
            return self._title(role, among)
        return self._at(self._title(role, among), among, are_told=role_above(role) is not None)

    def kind_of_lead(self, deadlines: Sequence[Deadline]) -> str:
        """Return who leads, where the organisations are named elsewhere: bí thư chi bộ."""
        role, among = deadlines[0].milestone.lead, _among(deadlines)
        title = self._title(role, among)
        if among == {self.writer} or role_above(role) is not None:
            return title
        return self.scribe.say("paper.of-kind", role=title, kind=self.scribe.kind(among))

    def support(self, deadlines: Sequence[Deadline]) -> str:
        """Return who helps; where many organisations have the same, that of each is meant."""
        among = _among(deadlines)
        return ", ".join(self._helping(r, among) for r in deadlines[0].milestone.support)

    def _helping(self, role: RoleId, among: AbstractSet[OrganisationId]) -> str:
        title = self._title(role, among)
        if among == {self.writer} or role_above(role) is not None:
            return title
        if len(among) == 1:
            return self._at(title, among, are_told=False)
        return self.scribe.say("paper.each-of", role=title, kind=self.scribe.kind(among))

    def _title(self, role: RoleId, among: AbstractSet[OrganisationId]) -> str:
        """Return a title; that of a post above says where, if not at the writer's own."""
        configuration, bare = self.scribe.configuration, role_above(role)
        above = {configuration.organisations.parent(one) for one in among} - {None}
        title = role_title(configuration, bare or role, min(among))
        if bare is None or above == {self.writer}:
            return title
        if len(above) > 1:
            kind = self.scribe.kind(one for one in above if one is not None)
            return self.scribe.say("paper.each-of", role=title, kind=kind)
        return kept_together(role_title(configuration, role, min(among)))

    def _at(self, role: str, among: AbstractSet[OrganisationId], *, are_told: bool) -> str:
        """Return a role at some organisations; or one above them, which they are told beside."""
        scribe, kind = self.scribe, self.scribe.kind(among)
        if len(among) <= _NAMED:
            names = map(scribe.configuration.organisations.name, sorted(among))
            joined = ", ".join(map(kept_together, names))
            return f"{role} ({joined})" if are_told else f"{role} {joined}"
        if among == self.every.get(kind):
            key = "for-each" if are_told else "each-of"
            return scribe.say(f"paper.{key}", role=role, kind=kind)
        key = "for-some" if are_told else "some-of"
        return scribe.say(f"paper.{key}", role=role, count=len(among), kind=kind)


def _among(deadlines: Iterable[Deadline]) -> AbstractSet[OrganisationId]:
    return {deadline.id.organisation for deadline in deadlines}
