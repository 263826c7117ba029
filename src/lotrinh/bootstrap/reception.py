"""The reception: how often people want letters, which of their links hold, what pages ask."""

from collections.abc import Sequence

from lotrinh.application.correspondents import Correspondent, Rhythm
from lotrinh.application.selection import known_person
from lotrinh.bootstrap.front_desk import FrontDesk, Present
from lotrinh.bootstrap.mailroom import Mailroom
from lotrinh.domain.registers import Person


class Reception(Mailroom):
    """Everything that is kept of people beside the register."""

    def front_desk(self) -> FrontDesk:
        """Open what the web pages ask for.

        Raises:
            LotrinhError: The books or the signing keys can't be opened.
        """
        return FrontDesk(self.store, self.seals, Present(self.config, self.now), self.now)

    def correspondents(self) -> Sequence[Correspondent]:
        """Return everybody of whom something is kept."""
        with self.store.look() as uow:
            return uow.correspondents.all()

    def revoke_links(self, person: str) -> str:
        """Void every link that a person has got so far; return the person's name.

        Raises:
            UnknownWordError: There is no such person.
        """
        known = self._person(person)
        with self.store.begin() as uow:
            uow.correspondents.revoke(known.id, self.now())
        return known.name

    def choose_rhythm(self, person: str, rhythm: Rhythm) -> str:
        """Keep how often a person wants letters; return the person's name.

        Raises:
            UnknownWordError: There is no such person.
        """
        known = self._person(person)
        with self.store.begin() as uow:
            uow.correspondents.choose(known.id, rhythm)
        return known.name

    def _person(self, id_: str) -> Person:
        configuration = self.in_use()
        return configuration.people.by_id[known_person(configuration, id_)]
