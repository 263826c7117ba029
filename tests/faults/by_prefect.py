"""What befalls the schedule: Prefect's server is down for days; two `lotrinh up` run at once.

Everything is a process of its own, and goes by the machine's clock. Days pass by having what
Prefect has planned be so many days older: its clock can't be moved, and would be no other.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

from flows.server import own_server
from lotrinh import clock
from lotrinh.bootstrap.backup.running import noted
from lotrinh.rendering.words import LANGUAGES
from tests.builders import HANOI
from tests.faults.fault import Fault
from tests.faults.land import Land, Seen
from tests.faults.sides import Side, post

ROOT = Path(__file__).parents[2]
AWAY = timedelta(days=10)
_BEFORE = 6
"""Days: the one rung, a week before the deadline, has fallen while the server was away."""
_PATIENCE = 240
_PLANNED = "SELECT count(*) FROM flow_run WHERE state_type = 'SCHEDULED'"
_AT_WORK = (
    "SELECT count(*) FROM flow_run WHERE state_type IN ('PENDING', 'RUNNING')"
    " OR (state_type = 'SCHEDULED' AND expected_start_time < datetime('now'))"
)
_AGED = {
    "flow_run": ("expected_start_time", "next_scheduled_start_time", "created", "updated"),
    "flow_run_state": ("timestamp", "created", "updated"),
}
_PLANS_AGED = """
UPDATE flow_run_state SET state_details = json_set(state_details, '$.scheduled_time',
  strftime('%Y-%m-%dT%H:%M:%SZ', json_extract(state_details, '$.scheduled_time'), ?))
WHERE json_extract(state_details, '$.scheduled_time') IS NOT NULL
"""


def lay(land: Land) -> date:
    """Write its files with a deadline in some days from today on; return that day."""
    land.at, today = None, clock.now().astimezone(HANOI).date()
    due = today + timedelta(days=_BEFORE)
    land.edit("roadmaps/year-end.yaml", "trước 15/12/2024", f"chậm nhất {due:%d/%m/%Y}")
    land.edit("roadmaps/year-end.yaml", "2024-2025", f"{today.year}-{today.year + 1}")
    land.edit("policies.yaml", "[14, 7, 3, 1, 0]", "[7]")
    return due


@contextmanager
def up(land: Land, state: str = "var", **more: str) -> Iterator["subprocess.Popen[str]"]:
    """Have a `lotrinh up` run for the length of the block, with its state in a folder."""
    with subprocess.Popen(
        [sys.executable, "-m", "lotrinh", "up"],
        env=_environment(land, state) | more,
        cwd=land.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0, said


def _environment(land: Land, state: str) -> dict[str, str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("PREFECT_", "LOTRINH_"))}
    return kept | {
        "LOTRINH_CONFIG": str(land.config),
        "LOTRINH_VAR": str(land.folder / state),
        "LOTRINH_DB": land.database,
        "LOTRINH_LANG": "vi",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONUNBUFFERED": "1",
    }


def until(found: Callable[[], object]) -> None:
    """Wait for something that others do."""
    end = time.monotonic() + _PATIENCE
    while not found():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


def prefects(home: Path, question: str) -> int:
    """Ask Prefect's database for a number; 0 as long as there is none."""
    try:
        with closing(sqlite3.connect(home / "prefect.db", timeout=10)) as books:
            (found,) = books.execute(question).fetchone()
            return int(found)
    except sqlite3.OperationalError:
        return 0


def all_told(land: Land, home: Path) -> bool:
    """Whether everybody has heard, and nothing that was due is left to run."""
    return not land.lost and not prefects(home, _AT_WORK)


# What happens.


def down_for_days(land: Land, side: Side) -> None:
    """Deploy and check; then the server is down for days, in which the rung falls."""
    due = lay(land)
    land.ahead = -AWAY
    assert land.check(), land.said
    assert land.deliver()
    assert land.told() == {}
    land.ahead = timedelta()
    home = land.folder / "var" / "prefect"
    with own_server(home, wish=None, ui=False) as server:
        _deploy(land, server.environment)
        until(lambda: prefects(home, _PLANNED) > 3)
    age(home / "prefect.db", AWAY)
    late = prefects(home, _AT_WORK)
    assert late > 3, "runs that are late by days"
    with up(land):
        until(lambda: all_told(land, home))
    assert not prefects(home, _AT_WORK)
    assert f"{due:%d/%m/%Y}" in str(side.server.mails[0].get_body(("plain",)))


def _deploy(land: Land, environment: Mapping[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "lotrinh", "deploy"],
        env={**_environment(land, "var"), **environment},
        check=True,
        capture_output=True,
    )


def age(file: Path, span: timedelta) -> None:
    """Have all that Prefect has planned and noted be so much older."""
    with closing(sqlite3.connect(file)) as books:
        for table, columns in _AGED.items():
            set_ = ", ".join(
                f"{column} = strftime('%Y-%m-%d %H:%M:%f', {column}, '-{span.days} days') || '000'"
                for column in columns
            )
            books.execute(f"UPDATE {table} SET {set_}")  # noqa: S608  (its own names)
        books.execute(_PLANS_AGED, [f"-{span.days} days"])
        books.commit()


def twice_in_one_folder(land: Land, _: Side) -> None:
    """Start another `lotrinh up` where one runs: it says so, and ends."""
    lay(land)
    home = land.folder / "var" / "prefect"
    with up(land):
        until(lambda: all_told(land, home))
        said = {language: _refused(land, language) for language in LANGUAGES}
    land.said.append(Seen("server-runs", said))


def _refused(land: Land, language: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "lotrinh", "up"],
        env=_environment(land, "var") | {"LOTRINH_LANG": language},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1, ended
    return ended.stderr.strip().splitlines()[-1].removeprefix("Error: ")


def on_two_machines(land: Land, _: Side) -> None:
    """Have two machines serve the same books, each with a Prefect of its own."""
    lay(land)
    homes = [land.folder / state / "prefect" for state in ("one", "two")]
    with up(land, "one"):
        until(lambda: noted(homes[0]))  # for here they share the ports of one machine
        with up(land, "two"):
            until(lambda: all(all_told(land, home) and _has_sent(home) for home in homes))


def _has_sent(home: Path) -> bool:
    """Whether a run that sends has come to its end, and so all that are made at the start."""
    done = "SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'"
    return prefects(home, done) > 1


FAULTS = (
    Fault(
        "prefect-days",
        "Máy chủ Prefect nghỉ 10 ngày, lời nhắc đến lượt trong những ngày ấy, rồi chạy lại",
        "Prefect's server is down for 10 days, in which reminders fall due, then started again",
        post,
        down_for_days,
        slow=True,
    ),
    Fault(
        "up-twice",
        "Chạy lotrinh up thứ hai trong cùng thư mục",
        "A second lotrinh up is started in the same folder",
        post,
        twice_in_one_folder,
        ("server-runs",),
        kinds=("sqlite",),
        slow=True,
    ),
    Fault(
        "up-two-machines",
        "Hai máy cùng chạy lotrinh up trên một sổ PostgreSQL",
        "Two machines run lotrinh up on the same books in PostgreSQL",
        post,
        on_two_machines,
        kinds=("postgresql",),
        slow=True,
    ),
)
