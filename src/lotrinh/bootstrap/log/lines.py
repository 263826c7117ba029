"""What the log tells of checks, deliveries and facts: names and keys, made of their reports."""

from collections.abc import Collection, Iterator, Sequence

from lotrinh.application.deciding.check import CheckReport, Overheard
from lotrinh.application.office.numbers import labelled
from lotrinh.application.sending.deliver import Delivered
from lotrinh.bootstrap.log.writing import Keys
from lotrinh.domain.facts import CellId, Fact

Lines = Iterator[tuple[str, Keys]]


def check_lines(report: CheckReport, roadmaps: Collection[str], configuration: str) -> Lines:
    """Yield a line for what speaks, and one with how often each outcome came."""
    for reminder in report.reminders:
        yield (
            "reminder",
            {
                "cell": path_of(reminder.cell),
                "recipient": reminder.recipient,
                "due": reminder.due,
                "rung": reminder.rung,
                "reason": reminder.reason,
                "part": reminder.part,
            },
        )
    yield (
        "check",
        {
            "as_of": report.at.isoformat(),
            "roadmaps": [*roadmaps],
            "configuration": configuration,
            "deadlines": report.deadlines,
            "candidates": report.candidates,
            "enqueued": report.enqueued,
            **{f"reason.{reason}": count for reason, count in sorted(report.reasons.items())},
        },
    )


def decision_lines(overheard: Sequence[Overheard]) -> Lines:
    """Yield a line for every decision, whether it speaks or not."""
    for cell, person, decision in overheard:
        keys = {"cell": path_of(cell), "recipient": person}
        yield "decision", {**keys, "rung": decision.rung, "reason": decision.reason}


def delivery_line(sent: Delivered, cells: Collection[CellId]) -> tuple[str, Keys]:
    """Return the line of one try to send a message."""
    return (
        "delivery",
        {
            "message": sent.message.key,
            "kind": sent.message.kind,
            "recipient": sent.message.recipient,
            "channel": sent.channel,
            "attempt": sent.attempt,
            "outcome": sent.receipt.outcome,
            "detail": sent.receipt.detail,
            "state": sent.state,
            "facts": sent.message.facts,
            "cells": [path_of(cell) for cell in sorted(cells)] or None,
        },
    )


def fact_lines(facts: Sequence[Fact]) -> Lines:
    """Yield a line for each fact that was recorded: by which way and by whom, if that is known."""
    for fact in facts:
        yield (
            "fact",
            {
                "entry": fact.entry,
                "kind": fact.kind,
                "cell": path_of(fact.cell) if fact.cell is not None else None,
                "on": fact.on,
                "way": fact.via.way,
                "person": fact.via.person,
                "reverts": fact.reverts,
            },
        )


def path_of(cell: CellId) -> str:
    """Return a cell as one word.

    >>> from lotrinh.domain.registers import OrganisationId
    >>> from lotrinh.domain.roadmap import MilestoneId, RoadmapId
    >>> path_of(CellId(RoadmapId("y"), OrganisationId("b"), MilestoneId("m"), "2026"))
    'y/b/m@2026'
    """
    return f"{cell.roadmap}/{cell.organisation}/{labelled(cell)}"
