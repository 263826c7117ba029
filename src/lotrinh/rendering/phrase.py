"""Date phrases printed in their canonical form: what is printed parses to the same value."""

from collections.abc import Mapping
from dataclasses import dataclass

from lotrinh.domain.due import (
    Before,
    By,
    DayOfPeriod,
    During,
    Every,
    Fixed,
    Node,
    On,
    Phrase,
    Reference,
    Shift,
    Span,
    Unit,
    Within,
)

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language that phrases are printed with."""

    before: str
    by: str
    on: str
    day: str
    after: str
    during: str
    within: str
    month: str
    quarter: str
    units: Mapping[Unit, str]
    plural: str
    every: Mapping[Every, str]

    def length(self, amount: int, unit: Unit) -> str:
        """Return a length of time: 7 ngày làm việc, 1 day, 7 working days."""
        return f"{amount} {self.units[unit]}{self.plural if amount != 1 else ''}"


_VIETNAMESE = _Words(
    before="trước",
    by="chậm nhất",
    on="ngày",
    day="ngày ",
    after="sau",
    during="trong",
    within="trong {length} từ {point}",
    month="tháng ",
    quarter="quý ",
    units={
        Unit.DAY: "ngày",
        Unit.WORKING_DAY: "ngày làm việc",
        Unit.WEEK: "tuần",
        Unit.MONTH: "tháng",
    },
    plural="",
    every={Every.YEAR: "hằng năm", Every.QUARTER: "hằng quý", Every.MONTH: "hằng tháng"},
)
_ENGLISH = _Words(
    before="before",
    by="by",
    on="on",
    day="",
    after="after",
    during="in",
    within="within {length} of {point}",
    month="",
    quarter="quarter ",
    units={
        Unit.DAY: "day",
        Unit.WORKING_DAY: "working day",
        Unit.WEEK: "week",
        Unit.MONTH: "month",
    },
    plural="s",
    every={Every.YEAR: "every year", Every.QUARTER: "every quarter", Every.MONTH: "every month"},
)
_LANGUAGES = {"vi": _VIETNAMESE, "en": _ENGLISH}


def print_phrase(
    phrase: Phrase | Node, language: str = "vi", names: Mapping[str, str] | None = None
) -> str:
    """Return a phrase, or a part of one, in its canonical form.

    Args:
        phrase: What to print.
        language: ``vi`` or ``en``.
        names: How to call anchors and milestones, by id; their ids where None.
    """
    return _print(phrase, _LANGUAGES[language], names or {})


def _print(node: Phrase | Node, words: _Words, names: Mapping[str, str]) -> str:
    """Print one node; the rest of the tree follows by recursion."""

    def say(inner: Node) -> str:
        return _print(inner, words, names)

    match node:
        case Phrase(rule=rule, every=None):
            return say(rule)
        case Phrase(rule=rule, every=Every() as every):
            return f"{say(rule)} {words.every[every]}"
        case Before(point=point):
            return f"{words.before} {_day_word(point, words)}{say(point)}"
        case By(point=point):
            return f"{words.by} {_day_word(point, words)}{say(point)}"
        case On(point=point):
            return f"{words.on} {say(point)}"
        case Within(amount=amount, unit=unit, point=point):
            return words.within.format(length=words.length(amount, unit), point=say(point))
        case During(span=span):
            return f"{words.during} {say(span)}"
        case _:
            return _print_point(node, words, names)


def _day_word(point: Node, words: _Words) -> str:
    """Return the word before a bare number of a day: chậm nhất ngày 25 hằng tháng."""
    return words.day if isinstance(point, DayOfPeriod) and point.month is None else ""


def _print_point(node: Node, words: _Words, names: Mapping[str, str]) -> str:
    match node:
        case Fixed(day=day):
            return f"{day:%d/%m/%Y}"
        case DayOfPeriod(day=number, month=None):
            return str(number)
        case DayOfPeriod(day=number, month=month):
            return f"{number:02d}/{month:02d}"
        case Span(months=1):
            return f"{words.month}{node.month}/{node.year}"
        case Span():
            return f"{words.quarter}{_ROMAN[node.month // 3]}/{node.year}"
        case Reference(name=name, occurrence=None):
            return names.get(name, name)
        case Reference(name=name, occurrence=occurrence):
            return f"{name}@{occurrence}"
        case Shift():
            return _print_shift(node, words, names)
        case _:
            raise UnprintableNodeError(node)


def _print_shift(shift: Shift, words: _Words, names: Mapping[str, str]) -> str:
    length = words.length(abs(shift.amount), shift.unit)
    point = _print(shift.point, words, names)
    if shift.amount < 0:
        return f"{length} {words.before} {point}"
    if isinstance(shift.point, Shift):
        return f"{length} {words.after} {point}"
    return f"{point} + {length}"


class UnprintableNodeError(TypeError):
    """A part of a phrase that the printer doesn't know: a new node needs its words here."""
