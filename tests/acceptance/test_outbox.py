"""`lotrinh outbox` and `send-test` as commands: documents, words, questions, exit codes."""

import csv
import io
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lotrinh.application.books.messages import Draft
from lotrinh.store.database import SqlStore
from tests.acceptance.conftest import Office
from tests.integration.store.books import a_message

AT = "2024-12-02"
MAIL = "{kind: smtp, host: 127.0.0.1, port: 1, security: none, sender: lotrinh@example.vn}"
LAN = "bi-thu-cb-01"


@pytest.fixture
def failing(lotrinh: Office) -> Office:
    """An office whose mail server isn't there: everything waits for its next try."""
    channels = lotrinh.folder / "config" / "channels.yaml"
    channels.write_text(f"email: {MAIL}\n", encoding="utf-8")
    assert lotrinh("check", "--at", AT).code == 0
    return lotrinh


def of(lotrinh: Office, person: str = LAN) -> dict[str, Any]:
    (row,) = lotrinh.json("outbox", "list", "--person", person)
    assert isinstance(row, dict)
    return row


def test_the_list_says_why_and_what_to_do_and_shows_no_address(failing: Office) -> None:
    row = of(failing)
    shown = failing("outbox", "list", "--person", LAN).out

    assert (row["state"], row["tries"], row["failure"]) == ("waiting", 1, "connection-refused")
    assert row["reason"] == "máy chủ của kênh từ chối kết nối"
    assert "chờ gửi" in shown
    assert "example.vn" not in failing("outbox", "list", "--format", "json").out + shown


@pytest.mark.parametrize("word", ["chi bo to dan pho so 1", "Chi bộ  Tổ dân phố SỐ 1", "chi-bo-01"])
def test_an_organisation_goes_by_its_name_in_whatever_letters(lotrinh: Office, word: str) -> None:
    words = ("check", "--at", AT, "--dry-run", "--organisation")

    assert lotrinh.json(*words, word) == lotrinh.json(*words, "chi-bo-01")
    assert "chi-bo-" in lotrinh(*words, "chi bo").err


def test_what_was_written_to_a_file_is_not_called_sent(lotrinh: Office) -> None:
    assert lotrinh("check", "--at", AT).code == 0

    row = of(lotrinh)
    shown = lotrinh("outbox", "show", row["key"]).out

    assert (row["state"], row["channel"]) == ("sent", "preview")
    assert "đã ghi ra tệp xem trước" in shown
    assert "đã gửi" not in shown


def test_a_check_says_it_below_each_message(failing: Office) -> None:
    failing("outbox", "retry", "--all", "--yes")

    told = failing("deliver", "--at", AT, "--lang", "en").out

    assert "The channel's server refuses the connection. Look at its name and port" in told


def test_the_list_can_be_narrowed_and_goes_out_as_csv(failing: Office) -> None:
    assert failing.json("outbox", "list", "--state", "dead") == []
    rows = list(csv.DictReader(io.StringIO(failing("outbox", "list", "--format", "csv").out)))

    assert {row["state"] for row in rows} == {"waiting"}
    assert len(rows) == len(failing.json("outbox", "list", "--state", "waiting"))


def test_one_message_is_shown_with_text_reminders_and_tries(failing: Office) -> None:
    key = of(failing)["key"]
    document = failing.json("outbox", "show", key)
    shown = failing("outbox", "show", key).out

    assert {reminder["milestone"] for reminder in document["reminders"]} == {
        "branch-review",
        "branch-dossier",
    }
    assert [one["failure"] for one in document["attempts"]] == ["connection-refused"]
    assert "nhắc trước hạn" in shown
    assert document["text"].splitlines()[0] in shown


@pytest.mark.parametrize(
    "words",
    [
        ("show", "no-such-key"),
        ("retry", "no-such-key"),
        ("withdraw", "no-such-key"),
        ("list", "--person", "nobody-of-that-name"),
    ],
)
def test_what_is_not_there_is_told(failing: Office, words: tuple[str, ...]) -> None:
    ended = failing("outbox", *words)

    assert ended.code == 1
    assert words[-1] in ended.err


@pytest.mark.parametrize(
    "words",
    [
        ("retry",),
        ("retry", "abc", "--all"),
        ("retry", "--all", "--person", LAN),
        ("withdraw",),
        ("withdraw", "abc", "--held"),
        ("release", "abc"),
        ("lst",),
        ("list", "--state", "lost"),
    ],
)
def test_what_cannot_be_meant_is_a_question_of_usage(failing: Office, words: tuple[str]) -> None:
    assert failing("outbox", *words).code == 2


def test_a_retry_is_at_once_and_a_second_look_says_so(failing: Office) -> None:
    key = of(failing)["key"]

    assert failing.json("outbox", "retry", key) == {"changed": [key], "left": []}

    assert of(failing)["next_try"] is None
    assert "lần tới: ngay lần gửi tới" in failing("outbox", "show", key).out


def test_the_addresses_of_a_person_are_used_again(failing: Office) -> None:
    told = failing("outbox", "retry", "--person", LAN).out

    assert "1 thư sẽ được thử" in told
    assert f"Mọi địa chỉ của {LAN} được dùng lại" in told


def test_a_withdrawal_says_who_and_when_and_a_second_one_changes_nothing(failing: Office) -> None:
    key = of(failing)["key"]

    assert failing("outbox", "withdraw", key, "--by", "Văn phòng").code == 0
    again = failing("outbox", "withdraw", key)

    row = of(failing)
    assert (row["state"], row["withdrawn_by"]) == ("withdrawn", "Văn phòng")
    assert again.code == 1
    assert "để nguyên" in again.out


def test_many_are_withdrawn_only_when_somebody_agrees(failing: Office) -> None:
    keys = [row["key"] for row in failing.json("outbox", "list")][:2]

    assert failing("outbox", "withdraw", *keys).code == 2
    assert "Chưa làm gì" in failing.answering("n\n", "outbox", "withdraw", *keys).out
    rehearsed = failing("outbox", "withdraw", *keys, "--dry-run").out
    assert "Chưa làm gì" in rehearsed
    assert all(key in rehearsed for key in keys)
    assert failing.json("outbox", "list", "--state", "withdrawn") == []
    assert failing("outbox", "withdraw", *keys, "--yes").code == 0
    assert len(failing.json("outbox", "list", "--state", "withdrawn")) == 2


def test_a_test_by_the_preview_says_where_it_is(lotrinh: Office) -> None:
    told = lotrinh.json("send-test", LAN)

    assert (told["channel"], told["outcome"]) == ("preview", "accepted")
    content = (lotrinh.folder / Path(told["file"])).read_text(encoding="utf-8")
    assert "Auto-Submitted" in content
    assert lotrinh.json("outbox", "list") == []


def test_a_test_that_fails_says_why_and_ends_with_1(failing: Office) -> None:
    ended = failing("send-test", LAN)

    assert ended.code == 1
    assert "Máy chủ của kênh từ chối kết nối." in ended.out


@pytest.fixture
def holding(lotrinh: Office) -> Office:
    """An office whose outbox holds 60 messages."""
    url = f"sqlite:///{(lotrinh.folder / 'var' / 'lotrinh.db').as_posix()}"
    with closing(SqlStore.open(url)) as store, store.begin() as books:
        books.outbox.post_all([Draft(a_message(f"m{n}"), held=True) for n in range(60)])
    return lotrinh


def states(lotrinh: Office) -> Counter[str]:
    return Counter(row["state"] for row in lotrinh.json("outbox", "list"))


def test_a_table_has_the_newest_unless_all_are_asked_for(holding: Office) -> None:
    some, everything = holding("outbox", "list").out, holding("outbox", "list", "--all").out

    assert some.count("tạm giữ") == 50
    assert "… còn nữa; hiện hết: thêm --all" in some
    assert everything.count("tạm giữ") == 60


def test_what_is_held_is_let_go_after_a_look_and_a_question(holding: Office) -> None:
    looked = holding("outbox", "release", "--dry-run").out
    assert "… và 10 thư nữa" in looked
    assert holding("outbox", "release").code == 2, "nobody is there to say yes"
    holding.answering("n\n", "outbox", "release")
    assert states(holding) == {"held": 60}

    told = holding.answering("y\n", "outbox", "release").out

    assert "60 thư sẽ đi ở lần gửi tới" in told
    assert states(holding) == {"waiting": 60}
    assert holding("outbox", "release", "--yes").code == 0


def test_what_is_held_is_withdrawn_and_not_merely_tried_again(holding: Office) -> None:
    assert holding("outbox", "retry", "m1").code == 1
    assert states(holding) == {"held": 60}

    ended = holding.json("outbox", "withdraw", "--held", "--yes", "--by", "Văn phòng")

    assert len(ended["changed"]) == 60
    assert states(holding) == {"withdrawn": 60}


def test_what_only_a_preview_had_is_said_before_and_when_it_is_sent(lotrinh: Office) -> None:
    assert lotrinh("check", "--at", AT).code == 0
    assert "đã ghi ra tệp xem trước: " in (before := lotrinh("doctor").out)
    assert "lần gửi tới sẽ soạn lại" not in before

    channels = lotrinh.folder / "config" / "channels.yaml"
    channels.write_text(f"email: {MAIL}\n", encoding="utf-8")
    assert "lần gửi tới sẽ soạn lại" in lotrinh("doctor").out
    assert "chỉ ghi ra tệp xem trước, chưa ai nhận" in lotrinh("check", "--at", AT).out
    assert of(lotrinh)["state"] == "waiting"
    assert "chưa ai nhận" not in lotrinh("deliver", "--at", AT).out
