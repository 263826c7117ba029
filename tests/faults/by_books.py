"""What befalls the books: locked, stopped, full; at the check, and in the middle of a delivery."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager

import psycopg

from tests.faults.fault import Fault, Happens
from tests.faults.land import Land
from tests.faults.sides import Side, post
from tests.integration.channels.servers import listening

Trouble = Callable[[Land], AbstractContextManager[None]]

_SERVER = ("postgresql",)
_LITTLE = {"sqlite": "?timeout=0.2", "postgresql": "&options=-c%20lock_timeout%3D200"}
"""How long whoever finds the books locked waits for them."""
_LEAST = "connect_timeout=2"
"""The driver waits for an answer no shorter."""


@contextmanager
def locked(land: Land) -> Iterator[None]:
    """Somebody else writes in the books and doesn't come to an end."""
    if land.database.startswith("sqlite"):
        place = land.database.removeprefix("sqlite:///").partition("?")[0]
        with closing(sqlite3.connect(place, isolation_level=None, check_same_thread=False)) as one:
            one.execute("BEGIN IMMEDIATE")
            yield
            one.execute("ROLLBACK")
        return
    with psycopg.connect(land.database.partition("&options")[0]) as other:
        other.execute("LOCK TABLE messages, reminders IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def stopped(land: Land) -> Iterator[None]:
    """The database's server is stopped, and started again."""
    land.bases.stop()
    yield
    land.bases.start()


@contextmanager
def silent(land: Land) -> Iterator[None]:
    """The machine of the database takes connections, and says nothing."""
    usual = land.database
    with listening() as nobody:
        land.database = f"postgresql://127.0.0.1:{nobody.getsockname()[1]}/lotrinh?{_LEAST}"
        yield
    land.database = usual


@contextmanager
def full(land: Land) -> Iterator[None]:
    """There is no room for what is to be written."""
    if land.database.startswith("sqlite"):
        with no_room():
            yield
        return
    name = land.database.removeprefix("postgresql:///").partition("?")[0]
    _tell(land, f"ALTER DATABASE {name} SET default_transaction_read_only = on", name)
    yield
    _tell(land, f"ALTER DATABASE {name} SET default_transaction_read_only = off", name)


@contextmanager
def no_room() -> Iterator[None]:
    """No file can be written in this process, as on a disk that is full."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def _tell(land: Land, setting: str, name: str) -> None:
    """Change a setting for good, and have everybody connect anew to find it."""
    with closing(psycopg.connect(land.bases.postgres.get_uri(), autocommit=True)) as server:
        server.execute(setting)
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )


def at_check(trouble: Trouble) -> Happens:
    """Return that the books can't be used when a check comes, nor for the delivery after it."""

    def happens(land: Land, _: Side) -> None:
        _little_patience(land)
        with trouble(land):
            assert not land.check()
            assert not land.deliver()

    return happens


def amid_sending(trouble: Trouble, *, lasting: bool) -> Happens:
    """Return that the books can't be used from the middle of a delivery on.

    Args:
        trouble: Why.
        lasting: Whether for longer than a lease; if not, for as long as the program waits once.
    """

    def happens(land: Land, _: Side) -> None:
        _little_patience(land)
        assert land.check()
        with ExitStack() as on:

            def begin() -> None:
                on.enter_context(trouble(land))
                if not lasting:
                    land.while_waiting = on.close

            land.in_the_middle = begin
            assert land.deliver() is not lasting, land.said

    return happens


def _little_patience(land: Land) -> None:
    land.database += _LITTLE[land.database.partition(":")[0]]


FAULTS = (
    Fault(
        "locked",
        "Sổ dữ liệu bị chương trình khác khóa khi đến giờ xét",
        "The books are locked by another program when a check comes",
        post,
        at_check(locked),
        ("database-locked",),
    ),
    Fault(
        "locked-amid",
        "Sổ bị khóa giữa lúc gửi, ít giây",
        "The books are locked amid sending, for seconds",
        post,
        amid_sending(locked, lasting=False),
    ),
    Fault(
        "locked-long",
        "Sổ bị khóa giữa lúc gửi, quá 5 phút",
        "The books are locked amid sending, for more than 5 minutes",
        post,
        amid_sending(locked, lasting=True),
        ("database-locked",),
        may_repeat=True,
    ),
    Fault(
        "stopped",
        "Máy chủ PostgreSQL dừng khi đến giờ xét",
        "PostgreSQL is down when a check comes",
        post,
        at_check(stopped),
        ("database-away",),
        kinds=_SERVER,
    ),
    Fault(
        "silent",
        "Máy chủ PostgreSQL nhận kết nối rồi im lặng khi đến giờ xét",
        "PostgreSQL's machine takes connections and is mute when a check comes",
        post,
        at_check(silent),
        ("database-away",),
        kinds=_SERVER,
    ),
    Fault(
        "restarted",
        "PostgreSQL khởi động lại giữa lúc gửi",
        "PostgreSQL is restarted amid sending",
        post,
        amid_sending(stopped, lasting=False),
        kinds=_SERVER,
    ),
    Fault(
        "stopped-long",
        "PostgreSQL dừng giữa lúc gửi, quá 5 phút",
        "PostgreSQL is down amid sending, for more than 5 minutes",
        post,
        amid_sending(stopped, lasting=True),
        ("database-away",),
        may_repeat=True,
        kinds=_SERVER,
    ),
    Fault(
        "full",
        "Hết chỗ trên đĩa của sổ khi đến giờ xét",
        "No room left for the books when a check comes",
        post,
        at_check(full),
        ("database-unwritable",),
    ),
    Fault(
        "full-amid",
        "Hết chỗ giữa lúc gửi, ít giây",
        "No room left amid sending, for seconds",
        post,
        amid_sending(full, lasting=False),
    ),
    Fault(
        "full-long",
        "Hết chỗ giữa lúc gửi, quá 5 phút",
        "No room left amid sending, for over 5 minutes",
        post,
        amid_sending(full, lasting=True),
        ("database-unwritable",),
        may_repeat=True,
    ),
)
