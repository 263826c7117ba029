"""The audit of what we depend on, against an index of advisories of our own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.audit import CONSTRAINTS, NoAnswerError, known, main, pins_of


class _Index(BaseHTTPRequestHandler):
    bad = "apprise"
    broken = ""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        results: list[dict[str, Any]] = [
            {"vulns": [{"id": "GHSA-0000"}]} if query["package"]["name"] == self.bad else {}
            for query in asked["queries"]
        ]
        body = (self.broken or json.dumps({"results": results})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@contextmanager
def index(**answering: str) -> Iterator[str]:
    handler = type("Index", (_Index,), answering)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_every_version_that_we_ask_for_is_looked_up() -> None:
    pins = pins_of(CONSTRAINTS.read_text("utf-8"))

    assert len(pins) == len(CONSTRAINTS.read_text("utf-8").splitlines()) > 100


def test_an_advisory_without_a_reason_fails_and_none_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with index() as bad, index(bad="") as good:
        codes = main(bad), main(good)

    assert codes == (1, 0)
    assert "GHSA-0000: NOT ACCEPTED" in capsys.readouterr().out


@pytest.mark.parametrize("broken", ["<html>", "{}", '{"results": []}', '{"results": null}'])
def test_an_answer_that_makes_no_sense_is_none(broken: str) -> None:
    with index(broken=broken) as strange, pytest.raises(NoAnswerError):
        known([("apprise", "1.13.1")], strange)


def test_where_nobody_answers_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("http://127.0.0.1:9/") == 3
    assert "not audited" in capsys.readouterr().out
