"""Simulate: what real checks on some days would say, day after day, over a notebook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lotrinh.application.books.bulletins import Ticks
from lotrinh.application.books.messages import Message
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.check import CheckReport, check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.compose import compose_notices
from lotrinh.application.telling.outgoing import Outgoing
from lotrinh.application.telling.wording import Wording
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.times import instant_at


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One check of a rehearsal, with the messages that would go out."""

    report: CheckReport
    messages: tuple[Message, ...]


def simulate(
    configuration: Configuration,
    notebook: UnitOfWork,
    *,
    first: date,
    last: date,
    ticks: Ticks,
    wording: Wording,
) -> Iterator[Rehearsed]:
    """Yield each check from `first` to `last` (both included) that says something.

    Every roadmap is checked at the ticks of its own schedule; those that tick together
    are checked together, and share the messages. What is told of a day or a week comes at
    its own time.
    """
    for at, roadmaps in sorted(_agenda(configuration, first, last, ticks).items()):
        report = check(configuration, notebook, at=at, roadmaps=roadmaps)
        notices = compose_notices(configuration, notebook, report.notices, at=at, wording=wording)
        messages = Outgoing(configuration, at, wording, ticks).rehearsed(notebook)
        if report.reminders or messages or notices:
            yield Rehearsed(report, (*messages, *notices))


def _agenda(
    configuration: Configuration, first: date, last: date, ticks: Ticks
) -> Mapping[datetime, list[RoadmapId]]:
    zone = configuration.zone
    start = instant_at(first, time(0), zone)
    end = instant_at(last + timedelta(days=1), time(0), zone)
    agenda: dict[datetime, list[RoadmapId]] = {}
    for roadmap in configuration.roadmaps.values():
        for at in ticks(roadmap.cron, start, end, zone):
            agenda.setdefault(at.astimezone(zone), []).append(roadmap.id)
    for day in range(first.toordinal(), last.toordinal() + 1):
        at = instant_at(date.fromordinal(day), configuration.bulletins.send_at, zone)
        agenda.setdefault(at.astimezone(zone), [])
    return agenda
