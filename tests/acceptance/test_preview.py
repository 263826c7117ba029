"""`lotrinh preview`: exactly what a person would get, and nothing written; or why not."""

from pathlib import Path

from tests.acceptance.conftest import Office
from tests.acceptance.scenario import Scenario

MORNING = ("--at", "2024-12-02T07:30")


def test_it_shows_exactly_the_message_that_a_check_would_send(lotrinh: Office) -> None:
    seen = lotrinh.json("preview", "bi-thu-cb-01", *MORNING)
    rehearsed = lotrinh.json("check", "--dry-run", *MORNING)

    (message,) = seen["messages"]
    (same,) = [m for m in rehearsed["messages"] if m["recipient"] == "bi-thu-cb-01"]
    assert {name: message[name] for name in ("subject", "text", "channel")} == {
        name: same[name] for name in ("subject", "text", "channel")
    }
    assert seen["held"] == []
    assert lotrinh.json("outbox", "list") == []


def test_in_quiet_hours_it_says_until_when_the_message_is_held(lotrinh: Office) -> None:
    seen = lotrinh.json("preview", "bi-thu-cb-01", "--at", "2024-12-02T22:30")

    assert seen["messages"] == []
    assert [message["not_before"] for message in seen["held"]] == ["2024-12-03T00:00:00+00:00"]
    shown = lotrinh("preview", "bi-thu-cb-01", "--at", "2024-12-02T22:30", "--lang", "en").out
    assert "Held until 03/12/2024 07:00 (preview)" in shown


def test_where_nothing_would_be_sent_it_says_why_and_what_comes_next(lotrinh: Office) -> None:
    seen = lotrinh.json("preview", "bi-thu-cb-01", "--at", "2024-10-01")

    assert seen["messages"] == seen["held"] == []
    assert set(seen["reasons"]) == {"not-yet"}
    assert (seen["next"]["day"], seen["next"]["rung"]) == ("2024-11-05", "T-30")
    shown = lotrinh("preview", "bi-thu-cb-01", "--at", "2024-10-01").out
    assert "Không có thư nào được gửi." in shown
    assert "chưa đến bậc nhắc" in shown
    assert "Lời nhắc kế tiếp: thứ Ba, 05/11/2024: Chi bộ họp kiểm điểm" in shown


def test_of_somebody_who_is_away_it_says_so_and_who_hears_instead(scenario: Scenario) -> None:
    scenario.lists("away", mot="07/09/2026..13/09/2026", hai="10/09/2026").lists(
        "deputy", mot="hai"
    )
    lotrinh = Office(scenario.folder)

    seen = lotrinh.json("preview", "mot", "--at", "2026-09-08T08:00")
    assert seen["messages"] == seen["held"] == []
    assert seen["away"] == {"since": "2026-09-07", "until": "2026-09-13", "instead": "hai"}
    shown = lotrinh("preview", "mot", "--at", "2026-09-08T08:00").out
    assert "vắng từ 07/09/2026 đến 13/09/2026; Bí thư Chi bộ Hai (hai) nhận thay." in shown
    assert "Không có hạn nào" not in shown
    both_away = lotrinh("preview", "mot", "--at", "2026-09-10T08:00", "--lang", "en").out
    assert "Away from 07/09/2026 to 13/09/2026; nobody hears instead." in both_away
    assert lotrinh.json("preview", "hai", "--at", "2026-09-08T08:00")["away"] is None


def test_it_prints_only_what_is_asked_for(lotrinh: Office, tmp_path: Path) -> None:
    page = tmp_path / "thu.html"
    seen = lotrinh.json("preview", "van-phong", *MORNING, "--html", str(page))
    texts = lotrinh("preview", "van-phong", *MORNING, "--text").out
    briefs = lotrinh("preview", "van-phong", *MORNING, "--brief").out

    first, second = seen["messages"]
    assert (first["kind"], second["kind"]) == ("reminders", "backlog")
    assert texts.strip() == f"{first['text']}\n\n{second['text']}".strip()
    assert briefs.strip() == f"{first['brief']}\n\n{second['brief']}".strip()
    assert page.read_text(encoding="utf-8") == first["html"]
    assert (tmp_path / "thu-2.html").read_text(encoding="utf-8") == second["html"]


def test_an_unknown_person_is_answered_with_the_nearest(lotrinh: Office) -> None:
    refused = lotrinh("preview", "bi-thu-cb01")

    assert refused.code == 1
    assert "bi-thu-cb-01" in refused.err


def test_a_preview_says_who_has_no_address(lotrinh: Office) -> None:
    lotrinh.edit("channels.yaml", "deliver_by: preview\n", "")
    lotrinh.edit("people.csv", ",chibo01@dong-hai-2.example.vn", ",")

    told = lotrinh("check", "--at", "2024-12-02", "--dry-run").out

    assert "bi-thu-cb-01 (không có địa chỉ): " in told
    assert "bi-thu-cb-02 (email): " in told
