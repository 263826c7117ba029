"""What is printed of a number reads back as the same number."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.domain.notation import (
    NumberError,
    print_quantity,
    read_quantity,
)
from lotrinh.domain.quantity import PERCENT, Quantity, cut

numbers = st.decimals(
    min_value=Decimal(-999_999_999), max_value=Decimal(999_999_999), places=3, allow_nan=False
) | st.integers(0, 999_999_999).map(Decimal)
wholes = st.integers(1, 999_999_999).map(Decimal)
units = st.sampled_from(["", PERCENT, "tỷ đồng", "hộ", "tuyến ngõ"])
quantities = st.builds(Quantity, numbers, units, st.none() | wholes)


@given(quantity=quantities)
def test_what_is_printed_reads_back_as_the_same(quantity: Quantity) -> None:
    """No digit, no unit and no whole is lost or added on the way to paper and back."""
    assert read_quantity(print_quantity(quantity)) == quantity


@given(text=st.text(alphabet="0123456789.,/-% tỷ", max_size=20))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    """Nothing else is raised, and what is suggested instead can be read."""
    try:
        read_quantity(text)
    except NumberError as error:
        if error.nearest is not None:
            read_quantity(error.nearest)


@given(value=numbers, digits=st.integers(0, 4))
def test_cutting_never_makes_more_of_it(value: Decimal, digits: int) -> None:
    """What isn't reached never looks as if it were."""
    assert abs(cut(value, digits)) <= abs(value)
