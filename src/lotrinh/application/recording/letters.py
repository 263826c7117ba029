"""Letters: what people write back, and what they mean by it. `XONG 12`, `hẹn 12 10/12/2026`.

One small grammar, with diacritics or without, in any case, in Vietnamese and English: a verb,
numbers, a day where the verb takes one, and then why. What could mean two things means none.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lotrinh.domain.facts import FactKind

_VERBS = {
    FactKind.DONE: ("xong", "da xong", "hoan thanh", "da hoan thanh", "done"),
    FactKind.MEASURED: ("so lieu", "bao so lieu", "figure", "figures"),
    FactKind.ACKNOWLEDGED: ("biet", "da biet", "da ro", "seen", "ack"),
    FactKind.SNOOZED: ("hen", "nhac lai", "snooze", "later"),
    FactKind.EXTENSION_ASKED: ("gia han", "xin gia han", "extend"),
    FactKind.EXTENSION_GRANTED: ("duyet", "dong y", "cho gia han", "grant"),
    FactKind.EXTENSION_REFUSED: ("tu choi", "khong dong y", "khong duyet", "refuse"),
    FactKind.NOTE: ("khong", "chua", "ghi chu", "cannot", "can't", "note"),
    None: ("tro giup", "huong dan", "giup", "help"),
}
_NAMES_A_DAY = frozenset({FactKind.SNOOZED, FactKind.EXTENSION_ASKED})
_MAY_NAME_A_DAY = _NAMES_A_DAY | {FactKind.EXTENSION_GRANTED}
"""More time is granted as it was asked for, or until another day."""
_SAYS_WHY = frozenset({FactKind.EXTENSION_ASKED, FactKind.EXTENSION_REFUSED, FactKind.NOTE})
_IS_A_SENTENCE = frozenset({FactKind.EXTENSION_REFUSED, FactKind.NOTE})
"""Whatever comes after their numbers says why."""
_KINDS = {verb: kind for kind, verbs in _VERBS.items() for verb in verbs}

_VERB = re.compile(rf"({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?![^\W_])")
_BEFORE_NUMBERS = re.compile(r"[\s:.,]*(?:(?:viec|item|so|no|number)\b[\s:.]*)*#?")
_NUMBER = re.compile(r"\[?([0-9]{1,9})\]?(?![0-9]|[/.-][0-9])", re.ASCII)
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[,;&+]|\bva\b|\band\b)\s*(?:so\b\s*)?|\s+")
_BEFORE_DAY = re.compile(r"[\s,;:]*(?:(?:den|vao|tu|until|to|on)\b\s*)?(?:(?:het|ngay)\b\s*)*")
_DAY = re.compile(
    r"(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))(?!\d)", re.ASCII
)
_LIKE_A_DAY = re.compile(r"\d+[/.-]\d+", re.ASCII)
_BEFORE_FIGURE = re.compile(r"[\s:=,;–—]*(?:la\b\s*)?")
_BEFORE_WHY = re.compile(r"[\s,;:.()–—-]*(?:(?:ly do|vi|do|because|reason)\b[\s:]*)?")
_POLITE = re.compile(r"(?:\s*\b(?:a|nhe|nha|roi|thanks|thank you|cam on)\b)*[\s.!)]*")
_MARKED = re.compile(r"\s*(?:[.,;:(–—-]|(?:ly do|vi|because|reason|da|roi|already)\b)")

_TURNS = re.compile(r"\s*[-–—]\s*\d|.*(?:\?|\b(?:chua|khong|tru|con|not|except|but)\b)")
"""What after the numbers may turn an answer round: "xong 12, chưa nộp hồ sơ", "done 12 - 15"."""
_CLOSES = frozenset({FactKind.DONE, FactKind.ACKNOWLEDGED, FactKind.EXTENSION_GRANTED})
"""What would silence somebody, and so must not be meant otherwise."""

_QUOTE = re.compile(
    # No part may be tried at many places of a line: who writes it chooses how long that takes.
    r"\s*+(?:>|-{2,}\s*$|_{5,}|={5,}|-{3}.*-{3}\s*$"
    r"|(?:vao|ngay|luc|on|le)\b.*\b(?:viet|wrote|da viet)\s*:\s*$"
    r"|.*\b(?:da viet|wrote)\s*:\s*$"
    r"|(?:tu|from|nguoi gui|sent|da gui|sent from|gui tu)\s*(?::|\bmy\b|\biphone\b|\bouvert\b))"
)
"""The first line of what was quoted, or of a signature."""
_LINES = 10
"""So many lines of one's own are looked at; no answer is longer."""
_LONGEST_LINE = 1000
"""Characters of a line that are looked at."""
_NUMBERS = 100
"""So many deadlines are named in one line; more are no answer to a letter of ours."""
LONGEST_WHY = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What one line of a letter means."""

    kind: FactKind | None
    """None asks for help."""
    numbers: tuple[int, ...] = ()
    on: date | None = None
    """The day on which it was done."""
    until: date | None = None
    """The day that is asked for."""
    why: str = ""
    value: str = ""
    """The figure of a target, as it was written."""


@dataclass(frozen=True, slots=True)
class Misread:
    """A line that looks like an answer and can't be used; `code` says why."""

    code: str
    """``no-number``, ``no-day``, ``bad-day``, ``no-why``, ``no-figure`` or ``unclear``;
    ``nothing`` of a letter that has no answer in it.
    """
    line: str


def read_letter(text: str) -> tuple[Said | Misread, ...]:
    """Return what a letter says, line by line; nothing where no line is an answer.

    Whoever answers in whole sentences beside it, or below, is not misunderstood: a line that
    begins like an answer but names no number counts only where no other is one.

    >>> [said.numbers for said in read_letter("Xong 12, 15 ngày 10/12/2026")]
    [(12, 15)]
    >>> read_letter("Cảm ơn văn phòng")
    ()
    """
    read = [found for line in own_lines(text) if (found := _read(line)) is not None]
    plain = [one for one in read if not (isinstance(one, Misread) and one.code == "no-number")]
    return tuple(plain or read[:1])


def own_lines(text: str) -> Iterator[str]:
    """Yield the first lines that the writer has written; nothing that is quoted below them."""
    lines = unicodedata.normalize("NFC", text).replace("\xa0", " ").splitlines()
    told = 0
    for line in lines:
        if _QUOTE.match(folded(line)) or told == _LINES:
            return
        if line.strip():
            told += 1
            yield " ".join(_printable(line).split())[:_LONGEST_LINE]


def folded(text: str) -> str:
    """Return a text in small letters without diacritics, character by character.

    >>> folded("ĐÃ XONG số 12")
    'da xong so 12'
    """
    return "".join(_bare(character) for character in text)


def _bare(character: str) -> str:
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return "d" if bare == "đ" else bare if len(bare) == 1 else character


def _printable(line: str) -> str:
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in line)


def _read(line: str) -> Said | Misread | None:
    """Return what a line means; None where it isn't an answer at all."""
    plain = folded(line)
    verb = _VERB.match(plain)
    if verb is None:
        return None
    kind = _KINDS[verb[1]]
    if kind is None:
        return Said(None)
    if kind is FactKind.MEASURED:
        return _figure(line, plain, verb.end())
    numbers, place = _numbers(plain, verb.end())
    if not numbers:
        return Misread("no-number", line)
    if len(numbers) > _NUMBERS:
        return Misread("unclear", line)
    try:
        day, place = _day(plain, place)
    except ValueError:
        return Misread("bad-day", line)
    return _said(kind, numbers, day, line, place)


def _figure(line: str, plain: str, place: int) -> Said | Misread:
    """Return the figure of one deadline: what comes after its number is a number as well."""
    before = _BEFORE_NUMBERS.match(plain, place)
    number = _NUMBER.match(plain, before.end() if before is not None else place)
    if number is None:
        return Misread("no-number", line)
    start = _BEFORE_FIGURE.match(plain, number.end())
    value = line[start.end() if start is not None else number.end() :].strip(" .")
    return (
        Said(FactKind.MEASURED, (int(number[1]),), value=value)
        if value
        else Misread("no-figure", line)
    )


def _said(
    kind: FactKind, numbers: tuple[int, ...], day: date | None, line: str, place: int
) -> Said | Misread:
    """Return an answer, if all that its verb needs is there."""
    plain = folded(line)
    unmarked = not _POLITE.fullmatch(plain, place) and not _MARKED.match(plain, place)
    if kind in _NAMES_A_DAY and day is None:
        return Misread("no-day", line)
    # "XONG 12 việc": twelve of them, or the one of that number?
    counts = kind not in _IS_A_SENTENCE and day is None and unmarked
    if counts or (kind in _CLOSES and _TURNS.match(plain, place)):
        return Misread("unclear", line)
    why = "" if _POLITE.fullmatch(plain, place) else _why(line, place)
    if kind in _SAYS_WHY and not why:
        return Misread("no-why", line)
    if kind in _MAY_NAME_A_DAY:
        return Said(kind, numbers, until=day, why=why)
    return Said(kind, numbers, on=day if kind is FactKind.DONE else None, why=why)


def _numbers(plain: str, place: int) -> tuple[tuple[int, ...], int]:
    """Return the numbers from a place on, each once, and where they end."""
    found: dict[int, None] = {}
    between = _BEFORE_NUMBERS.match(plain, place)
    while between is not None and (number := _NUMBER.match(plain, between.end())):
        found[int(number[1])] = None
        place = number.end()
        between = _BETWEEN_NUMBERS.match(plain, place)
    return tuple(found), place


def _day(plain: str, place: int) -> tuple[date | None, int]:
    """Return the day from a place on, and where it ends.

    Raises:
        ValueError: There is no such day, or it has no year.
    """
    before = _BEFORE_DAY.match(plain, place)
    start = before.end() if before is not None else place
    found = _DAY.match(plain, start)
    if found is not None:
        day, month, year = found[1], found[2], found[3]
        if year is None:
            year, month, day = found[4], found[5], found[6]
        return date(int(year), int(month), int(day)), found.end()
    if _LIKE_A_DAY.match(plain, start):
        raise ValueError
    return None, place


def _why(line: str, place: int) -> str:
    """Return the rest of a line, without the word that begins it."""
    before = _BEFORE_WHY.match(folded(line), place)
    return line[before.end() if before is not None else place :].strip()[:LONGEST_WHY]
