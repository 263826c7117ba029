"""Implements `ports.Ledger`: the reminders that were ever decided, checks and baselines."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, true, update

from lotrinh.application.books.checks import NOTHING_FOUND, CheckRecord, Found
from lotrinh.application.office.configuration import Post
from lotrinh.application.office.shards import EVERYTHING
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.store.dialects import insert_new
from lotrinh.store.notes import Candidates, cell_of, is_candidate, put_down
from lotrinh.store.tables import (
    CELL,
    KEY,
    ReminderState,
    baselines,
    candidates,
    checks,
    drafts,
    reminders,
)

_CELL = [reminders.c[name] for name in CELL]
_KEY = [reminders.c[name] for name in KEY]
_MARK = ("roadmap", "at", "configuration", "facts", "settled", "shard")
_RECORD = (*(checks.c[name] for name in _MARK), checks.c.found)


class SqlLedger:
    """What was said to whom, when and why."""

    def __init__(self, connection: Connection, cells: Candidates, run: str | None = None) -> None:
        self._connection, self._candidates, self._run = connection, cells, run

    def last_check(self, roadmap: RoadmapId, shard: str = EVERYTHING) -> CheckRecord | None:
        """Return the check of a roadmap, or of one shard of it, that was recorded last."""
        wanted = select(*_RECORD).where(checks.c.roadmap == roadmap, checks.c.shard == shard)
        found = self._connection.execute(wanted.order_by(checks.c.id.desc()).limit(1))
        row = found.mappings().first()
        return None if row is None else _record(row)

    def shards_checked(self, roadmap: RoadmapId) -> Sequence[CheckRecord]:
        """Return the checks of shards made since the last of the whole, oldest first."""
        of_roadmap = checks.c.roadmap == roadmap
        whole = select(func.max(checks.c.id)).where(of_roadmap, checks.c.shard == EVERYTHING)
        since = checks.c.id > func.coalesce(whole.scalar_subquery(), 0)
        wanted = select(*_RECORD).where(of_roadmap, since)
        rows = self._connection.execute(wanted.order_by(checks.c.id)).mappings()
        return [_record(row) for row in rows]

    def record_check(self, record: CheckRecord, counts: Mapping[str, int]) -> None:
        """Keep that a check was made."""
        values = {name: getattr(record, name) for name in _MARK}
        self._connection.execute(
            insert(checks).values(
                **values, found=_written(record.found), counts=dict(counts), run=self._run
            )
        )

    def baselines(self, roadmap: RoadmapId) -> Mapping[OrganisationId, date]:
        """Return the day of each organisation's first check under a roadmap."""
        wanted = select(baselines.c.organisation, baselines.c.day)
        rows = self._connection.execute(wanted.where(baselines.c.roadmap == roadmap))
        return {OrganisationId(organisation): day for organisation, day in rows}

    def set_baselines(
        self, roadmap: RoadmapId, organisations: Collection[OrganisationId], day: date
    ) -> None:
        """Keep the day of a first check; a day that is there already stays."""
        rows = [
            {"roadmap": roadmap, "organisation": organisation, "day": day}
            for organisation in sorted(set(organisations))
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, baselines), rows)

    def draw_back(self, day: date) -> None:
        """Have no first check lie after a day: at one that does the clock was ahead."""
        later = update(baselines).where(baselines.c.day > day)
        self._connection.execute(later.values(day=day))

    def said(
        self, cells: Collection[CellId]
    ) -> Mapping[CellId, Mapping[PersonId, tuple[Said, ...]]]:
        """Return what each person was told of each cell, oldest first."""
        self._candidates.put(cells)
        columns = (reminders.c.id, *_KEY, reminders.c.state)
        wanted = select(*columns).join_from(candidates, reminders, is_candidate(reminders))
        rows = self._connection.execute(wanted.order_by(*_CELL, reminders.c.id)).mappings()
        return {cell: _by_person(heard) for cell, heard in groupby(rows, cell_of)}

    def told(self, roadmap: RoadmapId) -> Mapping[CellId, frozenset[date]]:
        """Return, for each cell of which anybody was told, the due days last told."""
        newest = (
            select(func.max(reminders.c.id))
            .where(reminders.c.roadmap == roadmap, reminders.c.state == ReminderState.TOLD)
            .group_by(*_CELL, reminders.c.recipient)
        )
        wanted = select(*_CELL, reminders.c.due).where(reminders.c.id.in_(newest)).distinct()
        told: dict[CellId, frozenset[date]] = {}
        for *place, due in self._connection.execute(wanted):
            cell = CellId(*place)
            told[cell] = told.get(cell, frozenset()) | {due}
        return told

    def enqueue(
        self, reminders: Sequence[Reminder], *, at: datetime, configuration: str
    ) -> Sequence[Reminder]:
        """Write the reminders whose keys aren't there yet, and return those."""
        by_key = {_key_of(reminder): reminder for reminder in reversed(reminders)}
        common = {"at": at, "configuration": configuration, "state": ReminderState.WAITING}
        put_down(self._connection, drafts, [_row(r) | common for r in by_key.values()])
        written = self._write_drafts()
        return [reminder for key, reminder in reversed(by_key.items()) if key in written]

    def _write_drafts(self) -> set[tuple[Any, ...]]:
        """Write the drafts whose keys are new, and return those keys."""
        # In the order of keys: two that write the same ones then can't block each other.
        # SQLite takes ON CONFLICT for a join's ON unless a WHERE comes between.
        ordered = select(drafts).where(true()).order_by(*(drafts.c[name] for name in KEY))
        new = insert_new(self._connection, reminders).from_select(drafts.c.keys(), ordered)
        return {tuple(row) for row in self._connection.execute(new.returning(*_KEY))}


def _record(row: RowMapping) -> CheckRecord:
    return CheckRecord(**{**row, "found": _read(row["found"])})


def _written(found: Found) -> Any:
    """Return what a check came upon as JSON; NULL where that is nothing."""
    if found == NOTHING_FOUND:
        return None
    posts = {
        "unheld": [[post.role, post.organisation] for post in sorted(found.unheld, key=str)],
        "passed_over": [[p.role, p.organisation] for p in sorted(found.passed_over, key=str)],
    }
    return posts | {"everything": found.everything, "said": found.said}


def _read(found: Any) -> Found:
    if found is None:
        return NOTHING_FOUND
    unheld, passed_over = (
        frozenset(Post(*post) for post in found[name]) for name in ("unheld", "passed_over")
    )
    return Found(unheld, passed_over, found["everything"], found["said"])


def _key_of(reminder: Reminder) -> tuple[Any, ...]:
    """Return the natural key, in the order of `KEY`."""
    cell = reminder.cell
    place = (cell.roadmap, cell.organisation, cell.milestone, cell.occurrence)
    return (*place, reminder.recipient, reminder.due, reminder.rung)


def _row(reminder: Reminder) -> dict[str, Any]:
    key = dict(zip(KEY, _key_of(reminder), strict=True))
    return {**key, "reason": reminder.reason, "part": reminder.part}


def _by_person(rows: Iterable[RowMapping]) -> Mapping[PersonId, tuple[Said, ...]]:
    heard: dict[PersonId, tuple[Said, ...]] = {}
    for row in rows:
        person = PersonId(row["recipient"])
        told = row["state"] is ReminderState.TOLD
        said = Said(row["due"], row["rung"], told, row["id"])
        heard[person] = (*heard.get(person, ()), said)
    return heard
