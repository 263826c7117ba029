"""A deadline as a line of a paper: what every table says of it, in words and days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lotrinh.application.looking.report import Stand
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import Milestone
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Deadline
from lotrinh.papers.look import LOOKS
from lotrinh.rendering.deadlines import basis_number, code, role_title, task, titled
from lotrinh.rendering.derivation import names_of
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.words import fact_in_words, period_name, say, short_date


@dataclass(frozen=True, slots=True)
class Scribe:
    """Puts the deadlines of one configuration into the words of one language."""

    configuration: Configuration
    language: str

    def say(self, key: str, **values: object) -> str:
        """Return an entry of the catalogue."""
        return say(key, self.language, **values)

    def organisation(self, deadline: Deadline) -> str:
        """Return whose deadline it is."""
        return self.configuration.organisations.name(deadline.id.organisation)

    def kind(self, organisations: Iterable[OrganisationId]) -> str:
        """Return what organisations are, within a sentence: chi bộ; đơn vị, if not all the same."""
        register = self.configuration.organisations
        kinds = {str(register.kinds[register.rows[one]]) for one in organisations}
        if len(kinds) != 1:
            return self.say("organisation").lower()
        return self.configuration.kinds[kinds.pop()].title.lower()

    def roadmap(self, deadline: Deadline) -> str:
        """Return the title of the roadmap that it is in."""
        return self.configuration.roadmaps[deadline.id.roadmap].title

    def task(self, deadline: Deadline) -> str:
        """Return what is to be done."""
        return titled(deadline, self.language)

    def milestone(self, milestone: Milestone, occurrence: str) -> str:
        """Return what is to be done, and which time of several that it comes round."""
        period = period_name(occurrence, self.language) or occurrence
        said = task(milestone, self.language)
        return f"{said} ({period})" if period else said

    def phrase(self, deadline: Deadline) -> str:
        """Return how its day is worked out; a day that was granted is what it is."""
        if deadline.extension is not None:
            return fact_in_words(deadline.extension, self.language, self.configuration.roles)
        names = names_of(self.configuration.roadmaps[deadline.id.roadmap])
        return print_phrase(deadline.phrase, self.language, names)

    def lead(self, deadline: Deadline) -> str:
        """Return the role that answers for it."""
        return role_title(self.configuration, deadline.milestone.lead, deadline.id.organisation)

    def support(self, deadline: Deadline) -> str:
        """Return the roles that help."""
        roles = deadline.milestone.support
        organisation = deadline.id.organisation
        return ", ".join(role_title(self.configuration, role, organisation) for role in roles)

    def basis(self, deadline: Deadline) -> str:
        """Return the number of the document that its day rests on."""
        return basis_number(self.configuration, deadline)

    def code(self, deadline: Deadline) -> str:
        """Return what commands take it by."""
        return code(self.configuration, deadline.id)

    def remarks(self, deadline: Deadline, warnings: Iterable[str] = ()) -> str:
        """Return what is to be known of its day."""
        return "; ".join(self._remarks(deadline, warnings))

    def _remarks(self, deadline: Deadline, warnings: Iterable[str]) -> Iterator[str]:
        if deadline.provisional:
            yield self.say("provisional")
        if deadline.extension is not None:
            yield self.say("extended-mark")
        if deadline.session is not None:
            yield self.say(f"session.{deadline.session}")
        yield from (self.say(f"warning.{warning}") for warning in warnings)

    def standing(self, standing: Standing) -> str:
        """Return how something stands, in words."""
        return self.say(f"standing.{standing}")

    def legend(self, standings: Iterable[Standing]) -> str:
        """Say what the marks of some standings mean."""
        return "; ".join(f"{LOOKS[s].mark} {self.standing(s)}" for s in standings)

    def reached(self, stand: Stand) -> str:
        """Return how many of those that it counts are done: 3/40; '' where it counts nobody."""
        reached = stand.progress
        return f"{reached.done}/{reached.total}" if reached is not None else ""

    def as_of(self, day: date) -> str:
        """Say as of which day a paper tells."""
        return self.say("paper.at", day=short_date(day))
