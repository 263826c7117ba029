"""The page of threats: each names what stands against it and a test that shows it, both real."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {
    language: (ROOT / f"src/lotrinh/help/security.{language}.md").read_text("utf-8")
    for language in ("vi", "en")
}
PLACE = re.compile(r"`([\w./]+\.(?:py|toml)(?:::\w+)?)`")


def threats(page: str) -> dict[int, list[str]]:
    """Return by number the places that each threat names."""
    rows = re.findall(r"^\| (\d+) \|(.*)$", page, re.MULTILINE)
    return {int(number): PLACE.findall(row) for number, row in rows}


def is_real(place: str) -> bool:
    """Whether a module, or a test in one, exists."""
    path, _, test = place.partition("::")
    beginnings = ("", "src/lotrinh/")
    files = [file for start in beginnings if (file := ROOT / start / path).is_file()]
    named = f"def {test}("
    return bool(files) and (not test or named in files[0].read_text("utf-8"))


def test_both_languages_tell_the_same_threats_and_the_same_places() -> None:
    assert threats(PAGES["vi"]) == threats(PAGES["en"])
    assert [*threats(PAGES["en"])] == [*range(1, len(threats(PAGES["en"])) + 1)]


@pytest.mark.parametrize("number", [*threats(PAGES["en"])])
def test_each_threat_names_what_stands_against_it_and_what_shows_it(number: int) -> None:
    places = threats(PAGES["en"])[number]

    assert [place for place in places if not is_real(place)] == []
    assert any("::" in place for place in places), "a test"
    assert any("::" not in place for place in places), "a module"


def test_a_prefect_server_that_others_may_reach_has_a_sign_in_and_reports_on_nobody() -> None:
    """Ours is on loopback; whoever starts one elsewhere by our files is asked for a password."""
    written = {
        path.name: path.read_text("utf-8")
        for path in (ROOT / "deployments").rglob("*")
        if path.is_file() and path.suffix in {".yaml", ".service", ".sh", ""}
    }
    exposing = [name for name, text in written.items() if re.search(r"server,? start", text)]

    assert exposing, "the one of the containers"
    for name in exposing:
        assert "PREFECT_SERVER_API_AUTH_STRING" in written[name]
        assert not re.search(r"ports: \[\"4200", written[name]), "on this machine alone"
    quiet = {"DO_NOT_TRACK=1", "PREFECT_SERVER_ANALYTICS_ENABLED=false"}
    assert quiet <= {*written["Dockerfile"].replace("\\", "").split()}
