"""A change of files that is killed at any step: the folder is as it was, or as it was to be."""

import shutil
import signal
from collections.abc import Mapping
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from lotrinh.bootstrap import open_program
from lotrinh.bootstrap.files.editing import is_made
from lotrinh.bootstrap.files.shelf import Shelf
from tests.integration.crashes.changer import give_back

SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"
STEPS = 100
"""More than a change has."""


def changed(folder: Path) -> None:
    """Change two files, add one and remove one."""
    policies = folder / "policies.yaml"
    policies.write_text(policies.read_text("utf-8") + "# mới\n", encoding="utf-8")
    (plan,) = (folder / "roadmaps").glob("*.yaml")
    added = plan.read_text("utf-8").replace("roadmap: ", "roadmap: other-")
    (folder / "roadmaps" / "other.yaml").write_text(added, encoding="utf-8")
    plan.write_text(plan.read_text("utf-8") + "# mới\n", encoding="utf-8")


def contents(folder: Path) -> Mapping[str, bytes]:
    return Shelf(folder).read()


def test_whatever_step_is_the_last_the_folder_is_whole_and_what_was_there_is_kept(
    tmp_path: Path,
) -> None:
    folder, database = tmp_path / "config", f"sqlite:///{tmp_path / 'books.db'}"
    shutil.copytree(SMALL, folder)
    old = contents(folder)
    with closing(open_program(folder, database, var=tmp_path)) as program:
        program.accept()
    changed(folder)
    new = contents(folder)
    kept = tmp_path / "kept"
    shutil.copytree(folder, kept)

    forks, ends = get_context("forkserver"), []
    forks.set_forkserver_preload(["tests.integration.crashes.changer"])
    for steps in range(STEPS):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        process = forks.Process(target=give_back, args=(folder, database, steps))
        process.start()
        process.join()
        found = contents(folder)
        assert found in (old, new), f"half of it, after {steps} steps"
        ends.append((process.exitcode, found == old))
        if process.exitcode == 0:
            break

    killed = [came for code, came in ends if code == -signal.SIGKILL]
    assert ends[-1] == (0, True), "at last nothing is left to be killed at"
    assert {*killed} == {True, False}, "some kills came before, some after the change was made"
    with closing(open_program(folder, database, var=tmp_path)) as program:
        with program.store.look() as uow:
            told = [one for one in uow.file_changes.newest(STEPS) if one.is_written]
        assert told
        assert all(is_made(one, contents(folder)) for one in told)


def test_a_change_that_was_cut_off_is_carried_out_by_whoever_reads_next(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    shutil.copytree(SMALL, folder)
    (folder / ".lotrinh-lock").touch()
    journal = '{"policies.yaml": null, "roadmaps/new.yaml": "YTogYgo="}'
    (folder / ".lotrinh-change").write_text(journal, encoding="utf-8")

    found = contents(folder)

    assert "policies.yaml" not in found
    assert found["roadmaps/new.yaml"] == b"a: b\n"
    assert not (folder / ".lotrinh-change").exists()
