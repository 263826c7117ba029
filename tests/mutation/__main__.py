"""`python -m tests.mutation [MODULE …]`: what `mutmut run` found, by module, and what is left.

Mutants that no type allows are killed by that. Those that survived and aren't explained in
`survivors.toml` are shown, each with its change; with any, the command exits 1.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from tests.mutation.survivors import survivors

_MUTANTS = Path("mutants/src/lotrinh/domain")
_DEF = re.compile(r"(\s*)def (\S+?)__mutmut_(orig|\d+)\(")
_STANDS = {0: "survived", 1: "killed", 3: "killed", 33: "no test", 37: "by type", None: "not run"}
_TIMEOUT = "out of time"
_COLUMNS = ("killed", "by type", _TIMEOUT, "survived", "no test", "not run")


def main(wanted: list[str]) -> int:
    """Print the table and the changes that are left; return how the command ends."""
    explained = survivors()
    left, total = 0, Counter[str]()
    print("module".ljust(14), *(name.rjust(11) for name in (*_COLUMNS, "explained")))  # noqa: T201
    shown: list[str] = []
    for meta in sorted(_MUTANTS.glob("*.meta")):
        module = meta.name.removesuffix(".py.meta")
        if wanted and module not in wanted:
            continue
        stands = json.loads(meta.read_text())["exit_code_by_key"]
        counts = Counter(_STANDS.get(code, _TIMEOUT) for code in stands.values())
        for function, removed, added in _changes(meta, stands):
            if any(one.explains(function, removed, added) for one in explained):
                counts["explained"] += 1
            else:
                left += 1
                shown.append(f"{function}\n  - {removed}\n  + {added}")
        total += counts
        _print(module, counts)
    _print("all", total)
    print("", *shown, sep="\n")  # noqa: T201
    return 1 if left else 0


def _print(name: str, counts: Mapping[str, int]) -> None:
    print(name.ljust(14), *(str(counts.get(c, 0)).rjust(11) for c in (*_COLUMNS, "explained")))  # noqa: T201


def _changes(meta: Path, stands: Mapping[str, int | None]) -> Iterator[tuple[str, str, str]]:
    """Yield the mutants that nothing noticed: the function, what is gone, what came instead."""
    bodies = _bodies(meta.with_suffix("").read_text(encoding="utf-8"))
    module = meta.name.removesuffix(".py.meta")
    for key, code in stands.items():
        if _STANDS.get(code) in {"survived", "no test"}:
            name, _, number = key.split(".", 3)[3].rpartition("__mutmut_")
            lines = [*unified_diff(bodies[name, "orig"], bodies[name, number], n=0, lineterm="")]
            removed = " ".join(line[1:] for line in lines[2:] if line.startswith("-"))
            added = " ".join(line[1:] for line in lines[2:] if line.startswith("+"))
            yield f"{module}.{_name(name)}", removed, added


def _bodies(text: str) -> Mapping[tuple[str, str], list[str]]:
    """Return the lines of each mutated function and of the functions as they are."""
    lines = text.split("\n")
    found: dict[tuple[str, str], list[str]] = {}
    for number, line in enumerate(lines):
        if (begun := _DEF.match(line)) is None:
            continue
        body = [line.replace(f"{begun[2]}__mutmut_{begun[3]}", _name(begun[2]))]
        for other in lines[number + 1 :]:
            indent = len(other) - len(other.lstrip())
            if other.strip() and indent <= len(begun[1]) and not other.strip().startswith(")"):
                break
            body.append(other)
        found[begun[2], begun[3]] = [line.strip() for line in body if line.strip()]
    return found


def _name(mangled: str) -> str:
    """Return a function's name: x_decide is decide, xǁRungǁof is Rung.of."""
    return re.sub(r"^x(ǁ|_)", "", mangled).replace("ǁ", ".")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
