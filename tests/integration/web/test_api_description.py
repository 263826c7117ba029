"""The description of the interface is true: generated calls end as it says, and never in our fault.

Schemathesis calls the application in this process, by what the description says may be sent,
and by what it says may not.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, Case, GenerationMode
from starlette.datastructures import State

from lotrinh.bootstrap import open_program
from lotrinh.web.api.app import ROOT, make_api
from lotrinh.web.app import make_app
from lotrinh.web.guard import Limits
from tests.builders import hanoi

CONFIG = Path(__file__).parents[3] / "config"
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]
EXAMPLES = 15


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BaseSchema, str]]:
    """The shipped office on a day when much is due, with a key of its coordinator."""
    folder = tmp_path_factory.mktemp("described")
    with closing(open_program(CONFIG, f"sqlite:///{folder}/books.db", var=folder)) as program:
        program.now = lambda: hanoi("2026-12-07 07:30")
        program.check()
        desk = program.front_desk()
        app = make_app(desk, program.gate(desk), limits=Limits(address=10**9))
        key, _ = program.api_key("van-phong", 1)
        yield schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app), key


OPERATIONS = [
    f"{method.upper()} {path}"
    for path, methods in make_api(State()).openapi()["paths"].items()
    for method in methods
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_call_ends_as_the_description_says(
    operation: str, described: tuple[BaseSchema, str]
) -> None:
    schema, key = described
    method, _, path = operation.partition(" ")

    for mode in GenerationMode:

        @given(case=schema[path][method].as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            suppress_health_check=[*HealthCheck],
        )
        def hold(case: Case[Any]) -> None:
            known = case.call_and_validate(
                headers={"Authorization": f"Bearer {key}"}, checks=CHECKS
            )
            unknown = case.call(headers={"Authorization": "Bearer x"})
            assert known.status_code != 401
            assert unknown.status_code in {401, 404}  # there may be no such path at all

        hold()
