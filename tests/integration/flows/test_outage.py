"""A Prefect server that dies: `lotrinh up` ends, rather than live on for nothing."""

import asyncio
import socket

import httpx
import pytest
from prefect.client.orchestration import PrefectClient

from flows.journal import Journal


def test_a_server_that_is_away_for_too_long_ends_the_journal_and_so_the_process() -> None:
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        port = gone.getsockname()[1]

    async def follow() -> None:
        async with PrefectClient(f"http://127.0.0.1:{port}/api") as client:
            await Journal(client, {}, "Asia/Ho_Chi_Minh").follow(lambda _: None, patience=1)

    with pytest.raises(httpx.HTTPError):
        asyncio.run(follow())
