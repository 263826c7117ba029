"""`python -m tests.containers`: what compose.yaml runs, run as processes on this machine.

Its commands, variables, secrets and health checks, against a real PostgreSQL on loopback (of
Debian's package, which has the extension that Prefect wants); only the containers themselves
aren't tried. Each service then has to end in order on the signal that the image names.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
DEPLOYMENTS = ROOT / "deployments"
POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"))), Path("/nowhere"))
PREFECT = "http://127.0.0.1:4200"
PATIENCE = 180.0
POOL = (
    ["prefect", "work-pool", "create", "lotrinh", "--type", "process"],
    f"prefect --no-prompt deploy --all --prefect-file {DEPLOYMENTS}/prefect.yaml".split(),
)
"""What the top of prefect.yaml has people type."""


@dataclass(frozen=True)
class Stack:
    """The services, on this machine instead of in containers."""

    folder: Path
    services: Mapping[str, Mapping[str, Any]]
    image: Mapping[str, str]

    def here(self, text: str) -> str:
        """Return a value of compose.yaml as it is on this machine."""
        for there, here in {
            "/run/secrets": str(self.folder / "secrets"),
            "/srv/lotrinh": str(self.folder),
            "http://prefect:": "http://127.0.0.1:",
            "@postgres/": "@127.0.0.1/",
        }.items():
            text = text.replace(there, here)
        return "127.0.0.1" if text == "postgres" else text

    def environment(self, service: str) -> dict[str, str]:
        """Return what a service finds in its environment, and nothing of ours."""
        wanted = {**self.image, **self.services[service].get("environment", {})}
        bin_ = Path(sys.executable).parent
        return {name: self.here(str(value)) for name, value in wanted.items()} | {
            "PATH": f"{bin_}{os.pathsep}{POSTGRES}{os.pathsep}/usr/bin:/bin",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "HOME": str(self.folder),
        }

    def run(self, service: str, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command as `docker compose exec` would."""
        return subprocess.run(  # noqa: S603  (our own commands)
            ["/bin/sh", str(DEPLOYMENTS / "with-secrets.sh"), *command],
            cwd=self.folder,
            env=self.environment(service),
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def up(self, service: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a service for the length of the block; it has to be well, and to end in order."""
        log = self.folder / f"{service}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603
                [
                    "/bin/sh",
                    str(DEPLOYMENTS / "with-secrets.sh"),
                    *self.services[service]["command"],
                ],
                cwd=self.folder,
                env=self.environment(service),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            yield process
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            code = process.wait(60)
            print(f"{service}: ended with {code} after {time.monotonic() - began:.1f} s")
        finally:
            process.kill()
            shown = log.read_text(encoding="utf-8", errors="replace")
            print(f"--- {service}\n" + "\n".join(shown.splitlines()[-12:]))

    def until_well(self, service: str, process: "subprocess.Popen[bytes]") -> None:
        """Ask the service's own health check until it is content."""
        test = self.services[service].get("healthcheck", {}).get("test") or _health_of_image()
        until = time.monotonic() + PATIENCE
        while (asked := self.run(service, *test[1:])).returncode:
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"{service} isn't well: {asked.stderr[-400:]}")
            time.sleep(1)
        print(f"{service}: healthy")


def _health_of_image() -> list[str]:
    (line,) = [
        one for one in (DEPLOYMENTS / "Dockerfile").read_text().splitlines() if "    CMD [" in one
    ]
    return ["CMD", *json.loads(line.strip().removeprefix("CMD "))]


def image_environment() -> dict[str, str]:
    """Return what the Dockerfile sets, without the path."""
    text = (DEPLOYMENTS / "Dockerfile").read_text().replace("\\\n", " ")
    (line,) = [one for one in text.splitlines() if one.startswith("ENV ")]
    named = (word.split("=", 1) for word in line.removeprefix("ENV ").split())
    return {name: value for name, value in named if name != "PATH"}


@contextmanager
def postgres(folder: Path) -> Iterator[None]:
    """A PostgreSQL on loopback with the two databases that databases.sh makes."""
    data = Path(tempfile.mkdtemp(prefix="lotrinh-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(data, user)

    def pg(*words: str) -> None:
        log = subprocess.DEVNULL
        subprocess.run([*words], check=True, user=user, cwd="/", stdout=log)  # noqa: S603

    pg(str(POSTGRES / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust")
    options = f"-h 127.0.0.1 -p 5432 -k {data} -c fsync=off"
    pg(str(POSTGRES / "pg_ctl"), "-w", "-D", str(data), "-l", f"{data}/log", "-o", options, "start")
    try:
        script = (DEPLOYMENTS / "databases.sh").read_text(encoding="utf-8")
        here = script.replace("/run/secrets", str(folder / "secrets"))
        environment = {**os.environ, "POSTGRES_USER": "postgres", "PGHOST": "127.0.0.1"}
        environment["PATH"] = f"{POSTGRES}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(["/bin/sh", "-c", here], check=True, env=environment)  # noqa: S603
        yield
        for name in ("lotrinh", "prefect"):
            count = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
            words = ["psql", "-U", "postgres", "-d", name, "-Atc", count]
            made = subprocess.run(words, check=True, env=environment, capture_output=True)  # noqa: S603
            print(f"postgres: {int(made.stdout)} tables in {name}")
    finally:
        pg(str(POSTGRES / "pg_ctl"), "-D", str(data), "-m", "fast", "stop")
        shutil.rmtree(data)


def prepare(folder: Path) -> Stack:
    """Lay out files and secrets as compose.yaml wants them."""
    for name in ("compose.yaml", "make_secrets.py"):
        shutil.copy(DEPLOYMENTS / name, folder)
    subprocess.run([sys.executable, folder / "make_secrets.py"], check=True)  # noqa: S603
    url = folder / "secrets" / "lotrinh-database-url"
    url.write_text(url.read_text().replace("@postgres/", "@127.0.0.1/"), encoding="utf-8")
    shutil.copytree(ROOT / "config", folder / "config")
    (folder / "var").mkdir()
    compose = yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))
    return Stack(folder, compose["services"], image_environment())


def asked(path: str, auth: str = "", **body: object) -> Any:
    """Ask Prefect's API; the status where it refuses."""
    head = {"Content-Type": "application/json"}
    if auth:
        head["Authorization"] = "Basic " + b64encode(auth.encode()).decode()
    request = urllib.request.Request(  # noqa: S310
        f"{PREFECT}/api{path}", json.dumps(body).encode(), head, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code


def completed(auth: str) -> list[str]:
    """Return the names of the deployments that had a run that ended well."""
    names = {one["id"]: one["name"] for one in asked("/deployments/filter", auth)}
    runs = asked("/flow_runs/filter", auth)
    return sorted({names[r["deployment_id"]] for r in runs if r["state_type"] == "COMPLETED"})


def until(told: str, wanted: Sequence[str], auth: str) -> None:
    """Wait until each of these has had a run that ended well."""
    end = time.monotonic() + PATIENCE
    while not set(wanted) <= set(completed(auth)):
        if time.monotonic() > end:
            sys.exit(f"{told}: {completed(auth)}")
        time.sleep(1)
    print(f"{told}: runs completed of {', '.join(completed(auth))}")


def play(stack: Stack) -> None:
    """Run the services in the order in which they need each other."""
    auth = (stack.folder / "secrets" / "prefect-auth").read_text(encoding="utf-8")
    with ExitStack() as services:
        prefect = services.enter_context(stack.up("prefect"))
        stack.until_well("prefect", prefect)
        print("prefect: without its password", asked("/flows/filter"))
        with stack.up("web") as web, stack.up("worker") as worker:
            until("worker", ["deliver", "ward-congress", "year-end"], auth)
            stack.until_well("web", web)
            stack.until_well("worker", worker)
            print(stack.run("worker", "lotrinh", "--lang", "en", "doctor").stdout)
        for command in POOL:
            done = stack.run("pool-worker", *command)
            print(f"$ {' '.join(command)}: {done.returncode} {done.stderr[-300:]}")
        with stack.up("pool-worker"):
            run(auth)


def run(auth: str) -> None:
    """Have a worker of the pool carry out one run."""
    (year_end,) = [o for o in asked("/deployments/filter", auth) if o["name"] == "year-end"]
    made = asked(f"/deployments/{year_end['id']}/create_flow_run", auth)
    end = time.monotonic() + PATIENCE
    while (found := _state(made["id"], auth)) not in {"COMPLETED", "FAILED", "CRASHED"}:
        if time.monotonic() > end:
            break
        time.sleep(1)
    print("pool-worker: year-end", found)


def _state(id_: str, auth: str) -> str:
    (found,) = asked("/flow_runs/filter", auth, flow_runs={"id": {"any_": [id_]}})
    return str(found["state_type"])


def main() -> None:
    """Try it in a folder that is gone afterwards."""
    for port in (4200, 4300, 5432):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                sys.exit(f"port {port} is in use: it would be somebody else's that is tried")
    with tempfile.TemporaryDirectory(prefix="lotrinh-containers-") as name:
        stack = prepare(Path(name))
        with postgres(stack.folder):
            play(stack)


if __name__ == "__main__":
    main()
