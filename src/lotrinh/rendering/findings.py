"""The words of `lotrinh doctor`: what was looked at, what was seen, what is wrong, what to do."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotrinh.rendering.words import LANGUAGES


def subject(name: str, language: str) -> str:
    """Return what was looked at."""
    words: str = _catalogue()["subject"][name][LANGUAGES.index(language)]
    return words


def seen(name: str, word: str, values: Mapping[str, str], language: str) -> str:
    """Say what was seen of something that is well."""
    entry = f"{name}.{word}" if word else name
    words: str = _catalogue()["seen"][entry][LANGUAGES.index(language)]
    return words.format_map(values)


def finding(code: str, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """Say what is wrong, and what to do.

    >>> finding("held", {"count": "3"}, "vi")[0]
    '3 thư đang tạm giữ, chờ người quyết định'
    """
    sentence, cure = _catalogue()["finding"][code][language]
    return sentence.format_map(values), cure


def findings(language: str) -> Mapping[str, tuple[str, str]]:
    """Return all that can be found, each with its sentence before values are put in."""
    return {code: tuple(both[language]) for code, both in _catalogue()["finding"].items()}


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Any]:
    text = files("lotrinh.rendering").joinpath("catalogues", "findings.toml").read_text("utf-8")
    return tomllib.loads(text)
