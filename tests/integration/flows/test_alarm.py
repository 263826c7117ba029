"""The operator's alarm: a run that fails leads to one mail, by Prefect's own automation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun

from flows.alarm import AUTOMATION, reconcile_alarm
from flows.server import Server, own_server
from tests.integration.channels.servers import MailServer, mail_server
from tests.integration.flows.office import Office, Prefect, copy_database

LONG_AGO = {"at": "2001-01-01T07:30:00+07:00"}
"""Before the last check: no run of the books goes back."""


@pytest.fixture
def mails(office: Office) -> Iterator[MailServer]:
    """An office whose mails arrive, whenever this is run."""
    with mail_server() as inbox:
        settings = f"kind: smtp, host: 127.0.0.1, port: {inbox.port}, security: none"
        channels = office.folder / "config" / "channels.yaml"
        channels.write_text(f"email: {{{settings}, sender: lotrinh@example.vn}}\n", "utf-8")
        office.edit("policies.yaml", '  quiet_hours: "21:00-07:00"\n', "")
        yield inbox


@pytest.fixture
def watched(
    office: Office, mails: MailServer, server: Server, tmp_path: Path
) -> Iterator[tuple[Office, Prefect]]:
    """The office with a Prefect server of its own, which knows the books."""
    del mails
    home = tmp_path / "prefect"
    home.mkdir()
    copy_database(server, home)
    with own_server(home, wish=None, ui=False) as own:
        yield Office(office.folder, {**office.environment, **own.environment}), Prefect(own.url)


def test_a_run_that_fails_leads_to_one_mail(
    watched: tuple[Office, Prefect], mails: MailServer
) -> None:
    office, prefect = watched
    assert office.lotrinh("check", "--no-deliver")[0] == 0
    assert office.lotrinh("deploy")[0] == 0
    mails.mails.clear()
    before = len(prefect(_failed))

    for _ in range(2):
        office.run("-c", CARRY_OUT_BADLY)

    async def told(client: PrefectClient) -> bool:
        del client
        return any("bị hỏng" in str(mail["Subject"]) for mail in list(mails.mails))

    prefect.until(told)
    assert len(prefect(_failed)) == before + 2
    alarms = [mail for mail in mails.mails if "bị hỏng" in str(mail["Subject"])]
    assert len(alarms) == 1
    assert {str(mail["To"]) for mail in alarms} == {"vanphong@dong-hai-2.example.vn"}


def test_there_is_one_automation_however_often_it_is_deployed_and_none_when_not_wanted(
    prefect: Prefect, office: Office
) -> None:
    for _ in range(2):
        office.deploy()
    assert len(prefect(lambda client: client.read_automations_by_name(AUTOMATION))) == 1

    prefect(lambda client: reconcile_alarm(client, wanted=False))

    assert prefect(lambda client: client.read_automations_by_name(AUTOMATION)) == []


async def _failed(client: PrefectClient) -> list[FlowRun]:
    return [run for run in await client.read_flow_runs() if run.state and run.state.is_failed()]


CARRY_OUT_BADLY = f"""
import asyncio
from contextlib import suppress
from prefect.client.orchestration import get_client
from flows.runs import run_here

async def run():
    async with get_client() as client:
        with suppress(Exception):
            await run_here(client, "year-end", {LONG_AGO!r})

asyncio.run(run())
"""
