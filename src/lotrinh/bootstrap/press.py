"""The press: papers made of what the office looks at; the same figures in all of them."""

from dataclasses import dataclass
from datetime import date

from lotrinh.application.agenda import Whose, concerning
from lotrinh.application.board import sheets
from lotrinh.application.configuration import Configuration
from lotrinh.application.report import Stand, plan, status
from lotrinh.application.selection import Chosen
from lotrinh.application.timelines import Timelines
from lotrinh.bootstrap.views import Views
from lotrinh.papers.line import Scribe


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that is made, and how many deadlines it tells of."""

    content: bytes
    count: int


class Press(Views):
    """Everything that Lộ Trình can put on paper.

    What makes a form of files is imported when it is first asked for: each is heavy.
    """

    def plan_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return the plan as seen on a day."""
        from lotrinh.papers.plan_sheets import plan_workbook  # noqa: PLC0415  (heavy)

        configuration = self.configuration
        today = day or self.today(configuration)
        with self._look(configuration) as uow:
            planned = list(
                plan(
                    configuration,
                    uow.facts,
                    today=today,
                    roadmaps=chosen.among_roadmaps(configuration),
                    organisations=chosen.among_organisations(configuration),
                )
            )
        scribe = self._scribe(configuration)
        return Paper(plan_workbook(scribe, planned, day=today, made=self.now()), len(planned))

    def progress_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return how everything stands on a day, to be filled in."""
        from lotrinh.papers.progress_sheets import progress_workbook  # noqa: PLC0415  (heavy)

        configuration = self.configuration
        today = day or self.today(configuration)
        stands = self._stands(configuration, chosen, today)
        content = progress_workbook(self._scribe(configuration), stands, day=today, made=self.now())
        return Paper(content, len(stands))

    def matrix_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return the matrices of roadmaps as they stand on a day."""
        from lotrinh.papers.matrix_sheets import matrix_workbook  # noqa: PLC0415  (heavy)

        configuration = self.configuration
        today = day or self.today(configuration)
        with self._look(configuration) as uow:
            organisations = chosen.among_organisations(configuration)
            timelines = Timelines(configuration, uow.facts, today, organisations)
            roadmaps = chosen.among_roadmaps(configuration)
            found = [sheet for roadmap in roadmaps for sheet in sheets(timelines, roadmap)]
        content = matrix_workbook(self._scribe(configuration), found, day=today, made=self.now())
        return Paper(content, sum(sheet.sums.total() for sheet in found))

    def agenda_feed(
        self, whose: Whose, chosen: Chosen, day: date | None = None, before: bytes = b""
    ) -> Paper:
        """Return the calendar of a person, a post or an organisation.

        Args:
            whose: One of these.
            chosen: The roadmaps, if not all.
            day: The day that it is seen on.
            before: The calendar that it is to replace.
        """
        from lotrinh.papers.agenda_feed import agenda_feed, entries_in, entries_of  # noqa: PLC0415  (heavy)

        configuration = self.configuration
        today = day or self.today(configuration)
        scribe = self._scribe(configuration)
        posts = whose.posts(configuration, today)
        stands = list(
            concerning(configuration, self._stands(configuration, chosen, today), posts, today)
        )
        content = agenda_feed(
            scribe,
            whose.name(configuration) or chosen.name(configuration),
            stands,
            day=today,
            made=self.now(),
            before=entries_in(before),
        )
        return Paper(content, len(entries_of(scribe, stands)))

    def _stands(self, configuration: Configuration, chosen: Chosen, today: date) -> list[Stand]:
        with self._look(configuration) as uow:
            return list(
                status(
                    configuration,
                    uow.facts,
                    today=today,
                    roadmaps=chosen.among_roadmaps(configuration),
                    organisations=chosen.among_organisations(configuration),
                )
            )

    def _scribe(self, configuration: Configuration) -> Scribe:
        return Scribe(configuration, self.spoken(configuration))
