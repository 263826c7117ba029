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
