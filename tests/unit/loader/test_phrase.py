import logging
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from importlib.resources import files
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from lotrinh.domain.due import Before, Phrase
from lotrinh.domain.stretches import Fixed
from lotrinh.loader.phrases.days import PhraseError, parse_day
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.text import fold
from lotrinh.rendering.phrase import print_phrase
from tests.phrases import phrases

CONGRESS = {fold(name): "congress" for name in ("congress", "đại hội", "Hòa Bình")}


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("trước 15/12/2024", "before 15/12/2024"),
        ("trước ngày 15/12 hằng năm", "before 15/12 every year"),
        ("chậm nhất ngày 15/12/2024", "by 15/12/2024"),
        ("đến hết ngày 15/12/2024", "15/12/2024"),
        ("ngày 20/06/2025", "on 20/06/2025"),
        ("ngày đại hội", "on congress"),
        ("45 ngày trước đại hội", "45 days before congress"),
        ("30 ngày làm việc trước ngày đại hội", "30 working days before congress"),
        ("2 tuần trước đại hội", "2 weeks before congress"),
        ("3 tháng trước đại hội", "3 months before congress"),
        ("đại hội + 1 ngày", "congress + 1 day"),
        ("1 ngày sau đại hội", "1 day after congress"),
        ("15 ngày làm việc sau đại hội", "15 working days after congress"),
        ("trong 7 ngày làm việc kể từ ngày đại hội", "within 7 working days of congress"),
        ("trong thời hạn 15 ngày từ đại hội", "within 15 days from congress"),
        ("ngày 25 hằng tháng", "on 25 every month"),
        ("25/03 hàng quý", "25/03 every quarter"),
        ("trong tháng 6/2025", "in 6/2025"),
        ("trong quý II năm 2025", "in quarter II/2025"),
        ("trước tháng 12/2024", "before 12/2024"),
        ("vào tháng 12/2024", "in December 2024"),
        ("ngày 15 tháng 12 năm 2024", "on 2024-12-15"),
    ],
)
def test_vietnamese_and_english_mean_the_same(vietnamese: str, english: str) -> None:
    assert parse_phrase(vietnamese, CONGRESS) == parse_phrase(english, CONGRESS)


@pytest.mark.parametrize(
    "spelling",
    [
        "TRƯỚC 15/12/2024",
        "trước  ngày 15-12-2024",
        "trước 15.12.2024",
        "trước 15/12/24",
        "trước\u00a015/12/2024",
        "trước 15–12–2024",
        "xong trước 15 / 12 / 2024",
        unicodedata.normalize("NFD", "trước 15/12/2024"),
    ],
)
def test_spellings_as_people_write_them(spelling: str) -> None:
    assert parse_phrase(spelling) == Phrase(Before(Fixed(date(2024, 12, 15))))


def test_a_name_is_found_wherever_its_tone_mark_was_put() -> None:
    assert parse_phrase("ngày hoà bình", CONGRESS) == parse_phrase("ngày Hòa Bình", CONGRESS)


@pytest.mark.parametrize(
    ("phrase", "code", "column", "nearest"),
    [
        ("30/02/2025", "bad-date", 1, None),
        ("trước 12/15/2024", "bad-date", 7, "15/12/2024"),
        ("trước 31/04 hằng năm", "bad-date", 7, None),
        ("trước 12/15 hằng năm", "bad-date", 7, "15/12"),
        ("trứơc 15/12/2024", "unknown-phrase", 1, "trước"),
        ("45 ngày truoc đại hội", "unknown-phrase", 9, "45 ngày trước đại hội"),
        ("truoc 10/12/2026", "unknown-phrase", 1, "trước 10/12/2026"),
        ("trước 10/12 hang nam", "unknown-phrase", 13, "trước 10/12 hằng năm"),
        ("tu 10/11 den 20/11 hang nam", "unknown-phrase", 1, "từ 10/11 đến 20/11 hằng năm"),
        ("thu nam hang tuan", "unknown-phrase", 1, "thứ năm hằng tuần"),
        ("cham nhat 3 thang truoc Dai Hoi", "unknown-phrase", 1, "chậm nhất 3 tháng trước đại hội"),
        ("trước nam hoc mới", "unknown-name", 7, None),
        ("trước đại họi", "unknown-name", 7, "đại hội"),
        ("khẩn trương", "vague-phrase", 1, None),
        ("", "unknown-phrase", 1, None),
        ("trước 15/12", "missing-year", 1, None),
        ("ngày 25 hằng năm", "which-month", 1, None),
        ("ngày 25 hằng quý", "which-month", 1, None),
        ("15/12 hằng tháng", "month-every-month", 1, None),
        ("trước 15/12/2024 hằng năm", "year-and-every", 1, None),
        ("ngày đại hội hằng năm", "reference-and-every", 1, None),
        ("99999 ngày trước đại hội", "too-far", 1, None),
        ("0 ngày trước đại hội", "too-far", 1, None),
        ("trong tháng 13/2026", "bad-date", 13, None),
        ("trước tháng 12", "missing-year", 7, None),
        ("từ 31/11 đến 05/12/2026", "bad-date", 4, None),
        ("hoàn thành kịp thời", "vague-phrase", 12, None),
        ("ngay sau đại hội", "vague-after", 1, None),
        ("sau đại hội", "vague-after", 1, None),
        ("trước Tết", "vague-feast", 7, None),
        ("chậm nhất đầu quý II/2026", "vague-part", 11, None),
        ("cuối tuần", "vague-part", 1, None),
        ("cuối tháng", "which-period", 1, None),
        ("thứ 8 hằng tuần", "unknown-phrase", 5, None),
        ("trước 15/12 buổi sáng hằng năm", "unknown-phrase", 23, None),
        ("trước 20/06/2025 buổi sáng", "odd-session", 18, None),
        ("sáng tháng 6/2025", "odd-session", 1, None),
        ("2026", "unknown-phrase", 1, None),
        ("ngày 25 hằng thàng", "unknown-phrase", 14, "tháng"),
        ("rrule: FREQ=MONTLY", "rrule-value", 13, "MONTHLY"),
        ("rrule: FREQ=MONTHLY;BYMONTHDAY=0", "rrule-value", 32, None),
        ("rrule: FREQ=MONTHLY;BYDAY=34SA", "rrule-value", 8, None),
        ("rrule: FREQ=YEARLY;BYMONTH=2;BYDAY=99SA", "rrule-value", 8, None),
        ("rrule: FREQ=WEEKLY;BYDAY=1SA", "rrule-value", 8, None),
    ],
)
def test_what_has_no_meaning_is_refused_where_it_stands(
    phrase: str, code: str, column: int, nearest: str | None
) -> None:
    with pytest.raises(PhraseError) as refused:
        parse_phrase(phrase, CONGRESS)

    error = refused.value
    assert (error.code, error.column) == (code, column)
    if nearest is not None:
        assert error.nearest == nearest


@pytest.mark.parametrize("written", ["31/04", "32"])
def test_a_day_that_is_in_no_period_is_named_without_a_year(written: str) -> None:
    with pytest.raises(PhraseError) as refused:
        parse_phrase(f"ngày {written} hằng {'năm' if '/' in written else 'tháng'}", CONGRESS)

    assert refused.value.values == {"value": written}


def test_what_is_refused_is_named_as_it_was_written() -> None:
    with pytest.raises(PhraseError) as refused:
        parse_phrase("Trước Tết", CONGRESS)

    assert refused.value.values == {"value": "Tết"}


def test_a_name_that_is_declared_is_not_vague() -> None:
    assert parse_phrase("10 ngày trước Tết", {fold("Tết"): "tet"}).rule == parse_phrase(
        "10 ngày trước tet", {"tet": "tet"}
    ).rule  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("từ 10 đến 20/11/2025", "từ 10/11/2025 đến 20/11/2025"),
        ("từ 20/12 đến 10/01/2026", "từ 20/12/2025 đến 10/01/2026"),
        ("từ ngày 10 đến 20/11 hằng năm", "từ 10/11 đến 20/11 hằng năm"),
        ("từ tháng 11 đến tháng 2/2026", "từ tháng 11/2025 đến tháng 2/2026"),
    ],
)
def test_what_the_first_day_of_a_window_lacks_it_takes_from_the_last(
    phrase: str, meant: str
) -> None:
    assert print_phrase(parse_phrase(phrase)) == meant


def test_a_day_is_day_first_or_iso_and_never_month_first() -> None:
    assert parse_day("03/04/2025") == parse_day("2025-04-03") == date(2025, 4, 3)
    with pytest.raises(PhraseError):
        parse_day("04/13/2025")


@given(phrase=phrases, language=st.sampled_from(["vi", "en"]))
def test_what_is_printed_parses_to_the_same(phrase: Phrase, language: str) -> None:
    """Printing a phrase and parsing it again gives the same phrase, and prints the same."""
    printed = print_phrase(phrase, language)

    parsed = parse_phrase(printed, {fold("congress"): "congress"})

    assert parsed == phrase
    assert print_phrase(parsed, language) == printed


PARTS_OF_IDS = (
    "year", "month", "quarter", "day", "days", "week", "working", "wd", "nlv", "first", "last",
    "start", "end", "half", "within", "in", "of", "from", "to", "until", "by", "before", "after",
    "on", "done", "finished", "xong", "every", "each", "may", "june", "t2", "cn", "i", "iv", "none",
    "back", "forward", "roll", "the", "at", "least", "thang", "nam", "quy", "tuan", "ngay", "truoc",
    "sau", "trong", "den", "cuoi", "dau", "2026", "12", "7", "q2",
)  # fmt: skip
WORDS_OF_IDS = st.sampled_from(PARTS_OF_IDS) | st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True)
IDS = st.lists(WORDS_OF_IDS, min_size=2, max_size=4).map("-".join).filter(str.islower)


@given(phrase=phrases, language=st.sampled_from(["vi", "en"]), id_=IDS)
def test_an_id_is_one_name_wherever_it_stands(phrase: Phrase, language: str, id_: str) -> None:
    """Whatever its parts mean alone: `sau year-end-review`, `trong 3 ngày từ by-law-2`."""
    printed = print_phrase(phrase, language).replace("congress", id_)

    assert parse_phrase(printed, {fold(id_): "congress"}) == phrase


@given(
    phrase=phrases,
    spelling=st.sampled_from(["NFC", "NFD"]),
    change=st.sampled_from([str.lower, str.upper, str.title]),
)
def test_neither_case_nor_the_composition_of_letters_matters(
    phrase: Phrase, spelling: Literal["NFC", "NFD"], change: Callable[[str], str]
) -> None:
    written = unicodedata.normalize(spelling, change(print_phrase(phrase)))

    assert parse_phrase(written, {fold("congress"): "congress"}) == phrase


SCRAPS = (
    "trước", "chậm nhất", "ngày", "ngày làm việc", "trong", "từ", "đến", "sau", "đầu", "giữa",
    "cuối", "tuần đầu", "tháng", "quý", "năm", "II", "2026", "6/2026", "15/12", "15/12/2026", "25",
    "7", "6 tháng đầu năm", "hằng tuần", "hằng tháng", "mỗi năm", "thứ Bảy", "thứ 7, ", "sáng",
    "buổi chiều", ", nếu trùng ngày nghỉ thì lùi", "đại hội", "congress@2026", "+", "June",
    "ít nhất", "rrule: FREQ=MONTHLY;BYMONTHDAY=15", "ngày làm việc cuối cùng của",
    "ngày đầu tiên của", "Tết", ",",
)  # fmt: skip


@given(st.lists(st.sampled_from(SCRAPS), max_size=8).map(" ".join))
def test_any_row_of_keywords_has_one_meaning_or_is_refused(text: str) -> None:
    """What is accepted prints to the same meaning."""
    rounds = range(2026, 2027)
    with suppress(PhraseError):
        phrase = parse_phrase(text, CONGRESS, rounds=rounds)
        printed = [print_phrase(phrase, language) for language in ("vi", "en")]
        assert [parse_phrase(again, CONGRESS, rounds=rounds) for again in printed] == [phrase] * 2


def test_the_grammar_never_has_to_choose(caplog: pytest.LogCaptureFixture) -> None:
    """No word may be read in two ways after any other: what lark would settle by itself."""
    grammar = files("lotrinh.loader.phrases").joinpath("phrase.lark").read_text(encoding="utf-8")
    with caplog.at_level(logging.DEBUG, logger="lark"):
        Lark(grammar, parser="lalr", start=["phrase", "length"], debug=True)

    assert [record.message for record in caplog.records] == []


@given(st.text(max_size=60) | st.text("0123456789/ngàythángtrướcqúy -+@", max_size=40))
def test_any_text_has_a_meaning_or_is_refused_at_a_place_within_it(text: str) -> None:
    refused = None
    try:
        parse_phrase(text, CONGRESS)
    except PhraseError as error:
        refused = error
    assert refused is None or 1 <= refused.column <= len(text) + 1
