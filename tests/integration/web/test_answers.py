import re
from datetime import date

import pytest

from lotrinh.application.recording.answers import Answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.domain.facts import FactKind
from lotrinh.domain.registers import OrganisationId
from tests.integration.store.books import at_once
from tests.integration.web.conftest import Office, words


def mine(office: Office) -> int:
    """Return the number of Branch One's review."""
    return office.codes()["branch-1", "review"]


def test_a_link_opens_what_its_holder_has_to_do(office: Office) -> None:
    with office.visitor() as lan:
        page = lan.look(office.token())

    told = words(page.text)
    assert page.status_code == 200
    assert "Kính gửi Bí thư Chi bộ Một" in told
    assert "Kiểm điểm <b>cuối năm</b>" in told, "a title is text"
    for said in ("14/12/2026", "sắp đến hạn", "Chi bộ Một", "Bí thư", "Văn phòng", "12-KH/ĐU"):
        assert said in told
    assert "nhắc trước hạn 7 ngày" in told
    assert "Chi bộ Hai" not in told, "what is another's isn't shown, whatever the link says"
    assert "@" not in told, "no addresses"
    assert "<script" not in page.text
    assert page.text.count("<h1") == 1


def test_done_is_one_press(office: Office) -> None:
    token = office.token()
    with office.visitor() as lan:
        answer = lan.press(token, mine(office), "done")
        page = lan.http.get(f"/a/{answer.headers['location']}")

    assert answer.status_code == 303
    assert "Đã ghi nhận" in words(page.text)
    assert "đã xong, ngày 07/12/2026, Bí thư Chi bộ Một" in words(page.text)
    (fact,) = office.facts()
    assert (fact.kind, fact.by, str(fact.on)) == ("done", "Bí thư Chi bộ Một", "2026-12-07")


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("done", {"on": "2026-12-05", "note": "đã gửi"}),
        ("acknowledged", {}),
        ("extension-asked", {"until": "20/12/2026", "note": "đi công tác"}),
        ("note", {"note": "chờ hướng dẫn"}),
    ],
)
def test_each_button_records_its_fact_once_however_often_it_is_pressed(
    office: Office, do: str, fields: dict[str, str]
) -> None:
    token, code = office.token(), mine(office)
    with office.visitor() as one_tab, office.visitor() as another:
        stamp = another.stamps(token)[str(code)]
        first = one_tab.press(token, code, do, **fields)
        second = another.send(token, code=str(code), do=do, stamp=stamp, **fields)

    assert first.status_code == second.status_code == 303
    assert "again" in second.headers["location"]
    assert office.said() == [do]
    assert office.facts()[0].note == fields.get("note", "")


def test_two_presses_at_the_same_moment_are_one(office: Office) -> None:
    token, code = office.token(), mine(office)
    with office.visitor() as lan:
        stamp = lan.stamps(token)[str(code)]

        def press() -> int:
            with office.visitor() as tab:
                fields = {"note": "chờ", "code": str(code), "do": "note", "stamp": stamp}
                return tab.send(token, **fields).status_code

        assert at_once(*[press] * 6) == [303] * 6

    assert office.said() == ["note"]


@pytest.mark.parametrize(
    ("do", "fields", "error"),
    [
        ("done", {"on": "2026-12-08"}, "Ngày 08/12/2026 chưa đến"),
        ("done", {"on": "30/02/2026"}, "Ngày không đúng"),
        ("done", {"evidence": "javascript:alert(1)"}, "bắt đầu bằng https"),
        ("done", {"note": "a" * 501}, "500"),
        ("done", {"note": "a\u202eb"}, "không dùng được"),
        ("extension-asked", {"until": "", "note": "bận"}, "Chưa chọn ngày"),
        ("extension-asked", {"until": "2026-12-20", "note": " "}, "Chưa ghi vì sao"),
        ("extension-asked", {"until": "2026-12-14", "note": "bận"}, "không muộn hơn hạn"),
        ("extension-asked", {"until": "2026-12-25", "note": "bận"}, "muộn nhất là ngày 24/12"),
        ("note", {"note": ""}, "Chưa ghi vì sao"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_with_what_was_typed(
    office: Office, do: str, fields: dict[str, str], error: str
) -> None:
    with office.visitor() as lan:
        page = lan.press(office.token(), mine(office), do, **fields)

    assert page.status_code == 422
    assert error in words(page.text)
    assert 'aria-invalid="true"' in page.text
    assert "<details open>" in page.text
    kept = fields.get("note", "").strip()
    assert kept in page.text
    assert office.said() == []


def test_a_slip_is_taken_back_on_the_same_day_and_may_be_said_again(office: Office) -> None:
    token, code = office.token(), mine(office)
    with office.visitor() as lan:
        lan.press(token, code, "done")
        entry = str(office.facts()[0].entry)
        once = lan.press(token, code, "undone", entry=entry)
        pages = [words(lan.follow(once).text)]
        twice = lan.press(token, code, "undone", entry=entry)
        again = lan.press(token, code, "done")
        pages += [words(lan.follow(one).text) for one in (twice, again)]

    assert office.said() == ["done", "undone", "done"]
    told = "Đã hoàn lại: đã xong. Việc này nay: sắp đến hạn; hạn 14/12/2026."
    assert [told in page for page in pages] == [True, False, False]
    assert ["Đã hoàn lại từ trước." in page for page in pages] == [False, True, False]
    assert ["Đã ghi nhận. Cảm ơn." in page for page in pages] == [False, False, True]
    assert "again" in twice.headers["location"]
    assert "again" not in again.headers["location"]


def test_what_was_said_last_stands_first_and_each_button_names_what_it_takes_back(
    office: Office,
) -> None:
    token, code = office.token(), mine(office)
    with office.visitor() as lan:
        for do in ("acknowledged", "done"):
            lan.press(token, code, do)
        page = lan.look(token).text
        back = lan.press(token, code, "undone", entry=str(office.facts()[-1].entry))
        after = words(lan.follow(back).text)

    buttons = re.findall(r'value="undone"[^>]*>([^<]+)<', page)
    assert buttons == ["Hoàn lại: đã xong", "Hoàn lại: xác nhận đã biết"]
    assert "Đã hoàn lại: đã xong. Việc này nay:" in after


def test_nobody_takes_back_what_another_has_said_or_what_is_of_yesterday(office: Office) -> None:
    code = mine(office)
    with office.visitor() as lan:
        lan.press(office.token(), code, "done")
        entry = str(office.facts()[0].entry)
        lan.press(office.token("van-phong"), code, "undone", entry=entry)
        office.at("2026-12-08 07:30")
        page = lan.look(office.token()).text
        lan.press(office.token(), code, "undone", entry=entry)

    assert "Hoàn lại" not in page
    assert office.said() == ["done"]


def test_who_supports_may_remark_and_no_more(office: Office) -> None:
    """An office that helps doesn't say for a branch that it is done."""
    office.edit("people.csv", "office@ward-1; ", "office@branch-1; office@ward-1; ")
    code, token = mine(office), office.token("van-phong")
    with office.visitor() as van_phong:
        page = van_phong.look(token).text
        refused = van_phong.press(token, code, "done")
        van_phong.press(token, code, "note", note="đã nhận bản nháp")

    assert "Đã xong hôm nay" not in page
    assert "phối hợp" in words(page)
    assert refused.status_code == 422
    assert office.said() == ["note"]


def test_what_was_waived_is_not_done_because_somebody_who_supports_says_so(office: Office) -> None:
    office.edit("people.csv", "office@ward-1; ", "office@branch-1; office@ward-1; ")
    code, token = mine(office), office.token("van-phong")
    mention = Mention(OrganisationId("branch-1"), "plan/review", note="sáp nhập")
    office.program.keep(office.program.answer([mention], Answer(FactKind.WAIVED), by="Đảng ủy"))
    with office.visitor() as van_phong:
        stamp = office.program.seals.stamp(f"{token}#{code}", office.now)
        refused = van_phong.send(token, code=str(code), do="done", stamp=stamp)

    assert refused.status_code == 422
    assert office.said() == ["waived"]


def test_whoever_has_left_the_post_sees_nothing_of_it_any_more(office: Office) -> None:
    token, code = office.token(), mine(office)
    with office.visitor() as lan:
        stamp = lan.stamps(token)[str(code)]
        office.edit("people.csv", "secretary@branch-1", "secretary@branch-2")
        page = lan.look(token).text
        answer = lan.send(token, code=str(code), do="done", stamp=stamp)

    assert f'id="i{code}"' not in page
    assert answer.status_code == 422
    assert "không còn thuộc phần mình" in words(answer.text)
    assert office.said() == []


def test_a_link_opens_no_more_than_its_message_told(office: Office) -> None:
    codes = office.codes()
    token = office.token("bi-thu-1", codes["branch-1", "plan-2027"])
    with office.visitor() as lan:
        stamps = lan.stamps(token)
        answer = lan.send(
            token, code=str(mine(office)), do="done", stamp=next(iter(stamps.values()))
        )

    assert list(stamps) == [str(codes["branch-1", "plan-2027"])]
    assert answer.status_code == 422
    assert office.said() == []


# Whoever decides on more time.


def test_whoever_asks_for_more_time_reads_who_decides_and_that_the_date_holds(
    office: Office,
) -> None:
    fields = {"until": "2026-12-20", "note": "đi công tác"}
    with office.visitor() as lan:
        answers = [
            lan.press(office.token(), mine(office), "extension-asked", **fields) for _ in range(2)
        ]
        pages = [words(lan.follow(answer).text) for answer in answers]

    waits = "Văn phòng phường quyết định. Trong lúc chờ, hạn 14/12/2026 vẫn giữ nguyên."
    assert [waits in page for page in pages] == [True, True]


def test_a_request_without_a_name_has_none(office: Office) -> None:
    code, asked = mine(office), Answer(FactKind.EXTENSION_ASKED, date(2026, 12, 20))
    mention = Mention("branch-1", "review", note="đi công tác")
    office.program.keep(office.program.answer([mention], asked))
    with office.visitor() as lan:
        pages = [words(lan.look(office.token(who, code)).text) for who in ("bi-thu-1", "van-phong")]

    assert "xin gia hạn đến 20/12/2026, ngày 07/12/2026" in pages[0]
    assert "Đề nghị ngày 07/12/2026: đi công tác" in pages[1]
    assert not any("–" in page for page in pages)


@pytest.mark.parametrize("end", ["withdrawn", "refused"])
def test_the_superiors_link_says_that_the_request_is_gone(office: Office, end: str) -> None:
    code = mine(office)
    other = office.codes()["branch-1", "plan-2027"]
    with office.visitor() as lan:
        lan.press(office.token(), code, "extension-asked", until="2026-12-20", note="bận")
        entry = str(office.facts()[0].entry)
        if end == "withdrawn":
            lan.press(office.token(), code, "undone", entry=entry)
        else:
            lan.press(office.token("van-phong", code), code, "extension-refused", note="đủ rồi")
            office.at("2026-12-08 07:30")
        page = words(lan.look(office.token("van-phong", code)).text)
        never = words(lan.look(office.token("van-phong", other)).text)

    assert "Đề nghị đã được rút hoặc đã quyết định." in page
    assert "Không còn việc nào của thư này thuộc phần mình" in never


def test_the_superior_sees_a_request_and_grants_it_with_one_press(office: Office) -> None:
    code = mine(office)
    with office.visitor() as lan:
        lan.press(office.token(), code, "extension-asked", until="2026-12-20", note="đi công tác")
        page = words(lan.look(office.token("van-phong", code)).text)
        answers = [
            lan.press(office.token("van-phong", code), code, "extension-granted") for _ in range(2)
        ]
        after = words(lan.look(office.token()).text)

    assert "Xin gia hạn đến 20/12/2026" in page
    assert "Bí thư Chi bộ Một đề nghị ngày 07/12/2026: đi công tác" in page
    assert [answer.status_code for answer in answers] == [303, 303]
    assert office.said() == ["extension-asked", "extension-granted"]
    assert "20/12/2026" in after


def test_the_superior_gives_another_day_or_says_why_not(office: Office) -> None:
    code, above = mine(office), office.token("van-phong", mine(office))
    with office.visitor() as lan:
        lan.press(office.token(), code, "extension-asked", until="2026-12-20", note="bận")
        silent = lan.press(above, code, "extension-refused", note="")
        lan.press(above, code, "extension-refused", note="đã đủ thời gian")
        lan.press(office.token(), code, "extension-asked", until="2026-12-21", note="bận thật")
        lan.press(above, code, "extension-granted", until="2026-12-18", note="đến đây thôi")

    assert silent.status_code == 422
    assert office.said() == [
        "extension-asked",
        "extension-refused",
        "extension-asked",
        "extension-granted",
    ]
    assert str(office.facts()[-1].until) == "2026-12-18"


def test_nobody_grants_more_time_to_himself(office: Office) -> None:
    code = mine(office)
    with office.visitor() as lan:
        lan.press(office.token(), code, "extension-asked", until="2026-12-20", note="bận")
        answer = lan.press(office.token(), code, "extension-granted")

    assert answer.status_code == 422
    assert office.said() == ["extension-asked"]


def test_those_above_see_what_is_overdue_and_answer_for_nobody(office: Office) -> None:
    office.edit("policies.yaml", "standard:", "standard:\n  escalation: {after: 3 ngày làm việc}")
    token = office.at("2026-12-22 07:30").token("van-phong", mine(office))
    with office.visitor() as above:
        page = above.look(token).text
        refused = above.press(token, mine(office), "done")

    assert "quá hạn" in words(page)
    assert "Phần mình cấp trên" in words(page)
    assert refused.status_code == 422
    assert office.said() == []


def test_whoever_reads_english_is_spoken_to_in_english(office: Office) -> None:
    office.edit("settings.yaml", "coordinator:", "language: en\ncoordinator:")
    with office.visitor() as lan:
        page = lan.look(office.token()).text
        gone = lan.look("x").text

    assert '<html lang="en">' in page
    assert "Done today" in page
    assert "This link doesn't work" in words(gone)
