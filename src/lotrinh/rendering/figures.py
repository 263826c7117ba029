"""Figures in words: what is asked for, with what is planned, in the unit that is wanted."""

from lotrinh.domain.notation import print_quantity
from lotrinh.domain.targets import EVERY_YEAR, Comparator, Period, Target
from lotrinh.rendering.words import say


def figure_asked(target: Target | None, occurrence: str, language: str) -> str:
    """Return what a field for a figure is called; '' where none is asked for."""
    if target is None:
        return ""
    if target.comparator is Comparator.DONE:
        return say("page.figure-reached", language)
    is_of_year = target.period is Period.YEAR and occurrence[:4].isdigit()
    planned = target.plan(int(occurrence[:4]) if is_of_year else EVERY_YEAR)
    if planned is None:
        return say("page.figure", language, unit=target.unit or "—")
    return say("page.figure-of", language, planned=print_quantity(planned))
