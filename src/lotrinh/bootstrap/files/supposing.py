"""What if: one amendment or one day is supposed, and what would come of it; nothing is kept.

The files with what is supposed in them are loaded as any files are, and compared with those
in use by the law of `diff`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.looking.diff import diff
from lotrinh.application.looking.supposing import Kind, Outcome, Question
from lotrinh.application.office.configuration import Configuration
from lotrinh.bootstrap.desks.front import Present
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.times import civil_date
from lotrinh.errors import Location, Problem
from lotrinh.loader.asked import MisreadError, ask_day, ask_organisations
from lotrinh.loader.parts.supposing import Supposed, SupposedAmendment, SupposedDay
from lotrinh.loader.workspace import load

FIELDS = ("thing", "phrase", "occurrence", "effective", "below", "organisation", "day")


@dataclass
class Supposing:
    """Answers questions of what would be if."""

    store: Store
    present: Present
    now: Callable[[], datetime]

    def outcome(self, question: Question, basis: str) -> Outcome:
        """Return what would come of what is supposed.

        Args:
            question: As it was typed.
            basis: What stands for the document that would say so.

        Raises:
            LotrinhError: There are no files to go by.
        """
        with self.store.look() as uow:
            before = self.present.configuration(uow)
            today = civil_date(self.now(), before.zone)
            try:
                supposed = _understood(question, before, today, basis)
            except MisreadError as misread:
                return _outcome(misread.problems, known=())
            return self._compared(before, supposed, today, uow)

    def _compared(
        self, before: Configuration, supposed: Supposed, today: date, uow: UnitOfWork
    ) -> Outcome:
        files = self.present.files()
        contents = files.to_go_by(uow)
        known = load(contents).problems
        loaded = load(contents, supposed)
        if loaded.configuration is None:
            return _outcome(loaded.problems, known)
        day = max(today, supposed.effective) if isinstance(supposed, SupposedAmendment) else today
        # One of its own: what is kept by the hash is of the files as they are.
        other = replace(loaded.configuration, hash=f"{loaded.configuration.hash}?")
        after = self.present.decided(other, uow, today)
        found = diff(before, after, uow, today=day)
        return Outcome(found, new=_outcome(loaded.problems, known).new)


def _outcome(problems: Iterable[Problem], known: Iterable[Problem]) -> Outcome:
    """Return why a question can't be answered: what is wrong with it, and in the files then."""
    wrong: dict[str, list[Problem]] = {}
    before, new = {_said(problem) for problem in known}, list[Problem]()
    for problem in problems:
        if problem.where.path in FIELDS:
            wrong.setdefault(problem.where.path, []).append(problem)
        elif _said(problem) not in before:
            new.append(problem)
    return Outcome(wrong=wrong, new=new)


def _said(problem: Problem) -> tuple[object, ...]:
    return (problem.code, problem.where, *sorted(problem.values.items()))


def _understood(
    question: Question, configuration: Configuration, today: date, basis: str
) -> Supposed:
    """Return what is supposed.

    Raises:
        MisreadError: An organisation or a day of it can't be read, or nothing is named.
    """
    words = [word.strip() for one in question.organisations for word in one.split(",")]
    register = configuration.organisations
    ids = ask_organisations(filter(None, words), register, "organisation")
    if question.kind is Kind.DAY:
        if not ids:
            raise MisreadError([Problem("nobody-named", Location("organisation"))])
        return SupposedDay(question.thing, question.phrase, ids)
    roadmap, _, thing = question.thing.rpartition("/")
    effective = ask_day(question.effective, "effective") if question.effective else today
    below = ask_organisations([question.below] if question.below else [], register, "below")
    return SupposedAmendment(
        roadmap,
        thing,
        question.phrase,
        effective,
        question.occurrence,
        ids,
        str(next(iter(below), OrganisationId(""))),
        basis,
    )
