"""The first screen: what waits for one's decision stands first, and a decision can be undone."""

import re

import pytest

from tests.integration.web.conftest import FORM, Office, words

ASKED = {"until": "2026-12-18", "note": "chờ hồ sơ"}
WARD = "  - {id: own, title: Tổng hợp, for: {kind: ward}, due: 10/12/2026, lead: secretary}"
ENTRY = re.compile(r'name="entry" value="(\d+)"')


@pytest.fixture
def code(office: Office) -> int:
    """The number of a deadline for which its branch asks for more time."""
    number = office.codes()["branch-1", "review"]
    with office.visitor() as lan:
        assert lan.press(office.token(), number, "extension-asked", **ASKED).status_code == 303
    return number


def test_what_waits_for_a_decision_stands_before_what_is_overdue(office: Office, code: int) -> None:
    office.edit("roadmaps/plan.yaml", "  - {id: plan-2027", f"{WARD}\n  - {{id: plan-2027")
    with office.at("2026-12-15 07:30").signed_in("van-phong") as http:
        page = http.get("/").text

    assert page.index('id="decide"') < page.index(f'id="i{code}"') < page.index('id="overdue"')


def test_more_time_that_was_granted_is_said_and_taken_back(office: Office, code: int) -> None:
    with office.signed_in("van-phong") as http:

        def press(do: str, **fields: str) -> str:
            stamp = dict(FORM.findall(http.get("/").text))[str(code)]
            answer = http.post("/", data={"code": code, "stamp": stamp, "do": do, **fields})
            return http.get(answer.headers["location"]).text

        granted = press("extension-granted")
        done = granted[granted.index('id="done"') :]
        back = press("undone", entry=ENTRY.findall(done)[0])

    assert "Đã ghi nhận. Cảm ơn. Hạn nay là ngày 18/12/2026." in words(done)
    assert f'id="i{code}"' in done
    assert "Đã hoàn lại: gia hạn đến 18/12/2026. Việc này nay: " in words(back)
    assert back.index('id="decide"') < back.index(f'id="i{code}"')
    assert office.said() == ["extension-asked", "extension-granted", "undone"]


def test_a_deadline_leads_to_its_page_where_the_office_writes_down_for_others(
    office: Office,
) -> None:
    office.edit("people.csv", "office@ward-1; secretary@ward-1", "office@ward-1")
    supported = WARD.replace("lead: secretary", "lead: secretary, support: [office]")
    office.edit("roadmaps/plan.yaml", "  - {id: plan-2027", f"{supported}\n  - {{id: plan-2027")
    with office.signed_in("van-phong") as http, office.signed_in("bi-thu-1") as lan:
        page, own = http.get("/").text, lan.get("/").text
        there = http.get("/cell/plan/ward-1/own")

    assert page.count('href="cell/plan/ward-1/own"') == 2
    assert "Gửi ý kiến cho văn phòng" not in page
    assert "Ghi nhận cho người chủ trì" in page
    assert "Đã xong hôm nay" in there.text
    assert 'href="cell/plan/branch-1/plan-2027"' in own
    assert "Ghi nhận cho người chủ trì" not in own


def test_known_is_said_before_the_day_is_due_and_once(office: Office) -> None:
    office.edit("roadmaps/plan.yaml", "due: chậm nhất 20/12/2026", "due: chậm nhất 07/12/2026")
    with office.signed_in("bi-thu-1") as lan:

        def pressable() -> int:
            return lan.get("/").text.count('value="acknowledged"')

        before = pressable()
        code = office.codes()["branch-1", "review"]
        stamp = dict(FORM.findall(lan.get("/").text))[str(code)]
        lan.post("/", data={"code": code, "stamp": stamp, "do": "acknowledged"})
        after = pressable()

    assert (before, after) == (1, 0)
    assert office.said() == ["acknowledged"]


def test_what_was_past_due_before_it_was_followed_is_folded_below_what_is_current(
    office: Office,
) -> None:
    old = WARD.replace("own", "old").replace("10/12/2026", "30/11/2026").replace("ward", "branch")
    office.edit("roadmaps/plan.yaml", "  - {id: plan-2027", f"{old}\n  - {{id: plan-2027")
    with office.at("2026-12-20 07:30").signed_in("bi-thu-1") as http:
        page = http.get("/").text
        folded = page[
            page.index('<details class="fold"><summary') : page.index("</details>\n</sec")
        ]
        (code, stamp), *_ = FORM.findall(folded)
        answer = http.post("/", data={"code": code, "stamp": stamp, "do": "done", "on": "bad"})

    assert page.index('id="overdue"') < page.index('id="backlog"')
    assert "Quá hạn từ trước khi theo dõi (1)" in words(folded)
    assert "Tổng hợp" in words(folded)
    assert '<details class="fold" open>' in answer.text, "what somebody is busy with isn't folded"
