"""How a run ends, for people: its state carries one sentence, whoever looks at it.

Prefect shows the sentence on its pages, `lotrinh up` on the terminal; the figures behind it
stay the run's result. What the user can mend is told in the same words as everywhere.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.words import in_words
from lotrinh.errors import LotrinhError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has come to."""

    words: str
    counts: Mapping[str, int]


async def ended(work: Awaitable[Outcome]) -> State[Any]:
    """Carry out the work of a run, and return the state that it ends in."""
    try:
        outcome = await work
    except LotrinhError as error:
        return Failed(message=in_words(error), data=error)
    return Completed(message=outcome.words, data=dict(outcome.counts))
