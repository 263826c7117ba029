"""`python -m tests.faults`: every fault on SQLite and on PostgreSQL, and what came of it.

With words, only the faults that begin so. `--write` puts the table into the pages of the help.
It ends with 1 if anything was lost, repeated beyond the guarantee, or shown otherwise.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Sequence

from tests.faults import page
from tests.faults.bases import bases
from tests.faults.fault import Fault
from tests.faults.mounts import own_mounts
from tests.faults.runner import Result, run
from tests.faults.table import FAULTS


def main(words: Sequence[str]) -> int:
    """Run what was asked for, print each as it ends, and return the exit code."""
    asked = _asked(words)
    warnings.simplefilter("ignore")
    chosen = [one for one in FAULTS if one.id.startswith(tuple(asked.faults) or "")]
    if not own_mounts():
        left = [one.id for one in chosen if one.mounts]
        chosen = [one for one in chosen if not one.mounts]
        print(f"left out, for they take Linux and root: {', '.join(left) or 'none'}")
    results: dict[str, list[Result]] = {}
    bad = 0
    with bases() as found:
        for number, fault in enumerate(chosen, 1):
            for kind in fault.kinds:
                begun = time.monotonic()
                result = run(fault, found, kind)
                results.setdefault(fault.id, []).append(result)
                bad += bool(complaint := result.complaint(fault))
                took = time.monotonic() - begun
                print(
                    f"{number:>3}/{len(chosen)} {_line(fault, kind, result)} {took:6.1f} s", end=""
                )
                print(f"  {complaint or 'as it has to be'}", flush=True)
    if asked.write:
        page.write(results)
    print(f"\n{sum(map(len, results.values()))} runs, {bad} not as they have to be")
    return 1 if bad else 0


def _line(fault: Fault, kind: str, result: Result) -> str:
    shown = ", ".join(one.code for one in result.seen) or "-"
    return (
        f"{fault.id:<20} {kind:<10} lost {result.lost}  repeated {result.repeated:>2}  {shown:<24}"
    )


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("faults", nargs="*", help="only those that begin so: smtp zalo-4")
    parser.add_argument("--write", action="store_true", help="put the table into the help")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
