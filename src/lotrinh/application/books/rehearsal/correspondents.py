"""What people have chosen, with a notebook laid over it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lotrinh.application.books.correspondents import Correspondent, Correspondents, Rhythm
from lotrinh.domain.registers import PersonId


class NotedCorrespondents:
    """Implements `Correspondents` with a notebook, laid over the books or over nothing."""

    def __init__(self, under: Correspondents | None = None) -> None:
        self._under = under
        self._noted: dict[PersonId, Correspondent] = {}

    def all(self) -> Sequence[Correspondent]:
        """Return everybody of whom something is kept."""
        under = {one.person: one for one in self._under.all()} if self._under else {}
        return [one for _, one in sorted((under | self._noted).items())]

    def rhythms(self) -> Mapping[PersonId, Rhythm]:
        """Return the rhythm of everybody who has chosen another than the usual one."""
        return {one.person: one.rhythm for one in self.all() if one.rhythm is not Rhythm.DAILY}

    def of(self, person: PersonId) -> Correspondent:
        """Return what is kept of a person."""
        if person in self._noted or self._under is None:
            return self._noted.get(person, Correspondent(person))
        return self._under.of(person)

    def choose(self, person: PersonId, rhythm: Rhythm) -> None:
        """Keep how often somebody wants letters."""
        self._noted[person] = replace(self.of(person), rhythm=rhythm)

    def revoke(self, person: PersonId, now: datetime) -> None:
        """Void every link that a person has got so far."""
        self._noted[person] = replace(self.of(person), revoked_at=now)

    def use_sign_in(self, person: PersonId, issued: datetime) -> bool:
        """Use up the sign-in links issued up to then; False if this one was used up before."""
        used = self.of(person).signed_in_by
        if used is not None and issued <= used:
            return False
        self._noted[person] = replace(self.of(person), signed_in_by=issued)
        return True

    def sign_out(self, person: PersonId, now: datetime) -> None:
        """End the sessions that a person has begun so far."""
        self._noted[person] = replace(self.of(person), signed_out_at=now)

    def draw_back(self, now: datetime) -> None:
        """Have nobody have signed in or out later than now: the clock was ahead then."""
        for one in self.all():
            instants = one.signed_in_by, one.signed_out_at
            used, out = (min(at, now) if at is not None else None for at in instants)
            self._noted[one.person] = replace(one, signed_in_by=used, signed_out_at=out)
