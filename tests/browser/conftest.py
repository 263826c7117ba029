"""A real browser, and an office whose pages it looks at: one of each for all tests."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from lotrinh.application.recording.measuring import Told
from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.bootstrap import Mention, open_program
from lotrinh.domain.registers import PersonId
from lotrinh.web.serving import serving
from lotrinh.web.session import COOKIE, LANGUAGE_COOKIE
from tests.integration.web.conftest import PUBLIC, Office
from tests.screens import OFFICE

CONFIG = Path(__file__).parents[2] / "config"
CALLED = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "no Chromium: `apt-get install --no-install-recommends chromium`;"
    " without root, `.venv/bin/playwright install chromium`"
)
ENGLISH, VIETNAMESE = "bi-thu-cb-02", "bi-thu-cb-01"
"""To whom letters are written in which language."""
TARGETS = """
target_set: year-2026
title: Chỉ tiêu năm 2026
term: 2026
for: {kind: ward}
due: chậm nhất 31/12/2026
targets:
  - {id: street-lights, title: Tuyến ngõ có điện chiếu sáng, unit: tuyến, planned: 110,
     lead: standing-committee, officer: office}
  - {id: households, title: Không còn hộ nghèo, unit: hộ, comparator: keep, planned: 0,
     lead: office}
  - {id: members, title: Kết nạp đảng viên, for: {kind: branch}, unit: đảng viên, planned: 2,
     lead: secretary}
"""
_PATIENCE = 15_000
"""Milliseconds in which what was asked for has to be there."""
_visitors = count(1)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CALLED)), playwright.chromium.executable_path)
    assert os.access(path, os.X_OK), MISSING
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = playwright.chromium.launch(executable_path=path, args=arguments)
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _others_have_loops_too(chromium: Browser) -> Iterator[None]:
    """Playwright leaves its loop running on this thread; other tests run their own."""
    asyncio._set_running_loop(chromium._loop)  # noqa: SLF001
    yield
    asyncio._set_running_loop(None)  # noqa: SLF001


@contextmanager
def founded(folder: Path, change: Callable[[Path], None] = lambda _: None) -> Iterator[Office]:
    """Serve the shipped example, in which some are late on 7 December 2026, and all were told."""
    left_out = shutil.ignore_patterns("examples")
    config = Path(shutil.copytree(CONFIG, folder / "config", ignore=left_out))
    settings = config / "settings.yaml"
    settings.write_text(f"public_url: {PUBLIC}\n{settings.read_text('utf-8')}", "utf-8")
    people = (config / "people.csv").read_text("utf-8").splitlines()
    (config / "people.csv").write_text(
        "".join(f"{row},{spoken(row)}\n" for row in people), encoding="utf-8"
    )
    (config / "targets").mkdir()
    (config / "targets" / "year-2026.yaml").write_text(TARGETS, encoding="utf-8")
    change(config)
    url = f"sqlite:///{(folder / 'books.db').as_posix()}"
    with closing(open_program(config, url, var=folder / "var")) as program:
        office = Office(folder, program)
        program.now = lambda: office.now
        with serving(program, port=0) as port:
            office.base = f"http://127.0.0.1:{port}"
            office.edit("settings.yaml", PUBLIC, office.base)
            for day in ("2026-11-20 07:30", "2026-12-07 07:30"):
                office.at(day)
                program.check()
                program.deliver()
            yield office


def spoken(row: str) -> str:
    """Return what stands in the column of languages."""
    known = {"id": "language", ENGLISH: "en"}
    return known.get(row.partition(",")[0], "vi")


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that everybody only looks at."""
    with founded(tmp_path_factory.mktemp("shown")) as office:
        mention = Mention("chi-bo-03", "branch-review@2026")
        office.program.keep(office.program.done([mention], by="Văn phòng"))
        told = [
            Told(Mention("dong-hai-2", "street-lights", on=date(2026, 6, 30)), "60/110"),
            Told(Mention("dong-hai-2", "street-lights", on=date(2026, 11, 30)), "108/110"),
            Told(Mention("chi-bo-01", "members", on=date(2026, 11, 30)), "1"),
        ]
        office.program.keep(office.program.measure(told, by="Văn phòng").entry)
        yield office


@pytest.fixture
def lively(tmp_path: Path) -> Iterator[Office]:
    """An office of one test's own, where things are pressed."""
    with founded(tmp_path) as office:
        yield office


@dataclass
class Desktop:
    """A browser in which people are signed in, each in a window without the others' cookies."""

    chromium: Browser
    _open: list[BrowserContext] = field(default_factory=list)

    def page(self, office: Office, person: str = OFFICE, language: str = "", **more: Any) -> Page:
        """Open a window, signed in as somebody if a name is given."""
        # By a proxy's word each comes from elsewhere: one alone would soon have asked too often.
        elsewhere = {"X-Forwarded-For": f"192.0.2.{next(_visitors) % 250}"}
        context = self.chromium.new_context(
            base_url=office.base, extra_http_headers=elsewhere, **more
        )
        context.set_default_timeout(_PATIENCE)
        self._open.append(context)
        kept = {LANGUAGE_COOKIE: language}
        if person:
            session = Pass(PersonId(person), office.now)
            kept[COOKIE] = office.program.seals.issue(Purpose.SESSION, session)
        context.add_cookies(
            [{"name": n, "value": v, "url": office.base} for n, v in kept.items() if v]
        )
        return context.new_page()

    def close(self) -> None:
        """Close every window."""
        for context in self._open:
            context.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Desktop]:
    desktop = Desktop(chromium)
    yield desktop
    desktop.close()
