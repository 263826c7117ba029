"""Broken configurations carry their own expectation, and exactly it must be found."""

import re
from pathlib import Path

import pytest

from lotrinh.errors import Problem
from lotrinh.loader.reading.folder import REGISTERS, read_folder
from lotrinh.loader.workspace import load

CONFIGURATIONS = Path(__file__).parents[2] / "fixtures" / "configurations"
CASES = sorted((CONFIGURATIONS / "invalid").iterdir())
EXPECT = re.compile(r"^# expect: (error|warning) (?:(\S+):)?(\d+):(\d+) (\S+)$", re.MULTILINE)


def files_of(case: Path) -> dict[str, bytes]:
    """Return the small valid configuration with the files of a case laid over it."""
    files = read_folder(CONFIGURATIONS / "small")
    for path, content in read_folder(case).items():
        if (name := path.partition(".")[0]) in REGISTERS:
            files.pop(f"{name}.csv", None)
        files[path] = content
    return files


def expected_of(case: Path) -> list[tuple[str, str, int, int, str]]:
    return sorted(
        (severity, path or file.relative_to(case).as_posix(), int(line), int(column), code)
        for file in case.rglob("*.*")
        for severity, path, line, column, code in EXPECT.findall(file.read_text("utf-8"))
    )


def found_in(problems: tuple[Problem, ...]) -> list[tuple[str, str, int, int, str]]:
    places = ((p, p.where) for p in problems)
    return sorted((p.severity, w.path, w.line, w.column, p.code) for p, w in places)


def test_the_small_configuration_is_right() -> None:
    loaded = load(read_folder(CONFIGURATIONS / "small"))

    assert loaded.problems == ()
    assert loaded.configuration is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_mistake_is_found_where_it_was_made(case: Path) -> None:
    expected = expected_of(case)
    assert expected, "a broken configuration must say what is wrong with it"

    loaded = load(files_of(case))

    assert found_in(loaded.problems) == expected
    has_errors = any(severity == "error" for severity, *_ in expected)
    assert (loaded.configuration is None) == has_errors
