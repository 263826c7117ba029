"""The description of the interface is true: generated calls end as it says, and never in our fault.

Schemathesis calls the application in this process, by what the description says may be sent,
and by what it says may not; at any place, and at places that there are. Whoever calls has a
key, or the session of a browser, or neither.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import BaseSchema, Case, GenerationMode
from starlette.datastructures import State

from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.bootstrap import open_program
from lotrinh.domain.registers import PersonId
from lotrinh.web.api.app import ROOT, make_api
from lotrinh.web.api.caller import STAMP
from lotrinh.web.app import make_app
from lotrinh.web.guard import Limits
from lotrinh.web.session import COOKIE
from tests.builders import hanoi

Headers = dict[str, str]
CONFIG = Path(__file__).parents[3] / "config"
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]
EXAMPLES = 15
THERE = {
    "roadmap": "year-end",
    "organisation": "chi-bo-01",
    "code": "branch-dossier@2026",
    "month": "2026-12",
}
"""Places that there are: what is made up is absent."""


@pytest.fixture(scope="module")
def described(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[BaseSchema, Sequence[Headers]]]:
    """The shipped office on a day when much is due, and how its people show who they are."""
    folder = tmp_path_factory.mktemp("described")
    with closing(open_program(CONFIG, f"sqlite:///{folder}/books.db", var=folder)) as program:
        program.now = lambda: hanoi("2026-12-07 07:30")
        program.check()
        desk = program.reception.front_desk()
        app = make_app(desk, program.reception.gate(desk), limits=Limits(address=10**9))
        key, _ = program.reception.api_key("van-phong", 1)
        secretary, _ = program.reception.api_key("bi-thu-cb-01", 1)
        session = program.seals.issue(Purpose.SESSION, Pass(PersonId("van-phong"), program.now()))
        who = [
            {"Authorization": f"Bearer {key}"},
            {"Authorization": f"Bearer {secretary}"},
            {"Cookie": f"{COOKIE}={session}", STAMP: program.seals.stamp(session, program.now())},
        ]
        yield schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app), who


OPERATIONS = [
    f"{method.upper()} {path}"
    for path, methods in make_api(State()).openapi()["paths"].items()
    for method in methods
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_call_ends_as_the_description_says(
    operation: str, described: tuple[BaseSchema, Sequence[Headers]]
) -> None:
    schema, known_by = described
    method, _, path = operation.partition(" ")

    for mode in GenerationMode:

        @given(
            case=schema[path][method].as_strategy(generation_mode=mode),
            who=st.sampled_from(known_by[:2]),  # a key: else one is made up that nobody has
        )
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            suppress_health_check=[*HealthCheck],
        )
        def hold(case: Case[Any], who: Headers) -> None:
            known = case.call_and_validate(headers={**who}, checks=CHECKS)
            unknown = case.call(headers={"Authorization": "Bearer x"})
            assert known.status_code != 401
            assert unknown.status_code in {401, 404}  # there may be no such path at all

        hold()


@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_to_be_recorded_of_a_deadline_that_there_is(
    mode: GenerationMode, described: tuple[BaseSchema, Sequence[Headers]]
) -> None:
    schema, known_by = described
    (path,) = (one.partition(" ")[2] for one in OPERATIONS if one.startswith("POST"))

    @given(
        case=schema[path]["post"].as_strategy(generation_mode=mode),
        who=st.sampled_from(known_by[:2]),
    )
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=[*HealthCheck],
    )
    def hold(case: Case[Any], who: Headers) -> None:
        case.path_parameters = _there(path)
        case.call_and_validate(headers={**who}, checks=CHECKS)

    hold()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_call_goes_well_where_there_is_something(
    operation: str, described: tuple[BaseSchema, Sequence[Headers]]
) -> None:
    schema, known_by = described
    method, _, path = operation.partition(" ")
    fact = {"body": {"kind": "note", "note": "Đã nộp"}, "media_type": "application/json"}
    sent: dict[str, Any] = fact if method == "POST" else {}

    case = schema[path][method].Case(path_parameters=_there(path), **sent)
    answers = [case.call_and_validate(headers={**who}, checks=CHECKS) for who in known_by]

    assert {answer.status_code for answer in answers} & {200, 201}


def _there(path: str) -> dict[str, str]:
    return {name: place for name, place in THERE.items() if f"{{{name}}}" in path}
