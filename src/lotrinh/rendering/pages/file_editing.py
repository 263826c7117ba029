"""Changing a file, in words: the form, what would come of it, and who was faster."""

import base64
from dataclasses import dataclass
from typing import Any

from lotrinh.application.books.file_changes import How
from lotrinh.application.looking.proposing import Examined
from lotrinh.rendering.differences import PAGE, DifferencesPage, differences_page
from lotrinh.rendering.pages.configuration import address_of, told
from lotrinh.rendering.words import say

_MOST = 200
"""Problems that are shown at a time."""


@dataclass(frozen=True, slots=True)
class EditPage:
    """The form in which one file is changed."""

    path: str
    text: str | None
    """What stands in it; None where it is no text, and can only be uploaded."""
    state: str
    is_new: bool
    language: str
    wrong: str = ""
    present: str | None = None
    """What the file holds by now, where somebody else was faster."""
    examined: Examined | None = None
    """What would come of it, where that forbids it."""


def edit_page(page: EditPage) -> dict[str, Any]:
    """Return what the form fills in."""
    examined = page.examined
    return {
        "path": page.path,
        "address": address_of(page.path),
        "text": page.text,
        "state": page.state,
        "is_new": page.is_new,
        "wrong": page.wrong,
        "present": page.present,
        "accepts": ".csv,.xlsx,.yaml" if page.path.endswith((".csv", ".xlsx")) else ".yaml",
        "rows": 24 if page.text is None else min(40, max(16, page.text.count("\n") + 4)),
        "problems": _problems(examined, page.language) if examined is not None else [],
        "unchanged": examined is not None and not examined.changed,
    }


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """What would come of a proposal, and the button that accepts it."""

    examined: Examined
    action: str
    """Where the button leads."""
    language: str


def proposal_page(page: ProposalPage) -> dict[str, Any]:
    """Return what the preview of a change fills in."""
    examined, language = page.examined, page.language
    proposal = examined.proposal
    known = len(examined.problems)
    values: dict[str, Any] = {
        "action": page.action,
        "how": str(proposal.how),
        "state": proposal.state,
        "content": _content(examined),
        "changed": [
            (path, say(f"configuration.{what}", language))
            for path, what in examined.changed.items()
        ],
        "fits": examined.fits,
        "problems": _problems(examined, language),
        "left_out": max(0, known - _MOST),
        "is_broken": examined.found is None,
        "count": 0,
        "lines_left_out": 0,
    }
    if examined.found is not None:
        shown = differences_page(DifferencesPage(examined.found, language))
        values |= shown
        values["lines_left_out"] = max(0, len(shown["pages"]) - 1) * PAGE
    return values


def _content(examined: Examined) -> str:
    """Return what the first file is to hold, as a form can carry it."""
    content = next(iter(examined.proposal.files.values()), None)
    if content is None or examined.proposal.how is How.RESTORED:
        return ""
    return base64.b64encode(content).decode("ascii")


def _problems(examined: Examined, language: str) -> list[dict[str, Any]]:
    """Return what would be wrong, what is new of it first."""
    new = {id(problem) for problem in examined.new}
    ordered = sorted(examined.problems, key=lambda problem: id(problem) not in new)
    return [
        told(problem, examined.texts.get(problem.where.path), language) | {"address": ""}
        for problem in ordered[:_MOST]
    ]
