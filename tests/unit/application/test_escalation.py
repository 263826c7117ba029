"""Who above hears of what is overdue: which role, at which organisations, from which day on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.deciding.escalation import escalated_to, hearers, schedule
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.diff import Alteration, diff
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.domain.distance import Unit
from lotrinh.domain.facts import CellId
from lotrinh.domain.policy import Escalation
from lotrinh.domain.registers import OrganisationId, RoleId, Selector
from lotrinh.domain.reminders import Part
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.timeline import Deadline
from tests.builders import (
    STUBBORN,
    a_configuration,
    a_milestone,
    a_person,
    a_policy,
    a_roadmap,
    morning,
    organisations,
)

LINE = ("branch", "ward", "district")
EVERY_WEEK = Escalation(3, 5, Unit.WORKING_DAY)
DUE = date(2024, 12, 13)  # a Friday
BEFORE, FIRST, SECOND = date(2024, 12, 17), date(2024, 12, 18), date(2024, 12, 25)


def office(
    *posts: str,
    escalation: Escalation | None = EVERY_WEEK,
    lead: str = "secretary",
    support: Sequence[str] = (),
    gone: bool = False,
) -> Configuration:
    """Return a branch below a ward below a district, and one person a post."""
    register = replace(organisations(*LINE), parents=np.array([1, 2, -1]))
    if gone:
        ended = np.array(["NaT", "2024-12-01", "NaT"], "M8[D]")
        register = replace(register, valid_to=ended)
    lowest = Selector(organisations=frozenset({OrganisationId("branch")}))
    roles = tuple(map(RoleId, support))
    milestone = a_milestone(
        due="chậm nhất 13/12/2024", applies=lowest, lead=RoleId(lead), support=roles
    )
    return a_configuration(
        a_roadmap(milestone),
        branches=register,
        people=[a_person(post.replace("@", "-"), post) for post in posts],
        policy=replace(a_policy(overdue=STUBBORN), escalation=escalation),
    )


def deadline_of(plan: Configuration) -> Deadline:
    cell = CellId(RoadmapId("plan"), OrganisationId("branch"), MilestoneId("review"))
    found = Timelines(plan, Rehearsal().facts, FIRST).of(RoadmapId("plan")).find(cell)
    assert found is not None
    return found


def told(plan: Configuration, day: date) -> dict[str, str]:
    """Return who above knows by a day, with the rung of the level."""
    deadline, policy = deadline_of(plan), plan.policies["standard"]
    levels = escalated_to(plan, policy, deadline, day)
    everybody = hearers(plan, deadline, levels, day)
    return {str(who): h.rung.label for who, h in everybody.items() if h.rung is not None}


ALL = ("secretary@branch", "secretary@ward", "secretary@district")


@pytest.mark.parametrize(
    ("day", "above"),
    [
        (BEFORE, {}),
        (FIRST, {"secretary-ward": "E1+3wd"}),
        (SECOND, {"secretary-ward": "E1+3wd", "secretary-district": "E2+8wd"}),
    ],
)
def test_one_level_after_another_hears(day: date, above: dict[str, str]) -> None:
    assert told(office(*ALL), day) == above


def test_so_many_levels_hear_as_the_policy_says() -> None:
    assert told(office(*ALL, escalation=replace(EVERY_WEEK, levels=1)), SECOND) == {
        "secretary-ward": "E1+3wd"
    }
    assert told(office(*ALL, escalation=None), SECOND) == {}


def test_the_role_may_be_another_one_than_the_lead() -> None:
    plan = office(*ALL, "office@ward", escalation=replace(EVERY_WEEK, to=RoleId("office")))

    assert told(plan, SECOND) == {"office-ward": "E1+3wd"}


def test_a_lead_of_the_organisation_above_goes_on_from_there() -> None:
    assert told(office(*ALL, lead="parent.secretary"), SECOND) == {"secretary-district": "E1+3wd"}


def test_a_level_where_nobody_is_lets_the_next_one_hear_in_its_place() -> None:
    plan = office("secretary@branch", "secretary@district")

    ((_, level),) = escalated_to(plan, plan.policies["standard"], deadline_of(plan), FIRST)

    assert told(plan, FIRST) == {"secretary-district": "E1+3wd"}
    assert level.passed_over == (Post(RoleId("secretary"), OrganisationId("ward")),)


def test_an_organisation_that_is_gone_is_no_level_that_somebody_should_fill() -> None:
    plan = office("secretary@branch", "secretary@district", gone=True)

    ((_, level),) = escalated_to(plan, plan.policies["standard"], deadline_of(plan), FIRST)

    assert (level.answering, level.passed_over) == ({"secretary-district": ()}, ())


def test_the_coordinator_is_told_where_nobody_above_could_be() -> None:
    plan, notebook = office("secretary@branch"), Rehearsal()

    check(plan, notebook, at=morning(DUE))
    report = check(plan, notebook, at=morning(FIRST))

    (notice,) = report.notices
    assert [str(post) for post in notice.passed_over] == ["secretary@district", "secretary@ward"]


def test_whoever_leads_hears_as_lead_and_whoever_supports_as_one_of_those_above() -> None:
    plan = office("secretary@branch", "office@branch", support=["office"])
    both = a_person("both", "secretary@branch", "secretary@ward")
    helper = a_person("helper", "office@branch", "secretary@district")
    plan = replace(plan, people=replace(plan.people, persons=(both, helper)))
    deadline, policy = deadline_of(plan), plan.policies["standard"]

    everybody = hearers(plan, deadline, escalated_to(plan, policy, deadline, SECOND), SECOND)

    assert {str(who): hearer.part for who, hearer in everybody.items()} == {
        "both": Part.LEAD,
        "helper": Part.ABOVE,
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (office(*ALL, escalation=None), office(*ALL)),
        (office("secretary@branch", "secretary@district"), office(*ALL)),
    ],
    ids=["another policy", "another holder"],
)
def test_whoever_hears_from_now_on_is_shown_before_the_files_are_taken_over(
    before: Configuration, after: Configuration
) -> None:
    books = Rehearsal()
    check(before, books, at=morning(date(2024, 12, 2)))

    (one,) = diff(before, after, books, today=FIRST).differences
    early = diff(before, after, books, today=BEFORE).differences

    assert (one.alteration, one.joining) == (Alteration.HEARERS, ("secretary-ward",))
    assert "secretary-ward" in one.reminded
    assert early == ()


def test_the_schedule_says_when_each_level_will_hear() -> None:
    plan = office(*ALL)

    days = schedule(plan, plan.policies["standard"], deadline_of(plan), DUE)

    assert [(day, str(post)) for day, post in days] == [
        (FIRST, "secretary@ward"),
        (SECOND, "secretary@district"),
    ]
