"""Backups of a small office: what is let go, what is refused, and that nothing half is left."""

import hashlib
import json
import os
import resource
import shutil
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lotrinh.bootstrap import Mention, Program, open_program
from lotrinh.bootstrap.backup.archive import MANIFEST, AbsentBackupError, Archive, NoBackupError
from lotrinh.bootstrap.backup.making import BackupFolderError, BackupRoomError, BackupThereError
from lotrinh.bootstrap.backup.restoring import NewerThereError, SomebodyWorksError
from lotrinh.bootstrap.files.shelf import NotOursError
from lotrinh.store.snapshot import look_into
from lotrinh.store.tables import messages, reminders
from tests.builders import hanoi
from tests.integration.channels.servers import mail_server
from tests.integration.store.books import rows

SMALL = Path(__file__).parents[1] / "fixtures" / "configurations" / "small"
NOW = hanoi("2026-12-07 09:00")


def opened(folder: Path, database: str | None = None) -> Program:
    url = database or f"sqlite:///{(folder / 'var' / 'lotrinh.db').as_posix()}"
    program = open_program(folder / "config", url, var=folder / "var")
    program.now = lambda: NOW
    return program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an office with books."""
    shutil.copytree(SMALL, tmp_path / "config")
    with closing(opened(tmp_path)) as program:
        program.check()
    return tmp_path


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    with closing(opened(folder)) as program:
        yield program


@pytest.fixture
def kept(folder: Path) -> Path:
    """A backup of that office."""
    with closing(opened(folder)) as program:
        return program.vault.back_up(folder / "kept.zip").path


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_older_ones_go_and_those_of_others_and_set_aside_stay(
    folder: Path, program: Program
) -> None:
    share = folder / "share"
    share.mkdir()
    first = program.vault.back_up(share).path
    old = [share / first.name.replace("20261207", f"2020010{day}") for day in range(1, 4)]
    others = share / "lotrinh-20200101-000000-abcdef.zip"
    aside = share / f"{old[0].stem}-before-restore.zip"
    for path in (*old, others, aside):
        path.write_bytes(b"")

    program.now = lambda: NOW + timedelta(hours=1)
    made = program.vault.back_up(share, keep=2)

    assert set(made.removed) == set(old)
    assert set(share.iterdir()) == {first, made.path, others, aside}


def test_a_place_that_cannot_be_is_refused(folder: Path, program: Program, kept: Path) -> None:
    with pytest.raises(BackupFolderError):
        program.vault.back_up(folder / "nowhere")
    with pytest.raises(BackupThereError):
        program.vault.back_up(kept)


def test_a_key_from_the_environment_stays_out_of_it(
    folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_SIGNING_KEY", "k" * 40)

    made = program.vault.back_up(folder / "kept.zip")

    assert "LOTRINH_SIGNING_KEY" in made.manifest.secrets
    assert "var/signing-key" not in made.manifest.parts
    assert b"k" * 40 not in made.path.read_bytes()


def test_a_full_disk_is_said_and_nothing_half_is_left(folder: Path, program: Program) -> None:
    """A limit for files stands for the disk: the copy of the books fits, the archive doesn't."""
    evidence = folder / "var" / "evidence"
    evidence.mkdir()
    (evidence / ("a" * 64)).write_bytes(os.urandom(3_000_000))
    before = files(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        with pytest.raises(BackupRoomError):
            program.vault.back_up()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert files(folder) - before == {"var/backup.lock"}


def test_books_that_are_broken_are_kept_under_another_name(folder: Path, kept: Path) -> None:
    (folder / "var" / "lotrinh.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 50_000)

    with closing(opened(folder)) as program:
        done = program.vault.restore(program.vault.look_at_backup(kept), replace=False)
        looks = program.upkeep().check()

    assert done.broken is not None
    assert done.broken.read_bytes().endswith(b"\xff")
    assert all(look.fine for look in looks)


def test_nothing_is_put_in_place_while_somebody_works(
    folder: Path, program: Program, kept: Path
) -> None:
    outlook = program.vault.look_at_backup(kept)
    with closing(opened(folder)) as somebody, somebody.store.look() as uow:
        uow.outbox.counts()
        with pytest.raises(SomebodyWorksError):
            program.vault.restore(outlook, replace=True)
    home = folder / "var" / "prefect"
    home.mkdir()
    with closing(sqlite3.connect(home / "server.lock", isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SomebodyWorksError):
            program.vault.restore(outlook, replace=True)

    assert not (folder / "var" / "backup").exists()


def test_newer_books_go_only_if_that_is_said(program: Program, kept: Path) -> None:
    program.keep(program.done([Mention("branch-1", "draft")], by="Văn phòng"))
    outlook = program.vault.look_at_backup(kept)

    with pytest.raises(NewerThereError):
        program.vault.restore(outlook, replace=False)

    assert outlook.there is not None
    assert outlook.there.facts_since == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"abc"], ids=["empty", "cut", "other"])
def test_what_is_no_backup_is_told_apart(folder: Path, program: Program, content: bytes) -> None:
    path = folder / "x.zip"
    path.write_bytes(content)

    with pytest.raises(NoBackupError):
        program.vault.look_at_backup(path)


@pytest.mark.parametrize(
    "part",
    ["above/4/etc/cron.d/evil", "above/2/roadmaps/../x.yaml", "config//tmp/x", "config/.hidden"],
)
def test_a_part_that_leads_elsewhere_is_refused_before_anything_is_changed(
    folder: Path, program: Program, kept: Path, part: str
) -> None:
    with_another_part(kept, part, b"x")
    before = files(folder)

    with pytest.raises((NoBackupError, NotOursError)):
        program.vault.look_at_backup(kept)

    assert files(folder) == before


def test_a_part_larger_than_any_file_of_ours_is_refused_unread(
    program: Program, kept: Path
) -> None:
    with_another_part(kept, "config/roadmaps/x.yaml", b"#" * 20_000_000)

    with pytest.raises(NoBackupError) as refused:
        program.vault.look_at_backup(kept)

    assert refused.value.values["reason"] == "config/roadmaps/x.yaml"


def with_another_part(backup: Path, part: str, content: bytes) -> None:
    """Add a part to a backup as somebody would who knows how it is made."""
    with zipfile.ZipFile(backup) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(parts.pop(MANIFEST))
    told = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest["parts"][part] = told
    everything = {**parts, part: content, MANIFEST: json.dumps(manifest).encode()}
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as file:
        for name, what in everything.items():
            file.writestr(name, what)


def test_a_file_that_is_not_there_is_called_so(folder: Path, program: Program) -> None:
    with pytest.raises(AbsentBackupError):
        program.vault.look_at_backup(folder / "x.zip")


def test_a_byte_that_has_changed_anywhere_is_noticed(program: Program, kept: Path) -> None:
    whole = kept.read_bytes()
    with zipfile.ZipFile(kept) as file:
        books = file.getinfo("books.db")
    first = books.header_offset + 100

    for place in range(first, first + books.compress_size - 100, books.compress_size // 10):
        content = bytearray(whole)
        content[place] ^= 0xFF
        kept.write_bytes(content)
        with pytest.raises(NoBackupError):
            program.vault.look_at_backup(kept)


def test_the_key_and_evidence_come_back_for_their_owner_alone(folder: Path) -> None:
    var = folder / "var"
    (var / "evidence").mkdir()
    (var / "evidence" / ("a" * 64 + ".pdf")).write_bytes(b"%PDF")
    (var / "signing-key").write_text("k" * 43, encoding="ascii")
    with closing(opened(folder)) as program:
        made = program.vault.back_up(folder / "kept.zip")
    shutil.rmtree(var)
    shutil.rmtree(folder / "config")

    with closing(opened(folder)) as program:
        program.vault.restore(program.vault.look_at_backup(made.path), replace=False)

    assert (var / "evidence" / ("a" * 64 + ".pdf")).read_bytes() == b"%PDF"
    assert (var / "signing-key").read_text("ascii") == "k" * 43
    assert stat.S_IMODE((var / "signing-key").stat().st_mode) == 0o600
    assert files(folder / "config") - {".lotrinh-lock"} == files(SMALL)


# A live system.


def test_each_backup_of_a_live_system_keeps_the_laws(
    folder: Path, database_url: str, tmp_path: Path
) -> None:
    """While checks decide and messages leave, each backup is of one moment, and can be used."""
    with mail_server() as server:
        channel = f"kind: smtp, host: 127.0.0.1, port: {server.port}, security: none"
        sender = "sender: lotrinh@example.vn"
        (folder / "config" / "channels.yaml").write_text(
            f"email: {{{channel}, {sender}}}\n", encoding="utf-8"
        )
        stop = threading.Event()

        def work() -> None:
            with closing(opened(folder, database_url)) as live:
                clock = [NOW]
                live.now = lambda: clock[0]
                while not stop.is_set():
                    clock[0] += timedelta(days=1)
                    live.check()
                    live.deliver()

        with closing(opened(folder, database_url)) as program:
            program.accept()
            worker = threading.Thread(target=work)
            worker.start()
            made = [program.vault.back_up(tmp_path / f"{n}.zip") for n in range(4)]
            stop.set()
            worker.join()

    for number, one in enumerate(made):
        books = tmp_path / f"books-{number}"
        Archive(one.path).extract("books.db", books)
        assert look_into(books).rows == one.manifest.rows
        assert broken_laws(f"sqlite:///{books.as_posix()}") == []


def broken_laws(url: str) -> list[str]:
    """Return what doesn't hold: what is told is in a message, and that was sent."""
    told = reminders.c.state == "told"
    in_none = select(func.count()).where(told, reminders.c.message.is_(None))
    unsent = (
        select(func.count())
        .select_from(reminders.join(messages, reminders.c.message == messages.c.key))
        .where(told, messages.c.state != "sent")
    )
    found = {"told in no message": in_none, "told by one unsent": unsent}
    return [law for law, wanted in found.items() if rows(url, wanted) != [(0,)]]
