"""Every screen in a real browser: to whoever can't see it well, on a phone, by day and by night."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import ConsoleMessage, Page, ViewportSize

from lotrinh.application.recording.tickets import Ticket
from lotrinh.bootstrap import Program
from lotrinh.domain.registers import PersonId
from tests.browser.conftest import ENGLISH, VIETNAMESE, Desktop
from tests.integration.web.conftest import Office
from tests.screens import SCREENS, Screen

Scheme = Literal["light", "dark"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
ASKED = """async () => {
  const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run({runOnly: levels});
  return found.violations.flatMap(v => v.nodes.map(
    n => `${v.id}: ${n.html.slice(0, 200)}\\n  ${n.failureSummary}`));
}"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (390, 768, 1440)
SCHEMES: Mapping[str, tuple[Scheme, Scheme, Scheme]] = {
    "vi": ("light", "dark", "light"),
    "en": ("dark", "light", "dark"),
}
"""By day or by night, at each width: what one language leaves out the other has."""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_everybody_can_use_every_screen_on_any_device(
    desktop: Desktop, shown: Office, screen: Screen, language: str
) -> None:
    page = desktop.page(shown, screen.person, language)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.extend(error_in(said, screen)))

    answer = page.goto(address(screen, shown, language))

    assert answer is not None
    assert answer.status == screen.status
    assert page.locator("html").get_attribute("lang") == language
    page.evaluate(AXE)
    for width, scheme in zip(WIDTHS, SCHEMES[language], strict=True):
        page.set_viewport_size(ViewportSize(width=width, height=900))
        assert page.evaluate(WIDE) <= 0, f"wider than {width} px"
        complaints += violations(page, scheme)
    assert complaints == []


def test_what_is_wrong_is_found(desktop: Desktop, shown: Office) -> None:
    page = desktop.page(shown)
    page.set_content("<html lang=vi><title>?</title><main><h1>?</h1><input></main>")
    page.set_viewport_size(ViewportSize(width=390, height=900))
    page.evaluate(AXE)

    (found,) = violations(page, "light")

    assert "light: label: <input>" in found


def violations(page: Page, scheme: Scheme) -> list[str]:
    """Return what axe finds, if the page is looked at like that."""
    page.emulate_media(color_scheme=scheme)
    at = f"{page.viewport_size}, {scheme}"
    return [f"{at}: {found}" for found in page.evaluate(ASKED)]


def address(screen: Screen, office: Office, language: str) -> str:
    """Return where a screen is, for somebody who reads that language."""
    return screen.address.format(**links(office.program, office, language))


def links(program: Program, office: Office, language: str) -> Mapping[str, str]:
    """Return the links that a letter would bring."""
    person = {"vi": VIETNAMESE, "en": ENGLISH}[language]
    with program.store.look() as uow:
        codes = tuple(range(1, uow.codes.newest() + 1))
    door = program.reception.sign_in_link(person).removeprefix("signin/")
    return {"link": program.seals.seal(Ticket(PersonId(person), codes, office.now)), "door": door}


def error_in(said: ConsoleMessage, screen: Screen) -> list[str]:
    """Return what a browser complains of; a page that refuses something it need not like."""
    refused = screen.status != 200 and f"status of {screen.status} " in said.text
    return [said.text] if said.type in {"error", "warning"} and not refused else []
