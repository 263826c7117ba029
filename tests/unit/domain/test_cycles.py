"""What leans on itself, as it is told."""

from lotrinh.domain.cycles import cycles


def test_a_circle_is_told_from_the_first_of_it_as_written() -> None:
    assert list(cycles({"review": ["letter"], "letter": ["review"]})) == [
        ["review", "letter", "review"]
    ]
