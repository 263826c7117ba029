"""What facts move: days that are granted, cells put on hold and let go on, roles that lead."""

from datetime import date

from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.moving import leads
from lotrinh.domain.registers import OrganisationId, RoleId
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import MilestoneId, Roadmap, RoadmapId
from lotrinh.domain.timeline import Deadline, Timeline
from tests.builders import a_calendar, a_milestone, a_roadmap, hanoi, organisations

RECORDED = hanoi("2024-11-01")
MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


def cell(organisation: str = "a") -> CellId:
    ids = RoadmapId("plan"), OrganisationId(organisation), MilestoneId("review")
    return CellId(*ids)


def said(kind: FactKind, on: date, organisation: str = "a", **fields: object) -> Fact:
    return Fact(1, kind, on, RECORDED, "x", cell(organisation), **fields)  # type: ignore[arg-type]


def of(due: str, *facts: Fact, roadmap: Roadmap | None = None) -> Timeline:
    plan = roadmap or a_roadmap(a_milestone("review", due))
    return resolve(plan, organisations("a", "b"), {"office": a_calendar()}, done={}, moving=facts)


def found(timeline: Timeline, organisation: str = "a") -> Deadline:
    deadline = timeline.find(cell(organisation))
    assert deadline is not None
    return deadline


def test_a_day_that_was_granted_is_that_of_whoever_asked() -> None:
    granted = said(FactKind.EXTENSION_GRANTED, MARCH, until=date(2025, 4, 10))
    timeline = of("20/03/2025", granted)

    assert (found(timeline).due, found(timeline).extension) == (date(2025, 4, 10), granted)
    assert (found(timeline, "b").due, found(timeline, "b").extension) == (date(2025, 3, 20), None)


def test_a_window_still_opens_when_it_did_and_closes_when_it_was_granted() -> None:
    granted = said(FactKind.EXTENSION_GRANTED, MARCH, until=date(2025, 4, 10))
    deadline = found(of("trong tháng 3/2025", granted))

    assert (deadline.opens, deadline.due) == (date(2025, 3, 1), date(2025, 4, 10))


def test_one_may_be_put_on_hold_and_let_go_on_alone() -> None:
    hold, go_on = said(FactKind.SUSPENDED, MARCH), said(FactKind.RESUMED, APRIL)

    held = of("20/03/2025", hold)
    assert [found(held, id_).suspended for id_ in ("a", "b")] == [True, False]
    passed = found(of("20/03/2025", hold, go_on))
    assert (passed.suspended, passed.needs_date) == (False, True)
    later = found(of("20/04/2025", hold, go_on))
    assert (later.suspended, later.needs_date) == (False, False)


def test_what_is_given_to_another_role_moves_no_day() -> None:
    given = said(FactKind.REASSIGNED, MARCH, role=RoleId("office"))
    note = said(FactKind.NOTE, MARCH)

    timeline = of("20/03/2025", given)

    assert found(timeline).due == date(2025, 3, 20)
    assert found(timeline).extension is None
    assert leads([given, note]) == {cell(): "office"}


def test_what_is_said_of_those_who_are_not_in_the_register_moves_nobody() -> None:
    stranger = said(FactKind.SUSPENDED, MARCH, "elsewhere")

    assert not any(found(of("20/03/2025", stranger), id_).suspended for id_ in ("a", "b"))
