"""Record: facts about deadlines, by the words that people use for them; undo is a fact too.

Done is recorded here; what else may be said of a deadline is in `answers`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.mentions import Mention, cells_of, placed
from lotrinh.domain.facts import BY_COMMAND, CellId, Fact, FactKind, State, Via, open_entries
from lotrinh.errors import LotrinhError, Problem, ProblemsError


class BeforeReopenedError(LotrinhError):
    """It was opened again after that day, so that it would stay open."""

    code = "before-reopened"


class NoSuchEntryError(LotrinhError):
    """An entry that there isn't, or that was taken back already."""

    code = "no-such-entry"


class NothingToUndoError(LotrinhError):
    """No entry is left that could be taken back."""

    code = "nothing-to-undo"


class FigureWantedError(LotrinhError):
    """It is the report on a target: it is done once its figure is there."""

    code = "figure-wanted"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one command records: its cells, and those that were done already."""

    number: int
    facts: tuple[Fact, ...]
    already: tuple[CellId, ...] = ()
    days: Mapping[CellId, tuple[date, date]] = field(default_factory=dict)
    """Of what was done already: the day that is recorded, and the one that is meant now."""


def done(
    configuration: Configuration,
    uow: UnitOfWork,
    mentions: Sequence[Mention],
    *,
    on: date,
    by: str,
    now: datetime,
    today: date,
) -> Entry:
    """Return the entry that says these are done; `keep` writes it down.

    Args:
        configuration: The plan that the words are looked up in.
        uow: The books, only read.
        mentions: What is done, in the user's words.
        on: The civil day on which it was, where a mention doesn't say another.
        by: Who says so.
        now: When it is being recorded.
        today: No fact lies after it.

    Raises:
        LotrinhError: A word that isn't known, a cell that doesn't exist, a day to come; of a
            file, all of them.
    """
    timelines = Timelines(configuration, uow.facts, today)
    on_days = [replace(mention, on=mention.on or on) for mention in mentions]
    cells = cells_of(timelines, uow.codes, on_days, today, done=True)
    states = timelines.states(list(cells))
    number = uow.facts.next_entry()
    days: dict[CellId, tuple[date, date]] = {}

    def fact(cell: CellId, mention: Mention) -> Fact | None:
        day = mention.on or on
        check_reopened(states[cell], day)
        if (recorded := states[cell].done_on) is not None:
            days[cell] = recorded, day
            return None
        if cell.milestone in configuration.targets.get(cell.roadmap, {}):
            raise FigureWantedError(milestone=mention.milestone.rpartition("/")[2])
        made = Fact(number, FactKind.DONE, day, now, by, cell, mention.note)
        return replace(made, evidence=mention.evidence)

    return replace(entry_of(number, cells, fact), days=days)


def undo(
    uow: UnitOfWork, *, by: str, now: datetime, entry: int | None = None
) -> tuple[Entry, Sequence[Fact]]:
    """Return the entry that takes back another, and the facts that it takes back.

    It holds from the day from which they did: a look at any day since sees none of them.

    Args:
        uow: The books, only read.
        by: Who takes it back.
        now: When.
        entry: Which one; the newest that still stands, if None.
    """
    taken_back = standing(uow, entry)
    reverted = taken_back[0].entry
    day = min(fact.on for fact in taken_back)
    number = uow.facts.next_entry()
    fact = Fact(number, FactKind.UNDONE, day, now, by, reverts=reverted)
    return Entry(number, (fact,)), taken_back


def standing(uow: UnitOfWork, entry: int | None = None) -> Sequence[Fact]:
    """Return what an entry said that still stands; the newest, if None."""
    facts = uow.facts.all() if entry is None else uow.facts.of_entry(entry)
    entries = open_entries(facts)
    if entry is None and not entries:
        raise NothingToUndoError
    wanted = max(entries) if entry is None else entry
    if wanted not in entries:
        raise NoSuchEntryError(value=str(wanted))
    return [fact for fact in facts if fact.entry == wanted]


def keep(uow: UnitOfWork, entry: Entry, via: Via = BY_COMMAND) -> Entry:
    """Write an entry down, under a number that is still free, with the way that it came."""
    number = uow.facts.next_entry()
    facts = tuple(replace(fact, entry=number, via=via) for fact in entry.facts)
    uow.facts.record(facts)
    return replace(entry, number=number, facts=facts)


def check_reopened(state: State, day: date) -> None:
    """Refuse a day on which it was done before it was opened again."""
    if state.reopened_on is not None and day < state.reopened_on:
        reopened = f"{state.reopened_on:%d/%m/%Y}"
        raise BeforeReopenedError(value=f"{day:%d/%m/%Y}", reopened=reopened)


def entry_of(
    number: int,
    cells: Mapping[CellId, Mention],
    fact: Callable[[CellId, Mention], Fact | None],
) -> Entry:
    """Return the entry of some cells; what can't be recorded of a file's is told all at once.

    Args:
        number: The entry's.
        cells: What was mentioned.
        fact: Makes the fact of a cell; None where it says nothing new.
    """
    facts: list[Fact] = []
    already: list[CellId] = []
    problems: list[Problem] = []
    for cell, mention in cells.items():
        try:
            made = fact(cell, mention)
        except LotrinhError as error:
            if not mention.places:
                raise
            problems.append(placed(error, mention.places["milestone"]))
            continue
        if made is None:
            already.append(cell)
        else:
            facts.append(made)
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.where))
    return Entry(number, tuple(facts), tuple(already))
