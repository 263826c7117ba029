"""The tables of the five articles, with the figures that they name, as the program prints them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.targets import TargetTable, of_year, tables
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.measuring import Told, measure
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.recording.record import keep
from lotrinh.domain.registers import OrganisationId
from lotrinh.loader.asked import read_figures
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.targets import (
    beside_in_words,
    figure_in_words,
    planned_in_words,
    rule_in_words,
    state_in_words,
    states_in_words,
    table_title,
)
from tests.builders import morning
from tests.library import CONFIG

Golden = Callable[[str, str], None]

MISSED = "còn 2 tuyến chưa có điện"


def the_example(name: str) -> tuple[Configuration, Path]:
    """Return what an example's files mean, and its folder; nothing in them may be wrong."""
    folder = CONFIG / "examples" / name
    loaded = load(read_folder(folder))
    assert loaded.problems == ()
    assert loaded.configuration is not None
    return loaded.configuration, folder


def told(configuration: Configuration, books: Rehearsal, what: list[Told], on: date) -> None:
    """Record figures, as somebody does on a day."""
    now = morning(on)
    measured = measure(configuration, books, what, on=on, by="Văn phòng", now=now, today=on)
    assert measured.doubts == frozenset()
    keep(books, measured.entry)


def printed(table: TargetTable, language: str = "vi") -> Iterator[str]:
    """Yield a table, a target a line, and its sum."""
    yield table_title(table, language)
    yield ""
    for number, row in enumerate(table.rows, 1):
        words = (
            planned_in_words(row.course, language),
            figure_in_words(row.course, language),
            state_in_words(row.judgement.state, language),
            rule_in_words(row.course, row.judgement, language),
            beside_in_words(row, language),
        )
        yield f"{number}. {row.target.title}: " + " | ".join(filter(None, words))
    yield ""
    yield states_in_words(table.states, language)
    yield ""


@pytest.mark.parametrize(
    ("example", "day", "year"),
    [
        ("dong-hai-2-2024", date(2024, 11, 13), 2024),
        ("ha-khanh", date(2024, 1, 6), 2023),
        ("ngoc-thuy", date(2023, 4, 3), 2022),
        ("phuc-dong", date(2021, 1, 7), 2020),
        ("nam-tu-liem", date(2022, 6, 23), 2022),
    ],
)
def test_an_article_counts_its_targets_so(
    golden: Golden, example: str, day: date, year: int
) -> None:
    configuration, folder = the_example(example)
    books = Rehearsal()
    for sheet in sorted((folder / "figures").iterdir()):
        told(configuration, books, read_figures(sheet), day)
    if example == "dong-hai-2-2024":
        lights = Mention("", "street-lights@2024", note=MISSED)
        told(configuration, books, [Told(lights, state="will-be-missed")], day)

    timelines = Timelines(configuration, books.facts, day)
    coordinator: list[OrganisationId | None] = [configuration.coordinator.organisation]
    shown = tables(timelines, of_year(configuration, year), coordinator, year)

    lines = [line for table in shown for line in printed(table)]
    golden(f"targets/{example}.txt", "\n".join(lines))


def test_the_sum_is_said_as_reports_say_it() -> None:
    lines = (Path(__file__).parent / "files" / "targets" / "dong-hai-2-2024.txt").read_text("utf-8")

    assert "108/110 = 98,18%" in lines
    assert "7/8 hoàn thành" in lines
    assert "1 ước không hoàn thành" in lines
    assert "13/20 hoàn thành" in lines
    assert "5 có thể hoàn thành; 2 chưa đến hạn đánh giá" in lines
