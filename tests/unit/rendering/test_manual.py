"""The manual as it is read on a screen: found by its words, in chapters, whole."""

import re
from importlib.resources import files

import pytest

from lotrinh.rendering.help_pages import help_pages
from lotrinh.rendering.manual import manual
from lotrinh.rendering.pages.manual import chapter_page
from lotrinh.rendering.words import LANGUAGES

TEMPLATES = files("lotrinh.rendering").joinpath("templates", "web")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dự trữ", "9.5"),
        ("DU TRU", "9.5"),
        ("đường găng dự trữ", "9.5"),
        ("bot zalo", "7.1"),
        ("xin gia h", "8.3"),
    ],
)
def test_what_is_looked_for_is_found_without_accents_too(text: str, first: str) -> None:
    assert manual("vi").find(text)[0].section.number == first


@pytest.mark.parametrize("text", ["", " ", "xyzxyz", "(", "\\", "slack xyzxyz"])
def test_what_is_not_there_is_not_found_and_nothing_breaks(text: str) -> None:
    found = manual("en").find(text)

    assert all(text in one.section.text for one in found)


def test_what_was_found_is_marked_whole_words_first() -> None:
    (first, *_) = manual("vi").find("du tru")

    assert [piece for piece, hit in first.title if hit] == ["Dự", "trữ"]
    assert "".join(piece for piece, _ in first.title) == first.section.title


@in_both_languages
def test_the_chapters_hold_every_section_once(language: str) -> None:
    text = files("lotrinh").joinpath("help", f"manual.{language}.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^#+ (\d+(?:\.\d+)*)", text, re.MULTILINE)

    shown = manual(language)

    assert [section.number for section in shown.sections] == numbers
    assert [s for c in shown.chapters for s in shown.chapter(c.number)] == list(shown.sections)


@in_both_languages
def test_every_link_inside_the_manual_and_to_it_leads_somewhere(language: str) -> None:
    there = {f"{section.chapter}#{section.anchor}" for section in manual(language).sections}
    there |= {page.name for page in help_pages(language)}
    links = [
        link
        for section in manual(language).sections
        for link in re.findall(r'href="([^"]+)"', section.html)
        if not link.startswith("https://")
    ]
    asked = [
        number
        for page in TEMPLATES.iterdir()
        for number in re.findall(r'help\(root, say, "([\d.]+)"', page.read_text(encoding="utf-8"))
    ]
    links += [f"{number.partition('.')[0]}#s{number.replace('.', '-')}" for number in asked]

    assert len(links) > 60
    assert len(asked) > 5
    assert {*links} <= there


def test_html_in_the_manual_is_text_and_files_are_shown_as_written() -> None:
    html = "".join(section.html for section in manual("vi").sections)

    assert "<script" not in html
    assert '<pre tabindex="0"><code>roadmap:' in html


def test_there_is_no_chapter_of_another_number() -> None:
    assert chapter_page("vi", "99") is None
    assert chapter_page("vi", "9.5") is None
