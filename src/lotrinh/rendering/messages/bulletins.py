"""Bulletins in words: sections with numbers, a few lines each, and the command to look further."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lotrinh.application.deciding.target_tables import TargetTable
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.wording import LISTED, Asked, Column, Daily, Weekly
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.reminders import Reason
from lotrinh.domain.roadmap import Milestone
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.deadlines import code, posts_in_words, task, titled
from lotrinh.rendering.deliveries import name_of, stays_here
from lotrinh.rendering.targets import (
    BEHIND,
    figure_in_words,
    state_in_words,
    states_in_words,
    table_title,
)
from lotrinh.rendering.words import capital, long_date, period_name, say, short_date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bulletin."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says things of one configuration in one language."""

    configuration: Configuration
    language: str
    by_chat: bool = False
    """What people wrote themselves isn't said then: nobody knows what it holds."""

    def say(self, entry: str, **values: object) -> str:
        return say(f"bulletin.{entry}", self.language, **values)

    def section(
        self,
        heading: str,
        lines: Iterable[str],
        *,
        count: int | None = None,
        further: str = "",
        most: int = LISTED,
    ) -> Iterator[Line]:
        """Yield a section that has any lines: the first of them, and how many there are beside.

        Args:
            heading: Its entry; it may name the count.
            lines: All of them, or the first of so many.
            count: How many there are, if `lines` are only the first.
            further: The command that shows all.
            most: No more are told.
        """
        told = list(lines)
        total = count if count is not None else len(told)
        if not told:
            return
        yield Line(self.say(heading, count=total), is_heading=True)
        yield from (Line(text) for text in told[:most])
        if total > most:
            entry = "more-there" if further else "more"
            yield Line(self.say(entry, count=total - most, command=further))

    def moment(self, at: datetime) -> str:
        """Return an instant as people write it."""
        return f"{at.astimezone(self.configuration.zone):%d/%m/%Y %H:%M}"

    def organisation(self, cell: CellId) -> str:
        register = self.configuration.organisations
        return register.name(cell.organisation) if cell.organisation in register.rows else ""

    def milestone(self, cell: CellId) -> str:
        roadmap = self.configuration.roadmaps.get(cell.roadmap)
        known = roadmap.milestones.get(cell.milestone) if roadmap is not None else None
        return _task(known, cell.occurrence, self.language) if known else str(cell.milestone)


def daily_subject(daily: Daily, today: date, language: str) -> str:
    """Say the day's numbers; what is amiss comes first."""
    amiss = len(daily.unchecked) + bool(daily.problems) + bool(daily.given_up)
    entry = "subject.daily-amiss" if amiss else "subject.daily"
    figures = {"due": daily.due_today, "late": daily.overdue}
    return say(entry, language, day=short_date(today), **figures)


def daily_lines(
    configuration: Configuration,
    daily: Daily,
    today: date,
    language: str,
    *,
    by_chat: bool = False,
) -> Iterator[Line]:
    """Yield the coordinator's daily message, line by line."""
    speaker = _Speaker(configuration, language, by_chat)
    section = speaker.section
    yield from section("amiss", _amiss(speaker, daily), further="lotrinh validate")
    yield from section("due", _due(speaker, daily, today))
    here = stays_here(configuration, configuration.deliver_by or "")
    yield from section("sent-as-files" if here else "sent", _sent(speaker, daily))
    yield from section("recorded", _recorded(speaker, daily), further="lotrinh audit")
    yield from section("targets", _targets(speaker, daily.targets), further="lotrinh targets")
    waiting = (_asked(speaker, asked) for asked in daily.asked)
    yield from section("asked", waiting, count=len(daily.asked), further="lotrinh status --asked")
    dateless = (_dateless(speaker, deadline) for deadline in daily.dateless)
    yield from section(
        "dateless", dateless, count=daily.dateless_count, further="lotrinh status --all"
    )
    unheld = posts_in_words(configuration, daily.unheld)
    yield from section("unheld", unheld, further="lotrinh validate")
    passed_over = posts_in_words(configuration, daily.passed_over)
    yield from section("passed-over", passed_over, further="lotrinh validate")
    people = (f"{name_of(configuration, one)} ({one})" for one in daily.unreachable)
    yield from section(
        "unreachable", people, count=len(daily.unreachable), further="lotrinh doctor"
    )


def weekly_subject(weekly: Weekly, today: date, language: str) -> str:
    """Say the week's numbers."""
    late = sum(column.overdue for column in weekly.columns)
    due = sum(column.due_this_week for column in weekly.columns)
    return say("subject.weekly", language, day=short_date(today), late=late, due=due)


def weekly_lines(
    configuration: Configuration, weekly: Weekly, language: str, *, by_chat: bool = False
) -> Iterator[Line]:
    """Yield a superior's weekly message, line by line."""
    speaker = _Speaker(configuration, language, by_chat)
    ordered = sorted(weekly.columns, key=lambda c: (-c.overdue, -c.due_this_week))
    numbers = (_numbers(speaker, column) for column in ordered)
    asked = (_asked(speaker, one, decided=True) for one in weekly.asked)
    laggards = (
        speaker.say(
            "laggard", organisation=configuration.organisations.name(organisation), count=count
        )
        for organisation, count in weekly.laggards
    )
    due = (
        speaker.say(
            "due-day",
            day=capital(long_date(day, language)),
            milestone=_task(column.milestone, column.occurrence, language),
            count=column.due_this_week,
        )
        for day, column in weekly.due
    )
    yield from speaker.section("waits-for-you", asked)
    yield from speaker.section("numbers", numbers)
    yield from speaker.section("targets", _targets(speaker, weekly.targets))
    yield from speaker.section(
        "laggards", laggards, count=weekly.laggard_count, most=max(len(weekly.laggards), 1)
    )
    yield from speaker.section("due-this-week", due)


def _targets(speaker: _Speaker, tables: Sequence[TargetTable]) -> Iterator[str]:
    """Yield how many targets stand how, and those that are behind, with their figures."""
    language = speaker.language
    for table in tables:
        title = table_title(table, language)
        if table.organisation is not None:
            title += f" – {speaker.configuration.organisations.name(table.organisation)}"
        yield f"{title}: {states_in_words(table.states, language)}"
        for row in table.rows:
            if row.judgement.state in BEHIND:
                figure = figure_in_words(row.course, language)
                state = state_in_words(row.judgement.state, language)
                yield f"{row.target.title}: {', '.join(filter(None, (state, figure)))}"


def _numbers(speaker: _Speaker, column: Column) -> str:
    """Return one milestone in numbers: `12/15 xong, 2 quá hạn`."""
    title = _task(column.milestone, column.occurrence, speaker.language)
    words = [speaker.say("done-of", done=column.done, total=column.total)]
    if column.overdue:
        words.append(speaker.say("late", count=column.overdue))
    if column.due_this_week:
        words.append(speaker.say("due-soon", count=column.due_this_week))
    return f"{title}: {', '.join(words)}"


def _amiss(speaker: _Speaker, daily: Daily) -> Iterator[str]:
    """Yield what has gone wrong."""
    configuration = speaker.configuration
    for roadmap, seen in daily.unchecked:
        title = configuration.roadmaps[roadmap].title
        if seen is None:
            yield speaker.say("never-checked", title=title)
        else:
            yield speaker.say("unchecked", title=title, at=speaker.moment(seen))
    if daily.problems:
        yield speaker.say("problems", count=len(daily.problems), first=daily.problems[0])
    if daily.given_up:
        yield speaker.say("given-up", count=daily.given_up)
    for place in daily.set_aside:
        name = name_of(configuration, place.person)
        yield speaker.say("set-aside", name=name, channel=place.channel, person=place.person)


def _due(speaker: _Speaker, daily: Daily, today: date) -> Iterator[str]:
    """Yield what is due, in numbers; none is a number as well."""
    sunday = today + timedelta(days=6 - today.weekday())
    yield speaker.say("due-today", count=daily.due_today)
    yield speaker.say("due-until", count=daily.due_this_week, day=short_date(sunday))
    yield speaker.say("overdue" if daily.overdue else "nothing-overdue", count=daily.overdue)


def _sent(speaker: _Speaker, daily: Daily) -> Iterator[str]:
    """Yield what was said since the last time, in numbers."""
    sent, language = daily.sent, speaker.language
    figures = {"messages": sent.messages, "people": sent.people}
    if daily.since is None:
        yield speaker.say("sent-so-far", **figures)
    else:
        yield speaker.say("sent-since", at=speaker.moment(daily.since), **figures)
    if sent.reminders:
        counted = (
            f"{say(f'reason.{reason}', language)}: {sent.reminders[reason]}"
            for reason in Reason
            if sent.reminders.get(reason)
        )
        total = sum(sent.reminders.values())
        yield speaker.say("reminders", count=total, by_reason=", ".join(counted))
    if daily.waiting:
        yield speaker.say("waiting", count=daily.waiting)


def _recorded(speaker: _Speaker, daily: Daily) -> Iterator[str]:
    """Yield what was recorded: how much of each kind, and remarks one by one."""
    counted = [(kind, daily.recorded[kind]) for kind in FactKind if daily.recorded.get(kind)]
    if counted:
        yield "; ".join(f"{say(f'kind.{kind}', speaker.language)}: {n}" for kind, n in counted)
    for fact in daily.notes:
        if fact.cell is not None:
            yield _told(speaker, fact, fact.cell)


def _told(speaker: _Speaker, fact: Fact, cell: CellId) -> str:
    """Return a remark, with who has made it and the deadline's code."""
    entry = "told" if fact.by else "told-by-nobody"
    return speaker.say(
        f"{entry}-kept" if speaker.by_chat else entry,
        organisation=speaker.organisation(cell),
        milestone=speaker.milestone(cell),
        note=fact.note,
        by=fact.by,
        code=code(speaker.configuration, cell),
    )


def _asked(speaker: _Speaker, asked: Asked, *, decided: bool = False) -> str:
    """Return a request that waits, with who decides on it where that isn't the reader."""
    until = short_date(asked.fact.until) if asked.fact.until else ""
    names = ", ".join(name_of(speaker.configuration, one) for one in asked.deciders)
    entry = "waits" if decided else "waits-for"
    return speaker.say(
        f"{entry}-kept" if speaker.by_chat else entry,
        organisation=speaker.organisation(asked.deadline.id),
        milestone=titled(asked.deadline, speaker.language),
        until=until,
        asked=short_date(asked.fact.on),
        why=asked.fact.note,
        names=names or "—",
        code=code(speaker.configuration, asked.deadline.id),
    )


def _dateless(speaker: _Speaker, deadline: Deadline) -> str:
    organisation, title = speaker.organisation(deadline.id), titled(deadline, speaker.language)
    return f"{organisation}: {title} [{code(speaker.configuration, deadline.id)}]"


def _task(milestone: Milestone, occurrence: str, language: str) -> str:
    """Return what is to be done, with the period that it is for."""
    title = task(milestone, language)
    year, _, part = occurrence.partition("-")
    period = period_name(occurrence, language) if part else year
    return f"{title} ({period})" if period else title
