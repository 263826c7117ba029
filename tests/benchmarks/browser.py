"""`python -m tests.benchmarks.browser`: until when the matrix can be used in a real browser.

1,000 organisations × 60, half of it recorded as done; 100 organisations on a page. The page is
served by the program itself and opened in Chromium at a phone's and at a desk's width. Usable is
when all is parsed, laid out and the first cell takes a click's focus; no script runs here.
"""

import resource
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.bootstrap import Program, open_program
from lotrinh.domain.facts import Fact, FactKind
from lotrinh.domain.registers import PersonId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.web.serving import serving
from lotrinh.web.session import COOKIE
from tests.benchmarks.generator import TODAY, write_country
from tests.builders import morning

ORGANISATIONS, MILESTONES, LOOKS = 1_000, 60, 5
WIDTHS = (390, 1280)


def main() -> None:
    """Print one line a width."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_country(folder / "config", ORGANISATIONS * MILESTONES, MILESTONES)
        url = f"sqlite:///{folder}/books.db"
        with closing(open_program(folder / "config", url, var=folder / "var")) as program:
            program.now = lambda: morning(TODAY)
            _half_done(program)
            with serving(program, port=0) as port, sync_playwright() as started:
                options = ["--no-sandbox", "--disable-gpu"]
                path = shutil.which("chromium") or started.chromium.executable_path
                browser = started.chromium.launch(executable_path=path, args=options)
                for width in WIDTHS:
                    _look(browser, program, f"http://127.0.0.1:{port}", width)
                browser.close()


def _half_done(program: Program) -> None:
    with program.store.begin() as uow:
        timelines = Timelines(program.configuration, uow.facts, TODAY)
        cells = [deadline.id for deadline in timelines.of(RoadmapId("congress")).cells()]
        at = morning(TODAY)
        done = (Fact(1, FactKind.DONE, TODAY, at, "office", cell) for cell in cells[::2])
        uow.facts.record(list(done))


def _look(browser: Browser, program: Program, base: str, width: int) -> None:
    """Open the page a few times; the first look is that after something was recorded."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    session = program.seals.issue(Purpose.SESSION, Pass(PersonId("bt-0"), program.now()))
    context.add_cookies([{"name": COOKIE, "value": session, "url": base}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    took = []
    for _ in range(LOOKS):
        begun, spent = time.perf_counter(), time.process_time()
        page.goto(f"{base}/matrix/congress")
        page.locator("td a").first.focus()
        took.append((time.perf_counter() - begun, time.process_time() - spent))
    cells = page.locator("tbody td").count()
    ours = 1_000 * min(spent for _, spent in took)
    first, again = 1_000 * took[0][0], 1_000 * min(wall for wall, _ in took[1:])
    print(
        f"{width:>5} px {cells:>7,} cells, first {first:>6.0f} ms, again {again:>6.0f} ms", end=""
    )
    print(f" wall, of which {ours:.0f} ms CPU in the server")


if __name__ == "__main__":
    main()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"Chromium: {children.ru_utime + children.ru_stime:.1f} s CPU in all")
