"""A plan without its steps, as papers want it, warns of the same things as one with them."""

from datetime import date
from pathlib import Path

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.looking.report import plan
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load

CONFIG = Path(__file__).parents[3] / "config"
ROADMAP = "roadmaps/monthly.yaml"
MONTHLY = """
roadmap: monthly
title: Báo cáo tháng
term: 2026
for: {kind: branch}
milestones:
  - {id: report, title: Báo cáo tháng, due: ngày 31 hằng tháng, lead: secretary}
  - {id: early, title: Báo cáo nhanh, due: ngày 5 hằng tháng, lead: secretary}
"""


def test_a_month_without_the_day_that_was_written_is_warned_of_with_steps_or_without() -> None:
    configuration = load({**read_folder(CONFIG), ROADMAP: MONTHLY.encode()}).configuration
    assert configuration is not None
    facts, today = Rehearsal().facts, date(2026, 1, 5)

    explained = list(plan(configuration, facts, today=today))
    plain = list(plan(configuration, facts, today=today, explained=False))

    assert [one.warnings for one in plain] == [one.warnings for one in explained]
    assert any("clamped" in one.warnings for one in plain)
    assert not any(one.steps for one in plain if one.deadline.id.milestone == "early")
