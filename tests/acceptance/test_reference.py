"""The reference for programs is held to what programs get: every key of every document is named.

One office is taken through a day in which every command that prints a document prints one, in
this process, with the log on. What is told of no document, or printed and told of nowhere, fails.
"""

import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from lotrinh import clock
from lotrinh.cli.main import COMMANDS, cli
from lotrinh.errors import LotrinhError
from lotrinh.rendering.words import LANGUAGES
from tests.acceptance.conftest import ROOT
from tests.acceptance.test_targets import TARGETS
from tests.builders import HANOI
from tests.integration.channels.servers import webhook

Tree = dict[str, Any]
REVIEW = ("chi-bo-01", "branch-review@2026")
WHY = ("--note", "đi công tác")
TOMORROW = clock.now().astimezone(HANOI).date() + timedelta(days=1)
MORNING, NEXT, LATER = "2024-12-02T07:30", "2024-12-04T07:30", "2024-12-09T07:30"
REGISTER = "id,name,kind,lạ\nmoi,Mới,lạ,1\nchi-bo-01,Đổi tên,branch,\n"
DOWN = """\
email:
  {kind: smtp, host: 127.0.0.1, port: 1, security: none, sender: lotrinh@example.vn, user: lotrinh,
   password_env: OUR_WORD, replies: {host: 127.0.0.1, port: 1, security: none,
   address: traloi@example.vn, user: lotrinh, password_env: OUR_WORD}}
zalo: {kind: zalo, token_env: OUR_TOKEN, api: "http://127.0.0.1:1", allow_private: true}
"""


@dataclass
class Day:
    """What each command has printed, by what the reference calls it, and all lines of the log."""

    printed: dict[str, list[Any]] = field(default_factory=dict)
    lines: list[Mapping[str, Any]] = field(default_factory=list)

    def __call__(self, name: str, *words: str) -> Any:
        """Give a command, known by its first words in `name`, and return what it prints."""
        out, err = io.StringIO(), io.StringIO()
        given = [*name.split(), *words, "--format", "json"]
        with redirect_stdout(out), redirect_stderr(err):
            try:
                cli.main(given, standalone_mode=False)
            except (LotrinhError, click.ClickException, SystemExit):
                if not out.getvalue():
                    raise  # it ends badly, but what it has printed is its document
        self.lines += [json.loads(line) for line in err.getvalue().splitlines() if line[0] == "{"]
        document = json.loads(out.getvalue())
        self.printed.setdefault(name, []).append(document)
        return document


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "config", folder / "config")
    (folder / "config" / "targets").mkdir()
    (folder / "config" / "targets" / "year.yaml").write_text(TARGETS, encoding="utf-8")
    with ExitStack() as around:
        around.enter_context(chdir(folder))
        listener = around.enter_context(webhook())
        environment = pytest.MonkeyPatch()
        around.callback(environment.undo)
        for name, value in {
            "LOTRINH_LOG": "json",
            "LOTRINH_LOG_LEVEL": "debug",
            "OUR_PULSE": f"http://{listener.place}/",
            "OUR_WORD": "chim-hoang-yen",
            "OUR_TOKEN": "12345:chim-hoang-yen",
        }.items():
            environment.setenv(name, value)
        lived = Day()
        _a_morning(lived)
        _records(lived)
        _figures(lived)
        _files_in_and_out(lived)
        _people(lived)
        _channels_down(lived)
        _upkeep(lived)
        yield lived


def _edit(path: str, old: str, new: str) -> None:
    file = Path("config", path)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _a_morning(day: Day) -> None:
    """Check, send, and move a date."""
    settings = Path("config/settings.yaml")
    pulse = "alarms: {heartbeat_env: OUR_PULSE}\n"
    settings.write_text(settings.read_text("utf-8") + pulse, encoding="utf-8")
    day("check", "--dry-run", "--at", MORNING)
    day("check", "--no-deliver", "--at", MORNING)
    day("deliver", "--at", MORNING)
    (first, *_) = day("outbox list")
    day("outbox show", first["key"])
    day("preview", "bi-thu-cb-01", "--at", "2024-12-03")
    day("explain", "trước 15/12 hằng năm")
    day("plan")
    day("plan --slack")
    day("status")
    _edit("roadmaps/year-end.yaml", "chậm nhất 05/12", "chậm nhất 09/12")
    day("diff", "--at", "2024-12-03")
    day("check", "--at", NEXT)
    day("rollback", "1", "--yes")
    day("history")
    _edit("roadmaps/year-end.yaml", "chậm nhất 05/12", "chậm nhất 05/13")
    day("validate")
    _edit("roadmaps/year-end.yaml", "chậm nhất 05/13", "chậm nhất 05/12")


def _records(day: Day) -> None:
    """Record what can be recorded, and take it back."""
    day("done", *REVIEW)
    day("done", *REVIEW)
    day("undo")
    day("ack", *REVIEW)
    day("snooze", *REVIEW, "--until", f"{TOMORROW:%d/%m/%Y}")
    day("extend", *REVIEW, "--to", "20/12/2026", *WHY)
    day("grant", *REVIEW, *WHY)
    day("extend", *REVIEW, "--to", "25/12/2026", *WHY)
    day("refuse", *REVIEW, *WHY)
    day("suspend", *REVIEW, *WHY)
    day("resume", *REVIEW, *WHY)
    day("reassign", *REVIEW, "--to", "office", "--note", "đi vắng")
    day("waive", *REVIEW, "--note", "mới thành lập")
    day("reopen", *REVIEW, *WHY)
    day("note", *REVIEW, "--note", "đã báo")
    day("happened", "dong-hai-2", "congress", "--on", "20/06/2025")
    day("audit")


def _figures(day: Day) -> None:
    day("measure", "lights", "108/110")
    day("measure", "lights", "108/110")
    day("assess", "lights", "at-risk", "--note", "chưa có điện")
    day("targets", "--year", "2026")
    day("audit")


def _files_in_and_out(day: Day) -> None:
    for what, more in {
        "plan": (),
        "progress": (),
        "targets": (),
        "matrix": ("--roadmap", "year-end"),
        "calendar": ("--person", "bi-thu-cb-01"),
        "chart": ("--organisation", "dong-hai-2"),
        "report": (),
        "template": (),
    }.items():
        suffix = {"calendar": "ics", "chart": "svg", "report": "docx", "template": "docx"}
        day(f"export {what}", "--to", f"{what}.{suffix.get(what, 'xlsx')}", *more)
    day("import plan", "plan.xlsx")
    Path("list.csv").write_text(REGISTER, encoding="utf-8")
    for register in ("organisations", "people"):
        day(f"import {register}", "list.csv", "--replace")
    day("schema", "--to", "schemas")
    office = ("--name", "Đảng bộ phường Hoa Phượng", "--kind", "ward", "--email", "a@example.vn")
    day("init", "another", "--yes", *office, "--branches", "2", "--roadmap", "year-end")


def _people(day: Day) -> None:
    day("links rhythm", "bi-thu-cb-07", "weekly")
    day("links revoke", "bi-thu-cb-07")
    day("links list")
    day("links sign-in", "van-phong")
    day("links feed", "bi-thu-cb-07")
    day("links feed --revoke", "bi-thu-cb-07")
    day("links api-token", "van-phong")
    day("links api-token --revoke", "van-phong")
    day("manual")
    day("manual", "gia hạn")
    day("manual 10.6")
    day("send-test", "bi-thu-cb-01")
    day("simulate", "--from", "01/12/2026", "--to", "02/12/2026", "--fresh")
    file = Path("config/people.csv")
    head, *rows = file.read_text("utf-8").splitlines()
    away = "01/11/2024..31/12/2024"
    rows = [f"{row},{away if row.startswith('bi-thu-cb-01,') else ''}" for row in rows]
    file.write_text("\n".join([f"{head},away", *rows, ""]), encoding="utf-8")
    day("preview", "bi-thu-cb-01", "--at", "2024-12-05")


def _channels_down(day: Day) -> None:
    """Have everything fail that calls somebody."""
    Path("config/channels.yaml").write_text(DOWN, encoding="utf-8")
    day("check", "--at", LATER)
    day("outbox list")
    (waiting, *_) = [row for row in day("outbox list") if row["state"] == "waiting"]
    day("outbox show", waiting["key"])
    day("outbox retry", waiting["key"], "--yes")
    day("outbox withdraw", waiting["key"], "--yes")
    day("outbox release", "--yes")
    day("audit --messages")
    day("zalo link", "bi-thu-cb-01")
    day("zalo unlink", "bi-thu-cb-01")
    day("zalo poll", "--once")
    day("mailbox poll")
    day("doctor")


def _upkeep(day: Day) -> None:
    backup = day("backup")
    day("restore", backup["path"], "--dry-run")
    day("db check")
    day("db prune", "--dry-run")
    day("db vacuum")
    day("db move", f"sqlite:///{Path('moved.db').absolute()}")
    day("db downgrade", "0019", "--yes")
    day("db upgrade")


# What the page says, and what was printed.

HELP = ROOT / "src" / "lotrinh" / "help"
SILENT = {"demo", "schema", "up", "web"}
"""They print no document of their own, as the page says."""
WITH_PREFECT = ("deploy",)
"""Its document is held to `Reconciled` by `test_reference.py` of the architecture."""
NAMED_ELSEWHERE = {"reasons", "rows", "values", "files", "held", "left"}
"""What is within them goes by ids, or is told of beside them."""
OTHERS = {"fact": {"person"}, "heartbeat": {"detail"}}
"""What only lines have of whoever is signed in, and of a call that fails."""

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def keys(value: Any) -> Tree:
    """Return the keys of a document, each with those below it; of a list, of all that is in it."""
    found: Tree = {}
    if isinstance(value, dict):
        return {key: {} if key in NAMED_ELSEWHERE else keys(below) for key, below in value.items()}
    for one in value if isinstance(value, list) else ():
        _add(found, keys(one))
    return found


def _add(found: Tree, more: Tree) -> None:
    for key, below in more.items():
        _add(found.setdefault(key, {}), below)


def told(text: str) -> Tree:
    """Return the keys that a cell of the page names; those below a key follow it in brackets.

    >>> told("`a`, `b` (`c`, `d`), `e`")
    {'a': {}, 'b': {'c': {}, 'd': {}}, 'e': {}}
    """
    around: list[Tree] = [{}]
    last: Tree = {}
    for key, bracket in re.findall(r"`([^`]+)`|([()])", text):
        if bracket == "(":
            around.append(last)
        elif bracket:
            around.pop()
        else:
            last = around[-1].setdefault(key, {})
    return around[0]


def part(language: str, number: int) -> str:
    """Return a part of the page, by its place among the headings."""
    page = (HELP / f"reference.{language}.md").read_text(encoding="utf-8")
    return re.split(r"^##+ ", page, flags=re.MULTILINE)[number]


def documents(text: str) -> Mapping[tuple[str, ...], Tree]:
    """Return what a table says that commands print, those together that print the same."""
    cells = [row.split(" | ") for row in text.splitlines() if row.startswith("| `lotrinh ")]
    return {tuple(re.findall(r"`lotrinh ([^`]+)`", names)): told(row) for names, row in cells}


def leaves(command: click.Command, name: str) -> Iterator[str]:
    """Yield a command, or those below it."""
    below = command.commands if isinstance(command, click.Group) else {}
    for word, one in below.items():
        yield from leaves(one, f"{name} {word}")
    if not below:
        yield name


ROWS, DOCUMENTS, MEANINGS, LOG = 2, 3, 4, 5


@in_both_languages
def test_every_key_that_a_command_prints_is_named_and_no_other(language: str, day: Day) -> None:
    rows, whole = documents(part(language, ROWS)), documents(part(language, DOCUMENTS))

    for names, named in {**rows, **whole}.items():
        if names != WITH_PREFECT:
            found = [one for name in names for one in day.printed[name]]
            assert keys(found) == named, names
            assert {isinstance(one, list) for one in found} == {names in rows}, names


@in_both_languages
def test_every_command_prints_a_document_that_is_told_of(language: str) -> None:
    there = {
        leaf
        for name in COMMANDS
        if (command := cli.get_command(click.Context(cli), name)) is not None
        for leaf in leaves(command, name)
    }

    tables = (documents(part(language, ROWS)), documents(part(language, DOCUMENTS)))
    assert there - {name for table in tables for names in table for name in names} == SILENT
    assert all(f"`lotrinh {name}`" in part(language, DOCUMENTS) for name in SILENT)


def test_every_object_of_a_list_has_the_same_keys(day: Day) -> None:
    for name, found in day.printed.items():
        for rows in lists(found):
            assert len({frozenset(row) for row in rows if isinstance(row, dict)}) <= 1, name


def lists(value: Any) -> Iterator[list[Any]]:
    """Yield all lists that are in a document."""
    if isinstance(value, list):
        yield value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from lists(one)


@in_both_languages
def test_every_key_has_a_meaning_and_every_meaning_a_key(language: str, day: Day) -> None:
    explained = set(_named(part(language, MEANINGS)))
    of_log = set(_named(part(language, LOG))) - {*events(language)}

    printed = [found for name, found in day.printed.items() if name not in SILENT]
    used = {*_all(keys(printed)), *_all(documents(part(language, DOCUMENTS))[WITH_PREFECT])}
    logged = {key for named in events(language).values() for key in named}
    assert explained == used
    assert of_log == logged - explained | {"event"}


def _named(table: str) -> Iterator[str]:
    """Yield what stands in code in the first column."""
    for row in table.splitlines():
        if row.startswith("| `"):
            yield from re.findall(r"`([^`]+)`", row.split(" | ")[0])


def _all(tree: Tree) -> Iterator[str]:
    for key, below in tree.items():
        yield key
        yield from _all(below)


def events(language: str) -> Mapping[str, set[str]]:
    """Return what the page says of the lines of the log: each event with its own keys."""
    table = [row.split(" | ") for row in part(language, LOG).splitlines() if row.count(" | ") == 2]
    return {row[0].strip("| `"): set(told(row[2])) for row in table if told(row[2])}


@in_both_languages
def test_every_key_of_the_log_is_named_and_no_other(language: str, day: Day) -> None:
    seen: dict[str, set[str]] = {}
    for line in day.lines:
        mine = {re.sub(r"^reason\..*", "reason.…", key) for key in {*line} - {"at", "event"}}
        seen.setdefault(line["event"], set()).update(mine)

    named = {**events(language)}
    assert named.pop("fault") == {"level", "part", "said"}
    assert {event: own - OTHERS.get(event, set()) for event, own in named.items()} == seen
