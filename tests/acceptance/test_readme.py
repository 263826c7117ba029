"""What README and the first chapter of the manuals have people type is typed, in order, by a shell.

What they say themselves to go on until Ctrl-C, or to install, is tried elsewhere:
`tests/integration/flows`, `.ci/run`.
"""

import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lotrinh.bootstrap import open_program
from lotrinh.rendering.words import LANGUAGES
from tests.builders import hanoi
from tests.plans import workbook

ROOT = Path(__file__).parents[2]
HELP = ROOT / "src" / "lotrinh" / "help"
LINES = re.MULTILINE | re.DOTALL
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", LINES)
ELSEWHERE = ("lotrinh up", "lotrinh demo", "lotrinh --lang en demo", ". .venv/", "mkdir", "cd ")


def section(page: Path, heading: str) -> str:
    """Return what stands below a heading, up to the next."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^#+ {re.escape(heading)}.*?\n(.*?)(?=^#|\Z)", text, LINES)
    assert found, heading
    return found[1]


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return [content for kind, content in BLOCK.findall(text) if kind == language]


def typed(text: str) -> list[str]:
    """Return the lines that people type, without what is explained beside them."""
    lines = [
        re.sub(r"\s+#.*", "", line) for block in blocks(text, "sh") for line in block.splitlines()
    ]
    return [line for line in lines if line and not line.startswith(ELSEWHERE)]


def by_shell(folder: Path, line: str) -> tuple[int, str]:
    """Type a line where nobody answers questions; return how it ended, and all that it said."""
    unasked = line.replace("lotrinh init", "lotrinh init --yes --name 'Phường Tôi'")
    ran = subprocess.run(  # noqa: S603  (what our own pages show)
        ["/bin/bash", "-c", unasked],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return ran.returncode, (ran.stdout + ran.stderr).decode("utf-8")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place where the command is found, as in an environment that is active."""
    scratch = tmp_path_factory.mktemp("readme")
    (scratch / "bin").mkdir()
    command = scratch / "bin" / "lotrinh"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lotrinh "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return scratch


def an_office(folder: Path) -> Path:
    """Return a folder with the example, a target, a plan of its own, and a first check."""
    shutil.copytree(ROOT / "config", folder / "config")
    (targets,) = blocks(section(HELP / "manual.vi.md", "2.9 "), "yaml")
    (folder / "config" / "targets").mkdir()
    (folder / "config" / "targets" / "resolution-2026.yaml").write_text(targets, encoding="utf-8")
    at, books = hanoi("2024-12-02 07:30"), f"sqlite:///{(folder / 'var/lotrinh.db').as_posix()}"
    with closing(open_program(folder / "config", books, var=folder / "var")) as program:
        program.check(at)
        program.deliver(at)
    return folder


def test_every_line_of_the_readme_does_what_it_is_there_for(scratch: Path) -> None:
    folder = an_office(scratch / "office")
    rows = [["TT", "Nội dung công việc", "Chủ trì", "Thời hạn"]]
    rows.append(["1", "Xây dựng kế hoạch", "Văn phòng", "trước 15/12/2026"])
    (folder / "ke-hoach.xlsx").write_bytes(workbook(rows))
    (scratch / "phuong-toi").mkdir()
    lines = typed(section(ROOT / "README.md", "Every day"))

    ended = {
        line: by_shell(scratch / "phuong-toi" if line == "lotrinh init" else folder, line)
        for line in lines
    }

    assert len(lines) > 14
    assert {line: said for line, (code, said) in ended.items() if code} == {}
    assert (scratch / "phuong-toi" / "config" / "settings.yaml").exists()
    assert (folder / "plan.xlsx").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_first_chapter_does_what_it_is_there_for(
    scratch: Path, language: str
) -> None:
    page, folder = HELP / f"manual.{language}.md", scratch / language
    shutil.copytree(ROOT / "config", folder / "config")
    (roadmap,) = blocks(section(page, "1.3 "), "yaml")
    (folder / "config/roadmaps/monthly-report.yaml").write_text(roadmap, encoding="utf-8")
    lines = [line for n in ("1.3", "1.4") for line in typed(section(page, f"{n} "))]

    ended = {line: by_shell(folder, line) for line in lines}

    assert len(lines) == 4
    assert {line: said for line, (code, said) in ended.items() if code} == {}
    assert [*(folder / "var").glob("lotrinh.db")]
