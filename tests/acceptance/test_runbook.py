"""The runbook shows what commands say: each block is run, with its fault really arranged.

A block's first line names the fault. `…` stands for anything; lines may be left out.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from lotrinh.bootstrap import open_program
from lotrinh.rendering.words import LANGUAGES
from tests.acceptance.conftest import Office
from tests.builders import HANOI

HELP = Path(__file__).parents[2] / "src" / "lotrinh" / "help"
BLOCK = re.compile(r"^```console ([\w-]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MAIL = "email: {kind: smtp, host: 127.0.0.1, port: 1, security: none, sender: lotrinh@example.vn}\n"
CHECKED, LATER = "2024-12-02", "2024-12-03"


def _nothing(_: Office) -> None:
    """Leave it as it is shipped."""


def _checked(lotrinh: Office) -> None:
    at = datetime.fromisoformat(f"{CHECKED}T07:30").replace(tzinfo=HANOI)
    var = lotrinh.folder / "var"
    books = f"sqlite:///{(var / 'lotrinh.db').as_posix()}"
    with closing(open_program(lotrinh.folder / "config", books, var=var)) as program:
        program.check(at)
        program.deliver(at)


def _clock_wrong(lotrinh: Office) -> None:
    """Check while the clock is years ahead; it is right again afterwards."""
    var = lotrinh.folder / "var"
    books = f"sqlite:///{(var / 'lotrinh.db').as_posix()}"
    with closing(open_program(lotrinh.folder / "config", books, var=var)) as program:
        program.now = lambda: datetime(2090, 1, 2, 7, 30, tzinfo=HANOI)
        program.check()


def _broken_file(lotrinh: Office) -> None:
    lotrinh.edit("roadmaps/year-end.yaml", "chậm nhất 05/12", "chậm nhất 05/13")


def _mail_down(lotrinh: Office) -> None:
    (lotrinh.folder / "config" / "channels.yaml").write_text(MAIL, encoding="utf-8")
    _checked(lotrinh)


def _wrong_date(lotrinh: Office) -> None:
    _checked(lotrinh)
    lotrinh.edit("roadmaps/year-end.yaml", "chậm nhất 05/12", "chậm nhất 09/12")


def _no_page(lotrinh: Office) -> None:
    with (lotrinh.folder / "config" / "settings.yaml").open("a", encoding="utf-8") as settings:
        settings.write("public_url: https://127.0.0.1:1\n")


def _broken_books(lotrinh: Office) -> None:
    _checked(lotrinh)
    file = lotrinh.folder / "var" / "lotrinh.db"
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * 40_000 + content[44_096:])


FAULTS: dict[str, tuple[Callable[[Office], None], str]] = {
    "all-well preview-only": (_nothing, ""),
    "broken-file": (_broken_file, ""),
    "mail-down": (_mail_down, ""),
    "clock-wrong": (_clock_wrong, ""),
    "nothing-new one-person": (_checked, CHECKED),
    "wrong-date": (_wrong_date, LATER),
    "no-page no-prefect": (_no_page, ""),
    "broken-books": (_broken_books, ""),
}
"""Blocks, how their fault comes about, and the day on which people look: today, if it is none."""
NOWHERE = "http://127.0.0.1:1/api"
_DATED = ("check", "diff", "preview")
"""Commands that say something else every day."""

ONE_AFTER_ANOTHER = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from lotrinh.cli.main import main

for words in json.load(sys.stdin):
    sys.argv[1:] = words
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), suppress(SystemExit):
        main()
    print(json.dumps(said.getvalue()))
"""
"""All commands of a fault in one process: starting one takes longer than most commands do."""

Words = tuple[str, ...]


def shown(language: str) -> dict[str, str]:
    """Return the blocks of the runbook by their fault."""
    return dict(BLOCK.findall((HELP / f"runbook.{language}.md").read_text(encoding="utf-8")))


def steps(block: str) -> list[tuple[Words, list[str]]]:
    """Return the commands of a block, each with the lines that are shown of what it says."""
    parts = re.split(r"^\$ lotrinh ", block, flags=re.MULTILINE)[1:]
    lines = [part.splitlines() for part in parts]
    return [(tuple(first.split()), [line for line in rest if line]) for first, *rest in lines]


def answers(lotrinh: Office, language: str, faults: str, commands: list[Words]) -> list[str]:
    """Give the commands one after another, and return what each says, as one line."""
    day = FAULTS[faults][1]
    dated = [(*words, "--at", day) if day and words[0] in _DATED else words for words in commands]
    nowhere = {"PREFECT_API_URL": NOWHERE} if "no-prefect" in faults else {}
    ran = subprocess.run(  # noqa: S603  (our own commands)
        [sys.executable, "-W", "error", "-c", ONE_AFTER_ANOTHER],
        cwd=lotrinh.folder,
        env={**os.environ, **lotrinh.environment, **nowhere, "LOTRINH_LANG": language},
        input=json.dumps([["--lang", language, *words] for words in dated]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [" ".join(json.loads(line).split()) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_block_of_the_runbook_is_run(language: str) -> None:
    assert {*shown(language)} == {name for faults in FAULTS for name in faults.split()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("faults", FAULTS)
def test_commands_say_what_the_runbook_shows(lotrinh: Office, faults: str, language: str) -> None:
    FAULTS[faults][0](lotrinh)
    blocks = [step for name in faults.split() for step in steps(shown(language)[name])]
    commands = list(dict.fromkeys(words for words, _ in blocks))
    said = dict(
        zip(commands, answers(lotrinh, language, faults, commands), strict=True),
    )

    for words, lines in blocks:
        for line in lines:
            wanted = ".*?".join(map(re.escape, " ".join(line.split()).split("…")))
            assert re.search(wanted, said[words]), (line, said[words])
