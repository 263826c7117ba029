"""`python -m tests.benchmarks.shards`: a check in shards by 1, 2 and 4 workers, and one killed.

A PostgreSQL server with the books and Prefect's own database, a Prefect server, workers, each
a process of its own; a mail server counts what arrives. It prints how long a round takes and
what its workers use; then it kills one worker with all that it has started in the middle of a
round, and sees that every reminder was written once and every message sent once.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

from flows.rounds import POOL
from flows.server import HOST, free_port
from lotrinh.store.database import SqlStore
from tests.benchmarks.generator import MILESTONES, write_country
from tests.integration.channels.servers import MailServer, mail_server
from tests.integration.flows.office import ROOT
from tests.integration.flows.workers import kill, worker

ROADMAP = "congress"
KEYS = "roadmap, organisation, milestone, occurrence, recipient, due, rung"

MAKE = """
import asyncio, json, sys
from prefect.client.orchestration import get_client
from flows.runs import run_here

async def run():
    async with get_client() as client:
        ran = await run_here(client, sys.argv[1], json.loads(sys.argv[2]))
        print(json.dumps(dict(ran.counts)))

asyncio.run(run())
"""


def main() -> None:
    """Print a line for each number of workers, and how a killed one was made up for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.shards")
    parser.add_argument("--deadlines", type=int, default=400_000)
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--workers", default="1,2,4")
    asked = parser.parse_args()
    with ExitStack() as parts:
        place = parts.enter_context(_place(asked.deadlines, asked.shards))
        whole = place.books("whole")
        with _measured("one run, no shards"):
            place.make(whole)
        print(f"{asked.deadlines:,} deadlines, {len(place.keys(whole)):,} reminders")
        for count in map(int, filter(None, asked.workers.split(","))):
            what = f"{asked.shards} shards, workers: {count}"
            with _measured(what) as told, place.working(count) as (books, _):
                begun = time.perf_counter()
                place.make(books)
                told.append(f"{time.perf_counter() - begun:.1f} s of it the round")
            assert place.keys(books) == place.keys(whole), "other reminders than one check has"
        _kill_one(place, whole)


@contextmanager
def _measured(what: str) -> Iterator[list[str]]:
    """Print how long something takes by the clock, and what our processes use."""
    told: list[str] = []
    wall, cpu = time.perf_counter(), _cpu()
    yield told
    took, spent = time.perf_counter() - wall, _cpu() - cpu
    print(f"{what}: {took:.1f} s wall, {spent:.1f} s CPU", *told, sep=", ", flush=True)


def _cpu() -> float:
    """Return the CPU seconds of what we have started and seen end: not of the servers."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _kill_one(place: "Place", whole: str) -> None:
    """Kill one of two workers while both have a shard in hand, in the middle of its transaction."""
    with place.working(2) as (books, workers), psycopg.connect(books) as holding:
        holding.execute("LOCK TABLE reminders IN SHARE MODE")  # whoever writes one waits
        begun = time.perf_counter()
        making = place.start(books)
        place.until_waiting(books, 2)
        died = kill(workers[0])
        holding.rollback()
        print(f"killed a worker and {died - 1} of its children", end="")
        print(f" after {time.perf_counter() - begun:.1f} s", flush=True)
        said, _ = making.communicate()
        assert making.returncode == 0, said
        print(f"the round ended after {time.perf_counter() - begun:.1f} s", end=": ")
    found, expected = place.keys(books), place.keys(whole)
    assert len(found) == len(set(found)), "a reminder was written twice"
    assert found == expected, "other reminders than one check has"
    print(f"{len(found)} reminders, each written once, all those of one check")
    place.deliver(books)
    told = place.rows(books, "SELECT recipient FROM messages WHERE kind = 'reminders'")
    sent = place.rows(books, "SELECT 1 FROM messages WHERE state = 'sent'")
    arrived = Counter(mail["Message-ID"] for mail in place.mail.mails)
    people = {recipient for *_, recipient, _due, _rung in found}
    assert Counter(told) == Counter((person,) for person in people), "not one message a person"
    assert len(arrived) == len(sent), "messages went astray"
    assert set(arrived.values()) == {1}, "a message was sent twice"
    print(f"{len(people)} people, one message each; {len(arrived)} arrived, each once", end="; ")
    print(f"runs of shards: {place.ended()}")


@dataclass(frozen=True)
class Place:
    """Everything that a round needs."""

    folder: Path
    postgres: psycopg.Connection
    mail: MailServer
    environment: Mapping[str, str]

    def books(self, name: str) -> str:
        """Return the URL of new books."""
        self.database(name)
        SqlStore.open(self.url(name)).close()
        return self.url(name)

    def database(self, name: str) -> None:
        """Make an empty database."""
        self.postgres.execute(f'CREATE DATABASE "{name}"')

    def url(self, name: str) -> str:
        """Return the URL of a database."""
        return f"postgresql:///{name}?host={self.postgres.info.host}&user={self.postgres.info.user}"

    def environment_of(self, books: str) -> dict[str, str]:
        """Return the environment of what works with some books; without shards for `whole`."""
        config = "whole" if "whole" in books else "config"
        return {
            **self.environment,
            "LOTRINH_DB": books,
            "LOTRINH_CONFIG": str(self.folder / config),
        }

    @contextmanager
    def working(self, count: int) -> Iterator[tuple[str, Sequence["subprocess.Popen[bytes]"]]]:
        """Have new books, and workers that work with them."""
        name = f"books_{time.monotonic_ns()}"
        books = self.books(name)
        with ExitStack() as parts:
            names = [f"{name}-{number}" for number in range(count)]
            environment = self.environment_of(books)
            workers = [parts.enter_context(worker(name, environment)) for name in names]
            self.until_online(names)
            yield books, workers

    def until_online(self, names: Sequence[str]) -> None:
        """Wait until workers have reported."""
        asked = f"{self.environment['PREFECT_API_URL']}/work_pools/{POOL}/workers/filter"
        while not set(names) <= {one["name"] for one in httpx.post(asked, json={}).json()}:
            time.sleep(0.2)

    def start(self, books: str, deployment: str = ROADMAP) -> "subprocess.Popen[str]":
        """Carry out a deployment, as a process of its own."""
        words = [sys.executable, "-c", MAKE, deployment, "{}"]
        environment = self.environment_of(books)
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(words, env=environment, cwd=self.folder, **output)  # type: ignore[call-overload,no-any-return]  # noqa: S603

    def make(self, books: str, deployment: str = ROADMAP) -> None:
        """Carry out a deployment to its end."""
        process = self.start(books, deployment)
        said, _ = process.communicate()
        assert process.returncode == 0, said

    def deliver(self, books: str) -> None:
        """Compose and send."""
        self.make(books, "deliver")

    def rows(self, books: str, query: str) -> list[tuple[object, ...]]:
        """Ask some books."""
        with psycopg.connect(books) as connection:
            return connection.execute(query).fetchall()

    def keys(self, books: str) -> list[tuple[object, ...]]:
        """Return the keys of all reminders, in order."""
        return self.rows(books, f"SELECT {KEYS} FROM reminders ORDER BY {KEYS}")  # noqa: S608

    def until_waiting(self, books: str, count: int) -> None:
        """Wait until so many checks are held up by a lock."""
        asked = (
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        while len(self.rows(books, asked)) < count:
            time.sleep(0.05)

    def ended(self) -> dict[str, int]:
        """Return how many runs of shards ended how."""
        rows = self.rows(
            self.url("prefect"),
            "SELECT state_name FROM flow_run WHERE deployment_id IN"
            " (SELECT id FROM deployment WHERE name = 'shard')",
        )
        return dict(Counter(str(name) for (name,) in rows))


@contextmanager
def _place(deadlines: int, shards: int) -> Iterator[Place]:
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory()))
        postgres = parts.enter_context(_postgres())
        mail = parts.enter_context(mail_server())
        size = -(-deadlines // MILESTONES // shards)
        for name, rest in (("config", f"shard_size: {size}\n"), ("whole", "")):
            write_country(folder / name, deadlines)
            settings = folder / name / "settings.yaml"
            settings.write_text(settings.read_text("utf-8") + "daily: false\n" + rest, "utf-8")
            (folder / name / "channels.yaml").write_text(_CHANNELS.format(port=mail.port), "utf-8")
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("LOTRINH_", "PREFECT_"))},
            "LOTRINH_VAR": str(folder / "var"),
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": f"http://{HOST}:{free_port()}/api",
            "PREFECT_LOGGING_LEVEL": "ERROR",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            **_QUIET,
        }
        place = Place(folder, postgres, mail, environment)
        place.database("prefect")
        parts.enter_context(_prefect_server(place))
        _deploy(place)
        yield place


_CHANNELS = (
    "email: {{kind: smtp, host: 127.0.0.1, port: {port}, security: none, sender: a@example.vn}}\n"
)
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
}


@contextmanager
def _postgres() -> Iterator[psycopg.Connection]:
    """Start the machine's own PostgreSQL: Prefect wants its extension pg_trgm.

    That refuses to run as root, so root starts it as its own user.
    """
    commands = max(Path("/usr/lib/postgresql").glob("*/bin"))
    who = {"user": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="lotrinh-postgres-") as folder:
        Path(folder).chmod(0o777)
        data, options = f"{folder}/data", f"-c listen_addresses= -k {folder}"
        init = [commands / "initdb", "-D", data, "-A", "trust", "-U", "postgres"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL, **who)  # type: ignore[call-overload]  # noqa: S603
        server = [commands / "postgres", "-D", data, *options.split()]
        log = subprocess.DEVNULL
        with subprocess.Popen(server, stdout=log, stderr=log, **who) as running:  # type: ignore[call-overload]  # noqa: S603
            try:
                with _connected(f"postgresql:///postgres?host={folder}&user=postgres") as found:
                    yield found
            finally:
                running.send_signal(signal.SIGINT)  # without waiting for those connected


def _connected(url: str) -> psycopg.Connection:
    while True:
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.2)


@contextmanager
def _prefect_server(place: Place) -> Iterator[None]:
    """Have a Prefect server whose database is PostgreSQL."""
    host, user = place.postgres.info.host, place.postgres.info.user
    url = f"postgresql+asyncpg://{user}@/prefect?host={host}"
    port = place.environment["PREFECT_API_URL"].rsplit(":", 1)[1].removesuffix("/api")
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "flows.server", "--host", HOST, "--port", port],
        env={**place.environment, "PREFECT_SERVER_DATABASE_CONNECTION_URL": url},
        stdin=subprocess.PIPE,
        stdout=(place.folder / "server.log").open("wb"),
        stderr=subprocess.STDOUT,
    ) as server:
        try:
            _wait_for(place.environment["PREFECT_API_URL"])
            yield
        finally:
            assert server.stdin is not None
            server.stdin.close()
            server.wait(30)


def _wait_for(api: str) -> None:
    while True:
        try:
            if httpx.get(f"{api}/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)


def _deploy(place: Place) -> None:
    """Deploy as an operator would."""
    words = [sys.executable, "-m", "lotrinh", "deploy"]
    environment = place.environment_of(place.books("first"))
    subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    main()
