"""What befalls the disk: no room for previews; a small disk that is full to the last octet."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

from flows.rolling import Rolling
from lotrinh.application.books.file_changes import How
from lotrinh.bootstrap import Mention, Program
from lotrinh.bootstrap.files.editing import Author
from tests.faults.by_books import amid_sending, at_check, no_room
from tests.faults.fault import Fault, Happens
from tests.faults.land import AT, SECRETARIES, Arrival, Land
from tests.faults.mounts import small_disk
from tests.faults.sides import Side, post, preview

_ROOM = 40_000_000
"""A backup leaves twenty of them free."""
_CONFIG = "roadmaps/year-end.yaml"


def no_room_for_previews(land: Land, _: None) -> None:
    """Fill the disk; the books are on another one."""
    assert land.check()
    with no_room():
        assert land.deliver()


# On a disk of its own.


@contextmanager
def post_from_small_disk(land: Land) -> Iterator[Side]:
    """Reach everybody by mail; the files, the books and all else are on a small disk."""
    usual = land.folder
    with small_disk(usual / "disk", _ROOM) as disk, post(land) as side:
        land.folder, books = disk, disk / "lotrinh.db"
        shutil.copy(land.database.removeprefix("sqlite:///"), books)
        land.database = f"sqlite:///{books}"
        yield side
        land.folder = usual


@contextmanager
def filled(land: Land) -> Iterator[None]:
    """There is no octet left on the disk."""
    filler = land.folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1_000_000, 4096, 1):
            while _written(file.fileno(), size):
                pass
    yield
    filler.unlink()


def _written(file: int, size: int) -> bool:
    try:
        return os.write(file, b"x" * size) == size
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return False


def stopped(work: Callable[[Program], object]) -> Happens:
    """Return that some work is tried on a full disk, in vain, and again once there is room.

    What is on the disk is as it was before.
    """

    def happens(land: Land, _: Side) -> None:
        assert land.check()
        before = _files(land.folder)
        with filled(land):
            assert not land.tried(work)
        assert _files(land.folder) == before
        assert land.tried(work), land.said

    return happens


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files that are no lock, nor beside the books."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    return {str(path): path.read_bytes() for path in found if "lotrinh.db" not in path.name}


def back_up(program: Program) -> object:
    """Make a backup beside the books."""
    place = program.var / "kept"
    place.mkdir(parents=True, exist_ok=True)
    return program.vault.back_up(place)


def change(program: Program) -> object:
    """Change a file as the form on the web and an import do."""
    editing = program.reception.file_editing()
    content, state = editing.content(_CONFIG)
    assert content is not None
    longer = content + b"# " + b"x" * 20_000
    proposal = editing.proposed(_CONFIG, longer, How.EDITED, state)
    return editing.accept(proposal, Author("vp", "Văn phòng"))


def record(program: Program) -> object:
    """Record that one branch has done its part, as a press on the page does."""
    return program.keep(program.done([Mention("cb-03", "review")], on=AT.date(), by="office"))


def recorded(land: Land, side: Side) -> None:
    """Try to record what is done on a full disk; it is recorded once there is room."""
    stopped(record)(land, side)
    land.arrived.append(Arrival(SECRETARIES[3], "done"))  # and needs to hear nothing


def logging(land: Land, _: Side) -> None:
    """Have the log of `lotrinh up` be on the full disk: it is the last to stop the work."""
    assert land.check()
    with Rolling(land.folder / "runs.log") as log, redirect_stderr(log):
        with filled(land):
            for line in range(2000):
                print(f"event=decision number={line}", file=log)
            log.flush()
        assert land.deliver()


FAULTS = (
    Fault(
        "preview-full",
        "Hết chỗ trên đĩa khi ghi thư xem trước",
        "No room left for preview files",
        preview,
        no_room_for_previews,
        ("file",),
        kinds=("postgresql",),
    ),
    *(
        Fault(id_, vi, en, post_from_small_disk, happens, shows, kinds=("sqlite",), mounts=True)
        for id_, vi, en, happens, shows in (
            (
                "disk-check",
                "Đĩa đầy đến byte cuối khi đến giờ xét",
                "The disk is full to the last octet when a check comes",
                at_check(filled),
                ("database-unwritable",),
            ),
            (
                "disk-amid",
                "Đĩa đầy giữa lúc gửi, ít giây",
                "The disk is full amid sending, for seconds",
                amid_sending(filled, lasting=False),
                (),
            ),
            (
                "disk-backup",
                "Sao lưu khi đĩa đầy",
                "A backup on a full disk",
                stopped(back_up),
                ("database-unwritable",),
            ),
            (
                "disk-change",
                "Sửa tệp cấu hình trên web khi đĩa đầy",
                "A file of the configuration is changed on the web, on a full disk",
                stopped(change),
                ("database-unwritable",),
            ),
            (
                "disk-record",
                "Bấm Đã xong khi đĩa đầy",
                "Done is pressed on a full disk",
                recorded,
                ("database-unwritable",),
            ),
            (
                "disk-log",
                "Đĩa chứa nhật ký của lotrinh up đầy khi gửi",
                "The disk with the log of lotrinh up is full while sending",
                logging,
                (),
            ),
        )
    ),
)
