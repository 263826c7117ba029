"""A backup and a restore that are killed at any step: whole or not at all, and then done."""

import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from lotrinh.bootstrap.backup.archive import Archive
from lotrinh.bootstrap.files.shelf import Shelf
from tests.integration.crashes import keeper

SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"
STEPS = 100
"""More than either has."""

Work = Callable[[Path, str, int], None]


def killed_after(steps: int, work: Work, folder: Path, database: str) -> int | None:
    """Return how a process ended that was killed after some steps, or came to its end."""
    forks = get_context("forkserver")
    forks.set_forkserver_preload(["tests.integration.crashes.keeper"])
    process = forks.Process(target=work, args=(folder, database, steps))
    process.start()
    process.join()
    return process.exitcode


def furnished(folder: Path) -> str:
    """Make an office with books, and return where these are."""
    shutil.copytree(SMALL, folder / "config")
    database = f"sqlite:///{(folder / 'var' / 'lotrinh.db').as_posix()}"
    with closing(keeper.opened(folder, database)) as program:
        program.accept()
        program.check()
    return database


def test_a_backup_that_is_killed_is_not_there_and_the_next_leaves_nothing_of_it(
    tmp_path: Path,
) -> None:
    database, ends = furnished(tmp_path), list[int | None]()
    folder = tmp_path / "var" / "backup"

    for steps in range(STEPS):
        shutil.rmtree(folder, ignore_errors=True)
        ends.append(killed_after(steps, keeper.back_up, tmp_path, database))
        for path in folder.glob("*.zip"):
            Archive(path).verify()
        if ends[-1] == 0:
            break

    assert set(ends[:-1]) == {-signal.SIGKILL}
    assert ends[-1] == 0, "at last nothing is left to be killed at"
    assert len(ends) > 5
    left = {path.name for path in (*folder.iterdir(), *(tmp_path / "var").iterdir())}
    assert {name for name in left if name.startswith(".")} == set()


def test_a_restore_that_is_killed_leaves_old_books_or_new_and_once_more_does_the_rest(
    tmp_path: Path,
) -> None:
    database = furnished(tmp_path)
    with closing(keeper.opened(tmp_path, database)) as program:
        program.vault.back_up(tmp_path / "kept.zip")
    files = Shelf(tmp_path / "config").read()
    settings = tmp_path / "config" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "# mới\n", encoding="utf-8")
    policies = tmp_path / "config" / "policies.yaml"
    policies.write_text(policies.read_text("utf-8") + "# mới\n", encoding="utf-8")
    changed = Shelf(tmp_path / "config").read()
    with closing(keeper.opened(tmp_path, database)) as program:
        program.accept()
    for part in ("config", "var"):
        shutil.copytree(tmp_path / part, tmp_path / "before" / part)

    ends, found = list[int | None](), set[tuple[bool, bool]]()
    for steps in range(STEPS):
        for part in ("config", "var"):
            shutil.rmtree(tmp_path / part)
            shutil.copytree(tmp_path / "before" / part, tmp_path / part)
        ends.append(killed_after(steps, keeper.restore, tmp_path, database))
        held = restored(tmp_path, database)
        there = Shelf(tmp_path / "config").read()
        assert there in (files, changed), f"half of it, after {steps} steps"
        assert held or there == changed, "no file is put back before the books hold everything"
        found.add((held, there == files))
        if ends[-1] == 0:
            break

    assert ends[-1] == 0, "at last nothing is left to be killed at"
    assert found == {(False, False), (True, False), (True, True)}
    left = [path.name for path in (tmp_path / "var").iterdir() if path.name.startswith(".")]
    assert left == []


def restored(folder: Path, database: str) -> bool:
    """Whether the books were made of the backup; they are whole in any case."""
    with closing(keeper.opened(folder, database)) as program:
        assert all(look.fine for look in program.upkeep().check())
        with program.store.look() as uow:
            return uow.outbox.restored() is not None
