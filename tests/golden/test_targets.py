"""Targets in bulletins, word for word: how many stand how, and which are behind."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lotrinh.application.deciding.target_tables import TargetTable
from lotrinh.application.looking.report import status
from lotrinh.application.telling.wording import Weekly
from lotrinh.domain.targets import TargetState
from lotrinh.rendering.messages.bulletins import weekly_lines
from lotrinh.rendering.report import roadmap_report
from tests.unit.papers.test_target_papers import DAY, tables, ward

Golden = Callable[[str, str], None]


def with_one_behind(table: TargetTable) -> TargetTable:
    """Return a table whose first target will be missed, as somebody has said."""
    first, *others = table.rows
    judged = replace(first.judgement, state=TargetState.WILL_BE_MISSED)
    return replace(table, rows=(replace(first, judgement=judged), *others))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_superiors_read_the_counts_and_what_is_behind(language: str, golden: Golden) -> None:
    first, *others = tables()
    found = [with_one_behind(first), *others]
    weekly = Weekly((), (), 0, (), (), targets=found)

    lines = [line.text for line in weekly_lines(ward()[0], weekly, language)]

    assert any("108/110 = 98,18%" in line for line in lines)
    golden(f"weekly-targets.{language}.txt", "\n".join(lines) + "\n")


def test_without_targets_nothing_is_said_of_them() -> None:
    assert list(weekly_lines(ward()[0], Weekly((), (), 0, (), ()), "vi")) == []


def test_the_report_of_a_set_has_its_table(golden: Golden) -> None:
    configuration, books = ward()
    (first, _) = tables()
    roadmap = configuration.roadmaps[first.set_id]
    stands = status(configuration, books.facts, today=DAY, roadmaps=[roadmap.id])

    report = roadmap_report(configuration, roadmap, stands, DAY, "vi", targets=[first])

    assert "108/110 = 98,18%" in report.markdown
    golden("report-targets.vi.md", report.markdown)
