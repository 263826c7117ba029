"""Files as a revision has them: what git knows, and words for what it doesn't."""

import shutil
import subprocess
from pathlib import Path

import pytest

from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.revision import (
    GitFailedError,
    NoGitError,
    UnknownRevisionError,
    read_revision,
)

SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=office", "-c", "user.email=office@example.vn")
    subprocess.run(["git", "-C", folder, *names, *words], check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a configuration in a subfolder, with a library beside it, committed."""
    folder = tmp_path / "offices" / "một"
    shutil.copytree(SMALL, folder)
    settings = folder / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "library: ../../library\n", "utf-8")
    library = tmp_path / "library" / "roadmaps"
    library.mkdir(parents=True)
    (library / "lộ-trình.yaml").write_text("roadmap: shared\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return folder


def test_a_revision_has_the_very_files_of_its_time(repository: Path) -> None:
    before = read_folder(repository)
    (repository / "roadmaps" / "plan.yaml").unlink()
    (repository / "people.csv").write_text("id\n", encoding="utf-8")
    (repository / "roadmaps" / "new.yaml").write_text("roadmap: new\n", encoding="utf-8")

    assert "../../library/roadmaps/lộ-trình.yaml" in before
    assert read_revision(repository, "HEAD") == before
    git(repository, "commit", "-qam", "second")
    assert read_revision(repository, "HEAD~1") == before
    assert "roadmaps/plan.yaml" not in read_revision(repository, "HEAD")


def test_what_is_too_large_is_not_read_whole(repository: Path) -> None:
    big = repository / "roadmaps" / "plan.yaml"
    big.write_bytes(b"# " + b"x" * 40_000_000)
    git(repository, "commit", "-qam", "big")

    assert len(read_revision(repository, "HEAD")["roadmaps/plan.yaml"]) < 40_000_000


@pytest.mark.parametrize(
    "revision", ["nowhere", "HEAD~9", "--help", "-h", "HEAD:settings.yaml", ""]
)
def test_a_revision_that_is_not_there_is_named(repository: Path, revision: str) -> None:
    with pytest.raises(UnknownRevisionError) as refused:
        read_revision(repository, revision)

    assert refused.value.values == {"value": revision}


def test_a_revision_without_the_folder_is_as_unknown(repository: Path) -> None:
    moved = repository.rename(repository.parent / "hai")

    with pytest.raises(UnknownRevisionError):
        read_revision(moved, "HEAD")


def test_a_folder_in_no_repository_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")

    with pytest.raises(GitFailedError) as refused:
        read_revision(tmp_path, "HEAD")

    assert "not a git repository" in refused.value.values["detail"]


def test_a_machine_without_git_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(LotrinhError) as refused:
        read_revision(tmp_path, "HEAD")

    assert isinstance(refused.value, NoGitError)
