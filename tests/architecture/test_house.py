"""The house: what may lie at the root, how large a room is, what a closed set must have."""

import ast
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lotrinh.application.books.messages import DeliveryState, MessageKind
from lotrinh.application.sending.failures import Failure
from lotrinh.domain.facts import FactKind
from lotrinh.domain.feasibility import Oddity
from lotrinh.domain.reminders import Reason
from lotrinh.domain.status import Standing
from lotrinh.rendering.deliveries import advice, reason, state_in_words
from lotrinh.rendering.words import LANGUAGES, entries

ROOT = Path(__file__).parents[2]
CODE = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "flows").rglob("*.py")])
SEVEN = {"pyproject.toml", "README.md", "flows", "config", "src", "tests", "deployments"}


def test_the_root_has_just_the_seven_entries() -> None:
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607  (git is what the checkout came by)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    visible = {name.split("/")[0] for name in listed if not name.startswith(".")}
    assert visible == SEVEN


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.stem)
def test_a_module_says_what_it_is_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text)), "a module opens with what it is"
    assert sum(bool(line.strip()) for line in text.splitlines()) <= 320


def functions() -> Iterator[int]:
    """Yield the lines of each function, its docstring not counted."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                said = ast.get_docstring(node, clean=False) or ""
                body = node.body[1:] if said else node.body
                last = body[-1].end_lineno if body else node.lineno
                first = body[0].lineno if body else node.lineno
                yield (last or first) - first + 2


def test_half_of_all_functions_are_under_ten_lines() -> None:
    assert statistics.median(functions()) < 10


def test_both_languages_say_the_same_things() -> None:
    vietnamese, english = (entries(language) for language in LANGUAGES)

    assert vietnamese == english


def test_every_outcome_has_its_words() -> None:
    wanted = {f"reason.{reason}" for reason in Reason} | {f"standing.{s}" for s in Standing}
    wanted |= {f"subject.{kind}" for kind in MessageKind}
    wanted |= {f"warning.{oddity}" for oddity in Oddity}
    wanted |= {f"audit.kind-{kind}" for kind in FactKind}

    assert wanted <= entries("vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_every_failure_has_its_words(language: str) -> None:
    for failure in Failure:
        assert reason(failure, language)
        assert advice(failure, language)
    for state in DeliveryState:
        assert state_in_words(state, language)


def imported_by(code: str, folder: Path = ROOT) -> set[str]:
    """Return the modules that a process holds once it has run some code in a folder."""
    told = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", f"{code}\nimport sys, json; print(json.dumps([*sys.modules]))"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return set(json.loads(told.splitlines()[-1]))


def test_help_imports_nothing_heavy() -> None:
    """`lotrinh --help` answers at once: no numpy, no pydantic, no database, no Prefect."""
    heavy = {
        "numpy",
        "pydantic",
        "matplotlib",
        "docx",
        "xlsxwriter",
        "icalendar",
        "sqlalchemy",
        "prefect",
        "apprise",
        "lark",
        "rich",
        "jinja2",
    }

    assert heavy.isdisjoint(imported_by("import lotrinh.cli.main"))


def test_a_check_with_nothing_to_say_imports_nothing_that_says_it(tmp_path: Path) -> None:
    """It comes each day, and mostly finds nothing: no pages, papers, words, answers, backups."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    check = "from lotrinh.cli.main import cli; cli(['check'], standalone_mode=False)"
    imported_by(check, tmp_path)

    imported = imported_by(check, tmp_path)

    for heavy in ("alembic", "apprise", "docx", "fastapi", "jinja2", "openpyxl", "xlsxwriter"):
        assert heavy not in imported
    assert "sqlalchemy.dialects.postgresql" not in imported
    rooms = ("bootstrap.desks", "bootstrap.backup", "bootstrap.press", "papers", "web")
    doings = (
        "application.recording.record",
        "application.recording.page",
        "application.looking.grid",
    )
    assert not [m for m in imported if m.removeprefix("lotrinh.").startswith((*rooms, *doings))]


def test_a_channel_that_is_open_imports_apprise_with_its_first_message() -> None:
    opened = """
from pathlib import Path
from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.channels.factory import open_channel
options = {"host": "mail.example.vn", "sender": "lotrinh@example.vn"}
open_channel(ChannelSettings("email", "smtp", options), folder=Path())
"""
    assert "apprise" not in imported_by(opened)


def test_every_migration_but_the_first_has_a_way_down() -> None:
    versions = ROOT / "src" / "lotrinh" / "store" / "migrations" / "versions"
    up = {f.name for f in versions.glob("*.py") if "def upgrade(" in f.read_text("utf-8")}
    down = {f.name for f in versions.glob("*.py") if "def downgrade(" in f.read_text("utf-8")}

    assert up - down == {"first_tables.py"}
