"""Stories of targets: figures are asked for like anything else, and one that is given ends it."""

from lotrinh.application.recording.measuring import Told
from lotrinh.bootstrap import Mention
from lotrinh.domain.targets import TargetState
from tests.acceptance.scenario import Scenario

TARGETS = """\
target_set: year
title: Chỉ tiêu năm 2026
term: 2026
for: {organisations: [branch-1]}
report: ngày 15 hằng tháng
targets:
  - {id: admitted, title: Cây, unit: cây, planned: 8, lead: secretary}
"""


def with_targets(scenario: Scenario) -> Scenario:
    """Return the town with one target, nothing else left to do, and its first check behind it."""
    scenario.writes("targets/year.yaml", TARGETS)
    return (
        scenario
        .done("branch-1", "review", on="2026-08-31")
        .done("branch-2", "review", on="2026-08-31")
        .at("2026-09-01").tick().listens()
    )  # fmt: skip


def asked(month: str, when: str) -> str:
    """Return what the secretary hears of a report."""
    return f"mot: [Nhắc việc] Số liệu: Cây (tháng {month}): {when}"


def measures(scenario: Scenario, value: str, target: str = "admitted") -> Scenario:
    with scenario.program() as program:
        measured = program.measure([Told(Mention("", target), value)], by="Chi bộ Một")
        program.keep(measured.entry)
    return scenario


def state(scenario: Scenario) -> TargetState:
    with scenario.program() as program:
        ((row,),) = (table.rows for table in program.targets())
    return row.judgement.state


def test_a_figure_is_asked_for_on_the_ladder_until_it_is_given(scenario: Scenario) -> None:
    with_targets(scenario)
    scenario.at("2026-09-08").tick().hears(asked("9/2026", "còn 7 ngày"))

    measures(scenario, "6")

    scenario.at("2026-09-11").tick().hears_nothing()
    scenario.at("2026-09-15").tick().hears_nothing()
    scenario.at("2026-10-08").tick().hears(asked("10/2026", "còn 7 ngày"))


def test_a_figure_that_is_taken_back_is_asked_for_again(scenario: Scenario) -> None:
    with_targets(scenario)
    measures(scenario.at("2026-09-08"), "8")
    assert state(scenario) is TargetState.DONE

    with scenario.program() as program:
        program.undo()

    assert state(scenario) is not TargetState.DONE
    scenario.at("2026-09-15").tick().hears(asked("9/2026", "đến hạn hôm nay"))


def test_a_correction_is_one_more_fact_and_the_last_one_counts(scenario: Scenario) -> None:
    with_targets(scenario)
    measures(scenario.at("2026-09-08"), "80")
    measures(scenario, "8")

    assert state(scenario) is TargetState.DONE
    with scenario.program() as program:
        assert len(program.standing()) == 1


def test_a_target_that_is_called_otherwise_keeps_its_figures(scenario: Scenario) -> None:
    with_targets(scenario)
    measures(scenario.at("2026-09-08"), "8")

    renamed = TARGETS.replace("id: admitted", "id: new-members, formerly: [admitted]")
    scenario.writes("targets/year.yaml", renamed)

    assert state(scenario) is TargetState.DONE
    scenario.tick().hears_nothing()


def test_a_late_report_is_told_above_as_anything_late_is(scenario: Scenario) -> None:
    with_targets(scenario)
    scenario.at("2026-09-16").tick().hears(asked("9/2026", "quá hạn 1 ngày"))
    assert state(scenario) is TargetState.AT_RISK


def test_figures_in_a_unit_that_was_changed_are_left_aside_and_told(scenario: Scenario) -> None:
    with_targets(scenario)
    measures(scenario.at("2026-09-08"), "8")

    scenario.writes("targets/year.yaml", TARGETS.replace("unit: cây", "unit: ha"))

    with scenario.program() as program:
        ((row,),) = (table.rows for table in program.targets())
    assert (row.course.latest, row.course.in_other_units) == (None, 1)
