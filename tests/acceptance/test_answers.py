"""What is recorded beside Done, on the command line; who recorded what; and taking it back."""

import csv
import hashlib
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.acceptance.conftest import Office

REVIEW = ("chi-bo-01", "branch-review@2024")
AT = "2024-12-02"


def standing(lotrinh: Office, organisation: str = "chi-bo-01") -> dict[str, object]:
    """Return how the review of 2024 of a branch stands."""
    rows = lotrinh.json("status", "--all", "--roadmap", "year-end")
    (row,) = (
        row
        for row in rows
        if (row["organisation"], row["milestone"], row["occurrence"])
        == (organisation, "branch-review", "2024")
    )
    return dict(row)


def test_what_is_waived_says_why_and_may_be_opened_again(lotrinh: Office) -> None:
    refused = lotrinh("waive", *REVIEW)
    recorded = lotrinh.json("waive", *REVIEW, "--note", "mới thành lập", "--by", "Văn phòng")

    assert (refused.code, "--note" in refused.err) == (1, True)
    assert recorded["recorded"][0]["kind"] == "waived"
    assert standing(lotrinh)["standing"] == "waived"

    lotrinh.json("reopen", *REVIEW)
    assert standing(lotrinh)["standing"] == "overdue"


def test_an_extension_is_asked_for_granted_and_taken_back(lotrinh: Office) -> None:
    lotrinh.json("extend", *REVIEW, "--to", "31/12/2026", "--note", "bí thư đi công tác")
    (asked,) = lotrinh.json("status", "--asked")
    assert (asked["asked_until"], asked["decided_by"]) == ("2026-12-31", "bi-thu-phuong")
    assert "quyết định" in lotrinh("status", "--asked").out

    entry = lotrinh.json("grant", *REVIEW)["entry"]
    lotrinh.json("note", *REVIEW, "--note", "đã báo qua điện thoại")

    granted = standing(lotrinh)
    assert (granted["due"], granted["extended"], granted["asked_until"]) == (
        "2026-12-31",
        True,
        None,
    )
    plan = lotrinh("plan", "--organisation", "chi-bo-01", "--roadmap", "year-end", "--why").out
    assert "gia hạn ngày" in plan

    lotrinh.json("undo", "--entry", str(entry))
    assert standing(lotrinh)["extended"] is False


def test_a_refusal_leaves_the_date(lotrinh: Office) -> None:
    before = standing(lotrinh)["due"]
    lotrinh.json("extend", *REVIEW, "--to", "31/12/2026", "--note", "đi công tác")

    lotrinh.json("refuse", *REVIEW, "--note", "đã đủ thời gian")

    after = standing(lotrinh)
    assert (after["due"], after["asked_until"]) == (before, None)
    assert lotrinh("grant", *REVIEW).code == 1


def test_what_is_known_and_what_is_snoozed_is_seen_in_the_standing(lotrinh: Office) -> None:
    lotrinh.json("ack", *REVIEW)
    soon = date.today() + timedelta(days=30)  # noqa: TID251, DTZ011  (as the program sees it)
    refused = lotrinh("snooze", *REVIEW, "--until", "31/12/2099")
    lotrinh.json("snooze", *REVIEW, "--until", f"{soon - timedelta(days=1):%d/%m/%Y}")

    row = standing(lotrinh)

    assert (row["acknowledged"], row["snoozed_until"]) == (True, f"{soon - timedelta(days=1)}")
    assert refused.code == 1
    assert "đã xác nhận" in lotrinh("status", "--late").out


def test_what_is_on_hold_goes_on(lotrinh: Office) -> None:
    lotrinh.json("suspend", *REVIEW, "--note", "chờ hướng dẫn")
    assert standing(lotrinh)["standing"] == "suspended"

    lotrinh.json("resume", *REVIEW)
    assert standing(lotrinh)["standing"] == "overdue"


def test_several_are_previewed_first(lotrinh: Office) -> None:
    words = ("waive", "--below", "dong-hai-2", "branch-review@2024", "--note", "theo 12-KH/ĐU")

    shown = lotrinh(*words, "--dry-run")
    declined = lotrinh.answering("n\n", *words)

    unasked, machine = lotrinh(*words), lotrinh(*words, "--format", "json")

    assert "Chưa ghi gì" in shown.out
    assert [(said.code, "--yes" in said.err) for said in (unasked, machine)] == [(2, True)] * 2
    assert "[c/K]" in declined.out
    assert "không phải làm" not in declined.err
    assert lotrinh.json("audit") == []


def test_a_table_with_mistakes_records_no_line(lotrinh: Office, tmp_path: Path) -> None:
    lotrinh.json("done", "chi-bo-02", "branch-review@2024")
    sheet = tmp_path / "mien.csv"
    sheet.write_text(
        "organisation,milestone,note\n"
        "chi-bo-01,branch-review@2024,đã biết\n"
        "chi-bo-02,branch-review@2024,đã biết\n",
        encoding="utf-8",
    )

    ended = lotrinh("ack", "--from", str(sheet))

    assert (ended.code, "mien.csv:3:" in ended.err) == (1, True)
    assert [row["kind"] for row in lotrinh.json("audit")] == ["done"]


def test_the_audit_tells_who_recorded_what_and_why_newest_first(lotrinh: Office) -> None:
    lotrinh.json("ack", *REVIEW, "--by", "Văn phòng", "--note", "đã gọi điện")
    lotrinh.json("done", "chi-bo-02", "branch-review@2024", "--by", "Bí thư")
    lotrinh.json("undo", "--by", "Bí thư")

    told = lotrinh.json("audit")
    assert [(row["kind"], row["by"], row["organisation"]) for row in told] == [
        ("undone", "Bí thư", "chi-bo-02"),
        ("done", "Bí thư", "chi-bo-02"),
        ("acknowledged", "Văn phòng", "chi-bo-01"),
    ]
    assert [(row["note"], row["undone_by"]) for row in told[1:]] == [("", 3), ("đã gọi điện", None)]
    assert len(lotrinh.json("audit", "--organisation", "chi-bo-01")) == 1
    assert len(lotrinh.json("audit", "--person", "bí thư")) == 2
    assert (
        lotrinh.json("audit", "--milestone", "year-end/branch-review", "--to", "2020-01-01") == []
    )
    rows = list(csv.DictReader(io.StringIO(lotrinh("audit", "--format", "csv").out)))
    assert [row["entry"] for row in rows] == ["3", "2", "1"]
    assert "đã gọi điện" in lotrinh("audit").out


def test_the_last_entry_is_taken_back_unasked_only_by_who_recorded_it(lotrinh: Office) -> None:
    lotrinh.json("done", *REVIEW, "--by", "Bí thư chi bộ")

    nobody = lotrinh("undo", "--by", "Văn phòng")
    machine = lotrinh("undo", "--format", "json")
    no = lotrinh.answering("\n", "undo")
    kinds = [row["kind"] for row in lotrinh.json("audit")]
    asked = lotrinh.answering("gì\nc\n", "undo")

    assert (nobody.code, machine.code, kinds) == (2, 2, ["done"])
    assert all("Bí thư chi bộ" in said for said in (nobody.out, nobody.err, machine.err, no.out))
    assert "lotrinh undo --entry 1" in nobody.err
    assert "Chưa hoàn lại gì" in no.out
    assert "trả lời có hoặc không" in asked.out
    assert [row["kind"] for row in lotrinh.json("audit")] == ["undone", "done"]


@pytest.mark.parametrize("words", [("--by", "Lan"), ("--yes",), ("--entry", "1")])
def test_an_entry_of_ones_own_or_named_is_taken_back_at_once(
    lotrinh: Office, words: tuple[str, ...]
) -> None:
    recorded = lotrinh("done", *REVIEW, "--by", "Lan")

    assert "lotrinh undo --entry 1" in recorded.out
    assert lotrinh("undo", *words).code == 0
    assert lotrinh("undo", *words).code == 1


@pytest.fixture
def told(lotrinh: Office) -> Office:
    """An office that has sent its first reminders, so that deadlines have numbers."""
    assert lotrinh("check", "--at", AT).code == 0
    return lotrinh


def number_in_mail(office: Office, recipient: str) -> str:
    """Return the number of the first item in the newest mail of somebody."""
    rows = office.json("outbox", "list", "--person", recipient)
    text = office.json("outbox", "show", rows[0]["key"])["text"]
    number, *_ = re.findall(r"^\[(\d+)\] ", text, re.MULTILINE)
    return str(number)


def test_a_number_of_a_message_stands_for_its_deadline(told: Office, tmp_path: Path) -> None:
    first, second = (number_in_mail(told, f"bi-thu-cb-0{n}") for n in (1, 2))

    known = told.json("ack", first)["recorded"]
    done = told.json("done", f"{first},{second}", "--yes")["recorded"]
    sheet = tmp_path / "so.csv"
    sheet.write_text(f"organisation,milestone,note\n,{second},đủ\n,999,đủ\n", encoding="utf-8")
    from_a_file = told("reopen", "--from", str(sheet))

    assert [row["organisation"] for row in known] == ["chi-bo-01"]
    assert [row["organisation"] for row in done] == ["chi-bo-01", "chi-bo-02"]
    closed, open_ = told("extend", first, "--to", "31/12/2099", "--note", "x"), told("resume", "1")
    assert f"“[{first}] " in closed.err
    assert "đã xong từ" in closed.err
    assert ("“[1] " in open_.err, "branch-" in open_.err) == (True, False)
    assert (from_a_file.code, "so.csv:3:" in from_a_file.err) == (1, True)
    assert "so.csv:2:" not in from_a_file.err


def test_a_number_and_an_id_have_to_mean_the_same(told: Office) -> None:
    number = number_in_mail(told, "bi-thu-cb-01")

    assert told("done", "chi-bo-01", number, "--dry-run").code == 0
    refused = told("done", "chi-bo-02", number)
    assert (refused.code, "chi-bo-01" in refused.err) == (1, True)
    assert told.json("audit") == []


def test_what_proves_it_is_kept_and_shown(lotrinh: Office, tmp_path: Path) -> None:
    minutes = tmp_path / "Biên bản.PDF"
    minutes.write_bytes(b"%PDF minutes")
    name = f"evidence/{hashlib.sha256(b'%PDF minutes').hexdigest()}.pdf"

    preview = lotrinh("done", *REVIEW, "--evidence", str(minutes), "--dry-run")
    assert (preview.code, (tmp_path / "var" / name).exists()) == (0, False)
    recorded = lotrinh.json("done", *REVIEW, "--evidence", str(minutes))["recorded"]
    lotrinh.json("note", *REVIEW, "--note", "ảnh", "--evidence", "https://example.vn/a?b=1#c")

    assert recorded[0]["evidence"] == name
    assert (tmp_path / "var" / name).read_bytes() == b"%PDF minutes"
    assert [row["evidence"] for row in lotrinh.json("audit")] == [
        "https://example.vn/a?b=1#c",
        name,
    ]
    assert standing(lotrinh)["evidence"] == name


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("ftp://example.vn/a", "ftp://example.vn/a"),
        ("https://lan:secret@example.vn/a", "http"),
        ("https://", "https://"),
        ("khong-co.pdf", "khong-co.pdf"),
        ("config", "config"),
    ],
)
def test_what_proves_nothing_is_refused(lotrinh: Office, evidence: str, said: str) -> None:
    refused = lotrinh("done", *REVIEW, "--evidence", evidence)

    assert (refused.code, said in refused.err) == (1, True)
    assert lotrinh.json("audit") == []


def test_a_deadline_is_given_to_another_role_and_back(lotrinh: Office) -> None:
    lotrinh.json("reassign", *REVIEW, "--to", "parent.office", "--note", "bí thư nghỉ ốm")

    assert standing(lotrinh)["lead"] == "parent.office"
    assert "giao cho" in lotrinh("audit").out
    assert lotrinh("reassign", *REVIEW, "--to", "parent.office").code == 1, "it has to say why"
    lotrinh.json("undo")
    assert standing(lotrinh)["lead"] == "secretary"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("done", "99"), "99"),
        (("reassign", *REVIEW, "--to", "ofice", "--note", "x"), "office"),
        (("audit", "--organisation", "chi-bo-0x"), "chi-bo-0"),
        (("audit", "--milestone", "branch-reviw"), "branch-review"),
        (("undo", "--entry", "7"), "hoàn lại"),
        (("grant", *REVIEW, "--to", "31/12/2026", "--basis", "khong-co"), "khong-co"),
        (("snooze", *REVIEW, "--until", "01/01/2020"), "01/01/2020"),
    ],
)
def test_what_cannot_be_recorded_or_found_is_said(
    lotrinh: Office, words: tuple[str, ...], said: str
) -> None:
    ended = lotrinh(*words)

    assert ended.code == 1
    assert said in ended.err
