"""A fault: what it is called, how it comes about, and what has to come of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from tests.faults.bases import KINDS
from tests.faults.land import Land

Happens = Callable[[Land, Any], None]
"""Has a check and a delivery meet with the fault, and the fault end."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of the table."""

    id: str
    vi: str
    """What happens, for people…"""
    en: str
    """…in both languages."""
    by: Callable[[Land], AbstractContextManager[Any]]
    """The other side, by which everybody is reached."""
    happens: Happens
    shows: Sequence[str] = ()
    """The codes of what a user is shown; nothing where it goes by unnoticed."""
    may_repeat: bool = False
    """Whether there are sends whose end nobody knows."""
    title: str = ""
    """The milestone's title, if it is not the usual one."""
    hurried: bool = False
    """Whether channels have little patience, because waiting is what it is about."""
    mounts: bool = False
    """Whether it takes mounts of our own, and so the long form, Linux and root."""
    slow: bool = False
    """Whether it takes a minute, and so the long form."""
    kinds: Sequence[str] = KINDS
    """The kinds of database that it can happen with; the first is enough in short."""

    @property
    def words(self) -> Mapping[str, str]:
        """What happens, by language."""
        return {"vi": self.vi, "en": self.en}


def during(on: Callable[[Any], AbstractContextManager[Any]]) -> Happens:
    """Return that something is amiss on the other side for as long as a delivery takes."""

    def happens(land: Land, side: Any) -> None:
        assert land.check()
        with on(side):
            land.deliver()

    return happens


def unhindered(land: Land, side: Any) -> None:
    """Check and deliver."""
    del side
    assert land.check()
    land.deliver()


def nobody(_: Land) -> AbstractContextManager[None]:
    """Return that there is no other side."""
    return nullcontext()
