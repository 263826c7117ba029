"""The pages of the manual: its contents or what a search found, and one chapter."""

from typing import Any

from lotrinh.rendering.help_pages import help_pages
from lotrinh.rendering.manual import Section, manual


def contents_page(language: str, text: str) -> dict[str, Any]:
    """Return what the template of the contents fills in."""
    shown = manual(language)
    found = [
        {"address": _address(one.section), "number": one.section.number}
        | {"title": one.title, "excerpt": one.excerpt}
        for one in shown.find(text)
    ]
    chapters = [
        {
            "number": chapter.number,
            "title": chapter.title,
            "address": f"manual/{chapter.number}",
            "sections": _listed(shown.chapter(chapter.number)),
        }
        for chapter in shown.chapters
    ]
    beside = help_pages(language)
    return {"text": text, "found": found, "chapters": chapters, "preface": shown.preface} | {
        "beside": beside
    }


def chapter_page(language: str, number: str) -> dict[str, Any] | None:
    """Return what the template of a chapter fills in; None if there is no such one."""
    shown = manual(language)
    sections = shown.chapter(number)
    if not sections:
        return None
    chapters = shown.chapters
    at = next(at for at, chapter in enumerate(chapters) if chapter.number == number)
    return {
        "title": sections[0].title,
        "number": number,
        "html": "".join(section.html for section in sections),
        "sections": _listed(sections),
        "before": chapters[at - 1] if at else None,
        "after": chapters[at + 1] if at + 1 < len(chapters) else None,
        "text": "",
    }


def _listed(sections: tuple[Section, ...]) -> list[dict[str, str]]:
    return [
        {"number": one.number, "title": one.title, "address": _address(one)} for one in sections[1:]
    ]


def _address(section: Section) -> str:
    return f"manual/{section.chapter}#{section.anchor}"
