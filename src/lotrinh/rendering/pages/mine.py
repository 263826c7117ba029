"""What somebody has to do, in words: the items of the answer page, by urgency."""

from collections.abc import Sequence

from lotrinh.application.looking.mine import Below, Section, Urgency
from lotrinh.application.looking.viewing import Screen
from lotrinh.rendering.pages.answers import AnswerPage, answering, item_in_words, said_in_words
from lotrinh.rendering.pages.frame import Frame, framed
from lotrinh.rendering.words import say


def mine_page(
    frame: Frame, page: AnswerPage, sections: Sequence[Section], below: Sequence[Below]
) -> str:
    """Return the first page of the board."""
    language = frame.viewer.language
    listed = [
        {
            "id": section.urgency,
            "heading": say(f"mine.{section.urgency}", language, count=_count(section)),
            "items": [item_in_words(page, item, language) for item in section.items],
            "left_out": section.left_out,
            "folded": section.urgency is Urgency.BACKLOG,
            "unfolded": bool(_in_hand(page) & {item.code for item in section.items}),
        }
        for section in sections
    ]
    left = page.said is not None and page.did and page.said not in {i.code for i in page.items}
    gone = said_in_words(page, language) if left else ""
    linked = Screen.MATRIX in frame.screens
    return framed(
        "mine",
        frame,
        sections=listed,
        below=below,
        linked=linked,
        gone=gone,
        **answering(page, language),
    )


def _in_hand(page: AnswerPage) -> set[int]:
    """Return the items with which somebody is busy: that can't be folded away."""
    typed = page.typed.code if page.typed is not None else None
    return {code for code in (page.said, typed) if code is not None}


def _count(section: Section) -> int:
    return len(section.items) + section.left_out
