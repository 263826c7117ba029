"""The desk of the board: what its screens ask for, on the books as they are now.

The grid of a roadmap is kept until a fact is recorded, the files change or the day does:
everybody who looks shares it, each sees his or her part.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock

from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.deciding.board import sheets, sums
from lotrinh.application.deciding.figures import Figures
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.grid import Filter, Grid, Month
from lotrinh.application.looking.place import month, place
from lotrinh.application.looking.room import rooms
from lotrinh.application.looking.story import story
from lotrinh.application.looking.viewing import Screen, Viewer
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.errors import LotrinhError
from lotrinh.rendering.pages.calendar import CalendarPage
from lotrinh.rendering.pages.cell import CellPage
from lotrinh.rendering.pages.matrix import MatrixPage
from lotrinh.rendering.pages.milestone import MilestonePage
from lotrinh.rendering.pages.organisation import OrganisationPage

_Seen = tuple[str, date, int]
"""As what a grid was made: of which files, on which day, after which fact."""


class NotSeenError(LotrinhError):
    """Something that there isn't, or that the viewer may not see; nobody is told which."""

    code = "not-seen"


@dataclass
class BoardDesk:
    """What a screen of the board may ask for."""

    store: Store
    now: Callable[[], datetime]
    prefect: Callable[[], str] = lambda: ""
    """Where Prefect's pages are; '' where nobody knows."""
    _grids: dict[RoadmapId, tuple[_Seen, Grid]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def matrix(
        self, viewer: Viewer, roadmap: str, wanted: Filter, *, is_bare: bool = False
    ) -> MatrixPage:
        """Return the part of a roadmap's matrix that a viewer looks at.

        Where nothing is asked for, and what comes round does so for years, it is this year's.

        Raises:
            NotSeenError: There is no such roadmap.
        """
        grid, year = self.grid(viewer, roadmap), viewer.today.year
        choices = grid.choices(viewer.organisations)
        rounds = {column.label[:4] for column in grid.columns if column.label}
        this_year = is_bare and len(rounds) > 1 and year in {one for one, _ in choices.months}
        of_all, _ = grid.figures(viewer.organisations)
        return MatrixPage(
            viewer.configuration,
            grid.roadmap,
            grid.view(
                viewer.organisations,
                replace(wanted, due=(year, 0)) if this_year else wanted,
                viewer.today,
            ),
            choices,
            viewer.today,
            viewer.language,
            of_all if this_year else None,
        )

    def milestone(self, viewer: Viewer, roadmap: str, code: str) -> MilestonePage:
        """Return how far the viewer's organisations have come with one milestone.

        Raises:
            NotSeenError: There is no such milestone for any of them.
        """
        grid = self.grid(viewer, roadmap)
        milestone, occurrence = _named(code)
        present = viewer.configuration.renames.milestone(grid.roadmap.id, milestone)
        found = grid.progress(viewer.organisations, present, occurrence)
        if found is None:
            raise NotSeenError
        return MilestonePage(
            viewer.configuration, grid.roadmap, found, viewer.today, viewer.language
        )

    def organisation(self, viewer: Viewer, organisation: str, year: int | None) -> OrganisationPage:
        """Return how an organisation stands, in a year or in the months around today.

        Raises:
            NotSeenError: There is no such organisation, or not for this viewer.
        """
        configuration = viewer.configuration
        known = configuration.renames.organisation(OrganisationId(organisation))
        if not viewer.sees(known):
            raise NotSeenError
        above = configuration.organisations.parent(known)
        with self.store.look() as uow:
            facts = by_present_ids(uow, configuration).facts
            room = rooms(configuration, facts, known, viewer.today)
        return OrganisationPage(
            configuration,
            place(self.grids(viewer), configuration.organisations, known),
            room,
            above if above is not None and viewer.sees(above) else None,
            year,
            viewer.today,
            viewer.language,
        )

    def month(self, viewer: Viewer, wanted: Month) -> CalendarPage:
        """Return what is due in a month of what a viewer may see."""
        configuration = viewer.configuration
        days = month(self.grids(viewer), viewer.organisations, wanted)
        register = configuration.organisations
        home = min((register.rows[own] for own in viewer.own), default=0)
        calendar = configuration.calendars[str(register.calendars[home])]
        return CalendarPage(configuration, wanted, days, calendar, viewer.today, viewer.language)

    def grids(self, viewer: Viewer) -> list[Grid]:
        """Return the grids of all roadmaps."""
        return [self.grid(viewer, roadmap) for roadmap in viewer.configuration.roadmaps]

    def cell(self, viewer: Viewer, roadmap: str, organisation: str, code: str) -> CellPage:
        """Return the story of a cell.

        Raises:
            NotSeenError: There is no such cell, or not for this viewer.
        """
        configuration = viewer.configuration
        present = present_roadmap(configuration, roadmap)
        named = CellId(present, OrganisationId(organisation), *_named(code))
        cell = configuration.renames.cell(named)
        if not viewer.sees(cell.organisation):
            raise NotSeenError
        with self.store.look() as uow:
            books = by_present_ids(uow, configuration)
            told = story(configuration, books, cell, at=self.now())
        if told is None:
            raise NotSeenError
        page = CellPage(configuration, told, viewer.today, viewer.language)
        if not viewer.opens(Screen.OUTBOX):
            return page
        return replace(page, machinery=True, prefect=self.prefect())

    def late(self, configuration: Configuration, today: date) -> Mapping[RoadmapId, int]:
        """Return how many deadlines of each roadmap are overdue."""
        grids = {id_: self._made(configuration, today, id_) for id_ in configuration.roadmaps}
        return {id_: Figures(sums(grid.standings)).late for id_, grid in grids.items()}

    def grid(self, viewer: Viewer, roadmap: str) -> Grid:
        """Return the grid of a roadmap.

        Raises:
            NotSeenError: There is no such roadmap.
        """
        present = present_roadmap(viewer.configuration, roadmap)
        return self._made(viewer.configuration, viewer.today, present)

    def _made(self, configuration: Configuration, today: date, roadmap: RoadmapId) -> Grid:
        """Return the grid of a roadmap; one that was made is kept as long as it holds."""
        with self.store.look() as uow, self._lock:
            seen = (configuration.hash, today, uow.facts.newest())
            kept = self._grids.get(roadmap)
            if kept is None or kept[0] != seen:
                kept = seen, _made(configuration, uow, roadmap, today)
                self._grids[roadmap] = kept
            return kept[1]


def _made(configuration: Configuration, uow: UnitOfWork, roadmap: RoadmapId, today: date) -> Grid:
    facts = by_present_ids(uow, configuration).facts
    timelines = Timelines(configuration, facts, today)
    found = sheets(timelines, roadmap)
    return Grid.of(timelines.roadmap(roadmap), configuration.organisations, found)


def present_roadmap(configuration: Configuration, roadmap: str) -> RoadmapId:
    """Return the roadmap of that id, by its present one."""
    present = configuration.renames.roadmap(RoadmapId(roadmap))
    if present not in configuration.roadmaps:
        raise NotSeenError
    return present


def _named(code: str) -> tuple[MilestoneId, str]:
    """Return the milestone and the occurrence of a column in an address.

    >>> _named("review@2026-Q2"), _named("review")
    (('review', '2026-Q2'), ('review', ''))
    """
    milestone, _, occurrence = code.partition("@")
    return MilestoneId(milestone), occurrence
