"""The press: papers made of what the office looks at; the same figures in all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lotrinh.application.deciding.board import sheets
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.agenda import Whose, concerning
from lotrinh.application.looking.report import Stand, plan, status
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import Chosen, known_role
from lotrinh.bootstrap.views import Views
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that is made, and how many deadlines it tells of."""

    content: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What a document bears beside its body, as far as somebody has said it."""

    number: str = ""
    place: str = ""
    signed: str | None = None
    """The role that signs; the coordinator's, if None."""
    template: bytes | None = None
    """The one that comes with the program, if None."""


NO_LETTER = Letter()


class MakeDocument(Protocol):
    """What makes a document of how everything stands."""

    def __call__(
        self,
        scribe: Scribe,
        stands: Sequence[Stand],
        letterhead: Letterhead,
        template: bytes,
        *,
        day: date,
        made: datetime,
    ) -> bytes:
        """Return the file."""
        ...


class Press(Views):
    """Everything that Lộ Trình can put on paper.

    What makes a form of files is imported when it is first asked for: each is heavy.
    """

    def plan_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return the plan as seen on a day."""
        from lotrinh.papers.plan_sheets import plan_workbook  # noqa: PLC0415  (heavy)

        today = day or self.today(self.configuration)
        with self._look(today) as (configuration, uow):
            every = plan(
                configuration,
                uow.facts,
                today=today,
                roadmaps=chosen.among_roadmaps(configuration),
                organisations=chosen.among_organisations(configuration),
            )
            planned = [one for one in every if chosen.covers(one.deadline.due)]
        scribe = self._scribe(configuration)
        return Paper(plan_workbook(scribe, planned, day=today, made=self.now()), len(planned))

    def progress_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return how everything stands on a day, to be filled in."""
        from lotrinh.papers.progress_sheets import progress_workbook  # noqa: PLC0415  (heavy)

        configuration = self.configuration
        today = day or self.today(configuration)
        stands = self._stands(chosen, today)
        content = progress_workbook(self._scribe(configuration), stands, day=today, made=self.now())
        return Paper(content, len(stands))

    def matrix_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return the matrices of roadmaps as they stand on a day."""
        from lotrinh.papers.matrix_sheets import matrix_workbook  # noqa: PLC0415  (heavy)

        today = day or self.today(self.configuration)
        with self._look(today) as (configuration, uow):
            organisations = chosen.among_organisations(configuration)
            timelines = Timelines(configuration, uow.facts, today, organisations)
            roadmaps = chosen.among_roadmaps(configuration)
            found = [sheet for roadmap in roadmaps for sheet in sheets(timelines, roadmap)]
        content = matrix_workbook(self._scribe(configuration), found, day=today, made=self.now())
        return Paper(content, sum(sheet.sums.total() for sheet in found))

    def plan_document(
        self, chosen: Chosen, day: date | None = None, letter: Letter = NO_LETTER
    ) -> Paper:
        """Return the plan as an office document."""
        from lotrinh.papers.plan_document import plan_document  # noqa: PLC0415  (heavy)

        return self._document(plan_document, chosen, day, letter)

    def report_document(
        self, chosen: Chosen, day: date | None = None, letter: Letter = NO_LETTER
    ) -> Paper:
        """Return the report on progress as an office document."""
        from lotrinh.papers.report_document import report_document  # noqa: PLC0415  (heavy)

        return self._document(report_document, chosen, day, letter)

    def _document(
        self, make: MakeDocument, chosen: Chosen, day: date | None, letter: Letter
    ) -> Paper:
        configuration = self.configuration
        today = day or self.today(configuration)
        stands = self._stands(chosen, today)
        head = _letterhead(configuration, chosen, letter)
        template = letter.template if letter.template is not None else self.template()
        scribe = self._scribe(configuration)
        content = make(scribe, stands, head, template, day=today, made=self.now())
        return Paper(content, len(stands))

    def chart(self, chosen: Chosen, day: date | None = None, *, form: str) -> Paper:
        """Return a chart for the wall, as svg, pdf or png."""
        from lotrinh.papers.chart import chart  # noqa: PLC0415  (very heavy)

        configuration = self.configuration
        today = day or self.today(configuration)
        stands = self._stands(chosen, today)
        between = (chosen.first, chosen.last)
        scribe = self._scribe(configuration)
        return Paper(*chart(scribe, stands, form=form, day=today, between=between))

    def template(self) -> bytes:
        """Return the template of documents that comes with the program."""
        from lotrinh.papers.document import shipped_template  # noqa: PLC0415  (heavy)

        return shipped_template()

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
        stands = list(concerning(configuration, self._stands(chosen, today), posts, today))
        content = agenda_feed(
            scribe,
            whose.name(configuration) or chosen.name(configuration),
            stands,
            day=today,
            made=self.now(),
            before=entries_in(before),
        )
        return Paper(content, len(entries_of(scribe, stands)))

    def _stands(self, chosen: Chosen, today: date) -> list[Stand]:
        with self._look(today) as (configuration, uow):
            every = status(
                configuration,
                uow.facts,
                today=today,
                roadmaps=chosen.among_roadmaps(configuration),
                organisations=chosen.among_organisations(configuration),
            )
            return [stand for stand in every if chosen.covers(stand.deadline.due)]

    def _scribe(self, configuration: Configuration) -> Scribe:
        return Scribe(configuration, self.spoken(configuration))


def _letterhead(configuration: Configuration, chosen: Chosen, letter: Letter) -> Letterhead:
    """Return who writes: the one organisation that it is about, else the coordinator's."""
    post = configuration.coordinator
    named = chosen.among_organisations(configuration) or []
    signed = known_role(configuration, letter.signed) if letter.signed else post.role
    writer = named[0] if len(named) == 1 else post.organisation
    return Letterhead(writer, signed, letter.number, letter.place)
