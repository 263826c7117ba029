"""The answer page from the command line: serving it, revoking links, how often letters come."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.acceptance.conftest import ROOT, Office


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(lotrinh: Office, port: int) -> Iterator[None]:
    """Run `lotrinh web` until it says where it is, and end it as Ctrl-C does."""
    # Who runs the tests in the background is deaf to Ctrl-C, and so is what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "-W", "error", "-u", "-m", "lotrinh", "web", "--port", str(port)],
        cwd=lotrinh.folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert str(port) in process.stdout.readline()
        yield
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130, said


def test_the_page_is_served_until_it_is_asked_to_end(lotrinh: Office) -> None:
    lotrinh.edit("settings.yaml", "language: vi", "language: vi\npublic_url: http://127.0.0.1:1")
    port = free_port()
    retries = httpx.HTTPTransport(retries=20)
    with served(lotrinh, port):
        with httpx.Client(transport=retries, timeout=60) as somebody:
            assert somebody.get(f"http://127.0.0.1:{port}/health").text == "lotrinh"
            assert somebody.get(f"http://127.0.0.1:{port}/a/x").status_code == 404
        taken = lotrinh("web", "--port", str(port))

    assert taken.code == 1
    assert str(port) in taken.err


def test_links_are_revoked_and_rhythms_set_by_telephone(lotrinh: Office) -> None:
    assert lotrinh.json("links", "list") == []
    assert lotrinh.json("links", "rhythm", "bi-thu-cb-01", "weekly")["rhythm"] == "weekly"
    assert lotrinh.json("links", "revoke", "bi-thu-cb-01")["revoked"] is True

    (kept,) = lotrinh.json("links", "list")
    assert (kept["person"], kept["rhythm"]) == ("bi-thu-cb-01", "weekly")
    assert kept["revoked_at"]
    assert "một lần một tuần" in lotrinh("links", "list").out


def test_the_office_lets_somebody_in_by_a_link_that_it_prints(lotrinh: Office) -> None:
    lotrinh.edit("settings.yaml", "language: vi", "language: vi\npublic_url: https://n.example.vn")
    printed = lotrinh.json("links", "sign-in", "bi-thu-cb-01")
    said = lotrinh("links", "sign-in", "bi-thu-cb-01").out
    elsewhere = lotrinh("links", "sign-in", "bi-thu-cb-01", "--port", "4377").out
    port = free_port()
    with (
        served(lotrinh, port),
        httpx.Client(transport=httpx.HTTPTransport(retries=20), timeout=60) as somebody,
    ):
        link = printed["here"].replace("4300", str(port))
        page = somebody.get(link)
        stamp = page.text.partition('name="stamp" value="')[2].partition('"')[0]
        pressed = somebody.post(link, data={"stamp": stamp})

    assert "Trên máy này:  http://127.0.0.1:4300/signin/" in said
    assert "Trên máy này:  http://127.0.0.1:4377/signin/" in elsewhere
    assert printed["link"] == printed["here"].replace(
        "http://127.0.0.1:4300", "https://n.example.vn"
    )
    assert "dành cho Bí thư" in page.text
    assert (pressed.status_code, pressed.headers["location"]) == (303, "../")
    assert lotrinh("links", "sign-in", "nobody").code == 1


def test_nobody_unknown_is_revoked_and_no_rhythm_is_never(lotrinh: Office) -> None:
    unknown = lotrinh("links", "revoke", "bi-thu-cb-0")
    never = lotrinh("links", "rhythm", "bi-thu-cb-01", "never")

    assert (unknown.code, never.code) == (1, 2)
    assert "bi-thu-cb" in unknown.err


def test_doctor_says_whether_the_page_answers(lotrinh: Office) -> None:
    def page() -> dict[str, object]:
        found = lotrinh("doctor", "--format", "json").json
        return next(row for row in found if row["subject"] == "Trang trả lời")

    assert page()["fine"] is True
    lotrinh.edit("settings.yaml", "language: vi", "language: vi\npublic_url: http://127.0.0.1:1")
    assert page()["fine"] is False
    assert "lotrinh web" in str(page()["advice"])
