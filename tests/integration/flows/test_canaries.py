"""Secrets are planted wherever one may be; all is done that there is to do; then all is searched.

Real servers of every kind, a real Prefect, books in PostgreSQL. A secret may stand where its
owner has put it, and in what is said to the service that it is for: nowhere else, neither
whole nor in the forms in which things are kept (an address encoded, base64).
"""

import asyncio
import base64
import csv
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import httpx
import psycopg
import pytest

from flows.server import Server
from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.bootstrap import now, open_program
from lotrinh.domain.registers import PersonId
from lotrinh.web.app import make_app
from lotrinh.web.guard import Limits
from lotrinh.web.session import COOKIE
from tests.integration.channels.servers import (
    BotServer,
    MailServer,
    Webhook,
    bot_server,
    mail_server,
    webhook,
)
from tests.integration.flows.office import CARRY_OUT, Office
from tests.screens import OFFICE, SCREENS

SECRETS: Mapping[str, str] = {
    "LOTRINH_SMTP_PASSWORD": "chim-smtp-7Kq2",
    "HOOK_TOKEN": "chim-hook-9Xw4",
    "OUR_HEARTBEAT": "chim-nhip-5Bt8",
    "LOTRINH_METRICS_TOKEN": "chim-metrics-3Vd6-0123",
    "LOTRINH_SIGNING_KEY": "chim-signing-key-1Hn7-0123456789abcdef",
    "PREFECT_API_AUTH_STRING": "office:chim-prefect-8Ls3",
    "zalo-token": "123456:chim-zalo-4Fp5",
    "imap-password": "chim-imap-6Jy1",
    "database": "chim-database-2Gc9",
}
"""In the environment, or (in small letters) in a file."""
CHANNELS = """
email: {{kind: smtp, host: 127.0.0.1, port: {mail}, security: none, sender: nhac@example.vn,
  user: office, password_env: LOTRINH_SMTP_PASSWORD,
  replies: {{host: 127.0.0.1, port: 9, security: none, user: office, timeout: 1,
    address: nhac@example.vn, password_file: ./imap-password}}}}
chat: {{kind: apprise, url: "json://{hook}/${{HOOK_TOKEN}}/{{address}}", allow_private: true}}
zalo: {{kind: zalo, token_file: ./zalo-token, api: "{bot}", allow_private: true}}
"""
AT = "2024-12-02T07:30:00+07:00"
SEARCHED = {
    *("Prefect: log", "Prefect: artifact", "Prefect: flow_run", "file: prefect.db"),
    *("books: messages", "backup: messages", "file: books.db", "file: manifest.json"),
}
VISITORS = ("", "van-phong", "bi-thu-cb-01", "bi-thu-phuong")


@dataclass
class Searched:
    """What was said and kept, each piece by where it was found."""

    pieces: dict[str, str] = field(default_factory=dict)

    def add(self, where: str, what: str | bytes) -> None:
        text = what if isinstance(what, str) else what.decode("utf-8", "replace")
        self.pieces[where] = self.pieces.get(where, "") + text

    def holding(self, secret: str) -> list[str]:
        """Return where a secret is found, in any of its forms."""
        forms = {secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode()}
        return [where for where, what in self.pieces.items() if any(f in what for f in forms)]


@dataclass
class Services:
    """The services that secrets are for."""

    mail: MailServer
    hook: Webhook
    bot: BotServer


@pytest.fixture
def services() -> Iterator[Services]:
    with ExitStack() as open_:
        yield Services(
            open_.enter_context(mail_server(password=SECRETS["LOTRINH_SMTP_PASSWORD"])),
            open_.enter_context(webhook(500)),
            open_.enter_context(bot_server(SECRETS["zalo-token"])),
        )


@pytest.fixture
def planted(
    office: Office, services: Services, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> Office:
    """The office with a secret in every place for one."""
    written = CHANNELS.format(
        mail=services.mail.port, hook=services.hook.place, bot=services.bot.api
    )
    (office.folder / "config" / "channels.yaml").write_text(written, encoding="utf-8")
    office.edit(
        "settings.yaml",
        "language: vi",
        "language: vi\npublic_url: http://127.0.0.1:9\nalarms: {heartbeat_env: OUR_HEARTBEAT}",
    )
    reach(office.folder / "config" / "people.csv")
    for name in ("zalo-token", "imap-password"):
        (office.folder / name).write_text(SECRETS[name], encoding="utf-8")
    named = {name: value for name, value in SECRETS.items() if name.isupper()}
    heartbeat = f"http://{services.hook.place}/{SECRETS['OUR_HEARTBEAT']}"
    database = postgres_url.replace("postgresql:///", f"postgresql://:{SECRETS['database']}@/")
    more = {"OUR_HEARTBEAT": heartbeat, "LOTRINH_DB": database, "LOTRINH_LOG_LEVEL": "debug"}
    for name, value in {**named, **more, "LOTRINH_LOG": "text"}.items():
        monkeypatch.setenv(name, value)
        office.environment[name] = value
    monkeypatch.chdir(office.folder)
    return office


def reach(register: Path) -> None:
    """Have some people be reached by other channels than mail, in vain or not."""
    head, *rows = list(csv.reader(register.read_text("utf-8").splitlines()))
    ways = [("chat-lan-01", ""), ("chat-gone-09", ""), ("", "phong"), ("", "")]
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*head[:3], "zalo", "chat", *head[3:]])
        writer.writerows([*r[:3], *ways[n % len(ways)], *r[3:]] for n, r in enumerate(rows))


def test_no_secret_is_found_anywhere(
    planted: Office, services: Services, server: Server, prefect: object
) -> None:
    del prefect  # it is only to be empty before
    found = Searched()
    link = command_everything(planted, found)
    work_in_prefect(planted, found)
    sessions = look_at_everything(found)
    read_what_is_kept(planted, server, found)

    assert services.mail.mails, "the password has opened the door"
    assert any(SECRETS["HOOK_TOKEN"] in path for path, _ in services.hook.posts)
    assert services.bot.sent
    assert "event=decision" in found.pieces["check --at"]
    assert {*found.pieces} >= SEARCHED, "what is searched is there"
    told = {name: found.holding(secret) for name, secret in SECRETS.items()}
    told["PREFECT_API_AUTH_STRING"] += found.holding("chim-prefect-8Ls3")
    told["sign-in link"] = [w for w in found.holding(link) if w != "links sign-in"]
    told |= {f"session of {who}": found.holding(session) for who, session in sessions.items()}
    assert {name: places for name, places in told.items() if places} == {}
    assert "links sign-in" in found.holding(link), "where its owner has asked for it"


def command_everything(office: Office, found: Searched) -> str:
    """Give every kind of command, also with servers that fail; return a sign-in link's token."""
    commands = (
        ("validate",),
        ("check", "--at", AT),
        ("deliver", "--at", AT),
        ("doctor",),
        ("outbox", "list", "--all"),
        ("send-test", "van-phong", "--channel", "chat"),
        ("mailbox", "read"),
        ("links", "sign-in", "van-phong"),
        ("db", "check"),
        ("backup", "."),
    )
    for words in commands:
        found.add(" ".join(words[:2]), office.lotrinh(*words)[1])
    broken = {"LOTRINH_DB": f"postgresql://lan:{SECRETS['database']}@127.0.0.1:9/none"}
    found.add("no books", Office(office.folder, office.environment | broken).lotrinh("check")[1])
    wrong = {"LOTRINH_SMTP_PASSWORD": SECRETS["LOTRINH_SMTP_PASSWORD"] + "x", "HOOK_TOKEN": ""}
    found.add("wrong", Office(office.folder, office.environment | wrong).lotrinh("doctor")[1])
    return found.pieces["links sign-in"].split("/signin/")[1].split()[0]


def work_in_prefect(office: Office, found: Searched) -> None:
    """Have the runs of Prefect do it, one of them with books that can't be reached."""
    office.deploy()
    runs = json.dumps([("year-end", {"at": AT}), ("deliver", {"at": AT})])
    code, said = office.run("-c", CARRY_OUT, runs)
    assert code == 0, said
    found.add("runs", said)
    broken = {"LOTRINH_DB": f"postgresql://lan:{SECRETS['database']}@127.0.0.1:9/none"}
    lost = Office(office.folder, office.environment | broken)
    found.add("lost runs", lost.run("-c", CARRY_OUT, json.dumps([("year-end", {"at": AT})]))[1])


def look_at_everything(found: Searched) -> dict[str, str]:
    """Look at every screen as every kind of visitor; return their sessions."""
    sessions: dict[str, str] = {}
    with closing(open_program()) as program:
        desk = program.reception.front_desk()
        app = make_app(desk, program.reception.gate(desk), limits=Limits(address=10**6))

        async def look(who: str, session: str) -> None:
            cookies = {COOKIE: session} if session else {}
            way = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=way, base_url="https://nhac.example.vn", cookies=cookies
            ) as http:
                screens = {screen.address for screen in SCREENS} if who == OFFICE else ()
                for address in (*screens, *MORE):
                    answer = await http.get(address)
                    found.add(f"{address} of {who}", f"{answer.text} {answer.headers}")

        for who in VISITORS:
            pass_ = Pass(PersonId(who), now())
            sessions[who] = program.seals.issue(Purpose.SESSION, pass_) if who else ""
            asyncio.run(look(who, sessions[who]))
    del sessions[""]
    return sessions


MORE = (
    "/configuration/channels.yaml",
    "/configuration/channels.yaml?download",
    "/configuration/channels.yaml/edit",
    "/configuration/settings.yaml",
    "/configuration/changes/present",
    "/export/organisation/chi-bo-01.ics",
    "/health?format=json",
    "/metrics",
    "/api/v1/openapi.json",
    "/api/v1/me",
    "/api/v1/mine",
    "/api/v1/nothing",
)


def read_what_is_kept(office: Office, server: Server, found: Searched) -> None:
    """Read the books, Prefect's database and log, and every file that is none of the secrets."""
    with psycopg.connect(os.environ["LOTRINH_DB"]) as books:
        tables = books.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables.fetchall():
            for row in books.execute(
                psycopg.sql.SQL("TABLE {}").format(psycopg.sql.Identifier(table))
            ):
                values = (v.decode("utf-8", "replace") if isinstance(v, bytes) else v for v in row)
                found.add(f"books: {table}", " ".join(map(str, values)))
    read_tables(server.home / "prefect.db", "Prefect", found)
    unpack(next(office.folder.glob("lotrinh-*.zip")), office.folder / "unpacked")
    read_tables(office.folder / "unpacked" / "books.db", "backup", found)
    secret = {"zalo-token", "imap-password"}
    for path in (*office.folder.rglob("*"), *server.home.rglob("*")):
        if path.is_file() and path.name not in secret:
            found.add(f"file: {path.name}", path.read_bytes())


def read_tables(file: Path, name: str, found: Searched) -> None:
    """Read every row of an SQLite file; its pages, and what was let go, are read as a file."""
    with closing(sqlite3.connect(file)) as books:
        names = books.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in names:
            for row in books.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  (its own names)
                found.add(f"{name}: {table}", " ".join(map(str, row)))


def unpack(backup: Path, folder: Path) -> None:
    """Lay what a backup holds out as files: packed nothing can be found in it."""
    with ZipFile(backup) as archive:
        archive.extractall(folder)
