"""Date phrases: one small grammar, Vietnamese and English, to the values of `domain.due`.

The grammar is `phrase.lark`. Prose is parsed here and nowhere else. What it can't read it
refuses with the place and the nearest word; it never guesses a date.
"""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NoReturn

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

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
    Rule,
    Shift,
    Span,
    Unit,
    Within,
)
from lotrinh.loader.reading.text import fold, plain_dashes, tidy

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FARTHEST = {Unit.DAY: 3650, Unit.WORKING_DAY: 2500, Unit.WEEK: 520, Unit.MONTH: 120}
YEARS = range(1990, 2100)
_QUARTER = re.compile(r"(?:qu[ýí]|quarter)\s+([ivx]+|\d+)(?=\s*[/-]|\s+năm|\s+\d{4}|\s*$)")
_YEARLESS = re.compile(r"(?:tháng\s+\d{1,2}|(?:qu[ýí]|quarter)\s+\w+)\s*$")
_KEYWORDS = (
    "trước", "chậm nhất", "đến hết", "ngày", "ngày làm việc", "tuần", "tháng", "quý", "năm",
    "trong", "từ", "kể từ", "sau", "hằng năm", "hằng quý", "hằng tháng",
    "before", "by", "on", "days", "working days", "weeks", "months", "quarter", "within", "in",
    "of", "after", "every year", "every quarter", "every month",
)  # fmt: skip


class PhraseError(ValueError):
    """A phrase that has no meaning, with the place and what would have been right.

    Attributes:
        code: What is wrong: ``unknown-phrase``, ``unknown-name``, ``bad-date`` …
        column: Where in the phrase, from 1.
        values: What the sentence about it names.
        nearest: The nearest word, or date, that would have been right.
    """

    def __init__(self, code: str, column: int, nearest: str | None = None, **values: str) -> None:
        self.code = code
        self.column = column
        self.nearest = nearest
        self.values = values
        super().__init__(f"{code} at {column}: {values}")


def parse_phrase(text: str, names: Mapping[str, str] | None = None, years: range = YEARS) -> Phrase:
    """Return the meaning of a date phrase.

    Args:
        text: The phrase as written.
        names: Anchors and milestones that it may name: `fold(name or alias)` to id. Where
            None, any single word is taken for a name.
        years: Those that a day with a year may lie in.

    Raises:
        PhraseError: The phrase can't be read, or names a day that doesn't exist.
    """
    readable = _readable(text)
    try:
        tree = _parser().parse(readable)
        meaning = _Meaning(names, years).transform(tree)
    except UnexpectedInput as error:
        _explain(readable, error, names or {})
    except VisitError as error:
        raise _unwrapped(error, readable) from None
    assert isinstance(meaning, Phrase)  # noqa: S101  (lark transforms to Any)
    return meaning


def parse_distance(text: str) -> tuple[int, Unit]:
    """Return a length of time such as ``2 ngày làm việc``; a bare number counts days."""
    readable = _readable(text).strip()
    if readable.isdigit():
        readable += " ngày"
    try:
        length = _Meaning(None).transform(_parser("length").parse(readable))
    except UnexpectedInput as error:
        _explain(readable, error, {}, code="bad-distance")
    except VisitError as error:
        raise _unwrapped(error, readable) from None
    assert isinstance(length, tuple)  # noqa: S101  (lark transforms to object)
    amount, unit = length
    return amount, unit


def parse_day(text: str) -> date:
    """Return a civil date written day first (15/12/2024) or as ISO (2024-12-15)."""
    readable = plain_dashes(tidy(text)).strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", readable):
        year, month, day = found.groups()
        return _date(day, month, year, 1)
    if found := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", readable):
        day, _, month, year = found.groups()
        return _date(day, month, year, 1)
    raise PhraseError("bad-date", 1, value=text.strip())


def _readable(text: str) -> str:
    """Return the phrase in lower case, with a character for each character."""
    tidied = plain_dashes(tidy(text))
    lowered = tidied.lower()
    return lowered if len(lowered) == len(tidied) else tidied


@lru_cache(maxsize=2)
def _parser(start: str = "phrase") -> Lark:
    grammar = files("lotrinh.loader").joinpath("phrase.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start=start, propagate_positions=False)


@v_args(inline=True)
class _Meaning(Transformer[Token, object]):
    """Turns the tree of the grammar into values, refusing days that don't exist."""

    def __init__(self, names: Mapping[str, str] | None, years: range = YEARS) -> None:
        super().__init__()
        self._names = names
        self._years = years

    def phrase(self, rule: Rule, every: Every | None = None) -> Phrase:
        _check_period(rule, every)
        return Phrase(rule, every)

    def before(self, point: Node) -> Before:
        return Before(point)

    def by(self, point: Node) -> By:
        return By(point)

    def on(self, point: Node) -> On:
        return On(point)

    def bare(self, point: Node) -> Rule:
        return During(point) if isinstance(point, Span) else By(point)

    def within(self, length: tuple[int, Unit], point: Node) -> Within:
        return Within(*length, point)

    def during(self, span: Span) -> During:
        return During(span)

    def back(self, length: tuple[int, Unit], point: Node) -> Shift:
        return Shift(point, -length[0], length[1])

    def forward(self, length: tuple[int, Unit], point: Node) -> Shift:
        return Shift(point, *length)

    def plus(self, point: Node, sign: Token, length: tuple[int, Unit]) -> Shift:
        return Shift(point, length[0] if sign == "+" else -length[0], length[1])

    def day_month_year(self, token: Token) -> Fixed:
        day, month, year = re.split(r"\s*[/.-]\s*", token)
        return self._fixed(day, month, year, _column(token))

    def year_month_day(self, token: Token) -> Fixed:
        year, month, day = token.split("-")
        return self._fixed(day, month, year, _column(token))

    def day_month_year_apart(self, day: Token, month: Token, year: Token) -> Fixed:
        return self._fixed(day, month, year, _column(day))

    def day_month(self, token: Token) -> DayOfPeriod:
        day, month = re.split(r"\s*[/-]\s*", token)
        return _day_of_period(day, month, _column(token))

    def day_month_apart(self, day: Token, month: Token) -> DayOfPeriod:
        return _day_of_period(day, month, _column(day))

    def day(self, token: Token) -> DayOfPeriod:
        return _day_of_period(token, None, _column(token))

    def month(self, token: Token) -> Span:
        month, year = re.split(r"\s*[/-]\s*", token)
        return self._span(month, year, 1, _column(token))

    def month_apart(self, month: Token, year: Token) -> Span:
        return self._span(month, year, 1, _column(month))

    def quarter(self, token: Token) -> Span:
        quarter, year = re.split(r"\s*/\s*", token)
        return self._span(str(3 * _QUARTERS[quarter] - 2), year, 3, _column(token))

    def quarter_apart(self, quarter: Token, year: Token) -> Span:
        if quarter not in _QUARTERS:
            raise PhraseError("bad-quarter", _column(quarter), value=str(quarter))
        return self._span(str(3 * _QUARTERS[quarter] - 2), year, 3, _column(quarter))

    def name(self, *words: Token) -> Reference:
        return Reference(self._known(" ".join(words), _column(words[0])))

    def name_at(self, token: Token) -> Reference:
        name, occurrence = token.split("@")
        return Reference(self._known(name, _column(token)), occurrence.upper())

    def length(self, number: Token, unit: Unit) -> tuple[int, Unit]:
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

    def every_year(self) -> Every:
        return Every.YEAR

    def every_quarter(self) -> Every:
        return Every.QUARTER

    def every_month(self) -> Every:
        return Every.MONTH

    def _fixed(self, day: str, month: str, year: str, column: int) -> Fixed:
        return Fixed(self._near(_date(day, month, year, column), column))

    def _span(self, month: str, year: str, months: int, column: int) -> Span:
        if not 1 <= int(month) <= 12:
            raise PhraseError("bad-date", column, value=f"{month}/{year}")
        first = self._near(_date("1", month, year, column), column)
        return Span(first.year, first.month, months)

    def _near(self, day: date, column: int) -> date:
        if day.year not in self._years:
            raise far_from_term(day, column, self._years)
        return day

    def _known(self, name: str, column: int) -> str:
        if self._names is None:
            return name
        found = self._names.get(fold(name))
        if found is None:
            near = _nearest(fold(name), self._names)
            raise PhraseError("unknown-name", column, near, value=name)
        return found


def far_from_term(day: date, column: int, years: range) -> PhraseError:
    """Return what is wrong with a day in which no plan of these years can be about."""
    reach = {"first": str(years[0]), "last": str(years[-1])}
    return PhraseError("date-far-from-term", column, value=f"{day:%d/%m/%Y}", **reach)


def _unwrapped(error: VisitError, text: str) -> Exception:
    """Return what the meaning of a phrase raised; a lone name that is near nothing is no name."""
    found = error.orig_exc
    if isinstance(found, PhraseError) and found.code == "unknown-name" and not found.nearest:
        word = text.strip()
        if found.values["value"] == word:
            return PhraseError("unknown-phrase", found.column, value=text, word=word)
    return found


def _column(token: Token) -> int:
    return token.column or 1


def _date(day: str, month: str, year: str, column: int) -> date:
    """Return the civil date, or refuse one that isn't there: never another day."""
    whole_year = int(year) + (2000 if len(year) == 2 else 0)
    written = f"{day}/{month}/{year}"
    try:
        found = date(whole_year, int(month), int(day))
    except ValueError:
        raise PhraseError("bad-date", column, _day_first(day, month, year), value=written) from None
    if whole_year not in YEARS:
        reach = {"first": str(YEARS[0]), "last": str(YEARS[-1])}
        raise PhraseError("bad-year", column, value=year, **reach)
    return found


def _day_first(day: str, month: str, year: str) -> str | None:
    """Return the date that was meant, where somebody wrote the month first."""
    swapped = int(day) <= 12 < int(month) <= 31
    return f"{int(month):02d}/{int(day):02d}/{year}" if swapped else None


def _day_of_period(day: str, month: str | None, column: int) -> DayOfPeriod:
    """Return a day without a year; 29/02 is there in some years."""
    if month is not None:
        _date(day, month, "2024", column)
    elif not 1 <= int(day) <= 31:
        raise PhraseError("bad-date", column, value=str(day))
    return DayOfPeriod(int(day), None if month is None else int(month))


def _check_period(rule: Rule, every: Every | None) -> None:
    """Refuse days without a year that never come round, and rounds without such a day."""
    inner = rule.span if isinstance(rule, During) else rule.point
    while isinstance(inner, Shift):
        inner = inner.point
    match inner, every:
        case DayOfPeriod(month=None), Every.YEAR | Every.QUARTER:
            raise PhraseError("which-month", 1, value=str(inner.day))
        case DayOfPeriod(month=int()), Every.MONTH:
            raise PhraseError("month-every-month", 1, value=str(inner.day))
        case DayOfPeriod(), None:
            raise PhraseError("missing-year", 1, value=_written(inner))
        case ((Fixed() | Span()), Every()):
            raise PhraseError("year-and-every", 1)
        case Reference(), Every():
            raise PhraseError("reference-and-every", 1, value=inner.name)
        case _:
            return


def _written(point: DayOfPeriod) -> str:
    return f"{point.day:02d}" if point.month is None else f"{point.day:02d}/{point.month:02d}"


def _explain(
    text: str, error: UnexpectedInput, names: Mapping[str, str], code: str = "unknown-phrase"
) -> NoReturn:
    """Blame the first word that is neither a keyword nor part of a name, else the odd place."""
    if (quarter := _QUARTER.search(text)) and quarter[1] not in _QUARTERS:
        raise PhraseError("bad-quarter", quarter.start(1) + 1, value=quarter[1])
    known = {word for phrase in (*_KEYWORDS, *_QUARTERS, *names) for word in phrase.split()}
    for found in re.finditer(r"[^\W\d_][\w-]*", text):
        if found.group() not in known and fold(found.group()) not in known:
            near = _nearest(found.group(), (*_KEYWORDS, *names))
            raise PhraseError(code, found.start() + 1, near, value=text, word=found.group())
    if yearless := _YEARLESS.search(text):
        raise PhraseError("missing-year", yearless.start() + 1, value=yearless[0].strip())
    column = min(max(error.column, 1), len(text) + 1)
    raise PhraseError(code, column, value=text, word=text[column - 1 :].strip())


def _nearest(word: str, among: object) -> str | None:
    candidates = list(among) if isinstance(among, (tuple, Mapping)) else []
    found = difflib.get_close_matches(word, candidates, n=1, cutoff=0.6)
    return found[0] if found else None
