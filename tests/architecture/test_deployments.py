"""`deployments/` says what is so: files that are there, commands that exist, secrets as files.

What its services do once they run is asked by `python -m tests.containers`.
"""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from lotrinh.bootstrap.office import PAGES
from lotrinh.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
DEPLOYMENTS = ROOT / "deployments"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMPOSE = yaml.safe_load((DEPLOYMENTS / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
UNITS = sorted(DEPLOYMENTS.glob("*.service"))
SECRET = re.compile(r"PASSWORD|AUTH_STRING|KEY|_DB$|TOKEN")


def instructions() -> list[tuple[str, str]]:
    """Return the lines of the Dockerfile, each with what it begins with."""
    text = (DEPLOYMENTS / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(word, rest) for line in lines if line for word, _, rest in [line.partition(" ")]]


def last_stage() -> dict[str, str]:
    """Return what the image is in the end, by instruction."""
    lines = instructions()
    begin = max(at for at, (word, _) in enumerate(lines) if word == "FROM")
    return dict(lines[begin:])


def exists(command: list[str]) -> bool:
    """Return whether a command is one of ours, or of a package that we bring."""
    program = PurePosixPath(command[0]).name
    return (program == "lotrinh" and command[1] in COMMANDS) or program == "prefect"


# The image.


def test_every_file_that_the_image_takes_is_there_and_not_left_out() -> None:
    kept = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    sources = [
        source
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
        if not source.startswith("--")
    ]

    assert len(sources) > 5
    assert all((ROOT / source).exists() for source in sources)
    assert {*sources} == {*kept}


def test_no_secret_of_a_checkout_gets_into_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert ignored[1] == "*"
    assert not any(fnmatch("deployments/secrets", line.lstrip("!")) for line in ignored[2:])


def test_the_image_runs_as_nobody_special_and_ends_as_by_ctrl_c() -> None:
    image = last_stage()

    assert re.fullmatch(r"python:3\.\d+-slim", image["FROM"])
    assert image["USER"] == "lotrinh"
    assert image["STOPSIGNAL"] == "SIGINT"
    assert "pip" not in image["RUN"]
    assert "apt" not in image["RUN"]
    assert exists(json.loads(image["CMD"]))


def test_the_first_process_of_the_image_gives_its_place_to_the_command() -> None:
    script = (DEPLOYMENTS / "with-secrets.sh").read_text(encoding="utf-8")

    assert json.loads(last_stage()["ENTRYPOINT"]) == ["with-secrets"]
    assert script.startswith("#!/bin/sh\n")
    assert script.rstrip().endswith('exec "$@"')


def test_the_health_of_the_image_is_asked_where_the_pages_are() -> None:
    host, port = PAGES

    assert f"http://{host}:{port}/health" in last_stage()["HEALTHCHECK"]


def test_the_image_is_of_a_python_that_the_package_allows() -> None:
    (version,) = re.findall(r"python:(3\.\d+)", last_stage()["FROM"])

    assert PROJECT["requires-python"] == f">={version}", "the oldest, which the tests run on"


# The services.


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_again_says_how_it_is_and_fills_no_disk(name: str) -> None:
    service = SERVICES[name]
    ours = service["image"] == "lotrinh"

    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"]["max-size"]
    assert "healthcheck" in service or ours or name == "proxy"
    assert not ours or exists(service["command"])


def test_only_the_proxy_is_open_to_others() -> None:
    ports = {name: service.get("ports", []) for name, service in SERVICES.items()}

    assert ports.pop("web") == ["80:80", "443:443"]
    assert SERVICES["proxy"]["network_mode"] == "service:web"
    assert all(port.startswith("127.0.0.1:") for one in ports.values() for port in one)


@pytest.mark.parametrize("name", SERVICES)
def test_a_secret_comes_as_a_file_that_is_declared_and_drawn(name: str) -> None:
    environment = SERVICES[name].get("environment", {})
    drawn = re.findall(r'_kept\("([\w-]+)"', (DEPLOYMENTS / "make_secrets.py").read_text("utf-8"))
    named = [
        value.removeprefix("/run/secrets/")
        for key, value in environment.items()
        if SECRET.search(key.removesuffix("_FILE"))
    ]

    assert {*named} <= {*SERVICES[name].get("secrets", [])} <= {*COMPOSE["secrets"]} == {*drawn}
    assert all(key.endswith("_FILE") for key in environment if SECRET.search(key))


def test_what_takes_its_secrets_from_variables_alone_gets_them_from_files() -> None:
    (told,) = re.findall(
        r"for name in ([\w ]+);", (DEPLOYMENTS / "with-secrets.sh").read_text("utf-8")
    )
    ours = {"LOTRINH_DB_FILE", "LOTRINH_SIGNING_KEY_FILE", "POSTGRES_PASSWORD_FILE"}
    named = {
        key
        for service in SERVICES.values()
        for key in service.get("environment", {})
        if key.endswith("_FILE")
    }

    assert {f"{name}_FILE" for name in told.split()} == named - ours


def test_prefect_keeps_its_own_in_postgresql_behind_a_password_and_tells_nobody() -> None:
    environment = SERVICES["prefect"]["environment"]

    assert environment["PREFECT_SERVER_DATABASE_DRIVER"] == "postgresql+asyncpg"
    assert "PREFECT_SERVER_API_AUTH_STRING_FILE" in environment
    assert "PREFECT_SERVER_ANALYTICS_ENABLED=false" in last_stage()["ENV"]
    assert "DO_NOT_TRACK=1" in last_stage()["ENV"]


def test_what_a_service_mounts_is_there_or_made() -> None:
    sources = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }
    files = {source for source in sources if source.startswith("./")} - {"./config"}

    assert sources - files - {"./config"} == {*COMPOSE["volumes"]}
    assert all((DEPLOYMENTS / file).exists() for file in files)


# Machines without containers.


def options(unit: Path) -> Iterator[tuple[str, str]]:
    """Yield the lines of a unit that say something."""
    for line in unit.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name, value


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_that_exists_as_nobody_special(unit: Path) -> None:
    said = dict(options(unit))

    assert exists(shlex.split(said["ExecStart"]))
    assert said["User"] == "lotrinh"
    assert said["ProtectSystem"] == "strict"


def test_the_unit_of_the_prefect_server_is_given_what_its_service_is_given() -> None:
    text = (DEPLOYMENTS / "lotrinh-prefect.service").read_text(encoding="utf-8")
    given = {*re.findall(r"\b([A-Z_]+)=(?=\S)", text)} | {"LOTRINH_SIGNING_KEY", "LOTRINH_DB"}
    in_parts = "PREFECT_SERVER_DATABASE_"
    of_pages = {"PREFECT_SERVER_UI_API_URL"}  # others than the machine's own look at none

    wanted = {name.removesuffix("_FILE") for name in SERVICES["prefect"]["environment"]} - of_pages
    whole = {name for name in wanted if not name.startswith(in_parts)}
    assert whole <= given
    assert f"{in_parts}CONNECTION_URL" in given
    assert "LOTRINH_DB, LOTRINH_SIGNING_KEY" in text


def test_units_and_services_of_workers_run_and_set_the_same() -> None:
    said = [*options(DEPLOYMENTS / "lotrinh-worker.service")]
    sets = {
        name: value
        for option, values in said
        if option == "Environment"
        for name, _, value in [one.partition("=") for one in values.split()]
    }
    service = SERVICES["pool-worker"]
    of_image = dict(one.split("=", 1) for one in last_stage()["ENV"].split())

    assert shlex.split(dict(said)["ExecStart"])[1:] == service["command"][1:]
    for name in ("PREFECT_WORKER_QUERY_SECONDS", "PREFECT_WORKER_HEARTBEAT_SECONDS"):
        assert sets[name] == service["environment"][name]
    for name in ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_HOME"):
        assert sets[name] == of_image[name]


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_server_in_front_leads_to_the_pages_and_keeps_no_log_of_keys(name: str) -> None:
    text = (DEPLOYMENTS / name).read_text(encoding="utf-8")
    host, port = PAGES

    assert f"{host}:{port}" in text
    assert name == "Caddyfile" or "access_log off;" in text


def test_the_task_of_windows_starts_the_command_file_beside_it() -> None:
    folder = DEPLOYMENTS / "windows"
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"

    task = ET.parse(folder / "lotrinh.xml")  # noqa: S314  (our own file)
    (command,) = task.iter(f"{space}Command")
    script = (folder / "lotrinh-up.cmd").read_bytes()

    assert command.text == "C:\\LoTrinh\\app\\deployments\\windows\\lotrinh-up.cmd"
    assert b"lotrinh.exe up" in script
    assert script.isascii()
    assert script.count(b"\n") == script.count(b"\r\n")
    assert b"PYTHONUTF8=1" in script


# What the pages say of it.


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_file_of_the_deployments_is_told_of(language: str) -> None:
    told = (ROOT / "src/lotrinh/help" / f"deploying.{language}.md").read_text(encoding="utf-8")
    files = {
        path.relative_to(ROOT).as_posix()
        for path in DEPLOYMENTS.rglob("*")
        if path.is_file() and path.relative_to(DEPLOYMENTS).parts[0] not in {"secrets", "config"}
    }

    assert {file for file in files if f"`{file}`" not in told} == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_service_is_told_of_by_what_it_runs(language: str) -> None:
    told = (ROOT / "src/lotrinh/help" / f"deploying.{language}.md").read_text(encoding="utf-8")

    for name, service in SERVICES.items():
        assert f"| `{name}` |" in told
        assert " ".join(service.get("command", [])[:3]) in told
