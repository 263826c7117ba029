"""What survives a mutation and is explained is code that is there."""

import pytest

from tests.mutation.survivors import Survivor, source_of, survivors


@pytest.mark.parametrize("one", survivors(), ids=lambda one: f"{one.function}: {one.code}")
def test_what_is_explained_is_code_of_today(one: Survivor) -> None:
    assert one.code in source_of(one.function), "it has changed: run mutmut on it again"
    assert one.why.endswith(".")
