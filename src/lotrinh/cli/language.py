"""The language of help texts, known before anything is parsed."""

import os
import sys
from itertools import pairwise


def _chosen() -> str:
    """Return the language of this run: `--lang`, then `LOTRINH_LANG`, then Vietnamese."""
    words = sys.argv[1:]
    given = [after for word, after in pairwise(words) if word == "--lang"]
    given += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    language = given[-1] if given else os.environ.get("LOTRINH_LANG", "vi")
    return "en" if language == "en" else "vi"


LANGUAGE = _chosen()


def counted(count: int, one: str) -> str:
    """Count things in English.

    >>> counted(1, "error"), counted(2, "error")
    ('1 error', '2 errors')
    """
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def either(*words: str) -> str:
    """Name what there is to choose from: .xlsx, .csv hoặc .docx."""
    *others, last = words
    return f"{', '.join(others)} {text('hoặc', 'or')} {last}" if others else last


def text(vi: str, en: str) -> str:
    """Return the text in the language of this run."""
    return en if LANGUAGE == "en" else vi
