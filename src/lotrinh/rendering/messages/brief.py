"""Short texts, for channels that take little: what doesn't fit is told more shortly, then counted.

Nothing is left out in silence: the first line has the number of all items, the last that of
those which aren't told.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lotrinh.application.books.messages import BRIEF
from lotrinh.application.recording.tickets import SIGNED_LENGTH
from lotrinh.rendering.messages.reminders import Row, Told
from lotrinh.rendering.words import say, shortened

_MOST_PLACES = 8
"""So many organisations of a row are named."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that are told together or not at all."""

    text: str
    count: int = 1
    """How many items they tell."""


def fitted(
    head: str,
    blocks: Sequence[Block],
    *,
    left_out: Callable[[int], str],
    closing: str = "",
    longest: int = BRIEF,
) -> str:
    """Return as many blocks, the first ones, as fit between the head and the closing."""
    text = head
    for kept in range(_most(longest - len(head) - len(closing), blocks), -1, -1):
        rest = sum(block.count for block in blocks[kept:])
        parts = [head, *(b.text for b in blocks[:kept]), left_out(rest) if rest else "", closing]
        text = "\n".join(part for part in parts if part)
        if len(text) <= longest:
            return text
    return text[: longest - 1] + "…"


def _most(room: int, blocks: Sequence[Block]) -> int:
    """Return how many blocks fit at most into so many characters."""
    ends = accumulate((len(block.text) + 1 for block in blocks), initial=0)
    return sum(end <= room for end in ends) - 1


def brief_reminders(head: str, told: Told, language: str, closing: str, answer: str = "") -> str:
    """Return a person's reminders, as fully as all of them fit.

    Args:
        head: Its first lines.
        told: All that there is to tell.
        language: The person's.
        closing: Its last line.
        answer: How it is answered, with a link that becomes longer when it is signed.
    """
    longest = longest_with(answer)
    head = "\n".join(part for part in (head, told.shared) if part)
    closing = "\n" + answer + closing
    for line in (_in_full, _in_two_lines):
        blocks = list(_blocks(told, line, language))
        if len(head) + sum(len(b.text) + 1 for b in blocks) + len(closing) <= longest:
            break
    else:
        blocks = list(_blocks(told, _in_one_line, language))
    return fitted(
        head,
        blocks,
        left_out=lambda count: "\n" + say("brief.left-out", language, count=count),
        closing=closing,
        longest=longest,
    )


def longest_with(answer: str) -> int:
    """Return how long a text may be: one with a link grows when that is signed."""
    return BRIEF - SIGNED_LENGTH if answer else BRIEF


def _blocks(told: Told, line: Callable[[Row, str], str], language: str) -> Iterator[Block]:
    gap = "" if line is _in_one_line else "\n"
    for section in told.sections:
        heading = f"\n{section.heading.upper()}\n" if section.heading else ""
        for row in section.rows:
            before = heading if heading and not gap else heading + gap
            yield Block(before + line(row, language), len(row.places))
            heading = ""


def _in_full(row: Row, language: str) -> str:
    notes = row.sentences(without=("why",))
    places = "; ".join(f"[{code}] {name}" for code, name in row.places) if row.code is None else ""
    return "\n".join(part for part in (row.head(language), row.facts.due, places, notes) if part)


def _in_two_lines(row: Row, language: str) -> str:
    places = ""
    if row.code is None:
        named = [f"[{code}] {name}" for code, name in row.places[:_MOST_PLACES]]
        more = len(row.places) - len(named)
        rest = [say("brief.more-places", language, count=more)] if more else []
        places = "; ".join((*named, *rest))
    notes = row.sentences(only=("organisation", "moved", "asked"))
    head = shortened(row.head(language), 160)
    return "\n".join(part for part in (head, row.facts.due, places, notes) if part)


def _in_one_line(row: Row, language: str) -> str:
    count = len(row.places)
    places = f" ({say('brief.places', language, count=count)})" if count > 1 else ""
    return f"{shortened(row.head(language), 72)}{places}: {row.facts.countdown}"
