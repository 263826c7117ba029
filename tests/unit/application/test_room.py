"""The room of an organisation is what the whole plan says of it."""

from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.looking.report import plan
from lotrinh.application.looking.room import Room, rooms
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load

CONFIG = Path(__file__).parents[3] / "config"
TODAY = date(2024, 11, 4)
ROADMAP, DUE = "roadmaps/year-end.yaml", "    due: trong 3 ngày"


@pytest.fixture(scope="module")
def timed() -> Configuration:
    """The shipped office, where one kind of work is said to take some days."""
    texts = dict(read_folder(CONFIG))
    written = texts[ROADMAP].decode()
    assert DUE in written
    texts[ROADMAP] = written.replace(DUE, f"    takes: 2 ngày làm việc\n{DUE}").encode()
    loaded = load(texts)
    assert loaded.configuration is not None
    return loaded.configuration


@pytest.mark.parametrize("organisation", ["chi-bo-01", "dong-hai-2"])
def test_the_room_of_an_organisation_is_that_of_the_plan(
    timed: Configuration, organisation: str
) -> None:
    own, facts = OrganisationId(organisation), Rehearsal().facts
    whole = {
        one.deadline.id: Room(one.slack, bool(one.critical))
        for one in plan(timed, facts, today=TODAY)
        if one.deadline.id.organisation == own and one.slack is not None
    }

    found = rooms(timed, facts, own, TODAY)

    assert found == whole
    assert found
    assert any(room.critical for room in found.values()) is (organisation == "chi-bo-01")
