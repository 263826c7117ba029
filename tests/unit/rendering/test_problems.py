"""Every code that the program can show has words in both languages."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from lotrinh.errors import Location, LotrinhError, Problem, Severity
from lotrinh.rendering.problems import hint, sentence, show

SOURCES = Path(__file__).parents[3] / "src" / "lotrinh"
CATALOGUES = SOURCES / "rendering" / "catalogues"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAKERS = {
    "Problem",
    "PhraseError",
    "NumberError",
    "FigureError",
    "error",
    "warning",
    "refuse",
    "_refuse",
    "expect",
    "expect_at",
    "_check_words",
}


def catalogue(lang: str) -> dict[str, list[str]]:
    text = (CATALOGUES / f"problems.{lang}.toml").read_text(encoding="utf-8")
    problems: dict[str, list[str]] = tomllib.loads(text)["problem"]
    return problems


def codes_in(source: str) -> Iterator[str]:
    """Yield the codes that a module makes: in calls, and as the `code` of an error class."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name in MAKERS:
                yield from (text for text in map(_text, node.args) if "-" in text)
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, (ast.Name, ast.Attribute))
            and (target.id if isinstance(target, ast.Name) else target.attr).endswith("code")
            for target in node.targets
        ):
            yield from filter(None, map(_text, ast.walk(node.value)))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if CODE.fullmatch(node.value) else ""
    return ""


def used() -> set[str]:
    return {code for file in SOURCES.rglob("*.py") for code in codes_in(file.read_text("utf-8"))}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_code_has_words(lang: str) -> None:
    assert used() - set(catalogue(lang)) == set()


def test_every_word_is_for_a_code_that_something_makes() -> None:
    sources = "".join(file.read_text("utf-8") for file in SOURCES.rglob("*.py"))
    # The commands make these of the kind of word that wasn't found.
    kinds = (
        "organisation",
        "roadmap",
        "milestone",
        "person",
        "message",
        "target",
        "state",
        "target-set",
        "log",
    )
    made = {f"unknown-{kind}" for kind in kinds}

    assert {code for code in catalogue("vi") if f'"{code}"' not in sources} <= made


def test_both_languages_know_the_same_codes_and_values() -> None:
    vietnamese, english = catalogue("vi"), catalogue("en")

    assert vietnamese.keys() == english.keys()
    for code, words in vietnamese.items():
        assert len(words) == len(english[code]), code
        assert names(words) == names(english[code]), code


def names(words: list[str]) -> set[str]:
    return {name for text in words for _, name, *_ in Formatter().parse(text) if name}


def test_sentences_are_plain() -> None:
    for lang in ("vi", "en"):
        for words in catalogue(lang).values():
            assert not any(
                text.endswith(".") or "!" in text.replace("!!", "") for text in words[:1]
            )


def test_a_problem_is_shown_with_its_place_and_the_nearest_word() -> None:
    where = Location("roadmaps/plan.yaml", 10, 7)
    problem = Problem("unknown-milestone", where, {"value": "bet"}, "beta")

    assert show(problem, "vi") == (
        "roadmaps/plan.yaml:10:7: lỗi[unknown-milestone]: không có cột mốc “bet”\n"
        "  gợi ý: ý bạn là “beta”?"
    )
    assert show(problem, "en") == (
        "roadmaps/plan.yaml:10:7: error[unknown-milestone]: there is no milestone “bet”\n"
        "  hint: did you mean “beta”?"
    )


def test_without_a_nearest_word_the_few_that_are_right_are_listed() -> None:
    problem = Problem("unknown-role", Location("a"), {"value": "?", "known": "office, secretary"})

    assert hint(problem, "vi") == "viết một trong: office, secretary"
    assert hint(problem, "en") == "write one of: office, secretary"


def test_a_warning_is_called_one() -> None:
    problem = Problem("for-nobody", Location("a"), {"value": "x"}, severity=Severity.WARNING)

    assert show(problem, "vi").startswith("a:1:1: cảnh báo[for-nobody]: ")


def test_an_error_of_a_command_says_what_to_do() -> None:
    class UnknownOrganisationError(LotrinhError):
        code = "unknown-organisation"

    error = UnknownOrganisationError(value="ward-2", nearest="ward-1")

    assert sentence(error, "vi") == "không có tổ chức “ward-2”; ý bạn là “ward-1”?"
    assert hint(error, "en") == "did you mean “ward-1”?"


def test_what_is_wanted_is_said_in_the_readers_language() -> None:
    problem = Problem("wrong-shape", Location("a"), {"wanted": "list"})

    assert sentence(problem, "vi") == "ở đây cần một danh sách"
