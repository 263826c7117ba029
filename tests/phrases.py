"""Phrase trees for laws: every tree that the grammar can write, and no other."""

from datetime import date

from hypothesis import strategies as st

from lotrinh.domain.distance import Between, Reference, Shift, Unit
from lotrinh.domain.due import Before, By, During, On, Phrase, Roll, Rule, Session, Within
from lotrinh.domain.frame import Node
from lotrinh.domain.occurrence import Every
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

YEARS = st.integers(1990, 2099)
MONTHS = st.integers(1, 12)
QUARTERS = st.sampled_from([1, 4, 7, 10])
HALVES = st.sampled_from([1, 7])
Nodes = st.SearchStrategy[Node]


def _spans(year: st.SearchStrategy[int | None]) -> st.SearchStrategy[Span]:
    return st.one_of(
        st.builds(Span, year, MONTHS),
        st.builds(Span, year, QUARTERS, st.just(3)),
        st.builds(Span, year, HALVES, st.just(6)),
    )


def _within(span: Span) -> Nodes:
    """Points within a span that have a meaning, and its first week."""
    edges = {1: [*Edge], 12: [*Edge]}.get(span.months, [Edge.START, Edge.END])
    working = st.sampled_from([Edge.START, Edge.END])
    return st.one_of(
        st.just(span),
        st.just(FirstWeek(span)),
        st.sampled_from(edges).map(lambda edge: EdgeOf(edge, span)),
        working.map(lambda edge: WorkingDayOf(edge, span)),
    )


def _shifts(points: Nodes) -> Nodes:
    return st.builds(
        Shift,
        points,
        st.integers(1, 120) | st.integers(-120, -1),
        st.sampled_from(Unit),
    )


def _ordered(first: Fixed, last: Fixed) -> FromTo:
    return FromTo(*sorted((first, last), key=lambda fixed: fixed.day))


def _between(point: Node, amounts: tuple[int, int], unit: Unit) -> Between:
    first, last = sorted(amounts)
    return Between(Shift(point, first, unit), Shift(point, last, unit))


def _rules(atoms: Nodes, windows: st.SearchStrategy[Span | FirstWeek | FromTo | Between]) -> (
    st.SearchStrategy[Rule]
):  # fmt: skip
    points = st.recursive(atoms, _shifts, max_leaves=3)
    return st.one_of(
        st.builds(Before, points),
        st.builds(By, points),
        st.builds(On, points.filter(_is_day)),
        st.builds(During, windows),
        st.builds(Within, st.integers(1, 120), st.sampled_from(Unit), points),
    )


def _of_period(every: Every) -> st.SearchStrategy[Rule]:
    """Rules about a day or a window of each period."""
    spans: st.SearchStrategy[Span]
    days: st.SearchStrategy[DayOfPeriod | DayOfWeek]
    match every:
        case Every.WEEK:
            week_days = st.builds(DayOfWeek, st.integers(1, 7))
            return _rules(week_days, st.builds(FromTo, week_days, week_days))
        case Every.MONTH:
            spans, days = st.just(Span(None, None, 1)), st.builds(DayOfPeriod, st.integers(1, 31))
        case Every.QUARTER:
            spans = st.just(Span(None, None, 3))
            days = st.builds(DayOfPeriod, st.integers(1, 28), MONTHS)
        case _:
            spans = st.just(Span(None, None, 12)) | _spans(st.none())
            days = st.builds(DayOfPeriod, st.integers(1, 28), MONTHS)
    windows = spans | spans.map(FirstWeek) | st.builds(FromTo, days, days)
    return _rules(days | spans.flatmap(_within), windows)


def _is_day(point: Node) -> bool:
    return not isinstance(point, (Span, FirstWeek))


def _told(rule: Rule, every: Every | None) -> st.SearchStrategy[Phrase]:
    event = isinstance(rule, (By, On)) and _is_day(rule.point)
    sessions = st.none() | st.sampled_from(Session) if event else st.none()
    rolls = st.none() | st.sampled_from(Roll)
    return st.builds(Phrase, st.just(rule), st.just(every), sessions, rolls)


fixed = st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(Fixed)
spans = _spans(YEARS) | st.builds(Span, YEARS, st.just(1), st.just(12))
references = st.sampled_from([Reference("congress"), Reference("congress", "2026-Q2")])
amounts = st.integers(1, 120) | st.integers(-120, -1)
once = _rules(
    fixed | references | spans.flatmap(_within),
    spans
    | spans.map(FirstWeek)
    | st.builds(_ordered, fixed, fixed)
    | st.builds(Between, references, references)
    | st.builds(_between, references, st.tuples(amounts, amounts), st.sampled_from(Unit)),
)
rhythms = st.sampled_from([Every.YEAR, Every.QUARTER, Every.MONTH, Every.WEEK])
phrases: st.SearchStrategy[Phrase] = once.flatmap(lambda rule: _told(rule, None)) | rhythms.flatmap(
    lambda every: _of_period(every).flatmap(lambda rule: _told(rule, every))
)
