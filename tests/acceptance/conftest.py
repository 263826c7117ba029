"""The command line as a user has it: a process of its own, on a copy of the shipped files."""

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.scenario import Scenario, open_scenario
from tests.library import without_bulletins

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Office:
    """A folder with `config/`, in which commands are run."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a process of ours has in its environment."""
        return {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}

    def __call__(self, *words: str, stdin: int = subprocess.DEVNULL, **environment: str) -> Ended:
        ran = subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, "-W", "error", "-m", "lotrinh", *words],
            cwd=self.folder,
            env={**os.environ, **self.environment, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            stdin=stdin,
        )
        return Ended(ran.returncode, ran.stdout, ran.stderr)

    def answering(self, answers: str, *words: str, **environment: str) -> Ended:
        """Run a command at a terminal on which somebody has typed these answers already."""
        here, there = pty.openpty()
        os.write(here, answers.encode())
        ended = self(*words, stdin=there, **environment)
        os.close(here)
        os.close(there)
        return ended

    def json(self, *words: str) -> Any:
        """Run a command that must go well, and return its document."""
        ended = self(*words, "--format", "json")
        assert ended.code == 0, ended.err
        return ended.json

    def edit(self, path: str, old: str, new: str) -> None:
        """Edit a file of the configuration."""
        file = self.folder / "config" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def lotrinh(tmp_path: Path) -> Office:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    without_bulletins(tmp_path / "config")
    return Office(tmp_path)


@pytest.fixture
def scenario(tmp_path: Path) -> Iterator[Scenario]:
    with open_scenario(tmp_path) as opened:
        yield opened
