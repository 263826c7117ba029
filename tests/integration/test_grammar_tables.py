"""The grammar's tables are kept beside the bytecode; whatever lies there, phrases mean the same."""

import os
import subprocess
import sys
from pathlib import Path

SAID = """
from lotrinh.loader.phrases.phrase import parse_distance, parse_phrase
print(parse_phrase("trước 15/12/2024"), parse_distance("2 ngày làm việc"))
try:
    parse_phrase("trưc 15/12/2024")
except Exception as error:
    print(error.code, error.column, error.values)
"""


def said(kept: Path) -> tuple[str, str]:
    """Return what a process says and complains of whose bytecode lies in a folder of its own."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", SAID], env=environment, capture_output=True, text=True, check=True
    )
    return ended.stdout, ended.stderr


def test_kept_tables_say_the_same_and_broken_ones_are_made_anew(tmp_path: Path) -> None:
    first = said(tmp_path)
    (tables,) = tmp_path.rglob("*.lark")
    whole = tables.read_bytes()

    assert first[1] == ""
    assert said(tmp_path) == first
    assert tables.read_bytes() == whole, "they were read, not made"
    for broken in (whole[: len(whole) // 2], b"", b"anything"):
        tables.write_bytes(broken)
        assert said(tmp_path) == first
        assert len(tables.read_bytes()) > len(whole) // 2
