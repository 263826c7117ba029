"""The documents are held to the program: what exists is named, and what is said is so.

The phrase tables of the manuals are read as examples: each row is parsed and resolved.
"""

import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import click
import pytest

from lotrinh.application.books.messages import DeliveryState, MessageKind
from lotrinh.application.looking.diff import Alteration
from lotrinh.application.looking.explain import explain
from lotrinh.application.office.configuration import Configuration
from lotrinh.bootstrap import open_program
from lotrinh.channels.url import SCHEMES
from lotrinh.cli.main import COMMANDS, cli
from lotrinh.domain.due import Phrase
from lotrinh.domain.facts import FactKind
from lotrinh.domain.feasibility import Oddity
from lotrinh.domain.policy import rung_table
from lotrinh.domain.reminders import Reason
from lotrinh.domain.roadmap import MilestoneId, RoadmapId, Term
from lotrinh.domain.status import Standing
from lotrinh.loader.parts.organisations import COLUMNS as ORGANISATIONCOLUMNS
from lotrinh.loader.parts.people import COLUMNS as PEOPLECOLUMNS
from lotrinh.loader.parts.shape import Shape
from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.keys import catalogue
from lotrinh.loader.reading.text import fold
from lotrinh.loader.workspace import load
from lotrinh.rendering.findings import findings
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.words import LANGUAGES, say, short_date
from tests import library
from tests.builders import HANOI

LINES = re.MULTILINE | re.DOTALL

ROOT = Path(__file__).parents[2]
HELP = ROOT / "src" / "lotrinh" / "help"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (HELP / "architecture.en.md").read_text(encoding="utf-8")
MANUALS = {
    language: (HELP / f"manual.{language}.md").read_text(encoding="utf-8") for language in LANGUAGES
}
ANCHORS = {"congress": date(2025, 6, 20), "branch-review": date(2026, 12, 4)}
NAMES = {fold(name): name for name in ANCHORS} | {fold("đại hội"): "congress"}

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def section(text: str, number: str) -> str:
    """Return the section of that number, without those inside it."""
    found = re.search(rf"^#+ {re.escape(number)}\.? .*?(?=^#+ \d|\Z)", text, LINES)
    assert found, f"no section {number}"
    return found[0]


def rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of the tables that begin with something in code."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def code(text: str) -> list[str]:
    """Return what stands in backticks on a line."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, LINES)


def tables(number: str) -> list[list[str]]:
    """Return the rows of a section, of both manuals."""
    return [row for manual in MANUALS.values() for row in rows(section(manual, number))]


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    configuration = load(read_folder(ROOT / "config")).configuration
    assert configuration is not None
    return configuration


def meaning(phrase: str) -> Phrase:
    """Return a phrase of the manuals, as of the term 2026."""
    return parse_phrase(phrase, NAMES, rounds=range(2026, 2027))


def days(phrase: Phrase, configuration: Configuration) -> list[str]:
    """Return the days of a phrase as the manuals write them."""
    explained = explain(
        phrase,
        term=Term("2026", 2026, 2026),
        anchors=ANCHORS,
        calendar=configuration.calendars["public-sector"],
    )
    deadlines = [planned.deadline for planned in explained]
    return [
        (f"@{deadline.id.occurrence}: " if deadline.id.occurrence else "")
        + (f"{short_date(deadline.opens)}–" if deadline.opens else "")
        + (short_date(deadline.due) if deadline.due else "")
        for deadline in deadlines
    ]


# The two manuals.


def test_both_manuals_have_the_same_sections() -> None:
    vietnamese, english = (re.findall(r"^#+ ([\d.]+)", m, re.MULTILINE) for m in MANUALS.values())

    assert vietnamese == english
    assert len(vietnamese) > 30


def test_both_manuals_have_the_same_phrases_and_results() -> None:
    vietnamese, english = (
        [(frozenset(code(f"{one} {other}")), result) for one, other, _, result in rows(table)]
        for table in (section(manual, "3.1") for manual in MANUALS.values())
    )

    assert vietnamese == english
    assert len(vietnamese) > 30


def test_both_manuals_refuse_for_the_same_reasons() -> None:
    vietnamese, english = (
        [row[1] for row in rows(section(manual, "3.3"))] for manual in MANUALS.values()
    )

    assert vietnamese == english


@in_both_languages
def test_a_manual_is_written_as_offices_write(language: str) -> None:
    manual = MANUALS[language]

    assert unicodedata.is_normalized("NFC", manual)
    assert "!" not in re.sub(r"`[^`\n]*`", "", manual), "a cell of a sheet is Sheet!C7"


# Date phrases.


@pytest.mark.parametrize("row", tables("3.1"), ids=lambda row: code(row[0])[0])
def test_a_row_of_phrases_means_one_thing_and_comes_to_the_stated_day(
    row: list[str], shipped: Configuration
) -> None:
    one, other, _, result = row

    meanings = {meaning(phrase) for phrase in code(f"{one} {other}")}

    assert len(meanings) == 1
    assert not result or result in days(meanings.pop(), shipped)


@pytest.mark.parametrize("row", tables("3.3"), ids=lambda row: code(row[0])[0])
def test_what_is_said_to_be_refused_is_and_what_to_write_instead_is_not(row: list[str]) -> None:
    refused, reason, instead = map(code, row)

    for phrase in refused:
        with pytest.raises(PhraseError) as error:
            meaning(phrase)
        assert [error.value.code] == reason
    assert all(meaning(phrase) for phrase in instead)


# What exists is named.


def options(command: click.Command) -> Iterator[str]:
    """Yield the long options of a command, and of the commands below it."""
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from options(below)
    for parameter in command.get_params(click.Context(command)):
        if isinstance(parameter, click.Option):
            yield max(parameter.opts, key=len)


@in_both_languages
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_named(language: str, name: str) -> None:
    told = section(MANUALS[language], "8")
    command = cli.get_command(click.Context(cli), name)
    assert command is not None

    assert f"`lotrinh {name}" in told
    for below in getattr(command, "commands", {}):
        assert f"`lotrinh {name} {below}" in told
    for option in {*options(command), *options(cli)}:
        assert re.search(rf"{option}(?![\w-])", told), option


@in_both_languages
@pytest.mark.parametrize(
    ("number", "values"), [("8.1", Alteration), ("9.1", Reason), ("9.2", Standing)]
)
def test_every_outcome_is_explained_by_its_code_and_its_words(
    language: str, number: str, values: type[StrEnum]
) -> None:
    kind = values.__name__.lower()

    told = {code(row[0])[0]: row[1] for row in rows(section(MANUALS[language], number))}

    assert told == {str(value): say(f"{kind}.{value}", language) for value in values}


@in_both_languages
def test_every_warning_of_the_plan_is_explained_by_its_code_and_its_words(language: str) -> None:
    told = {code(row[0])[0]: row[1] for row in rows(section(MANUALS[language], "9.4"))}

    assert told == {
        code: say(f"warning.{code}", language)
        for code in (*Oddity, "clamped", "suspended", "needs-date")
    }


@in_both_languages
@pytest.mark.parametrize("values", [DeliveryState, FactKind, MessageKind])
def test_every_state_and_kind_is_named(language: str, values: type[StrEnum]) -> None:
    assert {*map(str, values)} <= {*code(section(MANUALS[language], "9.3"))}


@in_both_languages
def test_every_finding_of_the_doctor_is_listed_with_its_cure(language: str) -> None:
    told = {code(row[0])[0]: (row[1], row[2]) for row in rows(section(MANUALS[language], "10.9"))}

    assert told == {
        found: (re.sub(r"\{\w+\}", "…", sentence), cure)
        for found, (sentence, cure) in findings(language).items()
    }


def shapes(parent: type[Shape] = Shape) -> Iterator[type[Shape]]:
    """Yield every shape that a file can have."""
    for shape in sorted(parent.__subclasses__(), key=str):
        yield shape
        yield from shapes(shape)


@in_both_languages
@pytest.mark.parametrize("shape", [*shapes()])
def test_every_key_of_the_files_is_named(language: str, shape: type[Shape]) -> None:
    keys = {field.alias or name for name, field in shape.model_fields.items()}

    assert keys <= {*code(MANUALS[language])}


@in_both_languages
def test_every_column_of_the_registers_is_named(language: str) -> None:
    for number, columns in (("5.1", ORGANISATIONCOLUMNS), ("5.2", PEOPLECOLUMNS)):
        assert {*columns} <= {*code(section(MANUALS[language], number))}


@in_both_languages
def test_every_vietnamese_key_is_named(language: str) -> None:
    told = [
        {words[0]: words[1:] for part in line.split(" | ")[1].split(" · ") if (words := code(part))}
        for line in section(MANUALS[language], "12.1").splitlines()
        if line.startswith("| ") and not line.startswith(("| ---", "| Ở đâu", "| Where"))
    ]

    assert told == [
        {key: words.split(" | ") for key, (words, _) in keys.items()}
        for name, keys in catalogue().items()
        if name != "shapes"
    ]


@in_both_languages
def test_every_service_that_may_be_used_is_named(language: str) -> None:
    assert {*code(section(MANUALS[language], "7"))} >= SCHEMES


@in_both_languages
def test_every_variable_of_ours_is_named(language: str) -> None:
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "flows").rglob("*.py")]
    read = {
        name
        for source in sources
        for name in re.findall(r"\"(LOTRINH_[A-Z_]+)\"", source.read_text(encoding="utf-8"))
    }

    assert {"LOTRINH_DB", "LOTRINH_LANG"} <= read
    assert read <= {*code(section(MANUALS[language], "11.2"))}


# The library.

CONFIDENCE = {
    "vi": {"national": "trung ương", "local": "địa phương", "inferred": "đề xuất"},
    "en": {"national": "national", "local": "local", "inferred": "inferred"},
}


@in_both_languages
@pytest.mark.parametrize(
    ("number", "roadmap"),
    [
        ("13.3", "ward-congress"),
        ("13.4", "branch-congress"),
        ("13.5", "year-end"),
        ("13.6", "term-calendar"),
    ],
)
def test_the_library_is_as_the_manuals_list_it(language: str, number: str, roadmap: str) -> None:
    told = [
        (code(id_)[0], code(due)[0], confidence)
        for id_, _, due, confidence in rows(section(MANUALS[language], number))
    ]

    meant = load(library.laid_out(roadmap)).configuration
    assert meant is not None
    dues = {m.id: m.due for m in meant.roadmaps[RoadmapId(roadmap)].milestones.values()}
    assert told == [
        (
            written["id"],
            written["due"]
            if language == "vi"
            else print_phrase(dues[MilestoneId(written["id"])], language),
            CONFIDENCE[language][written["scope"]],
        )
        for written in library.milestones(roadmap)
    ]


def test_the_manual_lists_the_titles_of_the_library() -> None:
    told = [
        row[1] for n in ("13.3", "13.4", "13.5", "13.6") for row in rows(section(MANUALS["vi"], n))
    ]
    files = ("ward-congress", "branch-congress", "year-end", "term-calendar")

    assert told == [
        written["title"] + (f" ({written['contents']} nội dung)" if written["contents"] else "")
        for id_ in files
        for written in library.milestones(id_)
    ]


# What is shown works.


def with_shipped(tmp_path: Path, name: str, content: str) -> Path:
    """Return a copy of the shipped configuration with a file written into it."""
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / name).parent.mkdir(exist_ok=True)
    (config / name).with_suffix(".csv").unlink(missing_ok=True)
    (config / name).write_text(content, encoding="utf-8")
    return config


@in_both_languages
@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        (["1.3"], "roadmaps/monthly-report.yaml"),
        (["1.3", "2.3", "2.4"], "roadmaps/monthly-report.yaml"),
        (["2.9"], "targets/resolution-2026.yaml"),
        (["4"], "calendars/public-sector.yaml"),
        (["5.2"], "people.yaml"),
        (["6"], "policies.yaml"),
        (["7"], "channels.yaml"),
        (["12.1"], "roadmaps/monthly-report.yaml"),
        (["13.1"], "roadmaps/congress-2030.yaml"),
    ],
)
def test_the_files_shown_in_a_manual_load_with_the_shipped_ones(
    language: str, numbers: list[str], name: str, tmp_path: Path
) -> None:
    parts = [block for n in numbers for block in blocks(section(MANUALS[language], n), "yaml")]

    loaded = load(read_folder(with_shipped(tmp_path, name, "".join(parts))))

    assert len(parts) == len(numbers)
    assert [problem for problem in loaded.problems if problem.is_error] == []


@in_both_languages
def test_the_ladder_in_a_manual_comes_on_the_days_told(language: str, tmp_path: Path) -> None:
    told = section(MANUALS[language], "6")
    (policies,) = blocks(told, "yaml")
    shipped = load(read_folder(with_shipped(tmp_path, "policies.yaml", policies))).configuration
    assert shipped is not None

    policy = shipped.policies["standard"]
    rungs = (*policy.ladder, *policy.above(shipped.organisations.levels))
    days = rung_table(rungs, shipped.calendars["public-sector"]).days_of(date(2024, 12, 13))

    assert [(code(rung)[0], day.split()[-1]) for rung, day, _ in list(rows(told))[-14:]] == [
        (rung.label, short_date(day)) for day, rung in days
    ]


def test_the_roadmap_in_the_readme_leads_to_the_mail_beside_it(tmp_path: Path) -> None:
    (roadmap,) = blocks(README, "yaml")
    (mail,) = (block for block in blocks(README, "text") if block.startswith("Subject: "))
    head, _, body = mail.partition("\n\n")

    config = with_shipped(tmp_path, "roadmaps/year-end.yaml", roadmap)
    with closing(open_program(config, var=tmp_path / "var")) as program:
        messages = program.rehearse(datetime(2026, 12, 11, 7, 30, tzinfo=HANOI)).messages

    (shown,) = (m for m in messages if m.subject == head.removeprefix("Subject: "))
    assert shown.text.startswith(body)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^):]+)\)", README)

    assert links
    assert all((ROOT / link).exists() for link in links)


def test_every_module_and_name_in_the_architecture_exists() -> None:
    kinds = r"py|lark|toml|css|[a-z]+\.j2"
    paths = re.findall(
        rf"`((?:[\w-]+/)*[\w.-]+\.(?:{kinds}))`(?:: `(?:[A-Z]\w+\.)?(\w+)`)?", ARCHITECTURE
    )

    assert len(paths) > 100
    for path, name in paths:
        assert name in in_the_program(path), (path, name)


def test_the_picture_of_the_architecture_names_what_exists() -> None:
    (picture,) = blocks(ARCHITECTURE, "mermaid")
    named = re.findall(r"[\w/]+\.py", picture)

    assert len(named) > 10
    assert all(map(in_the_program, named))


def test_every_module_of_the_domain_has_its_place_in_the_architecture() -> None:
    table = ARCHITECTURE.partition("| in `domain/` | is |")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", table)
    folder = ROOT / "src" / "lotrinh" / "domain"

    assert sorted(named) == sorted(path.stem for path in folder.glob("[a-z]*.py"))


def in_the_program(path: str) -> str:
    """Return the text of a module, named from the package, one of its folders, or the root."""
    package = ROOT / "src" / "lotrinh"
    for place in (package, package / "application", ROOT):
        if (place / path).is_file():
            return (place / path).read_text(encoding="utf-8")
    raise AssertionError(path)


# Commands that are shown.

PAGES = {path.name: path for path in (ROOT / "README.md", *sorted(HELP.glob("*.md")))}


def commands(text: str) -> Iterator[list[str]]:
    """Yield the commands of ours that a page shows, in words or in a block."""
    shown = re.sub(r"^```(\w*).*?\n(.*?)^```", _lines_of_ours, text, flags=LINES)
    for written in code(shown):
        found = re.search(r"(?:^|[ /])lotrinh ((?:--?)?[a-z].*)", written)
        if found and not written.startswith("prefect "):
            yield found[1].partition(" #")[0].split()


def _lines_of_ours(block: re.Match[str]) -> str:
    lines = [line.removeprefix("$ ") for line in block[2].splitlines()]
    return "\n".join(f"`{line}`" for line in lines if re.match(r"(.*/)?lotrinh ", line))


def unknown(words: list[str]) -> str:
    """Return what of a command doesn't exist."""
    known: click.Command = cli
    mine = {*options(cli), "--help", "--version"}
    for word in words:
        if word.startswith("--"):
            if word.partition("=")[0] not in mine | {*options(known)}:
                return word
        elif isinstance(known, click.Group) and re.fullmatch(r"[a-z-]+", word):
            found = known.get_command(click.Context(known), word)
            if found is None and known is cli and word not in LANGUAGES:
                return word
            known = found or known
    return ""


@pytest.mark.parametrize("name", PAGES)
def test_every_command_that_a_page_shows_exists(name: str) -> None:
    shown = [*commands(PAGES[name].read_text(encoding="utf-8"))]

    assert [(words, lacking) for words in shown if (lacking := unknown(words))] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", PAGES[name].read_text(encoding="utf-8"))

    assert [link for link in links if not (PAGES[name].parent / link).exists()] == []


@in_both_languages
def test_every_page_is_there_in_both_languages_but_those_of_developers(language: str) -> None:
    names = {name.removesuffix(f".{language}.md") for name in PAGES if f".{language}." in name}

    assert names | {"architecture", "contributing"} >= {
        name.split(".")[0] for name in PAGES if name != "README.md"
    }
