"""The page of calendars that phones look into: the addresses, and what can be done with them."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from lotrinh.application.books.tokens import Token
from lotrinh.application.looking.viewing import Viewer
from lotrinh.domain.registers import OrganisationId
from lotrinh.rendering.words import say, short_date

_DID = frozenset({"give", "renew", "end"})


class Feed(Protocol):
    """A calendar that somebody may look into."""

    @property
    def token(self) -> Token:
        """What was given out."""
        ...

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def path(self) -> str:
        """What follows the address of the pages."""
        ...


def feeds_page(
    viewer: Viewer, feeds: Sequence[Feed], url: str, about: str, did: str
) -> dict[str, Any]:
    """Return what the template of calendars fills in.

    Args:
        viewer: Who looks.
        feeds: What he or she has.
        url: Where the pages are.
        about: An organisation whose calendar is wanted; '' for none.
        did: What was pressed.
    """
    known = {feed.token.about for feed in feeds}
    return {
        "feeds": [_row(viewer, feed, url) for feed in feeds],
        "offered": list(_offered(viewer, known, about)),
        "did": say(f"feeds.did-{did}", viewer.language) if did in _DID else "",
    }


def _row(viewer: Viewer, feed: Feed, url: str) -> dict[str, str]:
    issued = feed.token.issued.astimezone(viewer.configuration.zone)
    address = f"{url}/{feed.path}"
    return {
        "about": feed.token.about,
        "name": feed.name or say("feeds.mine", viewer.language),
        "address": address,
        "webcal": "webcal:" + address.partition(":")[2],
        "since": short_date(issued.date()),
    }


def _offered(viewer: Viewer, known: set[str], about: str) -> Iterator[dict[str, str]]:
    """Yield what there is no address of yet: one's own, and an organisation that was named."""
    if "" not in known:
        yield {"about": "", "name": say("feeds.mine", viewer.language)}
    if about and about not in known and viewer.sees(OrganisationId(about)):
        name = viewer.configuration.organisations.name(OrganisationId(about))
        yield {"about": about, "name": name}
