"""Who sees what: each kind of viewer, each organisation around, each screen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.application.looking.viewing import Screen, Viewer, viewer_of
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.domain.registers import Holding, OrganisationId, Person, PersonId, RoleId, Span
from lotrinh.domain.roadmap import RoadmapId
from tests.builders import SECRETARY, a_configuration, a_person, organisations

TODAY = date(2026, 12, 7)
PLACES = ("province", "ward-1", "branch-1", "ward-2", "branch-2")
ABOVE = {"province": -1, "ward-1": 0, "branch-1": 1, "ward-2": 0, "branch-2": 3}
ALL = frozenset(PLACES)
MACHINERY = {Screen.OUTBOX, Screen.CONFIGURATION}
OFFICE, DESK = RoleId("office"), RoleId("desk")

PEOPLE: Mapping[str, Person] = {
    "at the top": a_person("top", "secretary@province"),
    "of a ward": a_person("ward", "secretary@ward-1"),
    "of a branch": a_person("branch", "secretary@branch-1"),
    "of two": a_person("two", "secretary@branch-1", "office@ward-2"),
    "coordinator": a_person("coordinator", "office@ward-1"),
    "operator": a_person("operator", "desk@ward-2"),
    "nobody": a_person("nobody"),
    "deputy": a_person("deputy", "secretary@branch-1"),
    "away": replace(
        a_person("away", "secretary@ward-2"),
        away=(Span(TODAY, TODAY),),
        deputy=PersonId("deputy"),
    ),
    "left": replace(
        a_person("left"),
        holds=(Holding(SECRETARY, OrganisationId("ward-2"), until=date(2026, 12, 6)),),
    ),
}
SEES = {
    "at the top": ALL,
    "of a ward": {"ward-1", "branch-1"},
    "of a branch": {"branch-1"},
    "of two": {"branch-1", "ward-2", "branch-2"},
    "coordinator": ALL,
    "operator": {"ward-2", "branch-2"},
    "nobody": frozenset[str](),
    "deputy": {"branch-1", "ward-2", "branch-2"},
    "away": {"ward-2", "branch-2"},
    "left": frozenset[str](),
}


@pytest.fixture(scope="module")
def office() -> Configuration:
    register = replace(organisations(*PLACES), parents=np.array([ABOVE[place] for place in PLACES]))
    made = a_configuration(branches=register, people=list(PEOPLE.values()))
    return replace(
        made,
        coordinator=Post(OFFICE, OrganisationId("ward-1")),
        operator=Post(DESK, OrganisationId("ward-2")),
    )


def looking(office: Configuration, who: str, day: date = TODAY) -> Viewer:
    return viewer_of(office, PEOPLE[who], day)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", PEOPLE)
def test_whose_deadlines_somebody_sees(office: Configuration, who: str, place: str) -> None:
    viewer = looking(office, who)

    assert viewer.sees(OrganisationId(place)) is (place in SEES[who])
    assert {*viewer.organisations} == SEES[who]


@pytest.mark.parametrize("screen", Screen)
@pytest.mark.parametrize("who", PEOPLE)
def test_which_screens_are_there_for_somebody(
    office: Configuration, who: str, screen: Screen
) -> None:
    opens = screen not in {*MACHINERY, Screen.WHAT_IF, Screen.TARGETS}
    opens |= screen in MACHINERY and who in {"coordinator", "operator"}
    opens |= screen is Screen.WHAT_IF and who == "coordinator"

    assert looking(office, who).opens(screen) is opens


def test_the_screen_of_targets_is_there_where_there_are_any(office: Configuration) -> None:
    counting = replace(office, targets={RoadmapId("year"): {}})

    assert looking(counting, "of a branch").opens(Screen.TARGETS)
    assert not looking(office, "of a branch").opens(Screen.TARGETS)


def test_without_an_operator_the_coordinator_looks_after_the_machine(
    office: Configuration,
) -> None:
    alone = replace(office, operator=None)

    assert looking(alone, "coordinator").is_operator
    assert not looking(office, "coordinator").is_operator
    assert not looking(alone, "operator").is_operator


def test_a_deputy_sees_it_for_as_long_as_the_other_is_away(office: Configuration) -> None:
    tomorrow = looking(office, "deputy", date(2026, 12, 8))

    assert {*tomorrow.organisations} == {"branch-1"}


def test_the_language_is_that_which_was_chosen_then_the_persons_then_the_offices(
    office: Configuration,
) -> None:
    person = replace(PEOPLE["of a ward"], language="en")

    assert viewer_of(office, person, TODAY, language="vi").language == "vi"
    assert viewer_of(office, person, TODAY).language == "en"
    assert looking(office, "of a ward").language == "vi"
