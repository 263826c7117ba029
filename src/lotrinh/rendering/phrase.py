"""Date phrases printed in their canonical form: what is printed parses to the same value."""

from collections.abc import Mapping
from dataclasses import dataclass

from lotrinh.domain.distance import Between, Reference, Shift
from lotrinh.domain.due import Before, By, During, Listed, On, Phrase, Within
from lotrinh.domain.frame import Node
from lotrinh.domain.stretches import (
    DayOfPeriod,
    DayOfWeek,
    Edge,
    EdgeOf,
    FirstWeek,
    Fixed,
    FromTo,
    Span,
    WorkingDayOf,
)
from lotrinh.rendering.phrase_words import LANGUAGES, PhraseWords

_ROMAN = ("I", "II", "III", "IV")


def print_phrase(
    phrase: Phrase | Node, language: str = "vi", names: Mapping[str, str] | None = None
) -> str:
    """Return a phrase, or a part of one, in its canonical form.

    Args:
        phrase: What to print.
        language: ``vi`` or ``en``.
        names: How to call anchors and milestones, by id; their ids where None.
    """
    return _Printer(LANGUAGES[language], names or {}).say(phrase)


@dataclass(frozen=True, slots=True)
class _Printer:
    """Prints a tree from its top; each part says the parts within it."""

    words: PhraseWords
    names: Mapping[str, str]

    def say(self, node: Phrase | Node) -> str:
        words = self.words
        match node:
            case Phrase():
                return self._phrase(node)
            case Before(point=point):
                return f"{words.before} {self._dated(point)}"
            case By(point=point):
                return f"{words.by} {self._dated(point)}"
            case On(point=point):
                return f"{self._on(point)} {self.say(point)}"
            case Within(amount=amount, unit=unit, point=point):
                length = words.length(amount, unit)
                return words.within.format(length=length, point=self.say(point))
            case During(window=(FromTo() | Between()) as window):
                return self.say(window)
            case During(window=window):
                return f"{words.during} {self.say(window)}"
            case Listed(rule=rule):
                return f"rrule: {rule}"
            case _:
                return self._point(node)

    def _phrase(self, phrase: Phrase) -> str:
        words, rule, session = self.words, phrase.rule, phrase.session
        told = [self.say(rule), words.every.get(phrase.every, "") if phrase.every else ""]
        if session is not None and words.session_first and isinstance(rule, (By, On)):
            told[0] = self._with_session(rule, words.sessions[session])
        elif session is not None:
            told.append(words.session_after.format(session=words.sessions[session]))
        return " ".join(filter(None, told)) + (words.rolls[phrase.roll] if phrase.roll else "")

    def _with_session(self, rule: By | On, session: str) -> str:
        """Return a rule with the part of the day before the day: sáng ngày 20/06/2025."""
        if isinstance(rule, By):
            return f"{self.words.by} {session} {self._dated(rule.point)}"
        on = self._on(rule.point)
        day = self.say(rule.point)
        return f"{session} {on} {day}" if on == self.words.on else f"{session} {day}"

    def _on(self, point: Node) -> str:
        """Return the word before the day of an event."""
        by_date = isinstance(point, (Fixed, DayOfPeriod, Reference))
        return self.words.on if by_date else self.words.at

    def _dated(self, point: Node) -> str:
        """Return a point; a bare number is called a day: chậm nhất ngày 25 hằng tháng."""
        bare = isinstance(point, DayOfPeriod) and point.month is None
        return (self.words.day if bare else "") + self.say(point)

    def _point(self, node: Node) -> str:
        match node:
            case Reference(name=name, occurrence=None):
                return self.names.get(name, name)
            case Reference(name=name, occurrence=occurrence):
                return f"{name}@{occurrence}"
            case Shift():
                return self._shift(node)
            case Fixed(day=day):
                return f"{day:%d/%m/%Y}"
            case DayOfPeriod(day=number, month=None):
                return str(number)
            case DayOfPeriod(day=number, month=month):
                return f"{number:02d}/{month:02d}"
            case DayOfWeek(number=number):
                return self.words.weekdays[number - 1]
            case _:
                return self._stretch(node)

    def _stretch(self, node: Node) -> str:
        words = self.words
        match node:
            case Span():
                return self._span(node)
            case FirstWeek(span=span):
                return f"{words.first_week} {self._span(span)}"
            case FromTo(first=first, last=last) | Between(first=first, last=last):
                return words.window.format(first=self._dated(first), last=self._dated(last))
            case EdgeOf(edge=Edge.START, span=Span(months=3 | 6) as span):
                return f"{words.first_day} {self._span(span)}"
            case EdgeOf(edge=edge, span=span):
                return f"{words.edges[edge]} {self._span(span)}"
            case WorkingDayOf(edge=edge, span=span):
                return f"{words.working_days[edge]} {self._span(span)}"
            case _:
                raise UnprintableNodeError(node)

    def _span(self, span: Span) -> str:
        words, year = self.words, span.year
        if span.month is None:
            return words.wholes[span.months]
        match span.months:
            case 1 if year is None:
                return words.months[span.month - 1]
            case 1:
                return words.month_of_year.format(month=span.month, year=year)
            case 3:
                quarter = f"{words.quarter} {_ROMAN[span.month // 3]}"
                return quarter if year is None else f"{quarter}/{year}"
            case 6:
                half = 0 if span.month == 1 else 1
                return (
                    words.halves_of_year[half] if year is None else f"{words.halves[half]} {year}"
                )
            case _:
                return words.year.format(year=year)

    def _shift(self, shift: Shift) -> str:
        length = self.words.length(abs(shift.amount), shift.unit)
        point = self.say(shift.point)
        if shift.amount < 0:
            return f"{length} {self.words.before} {point}"
        if isinstance(shift.point, Shift):
            return f"{length} {self.words.after} {point}"
        return f"{point} + {length}"


class UnprintableNodeError(TypeError):
    """A part of a phrase that the printer doesn't know: a new node needs its words here."""
