"""`python -m tests.benchmarks.roadmap`: what it costs to load one roadmap of 1,000 milestones.

Half a second is allowed, beyond imports. The first load of a process makes calendars and the
grammar as well; each later one is what an edit costs. CPU seconds of the process.
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import Loaded, load

MILESTONES = 1_000
SMALL = Path(__file__).parents[1] / "fixtures" / "configurations" / "small"
ENGLISH = ("id", "title", "due", "lead", "support", "basis", "needs")
VIETNAMESE = ("mã", "tên việc", "hạn", "chủ trì", "phối hợp", "căn cứ", "cần xong trước")
MISSPELT = ("id", "titel", "deu", "leed", "suport", "bases", "neds")
DUE = (
    "chậm nhất {n} ngày trước đại hội",
    "trước {day:02}/{month:02}/2026",
    "{n} ngày làm việc trước đại hội",
    "trong {day} ngày làm việc từ m-{before}",
    "trước {day:02}/{month:02} hằng năm",
)
MONTHLY, ONE_IN = "ngày {day} hằng tháng", 50


def main() -> None:
    """Print one line a case."""
    small = read_folder(SMALL)
    for name, keys in (
        ("first of all", ENGLISH),
        ("English keys", ENGLISH),
        ("Vietnamese keys", VIETNAMESE),
        ("misspelt keys", MISSPELT),
    ):
        files = small | {"roadmaps/big.yaml": "\n".join(_roadmap(keys)).encode()}
        seconds, loaded = _timed(files)
        print(f"{name:>16} {seconds:6.3f} s {len(loaded.problems):6} problems")
        assert (loaded.configuration is None) is (keys is MISSPELT)


def _timed(files: Mapping[str, bytes]) -> tuple[float, Loaded]:
    begun = time.process_time()
    loaded = load(files)
    return time.process_time() - begun, loaded


def _roadmap(keys: tuple[str, ...]) -> Iterator[str]:
    yield "roadmap: big\ntitle: Kế hoạch lớn\nterm: 2025-2030\nfor: {kind: ward}"
    yield "basis:\n  kh-1: {number: 1-KH, issued: 14/06/2024}"
    yield "anchors:\n  big: {title: Khai mạc, alias: đại hội, window: trong tháng 6/2026}"
    yield "milestones:"
    for n in range(MILESTONES):
        phrase = DUE[n % len(DUE)] if n >= len(DUE) else DUE[1]
        phrase = phrase if n % ONE_IN else MONTHLY
        day, month, before = 1 + n % 28, 1 + n % 12, n - n % len(DUE)
        due = phrase.format(n=1 + n % 300, day=day, month=month, before=before)
        needs = f"[m-{n - 1}]" if n % len(DUE) == 1 else "[]"
        values = (f"m-{n}", f"Việc thứ {n}", due, "office", "[secretary]", "kh-1", needs)
        lines = [f"{key}: {value}" for key, value in zip(keys, values, strict=True)]
        yield "  - " + "\n    ".join(lines)


if __name__ == "__main__":
    main()
