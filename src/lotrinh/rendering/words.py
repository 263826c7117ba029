"""The words of messages, reports and tables, in Vietnamese and English.

The catalogues are data, one entry a thing that is said; a test holds both languages to the
same entries. Dates are written as offices write them, counts without a plural in Vietnamese.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

from lotrinh.domain.facts import Fact
from lotrinh.domain.registers import RoleId, role_above

LANGUAGES = ("vi", "en")

_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def entries(language: str) -> frozenset[str]:
    """Return the names of everything that can be said in a language."""
    return frozenset(_catalogue(language))


def say(key: str, language: str, **values: object) -> str:
    """Return an entry in a language, with its values filled in."""
    return _catalogue(language)[key].format(**values)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> Mapping[str, str]:
    """Return the entries of a language: those of a section are named `section.entry`."""
    path = files("lotrinh.rendering").joinpath("catalogues", f"words.{language}.toml")
    tree = tomllib.loads(path.read_text(encoding="utf-8"))
    return dict(_flat(tree))


def _flat(tree: Mapping[str, str | Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for name, said in tree.items():
        if isinstance(said, str):
            yield name, said
        else:
            yield from ((f"{name}.{entry}", words) for entry, words in said.items())


def countdown(days: int, language: str) -> str:
    """Say how far a deadline is.

    >>> countdown(5, "vi"), countdown(0, "vi"), countdown(-3, "vi"), countdown(1, "en")
    ('còn 5 ngày', 'đến hạn hôm nay', 'quá hạn 3 ngày', '1 day left')
    """
    if days == 0:
        return say("countdown.today", language)
    text = say("countdown.left" if days > 0 else "countdown.late", language, days=abs(days))
    return text.replace("1 days", "1 day") if abs(days) == 1 else text


def period_name(occurrence: str, language: str) -> str:
    """Name a quarter, a month or a week as offices do; '' for a year, a day or a one-off.

    >>> period_name("2026-Q2", "vi"), period_name("2026-06", "vi"), period_name("2026-W03", "vi")
    ('quý II/2026', 'tháng 6/2026', 'tuần 3/2026')
    >>> period_name("2026", "vi"), period_name("2026-03-15", "vi")
    ('', '')
    """
    year, _, part = occurrence.partition("-")
    if part.startswith("Q"):
        quarter = ("I", "II", "III", "IV")[int(part[1:]) - 1]
        return say("period.quarter", language, quarter=quarter, year=year)
    if part.startswith("W"):
        return say("period.week", language, week=int(part[1:]), year=year)
    return say("period.month", language, month=int(part), year=year) if part.isdigit() else ""


def with_session(day: str, session: str | None, language: str) -> str:
    """Return a day with the part of it in which something takes place.

    >>> with_session("20/06/2025", "morning", "vi"), with_session("20/06/2025", None, "vi")
    ('20/06/2025, buổi sáng', '20/06/2025')
    """
    return f"{day}, {say(f'session.{session}', language)}" if session else day


def long_date(day: date, language: str) -> str:
    """Write a date with its weekday.

    >>> long_date(date(2026, 9, 30), "vi"), long_date(date(2024, 12, 13), "en")
    ('Thứ Tư, 30/09/2026', 'Friday, 13/12/2024')
    """
    return f"{_WEEKDAYS[language][day.weekday()]}, {short_date(day)}"


def short_date(day: date) -> str:
    """Write a date as dd/mm/yyyy.

    >>> short_date(date(2026, 9, 3))
    '03/09/2026'
    """
    return f"{day:%d/%m/%Y}"


def fact_in_words(fact: Fact, language: str, roles: Mapping[RoleId, str]) -> str:
    """Say what a fact says; `roles` are what roles are called."""
    until = short_date(fact.until) if fact.until is not None else ""
    bare = role_above(fact.role)
    role = roles.get(bare or fact.role, fact.role)
    role = say("role-above", language, role=role) if bare else role
    return say(f"fact.{fact.kind}", language, until=until, reverts=fact.reverts, role=role)
