"""What a configuration's dates were before: what was edited in place is laid under it.

Phrases are kept as words; to read and write them takes both the loader and the rendering,
which only this room may bring together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from lotrinh.application.books.edits import Edit, edits_between, lay
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.due import Phrase
from lotrinh.domain.roadmap import MilestoneId, Roadmap, RoadmapId
from lotrinh.loader.phrases.again import read_again
from lotrinh.rendering.phrase import print_phrase


class Words:
    """Implements `edits.Grammar`: the canonical words are Vietnamese, and name things by ids."""

    def write(self, phrase: Phrase) -> str:
        """Return a phrase in words that don't depend on how somebody wrote it."""
        return print_phrase(phrase)

    def read(self, words: str, roadmap: Roadmap, thing: MilestoneId) -> Phrase | None:
        """Return what words mean in a roadmap as it is now, None where they mean nothing."""
        return read_again(words, roadmap, thing)


def laid(configuration: Configuration, edits: Sequence[Edit]) -> Configuration:
    """Return a configuration that knows what its dates were before they were edited."""
    if not edits:
        return configuration
    roadmaps = configuration.roadmaps.items()
    return replace(
        configuration, roadmaps={id_: lay(roadmap, edits, Words()) for id_, roadmap in roadmaps}
    )


def edited_since(
    before: Mapping[RoadmapId, Roadmap], configuration: Configuration, seen: date
) -> Sequence[Edit]:
    """Return what was edited in place from some roadmaps to those of a configuration."""
    return list(edits_between(before.values(), configuration.roadmaps, seen=seen, grammar=Words()))
