"""The desk of papers: what a viewer looks at as the files that offices use, one at a time.

They are made by the same press as those of the command line, and hold what the viewer may see
and no more. Making one takes seconds where a page takes milliseconds, so they are bounded.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.looking.agenda import Whose
from lotrinh.application.looking.grid import Filter, Month
from lotrinh.application.looking.viewing import Viewer, with_all_below
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import Chosen
from lotrinh.bootstrap.desks.board import NotSeenError, present_roadmap
from lotrinh.bootstrap.desks.turns import Turns
from lotrinh.bootstrap.press import Letter, Paper, Press
from lotrinh.domain.registers import OrganisationId
from lotrinh.rendering.pages.files import FORMS, MINE, Kind, file_name

MOST = 20_000
"""Deadlines in one file; of more, somebody has to choose a part."""
MOST_IN_MATRIX = 150_000
"""Its cells come straight from arrays."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file as a browser gets it."""

    content: bytes
    name: str
    form: str
    """Its suffix."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants as a file."""

    kind: Kind
    of: str
    """A roadmap, an organisation, or one's own calendar."""
    form: str
    wanted: Filter


@dataclass
class PaperDesk:
    """What may be ordered."""

    store: Store
    now: Callable[[], datetime]
    most: int = MOST
    most_in_matrix: int = MOST_IN_MATRIX
    turns: Turns = field(default_factory=Turns)

    def make(self, viewer: Viewer, order: Order) -> Download:
        """Make a file.

        Raises:
            NotSeenError: There is nothing of that name, or not for this viewer.
            BusyError: Too many are being made.
            LotrinhError: It would be too large, or there is nothing in it.
        """
        if order.form not in FORMS[order.kind]:
            raise NotSeenError
        chosen, title = _chosen(viewer, order)
        with self.turns.take():
            paper = _made(self._press(viewer, order), viewer, chosen, order)
        words = (title, f"{viewer.today:%Y-%m-%d}")
        name = file_name(order.kind, words, order.form, viewer.language)
        return Download(paper.content, name, order.form)

    def _press(self, viewer: Viewer, order: Order) -> Press:
        seen = None if viewer.is_coordinator else viewer.organisations
        below = order.wanted.below
        if below is not None and order.kind is not Kind.ORGANISATION:
            known_below = {below} & viewer.configuration.organisations.rows.keys()
            under = with_all_below(viewer.configuration, known_below)
            seen = under if seen is None else under & seen
        is_matrix = (order.kind, order.form) == (Kind.MATRIX, "xlsx")
        most = self.most_in_matrix if is_matrix else self.most
        return Press(partial(self._look, viewer), self.now, viewer.language, seen, most)

    @contextmanager
    def _look(self, viewer: Viewer, _: date | None) -> Iterator[tuple[Configuration, UnitOfWork]]:
        """Open the books to read in them as the viewer's pages do."""
        with self.store.look() as uow:
            yield viewer.configuration, by_present_ids(uow, viewer.configuration)


def _chosen(viewer: Viewer, order: Order) -> tuple[Chosen, str]:
    """Return what an order is about, and what that is called.

    Raises:
        NotSeenError: There is nothing of that name, or not for this viewer.
    """
    configuration = viewer.configuration
    match order.kind:
        case Kind.CALENDAR if order.of != MINE:
            raise NotSeenError
        case Kind.CALENDAR:
            return Chosen(), viewer.person.name
        case Kind.TARGETS if order.of == MINE:
            own = () if viewer.is_coordinator else tuple(sorted(viewer.own))
            return Chosen(organisations=own), viewer.person.name
        case Kind.ORGANISATION | Kind.TARGETS:
            organisation = OrganisationId(order.of)
            if not viewer.sees(organisation):
                raise NotSeenError
            first, last = _days(order.wanted.due)
            name = configuration.organisations.name(organisation)
            return Chosen(organisations=(organisation,), first=first, last=last), name
        case Kind.MATRIX | Kind.PLAN | Kind.PROGRESS:
            roadmap = present_roadmap(configuration, order.of)
            return Chosen(roadmaps=(roadmap,)), configuration.roadmaps[roadmap].title


def _days(month: Month | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of the year that is looked at."""
    if month is None:
        return None, None
    return date(month[0], 1, 1), date(month[0], 12, 31)


def _letter(viewer: Viewer) -> Letter:
    """Return what a document bears that a viewer makes: it is his or her office that writes."""
    rows = viewer.configuration.organisations.rows
    if viewer.is_coordinator or not viewer.own:
        return Letter()
    writer = min(viewer.own, key=rows.__getitem__)
    return Letter(writer=writer)


def _targets(press: Press, viewer: Viewer, chosen: Chosen, order: Order) -> Paper:
    year = order.wanted.due[0] if order.wanted.due is not None else None
    if order.form == "docx":
        return press.targets_document(chosen, year=year, letter=_letter(viewer))
    return press.targets_workbook(chosen, year=year)


def _made(press: Press, viewer: Viewer, chosen: Chosen, order: Order) -> Paper:
    if order.kind is Kind.TARGETS:
        return _targets(press, viewer, chosen, order)
    match order.kind, order.form:
        case Kind.MATRIX, "xlsx":
            return press.matrix_workbook(chosen, wanted=order.wanted)
        case Kind.MATRIX, form:
            return press.chart(chosen, wanted=order.wanted, form=form)
        case Kind.PROGRESS, "docx":
            return press.report_document(chosen, letter=_letter(viewer))
        case Kind.PROGRESS, _:
            return press.progress_workbook(chosen)
        case _, "ics":
            mine = viewer.person.id if order.kind is Kind.CALENDAR else None
            return press.agenda_feed(Whose(mine), chosen)
        case _, "docx":
            return press.plan_document(chosen, letter=_letter(viewer))
        case _, "xlsx":
            return press.plan_workbook(chosen)
        case _, form:
            return press.chart(chosen, form=form)
