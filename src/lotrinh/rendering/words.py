"""The words of messages, reports and tables, in Vietnamese and English.

The catalogues are data, one entry a thing that is said; a test holds both languages to the
same entries. Dates are written as offices write them, counts without a plural in Vietnamese.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

from lotrinh.domain.calendar import Calendar
from lotrinh.domain.facts import Fact
from lotrinh.domain.notation import print_share
from lotrinh.domain.registers import RoleId, role_above

LANGUAGES = ("vi", "en")

_DIGITS = re.compile(r"(\d+)")
_PLURAL = re.compile(r"\b1((?: \w+)*? (?:day|item))s\b")

_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
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
    return count_in_words("countdown.left" if days > 0 else "countdown.late", language, abs(days))


def working_countdown(due: date, today: date, calendar: Calendar, language: str) -> str:
    """Say how far a deadline is in working days: those after today, the due day included.

    What is overdue counts the working days after the due day, today included. Without a
    calendar of those days it says how many days they are.

    >>> office = Calendar.of("x", date(2024, 12, 1), date(2025, 1, 31),
    ...                      announced=date(2025, 12, 31))
    >>> for day in (10, 13, 14, 18):
    ...     print(working_countdown(date(2024, 12, 14), date(2024, 12, day), office, "vi"))
    còn 3 ngày làm việc
    hôm nay là ngày làm việc cuối cùng
    đến hạn hôm nay
    quá hạn 3 ngày làm việc
    """
    days = calendar.working_days_between(min(due, today), max(due, today))
    if due == today or days is None:
        return countdown((due - today).days, language)
    if days:
        return count_in_words("working.left" if due > today else "working.late", language, days)
    if due < today:
        return say("working.late-on-a-day-off", language)
    return say("working.none-left" if calendar.is_off(today) else "working.last-day", language)


def count_in_words(key: str, language: str, count: int, **values: object) -> str:
    """Return an entry with a count in it; one of a thing has no plural in English.

    >>> count_in_words("working.left", "en", 1), count_in_words("working.left", "vi", 1)
    ('1 working day left', 'còn 1 ngày làm việc')
    """
    text = say(key, language, count=count, **values)
    return _PLURAL.sub(r"1\1", text) if language == "en" and count == 1 else text


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


def weekdays(language: str) -> tuple[str, ...]:
    """Return the days of the week, from Monday.

    >>> weekdays("vi")[0], weekdays("en")[6]
    ('thứ Hai', 'Sunday')
    """
    return _WEEKDAYS[language]


def long_date(day: date, language: str) -> str:
    """Write a date with its weekday.

    >>> long_date(date(2026, 9, 30), "vi"), long_date(date(2024, 12, 13), "en")
    ('thứ Tư, 30/09/2026', 'Friday, 13/12/2024')
    """
    return f"{_WEEKDAYS[language][day.weekday()]}, {short_date(day)}"


def sentence(text: str) -> str:
    """Return a text as a sentence: its first letter a capital, a full stop at its end.

    >>> sentence("còn 3 ngày"), sentence("Hạn?")
    ('Còn 3 ngày.', 'Hạn?')
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "…")) else ".")


def capital(words: str) -> str:
    """Return words with a capital at their beginning, as a line of its own has.

    >>> capital("thứ Hai, 02/12/2024")
    'Thứ Hai, 02/12/2024'
    """
    return words[:1].upper() + words[1:]


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters, cut between words.

    >>> shortened("Ban hành kế hoạch, lộ trình tổ chức đại hội", 30)
    'Ban hành kế hoạch, lộ trình…'
    >>> shortened("Đại hội", 30), shortened("x" * 30, 10)
    ('Đại hội', 'xxxxxxxxx…')
    """
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    if not text[longest - 1].isspace() and " " in kept:
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,;:.–-") + "…"


def natural(text: str) -> list[str | int]:
    """Return what sorts texts as people count: the 2nd before the 10th.

    >>> sorted(["Tổ 10", "Tổ 2", "Khu 3"], key=natural)
    ['Khu 3', 'Tổ 2', 'Tổ 10']
    """
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(text)]


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
    said = {"until": until, "reverts": fact.reverts, "role": role}
    said["value"] = print_share(fact.value) if fact.value is not None else ""
    said["state"] = say(f"target-state.{fact.state}", language) if fact.state is not None else ""
    return say(f"fact.{fact.kind}", language, **said)
