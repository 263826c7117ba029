"""The board of targets: the tables that somebody looks at, and how those directly below stand.

A viewer is shown the own organisations together with what is below them; the coordinator all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from lotrinh.application.deciding.courses import Courses
from lotrinh.application.deciding.target_tables import TargetLook, TargetTable, tables
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.tallies import States, tally
from lotrinh.domain.targets import TargetState

_MOST_BELOW = 200
"""Organisations that are listed below one."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Which targets somebody wants to see; an empty field means any."""

    organisation: str = ""
    set_id: str = ""
    state: TargetState | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """One organisation directly below, and how its targets stand."""

    organisation: OrganisationId
    states: States


@dataclass(frozen=True, slots=True)
class TargetBoard:
    """What the screen of targets shows."""

    tables: tuple[TargetTable, ...]
    below: tuple[Below, ...]
    organisation: OrganisationId | None
    """The one that is looked at; None for several at once."""
    above: OrganisationId | None
    """The one above it, if the viewer may see it."""
    year: int | None
    """The year that is looked at; None where there are no targets."""


def target_board(timelines: Timelines, viewer: Viewer, picked: Picked) -> TargetBoard:
    """Return what a viewer sees of targets.

    Args:
        timelines: The plan and the facts, as seen on the viewer's day.
        viewer: Who looks; may see the organisation that is picked, if there is one.
        picked: What he or she looks at.
    """
    configuration = timelines.configuration
    year = shown_year(configuration, picked.year, timelines.today.year)
    sets = [
        id_
        for id_ in configuration.targets
        if year in years_of(configuration, id_) and picked.set_id in {"", id_}
    ]
    looks = [TargetLook(Courses(timelines, id_), year) for id_ in sets]
    first = _first(viewer, picked, looks)
    below = _below(configuration, first)
    one = first[0] if len(first) == 1 else None
    above = configuration.organisations.parent(one) if one is not None else None
    return TargetBoard(
        tuple(table for look in looks for table in filter(None, map(look.table, first))),
        tuple(_stand(below, looks)),
        one,
        above if above is not None and viewer.sees(above) else None,
        year,
    )


def tables_of(
    timelines: Timelines,
    roadmaps: Iterable[RoadmapId],
    organisations: Sequence[OrganisationId | None],
    wanted: int | None = None,
) -> Iterator[TargetTable]:
    """Yield the tables of those sets that have the year that is looked at, as papers show them."""
    configuration = timelines.configuration
    year = shown_year(configuration, wanted, timelines.today.year)
    targets = configuration.targets
    sets = [id_ for id_ in roadmaps if id_ in targets and year in years_of(configuration, id_)]
    return tables(timelines, sets, organisations, year)


def years_of(configuration: Configuration, set_id: RoadmapId) -> range:
    """Return the years of a set's term."""
    term = configuration.roadmaps[set_id].term
    return range(term.first_year, term.last_year + 1)


def all_years(configuration: Configuration) -> list[int]:
    """Return every year for which there are targets."""
    return sorted({y for id_ in configuration.targets for y in years_of(configuration, id_)})


def shown_year(configuration: Configuration, wanted: int | None, present: int) -> int | None:
    """Return the year that is looked at: the one that is wanted, or the one nearest to now."""
    years = all_years(configuration)
    aim = present if wanted is None else wanted
    return min(years, key=lambda year: (abs(year - aim), -year), default=None)


def _first(
    viewer: Viewer, picked: Picked, looks: Sequence[TargetLook]
) -> Sequence[OrganisationId | None]:
    """Return of whom a look begins: the one that is picked, one's own, or whoever is above all."""
    if picked.organisation:
        return [OrganisationId(picked.organisation)]
    if viewer.is_coordinator:
        having = {id_ for look in looks for id_ in look.organisations}
        return [_above_all(viewer.configuration.organisations, having)]
    return sorted(viewer.own, key=viewer.configuration.organisations.rows.__getitem__)


def _above_all(register: Organisations, having: Iterable[OrganisationId]) -> OrganisationId | None:
    """Return the lowest organisation that is one of some, or above them all; None for none."""
    shared: list[OrganisationId] | None = None
    for organisation in having:
        path = [organisation]
        while (above := register.parent(path[0])) is not None:
            path.insert(0, above)
        shared = path if shared is None else _beginning(shared, path)
    return shared[-1] if shared else None


def _beginning(
    one: Sequence[OrganisationId], other: Sequence[OrganisationId]
) -> list[OrganisationId]:
    """Return what two ways from the top have in common."""
    return [a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))]


def _below(
    configuration: Configuration, first: Sequence[OrganisationId | None]
) -> Sequence[OrganisationId]:
    """Return the organisations directly below some, each once; below none, those at the top."""
    register = configuration.organisations
    found: dict[OrganisationId, None] = {}
    for one in first:
        ids = register.below(one) if one is not None else _tops(register)
        found |= dict.fromkeys(id_ for id_ in ids if id_ not in first)
    return list(found)[:_MOST_BELOW]


def _stand(below: Sequence[OrganisationId], looks: Sequence[TargetLook]) -> Iterator[Below]:
    for organisation in below:
        found = filter(None, (look.table(organisation) for look in looks))
        states = tally(row.judgement.state for table in found for row in table.rows)
        if states:
            yield Below(organisation, states)


def _tops(register: Organisations) -> Sequence[OrganisationId]:
    return [id_ for id_ in register.ids if register.parent(id_) is None]
