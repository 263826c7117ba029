"""A sheet of progress that is read back untouched says nothing new, in every workspace."""

from pathlib import Path

import pytest

from lotrinh.application.recording.record import done
from lotrinh.loader.told import read_mentions
from lotrinh.papers.line import Scribe
from lotrinh.papers.progress_sheets import progress_workbook
from tests.papers import MADE, OFFICES, office


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", OFFICES)
def test_an_untouched_sheet_changes_nothing(name: str, language: str, tmp_path: Path) -> None:
    one = office(name)
    path = tmp_path / "tien-do.xlsx"
    scribe = Scribe(one.configuration, language)
    path.write_bytes(progress_workbook(scribe, one.stands, day=one.day, made=MADE))

    mentions = read_mentions(path)
    entry = done(one.configuration, one.books, mentions, on=one.day, by="", now=MADE, today=one.day)

    assert entry.facts == ()
    closed = {s.deadline.id for s in one.stands if s.state.done_on is not None}
    assert {*entry.already} == {
        s.deadline.id
        for s in one.stands
        if s.deadline.id in closed and not s.deadline.milestone.asks
    }
