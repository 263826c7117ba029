"""Questions at a terminal: each with a default and an explanation, asked again where misread.

The same question reads what was given as an option; then a wrong answer ends the command.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import click

from lotrinh.cli.language import LANGUAGE, text
from lotrinh.errors import ProblemsError
from lotrinh.rendering.problems import hint, sentence

T = TypeVar("T")
_BACK = {"<", "lại", "lai", "back"}


class WrongAnswerError(Exception):
    """An answer can't be used; the message says what to answer instead."""


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """Something that a new user is asked."""

    flag: str
    """The option that answers it."""
    asked: str
    explained: str
    """What is told to whoever answers “?”."""
    read: Callable[[str], T]
    """Returns the answer's meaning, or raises WrongAnswerError or the loader's ProblemsError."""
    default: str | None = None
    """What Enter means; None where somebody has to answer."""


class StepBackError(Exception):
    """Somebody wants to answer the question before once more."""


@dataclass(frozen=True, slots=True)
class Interview:
    """Where answers come from: options, then a person, then defaults."""

    asks: bool
    _said: list[str] = field(default_factory=list)
    """What the person has answered so far, to be said again where one answer is taken back."""
    _again: list[str] = field(default_factory=list)

    def talk(self, through: Callable[[], T]) -> T:
        """Go through questions; “<” takes back the last answer, and all before it hold."""
        while True:
            try:
                return through()
            except StepBackError:
                self._again[:] = self._said[:-1]
                self._said.clear()

    def _asked(self, question: Question[T]) -> T:
        """Return what a person answers, or has answered before going back."""
        first = not self._said
        said, meant = (
            (self._again[0], question.read(self._again.pop(0)))
            if self._again
            else _ask(question, _read_back_first if first else _read_back)
        )
        self._said.append(said)
        return meant

    def answer(self, question: Question[T], given: str | None = None) -> T:
        """Return the answer to a question.

        Raises:
            click.UsageError: An option can't be used, or there is neither answer nor default.
        """
        if given is None and self.asks:
            return self._asked(question)
        written = given if given is not None else question.default
        if written is None:
            raise click.UsageError(text(f"thiếu {question.flag}", f"{question.flag} is missing"))
        try:
            return question.read(written)
        except (WrongAnswerError, ProblemsError) as error:
            raise click.BadParameter(_wrong(error), param_hint=question.flag) from None

    def agree(self, question: str, explained: str) -> bool:
        """Ask for a yes or a no; without anybody to ask, it is yes."""
        default = text("có", "yes")
        return not self.asks or self._asked(
            Question("", question, explained, _read_choice, default)
        )


def confirmed(question: str, *, machine: bool, why: str) -> bool:
    """Ask whether to go on; Enter means no. Where nobody can be asked, --yes has to say it.

    Args:
        question: What is asked.
        machine: Whether a machine reads the output, so that there is nobody to ask.
        why: What to say then.

    Raises:
        click.UsageError: There is nobody to ask.
    """
    if machine or not sys.stdin.isatty():
        raise click.UsageError(why)
    return says_yes(question)


def says_yes(question: str) -> bool:
    """Ask for a yes or a no at a terminal; Enter means no."""
    asked = f"{question} [{text('c/K', 'y/N')}]"
    explained = text("c hoặc có, k hoặc không; Enter là không.", "y or yes, n or no; Enter is no.")
    return _ask(Question("", asked, explained, _read_choice, text("không", "no")))[1]


def _ask(question: Question[T], going_back: Callable[[], None] | None = None) -> tuple[str, T]:
    """Ask until the answer can be used; return it as it was said, and what it means.

    Args:
        question: What is asked.
        going_back: What “<” does; None where there is no question before.
    """
    while True:
        said = click.prompt(question.asked, default=question.default or "", show_default=False)
        if said.strip() in {"?", "？"}:
            click.echo(f"  {question.explained}")
            continue
        try:
            if going_back is not None and said.strip().lower() in _BACK:
                going_back()
            return said, question.read(said)
        except (WrongAnswerError, ProblemsError) as error:
            click.echo(f"  → {_wrong(error)}")


def _read_back() -> None:
    raise StepBackError


def _read_back_first() -> None:
    raise WrongAnswerError(text("đây là câu hỏi đầu tiên", "this is the first question"))


def _wrong(error: WrongAnswerError | ProblemsError) -> str:
    """Say what is wrong with an answer, and what to answer instead."""
    if isinstance(error, WrongAnswerError):
        return str(error)
    problem = error.problems[0]
    place = f"{problem.where}: " if problem.where.line > 1 else ""
    return f"{place}{sentence(problem, LANGUAGE)}; {hint(problem, LANGUAGE)}"


def _read_choice(said: str) -> bool:
    word = said.strip().lower()
    if word in {"có", "co", "c", "y", "yes", "ok"}:
        return True
    if word in {"không", "khong", "k", "n", "no"}:
        return False
    raise WrongAnswerError(text("trả lời có hoặc không", "answer yes or no"))
