"""The schemas that editors get: as strict as the loader where one file can tell, never stricter."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from lotrinh.loader.parts.scalars import as_day
from lotrinh.loader.parts.shape import Shape, name_of
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.keys import catalogue, spoken
from lotrinh.loader.reading.written import NOTHING, Text
from lotrinh.loader.schema import KINDS, docstrings_of, schema_of, schema_of_all
from tests.twins import in_vietnamese

ROOT = Path(__file__).parents[3]
FOLDERS = [
    ROOT / "config",
    *sorted((ROOT / "config").glob("examples/*")),
    *(ROOT / "tests/fixtures/configurations" / name for name in ("small", "vietnamese")),
]
FILES = {
    f"{folder.name}/{path}": content
    for folder in FOLDERS
    for path, content in read_folder(folder).items()
    if path.endswith(".yaml")
}
VALIDATORS = {kind: Draft202012Validator(schema_of(kind, "vi")) for kind in KINDS}
ANY = Draft202012Validator(schema_of_all("en"))


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2, as editors do: a date is a text, so are `no` and `21:00`."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^-?\d+$", "-0123456789"),
    ("null", r"^$", [""]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def seen_by_an_editor(text: str | bytes) -> Any:
    return yaml.load(text, Loader=Editor)  # noqa: S506  (a safe loader of our own)


def kind_of(path: str) -> str:
    """Return which kind of file lies at a path."""
    folder, _, name = path.rpartition("/")
    last = folder.rpartition("/")[2]
    folders = {"roadmaps": "roadmap", "calendars": "calendar", "targets": "targets"}
    return folders.get(last, name.removesuffix(".yaml"))


def faults(kind: str, text: str | bytes) -> list[str]:
    """Return what a schema has against a file."""
    return [error.message for error in VALIDATORS[kind].iter_errors(seen_by_an_editor(text))]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [*KINDS, None])
def test_a_schema_is_itself_valid(kind: str | None, language: str) -> None:
    made = schema_of(kind, language) if kind else schema_of_all(language)

    Draft202012Validator.check_schema(made)
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(made)):
        found: Any = made
        for step in reference.split("/"):
            found = found[step]


@pytest.mark.parametrize("path", FILES)
def test_the_files_that_load_are_right_for_an_editor_too(path: str) -> None:
    assert faults(kind_of(path), FILES[path]) == []
    assert ANY.is_valid(seen_by_an_editor(FILES[path]))


@pytest.mark.parametrize("path", [path for path in FILES if not path.startswith("vietnamese/")])
def test_so_are_their_vietnamese_twins(path: str) -> None:
    twin = in_vietnamese(path.partition("/")[2], FILES[path])

    assert twin != FILES[path]
    assert faults(kind_of(path), twin) == []


ROADMAP = """\
roadmap: plan
title: Plan
term: 2026
milestones:
  - {id: a, title: A, due: trước 15/12/2026, lead: office}
"""


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("roadmap", ROADMAP + "colour: red"),
        ("roadmap", ROADMAP.replace("lead:", "leed:")),
        ("roadmap", ROADMAP.replace(", lead: office", "")),
        ("roadmap", ROADMAP.replace("term: 2026", "")),
        ("roadmap", ROADMAP.replace("id: a", "id: Việc A")),
        ("roadmap", ROADMAP + "anchors: {congress: {window: trong tháng 6/2026}}"),
        ("roadmap", ROADMAP + "basis: {a: {number: 1, scope: world}}"),
        ("roadmap", ROADMAP + "basis: {a: {number: 1, issued: 31 December}}"),
        ("roadmap", ROADMAP + 'check: {cron: "30 7"}'),
        ("roadmap", ROADMAP.replace("milestones:", "milestones:\n  - just a text")),
        ("roadmap", "roadmap: x\nextends: y\nmilestones: [{id: a, leed: b}]"),
        ("roadmap", ROADMAP + "amendments: [{basis: a, effective: 01/01/2025, drops: [a]}]"),
        ("roadmap", ROADMAP + "amendments: [{basis: a, effective: 01/01/2025, add: [{id: b}]}]"),
        ("roadmap", ROADMAP.replace("lead:", "done_when: {all: {kind: ward}}, lead:")),
        ("roadmap", ROADMAP.replace("lead:", "needs: [{all: {}, don: a}], lead:")),
        ("settings", "coordinator: a@b\nkinds: {}\nroles: {}\nstrict: perhaps"),
        ("settings", "coordinator: a@b\nroles: {}"),
        ("settings", "coordinator: a@b\nkinds: {a: {title: A}}\nroles: {}"),
        ("policies", "standard: {remind: [soon]}"),
        ("policies", "standard: {due_soon: 7}"),
        ("policies", "Nhắc: {remind: [7]}"),
        ("channels", "email: {kind: smtp, host: mail.example.vn}"),
        ("channels", "email: {kind: pigeon}"),
        ("channels", "email: {kind: smtp, host: a, sender: b@example.vn, security: high}"),
        ("calendar", "calendar: a\nannounced: 31/12/2026\ndays: [{of: 02/01/2026}]"),
        ("organisations", "organisations: [{id: a, name: A}]"),
        ("people", "people: [{id: a, name: A, holds: [{role: a@b}]}]"),
        ("people", "persons: []"),
    ],
)
def test_a_mistake_that_one_file_shows_is_marked(kind: str, text: str) -> None:
    assert faults(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("roadmap", ROADMAP),
        ("roadmap", ROADMAP.replace("title: Plan", "title: 2026")),
        ("roadmap", ROADMAP.replace("2026\n", "{tên: 2025–2026, từ năm: 2025, đến: 2026}\n", 1)),
        ("roadmap", ROADMAP.replace("lead:", "chủ trì:").replace("due:", "thời hạn:")),
        ("roadmap", ROADMAP + "for: {kind: [ward, branch], tags: a}"),
        ("roadmap", ROADMAP + "căn-cứ: {a: {số ký hiệu: 1, phạm vi: toàn quốc}}"),
        ("roadmap", "roadmap: x\nextends: y\nmilestones: [{id: a, lead: b}]"),
        ("roadmap", "lộ trình: x\nkế thừa từ: y\nmốc: {congress: {dự kiến: quý II/2025}}"),
        ("roadmap", ROADMAP + "sửa đổi: [{căn cứ: a, hiệu lực: 01/01/2025, tạm dừng: có}]"),
        ("roadmap", ROADMAP + "amendments: [{basis: a, effective: 1/1/2025, suspend: [a, b]}]"),
        ("roadmap", ROADMAP + "amendments: [{basis: a, effective: 1/1/2025, set: {a@2026: mai}}]"),
        ("roadmap", ROADMAP.replace("lead:", "cần xong trước: [b, {all: {}, done: a}], lead:")),
        ("roadmap", ROADMAP.replace("lead:", "điều kiện: {số nội dung: [3, 4]}, lead:")),
        ("settings", "coordinator: a@b\nkinds: {}\nroles: {}\nstrict: không"),
        ("settings", "coordinator: a@b\nkinds: {}\nroles: {}\nstrict: false"),
        ("policies", 'standard: {remind: [7, "3"], quiet_hours: "21:00-07:00"}'),
        ("channels", "gửi qua: a\na: {loại: xem trước}\nb: {kind: apprise, địa chỉ: json://a}"),
        ("channels", "email: {kind: smtp, host: a, sender: b@example.vn, port: 587}"),
        ("calendar", "lịch: a\nthông báo đến: 31/12/2026\ncác ngày: [{nghỉ: [02/01/2026]}]"),
        ("organisations", "tổ chức: [{mã: a, tên: A, loại: ward, đại hội: 20/06/2025}]"),
        ("people", "people: [{id: a, name: A, holds: a@b, email: a@example.vn}]"),
        ("people", "people: [{id: a, name: A, holds: [{post: a@b, from: 01/01/2025}, c@d]}]"),
    ],
)
def test_what_the_loader_takes_is_not_marked(kind: str, text: str) -> None:
    assert faults(kind, text) == []


@pytest.mark.parametrize(
    "day", ["15/12/2026", "5/1/26", "15-12-2026", "15.12.2026", "2026-12-15", "2026-1-5"]
)
def test_a_day_that_can_be_read_fits_its_pattern(day: str) -> None:
    assert as_day(Text(day, NOTHING.where))
    assert faults("calendar", f"calendar: a\nannounced: {day}") == []


def shapes(parent: type[Shape] = Shape) -> Iterator[type[Shape]]:
    """Yield every shape that a file can have."""
    for shape in sorted(parent.__subclasses__(), key=str):
        yield shape
        yield from shapes(shape)


@pytest.mark.parametrize("shape", [*shapes()])
def test_every_key_of_every_shape_is_explained_in_both_languages(shape: type[Shape]) -> None:
    words = catalogue()[name_of(shape)]

    told = docstrings_of(shape)
    described = {field.alias or key: told.get(key) for key, field in shape.model_fields.items()}
    assert described.keys() == words.keys()
    assert all(described.values())
    assert all(name and text for name, text in words.values())
    assert all(catalogue()["shapes"][name_of(shape)])


def test_nothing_is_explained_that_no_file_has() -> None:
    others = {"scope", "channel_kind", "done", "progress", "branches", "shapes"}
    others |= {"comparator", "period", "roll_up", "figures", "target_sheet"}
    names = {name_of(shape) for shape in shapes()}

    assert catalogue().keys() - others == names
    assert catalogue()["shapes"].keys() - {"policies"} == names


@pytest.mark.parametrize("section", [name for name in catalogue() if name != "shapes"])
def test_no_word_means_two_keys(section: str) -> None:
    keys = catalogue()[section]
    words = [spoken(w) for key, (names, _) in keys.items() for w in [key, *names.split(" | ")]]

    assert len({*words}) == len(words)


@pytest.mark.parametrize(("language", "first"), [("vi", "Hạn, viết"), ("en", "By when, as")])
def test_a_key_is_explained_in_both_languages_the_readers_first(language: str, first: str) -> None:
    due = schema_of("roadmap", language)["$defs"]["milestone"]["properties"]["due"]

    assert {*due["title"].split(" · ")} == {"due", "hạn"}
    assert due["description"].startswith(first)
    assert len(due["description"].split("\n\n")) == 2
    assert "45 ngày trước đại hội" in str(due["examples"])
