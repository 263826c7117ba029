"""What is written with Vietnamese keys means what its English twin means."""

import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lotrinh.domain.registers import Source
from lotrinh.errors import Problem
from lotrinh.loader.parts.roadmap_shape import MilestoneShape
from lotrinh.loader.parts.shape import keys_of
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.workspace import load
from tests.twins import in_vietnamese

ROOT = Path(__file__).parents[3]
CONFIGURATIONS = ROOT / "tests" / "fixtures" / "configurations"
SMALL = read_folder(CONFIGURATIONS / "small")
FOLDERS = [ROOT / "config", *sorted((ROOT / "config").glob("examples/*")), CONFIGURATIONS / "small"]


def problems_of(roadmap: str) -> tuple[Problem, ...]:
    return load(SMALL | {"roadmaps/plan.yaml": roadmap.encode()}).problems


def plain(value: Any) -> Any:
    """Return a value as what can be compared: arrays as lists, dataclasses as dictionaries."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Source):
        return value.path, plain(value.lines)  # where a column stands depends on the headings
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def meaning(files: Mapping[str, bytes]) -> Any:
    """Return all that a configuration holds but its hash, which is of its letters."""
    loaded = load(files)
    assert loaded.problems == ()
    assert loaded.configuration is not None
    return plain(loaded.configuration) | {"hash": ""}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_configuration_in_vietnamese_keys_equals_its_english_twin(folder: Path) -> None:
    files = read_folder(folder)
    twin = {path: in_vietnamese(path, content) for path, content in files.items()}

    assert all(twin[path] != files[path] for path in files)
    assert meaning(twin) == meaning(files)


# Spelling.

ROADMAP = """\
{first}: plan
tên: Kế hoạch ra mắt
nhiệm_kỳ: {{tên: 2026–2027, từ: 2026, đến_năm: 2027}}
mốc:
  launch: {{tên: Ngày ra mắt, gọi_là: ra mắt, dự_kiến: trong tháng 9/2026}}
cột_mốc:
  - {{mã: draft, tên: Dự thảo, hạn: trước ra mắt, {lead}: secretary}}
"""


@pytest.mark.parametrize(
    "word",
    [
        "chủ_trì",
        "chủ trì",
        "chủ-trì",
        "Chủ Trì",
        "CHỦ_TRÌ",
        unicodedata.normalize("NFD", "chủ trì"),
    ],
)
def test_the_spelling_of_a_key_does_not_count(word: str) -> None:
    assert problems_of(ROADMAP.format(first="Lộ trình", lead=word)) == ()


@pytest.mark.parametrize("word", ["xóa", "xoá", "Xoá", unicodedata.normalize("NFD", "xoá")])
def test_the_place_of_the_tone_mark_does_not_count(word: str) -> None:
    assert Keys("amendment", ["drop"]).meant(word) == "drop"


@pytest.mark.parametrize("word", ["Due-Soon", "due soon", "DUE_SOON", "sắp đến hạn"])
def test_an_english_key_may_be_spelt_as_freely(word: str) -> None:
    assert Keys("policy", ["due_soon"]).meant(word) == "due_soon"


def test_a_key_in_both_languages_is_there_twice() -> None:
    twice = ROADMAP.format(first="lộ_trình", lead="lead: office, chủ trì")

    (problem,) = problems_of(twice)

    assert (problem.code, problem.where.line) == ("duplicate-key", 7)
    assert twice.split("\n")[6][problem.where.column - 1 :].startswith("chủ trì")
    assert problem.values == {"key": "lead / chủ trì"}


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("leed", "lead"),
        ("suport", "support"),
        ("chủ_chì", "chủ_trì"),
        ("chu_tri", "chủ_trì"),
        ("phoi hop", "phối_hợp"),
        ("hàn", "hạn"),
        ("thời hạng", "thời_hạn"),
        ("deu", "due"),
        ("khó_hiểu", None),
        ("nothing_like_it", None),
    ],
)
def test_the_nearest_key_is_in_the_language_of_what_was_written(
    written: str, nearest: str | None
) -> None:
    assert keys_of(MilestoneShape).nearest(written) == nearest


@pytest.mark.parametrize("lead", ["chủ_trì", "lead"])
def test_what_is_missing_is_named_in_the_language_of_its_neighbours(lead: str) -> None:
    without = ROADMAP.replace(", hạn: trước ra mắt", "")

    (problem,) = problems_of(without.format(first="lộ_trình", lead=lead))

    assert (problem.code, problem.values) == ("missing-key", {"key": "hạn"})


# Where it is accepted.


def test_columns_may_be_named_in_vietnamese_too() -> None:
    files = SMALL | {
        "people.yaml": """
người nhận:
  - {Mã: van-phong, họ và tên: Văn phòng, vai trò: [{chức danh: office@ward-1, từ: 01/01/2026}],
     kênh: {email: a@ward-1.example.vn}}
  - {id: bi-thu, name: Bí thư, vai_trò: secretary@ward-1; secretary@branch-1; secretary@branch-2,
     giờ yên lặng: "20:00-08:00", channels: {email: b@ward-1.example.vn}}
""".encode()
    }
    del files["people.csv"]

    loaded = load(files)

    assert loaded.problems == ()
    assert loaded.configuration is not None
    office, secretary = loaded.configuration.people.persons
    assert (office.name, str(office.holds[0].since)) == ("Văn phòng", "2026-01-01")
    assert len(secretary.holds) == 3
    assert secretary.quiet is not None


@pytest.mark.parametrize(
    ("heading", "missing"), [("Mã,Tên,Kênh thư", "loại"), ("id,name,mail", "kind")]
)
def test_a_column_that_is_missing_is_named_in_the_language_of_the_others(
    heading: str, missing: str
) -> None:
    register = f"{heading}\nward-1,Phường Một,x\n".encode()

    problems = load(SMALL | {"organisations.csv": register}).problems

    assert {p.values["key"] for p in problems if p.code == "missing-column"} == {missing}


def test_a_column_in_both_languages_is_there_twice() -> None:
    files = SMALL | {"people.csv": SMALL["people.csv"].replace(b"id,name", "mã,id".encode(), 1)}

    codes = [(p.code, p.where.column) for p in load(files).problems]

    assert ("duplicate-column", 4) in codes


def test_words_of_a_closed_set_may_be_vietnamese_where_that_is_natural() -> None:
    roadmap = SMALL["roadmaps/plan.yaml"].decode()
    basis = "basis: {a: {number: 1, scope: national}, b: {number: 2, scope: inferred}}"
    words = basis.replace("national", "Toàn quốc").replace("inferred", "đề xuất")
    channels = SMALL["channels.yaml"].decode()

    english = SMALL | {"roadmaps/plan.yaml": f"{roadmap}\n{basis}".encode()}
    vietnamese = english | {
        "roadmaps/plan.yaml": f"{roadmap}\n{words}".encode(),
        "channels.yaml": channels.replace("kind: preview", "loại: xem trước").encode(),
    }

    assert meaning(vietnamese) == meaning(english)


def test_a_vietnamese_roadmap_extends_an_english_one() -> None:
    english = b"""
roadmap: last-year
extends: plan
without: draft
title: Again
milestones: [{id: report, lead: secretary}]
"""
    vietnamese = """
lộ_trình: last-year
kế_thừa_từ: plan
không_lấy: draft
tên: Again
cột_mốc: [{mã: report, chủ_trì: secretary}]
""".encode()

    twins = [SMALL | {"roadmaps/again.yaml": text} for text in (english, vietnamese)]

    assert [[p.code for p in load(files).problems] for files in twins] == [[], []]
    assert meaning(twins[0]) == meaning(twins[1])


def test_a_workspace_as_an_office_writes_it_has_no_problem() -> None:
    loaded = load(read_folder(CONFIGURATIONS / "vietnamese"))

    assert loaded.problems == ()
    assert loaded.configuration is not None
    (roadmap,) = loaded.configuration.roadmaps.values()
    assert len(roadmap.milestones) == 8  # one of them asks for the day of the congress
    assert [amendment.basis for amendment in roadmap.amendments] == ["kh-12", "ct-45"]
    assert {str(basis.scope) for basis in roadmap.bases.values()} == {
        *("national", "local", "inferred")
    }
    assert str(loaded.configuration.people.persons[0].id) == "van-phong"
