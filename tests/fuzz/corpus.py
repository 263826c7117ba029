"""What is mutated: whole configurations, phrases, letters, plans and lists as offices keep them."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.folder import read_folder
from tests.fuzz.grammar import spoken
from tests.library import CONFIG
from tests.plans import HEADINGS, document, saved, workbook
from tests.unit.loader.test_invalid import CASES, CONFIGURATIONS, files_of

TESTS = Path(__file__).parents[1]
_SOURCES = ("unit/loader", "unit/domain", "unit/application", "property", "acceptance", "golden")
_MAY_BE_A_PHRASE = re.compile(r"\d|hằng|every|đại hội|cuối|đầu|congress")
_VALUE = re.compile(r"""[:,\[{]\s*["']?([^"'\[\]{}\n]{3,90}?)["']?\s*(?=[,}\]\n]|$)""")

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Corpus:
    """All of it, read once when it is first needed."""

    @cached_property
    def configurations(self) -> list[Files]:
        """Those of tests and examples: good ones, ones with a mistake, in each form of file."""
        good = [*map(read_folder, (CONFIGURATIONS / n for n in ("small", "vietnamese", "town")))]
        good = [{**read_folder(CONFIGURATIONS / "small"), **files} for files in good]
        broken = [files_of(case) for case in CASES]
        examples = [read_folder(folder) for folder in sorted((CONFIG / "examples").iterdir())]
        whole = [*good, read_folder(CONFIG), *examples]
        # Small ones say as much of the program as large ones, and sooner.
        return [*90 * good, *5 * whole, *30 * _booked(good), *_booked(whole), *broken]

    @cached_property
    def phrases(self) -> list[str]:
        """Every phrase that stands in the files, the catalogues and the tests."""
        return sorted({text for text in _texts() if _is_phrase(text)})

    @cached_property
    def letters(self) -> list[str]:
        """What the tests have people write."""
        paths = (TESTS / "unit" / "application").glob("test_letters*.py")
        return [text for path in paths for text in _strings(path) if text.strip()]

    def plan(self, chance: Random) -> list[list[object]]:
        """Return the rows of a plan as an office would have it."""
        rows: list[list[object]] = [["KẾ HOẠCH công tác năm 2026"], [*HEADINGS]]
        for number in range(chance.randrange(1, 9)):
            due = chance.choice(self.phrases) if chance.random() < 0.7 else spoken(chance)
            title = chance.choice(("Họp chi bộ", "Báo cáo quý; sơ kết", "Đại hội", "I. CÔNG TÁC"))
            who = chance.choice(("Ban Thường vụ", "VP", "Bí thư chi bộ 1", "=1+1", ""))
            rows.append([number + 1, title, due, who, chance.choice(("", "Khối Dân vận")), ""])
        return rows

    def list(self, chance: Random) -> list[list[object]]:
        """Return the rows of a list of people or branches."""
        if chance.random() < 0.5:
            rows: list[list[object]] = [["STT", "Tên chi bộ", "Trực thuộc", "Ngày thành lập"]]
            return rows + [[n, f"Chi bộ Tổ {n}", "", f"0{n}/01/2020"] for n in range(1, 6)]
        rows = [["TT", "Họ và tên", "Chức vụ", "Đơn vị", "Email"]]
        return rows + [
            [n, f"Trần Thị {n}", "Bí thư", f"Chi bộ Tổ dân phố số {n}", f"t{n}@example.vn"]
            for n in range(1, 6)
        ]


def as_file(rows: list[list[object]], form: str) -> bytes:
    """Return rows as a workbook or as a document."""
    return workbook(rows) if form == "xlsx" else saved(document(rows))


def _booked(some: Sequence[Files]) -> list[Files]:
    return [*map(_with_workbooks, some)]


def _with_workbooks(files: Files) -> Files:
    """Return a configuration whose registers are workbooks."""
    kept = {path: content for path, content in files.items() if not _is_csv_register(path)}
    for path, content in files.items():
        if _is_csv_register(path):
            rows = [line.split(",") for line in content.decode().splitlines()]
            kept[path.replace(".csv", ".xlsx")] = workbook(rows)
    return kept


def _is_csv_register(path: str) -> bool:
    return path in {"organisations.csv", "people.csv"}


def _texts() -> Iterator[str]:
    for folder in _SOURCES:
        for path in sorted((TESTS / folder).rglob("*.py")):
            yield from _strings(path)
    roots = (CONFIG, CONFIGURATIONS, TESTS.parent / "src" / "lotrinh" / "rendering" / "catalogues")
    for root in roots:
        for path in sorted([*root.rglob("*.yaml"), *root.rglob("*.toml")]):
            yield from _VALUE.findall(path.read_text(encoding="utf-8"))


def _strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [node.value for node in constants if isinstance(node.value, str)]


def _is_phrase(text: str) -> bool:
    if len(text) > 90 or not _MAY_BE_A_PHRASE.search(text) or "\n" in text:
        return False
    try:
        parse_phrase(text, rounds=range(2026, 2027))
    except PhraseError as error:
        return error.code != "unknown-phrase"  # one that is nearly right is worth as much
    return True
