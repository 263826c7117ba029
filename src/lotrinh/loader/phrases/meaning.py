"""From the tree of the grammar to the values of the domain; `phrase.lark` names the methods.

A day that doesn't exist is refused here, at its column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from lark import ParseTree, Token, Transformer, v_args

from lotrinh.domain.distance import Between, Reference, Shift, Unit
from lotrinh.domain.due import (
    Before,
    By,
    During,
    Listed,
    On,
    Phrase,
    Roll,
    Rule,
    Session,
    Within,
)
from lotrinh.domain.frame import Node
from lotrinh.domain.occurrence import MONTHS, Every
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
from lotrinh.loader.phrases.days import YEARS, PhraseError, civil_date, day_of_period, far_from_term
from lotrinh.loader.phrases.keywords import (
    MONTH_NAMES,
    QUARTERS,
    ROLLS,
    edge_of,
    every_of,
    is_exact,
    session_of,
    weekday_of,
)
from lotrinh.loader.phrases.rhythm import check_rhythm
from lotrinh.loader.phrases.rrule import expand
from lotrinh.loader.phrases.windows import window_between
from lotrinh.loader.reading.text import fold
from lotrinh.nearest import nearest

Length = tuple[int, Unit]
_FARTHEST = {Unit.DAY: 3650, Unit.WORKING_DAY: 2500, Unit.WEEK: 520, Unit.MONTH: 120}


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is read in."""

    text: str
    names: Mapping[str, str] | None = None
    """Folded names of anchors and milestones, with their ids; any where None."""
    years: range = YEARS
    """Those that a day with a year may lie in."""
    rounds: range = YEARS
    """Those for which a recurrence rule is written out."""


def phrase_of(tree: ParseTree, context: Context) -> Phrase:
    """Return the meaning of a phrase, parsed."""
    meaning = _Meaning(context).transform(tree)
    assert isinstance(meaning, Phrase)  # noqa: S101  (lark transforms to object)
    return meaning


def length_of(tree: ParseTree, text: str) -> Length:
    """Return the meaning of a length of time, parsed."""
    amount, unit = cast(Length, _Meaning(Context(text)).transform(tree))
    return amount, unit


@v_args(inline=True)
class _Meaning(Transformer[Token, object]):
    """Turns the tree of one phrase into values."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._each: Every | None = None
        self._bare = False
        self._sessions: list[Token] = []

    # The phrase and its rules.

    def phrase(self, *told: Rule | Every | Roll | Token) -> Phrase:
        every, roll = self._each, None
        rule: Rule | None = None
        for one in told:
            match one:
                case Every():
                    every = one
                case Roll():
                    roll = one
                case Token():
                    self._sessions.append(one)
                case _:
                    rule = one
        assert rule is not None  # noqa: S101  (the grammar has one in each)
        check_rhythm(rule, every, self._context.text)
        rhythm = Every.DAY if isinstance(rule, Listed) else every
        session = self._session(rule)
        event = On(rule.point) if session and self._bare and isinstance(rule, By) else rule
        return Phrase(event, rhythm, session, roll)

    def _session(self, rule: Rule) -> Session | None:
        """Return the part of the day; only a day has one, and only one."""
        if not self._sessions:
            return None
        day = isinstance(rule, Listed) or (
            isinstance(rule, (By, On)) and not isinstance(rule.point, (Span, FirstWeek))
        )
        if len(self._sessions) > 1 or not day:
            odd = self._sessions[-1]
            raise PhraseError("odd-session", _column(odd), value=str(odd))
        return session_of(self._sessions[0])

    def before(self, point: Node) -> Before:
        return Before(point)

    def back_from(self, point: Node, length: Length) -> By:
        return By(self.back(length, point))

    def on_from(self, point: Node, length: Length) -> By:
        return By(self.forward(length, point))

    def at_least(self, length: Length, point: Node) -> By:
        return By(self.back(length, point))

    def by(self, point: Node) -> By:
        return By(point)

    def by_session(self, session: Token, point: Node) -> By:
        self._sessions.append(session)
        return By(point)

    def on(self, point: Node) -> On | During:
        return During(point) if isinstance(point, (Span, FirstWeek)) else On(point)

    def on_session(self, session: Token, point: Node) -> On:
        self._sessions.append(session)
        return On(point)

    def bare(self, point: Node) -> Rule:
        alone = self._context.text.strip()
        if isinstance(point, Span) and alone.isdigit():  # a year and no word: a slip of the pen
            raise PhraseError("unknown-phrase", 1, value=alone, word=alone)
        if isinstance(point, (Span, FirstWeek)):
            return During(point)
        self._bare = True
        return By(point)

    def within(self, length: Length, point: Node) -> Within:
        return Within(*length, point)

    def during(self, window: Span | FirstWeek | FromTo | Between) -> During:
        return During(window)

    def rrule(self, token: Token) -> Listed:
        rule = re.sub(r"rrule\s*:\s*", "", token)
        column = _column(token) + len(token) - len(rule)
        return Listed(rule.upper(), expand(rule.upper(), column, self._context.rounds))

    # Distances.

    def back(self, length: Length, point: Node) -> Shift:
        return Shift(point, -length[0], length[1])

    def forward(self, length: Length, point: Node) -> Shift:
        return Shift(point, *length)

    def plus(self, point: Node, sign: Token, length: Length) -> Shift:
        return Shift(point, length[0] if sign == "+" else -length[0], length[1])

    def length(self, number: Token, unit: Unit) -> Length:
        if not 0 < int(number) <= _FARTHEST[unit]:
            farthest = str(_FARTHEST[unit])
            raise PhraseError("too-far", _column(number), value=str(number), farthest=farthest)
        return int(number), unit

    def working_days(self) -> Unit:
        return Unit.WORKING_DAY

    def days(self) -> Unit:
        return Unit.DAY

    def weeks(self) -> Unit:
        return Unit.WEEK

    def months(self) -> Unit:
        return Unit.MONTH

    # Days.

    def day_month_year(self, token: Token) -> Fixed:
        day, month, year = re.split(r"\s*[/.-]\s*", token)
        return self._fixed(day, month, year, _column(token))

    def weekday_date(self, weekday: Token, token: Token) -> Fixed:
        found = self.day_month_year(token)
        if found.day.isoweekday() != weekday_of(weekday):
            written = {"value": str(token), "weekday": str(weekday)}
            raise PhraseError("wrong-weekday", _column(weekday), **written)
        return found

    def year_month_day(self, token: Token) -> Fixed:
        year, month, day = token.split("-")
        return self._fixed(day, month, year, _column(token))

    def day_month_year_apart(self, day: Token, month: Token, year: Token) -> Fixed:
        return self._fixed(day, month, year, _column(day))

    def day_named_month(self, day: Token, name: Token, year: Token | None = None) -> Node:
        month = str(MONTH_NAMES.index(name) + 1)
        if year is None:
            return day_of_period(day, month, _column(day))
        return self._fixed(day, month, year, _column(day))

    def day_month(self, token: Token) -> DayOfPeriod:
        day, month = re.split(r"\s*[/-]\s*", token)
        return day_of_period(day, month, _column(token))

    def day_month_apart(self, day: Token, month: Token) -> DayOfPeriod:
        return day_of_period(day, month, _column(day))

    def day(self, token: Token) -> DayOfPeriod:
        return day_of_period(token, None, _column(token))

    def weekday(self, token: Token) -> DayOfWeek:
        return DayOfWeek(weekday_of(token))

    # Stretches.

    def month(self, token: Token) -> Span:
        month, year = re.split(r"\s*[/-]\s*", token)
        return self._span(month, year, 1, _column(token))

    def month_apart(self, month: Token, year: Token | None = None) -> Span:
        return self._span(month, year, 1, _column(month))

    def named_month(self, name: Token, year: Token | None = None) -> Span:
        return self._span(str(MONTH_NAMES.index(name) + 1), year, 1, _column(name))

    def quarter(self, token: Token) -> Span:
        quarter, year = re.split(r"\s*[/-]\s*", token)
        return self._quarter(quarter, year, _column(token))

    def quarter_apart(self, quarter: Token, year: Token | None = None) -> Span:
        return self._quarter(quarter, year, _column(quarter))

    def half(self, name: Token, year: Token | None = None) -> Span:
        first = "đầu" in name or "first" in name
        return self._span("1" if first else "7", year, 6, _column(name))

    def year(self, year: Token) -> Span:
        return self._span("1", year, 12, _column(year))

    def whole_month(self) -> Span:
        return Span(None, None, 1)

    def whole_quarter(self) -> Span:
        return Span(None, None, 3)

    def whole_year(self) -> Span:
        return Span(None, None, 12)

    def first_week(self, _: Token, span: Span) -> FirstWeek:
        return FirstWeek(span)

    def edge(self, word: Token, span: Span) -> EdgeOf:
        edge = edge_of(word)
        if is_exact(word):
            return EdgeOf(edge, span)
        if span.months != 12 and (span.months, edge) not in _CLEAR:
            raise PhraseError(
                "vague-part", _column(word), value=self._context.text[_column(word) - 1 :]
            )
        return EdgeOf(edge, span)

    def working_day(self, word: Token, span: Span) -> WorkingDayOf:
        return WorkingDayOf(edge_of(word), span)

    def from_to(self, first: Node, last: Node) -> FromTo | Between:
        return window_between(first, last)

    # Words.

    def name(self, *words: Token) -> Reference:
        return Reference(self._known(" ".join(words), _column(words[0])))

    def name_at(self, token: Token) -> Reference:
        name, occurrence = token.split("@")
        return Reference(self._known(name, _column(token)), occurrence.upper())

    def every(self, token: Token) -> Every:
        return every_of(token)

    def each(self, token: Token) -> Span:
        self._each = self.every(token)
        if self._each not in MONTHS:
            raise PhraseError("vague-part", _column(token), value=self._context.text)
        return Span(None, None, MONTHS[self._each])

    def roll(self, how: Token) -> Roll:
        return ROLLS[how.type]

    def _fixed(self, day: str, month: str, year: str, column: int) -> Fixed:
        return Fixed(self._near(civil_date(day, month, year, column), column))

    def _span(self, month: str, year: str | None, months: int, column: int) -> Span:
        if not 1 <= int(month) <= 12:
            raise PhraseError(
                "bad-date", column, value=month if year is None else f"{month}/{year}"
            )
        if year is None:
            return Span(None, int(month), months)
        first = self._near(civil_date("1", month, year, column), column)
        return Span(first.year, first.month, months)

    def _quarter(self, quarter: str, year: str | None, column: int) -> Span:
        if quarter not in QUARTERS:
            raise PhraseError("bad-quarter", column, value=quarter)
        return self._span(str(3 * QUARTERS[quarter] - 2), year, 3, column)

    def _near(self, day: date, column: int) -> date:
        if day.year not in self._context.years:
            raise far_from_term(day, column, self._context.years)
        return day

    def _known(self, name: str, column: int) -> str:
        if self._context.names is None:
            return name
        found = self._context.names.get(fold(name))
        if found is None:
            near = nearest(fold(name), self._context.names)
            raise PhraseError("unknown-name", column, near, value=name)
        return found


# The edges that the Civil Code (article 146) gives a day: so many months, which edge.
_CLEAR = {(1, Edge.START), (1, Edge.MIDDLE), (1, Edge.END), (3, Edge.END), (6, Edge.END)}


def _column(token: Token) -> int:
    return token.column or 1
