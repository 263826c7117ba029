"""Marks tell things apart without colours: each standing, and each state, has its own."""

from enum import StrEnum

import pytest

from lotrinh.domain.status import Standing
from lotrinh.domain.targets import TargetState
from lotrinh.rendering.marks import MARKS, TARGET_LOOKS, TARGET_MARKS


@pytest.mark.parametrize(("marks", "all_of_them"), [(MARKS, Standing), (TARGET_MARKS, TargetState)])
def test_each_has_a_mark_of_its_own(marks: dict[str, str], all_of_them: type[StrEnum]) -> None:
    assert {*marks} == {*all_of_them}
    assert len({*marks.values()}) == len(marks)


def test_each_state_has_the_colours_of_a_standing() -> None:
    assert {*TARGET_LOOKS} == {*TargetState}
