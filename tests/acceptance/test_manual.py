"""`lotrinh manual`: read where no page can be opened."""

from tests.acceptance.conftest import Office


def test_the_contents_name_the_pages_and_the_chapters(lotrinh: Office) -> None:
    made = lotrinh.json("manual")

    named = [row["about"] for row in made]
    assert {"architecture", "contributing", "1", "17"} <= {*named}


def test_a_section_is_shown_with_those_inside_it(lotrinh: Office) -> None:
    ended = lotrinh("manual", "2.4")

    assert ended.out.startswith("### 2.4 ")
    assert "#### 2.4.1 " in ended.out
    assert "### 2.5 " not in ended.out


def test_a_page_is_shown_as_it_is_written(lotrinh: Office) -> None:
    assert lotrinh("manual", "contributing").out.startswith("# Contributing\n")


def test_other_words_are_looked_for_without_accents(lotrinh: Office) -> None:
    assert lotrinh.json("manual", "gia", "han")[0]["about"] == "8.3"


def test_words_that_are_nowhere_are_said_to_be_so(lotrinh: Office) -> None:
    ended = lotrinh("manual", "xyzxyz")

    assert ended.code == 2
    assert "xyzxyz" in ended.err


def test_it_needs_no_configuration_that_can_be_used(lotrinh: Office) -> None:
    lotrinh.edit("settings.yaml", "coordinator:", "coördinator:")

    assert lotrinh("manual", "10.6").code == 0


def test_books_in_which_nothing_was_accepted_have_no_history(lotrinh: Office) -> None:
    assert lotrinh("history").code == 0
