"""`python -m tests.fuzz`: spoilt files, phrases, letters and plans, as many as asked for.

It prints how far it is, each case that failed with the command that repeats it, and a line of
what came out. It ends with 1 if anything failed: a traceback, too long, too much memory.
"""

import argparse
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from tests.fuzz.running import Tally, tries


def main(words: Sequence[str]) -> int:
    """Try what was asked for, and return how that ended."""
    asked = _asked(words)
    if asked.case is not None:
        return _repeat(asked.seed, asked.case, asked.write)
    tally, begun = Tally(), process_time()
    for found in tries(asked.seed, range(asked.start, asked.start + asked.count)):
        tally.add(found)
        if found.failed:
            print(f"\ncase {found.number} ({found.kind}): {found.failed}")
            print(f"  again: python -m tests.fuzz --seed {asked.seed} --case {found.number}")
        if tally.count % asked.every == 0:
            print(f"{tally.line()}; {process_time() - begun:,.0f} s of CPU", flush=True)
    print(tally.table(), tally.line(), sep="\n")
    return 1 if tally.failures else 0


def _repeat(seed: int, number: int, folder: Path | None) -> int:
    """Try one case again, and show it whole."""
    from tests.fuzz.cases import case  # noqa: PLC0415  (not for --help)

    made, tried = case(seed, number)
    print(made.kind, *made.done, sep="\n  ")
    for name, content in made.shown.items():
        print(f"--- {name}: {len(content)} bytes\n{content[:4000].decode('utf-8', 'replace')}")
        if folder is not None:
            folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
            folder.joinpath(name).write_bytes(content)
    try:
        tried()
    except Exception:  # noqa: BLE001  (any is a finding)
        traceback.print_exc()
        return 1
    print("accepted" if made.accepted else "refused")
    return 0


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many cases")
    parser.add_argument("--seed", type=int, default=1, help="what all of them follow from")
    parser.add_argument("--start", type=int, default=0, help="the number of the first")
    parser.add_argument("--every", type=int, default=1_000, help="how often to say how far it is")
    parser.add_argument("--case", type=int, help="try that one again, and show it")
    parser.add_argument("--write", type=Path, help="a folder for the files of that one")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
