"""How targets stand, as JSON: what the screen of targets shows, with numbers that stay exact."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from lotrinh.application.deciding.target_tables import TargetRow, TargetTable
from lotrinh.application.looking.target_board import Picked
from lotrinh.application.looking.viewing import Viewer
from lotrinh.bootstrap.desks.target import TargetDesk
from lotrinh.domain.judging import Rule
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.targets import Comparator, TargetState
from lotrinh.rendering.targets import rule_in_words
from lotrinh.web.api.caller import Calls
from lotrinh.web.api.problems import ABSENT
from lotrinh.web.api.shapes import Shape
from lotrinh.web.targets import target_desk

router = APIRouter(tags=["looking"], responses=ABSENT)

Desk = Annotated[TargetDesk, Depends(target_desk)]
Year = Annotated[int | None, Query(ge=1900, le=3000, description="The one nearest to today.")]


class Amount(Shape):
    """An exact number; of a share with what it is a part of."""

    value: str = Field(examples=["108"])
    """Decimal, with a point; never rounded."""
    whole: str | None
    unit: str


class Target(Shape):
    """One target, and how it stands."""

    id: str
    title: str
    organisation: str | None
    """None where the figures are those of several organisations, rolled up."""
    comparator: Comparator
    planned: Amount | None
    figure: Amount | None
    on: date | None
    """The day of the figure."""
    due: date | None
    state: TargetState
    rule: Rule
    """What decided on the state."""
    why: str
    """The rule in words."""
    forecast: str | None
    before: Amount | None
    """The figure of the same period of the year before."""
    lead: str
    officer: str | None


class TargetSet(Shape):
    """The targets of one set, of one organisation or of several, in one year."""

    id: str
    title: str
    year: int
    organisation: str | None
    states: dict[TargetState, int]
    """How many stand how; a state that none has isn't named."""
    targets: list[Target]


@router.get("/targets")
def targets(
    calls: Calls,
    desk: Desk,
    organisation: Annotated[str, Query(max_length=64, description="Of this one.")] = "",
    set_id: Annotated[str, Query(max_length=64, alias="set", description="One set.")] = "",
    year: Year = None,
) -> list[TargetSet]:
    """Return how targets stand: the caller's own, or those of one organisation."""
    found = desk.board(calls, Picked(organisation, set_id, None, year))
    return [_set(calls, table) for table in found.board.tables]


def _set(viewer: Viewer, table: TargetTable) -> TargetSet:
    return TargetSet(
        id=table.set_id,
        title=table.title,
        year=table.year,
        organisation=table.organisation,
        states={state: count for state, count in table.states.items() if count},
        targets=[_target(viewer, row) for row in table.rows],
    )


def _target(viewer: Viewer, row: TargetRow) -> Target:
    target, course, judged = row.target, row.course, row.judgement
    latest = course.latest
    return Target(
        id=target.id,
        title=target.title,
        organisation=row.organisation,
        comparator=target.comparator,
        planned=_amount(course.planned),
        figure=_amount(latest.quantity if latest else None),
        on=latest.on if latest else None,
        due=course.due,
        state=judged.state,
        rule=judged.rule,
        why=rule_in_words(course, judged, viewer.language),
        forecast=None if judged.forecast is None else f"{judged.forecast:f}",
        before=_amount(row.before),
        lead=target.lead,
        officer=target.officer,
    )


def _amount(found: Quantity | None) -> Amount | None:
    if found is None:
        return None
    whole = None if found.whole is None else f"{found.whole:f}"
    return Amount(value=f"{found.value:f}", whole=whole, unit=found.unit)
