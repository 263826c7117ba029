"""Numbers as offices write them: what each form means, and what is sent back."""

from decimal import Decimal

import pytest

from lotrinh.domain.notation import (
    NumberError,
    both_readings,
    is_doubtful,
    print_quantity,
    print_range,
    print_share,
    read_plain,
    read_quantity,
)
from lotrinh.domain.quantity import Quantity, cut, per_cent, total


@pytest.mark.parametrize(
    ("written", "value", "unit", "whole"),
    [
        ("4.465,775", "4465.775", "", None),
        ("4.465,775 tỷ đồng", "4465.775", "tỷ đồng", None),
        ("4.465,775 tỷ đồng/6.942,090 tỷ đồng", "4465.775", "tỷ đồng", "6942.090"),
        ("98,18%", "98.18", "%", None),
        ("302 %", "302", "%", None),
        ("108/110", "108", "", "110"),
        ("07/08", "7", "", "8"),
        ("165 / 160 lao động", "165", "lao động", "160"),
        ("27.278", "27278", "", None),
        ("-3,5 điểm %", "-3.5", "điểm %", None),
        ("1.234.567", "1234567", "", None),
        ("0", "0", "", None),
        ("123456789012345,678", "123456789012345.678", "", None),
    ],
)
def test_a_number_is_read_as_it_is_written(
    written: str, value: str, unit: str, whole: str | None
) -> None:
    read = read_quantity(written)

    assert (str(read.value), read.unit) == (value, unit)
    assert read.whole == (None if whole is None else Decimal(whole))


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("98.18%", "98,18%"),
        ("4,465.775", "4.465,775"),
        ("1,234,567", "1.234.567"),
        ("4465.775 tỷ/6942.090 tỷ", "4.465,775 tỷ/6.942,090 tỷ"),
        ("12.5", "12,5"),
    ],
)
def test_a_dot_for_a_comma_is_sent_back_with_what_to_write(written: str, nearest: str) -> None:
    with pytest.raises(NumberError) as refused:
        read_quantity(written)

    assert (refused.value.code, refused.value.nearest) == ("foreign-number", nearest)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "bad-quantity"),
        ("nhiều", "bad-quantity"),
        ("1.2.3", "bad-quantity"),
        ("108//110", "bad-quantity"),
        ("1e5", "bad-quantity"),
        ("NaN", "bad-quantity"),
        ("٣", "bad-quantity"),
        ("108/0", "nothing-to-share"),
        ("8 hộ/9 tuyến", "two-units"),
        ("1234567890123456789", "number-too-long"),
    ],
)
def test_what_is_no_number_is_refused(written: str, code: str) -> None:
    with pytest.raises(NumberError) as refused:
        read_quantity(written)

    assert refused.value.code == code


def test_thousands_or_decimals_is_a_question() -> None:
    assert is_doubtful("4.465")
    assert is_doubtful("4.465/6.942")
    assert not is_doubtful("4.465,775")
    assert not is_doubtful("1.234.567")
    assert both_readings("4.465 tỷ") == ("4465 tỷ", "4,465 tỷ")


def test_where_nobody_can_be_asked_what_may_be_two_numbers_is_sent_back_with_both() -> None:
    with pytest.raises(NumberError) as refused:
        read_plain("4.465 tỷ")

    assert refused.value.code == "doubtful-number"
    assert refused.value.values == {
        "value": "4.465 tỷ",
        "thousands": "4465 tỷ",
        "decimals": "4,465 tỷ",
    }
    assert read_plain("4.465,0 tỷ") == read_quantity("4.465,0 tỷ")


@pytest.mark.parametrize(
    ("written", "digits", "printed"),
    [
        ("108/110", 2, "108/110 = 98,18%"),
        ("165/160", 0, "165/160 = 103%"),
        ("4.465,775/6.942,090", 0, "4.465,775/6.942,090 = 64%"),
        ("32/37", 2, "32/37 = 86,48%"),
        ("8/8", 2, "8/8 = 100%"),
        ("9999/10000", 1, "9.999/10.000 = 99,9%"),
        ("302%", 2, "302%"),
    ],
)
def test_a_share_is_printed_with_its_percentage_as_reports_do(
    written: str, digits: int, printed: str
) -> None:
    assert print_share(read_quantity(written), digits) == printed


def test_a_series_is_printed_by_its_ends() -> None:
    rates = [per_cent(Decimal(part), Decimal(37)) for part in (34, 32, 33)]

    assert print_range(rates) == "86,48–91,89%"
    assert print_range(rates[:1]) == "91,89%"


def test_sums_are_exact_and_cutting_never_rounds_up() -> None:
    assert total(*[Decimal("0.1")] * 3) == Decimal("0.3")
    assert cut(Decimal("99.999"), 2) == Decimal("99.99")
    assert [str(cut(Decimal(n), 1)) for n in ("50.04", "98.16", "-0.04")] == ["50", "98.1", "0"]
    assert print_quantity(Quantity(cut(Decimal(200), 0), "%")) == "200%"


def test_a_share_of_one_is_a_share() -> None:
    assert read_quantity("1/1").size == 100


def test_what_is_no_number_even_with_its_comma_in_place_gets_no_suggestion() -> None:
    with pytest.raises(NumberError, match=r"bad-quantity: khoảng 98\.18") as refused:
        read_quantity("khoảng 98.18")

    assert refused.value.nearest is None
    assert refused.value.values == {"value": "khoảng 98.18"}


def test_of_two_that_are_the_same_neither_is_less() -> None:
    one, other = read_quantity("98,18%"), read_quantity("98,180%")

    assert not one < other
    assert not other < one


def test_quantities_that_are_written_alike_are_one() -> None:
    written = ("98,18%", "98,18 %", "98,180%", "98,18 điểm %", "98,18%")

    assert len({read_quantity(one) for one in written}) == 3


def test_however_long_a_number_is_it_is_cut_and_never_rounded() -> None:
    assert str(cut(Decimal("1" * 40 + ".999"), 2)) == "1" * 40 + ".99"
