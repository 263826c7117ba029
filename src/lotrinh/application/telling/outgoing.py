"""Outgoing: what a delivery run puts into the box, in its order; a rehearsal does the same.

What the coordinator hears of the day comes last, so that it can tell what the run has sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lotrinh.application.books.bulletins import Ticks
from lotrinh.application.books.messages import Message
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.requests import tell_requests
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.compose import compose
from lotrinh.application.telling.daily import tell_daily
from lotrinh.application.telling.weekly import tell_weekly
from lotrinh.application.telling.wording import Wording


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The messages of one instant."""

    configuration: Configuration
    at: datetime
    wording: Wording
    ticks: Ticks
    """When checks should have been made."""
    problems: Sequence[str] = ()
    """What is wrong with the files as they are, in words."""

    def before_sending(self, uow: UnitOfWork, *, ahead: bool = False) -> tuple[Message, ...]:
        """Post what waits for each person, and what superiors hear of the week.

        Args:
            uow: The books.
            ahead: Compose what quiet hours hold as well, as a rehearsal does.
        """
        configuration, at, wording = self.configuration, self.at, self.wording
        tell_requests(configuration, uow, at=at)
        messages = compose(configuration, uow, at=at, wording=wording, ahead=ahead)
        return (*messages, *tell_weekly(configuration, uow, at=at, wording=wording))

    def after_sending(self, uow: UnitOfWork) -> tuple[Message, ...]:
        """Post what the coordinator hears of the day."""
        return tell_daily(
            self.configuration,
            uow,
            at=self.at,
            ticks=self.ticks,
            problems=self.problems,
            wording=self.wording,
        )

    def rehearsed(self, uow: UnitOfWork) -> tuple[Message, ...]:
        """Return all of it, over a notebook in which nothing is sent."""
        return (*self.before_sending(uow, ahead=True), *self.after_sending(uow))
