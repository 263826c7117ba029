"""The interface for other programs: the figures of the pages, their law, their limits, as JSON."""

from typing import Any

import httpx

from lotrinh.application.books.tokens import Use
from lotrinh.web.app import make_app
from lotrinh.web.guard import Limits
from tests.integration.web.conftest import Office, in_process
from tests.integration.web.test_board import OFFICE, SECRETARY, say_done

API = "/api/v1"
REVIEW = f"{API}/deadlines/plan/branch-1/review"


def calling(office: Office, person: str = OFFICE, **headers: str) -> httpx.Client:
    """Return a program that calls in somebody's name."""
    key, _ = office.program.reception.api_key(person, 1)
    named = {"Authorization": f"Bearer {key}", **headers}
    return httpx.Client(base_url=office.base, timeout=30, headers=named)


def answer(office: Office, path: str, person: str = OFFICE, **headers: str) -> Any:
    """Return what a program is answered."""
    with calling(office, person, **headers) as http:
        found = http.get(API + path)
    assert found.status_code == 200, found.text
    return found.json()


def record(office: Office, person: str = SECRETARY, path: str = REVIEW, **fact: Any) -> Any:
    """Have a program record something."""
    with calling(office, person) as http:
        return http.post(f"{path}/facts", json=fact)


def test_a_program_sees_what_its_person_sees(office: Office) -> None:
    def seen(person: str) -> list[list[str]]:
        organisations = answer(office, "/organisations", person)["items"]
        deadlines = answer(office, "/roadmaps/plan/deadlines", person)["items"]
        progress = answer(office, "/roadmaps/plan/milestones/review", person)["deadlines"]
        month = answer(office, "/calendar/2026-12", person)["days"][0]["items"][0]
        return [
            [one["id"] for one in organisations],
            sorted({one["organisation"] for one in deadlines}),
            [one["organisation"] for one in progress],
            month["organisations"],
        ]

    both = ["branch-1", "branch-2"]
    assert seen(OFFICE) == [["ward-1", *both], both, both, both]
    assert seen(SECRETARY) == [["branch-1"]] * 4
    with calling(office, SECRETARY) as http:
        for path in ("/organisations/branch-2", "/deadlines/plan/branch-2/review"):
            assert http.get(API + path).status_code == 404


def test_the_figures_are_those_of_the_board(office: Office) -> None:
    say_done(office)

    (one,) = answer(office, "/roadmaps")
    whole = answer(office, "/roadmaps/plan")

    assert {k: one["figures"][k] for k in ("total", "done", "percent")} == {
        "total": 4,
        "done": 1,
        "percent": 25,
    }
    assert one["figures"]["standings"] == {"due-soon": 1, "open": 2, "done": 1}
    assert [(m["code"], m["figures"]["done"]) for m in whole["milestones"]] == [
        ("review", 1),
        ("plan-2027", 0),
    ]


def test_deadlines_are_filtered_as_on_the_board(office: Office) -> None:
    counts = {
        "": 4,
        "text=mot": 2,
        "due=2026-12": 4,
        "due=2027": 0,
        "below=branch-2": 2,
        "below=nothing": 0,
        "kind=ward": 0,
        "standing=due-soon&standing=open&text=ke+hoach+nam+sau": 2,
        "standing=overdue": 0,
    }

    found = {q: answer(office, f"/roadmaps/plan/deadlines?{q}")["total"] for q in counts}

    assert found == counts


def test_deadlines_come_a_page_at_a_time(office: Office) -> None:
    pages = [answer(office, f"/roadmaps/plan/deadlines?size=3&page={n}") for n in (1, 2, 3)]

    assert [(p["total"], p["pages"], len(p["items"])) for p in pages] == [
        (4, 2, n) for n in (3, 1, 0)
    ]
    codes = [(d["organisation"], d["code"]) for page in pages for d in page["items"]]
    assert len(set(codes)) == 4


def test_what_can_not_be_asked_for_is_told_by_its_field(office: Office) -> None:
    for query in ("size=501", "size=0", "page=0", "standing=x", "due=2026-13", "due=x", "page=x"):
        with calling(office) as http:
            wrong = http.get(f"{API}/roadmaps/plan/deadlines?{query}")

        assert wrong.status_code == 422
        assert wrong.headers["content-type"] == "application/problem+json"
        assert wrong.json()["field"] == query.partition("=")[0], query


def test_a_deadline_tells_its_story(office: Office) -> None:
    said = record(office, kind="done", note="đủ hồ sơ", evidence="https://example.vn/bb")
    story = answer(office, "/deadlines/plan/branch-1/review")

    assert said.status_code == 201
    assert said.json() == {"new": True, "deadline": story}
    assert story["due"] == "2026-12-14"
    assert story["standing"] == "done"
    assert story["lead"]["people"] == [SECRETARY]
    assert "12-KH/ĐU" in story["basis"]
    assert [(f["kind"], f["by"], f["note"]) for f in story["recorded"]] == [
        ("done", "Bí thư Chi bộ Một", "đủ hồ sơ")
    ]
    assert story["told"][0]["person"] == SECRETARY


def test_the_trail_is_the_one_of_the_page(office: Office) -> None:
    record(office, note="đủ hồ sơ", kind="done")

    (one,) = answer(office, "/audit", SECRETARY)["items"]
    seen = [len(answer(office, f"/audit?{q}")["items"]) for q in ("kind=done", "kind=note")]

    said = {k: one[k] for k in ("kind", "organisation", "code", "way", "note", "undone_by")}
    assert said == {
        "kind": "done",
        "organisation": "branch-1",
        "code": "review",
        "way": "page",
        "note": "đủ hồ sơ",
        "undone_by": None,
    }
    assert seen == [1, 0]
    assert answer(office, "/audit", "bi-thu-2") == {"items": [], "before": None}


def test_what_is_said_twice_is_recorded_once(office: Office) -> None:
    facts = (
        {"kind": "acknowledged"},
        {"kind": "note", "note": "chờ hồ sơ"},
        {"kind": "extension-asked", "until": "2026-12-18", "note": "chờ hồ sơ"},
        {"kind": "done", "on": "2026-12-05"},
    )
    codes = [[record(office, **fact).status_code for _ in range(3)] for fact in facts]

    assert codes == [[201, 200, 200]] * 4
    assert office.said() == ["acknowledged", "note", "extension-asked", "done"]


def test_more_time_is_asked_for_granted_and_taken_back(office: Office) -> None:
    record(office, kind="extension-asked", until="2026-12-18", note="chờ")
    not_theirs = record(office, kind="extension-granted")
    granted = record(office, OFFICE, kind="extension-granted")
    entry = granted.json()["deadline"]["recorded"][-1]["entry"]
    undone = record(office, OFFICE, kind="undone", entry=entry)

    assert (not_theirs.status_code, not_theirs.json()["code"]) == (403, "not-yours")
    assert granted.json()["deadline"]["due"] == "2026-12-18"
    assert undone.json()["deadline"]["due"] == "2026-12-14"


REFUSED: tuple[tuple[dict[str, Any], int, str], ...] = (
    ({"kind": "done", "on": "2027-01-01"}, 409, "future-fact"),
    ({"kind": "extension-asked", "until": "2026-12-01", "note": "x"}, 409, "not-later"),
    ({"kind": "extension-asked", "until": "2026-12-18"}, 409, "why-missing"),
    ({"kind": "extension-asked", "note": "x"}, 422, "bad-field"),
    ({"kind": "waived", "note": "x"}, 403, "not-yours"),
    ({"kind": "extension-refused", "note": "x"}, 403, "not-yours"),
    ({"kind": "nothing"}, 422, "bad-field"),
    ({"kind": "done", "on": "12/05/2026"}, 422, "bad-field"),
    ({"kind": "done", "on": "0001-01-01"}, 422, "bad-field"),
    ({"kind": "done", "more": 1}, 422, "bad-field"),
    ({"kind": "note", "note": "x" * 501}, 422, "bad-field"),
    ({"kind": "note", "note": "\u0000"}, 422, "bad-field"),
    ({"kind": "done", "evidence": "/etc/passwd"}, 422, "bad-field"),
    ({"kind": "undone", "entry": -1}, 422, "bad-field"),
)


def test_what_can_not_be_recorded_is_a_problem_and_nothing_is(office: Office) -> None:
    for fact, status, code in REFUSED:
        refused = record(office, **fact)

        assert (refused.status_code, refused.json()["code"]) == (status, code), fact
        assert refused.headers["content-type"] == "application/problem+json"
    assert office.said() == []


def test_bodies_are_short_and_json(office: Office) -> None:
    with calling(office, SECRETARY) as http:
        long = http.post(f"{REVIEW}/facts", json={"kind": "note", "note": "x" * 20_000})
        form = http.post(f"{REVIEW}/facts", data={"kind": "done"})
        broken = http.post(
            f"{REVIEW}/facts", content=b"{\xff", headers={"Content-Type": "application/json"}
        )
    with httpx.Client(base_url=office.base) as nobody:
        unknown = nobody.post(f"{REVIEW}/facts", json={"kind": "note", "note": "x" * 20_000})

    answers = (long, form, broken, unknown)
    assert [one.status_code for one in answers] == [413, 415, 422, 401]


def test_a_session_records_with_its_stamp_alone(office: Office) -> None:
    with office.signed_in(SECRETARY) as browser:
        me = browser.get(f"{API}/me").json()
        without = browser.post(f"{REVIEW}/facts", json={"kind": "done"})
        stamp = {"X-Lotrinh-Stamp": me["stamp"]}
        with_it = browser.post(f"{REVIEW}/facts", json={"kind": "done"}, headers=stamp)

    assert me["own"] == ["branch-1"]
    assert (without.status_code, without.json()["code"]) == (403, "no-stamp")
    assert with_it.status_code == 201
    assert answer(office, "/me", SECRETARY)["stamp"] == ""


def test_keys_end_are_revoked_and_are_nothing_else(office: Office) -> None:
    with calling(office, SECRETARY) as http:
        codes = [http.get(f"{API}/me").status_code]
        office.at("2026-12-08 07:31")
        codes.append(http.get(f"{API}/me").status_code)
    with calling(office, SECRETARY) as http:
        codes.append(http.get(f"{API}/me").status_code)
        count = office.program.reception.end_api_keys(SECRETARY)
        codes.append(http.get(f"{API}/me").status_code)
    with calling(office, SECRETARY) as http:
        office.program.reception.revoke_links(SECRETARY)
        codes.append(http.get(f"{API}/me").status_code)
    feed = office.program.reception.feed(OFFICE).removeprefix("f/").removesuffix(".ics")
    with httpx.Client(base_url=office.base) as http:
        strange = (feed, "x", office.program.seals.issue_number(Use.API, 99, office.now))
        bearers = ({"Authorization": f"Bearer {key}"} for key in strange)
        codes += [http.get(f"{API}/me", headers=headers).status_code for headers in bearers]
        basic = http.get(f"{API}/me", headers={"Authorization": "Basic eDp4"})

    assert codes == [200, 401, 200, 401, 401, 401, 401, 401]
    assert count == 2
    assert (basic.status_code, basic.headers["www-authenticate"]) == (401, "Bearer")


def test_words_come_in_the_language_that_is_asked_for(office: Office) -> None:
    english = {"Accept-Language": "en-GB,vi;q=0.5"}

    story = answer(office, "/deadlines/plan/branch-1/review", **english)
    with httpx.Client(base_url=office.base, headers=english) as http:
        nobody = http.get(f"{API}/me").json()

    assert story["phrase"] == "by 14/12/2026"
    assert nobody["title"] == "A key is needed, or to be signed in"


def test_whoever_calls_too_often_is_told_so_as_a_problem(office: Office) -> None:
    desk = office.program.reception.front_desk()
    app = make_app(desk, office.program.reception.gate(desk), limits=Limits(address=1))

    _, second = (in_process(office, app, f"{API}/me") for _ in range(2))

    assert (second.status_code, second.json()["code"]) == (429, "too-many")
    assert second.headers["retry-after"] == "60"


def test_what_there_is_not_and_ways_that_there_are_not_are_problems(office: Office) -> None:
    with calling(office) as http:
        answers = [
            http.get(f"{API}/nothing"),
            http.get(f"{API}/"),
            http.delete(REVIEW),
            http.get(f"{API}/roadmaps/nothing"),
            http.get(f"{API}/roadmaps/plan/milestones/nothing"),
            http.get(f"{API}/calendar/2026-13"),
        ]

    assert [one.status_code for one in answers] == [404, 404, 405, 404, 404, 422]
    assert {one.headers["content-type"] for one in answers} == {"application/problem+json"}


def test_a_broken_configuration_goes_on_with_the_last_one(office: Office) -> None:
    office.edit("roadmaps/plan.yaml", "milestones:", "milestone:")

    assert answer(office, "/roadmaps")[0]["figures"]["total"] == 4
