"""`lotrinh backup` and `restore` as commands: words, questions, exit codes."""

import json
import stat
import zipfile
from pathlib import Path

import pytest

from tests.acceptance.conftest import Office

AT = "2024-12-02"
CELL = ("done", "chi-bo-01", "branch-review@2024", "--yes")


@pytest.fixture
def kept(lotrinh: Office) -> str:
    """An office with books and a key, of which there is a backup."""
    assert lotrinh("check", "--at", AT).code == 0
    (lotrinh.folder / "var" / "signing-key").write_text("k" * 43, encoding="ascii")
    return str(lotrinh.json("backup")["path"])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_backup_holds_what_an_office_needs_and_says_what_it_lacks(
    lotrinh: Office, kept: str
) -> None:
    path = lotrinh.folder / kept

    with zipfile.ZipFile(path) as file:
        names, manifest = set(file.namelist()), json.loads(file.read("manifest.json"))

    assert {"books.db", "config/settings.yaml", "var/signing-key"} < names
    assert manifest["secrets"] == ["LOTRINH_SMTP_PASSWORD"]
    assert manifest["rows"]["reminders"] > 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    said = lotrinh("backup", "another.zip", "--lang", "en").out
    assert "the key that signs links" in said
    assert "LOTRINH_SMTP_PASSWORD" in said
    assert lotrinh("backup", "x.zip", "--keep", "2").code == 2


def test_it_is_shown_and_asked_about_and_what_was_there_comes_back(
    lotrinh: Office, kept: str
) -> None:
    files = contents(lotrinh.folder / "config")
    assert lotrinh(*CELL).code == 0
    lotrinh.edit("settings.yaml", "language: vi", "language: en")
    changed = contents(lotrinh.folder / "config")

    seen = lotrinh.json("restore", kept, "--dry-run")
    refused, unasked = lotrinh("restore", kept, "--yes"), lotrinh("restore", kept, "--replace")

    assert (seen["loses"], seen["facts_lost"], seen["restored"]) == (True, 1, False)
    assert seen["files"] == {"settings.yaml": "changed"}
    assert seen["missing_secrets"] == ["LOTRINH_SMTP_PASSWORD"]
    assert (refused.code, unasked.code) == (1, 2)
    assert "--replace" in refused.err
    assert contents(lotrinh.folder / "config") == changed

    done = lotrinh.answering("c\n", "restore", kept, "--replace")

    assert done.code == 0, done.err
    assert "1 việc đã ghi" in done.out
    assert "lotrinh outbox release" in done.out
    assert contents(lotrinh.folder / "config") == files
    assert lotrinh.json("audit") == []
    (aside,) = (lotrinh.folder / "var" / "backup").glob("*-before-restore.zip")
    assert lotrinh.json("restore", str(aside), "--yes")["restored"]
    assert len(lotrinh.json("audit")) == 1
    assert contents(lotrinh.folder / "config") == changed


def test_a_new_machine_has_it_all_again(lotrinh: Office, kept: str, tmp_path: Path) -> None:
    here = tmp_path / "new"
    here.mkdir()
    new = Office(here)

    assert new.json("restore", str(lotrinh.folder / kept), "--yes")["aside"] is None

    there = contents(lotrinh.folder / "config")
    assert contents(here / "config").items() <= there.items()
    assert (here / "var" / "signing-key").read_text("ascii") == "k" * 43
    checked = new("check", "--at", "2024-12-03")
    assert checked.code == 0, checked.err
    assert set(new.json("outbox", "list", "--state", "held")[0]) > {"key"}
