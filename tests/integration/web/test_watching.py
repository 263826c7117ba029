"""What watches the machine: metrics and health, and who may read them."""

import re

import httpx
import pytest

from lotrinh.errors import LotrinhError
from lotrinh.web.app import make_app
from lotrinh.web.serving import serving
from tests.integration.web.conftest import Office, words
from tests.integration.web.test_board import look
from tests.integration.web.test_machinery import post

BROWSER = {"Accept": "text/html"}
TOKEN = "ma-rieng-cua-nguoi-van-hanh"  # noqa: S105  (nobody's)
FIGURE = re.compile(r"(lotrinh_[a-z_]+)(\{[^}]*\})? (\S+)")


def figures(text: str) -> dict[str, float]:
    """Return each figure with its labels."""
    found = (FIGURE.fullmatch(line) for line in text.splitlines() if not line.startswith("#"))
    return {one[1] + (one[2] or ""): float(one[3]) for one in found if one is not None}


def test_every_figure_is_there_and_every_line_is_one(office: Office) -> None:
    answer = httpx.get(office.base + "/metrics")

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    found = figures(answer.text)
    assert len(found) == len(lines)
    assert found['lotrinh_messages{state="sent"}'] >= 1
    assert found["lotrinh_dead_letters"] == found["lotrinh_held_messages"] == 0
    assert found['lotrinh_last_check_timestamp_seconds{roadmap="plan"}'] == office.now.timestamp()
    assert found["lotrinh_last_delivery_timestamp_seconds"] == office.now.timestamp()
    assert found['lotrinh_late_deadlines{roadmap="plan"}'] == 0
    assert found["lotrinh_configuration_problems"] == 0
    assert "lotrinh_schema_info" in answer.text


def test_what_goes_wrong_shows_in_figures_words_and_status(office: Office) -> None:
    assert httpx.get(office.base + "/health").status_code == 200
    post(office)
    office.edit("roadmaps/plan.yaml", "lead: secretary", "lead: nobody-of-that-role")

    office.at("2026-12-15 12:00")
    found = figures(httpx.get(office.base + "/metrics").text)
    page = httpx.get(office.base + "/health", headers=BROWSER)
    document = httpx.get(office.base + "/health?format=json")

    assert found['lotrinh_late_deadlines{roadmap="plan"}'] == 2
    assert found['lotrinh_check_missed{roadmap="plan"}'] == 1
    assert found["lotrinh_queue_age_seconds"] == pytest.approx((8 * 24 + 4.5) * 3600)
    assert found["lotrinh_configuration_problems"] >= 1
    assert page.status_code == document.status_code == 503
    assert "Có chỗ hỏng" in words(page.text)
    assert "lẽ ra đã phải xét lại" in words(page.text)
    parts = document.json()["parts"]
    assert document.json()["status"] == "broken"
    assert {name: part["status"] for name, part in parts.items()} == {
        "files": "amiss", "books": "well", "checks": "broken", "queue": "broken", "letters": "well",
    }  # fmt: skip


def test_a_look_is_good_for_a_few_seconds(office: Office) -> None:
    before = httpx.get(office.base + "/metrics").text
    post(office)

    assert httpx.get(office.base + "/metrics").text == before
    office.at("2026-12-07 07:31")
    assert httpx.get(office.base + "/metrics").text != before


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_what_a_proxy_passes_on_is_not_of_this_machine(office: Office, header: str) -> None:
    for client in ("203.0.113.9", "127.0.0.1"):
        headers = {header: client} | BROWSER
        assert httpx.get(office.base + "/metrics", headers=headers).status_code == 404
        assert httpx.get(office.base + "/health", headers=headers).text == "lotrinh"


@pytest.mark.parametrize("by_file", [True, False])
def test_with_a_token_only_who_shows_it_watches(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, by_file: bool
) -> None:
    if by_file:
        (office.folder / "token").write_text(f"{TOKEN}\n", encoding="ascii")
        monkeypatch.setenv("LOTRINH_METRICS_TOKEN_FILE", str(office.folder / "token"))
    else:
        monkeypatch.setenv("LOTRINH_METRICS_TOKEN", TOKEN)
    with serving(office.program, port=0) as port:
        address = f"http://127.0.0.1:{port}/metrics"

        def ask(shown: str = "") -> int:
            headers = {"Authorization": f"Bearer {shown}"} if shown else {}
            headers["X-Forwarded-For"] = "203.0.113.9"
            return httpx.get(address, headers=headers).status_code

        assert [ask(), ask("x"), ask(TOKEN + "x"), ask(TOKEN)] == [404, 404, 404, 200]
        assert httpx.get(address).status_code == 404


@pytest.mark.parametrize(("name", "value"), [("TOKEN", "short"), ("TOKEN_FILE", "/no/such/file")])
def test_a_token_that_can_be_guessed_or_not_read_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LOTRINH_METRICS_{name}", value)
    desk = office.program.reception.front_desk()

    with pytest.raises(LotrinhError):
        make_app(desk, office.program.reception.gate(desk))


def test_the_operator_reads_the_details_from_anywhere_an_official_a_word(office: Office) -> None:
    assert look(office, "/health?format=json").json()["status"] == "well"
    headers = {"X-Forwarded-For": "203.0.113.9"} | BROWSER
    assert httpx.get(office.base + "/health", headers=headers).text == "lotrinh"
