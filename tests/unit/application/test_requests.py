"""Who decides on more time."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.requests import may_decide
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import deciders
from lotrinh.domain.policy import Extensions
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId
from lotrinh.domain.roadmap import RoadmapId
from tests.builders import (
    a_configuration,
    a_milestone,
    a_person,
    a_policy,
    a_roadmap,
    organisations,
)

TODAY = date(2024, 12, 2)


def a_line(*posts: str) -> Configuration:
    """Return a configuration of a branch in a ward in a district; `posts` are held by name."""
    register = organisations("branch", "ward", "district")
    register = replace(register, parents=np.array([1, 2, -1]))
    people = [a_person(post.replace("@", "-"), post) for post in ("head@district", *posts)]
    plan = a_configuration(a_roadmap(), branches=register, people=people)
    return replace(plan, coordinator=Post(RoleId("head"), OrganisationId("district")))


@pytest.mark.parametrize(
    ("lead", "by", "posts", "decides"),
    [
        ("secretary", None, ["secretary@ward"], ["secretary-ward"]),
        ("secretary", None, ["secretary@branch", "secretary@district"], ["secretary-district"]),
        ("secretary", None, ["secretary@branch"], ["head-district"]),
        ("parent.secretary", None, ["secretary@ward"], ["head-district"]),
        ("parent.secretary", None, ["secretary@district"], ["secretary-district"]),
        ("secretary", "parent.board", ["secretary@ward", "board@ward"], ["board-ward"]),
        ("secretary", "board", ["board@branch", "board@ward"], ["board-branch"]),
        ("secretary", "board", ["board@ward"], ["board-ward"]),
        ("secretary", "parent.board", ["board@branch"], ["head-district"]),
    ],
)
def test_it_is_the_role_of_the_policy_or_the_lead_role_above_and_else_further_up(
    lead: str, by: str | None, posts: list[str], decides: list[str]
) -> None:
    policy = replace(a_policy(), extensions=Extensions(by=RoleId(by) if by else None))
    milestone = a_milestone(lead=RoleId(lead))

    found = deciders(a_line(*posts), policy, milestone, OrganisationId("branch"), TODAY)

    assert list(found) == decides


def test_only_who_decides_may_decide() -> None:
    timelines = Timelines(a_line("secretary@branch", "secretary@ward"), Rehearsal().facts, TODAY)
    branch = next(iter(timelines.of(RoadmapId("plan")).cells()))

    assert may_decide(timelines, branch, PersonId("secretary-ward"))
    assert not may_decide(timelines, branch, PersonId("secretary-branch"))
