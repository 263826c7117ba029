"""The pages beside the manual: each file in `help/` is one, on the web and in a terminal."""

import re
from importlib.resources import files

import pytest

from lotrinh.rendering.help_pages import help_page, help_pages, help_screen
from lotrinh.rendering.manual import manual
from lotrinh.rendering.words import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@in_both_languages
def test_every_file_of_the_help_is_a_page(language: str) -> None:
    names = {file.name.split(".")[0] for file in files("lotrinh").joinpath("help").iterdir()}

    assert {page.name for page in help_pages(language)} == names - {"manual", "board"}


@in_both_languages
def test_every_link_of_a_page_leads_somewhere(language: str) -> None:
    pages = {page.name for page in help_pages(language)} | {"../manual"}
    sections = {f"{s.chapter}#{s.anchor}" for s in manual(language).sections}

    for name in pages - {"../manual"}:
        screen = help_screen(language, name)
        assert screen is not None
        links = set(re.findall(r'href="([^"]+)"', screen["html"]))
        assert {link for link in links if "://" not in link} <= pages | sections, name


def test_a_page_that_is_in_english_alone_is_shown_in_it() -> None:
    page = help_page("vi", "architecture")

    assert page is not None
    assert (page.language, page.title) == ("en", "Architecture")


def test_there_is_no_page_of_another_name() -> None:
    assert help_page("vi", "nothing") is None
    assert help_screen("vi", "manual") is None


@in_both_languages
def test_a_section_has_its_source_with_its_heading(language: str) -> None:
    for section in manual(language).sections:
        assert re.match(rf"#+ {re.escape(section.number)}\.? ", section.source)
