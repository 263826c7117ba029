"""The records: the books, the checks that they tell of, what waits in them, their backups."""

from collections.abc import Iterator
from datetime import timedelta

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.looking.vitals import STUCK
from lotrinh.application.telling.alarms import silent_checks
from lotrinh.bootstrap.examining.finding import Finding, Seen
from lotrinh.bootstrap.program import Program
from lotrinh.loader.cron import ticks

BACKUP_OLD = timedelta(days=3)
"""Over a weekend none may have been made."""


def books(program: Program) -> Seen:
    """Look whether the books open, and can be written to."""
    upkeep, demo = program.upkeep(), program.store.is_demo
    values = {"name": upkeep.name}
    if not upkeep.is_writable():
        return Seen(findings=(Finding("books-read-only", values),))
    return Seen(values, word="demo" if demo else "")


def checks(program: Program) -> Seen:
    """Look whether every roadmap was checked when it should have been."""
    with program.store.look() as uow:
        configuration = program.in_use()
        books = by_present_ids(uow, configuration)
        silent = list(silent_checks(configuration, books, program.now(), ticks))
        last = [books.ledger.last_check(roadmap) for roadmap in configuration.roadmaps]
    seen = [check.at for check in last if check is not None]
    if not seen:
        return Seen(word="never")
    zone = configuration.zone
    findings = [
        Finding(
            "check-old",
            {"roadmap": one.roadmap, "last": f"{one.at.astimezone(zone):%d/%m/%Y %H:%M}"},
        )
        for one in silent
        if not program.store.is_demo
    ]
    return Seen({"last": f"{max(seen).astimezone(zone):%d/%m/%Y %H:%M}"}, tuple(findings))


def outbox(program: Program) -> Seen:
    """Look for what can't be delivered, waits too long, or waits for a person."""
    counts = program.mailroom.outbox()
    told = {str(state): str(count) for state, count in counts.items()}
    previewed, anew = program.mailroom.previewed(), program.mailroom.only_previewed()
    told["quiet"] = str(sum(program.mailroom.pending().quiet.values()))
    told |= {"previewed": str(previewed), "anew": str(anew)}
    return Seen(told, tuple(_waiting(program)), word="anew" if anew else "")


def _waiting(program: Program) -> Iterator[Finding]:
    if dead := program.mailroom.dead_letters():
        yield Finding("dead-letters", {"count": str(len(dead))})
    now = program.now()
    with program.store.look() as uow:
        since, restored = uow.deliveries.due_since(now), uow.outbox.restored()
        held = uow.outbox.counts()[DeliveryState.HELD]
    zone = program.in_use().zone
    if since is not None and now - since > STUCK:
        yield Finding("stuck", {"since": f"{since.astimezone(zone):%d/%m/%Y %H:%M}"})
    if restored is not None:
        made = f"{restored.made.astimezone(zone):%d/%m/%Y %H:%M}"
        yield Finding("restored", {"made": made, "count": str(held)})
    elif held:
        yield Finding("held", {"count": str(held)}, is_grave=False)


def backups(program: Program) -> Seen:
    """Look whether the newest backup is young."""
    settings, newest = program.in_use().backup, program.vault.newest_backup()
    folder = str(program.var / settings.folder)
    if not settings.daily or program.store.is_demo:
        return Seen(word="none")
    if newest is None:
        return Seen(word="never", findings=tuple(_never(program, folder)))
    made = newest.made.astimezone(program.in_use().zone)
    values = {"folder": folder, "made": f"{made:%d/%m/%Y %H:%M}"}
    old = program.now() - newest.made > BACKUP_OLD
    return Seen(values, (Finding("backup-old", values),) if old else ())


def _never(program: Program, folder: str) -> Iterator[Finding]:
    """Yield that there is no backup, once messages have been sent for some days."""
    with program.store.look() as uow:
        last = uow.deliveries.last_sent()
    if last is not None:
        yield Finding("backup-none", {"folder": folder}, is_grave=False)
