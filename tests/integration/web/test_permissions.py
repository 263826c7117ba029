"""Who may look at what, and do what: every route against every kind of visitor, in one table.

A route that isn't in the table fails the first test: whoever adds one says whose it is. On
the way every answer, errors included, is held to its headers.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route

from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.domain.registers import PersonId
from lotrinh.web.app import make_app
from lotrinh.web.guard import BY_HTTPS, HEADERS, Limits
from lotrinh.web.session import COOKIE
from tests.integration.web.conftest import PUBLIC, Office

WHO = ("", "bi-thu-1", "bi-thu-2", "lanh-dao", "van-phong", "quan-tri")
"""Nobody, an official, one of another branch, a superior, the coordinator, the operator."""

OPEN = ("ok",) * 6
GONE = ("404",) * 6
SIGNED_IN = ("door", "ok", "ok", "ok", "ok", "ok")
OWN = ("door", "ok", "404", "ok", "ok", "ok")
"""Of branch-1: also for those above it."""
MACHINERY = ("door", "404", "404", "404", "ok", "ok")
EDITS = ("door", "404", "404", "404", "ok", "404")
NO_FILE = ("door", "415", "415", "415", "415", "415")
"""What takes a file looks at that first; whose it is, test_files knows."""
ABSENT = ("door", "404", "404", "404", "404", "404")
KEY = ("401", "ok", "ok", "ok", "ok", "ok")
KEY_OWN = ("401", "ok", "404", "ok", "ok", "ok")
API = "/api/v1"
FACT = {"kind": "note", "note": "chờ hồ sơ"}

Row = tuple[str, Sequence[str]]
LOOKS: Mapping[str, Row] = {
    "/": ("/", SIGNED_IN),
    "/matrix/{roadmap}": ("/matrix/plan", SIGNED_IN),
    "/milestone/{roadmap}/{code}": ("/milestone/plan/review", SIGNED_IN),
    "/cell/{roadmap}/{organisation}/{code}": ("/cell/plan/branch-1/review", OWN),
    "/organisation/{organisation}": ("/organisation/branch-1", OWN),
    "/calendar/{month}": ("/calendar/2026-12", SIGNED_IN),
    "/export/{kind}/{file}": ("/export/organisation/branch-1.ics", OWN),
    "/feeds": ("/feeds", SIGNED_IN),
    "/f/{token}": ("/f/x.ics", GONE),
    "/outbox": ("/outbox", MACHINERY),
    "/outbox/{key}": ("/outbox/x", ABSENT),
    "/audit": ("/audit", SIGNED_IN),
    "/configuration": ("/configuration", MACHINERY),
    "/configuration/new": ("/configuration/new", EDITS),
    "/configuration/restore": ("/configuration/restore", ABSENT),  # which is not said
    "/configuration/{address:path}/edit": ("/configuration/settings.yaml/edit", EDITS),
    "/targets": ("/targets", SIGNED_IN),
    "/targets/{set_id}/{target}/{organisation}": ("/targets/x/y/branch-1", ABSENT),
    "/configuration/changes/{turn}": ("/configuration/changes/present", MACHINERY),
    "/configuration/{address:path}": ("/configuration/settings.yaml", MACHINERY),
    "/what-if": ("/what-if", ("door", "404", "404", "404", "ok", "404")),
    "/manual": ("/manual", OPEN),
    "/manual/{section}": ("/manual/3", OPEN),
    "/a/{token}": ("/a/x", GONE),
    "/n/{token}": ("/n/x", GONE),
    "/signin": ("/signin", OPEN),
    "/signin/{token}": ("/signin/x", GONE),
    "/style.css": ("/style.css", OPEN),
    "/robots.txt": ("/robots.txt", OPEN),
    "/health": ("/health", OPEN),
    "/metrics": ("/metrics", GONE),  # for this machine alone, which none of them is at
    f"{API}/openapi.json": (f"{API}/openapi.json", OPEN),
    f"{API}/me": (f"{API}/me", KEY),
    f"{API}/mine": (f"{API}/mine", KEY),
    f"{API}/roadmaps": (f"{API}/roadmaps", KEY),
    f"{API}/roadmaps/{{roadmap}}": (f"{API}/roadmaps/plan", KEY),
    f"{API}/roadmaps/{{roadmap}}/deadlines": (f"{API}/roadmaps/plan/deadlines", KEY),
    f"{API}/roadmaps/{{roadmap}}/milestones/{{code}}": (
        f"{API}/roadmaps/plan/milestones/review",
        KEY,
    ),
    f"{API}/organisations": (f"{API}/organisations", KEY),
    f"{API}/organisations/{{organisation}}": (f"{API}/organisations/branch-1", KEY_OWN),
    f"{API}/deadlines/{{roadmap}}/{{organisation}}/{{code}}": (
        f"{API}/deadlines/plan/branch-1/review",
        KEY_OWN,
    ),
    f"{API}/targets": (f"{API}/targets?organisation=branch-1", KEY_OWN),
    f"{API}/audit": (f"{API}/audit", KEY),
    f"{API}/calendar/{{month}}": (f"{API}/calendar/2026-12", KEY),
}
"""What may be looked at."""
OTHERS: Mapping[str, Sequence[str]] = {
    "/export/organisation/branch-1.xlsx": OWN,
    "/export/organisation/branch-1.png": OWN,
    "/export/organisation/ward-1.ics": ("door", "404", "404", "ok", "ok", "ok"),
    "/export/matrix/plan.xlsx": SIGNED_IN,
    "/export/milestone/plan.review.xlsx": ABSENT,  # the address is another
    "/cell/plan/branch-2/review": ("door", "404", "ok", "ok", "ok", "ok"),
    "/organisation/ward-1": ("door", "404", "404", "ok", "ok", "ok"),
    "/audit?organisation=branch-1": SIGNED_IN,
    "/configuration?format=json": MACHINERY,
    "/configuration/channels.yaml?download": MACHINERY,
    "/health?format=json": OPEN,
    f"{API}/nothing": ("404",) * 6,
    f"{API}/organisations/ward-1": ("401", "404", "404", "ok", "ok", "ok"),
    f"{API}/deadlines/plan/branch-2/review": ("401", "404", "ok", "ok", "ok", "ok"),
    f"{API}/roadmaps/plan/deadlines?organisation=branch-1": KEY,
    "/no/such/page": GONE,
}
"""The same routes where what is asked for is somebody else's, and what there is not."""
FORMS: Mapping[str, tuple[str, dict[str, str], Sequence[str]]] = {
    "/": (
        "/",
        {"do": "note", "note": "chờ hồ sơ", "code": "REVIEW"},
        ("door", "done", "422", "422", "422", "422"),
    ),
    "/cell/{roadmap}/{organisation}/{code}": (
        "/cell/plan/branch-1/review",
        {"do": "note", "note": "chờ văn bản"},
        ("door", "done", "404", "404", "done", "404"),
    ),
    "/configuration/restore": ("/configuration/restore", {}, NO_FILE),
    "/configuration/{address:path}/edit": ("/configuration/settings.yaml/edit", {}, NO_FILE),
    "/targets/{set_id}/{target}/{organisation}": ("/targets/x/y/branch-1", {"value": "1"}, ABSENT),
    "/feeds": (
        "/feeds",
        {"do": "give", "about": "branch-1"},
        ("door", "done", "404", "done", "done", "done"),
    ),
    "/outbox": ("/outbox", {"do": "released"}, ("door", "404", "404", "404", "done", "done")),
    "/outbox/{key}": ("/outbox/x", {"do": "retry"}, ABSENT),
    "/signout": ("/signout", {"stamp": "x"}, ("door", "done", "done", "done", "done", "done")),
    "/signin": ("/signin", {"who": "x"}, ("422",) * 6),
    "/signin/{token}": ("/signin/x", {}, ("done",) * 6),
    "/a/{token}": ("/a/x", {"do": "done"}, GONE),
    "/n/{token}": ("/n/x", {"rhythm": "daily"}, ("done",) * 6),
}
"""What may be pressed, with the stamp of the visitor's session."""
CALLS: Mapping[str, tuple[str, dict[str, str], Sequence[str]]] = {
    f"{API}/deadlines/{{roadmap}}/{{organisation}}/{{code}}/facts": (
        f"{API}/deadlines/plan/branch-1/review/facts",
        FACT,
        ("401", "ok", "404", "403", "403", "403"),
    )
}
"""What a program may record, with the stamp as well."""


def staffed(office: Office) -> Office:
    """Return an office with somebody of every kind."""
    office.edit("settings.yaml", "coordinator:", "operator: admin@ward-1\ncoordinator:")
    office.edit("settings.yaml", "office: Văn phòng", "office: Văn phòng\n  admin: Quản trị")
    register = office.folder / "config" / "people.csv"
    text = register.read_text(encoding="utf-8").replace("; secretary@ward-1", "")
    text += "lanh-dao,Bí thư Phường Một,secretary@ward-1,bithu@ward-1.example.vn\n"
    text += "quan-tri,Quản trị,admin@ward-1,quantri@ward-1.example.vn\n"
    register.write_text(text, encoding="utf-8")
    return office


def routes(found: Sequence[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield every route with its method, also those of routers and of what is mounted."""
    for route in found:
        if isinstance(route, Route):
            yield from ((m, before + route.path) for m in (route.methods or set()) - {"HEAD"})
        elif isinstance(route, Mount):
            yield from routes(route.routes, before + route.path)
        yield from routes(getattr(getattr(route, "original_router", None), "routes", ()), before)


def test_every_route_says_whose_it_is(office: Office) -> None:
    desk = office.program.reception.front_desk()
    app = cast("Any", make_app(desk, office.program.reception.gate(desk))).app
    assert isinstance(app, FastAPI)

    told = {("GET", path) for path in LOOKS}
    told |= {("POST", path) for path in (*FORMS, *CALLS)}

    assert {*routes(app.routes)} == told


@pytest.mark.parametrize("number", range(len(WHO)), ids=[who or "nobody" for who in WHO])
def test_everybody_gets_where_the_table_says_and_nowhere_else(office: Office, number: int) -> None:
    who = WHO[number]
    expected = {f"GET {route}": row[1][number] for route, row in LOOKS.items()}
    expected |= {f"GET {path}": row[number] for path, row in OTHERS.items()}
    expected |= {f"POST {r}": row[2][number] for r, row in {**FORMS, **CALLS}.items()}

    assert asyncio.run(outcomes(staffed(office), who)) == expected


async def outcomes(office: Office, who: str) -> dict[str, str]:
    """Return how everything ends that a visitor tries."""
    desk = office.program.reception.front_desk()
    app = make_app(
        desk, office.program.reception.gate(desk), limits=Limits(address=10**6, asking=10**6)
    )
    session = office.program.seals.issue(Purpose.SESSION, Pass(PersonId(who or "x"), office.now))
    stamp = desk.stamp(session)
    cookies = {COOKIE: session} if who else {}
    way = httpx.ASGITransport(app)
    found: dict[str, str] = {}
    async with httpx.AsyncClient(transport=way, base_url=PUBLIC, cookies=cookies) as http:
        for route, (path, _) in LOOKS.items():
            found[f"GET {route}"] = ended(await http.get(path))
        for path in OTHERS:
            found[f"GET {path}"] = ended(await http.get(path))
        for route, (path, fact, _) in CALLS.items():
            headers = {"X-Lotrinh-Stamp": stamp}
            found[f"POST {route}"] = ended(await http.post(path, json=fact, headers=headers))
        for route, (path, form, _) in FORMS.items():
            code = str(office.codes()["branch-1", "review"])
            sent = {k: v.replace("REVIEW", code) for k, v in form.items()}
            if route != "/signout":  # that would end what comes after it
                sent["stamp"] = stamp
            found[f"POST {route}"] = ended(await http.post(path, data=sent))
    return found


def ended(answer: httpx.Response) -> str:
    """Return how a visit ended: in a word, or as the number of an error."""
    check_headers(answer)
    if answer.status_code in {200, 201}:
        return "ok"
    if answer.status_code != 303:
        return str(answer.status_code)
    return "door" if answer.headers["location"].endswith("signin") else "done"


def check_headers(answer: httpx.Response) -> None:
    """Hold an answer to its headers, whatever it is; only what is nobody's may be kept."""
    may_be_kept = answer.url.path in {"/style.css", "/robots.txt"} or "/f/" in answer.url.path
    for name, value in (HEADERS | BY_HTTPS).items():
        if name != "Cache-Control":
            assert answer.headers.get(name) == value, (answer.url, name)
    if not may_be_kept:
        assert answer.headers["cache-control"] == "no-store", answer.url
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    for cookie in answer.headers.get_list("set-cookie"):
        parts = {part.strip().lower() for part in cookie.split(";")}
        assert {"secure", "httponly", "samesite=lax"} <= parts, answer.url
