"""By when something is due, as a document says it: the phrase of the plan, then its days.

What stands before the brackets reads as a phrase when the document is imported, so another
milestone of the same table is called by its number there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lotrinh.domain.roadmap import Roadmap
from lotrinh.domain.timeline import Deadline
from lotrinh.papers.line import Scribe
from lotrinh.rendering.derivation import names_of
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.words import short_date, with_session

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def names_in(scribe: Scribe, roadmap: Roadmap, numbers: Mapping[str, int]) -> Mapping[str, str]:
    """Return how phrases call what they count from.

    Args:
        scribe: Who puts it into words.
        roadmap: Whose anchors and milestones.
        numbers: By milestone: in which row of the table it stands.
    """
    titles = {id_: _within_a_phrase(title) for id_, title in names_of(roadmap).items()}
    return titles | {id_: scribe.say("paper.item", number=n) for id_, n in numbers.items()}


def phrased(scribe: Scribe, deadlines: Sequence[Deadline], names: Mapping[str, str]) -> str:
    """Return the phrase that some deadlines share, and in brackets the days that it comes to."""
    said = print_phrase(deadlines[0].phrase, scribe.language, names)
    days = _days(scribe, deadlines)
    return said if days in said else f"{said} ({days})"


def when(scribe: Scribe, deadlines: Sequence[Deadline]) -> str:
    """Return the due day of a milestone in words; of several days the first and the last."""
    said = dict.fromkeys(_day(scribe, deadline) for deadline in deadlines)
    if len(said) == 1:
        return next(iter(said))
    days = [*_sorted_days(deadlines)]
    if not days or days[0] == days[-1]:
        return "; ".join(said)
    first, last = short_date(days[0]), short_date(days[-1])
    kind = scribe.kind(deadline.id.organisation for deadline in deadlines)
    return scribe.say("paper.each-its-own", first=first, last=last, kind=kind)


def _days(scribe: Scribe, deadlines: Sequence[Deadline]) -> str:
    """Return the days that a phrase comes to: each, or if they are many the first and the last."""
    said = [*dict.fromkeys(_bare_day(scribe, one) for one in deadlines if one.due is not None)]
    days = [*_sorted_days(deadlines)]
    if not days:
        return scribe.say("standing.undated")
    if len(said) > 1:
        first, last = short_date(days[0]), short_date(days[-1])
        said = [first] if first == last else [scribe.say("paper.from-to", first=first, last=last)]
    if deadlines[0].extension is not None:
        return scribe.say("paper.extended-to", day=said[0])
    provisional = any(deadline.provisional for deadline in deadlines)
    return scribe.say("paper.expected", day=said[0]) if provisional else said[0]


def _sorted_days(deadlines: Sequence[Deadline]) -> Iterator[date]:
    yield from sorted({deadline.due for deadline in deadlines if deadline.due is not None})


def _day(scribe: Scribe, deadline: Deadline) -> str:
    """Return a due day in words: a window with its first day."""
    if deadline.due is None:
        return scribe.say("standing.undated")
    said = _bare_day(scribe, deadline, with_sessions=True)
    return f"{said} ({scribe.say('provisional')})" if deadline.provisional else said


def _bare_day(scribe: Scribe, deadline: Deadline, *, with_sessions: bool = False) -> str:
    assert deadline.due is not None  # noqa: S101  (who has no day isn't asked)
    said = short_date(deadline.due)
    if with_sessions:
        said = with_session(said, deadline.session, scribe.language)
    if deadline.opens is None or deadline.opens == deadline.due:
        return said
    return scribe.say("paper.from-to", first=short_date(deadline.opens), last=said)


def _within_a_phrase(title: str) -> str:
    """Return a title as it stands within a sentence: khai mạc đại hội."""
    bare = _IN_BRACKETS.sub("", title)
    return bare if bare[1:2].isupper() else bare[:1].lower() + bare[1:]
