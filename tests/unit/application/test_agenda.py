"""Agendas: what a post leads or supports, and nobody else's."""

from collections.abc import Collection

import pytest

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.agenda import Whose, agenda, known_post
from lotrinh.application.looking.report import Stand
from lotrinh.application.office.configuration import Post
from lotrinh.application.office.selection import UnknownWordError
from lotrinh.domain.registers import OrganisationId
from tests.papers import OFFICES, Office, office


def whole(
    one: Office,
    posts: Collection[Post] | None,
    places: Collection[OrganisationId] | None = None,
) -> list[Stand]:
    """Return the agenda of some posts over all roadmaps, whatever is due when."""
    timelines = Timelines(one.configuration, one.books.facts, one.day, places)
    roadmaps = one.configuration.roadmaps
    return [s for r in roadmaps for s in agenda(timelines, r, posts, lambda _: True)]


@pytest.mark.parametrize("name", OFFICES)
def test_whoever_leads_has_it_in_the_agenda(name: str) -> None:
    one = office(name)
    configuration = one.configuration
    for person in configuration.people.persons:
        posts = Whose(person=person.id).posts(configuration, one.day)
        assert posts is not None

        mine = {s.deadline.id for s in whole(one, posts)}

        wanted = {
            stand.deadline.id
            for stand in one.stands
            for post in posts
            if post.organisation == stand.deadline.id.organisation
            and post.role in {stand.deadline.milestone.lead, *stand.deadline.milestone.support}
        }
        assert wanted <= mine
        near = Whose(person=person.id).places(configuration, one.day)
        assert {s.deadline.id for s in whole(one, posts, near)} == mine


def test_a_role_above_is_the_post_of_the_organisation_above() -> None:
    one = office("dong-hai-2")
    posts = Whose(post="standing-committee@quan-uy-hai-an").posts(one.configuration, one.day)
    mine = whole(one, posts)

    assert {s.deadline.milestone.lead for s in mine} == {"parent.standing-committee"}


def test_everybody_s_agenda_has_everything() -> None:
    one = office("ngoc-thuy")

    stands = {s.deadline.id: (s.deadline, s.standing) for s in one.stands}
    assert {s.deadline.id: (s.deadline, s.standing) for s in whole(one, None)} == stands


def test_an_agenda_bears_the_name_that_people_use() -> None:
    configuration = office("dong-hai-2").configuration

    assert Whose(post="office@dong-hai-2").name(configuration) == (
        "Văn phòng Đảng ủy, Đảng bộ phường Đông Hải 2"
    )
    assert Whose().name(configuration) == ""


@pytest.mark.parametrize("word", ["offise@dong-hai-2", "office@dong-hai-9", "office", ""])
def test_a_post_that_isn_t_there_is_refused(word: str) -> None:
    with pytest.raises(UnknownWordError):
        known_post(office("dong-hai-2").configuration, word)
