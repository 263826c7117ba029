"""What other programs hold on to is told of by its exact name, and nothing that isn't there.

Figures, flows, events, variables, addresses, exit codes, kinds of files: the reference and the
manual against the program, both ways. Of the flows only the text is read: Prefect is heavy.
"""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import click
import pytest
from starlette.datastructures import State

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.looking.vitals import Part, Vitals, Wellness
from lotrinh.cli.commands.export import export
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.rendering.pages.metrics import metrics
from lotrinh.rendering.words import LANGUAGES
from lotrinh.web.api import shapes
from lotrinh.web.api.app import make_api
from tests.architecture.test_docs import HELP, MANUALS, ROOT, code, rows, section

FLOWS = ROOT / "flows"
AT = datetime(2026, 12, 7, tzinfo=UTC)
ROADMAP = RoadmapId("year-end")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def part(language: str, named: str) -> str:
    """Return a part of the reference, by how its heading begins in English."""
    pages = {
        one: re.split(
            r"^## ", (HELP / f"reference.{one}.md").read_text("utf-8"), flags=re.MULTILINE
        )
        for one in LANGUAGES
    }
    (place,) = [at for at, text in enumerate(pages["en"]) if text.startswith(named)]
    return pages[language][place]


# Figures and health.


@in_both_languages
def test_every_figure_is_told_of_with_its_labels_and_no_other(language: str) -> None:
    vitals = Vitals(
        at=AT,
        problems=0,
        usable=True,
        schema="0001",
        states=dict.fromkeys(DeliveryState, 1),
        due_since=None,
        last_sent=AT,
        checked={ROADMAP: AT},
        silent=frozenset(),
        late={ROADMAP: 1},
        prefect=True,
    )
    shown = re.findall(r"^(lotrinh_\w+)(?:\{(\w+)=.*\})? ", metrics(vitals), flags=re.MULTILINE)

    told = [(code(row[0])[0], *code(row[1])) for row in rows(part(language, "Figures"))]
    assert {*told} == {(name, *([label] if label else [])) for name, label in shown}


@in_both_languages
def test_every_part_and_word_of_health_is_told_of(language: str) -> None:
    told = {*code(part(language, "`/health"))} - {"/health?format=json", "status", "at"}

    assert told == {*map(str, Part), *map(str, Wellness), "parts", "words"}


# Prefect.


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions of a module, those within others as well."""
    for found in ast.walk(ast.parse((FLOWS / module).read_text(encoding="utf-8"))):
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef):
            yield found


def parameters(module: str, function: str) -> list[str]:
    """Return what the form of a flow asks for."""
    (found,) = [one for one in functions(module) if one.name == function]
    return [argument.arg for argument in found.args.args]


@in_both_languages
def test_every_parameter_of_a_flow_is_told_of_and_no_other(language: str) -> None:
    text = part(language, "Prefect: flows")
    told: dict[str, list[str]] = {}
    for flow, parameter, _ in (
        row[2:-2].split(" | ") for row in text.splitlines() if row.count(" | ") == 2
    ):
        told.setdefault(flow, []).extend(code(parameter))
    of_roadmaps, *_ = [name for name, named in told.items() if "dry_run" in named]

    assert told.pop(of_roadmaps) == parameters("roadmaps.py", "check_roadmap")
    assert {flow: named for flow, named in told.items() if named} == {
        "`deliver`": parameters("deliver.py", "deliver"),
        "`shard`": parameters("shards.py", "shard"),
    }
    for without in ("retention", "backup"):
        assert parameters(f"{without}.py", without) == []
        assert f"`{without}`" in text


@in_both_languages
def test_every_event_and_artifact_is_told_of_and_no_other(language: str) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in FLOWS.glob("*.py"))
    events = {*re.findall(r'"(lotrinh\.deadlines?\.[\w-]+)"', sources)}
    artifacts = {
        re.sub(r"\{.*?\}", "ROADMAP", key) for key in re.findall(r'\bkey=f?"([^"]+)"', sources)
    }

    told = {*code(part(language, "Prefect: flows"))}
    assert {one for one in told if one.startswith("lotrinh.deadline")} == events
    assert {one for one in told if one.startswith(("ROADMAP-", "deliver-"))} == artifacts
    assert {"lotrinh.organisation.ID", "lotrinh.roadmap.ID", "lotrinh.worker"} <= told


@in_both_languages
def test_the_document_of_a_deployment_is_told_of(language: str) -> None:
    text = (FLOWS / "deployments.py").read_text(encoding="utf-8")
    (reconciled,) = [
        one
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.ClassDef) and one.name == "Reconciled"
    ]
    names = [one.target for one in reconciled.body if isinstance(one, ast.AnnAssign)]

    (row,) = [
        row for row in rows((HELP / f"reference.{language}.md").read_text("utf-8"))
        if row[0] == "`lotrinh deploy`"
    ]  # fmt: skip
    assert code(row[1]) == [name.id for name in names if isinstance(name, ast.Name)]


# Variables.


def texts(*suffixes: str) -> Iterator[str]:
    """Yield all that is read or set somewhere, but not what pages say of it."""
    for folder in ("src", "flows", "deployments"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in suffixes and "secrets" not in path.parts[-2:]:
                yield path.read_text(encoding="utf-8")


@in_both_languages
def test_every_variable_of_prefect_is_told_of_and_no_other(language: str) -> None:
    kinds = (".py", ".yaml", ".service", ".sh", ".cmd", "")
    used = {
        name
        for text in texts(*kinds)
        for name in re.findall(r"\b(?:PREFECT_[A-Z_]+|DO_NOT_TRACK)\b", text)
    }

    told = {name for row in rows(part(language, "Variables")) for name in code(row[0])}
    assert told == {name for name in used if not name.endswith("_")}


@in_both_languages
def test_no_variable_of_ours_is_told_of_that_nobody_reads(language: str) -> None:
    told = {name for row in rows(section(MANUALS[language], "11.2")) for name in code(row[0])}
    read = {name for text in texts(".py") for name in re.findall(r'"(LOTRINH_[A-Z_]+)"', text)}

    assert told == read


# Commands.


@in_both_languages
def test_every_exit_code_is_told_of_and_no_other(language: str) -> None:
    ends = (ROOT / "src/lotrinh/cli/main.py", ROOT / "src/lotrinh/cli/endings.py")
    codes = {
        int(number)
        for path in ends
        for number in re.findall(r"(?:sys\.exit\(|return )(\d+)\b", path.read_text("utf-8"))
    }

    told = re.findall(r"^\| (\d+) \|", section(MANUALS[language], "10.7"), flags=re.MULTILINE)
    assert {*map(int, told)} == codes


@in_both_languages
def test_every_kind_of_file_that_is_handed_out_is_told_of_and_no_other(language: str) -> None:
    told: dict[str, set[str]] = {"template": {".docx"}}  # which stands below the table
    for row in rows(section(MANUALS[language], "14")):
        for name in code(row[0]):
            if name.startswith("export "):
                told.setdefault(name.removeprefix("export "), set()).update(code(row[1]))

    assert "lotrinh export template --to " in section(MANUALS[language], "14")
    assert told == {name: kinds(name) for name in export.commands}


WHOSE = {"calendar": ("--person", "van-phong")}


def kinds(name: str) -> set[str]:
    """Return the suffixes that an export knows: it names them where another is asked for."""
    with pytest.raises(click.BadParameter) as refused:
        export.main([name, "--to", "x.nothing", *WHOSE.get(name, ())], standalone_mode=False)
    return {*re.findall(r"\.\w+", refused.value.message)} - {".nothing"}


# The interface.


def operations() -> dict[str, set[str]]:
    """Return each call, by method and place, with what may stand behind its address."""
    described = make_api(State()).openapi()["paths"]
    return {
        f"{method.upper()} {re.sub(r'{.*?}', '*', path)}": {
            one["name"] for one in call.get("parameters", ()) if one["in"] == "query"
        }
        for path, calls in described.items()
        for method, call in calls.items()
    }


@in_both_languages
def test_every_call_of_the_interface_is_told_of_with_what_may_be_asked(language: str) -> None:
    told = {
        re.sub(r"(?<=/)[^a-z/]+(?=/|$)", "*", call): {*re.findall(r"`([a-z]+)`", answer)}
        for (call,), answer in (
            (code(row[0]), row[1]) for row in rows(section(MANUALS[language], "17"))
        )
    }
    assert {call: said for call, said in told.items() if not call.startswith("POST")} | {
        call: set() for call in told if call.startswith("POST")
    } == operations()


@in_both_languages
def test_every_field_of_what_may_be_recorded_is_told_of(language: str) -> None:
    (row,) = [r for r in rows(section(MANUALS[language], "17")) if r[0].startswith("`POST")]

    assert {*code(row[1])} == {*shapes.Fact.model_fields, *map(str, shapes.SAYABLE)}
