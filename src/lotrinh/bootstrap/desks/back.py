"""The back desk: what the screens of the machinery ask for, messages and the trail.

Whoever looks after the office decides there what becomes of messages; who decided it is kept.
"""

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from lotrinh.application.books.ports import Store
from lotrinh.application.books.trail import PAGE, DeedKind, Place
from lotrinh.application.looking.viewing import Screen, Viewer
from lotrinh.application.office.selection import plain
from lotrinh.application.recording.audit import Wanted, audit, span
from lotrinh.application.sending.interventions import Hand, release, retry, withdraw
from lotrinh.bootstrap.desks.board import NotSeenError
from lotrinh.domain.facts import Via, Way
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.rendering.pages.audit import AuditPage, DeedsPage
from lotrinh.rendering.pages.outbox import MessagePage, OutboxPage, Picked

_MOST_NAMED = 500
"""So many people, or organisations, at most are meant by a word."""


@dataclass(frozen=True)
class BackDesk:
    """What a screen of the machinery may ask for."""

    store: Store
    now: Callable[[], datetime]
    prefect: Callable[[], str] = lambda: ""
    """Where Prefect's pages are; '' where nobody knows."""

    def outbox(self, viewer: Viewer, picked: Picked) -> OutboxPage:
        """Return a page of the outbox.

        Raises:
            NotSeenError: The viewer doesn't look after it.
        """
        _admit(viewer)
        states = [picked.state] if picked.state is not None else []
        whose = _people(viewer, picked.person) if picked.person else None
        with self.store.look() as uow:
            counts = uow.outbox.counts()
            found = uow.deliveries.list(
                states, whose, PAGE + 1, before=picked.before or None, run=picked.run
            )
        shown, more = found[:PAGE], len(found) > PAGE
        return OutboxPage(viewer.configuration, viewer.language, picked, shown, counts, more)

    def message(self, viewer: Viewer, key: str) -> MessagePage:
        """Return all that there is to read about one message.

        Raises:
            NotSeenError: There is none of that key, or not for this viewer.
        """
        _admit(viewer)
        with self.store.look() as uow:
            opened, deeds = uow.deliveries.open(key), uow.trail.done_to(key)
        if opened is None:
            raise NotSeenError
        return MessagePage(viewer.configuration, viewer.language, opened, deeds, self.prefect())

    def decide(self, viewer: Viewer, kind: DeedKind, key: str = "") -> int:
        """Do what a viewer has decided on one message, or on what is held; return to how many.

        Raises:
            NotSeenError: It isn't the viewer's to decide.
        """
        _admit(viewer)
        hand = Hand(viewer.person.name, Via(Way.PAGE, viewer.person.id))
        with self.store.begin() as uow:
            match kind:
                case DeedKind.RETRIED:
                    return len(retry(uow, [key], hand, self.now()))
                case DeedKind.WITHDRAWN:
                    return len(withdraw(uow, [key], hand, self.now()))
                case DeedKind.RELEASED:
                    return len(release(uow, hand, self.now()))

    def audit(self, viewer: Viewer, wanted: Wanted, before: Place | None) -> AuditPage:
        """Return a page of what was recorded of the organisations that a viewer may see."""
        within = None if viewer.is_coordinator else viewer.organisations
        if wanted.organisation:
            named = _organisations(viewer, wanted.organisation)
            within = named if within is None else named & within
        sought = replace(wanted, organisation="")
        with self.store.look() as uow:
            found = audit(
                viewer.configuration,
                uow.trail,
                sought,
                within=within,
                before=before,
                limit=PAGE + 1,
            )
        shown, more = found[:PAGE], len(found) > PAGE
        return AuditPage(viewer.configuration, viewer.language, wanted, shown, more)

    def deeds(self, viewer: Viewer, wanted: Wanted, before: int | None) -> DeedsPage:
        """Return a page of what people decided about messages.

        Raises:
            NotSeenError: The viewer doesn't look after them.
        """
        _admit(viewer)
        since, until = span(viewer.configuration, wanted.first, wanted.last)
        with self.store.look() as uow:
            found = uow.trail.deeds(
                before=before, limit=PAGE + 1, since=since, until=until, by=wanted.person
            )
        shown, more = found[:PAGE], len(found) > PAGE
        return DeedsPage(viewer.configuration, viewer.language, wanted, shown, more)


def _admit(viewer: Viewer) -> None:
    if not viewer.opens(Screen.OUTBOX):
        raise NotSeenError


def _people(viewer: Viewer, word: str) -> Collection[PersonId]:
    """Return who is meant: by an id, also one that the register has no more, or part of a name."""
    wanted = plain(word)
    people = viewer.configuration.people.persons
    named = [person.id for person in people if wanted in plain(person.name)]
    return {PersonId(word), *named[:_MOST_NAMED]}


def _organisations(viewer: Viewer, word: str) -> AbstractSet[OrganisationId]:
    """Return which are meant: by an id, or part of a name."""
    register, wanted = viewer.configuration.organisations, plain(word)
    if OrganisationId(word) in register.rows:
        return {OrganisationId(word)}
    pairs = zip(register.ids, register.names, strict=True)
    return {id_ for id_, name in pairs if wanted in plain(name)}
