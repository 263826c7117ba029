"""Questions at a terminal: each with a default and an explanation, asked again where misread.

The same question reads what was given as an option; then a wrong answer ends the command.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import click

from lotrinh.cli.language import LANGUAGE, text
from lotrinh.errors import ProblemsError
from lotrinh.rendering.problems import hint, sentence

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Interview:
    """Where answers come from: options, then a person, then defaults."""

    asks: bool

    def answer(self, question: Question[T], given: str | None = None) -> T:
        """Return the answer to a question.

        Raises:
            click.UsageError: An option can't be used, or there is neither answer nor default.
        """
        if given is None and self.asks:
            return _ask(question)
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
        return not self.asks or _ask(Question("", question, explained, _read_choice, default))


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
    return _ask(Question("", asked, explained, _read_choice, text("không", "no")))


def _ask(question: Question[T]) -> T:
    """Ask until the answer can be used."""
    while True:
        said = click.prompt(question.asked, default=question.default or "", show_default=False)
        if said.strip() in {"?", "？"}:
            click.echo(f"  {question.explained}")
            continue
        try:
            return question.read(said)
        except (WrongAnswerError, ProblemsError) as error:
            click.echo(f"  → {_wrong(error)}")


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
