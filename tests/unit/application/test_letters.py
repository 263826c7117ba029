"""What people write back, and what is understood by it; what isn't clear is not guessed at."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.recording.letters import Misread, Said, folded, own_lines, read_letter
from lotrinh.domain.facts import FactKind

DONE, SEEN, LATER = FactKind.DONE, FactKind.ACKNOWLEDGED, FactKind.SNOOZED
FIGURE = FactKind.MEASURED
MORE, NOTE = FactKind.EXTENSION_ASKED, FactKind.NOTE
TENTH, LAST = date(2026, 12, 10), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("XONG 12", Said(DONE, (12,))),
        ("xong 12.", Said(DONE, (12,))),
        ("Xong [12] ạ", Said(DONE, (12,))),
        ("đã xong việc số 12 rồi ạ", Said(DONE, (12,))),
        ("Da hoan thanh: 12", Said(DONE, (12,))),
        ("done 12", Said(DONE, (12,))),
        ("xong 12, 15", Said(DONE, (12, 15))),
        ("xong 12 15 12", Said(DONE, (12, 15))),
        ("xong 12 và 15", Said(DONE, (12, 15))),
        ("XONG số 12; số 15", Said(DONE, (12, 15))),
        ("xong 12 15 ngày 10/12/2026", Said(DONE, (12, 15), on=TENTH)),
        ("xong 12 10.12.2026", Said(DONE, (12,), on=TENTH)),
        ("done 12 on 2026-12-10", Said(DONE, (12,), on=TENTH)),
        ("xong 12 đã nộp hồ sơ", Said(DONE, (12,), why="đã nộp hồ sơ")),
        ("xong 12, đã nộp hồ sơ", Said(DONE, (12,), why="đã nộp hồ sơ")),
        ("xong 12 15: biên bản đã gửi", Said(DONE, (12, 15), why="biên bản đã gửi")),
        ("SO LIEU 12 108/110", Said(FIGURE, (12,), value="108/110")),
        ("Số liệu số [12]: 98,18%.", Said(FIGURE, (12,), value="98,18%")),
        ("số liệu 12 là 4.465,775 tỷ đồng", Said(FIGURE, (12,), value="4.465,775 tỷ đồng")),
        ("FIGURE 12 = 15", Said(FIGURE, (12,), value="15")),
        ("so lieu 12 đạt", Said(FIGURE, (12,), value="đạt")),
        ("BIET 12", Said(SEEN, (12,))),
        ("Biết 12", Said(SEEN, (12,))),
        ("đã biết 12, 15 nhé", Said(SEEN, (12, 15))),
        ("seen 12", Said(SEEN, (12,))),
        ("HEN 12 10/12/2026", Said(LATER, (12,), until=TENTH)),
        ("hẹn 12 đến ngày 10/12/2026", Said(LATER, (12,), until=TENTH)),
        ("snooze 12 until 10/12/2026", Said(LATER, (12,), until=TENTH)),
        (
            "GIA HAN 12 31/12/2026 lý do đi công tác",
            Said(MORE, (12,), until=LAST, why="đi công tác"),
        ),
        ("Xin gia hạn 12 đến 31/12/2026 vì bão", Said(MORE, (12,), until=LAST, why="bão")),
        ("KHÔNG 12 lý do chưa có kinh phí", Said(NOTE, (12,), why="chưa có kinh phí")),
        ("không 12 chưa có kinh phí", Said(NOTE, (12,), why="chưa có kinh phí")),
        ("cannot 12 because no budget", Said(NOTE, (12,), why="no budget")),
        ("TRO GIUP", Said(None)),
        ("trợ giúp", Said(None)),
        ("help", Said(None)),
    ],
)
def test_what_is_understood(line: str, expected: Said) -> None:
    assert read_letter(line) == (expected,)
    assert read_letter(unicodedata.normalize("NFD", line)) == (expected,)
    assert read_letter(f"Kính gửi văn phòng,\n\n{line}\n\nTrân trọng\n> XONG 99") == (expected,)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("xong", "no-number"),
        ("Biết rồi", "no-number"),
        ("Xong rồi nhé", "no-number"),
        ("xong 10/12/2026", "no-number"),
        ("xong 12 ngày 31/02/2026", "bad-day"),
        ("xong 12 ngày 10/12", "bad-day"),
        ("xong 12 12/31/2026", "bad-day"),
        ("hẹn 12", "no-day"),
        ("hẹn 12 tuần sau", "no-day"),
        ("gia hạn 12 lý do bão", "no-day"),
        ("gia hạn 12 31/12/2026", "no-why"),
        ("số liệu 12", "no-figure"),
        ("số liệu 108/110", "no-number"),
        ("không 12", "no-why"),
        ("xong 12, 15 biên bản", "unclear"),
        ("xong 12 2 lần", "unclear"),
        ("Xong 12 việc trong tháng", "unclear"),
        ("xong 12, chưa nộp hồ sơ", "unclear"),
        ("Xong 12 rồi chưa?", "unclear"),
        ("xong 12, trừ phần b", "unclear"),
        ("xong 12 - 15", "unclear"),
        ("done 12: not done", "unclear"),
        ("Đã biết 12, không làm được", "unclear"),
        ("duyệt 12, còn xem lại", "unclear"),
    ],
)
def test_what_is_asked_for_again(line: str, code: str) -> None:
    assert read_letter(line) == (Misread(code, line),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cảm ơn văn phòng",
        "Xongg 12",
        "xong12",
        "12",
        "> xong 12",
        "Vào Th 5, 10 thg 12, 2026 lúc 07:30 Lộ Trình <a@example.vn> đã viết:\nxong 12",
        "On Thu, 10 Dec 2026 at 07:30, Lộ Trình wrote:\nxong 12",
        "-----Original Message-----\nxong 12",
        "-- \nxong 12",
        "Từ: Lộ Trình\nxong 12",
        "From: Lộ Trình\nxong 12",
        "________________________________\nxong 12",
        "a\n" * 10 + "xong 12",
    ],
)
def test_what_is_no_answer(text: str) -> None:
    assert read_letter(text) == ()


def test_several_lines_are_several_answers_and_prose_below_is_left_alone() -> None:
    letter = "XONG 12\nHẹn 15 10/12/2026\nKhông cần nhắc nữa nhé.\nXong việc, cảm ơn"

    assert read_letter(letter) == (Said(DONE, (12,)), Said(LATER, (15,), until=TENTH))


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_to_its_end(text: str) -> None:
    for one in read_letter(text):
        if isinstance(one, Said):
            assert all(number < 10**9 for number in one.numbers)
            assert one.why == " ".join(one.why.split())


@given(st.text(max_size=60))
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    line = unicodedata.normalize("NFC", text)

    assert len(folded(line)) == len(line)


@given(
    st.sampled_from([DONE, SEEN]),
    st.lists(st.integers(1, 10**9 - 1), min_size=1, max_size=5, unique=True),
    st.sampled_from([" ", ", ", "; ", " và ", " and ", ","]),
)
def test_numbers_are_read_as_they_were_written(
    kind: FactKind, numbers: list[int], between: str
) -> None:
    verb = {DONE: "Xong", SEEN: "BIẾT"}[kind]

    assert read_letter(f"{verb} {between.join(map(str, numbers))}") == (Said(kind, tuple(numbers)),)


@pytest.mark.parametrize("line", ["-" * 100_000 + "x", " " * 100_000 + "x", "- " * 50_000 + "x"])
def test_a_line_without_an_end_is_read_like_any_other(line: str) -> None:
    """Whoever writes it would otherwise keep all others waiting, for years."""
    assert read_letter(f"{line}\nxong 12") == (Said(DONE, (12,)),)


def test_nobody_answers_for_a_thousand_deadlines_in_one_line() -> None:
    line = f"xong {', '.join(map(str, range(1, 1001)))}"

    (read,) = read_letter(line)

    assert isinstance(read, Misread)
    assert read.code == "unclear"
    assert len(read.line) <= 1000


def test_only_the_first_lines_are_ones_own() -> None:
    assert list(own_lines("Xong 12\n\n  ạ \n> xong 13\nxong 14")) == ["Xong 12", "ạ"]
