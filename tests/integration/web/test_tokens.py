"""Whatever we hand out that opens something: links, passes, addresses, keys, stamps.

One table of what there is, one of what can be done to it. What was changed, is over, was
taken back or is meant for something else opens nothing, and looks like what never was.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from lotrinh.application.books.tokens import Use
from lotrinh.application.recording.passes import VALID, Pass, Purpose
from lotrinh.application.recording.tickets import Ticket
from lotrinh.domain.registers import PersonId
from lotrinh.web.app import make_app
from lotrinh.web.guard import Limits
from lotrinh.web.session import COOKIE
from tests.integration.web.conftest import FORM, PUBLIC, Office

HOLDER, OTHER = "bi-thu-1", "bi-thu-2"
FREE = 10**9
NO_LIMITS = Limits(address=FREE, link=FREE, feed=FREE, feeds=FREE)
"""Rates have tests of their own."""
API_DAYS = 30


@dataclass(frozen=True)
class Kind:
    """One kind of token."""

    make: Callable[[Office, str], str]
    """For a person."""
    path: str
    """Where it is shown, `{}` in its place…"""
    header: str = ""
    """…or with which header."""
    lasts: timedelta | None = None
    """None where it holds until it is taken back."""

    def request(self, token: str, method: str = "GET") -> httpx.Request:
        """Return the call that shows it."""
        headers = {"cookie": f"{COOKIE}={token}"} if self.header == "cookie" else {}
        if self.header == "authorization":
            headers = {"authorization": f"Bearer {token}"}
        return httpx.Request(method, PUBLIC + self.path.format(token), headers=headers)


def _answers(office: Office, person: str) -> str:
    return office.token(person)


def _rhythm(office: Office, person: str) -> str:
    return office.program.seals.seal(Ticket(PersonId(person), (), office.now))


def _sign_in(office: Office, person: str) -> str:
    return office.program.reception.sign_in_link(person).partition("/")[2]


def _session(office: Office, person: str) -> str:
    return office.program.seals.issue(Purpose.SESSION, Pass(PersonId(person), office.now))


def _feed(office: Office, person: str) -> str:
    path = office.program.reception.feed(person)
    return path.rpartition("/")[2].removesuffix(".ics")


def _key(office: Office, person: str) -> str:
    return office.program.reception.api_key(person, API_DAYS)[0]


KINDS = {
    "answers": Kind(_answers, "/a/{}", lasts=timedelta(days=60)),
    "rhythm": Kind(_rhythm, "/n/{}", lasts=timedelta(days=60)),
    "sign-in": Kind(_sign_in, "/signin/{}", lasts=VALID[Purpose.SIGN_IN]),
    "session": Kind(_session, "/feeds", "cookie", VALID[Purpose.SESSION]),
    "feed": Kind(_feed, "/f/{}.ics"),
    "api key": Kind(_key, "/api/v1/me", "authorization", timedelta(days=API_DAYS)),
}
TICKETS = {"answers", "rhythm"}
"""Links of a message: each opens the other's page, of the same person."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of books: what is asked here isn't theirs."""
    return sqlite_url


def opening(office: Office, tokens: Mapping[str, str]) -> set[str]:
    """Return the kinds of tokens that still open what they are for."""
    names = list(tokens)
    let_in = opened(office, [KINDS[name].request(tokens[name]) for name in names])
    return {name for name, is_open in zip(names, let_in, strict=True) if is_open}


def all_of(office: Office, person: str) -> dict[str, str]:
    """Return a token of each kind."""
    return {name: kind.make(office, person) for name, kind in KINDS.items()}


def opened(office: Office, requests: Sequence[httpx.Request]) -> list[bool]:
    """Return which calls are let in."""
    answers = asked(office, requests)
    assert all(answer.status_code < 500 for answer in answers)
    return [answer.status_code == 200 for answer in answers]


def asked(office: Office, requests: Sequence[httpx.Request]) -> list[httpx.Response]:
    """Return the answers of the pages, as another process would give them."""
    desk = office.program.reception.front_desk()
    app = make_app(desk, office.program.reception.gate(desk), limits=NO_LIMITS)

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as http:
            return [await http.send(request) for request in requests]

    return asyncio.run(ask())


def spoilt(token: str) -> Iterator[str]:
    """Yield a token with each of its bytes changed, cut short, made longer, written otherwise."""
    for place, character in enumerate(token):
        for other in {"x" if character != "x" else "y", character.swapcase(), "."} - {character}:
            yield token[:place] + other + token[place + 1 :]
    yield from (token[:length] for length in range(1, len(token), 7))
    yield from (token[length:] for length in range(1, len(token), 7))
    yield from (token + more for more in ("x", "=", "==", ".", "..", "-", "_", "0", "%00", "%0a"))
    yield from (more + token for more in ("x", ".", "0", "%20", "-"))
    yield from (token * 2, token + "a" * 5000, "a" * 60_000, token.upper(), token.lower())
    yield from (quote(quote(token, safe=""), safe="").replace(".", "%252E"), "%2e%2e/" + token)
    yield from (
        token.replace(".", "%252e"),
        token.replace(".", "．"),
        f"{token}\N{ZERO WIDTH SPACE}",
    )


def test_a_token_opens_as_it_was_given_out_and_not_with_any_byte_changed(office: Office) -> None:
    for name, token in all_of(office, HOLDER).items():
        changed = [one for one in dict.fromkeys(spoilt(token)) if one != token]
        sent = [one for one in changed if one.isascii() or not KINDS[name].header]

        let_in = opened(office, [KINDS[name].request(one) for one in [token, *sent]])

        assert [name, let_in[0]] == [name, True]
        assert [one for one, is_open in zip(sent, let_in[1:], strict=True) if is_open] == []


def test_what_is_for_one_use_is_for_no_other(office: Office) -> None:
    """Nor are a form's stamps, or the numbers of tokens that were never given out."""
    tokens, seals = all_of(office, HOLDER), office.program.seals
    stamps = [seals.stamp(token, office.now) for token in tokens.values()]
    numbers = [seals.issue_number(use, number, office.now) for use in Use for number in (9, 10**17)]

    for name, kind in KINDS.items():
        fit = TICKETS if name in TICKETS else {name}
        others = [token for other, token in tokens.items() if other not in fit]
        let_in = opened(office, [kind.request(one) for one in [*others, *stamps, *numbers]])
        assert [name, any(let_in)] == [name, False]


def test_a_token_ends_when_its_time_is_over(office: Office) -> None:
    begun, tokens = office.now, all_of(office, HOLDER)
    for name, kind in KINDS.items():
        lasts = kind.lasts or timedelta(days=3650)
        found = []
        for second in (-1, 1):
            office.now = begun + lasts + timedelta(seconds=second)
            found.append(name in opening(office, {name: tokens[name]}))
        assert [name, *found] == [name, True, kind.lasts is None]


def test_what_was_given_out_before_links_were_revoked_is_void(office: Office) -> None:
    mine, theirs = all_of(office, HOLDER), all_of(office, OTHER)
    office.now += timedelta(minutes=1)

    office.program.reception.revoke_links(HOLDER)

    assert opening(office, mine) == set()
    assert opening(office, theirs) == KINDS.keys()
    office.now += timedelta(minutes=1)
    assert opening(office, all_of(office, HOLDER)) == KINDS.keys()
    assert opening(office, mine) <= {"feed"}, "an address that is given again is renewed"


def test_what_was_used_or_taken_back_opens_nothing_again(office: Office) -> None:
    program, tokens = office.program, all_of(office, HOLDER)
    desk = program.reception.front_desk()
    program.reception.gate(desk).admit(tokens["sign-in"])
    program.reception.end_feed(HOLDER)
    program.reception.end_api_keys(HOLDER)
    with office.signed_in(HOLDER) as browser:
        stamp = re.search(r'name="stamp" value="([^"]+)"', browser.get("/feeds").text)
        assert stamp is not None
        browser.post("/signout", data={"stamp": stamp[1]})

    assert opening(office, tokens) == TICKETS
    renewed = program.reception.feed(HOLDER)
    again = program.reception.feed(HOLDER, renew=True)
    assert opened(office, [httpx.Request("GET", f"{PUBLIC}/{p}") for p in (renewed, again)]) == [
        False,
        True,
    ]


def test_who_has_left_the_register_opens_nothing(office: Office) -> None:
    mine, theirs = all_of(office, HOLDER), all_of(office, OTHER)
    register = office.folder / "config" / "people.csv"
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{HOLDER},")]
    assert len(kept) == len(lines) - 1

    register.write_text("".join(kept), encoding="utf-8")

    assert opening(office, mine) == set()
    assert opening(office, theirs) == KINDS.keys()


def test_a_key_that_is_gone_signs_nothing_any_more_and_one_that_is_kept_does(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = all_of(office, HOLDER)
    old = (office.folder / "var" / "signing-key").read_text("ascii").strip()

    for keys, open_ in ((f"{'n' * 40} {old}", set(KINDS)), ("n" * 40, set[str]())):
        monkeypatch.setenv("LOTRINH_SIGNING_KEY", keys)
        vars(office.program).pop("seals", None)  # as another process reads it
        assert opening(office, tokens) == open_


def test_no_other_method_does_anything(office: Office) -> None:
    before, tokens = office.facts(), all_of(office, HOLDER)
    methods = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "POST")

    for name, kind in KINDS.items():
        answers = asked(office, [kind.request(tokens[name], method) for method in methods])
        found = {m: a.status_code for m, a in zip(methods, answers, strict=True)}
        assert {m: code for m, code in found.items() if code >= 500} == {}
        assert {found[m] for m in methods[1:-1]} <= {403, 404, 405}, (name, found)

    assert office.facts() == before
    assert opening(office, tokens) == KINDS.keys(), "nor is any used up"


def test_a_link_counts_for_its_own_person_whoever_is_signed_in(office: Office) -> None:
    """The session of another neither opens it nor lends it a name."""
    code = office.codes()["branch-1", "review"]
    mine = office.token(HOLDER, code)
    with office.signed_in(OTHER) as browser, office.visitor() as elsewhere:
        pages = [browser.get(f"/a/{mine}"), elsewhere.look(mine)]
        stamps = [dict(FORM.findall(page.text)).get(str(code), "") for page in pages]
        board = re.search(r'name="stamp" value="([^"]+)"', browser.get("/feeds").text)
        assert board is not None
        form = {"code": str(code), "do": "done"}
        browser.post(f"/a/{mine}", data={**form, "stamp": board[1]})
        browser.post(f"/a/{office.token(OTHER, code)}", data={**form, "stamp": stamps[0]})
        assert office.facts() == []
        browser.post(f"/a/{mine}", data={**form, "stamp": stamps[0]})

    (fact,) = office.facts()
    assert fact.via.person == HOLDER


def test_the_form_of_one_session_is_none_of_another(office: Office) -> None:
    with office.signed_in(HOLDER) as mine, office.signed_in(OTHER) as theirs:
        stamp = re.search(r'name="stamp" value="([^"]+)"', theirs.get("/feeds").text)
        assert stamp is not None
        mine.post("/feeds", data={"stamp": stamp[1], "do": "give", "about": ""})
        mine.post("/signout", data={"stamp": stamp[1]})
        key = {"x-lotrinh-stamp": stamp[1]}
        path = "/api/v1/deadlines/plan/branch-1/review/facts"
        written = mine.post(path, json={"kind": "done"}, headers=key)

        assert mine.get("/feeds").status_code == 200, "still signed in"
    with office.program.store.look() as uow:
        assert uow.tokens.of(PersonId(HOLDER), Use.FEED) == []
    assert written.status_code == 403
    assert office.facts() == []
