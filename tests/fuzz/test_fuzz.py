"""The short form: some cases of one seed, and again whatever was found before."""

import sys
from collections.abc import Callable

import pytest

from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.phrases.phrase import parse_distance, parse_phrase
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from tests.fuzz.__main__ import main
from tests.fuzz.running import Found, Tally, bounded, tries
from tests.unit.loader.test_invalid import CONFIGURATIONS

SMALL = read_folder(CONFIGURATIONS / "small")
MANY = 20_000
CASES = 1_200


def _loaded(path: str, text: str) -> Callable[[], None]:
    def hold() -> None:
        assert load({**SMALL, path: text.encode()}).configuration is None

    return hold


def _refused(read: Callable[[str], object], text: str) -> Callable[[], None]:
    def hold() -> None:
        with pytest.raises(PhraseError):
            read(text)

    return hold


PAST = {
    "very many keys that nobody knows": _loaded(
        "settings.yaml", "".join(f"k{number}: {number}\n" for number in range(MANY))
    ),
    "very many columns that nobody knows": _loaded(
        "people.csv", ",".join(f"k{number}" for number in range(MANY)) + "\n1\n"
    ),
    "very many columns of one name": _loaded("people.csv", "id" + ",name" * MANY + "\n1\n"),
    "a heading with a quote in it": _loaded("people.csv", 'id"x,name,holds\nan,An,\n'),
    "a register that is one long line": _loaded("people.csv", "- " * MANY),
    "a phrase of millions of words": _refused(parse_phrase, "x y " * 2_000_000),
    "a time of millions of words": _refused(parse_distance, "x y " * 2_000_000),
    "a value of millions of letters": _loaded("people.csv", f"id,{'x' * 2_000_000}\nan,\n"),
    "a number of thousands of digits": _refused(parse_distance, "9" * 8000),
    "such a number in a phrase": _refused(parse_phrase, f"{'9' * 8000} ngày trước x"),
    "such a number as a month": _refused(parse_phrase, f"trong tháng {'1' * 8000} năm 2026"),
    "such a number in a rule": _refused(parse_phrase, f"rrule: FREQ=YEARLY;BYDAY={'9' * 5000}MO"),
}


@pytest.mark.parametrize("held", PAST.values(), ids=PAST.keys())
def test_what_was_found_before_is_refused_in_time(held: Callable[[], None]) -> None:
    with bounded():
        held()


def test_nothing_that_is_spoilt_brings_the_program_down(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = Tally()

    for found in tries(1, range(CASES)):
        tally.add(found)

    with capsys.disabled():
        sys.stdout.write(f"\n{tally.line()}\n")
    assert [f"{one.number}: {one.failed}" for one in tally.failures] == []
    assert all(tally.accepted[kind] for kind in tally.kinds), "of each kind some was fine"


def test_a_case_can_be_seen_again(capsys: pytest.CaptureFixture[str]) -> None:
    first = next(iter(tries(1, [7])))

    ended = main(["--seed", "1", "--case", "7"])

    assert (ended, first.failed) == (0, "")
    assert capsys.readouterr().out.endswith("accepted\n" if first.accepted else "refused\n")


def test_what_fails_is_told_with_the_way_to_see_it_again() -> None:
    tally = Tally()

    tally.add(Found(3, "phrase", accepted=False, seconds=0.1, peak=80, failed="Traceback"))

    assert "1 cases, 1 failed" in tally.line()
