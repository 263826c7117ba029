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
    assert "Đã hoàn lại." in words(back)
    assert back.index('id="decide"') < back.index(f'id="i{code}"')
    assert office.said() == ["extension-asked", "extension-granted", "undone"]
