"""The desk of calendars that phones look into by themselves: by an address that is secret.

A calendar is made when something may have changed since it was made last, and kept; whoever
asks in between gets that one. It holds what its owner may see at that moment, and ends with
what that was: a post that was left, a place that isn't below any more.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.books.tokens import Kept, Token, Use
from lotrinh.application.looking.agenda import Whose, known_post
from lotrinh.application.looking.viewing import Viewer, viewer_of
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import Chosen, UnknownWordError
from lotrinh.application.recording.passes import Porter
from lotrinh.application.recording.tickets import FEED, Seals
from lotrinh.bootstrap.desks.front import NoSuchLinkError, Present
from lotrinh.bootstrap.desks.turns import BusyError, Turns
from lotrinh.bootstrap.press import Press
from lotrinh.domain.registers import OrganisationId, Person
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError

MOST = 3_000
"""Events of one calendar."""
MOST_FEEDS = 20
"""Addresses of one person."""
_BACK = timedelta(days=92)
"""What was due longer ago isn't in it."""
_SECOND = timedelta(seconds=1)
_WAITING = 16


class NoSuchFeedError(LotrinhError):
    """Something that there is no calendar of for this person, or one more than anybody needs."""

    code = "no-such-feed"


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that somebody may look into."""

    token: Token
    name: str
    """What it is called; '' where what it is about isn't there any more."""
    path: str
    """What follows the address of the pages."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a phone gets."""

    tag: str
    content: bytes | None
    """None where the phone has it already."""


@dataclass
class FeedDesk:
    """What a phone may ask for, and its owner about it."""

    store: Store
    seals: Seals
    present: Present
    now: Callable[[], datetime]
    turns: Turns = field(default_factory=lambda: Turns(_WAITING))

    def feeds(self, viewer: Viewer) -> Sequence[Feed]:
        """Return what was given out to a viewer."""
        with self.store.look() as uow:
            tokens = uow.tokens.of(viewer.person.id, Use.FEED)
        return [self._feed(viewer.configuration, token) for token in tokens]

    def give(self, viewer: Viewer, about: str = "", *, renew: bool = False) -> Feed:
        """Return the address of a calendar; it is made where there is none.

        Args:
            viewer: Who is to have it.
            about: A role@organisation or an organisation; '' for all that is the viewer's.
            renew: Have another than before, which ends.

        Raises:
            NoSuchFeedError: There is none of that for this viewer, or there are too many.
        """
        if _meant(viewer, about) is None:
            raise NoSuchFeedError(value=about, limit=str(MOST_FEEDS))
        with self.store.begin() as uow:
            known = uow.tokens.of(viewer.person.id, Use.FEED)
            token = next((one for one in known if one.about == about), None)
            now = self.now().replace(microsecond=0)
            if token is None:
                if len(known) >= MOST_FEEDS:
                    raise NoSuchFeedError(value=about, limit=str(MOST_FEEDS))
                token = uow.tokens.give(Use.FEED, viewer.person.id, about, now)
            elif renew or self._is_void(uow, token):
                token = uow.tokens.renew(token, max(now, token.issued + _SECOND))
        return self._feed(viewer.configuration, token)

    def end(self, viewer: Viewer, about: str = "") -> bool:
        """Take an address back; False if there was none."""
        with self.store.begin() as uow:
            known = uow.tokens.of(viewer.person.id, Use.FEED)
            tokens = [token for token in known if token.about == about]
            for token in tokens:
                uow.tokens.end(token)
        return bool(tokens)

    def read(self, text: str, has: Callable[[str], bool]) -> Served:
        """Return what stands at an address.

        Args:
            text: What the address ends in.
            has: Whether the phone has the file of that tag already.

        Raises:
            NoSuchLinkError: There is nothing there, or nothing any more.
            BusyError: It was never made, and too many are being made.
        """
        with self.store.look() as uow:
            porter, person, token = self._opened(text, uow)
            configuration = porter.configuration
            made_of = _state(configuration, uow, person, self.now())
            kept = uow.tokens.kept(token)
            if kept is not None and kept.made_of == made_of:
                return self._served(uow, token, kept.tag, has)
        try:
            with self.turns.take():
                return self._make(configuration, person, token, made_of, has)
        except BusyError:
            if kept is None:
                raise
        with self.store.look() as uow:  # better a while old than none
            return self._served(uow, token, kept.tag, has)

    def _opened(self, text: str, uow: UnitOfWork) -> tuple[Porter, Person, Token]:
        if self.seals.known_number(Use.FEED, text) is None:  # before anything is read
            raise NoSuchLinkError
        configuration = self.present.configuration(uow)
        porter = Porter(configuration, uow.correspondents, self.seals, self.now())
        found = porter.bearer(Use.FEED, text, uow.tokens)
        if found is None:
            raise NoSuchLinkError
        return porter, *found

    def _make(
        self,
        configuration: Configuration,
        person: Person,
        token: Token,
        made_of: str,
        has: Callable[[str], bool],
    ) -> Served:
        viewer = viewer_of(configuration, person, civil_date(self.now(), configuration.zone))
        meant = _meant(viewer, token.about)
        if meant is None:
            raise NoSuchLinkError
        with self.store.look() as uow:
            before = uow.tokens.content(token)
        content = self._press(viewer).agenda_feed(*meant, before=before).content
        tag = hashlib.sha256(content).hexdigest()[:32]
        with self.store.begin() as uow:
            uow.tokens.keep(token, Kept(made_of, tag), content)
        return Served(tag, None if has(tag) else content)

    def _press(self, viewer: Viewer) -> Press:
        @contextmanager
        def look(_: date | None) -> Iterator[tuple[Configuration, UnitOfWork]]:
            with self.store.look() as uow:
                yield viewer.configuration, by_present_ids(uow, viewer.configuration)

        return Press(look, self.now, viewer.language, most=MOST)

    def _is_void(self, uow: UnitOfWork, token: Token) -> bool:
        """Whether all that the person had was taken back since."""
        revoked = uow.correspondents.of(token.person).revoked_at
        return revoked is not None and token.issued <= revoked

    def _served(
        self, uow: UnitOfWork, token: Token, tag: str, has: Callable[[str], bool]
    ) -> Served:
        return Served(tag, None if has(tag) else uow.tokens.content(token))

    def _feed(self, configuration: Configuration, token: Token) -> Feed:
        text = self.seals.issue_number(Use.FEED, token.number, token.issued)
        return Feed(token, _name(configuration, token.about), f"{FEED}/{text}.ics")


def _state(configuration: Configuration, uow: UnitOfWork, person: Person, now: datetime) -> str:
    """Return all that a calendar hangs on, in short."""
    today = civil_date(now, configuration.zone)
    language = person.language or configuration.language
    return f"{configuration.hash} {today} {uow.facts.newest()} {language}"


def _meant(viewer: Viewer, about: str) -> tuple[Whose, Chosen] | None:
    """Return what a calendar is about; None where there is no such, or not for this viewer."""
    configuration, chosen = viewer.configuration, Chosen(first=viewer.today - _BACK)
    about = _present(configuration, about)
    if not about:
        return Whose(viewer.person.id), chosen
    if "@" not in about:
        is_seen = viewer.sees(OrganisationId(about))
        return (Whose(), replace(chosen, organisations=(about,))) if is_seen else None
    try:
        post = known_post(configuration, about)
    except UnknownWordError:
        return None
    return (Whose(post=about), chosen) if viewer.sees(post.organisation) else None


def _present(configuration: Configuration, about: str) -> str:
    """Return what a calendar is about by the present id of the organisation."""
    role, at, organisation = about.rpartition("@")
    return f"{role}{at}{configuration.renames.organisation(OrganisationId(organisation))}"


def _name(configuration: Configuration, about: str) -> str:
    about = _present(configuration, about)
    try:
        return (
            Whose(post=about).name(configuration) if "@" in about else _place(configuration, about)
        )
    except UnknownWordError:
        return ""


def _place(configuration: Configuration, about: str) -> str:
    return Chosen(organisations=(about,)).name(configuration) if about else ""
