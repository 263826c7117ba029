"""A small office whose answer page is served over real HTTP, on books of both kinds."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import pytest
from starlette.types import ASGIApp

from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.application.recording.tickets import Ticket
from lotrinh.bootstrap import Program, open_program
from lotrinh.domain.facts import Fact
from lotrinh.domain.registers import PersonId
from lotrinh.web.serving import serving
from lotrinh.web.session import COOKIE
from tests.builders import hanoi

SMALL = Path(__file__).parents[2] / "fixtures" / "configurations" / "small"
PUBLIC = "https://nhac.example.vn"
ROADMAP = """
roadmap: plan
title: Kế hoạch
term: 2026-2027
basis:
  kh-12: {number: 12-KH/ĐU, issued: 01/10/2026}
milestones:
  - {id: review, title: "Kiểm điểm <b>cuối năm</b>", for: {kind: branch},
     due: chậm nhất 14/12/2026, lead: secretary, support: [office], basis: kh-12}
  - {id: plan-2027, title: Kế hoạch năm sau, for: {kind: branch},
     due: chậm nhất 20/12/2026, lead: secretary}
"""
POLICY = "standard:\n  remind: [14, 7, 1, 0]\n  extensions: {most: 1, longest: 10 ngày}\n"
FORM = re.compile(r'name="code" value="(\d+)">\s*<input[^>]*name="stamp" value="([^"]+)"')


@dataclass
class Office:
    """One office: its program, the clock that it goes by, and its pages."""

    folder: Path
    program: Program
    now: datetime = field(default_factory=lambda: hanoi("2026-12-07 07:30"))
    base: str = ""

    def at(self, written: str) -> Self:
        """Let it be some other time."""
        self.now = hanoi(written)
        return self

    def edit(self, path: str, old: str, new: str) -> None:
        """Edit a file of the configuration."""
        file = self.folder / "config" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def codes(self) -> dict[tuple[str, str], int]:
        """Return the number of each deadline that was told, by organisation and milestone."""
        with self.program.store.look() as uow:
            cells = uow.codes.cells(range(1, uow.codes.newest() + 1))
        return {(cell.organisation, cell.milestone): code for code, cell in cells.items()}

    def token(self, person: str = "bi-thu-1", *codes: int) -> str:
        """Return the token of a message to a person, of all codes if none is given."""
        numbers = codes or tuple(sorted(self.codes().values()))
        return self.program.seals.seal(Ticket(PersonId(person), numbers, self.now))

    def facts(self) -> list[Fact]:
        """Return everything that was recorded."""
        with self.program.store.look() as uow:
            return list(uow.facts.all())

    def said(self) -> list[str]:
        """Return what was recorded, each fact by its kind."""
        return [str(fact.kind) for fact in self.facts()]

    def signed_in(self, person: str) -> httpx.Client:
        """Return the browser of somebody who is signed in."""
        session = self.program.seals.issue(Purpose.SESSION, Pass(PersonId(person), self.now))
        return httpx.Client(base_url=self.base, timeout=30, cookies={COOKIE: session})

    def visitor(self) -> "Visitor":
        """Return somebody with a browser."""
        return Visitor(httpx.Client(base_url=self.base, timeout=30))


@dataclass
class Visitor:
    """Somebody who looks at pages, and presses what stands on them."""

    http: httpx.Client

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def look(self, token: str) -> httpx.Response:
        """Follow a link."""
        return self.http.get(f"/a/{token}")

    def stamps(self, token: str) -> dict[str, str]:
        """Return what the forms of each item carry."""
        page = self.look(token).text
        return dict(FORM.findall(page))

    def press(self, token: str, code: int, do: str, **fields: str) -> httpx.Response:
        """Press a button on a page that was opened just now; stay where that leads."""
        stamp = self.stamps(token).get(str(code), "")
        return self.send(token, code=str(code), do=do, stamp=stamp, **fields)

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """Go where a press has led."""
        return self.http.get(f"/a/{answer.headers['location']}")

    def send(self, token: str, **fields: str) -> httpx.Response:
        """Send a form."""
        return self.http.post(f"/a/{token}", data=fields)


def words(page: str) -> str:
    """Return the text of a page as it is read, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def in_process(
    office: Office, app: ASGIApp, path: str, person: str = "van-phong"
) -> httpx.Response:
    """Look at a page of an application that nobody serves, as somebody who is signed in."""
    session = office.program.seals.issue(Purpose.SESSION, Pass(PersonId(person), office.now))

    async def ask() -> httpx.Response:
        way = httpx.ASGITransport(app)
        cookies = {COOKIE: session}
        async with httpx.AsyncClient(transport=way, base_url=PUBLIC, cookies=cookies) as http:
            return await http.get(path)

    return asyncio.run(ask())


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """An office on whose 7 December 2026 everybody has just been reminded."""
    shutil.copytree(SMALL, tmp_path / "config")
    (tmp_path / "config" / "roadmaps" / "plan.yaml").write_text(ROADMAP, encoding="utf-8")
    (tmp_path / "config" / "policies.yaml").write_text(POLICY, encoding="utf-8")
    register = tmp_path / "config" / "organisations.csv"
    register.write_text(
        "id,name,kind,parent\nward-1,Phường Một,ward,\n"
        "branch-1,Chi bộ Một,branch,ward-1\nbranch-2,Chi bộ Hai,branch,ward-1\n",
        encoding="utf-8",
    )
    settings = tmp_path / "config" / "settings.yaml"
    settings.write_text(
        f"public_url: {PUBLIC}\n{settings.read_text(encoding='utf-8')}", encoding="utf-8"
    )
    with closing(open_program(tmp_path / "config", database_url, var=tmp_path / "var")) as program:
        office = Office(tmp_path, program)
        program.now = lambda: office.now
        program.check()
        program.deliver()
        with serving(program, port=0) as port:
            office.base = f"http://127.0.0.1:{port}"
            yield office
