"""Targets in words: figures as reports print them, states, and the rule that decided.

The board, the papers and the commands show targets by these words.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lotrinh.application.deciding.target_tables import TargetRow, TargetTable
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.judging import Course, Judgement, Rule
from lotrinh.domain.notation import print_quantity, print_range, print_share
from lotrinh.domain.quantity import Quantity, per_cent
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.tallies import States
from lotrinh.domain.targets import Comparator, RollUp, Target, TargetState
from lotrinh.rendering.deadlines import role_title
from lotrinh.rendering.words import say, short_date

BEHIND = (TargetState.MISSED, TargetState.WILL_BE_MISSED, TargetState.AT_RISK)
"""What is told one by one, the worst first."""


def planned_in_words(course: Course, language: str) -> str:
    """Return what is planned, with how it is compared: dưới 5%."""
    target = course.target
    if course.planned is None:
        return say("target.done", language) if target.comparator is Comparator.DONE else ""
    rated = "-rate" if target.is_rate and target.comparator is Comparator.AT_LEAST else ""
    planned = print_quantity(course.planned)
    return say(f"target.{target.comparator}{rated}", language, planned=planned)


def figure_in_words(course: Course, language: str, figure: Quantity | None = None) -> str:
    """Return a figure as reports print it: 108/110 = 98,18%; a count out of what is planned.

    It is the one that holds, if none is given; '' where there is none.
    """
    if figure is None and course.latest is not None:
        figure = course.latest.quantity
    if figure is None:
        return ""
    target, planned = course.target, course.planned
    if target.comparator is Comparator.DONE and target.roll_up is not RollUp.SUM and not planned:
        return say("target.reached" if figure.value else "target.not-reached", language)
    shown = figure
    is_count = not target.is_rate and target.comparator is Comparator.AT_LEAST
    if is_count and planned is not None and planned.value > 0:
        shown = Quantity(figure.value, "", planned.value)
    return print_share(shown, target.digits)


def state_in_words(state: TargetState, language: str) -> str:
    """Return how a target stands."""
    return say(f"target-state.{state}", language)


def rule_in_words(course: Course, judgement: Judgement, language: str) -> str:
    """Return why it stands like that: the rule, with the numbers that it went by."""
    target, word, latest = course.target, judgement.word, course.latest
    rule = str(judgement.rule)
    if judgement.rule is Rule.PACE and target.comparator is Comparator.KEEP:
        rule = "pace-keep"
    elif judgement.rule is Rule.PACE and target.comparator is not Comparator.AT_LEAST:
        rule = "pace-limit"
    return say(
        f"target-rule.{rule}",
        language,
        day=_day(word.on if word is not None else latest.on if latest is not None else None),
        due=_day(course.due),
        report=_day(course.first_report),
        by=(word.by if word is not None else "") or "—",
        why=word.why if word is not None else "",
        forecast=_of_target(course, judgement.forecast),
        part=_part(course, judgement),
        at_risk=f"{target.thresholds.at_risk:f}",
        missed=f"{target.thresholds.missed:f}",
    )


def _day(day: date | None) -> str:
    return short_date(day) if day is not None else "—"


def _of_target(course: Course, size: Decimal | None) -> str:
    return "" if size is None else print_quantity(Quantity(size, course.target.unit))


def _part(course: Course, judgement: Judgement) -> str:
    """Return which part of what is planned the forecast is; of a limit, the reverse."""
    if judgement.forecast is None or course.planned is None:
        return ""
    part, whole = judgement.forecast, course.target.size(course.planned)
    if course.target.comparator in {Comparator.AT_MOST, Comparator.BELOW}:
        part, whole = whole, part
    return print_quantity(per_cent(part, whole, 1)) if whole > 0 else ""


def beside_in_words(row: TargetRow, language: str) -> str:
    """Return what stands beside a figure: the year before, the series, who has given figures."""
    return "; ".join(_beside(row, language))


def _beside(row: TargetRow, language: str) -> Iterator[str]:
    target, latest = row.target, row.course.latest
    if row.before is not None and latest is not None and target.size(row.before) > 0:
        sizes = target.size(latest.quantity), target.size(row.before)
        percent = print_quantity(per_cent(*sizes, target.digits))
        yield say("target.of-year-before", language, percent=percent)
    if len(row.series) > 1:
        shown = [_shown(target, figure) for _, figure in row.series]
        yield say("target.series", language, range=print_range(shown))
    if row.course.in_other_units:
        yield say("target.in-other-units", language, count=row.course.in_other_units)
    if row.rolled is not None:
        yield say("target.given", language, given=row.rolled.given, asked=row.rolled.asked)
        if row.rolled.without_parts:
            yield say("target.without-parts", language, count=row.rolled.without_parts)


def _shown(target: Target, figure: Quantity) -> Quantity:
    """Return a figure as one of a series: of a share just its percentage."""
    if target.is_rate and figure.whole is not None:
        return per_cent(figure.value, figure.whole, target.digits)
    return Quantity(figure.value, target.unit)


def states_in_words(states: States, language: str) -> str:
    """Return how many stand how, as reports say it: 7/8 hoàn thành; 1 ước không hoàn thành."""
    total, exceeded = sum(states.values()), states.get(TargetState.EXCEEDED, 0)
    done = states.get(TargetState.DONE, 0) + exceeded
    first = say("target.done-of", language, done=done, total=total)
    if exceeded:
        which = say("target.exceeded-of", language, count=exceeded)
        first += f" ({say('target.of-which', language, which=which)})"
    others = (
        say("target.counted", language, count=count, state=state_in_words(state, language))
        for state, count in states.items()
        if not state.is_reached
    )
    return "; ".join((first, *others))


def table_title(table: TargetTable, language: str) -> str:
    """Return what a table of targets is called; the year is said once."""
    if str(table.year) in table.title:
        return table.title
    return say("target.table", language, title=table.title, year=table.year)


def counted_in_words(states: States, language: str) -> str:
    """Return how many stand how, in the sentence that reports have for it."""
    total = sum(states.values())
    done = sum(count for state, count in states.items() if state.is_reached)
    exceeded = states.get(TargetState.EXCEEDED, 0)
    parts = [say("target.report-done", language, count=done)] if done else []
    if exceeded:
        parts[0] += f" ({say('target.report-exceeded', language, count=exceeded)})"
    parts += [
        say(f"target.report-{state}", language, count=count)
        for state, count in states.items()
        if not state.is_reached
    ]
    return say("target.report", language, total=total, parts=", ".join(parts))


def answering(
    configuration: Configuration, target: Target, organisation: OrganisationId | None
) -> tuple[str, str]:
    """Return the roles that answer for a target: its lead and its officer, '' where none is."""
    if organisation is None:
        titles = [configuration.roles.get(r, r) if r else "" for r in (target.lead, target.officer)]
        return titles[0], titles[1]
    officer = target.officer
    lead = role_title(configuration, target.lead, organisation)
    return lead, role_title(configuration, officer, organisation) if officer else ""


def whose_table(
    configuration: Configuration, table: TargetTable, row: TargetRow, language: str
) -> str:
    """Return whose a row of a table is."""
    organisation = row.organisation or table.organisation
    if organisation is None:
        return say("target.all", language)
    return configuration.organisations.name(organisation)
