"""Catching up: what waits is told as things stand, so the rung that stands counts as said.

Quiet hours, a mail server that was away, or a person's rhythm may keep a reminder for days.
The rung that has come meanwhile would be said again by the next check, in the same words.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from lotrinh.application.books.messages import Waiting
from lotrinh.application.deciding.check import reminders_of
from lotrinh.application.telling.items import OF_REQUESTS, Items
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Part
from lotrinh.domain.timeline import Deadline

_ON_LADDER = {Part.LEAD, Part.SUPPORT}


def caught_up(items: Items, waiting: Sequence[Waiting], *, at: datetime) -> Sequence[Waiting]:
    """Return what waits, with the rungs that have overtaken it; these are written down.

    Decided is as a check at `at` would: nothing of what is done, or waits for a working day.
    """
    overtaken = dict(_overtaken(items, waiting))
    deadlines = list({deadline.id: deadline for deadline in overtaken.values()}.values())
    come = [
        reminder
        for reminder in reminders_of(deadlines, items.timelines, items.uow, at=at)
        if (reminder.recipient, reminder.cell) in overtaken
    ]
    hash_ = items.configuration.hash
    if not come or not items.uow.ledger.enqueue(come, at=at, configuration=hash_):
        return waiting
    return items.uow.outbox.waiting()


def _overtaken(
    items: Items, waiting: Sequence[Waiting]
) -> Iterator[tuple[tuple[PersonId, CellId], Deadline]]:
    """Yield whom, and of what, a later rung than the one that waits speaks to by today."""
    for one in waiting:
        reminder = one.reminder
        if one.repeats or reminder.reason in OF_REQUESTS:
            continue  # it may have arrived, or is told in a message of its own
        deadline = items.deadline_of(reminder.cell)
        if deadline is None or deadline.due != reminder.due or reminder.part not in _ON_LADDER:
            continue
        policy = items.timelines.policy(reminder.cell.roadmap)
        is_lead = reminder.part is Part.LEAD
        table = (policy.table if is_lead else policy.support_table)(deadline.calendar)
        stands = table.current(reminder.due, items.today)
        if stands is not None and stands.label != reminder.rung:
            yield (reminder.recipient, reminder.cell), deadline
