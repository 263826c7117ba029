"""Checking: deciding what is to be said, of everything, some organisations, or one shard."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.deciding.check import CheckReport, Overheard, check
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import (
    known_organisation,
    selected_organisations,
    selected_roadmaps,
)
from lotrinh.application.office.shards import EVERYTHING, Shard, holding, shard_key, shards_of
from lotrinh.application.telling.compose import compose_notices
from lotrinh.application.telling.outgoing import Outgoing
from lotrinh.application.telling.simulate import Rehearsed
from lotrinh.bootstrap.log.lines import check_lines, decision_lines
from lotrinh.bootstrap.office import Office
from lotrinh.bootstrap.order import in_order, marks_of
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError
from lotrinh.loader.cron import ticks
from lotrinh.rendering.messages.wording import TemplateWording

_Scope = Mapping[RoadmapId, Collection[OrganisationId] | None]
"""For each roadmap: the organisations that a check keeps to, None for all."""


def _nobody_listens(_: Overheard) -> None:
    """Let a decision pass that no log tells."""


class NoShardsError(LotrinhError):
    """The settings cut nothing."""

    code = "no-shards"


class Checking(Office):
    """Everything that decides."""

    def check(
        self,
        at: datetime | None = None,
        *,
        roadmaps: Collection[str] | None = None,
        organisations: Collection[str] | None = None,
        shard: str | None = None,
        dry_run: bool = False,
        scheduled: bool = False,
    ) -> CheckReport:
        """Decide what is to be said at `at`, and write it down unless it is a dry run.

        Args:
            at: The instant that drives plan and rungs; now, if None.
            roadmaps: Keep to these, if not all.
            organisations: Keep to these, if not all.
            shard: Keep to the shard that holds this organisation.
            dry_run: Write nothing.
            scheduled: Where the present files have errors, go on with those accepted last.

        Raises:
            LotrinhError: Files with errors, an unknown id, an instant out of order.
        """
        if dry_run:
            return self.rehearse(
                at, roadmaps=roadmaps, organisations=organisations, shard=shard
            ).report
        with self.store.begin() as uow:
            configuration, broken = self._to_go_by(uow, at, scheduled=scheduled)
            books = by_present_ids(uow, configuration)
            scope = _scope(configuration, roadmaps, organisations, shard)
            moment = self._in_order(books, at, scope).astimezone(configuration.zone)
            overheard: list[Overheard] = []
            overhear = overheard.append if self.log.tells_all else _nobody_listens
            report = _checked(configuration, books, moment, scope, overhear)
            notices = (*broken, *report.notices)
            compose_notices(configuration, books, notices, at=moment, wording=TemplateWording())
        self.log.write(decision_lines(overheard))
        self.log.write(check_lines(report, list(scope), configuration.hash))
        return report

    def _to_go_by(
        self, uow: UnitOfWork, at: datetime | None, *, scheduled: bool
    ) -> tuple[Configuration, tuple[Notice, ...]]:
        """Return the configuration of a check; one by hand never goes on with an old one."""
        if scheduled:
            return self.folder.accept_or_last(uow, at)
        return self.folder.accept(uow, at), ()

    def _in_order(self, books: UnitOfWork, at: datetime | None, scope: _Scope) -> datetime:
        """Return the instant of a check: not before the last one that has looked at the same."""
        marks = (
            mark
            for mark in marks_of(books.ledger, scope)
            if (some := scope[mark.roadmap]) is None or mark.shard in {EVERYTHING, shard_key(some)}
        )
        return in_order(at, marks, self.now(), free=self.store.is_demo)

    def rehearse(
        self,
        at: datetime | None = None,
        *,
        roadmaps: Collection[str] | None = None,
        organisations: Collection[str] | None = None,
        shard: str | None = None,
    ) -> Rehearsed:
        """Return what a check at `at` would say, and the messages; nothing is written."""
        wording, zone = TemplateWording(), self.configuration.zone
        moment = (at or self.now()).astimezone(zone)
        with self.notebook(civil_date(moment, zone)) as (configuration, notebook):
            scope = _scope(configuration, roadmaps, organisations, shard)
            report = _checked(configuration, notebook, moment, scope)
            notices = compose_notices(
                configuration, notebook, report.notices, at=moment, wording=wording
            )
            messages = self._outgoing(configuration, moment).rehearsed(notebook)
        return Rehearsed(report, (*messages, *notices))

    def _outgoing(self, configuration: Configuration, at: datetime) -> Outgoing:
        """Return what a delivery at `at` puts into the box."""
        problems = self.folder.complaints(configuration.language)
        return Outgoing(configuration, at, TemplateWording(), ticks, problems)


def shards_in(configuration: Configuration, roadmap: RoadmapId) -> tuple[Shard, ...]:
    """Return the shards in which a roadmap is checked; none where the settings want none."""
    size, plan = configuration.shard_size, configuration.roadmaps.get(roadmap)
    if size is None or plan is None:
        return ()
    return shards_of(configuration.organisations, plan, size)


def _scope(
    configuration: Configuration,
    roadmaps: Collection[str] | None,
    organisations: Collection[str] | None,
    shard: str | None,
) -> _Scope:
    """Return what is to be looked at.

    Raises:
        LotrinhError: There is no such roadmap or organisation, or there are no shards.
    """
    wanted = selected_roadmaps(configuration, roadmaps)
    if shard is None:
        return dict.fromkeys(wanted, selected_organisations(configuration, organisations))
    named = known_organisation(configuration, shard)
    found = {id_: holding(shards_in(configuration, id_), named) for id_ in wanted}
    if None in found.values():
        raise NoShardsError
    return {id_: one.organisations for id_, one in found.items() if one is not None}


def _checked(
    configuration: Configuration,
    books: UnitOfWork,
    at: datetime,
    scope: _Scope,
    overhear: Callable[[Overheard], object] = _nobody_listens,
) -> CheckReport:
    """Check roadmaps: those of which the same is looked at together."""
    report = CheckReport(at)
    together: dict[Collection[OrganisationId] | None, list[RoadmapId]] = {}
    for roadmap, some in scope.items():
        key = None if some is None else tuple(some)
        together.setdefault(key, []).append(roadmap)
    for some, those in together.items():
        report += check(
            configuration,
            books,
            at=at,
            roadmaps=those,
            organisations=some,
            overhear=overhear,
        )
    return report
