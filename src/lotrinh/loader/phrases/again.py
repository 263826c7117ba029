"""Phrases read once more, from their canonical words, by the names that a roadmap has now."""

from lotrinh.domain.due import Phrase
from lotrinh.domain.roadmap import MilestoneId, Roadmap
from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.text import fold


def read_again(words: str, roadmap: Roadmap, thing: MilestoneId) -> Phrase | None:
    """Return what words mean that once gave a milestone, or an anchor, of a roadmap its day.

    Names that were given up stand for what they have become. None where the words mean
    nothing any more: they name what is gone.
    """
    milestone = roadmap.milestones.get(thing) if thing not in roadmap.anchors else None
    rounds = None
    if milestone is not None:
        first, last = milestone.years(roadmap.term)
        rounds = range(first, last + 1) or None
    try:
        return parse_phrase(words, _names(roadmap), rounds=rounds)
    except PhraseError:
        return None


def _names(roadmap: Roadmap) -> dict[str, str]:
    """Return the ids of a roadmap by folded name, those that were given up as well."""
    known = [(str(a.id), a.formerly) for a in roadmap.anchors.values()]
    known += [(str(m.id), m.formerly) for m in roadmap.milestones.values()]
    old = {fold(name): id_ for id_, formerly in known for name in formerly}
    return old | {fold(id_): id_ for id_, _ in known}
