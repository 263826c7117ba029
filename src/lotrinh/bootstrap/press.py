"""The press: papers made of what somebody may look at; the same figures in all of them."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import chain, islice
from typing import Protocol, TypeVar

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.board import Sheet, sheets
from lotrinh.application.deciding.target_tables import TargetTable
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.agenda import Whose, agenda
from lotrinh.application.looking.grid import ALL, Filter, excerpt
from lotrinh.application.looking.report import Stand, plan, status
from lotrinh.application.looking.target_board import tables_of
from lotrinh.application.looking.viewing import with_all_below
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import Chosen, known_role
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe

T = TypeVar("T")
Look = Callable[[date | None], AbstractContextManager[tuple[Configuration, UnitOfWork]]]
"""Opens the books by present ids, with the configuration to go by on a day; today, if None."""


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
    """The role that signs; who leads the organisation that writes, if None."""
    template: bytes | None = None
    """The one that comes with the program, if None."""
    writer: OrganisationId | None = None
    """Who writes it, where what it is about doesn't say so."""


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


class PaperTooLargeError(LotrinhError):
    """More than one file should hold: it has to be said which part is wanted."""

    code = "paper-too-large"


@dataclass(frozen=True)
class Press:
    """Everything that Lộ Trình can put on paper.

    What makes a form of files is imported when it is first asked for: each is heavy.
    """

    look: Look
    now: Callable[[], datetime]
    language: str | None = None
    """The language of the papers; that of the office, if None."""
    seen: AbstractSet[OrganisationId] | None = None
    """Whose deadlines may be in them; everybody's, if None."""
    most: int | None = None
    """How many deadlines one may tell of; any number, if None."""

    def plan_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return the plan as seen on a day."""
        from lotrinh.papers.plan_sheets import plan_workbook  # noqa: PLC0415  (heavy)

        with self.look(day) as (configuration, uow):
            today = self._today(configuration, day)
            every = plan(
                configuration,
                uow.facts,
                today=today,
                roadmaps=chosen.among_roadmaps(configuration),
                organisations=self._organisations(configuration, chosen),
                explained=False,
            )
            planned = self._within(one for one in every if chosen.covers(one.deadline.due))
        scribe = self._scribe(configuration)
        # Who sees a part only is given that part: a whole roadmap names every organisation.
        whole = chosen.among_roadmaps(configuration) if self.seen is None else []
        # The reports of targets follow from files of their own.
        written = [id_ for id_ in whole if id_ not in configuration.targets]
        roadmaps = [configuration.roadmaps[id_] for id_ in written]
        content = plan_workbook(scribe, planned, day=today, made=self.now(), roadmaps=roadmaps)
        return Paper(content, len(planned))

    def progress_workbook(self, chosen: Chosen, day: date | None = None) -> Paper:
        """Return how everything stands on a day, to be filled in."""
        from lotrinh.papers.progress_sheets import progress_workbook  # noqa: PLC0415  (heavy)

        configuration, today, stands = self._stands(chosen, day)
        content = progress_workbook(self._scribe(configuration), stands, day=today, made=self.now())
        return Paper(content, len(stands))

    def matrix_workbook(
        self, chosen: Chosen, day: date | None = None, wanted: Filter = ALL
    ) -> Paper:
        """Return the matrices of roadmaps as they stand on a day, or the cells that are wanted."""
        from lotrinh.papers.matrix_sheets import matrix_workbook  # noqa: PLC0415  (heavy)

        configuration, today, found = self._sheets(chosen, day, wanted)
        count = sum(sheet.sums.total() for sheet in found)
        self._check(count)
        content = matrix_workbook(self._scribe(configuration), found, day=today, made=self.now())
        return Paper(content, count)

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

        tables = self._tables(chosen, day)
        return self._document(partial(report_document, tables=tables), chosen, day, letter)

    def targets_workbook(
        self, chosen: Chosen, day: date | None = None, year: int | None = None
    ) -> Paper:
        """Return how targets stand on a day, with columns for new figures."""
        from lotrinh.papers.target_sheets import targets_workbook  # noqa: PLC0415  (heavy)

        tables, scribe, today = self._targets(chosen, day, year)
        content = targets_workbook(scribe, tables, day=today, made=self.now())
        return Paper(content, _count(tables))

    def targets_document(
        self,
        chosen: Chosen,
        day: date | None = None,
        year: int | None = None,
        letter: Letter = NO_LETTER,
    ) -> Paper:
        """Return how targets stand as an office document."""
        from lotrinh.papers.target_blocks import targets_document  # noqa: PLC0415  (heavy)

        tables, scribe, today = self._targets(chosen, day, year)
        head = _letterhead(scribe.configuration, chosen, letter)
        template = letter.template if letter.template is not None else self.template()
        content = targets_document(scribe, tables, head, template, day=today, made=self.now())
        return Paper(content, _count(tables))

    def _targets(
        self, chosen: Chosen, day: date | None, year: int | None
    ) -> tuple[Sequence[TargetTable], Scribe, date]:
        """Return the tables of the sets of a year, of each organisation that is chosen."""
        with self.look(day) as (configuration, uow):
            today = self._today(configuration, day)
            named = self._first(configuration, chosen)
            whole = None if named is None else with_all_below(configuration, {*named})
            timelines = Timelines(configuration, uow.facts, today, whole)
            roadmaps = chosen.among_roadmaps(configuration)
            tables = list(tables_of(timelines, roadmaps, named or [None], year))
        self._check(_count(tables))
        return tables, self._scribe(configuration), today

    def _first(
        self, configuration: Configuration, chosen: Chosen
    ) -> Sequence[OrganisationId] | None:
        """Return of whom tables are: those that are chosen, else who is above all that is seen."""
        found = self._organisations(configuration, chosen)
        if found is None or chosen.organisations or chosen.below is not None:
            return found
        above = configuration.organisations.parent
        return [organisation for organisation in found if above(organisation) not in self.seen]  # type: ignore[operator]

    def _tables(self, chosen: Chosen, day: date | None) -> Sequence[TargetTable]:
        return self._targets(chosen, day, None)[0]

    def _document(
        self, make: MakeDocument, chosen: Chosen, day: date | None, letter: Letter
    ) -> Paper:
        configuration, today, stands = self._stands(chosen, day)
        head = _letterhead(configuration, chosen, letter)
        template = letter.template if letter.template is not None else self.template()
        scribe = self._scribe(configuration)
        content = make(scribe, stands, head, template, day=today, made=self.now())
        return Paper(content, len(stands))

    def chart(
        self, chosen: Chosen, day: date | None = None, wanted: Filter = ALL, *, form: str
    ) -> Paper:
        """Return a chart for the wall, as svg, pdf or png, of the cells that are wanted.

        Raises:
            ChartError: There is nothing to draw, or too much.
        """
        from lotrinh.papers.chart import chart  # noqa: PLC0415  (very heavy)

        stands: Sequence[Stand]
        if wanted == ALL:
            configuration, today, stands = self._stands(chosen, day)
        else:
            configuration, today, found = self._sheets(chosen, day, wanted)
            cells = {cell for sheet in found for cell in sheet.cells()}
            among = tuple({cell.organisation: None for cell in cells})
            named = replace(chosen, organisations=among, below=None)
            every = self._stands(named, day)[2] if cells else []
            stands = [stand for stand in every if stand.deadline.id in cells]
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

        with self.look(day) as (configuration, uow):
            today = self._today(configuration, day)
            posts, near = whose.posts(configuration, today), whose.places(configuration, today)
            among = self._organisations(configuration, chosen)
            if near is not None:
                among = [one for one in near if among is None or one in among]
            timelines = Timelines(configuration, uow.facts, today, among)
            roadmaps = chosen.among_roadmaps(configuration)
            found = (agenda(timelines, roadmap, posts, chosen.covers) for roadmap in roadmaps)
            stands = self._within(chain.from_iterable(found))
        scribe = self._scribe(configuration)
        content = agenda_feed(
            scribe,
            whose.name(configuration) or chosen.name(configuration),
            stands,
            day=today,
            made=self.now(),
            before=entries_in(before),
        )
        return Paper(content, len(entries_of(scribe, stands)))

    def _stands(
        self, chosen: Chosen, day: date | None
    ) -> tuple[Configuration, date, Sequence[Stand]]:
        with self.look(day) as (configuration, uow):
            today = self._today(configuration, day)
            every = status(
                configuration,
                uow.facts,
                today=today,
                roadmaps=chosen.among_roadmaps(configuration),
                organisations=self._organisations(configuration, chosen),
            )
            stands = self._within(stand for stand in every if chosen.covers(stand.deadline.due))
            return configuration, today, stands

    def _sheets(
        self, chosen: Chosen, day: date | None, wanted: Filter
    ) -> tuple[Configuration, date, Sequence[Sheet]]:
        with self.look(day) as (configuration, uow):
            today = self._today(configuration, day)
            organisations = self._organisations(configuration, chosen)
            timelines = Timelines(configuration, uow.facts, today, organisations)
            roadmaps = chosen.among_roadmaps(configuration)
            found = [sheet for roadmap in roadmaps for sheet in sheets(timelines, roadmap)]
        if wanted != ALL:
            found = [excerpt(sheet, configuration.organisations, wanted) for sheet in found]
        return configuration, today, found

    def _organisations(
        self, configuration: Configuration, chosen: Chosen
    ) -> Sequence[OrganisationId] | None:
        """Return the organisations that are chosen and may be seen, None for all that there are."""
        named = chosen.among_organisations(configuration)
        if self.seen is None:
            return named
        among = configuration.organisations.ids if named is None else named
        return [organisation for organisation in among if organisation in self.seen]

    def _within(self, every: Iterable[T]) -> Sequence[T]:
        """Return some deadlines, if they aren't too many for one paper."""
        found = list(every if self.most is None else islice(every, self.most + 1))
        self._check(len(found))
        return found

    def _check(self, count: int) -> None:
        if self.most is not None and count > self.most:
            raise PaperTooLargeError(limit=str(self.most))

    def _today(self, configuration: Configuration, day: date | None) -> date:
        return day or civil_date(self.now(), configuration.zone)

    def _scribe(self, configuration: Configuration) -> Scribe:
        return Scribe(configuration, self.language or configuration.language)


def _count(tables: Iterable[TargetTable]) -> int:
    return sum(len(table.rows) for table in tables)


def _letterhead(configuration: Configuration, chosen: Chosen, letter: Letter) -> Letterhead:
    """Return who writes: who is said to, the one organisation that it is about, else the office."""
    post = configuration.coordinator
    named = chosen.among_organisations(configuration) or []
    signed = known_role(configuration, letter.signed) if letter.signed else None
    writer = named[0] if len(named) == 1 else post.organisation
    return Letterhead(letter.writer or writer, signed, letter.number, letter.place)
