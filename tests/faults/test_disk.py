"""A full disk under each command that writes: a sentence, exit code 1, and nothing half written."""

import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lotrinh.bootstrap.files.shelf import Shelf, UnwritableFileError
from lotrinh.loader.reading.folder import content_hash
from tests.faults.by_books import no_room

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "fixtures" / "configurations" / "small"


def full_disk() -> None:
    """Let the process that is about to start write no file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def lotrinh(folder: Path, *words: str) -> tuple[int, str]:
    """Give a command in a folder whose disk is full."""
    ended = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "lotrinh", *words],
        cwd=folder,
        env={
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PATH": "/usr/bin:/bin",
            "LOTRINH_CONFIG": str(SMALL),
            "LOTRINH_LANG": "vi",
            "PYTHONDONTWRITEBYTECODE": "1",
            "MPLCONFIGDIR": str(folder),
        },
        preexec_fn=full_disk,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def found(folder: Path) -> Mapping[str, int]:
    return {str(f.relative_to(folder)): f.stat().st_size for f in folder.rglob("*") if f.is_file()}


@pytest.mark.parametrize(
    "words",
    ["check", "init moi --name Phường --branches 3 --yes", "schema --to schema"],
)
def test_a_command_on_a_full_disk_says_so_and_leaves_nothing_half_written(
    words: str, tmp_path: Path
) -> None:
    code, said = lotrinh(tmp_path, *words.split())

    assert code in {1, 2}, said
    assert "Traceback" not in said
    assert said.strip()
    assert not {name for name, size in found(tmp_path).items() if size}


def test_a_change_of_files_on_a_full_disk_leaves_them_as_they_were(tmp_path: Path) -> None:
    files = {f"roadmaps/{name}.yaml": b"a: b\n" for name in ("one", "two")}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    shelf = Shelf(tmp_path)
    whole = content_hash(shelf.read())

    for change in ({"roadmaps/one.yaml": b"c: d\n"}, dict.fromkeys(files, b"c: d\n")):
        with no_room(), pytest.raises(UnwritableFileError):
            shelf.put(change, whole)
        assert shelf.read() == files

    shelf.put(dict.fromkeys(files, b"c: d\n"), whole)
    assert set(shelf.read().values()) == {b"c: d\n"}
    assert not list(tmp_path.rglob(".lotrinh-new-*"))
