"""`python -m tests.benchmarks`: what each stage costs at several sizes, as a table and a chart.

It prints and judges nothing but the answers. Each size runs in a process of its own. Times are
CPU seconds of the process; growth is the exponent from one size to the next: 1 is linear.
README.md says which command gives which figure; `--all` is all of them that need no browser and
no server of Prefect.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.chart import chart
from tests.benchmarks.table import Figures, growth, table

USUAL = (10_000, 100_000, 1_000_000)
ALL = {"sizes": (*USUAL, 10_000_000), "years": (10_000, 1_000_000), "messages": 50_000}
STAGES = (
    "imports",
    "load",
    "resolve",
    "scan",
    "decide",
    "enqueue",
    "diff",
    "files to decisions",
    "files to reminders",
    "peak MB",
    "reminders",
)


def main(words: Sequence[str]) -> None:
    """Print the figures that were asked for."""
    asked = _asked(words)
    found: dict[int, Figures] = {}
    for size in asked.sizes:
        found[size] = _told("stages", str(size), *([asked.database] if asked.database else []))
    print(table(STAGES, found), growth(STAGES[:-1], found), sep="\n\n")
    for size in asked.years:
        years = _told("years", str(size))
        print(f"\nsix years, every day, {size:,} deadlines, through `decide`:", end=" ")
        print(f"{years['decide']:.2f} s, {years['said']:,.0f} said, {years['each']:.1f} µs each")
    if asked.messages:
        print()
        words = ["--compose", str(asked.messages), "--send", str(min(asked.sent, asked.messages))]
        subprocess.run([sys.executable, "-m", "tests.benchmarks.delivery", *words], check=True)  # noqa: S603
    if asked.chart:
        asked.chart.write_text(chart(found), encoding="utf-8")
        print(f"\n{asked.chart}")


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=USUAL, help="deadlines: 10000,100000")
    parser.add_argument("--years", type=_sizes, default=(), help="six years of so many deadlines")
    parser.add_argument("--messages", type=int, default=0, help="messages to compose")
    parser.add_argument("--sent", type=int, default=2_000, help="of which so many are sent")
    parser.add_argument("--database", help="an empty database instead of an SQLite file")
    parser.add_argument("--chart", type=Path, help="an SVG file to write")
    parser.add_argument("--all", action="store_true", help="every figure: takes minutes")
    asked = parser.parse_args(words)
    if asked.all:
        vars(asked).update(ALL)
    return asked


def _sizes(written: str) -> tuple[int, ...]:
    return tuple(int(size) for size in written.split(","))


def _told(name: str, *words: str) -> Figures:
    """Return what a process of its own has measured."""
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *words]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    figures: Figures = json.loads(told.stdout)
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
