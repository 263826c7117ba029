"""The words for what is wrong, in Vietnamese and English.

The catalogues are data, one line a code, so that whoever knows the language can mend them.
They are read when there is something to say, which is seldom.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotrinh.errors import LotrinhError, Problem


def sentence(found: Problem | LotrinhError, lang: str) -> str:
    """Say what is wrong; an error of a command also says what to do, for it stands alone."""
    said = _words(found, lang, 0)
    if isinstance(found, LotrinhError) and (advice := hint(found, lang)):
        return f"{said}; {advice}"
    return said


def hint(found: Problem | LotrinhError, lang: str) -> str:
    """Say what to write instead: the nearest right word, or all if they are few."""
    near = found.nearest if isinstance(found, Problem) else found.values.get("nearest")
    for name, right in (("nearest", near), ("known", found.values.get("known"))):
        if right:
            frame: str = _catalogue(lang)["frame"][name]
            return frame.format_map({name: right})
    return _words(found, lang, 1)


def show(problem: Problem, lang: str) -> str:
    """Write a problem as ``path:line:column: error[code]: sentence``, with a hint below."""
    frame = _catalogue(lang)["frame"]
    first = f"{problem.where}: {frame[problem.severity]}[{problem.code}]: {sentence(problem, lang)}"
    advice = hint(problem, lang)
    return f"{first}\n  {frame['hint']}: {advice}" if advice else first


def _words(found: Problem | LotrinhError, lang: str, part: int) -> str:
    catalogue = _catalogue(lang)
    # A code that has no words yet is still better shown than hidden behind a crash.
    both = catalogue["problem"].get(found.code, [found.code])
    values = dict(found.values)
    if values.get("count") == "1":
        both = catalogue["one"].get(found.code, both)
    if "wanted" in values:
        values["wanted"] = catalogue["wanted"].get(values["wanted"], values["wanted"])
    words: str = both[part] if part < len(both) else ""
    return words.format_map(_Values(values))


class _Values(dict[str, str]):
    """A value that the case doesn't have is left out of its sentence."""

    def __missing__(self, name: str) -> str:
        return ""


@lru_cache(maxsize=2)
def _catalogue(lang: str) -> Mapping[str, Any]:
    path = files("lotrinh.rendering").joinpath("catalogues", f"problems.{lang}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
