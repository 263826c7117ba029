"""Date phrases: one small grammar, Vietnamese and English, to the values of `domain.due`.

The grammar is `phrase.lark`. Prose is parsed here and nowhere else. What it can't read it
refuses with the place and the nearest word; it never guesses a date.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path

from lark import Lark, ParseTree, UnexpectedInput
from lark.exceptions import VisitError

from lotrinh.domain.distance import Unit
from lotrinh.domain.due import Phrase
from lotrinh.loader.phrases.blame import KEYWORDS, blame, vagueness
from lotrinh.loader.phrases.days import YEARS, PhraseError
from lotrinh.loader.phrases.marks import with_marks
from lotrinh.loader.phrases.meaning import Context, length_of, phrase_of
from lotrinh.loader.reading.text import new_tones, plain_dashes, tidy

_LONGEST = 2_000
"""Characters that a phrase may have: more are nobody's, and take time and room to take apart."""

_REFUSED = (UnexpectedInput, VisitError)
_MAY_LACK_MARKS = {"unknown-phrase", "unknown-name"}


def parse_phrase(
    text: str,
    names: Mapping[str, str] | None = None,
    years: range = YEARS,
    rounds: range | None = None,
) -> Phrase:
    """Return the meaning of a date phrase.

    Args:
        text: The phrase as written.
        names: Anchors and milestones that it may name: `fold(name or alias)` to id. Where
            None, any single word is taken for a name.
        years: Those that a day with a year may lie in.
        rounds: Those for which an `rrule` is written out; all of `years` if None.

    Raises:
        PhraseError: The phrase can't be read, or names a day that doesn't exist.
    """
    _refuse_endless(text, "unknown-phrase")
    context = Context(_readable(text), names, years, rounds or years)
    try:
        return _phrase(context)
    except _REFUSED as error:
        refused = _as_written(_refusal(error, context), text)
    if isinstance(refused, PhraseError) and refused.code in _MAY_LACK_MARKS:
        refused.nearest = _marked(text, context) or refused.nearest
    raise refused


def _phrase(context: Context) -> Phrase:
    return phrase_of(_tree(context.text, "phrase"), context)


def _refusal(error: UnexpectedInput | VisitError, context: Context) -> Exception:
    if isinstance(error, UnexpectedInput):
        return blame(context.text, error, context.names or {}, "unknown-phrase")
    return _unwrapped(error, context.text)


def _marked(text: str, context: Context) -> str | None:
    """Return the whole phrase with its marks, where it lacks nothing else."""
    meant = with_marks(plain_dashes(tidy(text)), KEYWORDS, context.names or {})
    try:
        _phrase(replace(context, text=_readable(meant)))
    except _REFUSED:
        return None
    return meant


def parse_distance(text: str) -> tuple[int, Unit]:
    """Return a length of time such as ``2 ngày làm việc``; a bare number counts days."""
    _refuse_endless(text, "bad-distance")
    readable = _readable(text).strip()
    if readable.isdigit():
        readable += " ngày"
    try:
        return length_of(_tree(readable, "length"), readable)
    except UnexpectedInput as error:
        raise _as_written(blame(readable, error, {}, "bad-distance"), text) from None
    except VisitError as error:
        raise _as_written(_unwrapped(error, readable), text) from None


def _refuse_endless(text: str, code: str) -> None:
    """Refuse what is too long to be a phrase; the start of it is told."""
    if len(text) > _LONGEST:
        raise PhraseError(code, 1, value=f"{text[:60]}…", word=f"{text[:20]}…")


def _readable(text: str) -> str:
    """Return the phrase in lower case, with a character for each character."""
    tidied = plain_dashes(tidy(text))
    lowered = tidied.lower()
    return new_tones(lowered if len(lowered) == len(tidied) else tidied)


@lru_cache(maxsize=4096)
def _tree(readable: str, start: str) -> ParseTree:
    """Return the tree of a text; many milestones are written in the same words."""
    return _parser().parse(readable, start=start)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = files("lotrinh.loader.phrases").joinpath("phrase.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        start=["phrase", "length"],
        propagate_positions=False,
        cache=_kept_tables(),
    )


def _kept_tables() -> str | bool:
    """Return where the tables of the grammar are kept, False where nothing may be.

    Making them takes longer than reading a ward's files. They lie beside our own bytecode, where
    whoever may write there could change the program as well; a grammar, a library or a Python
    that is another one makes them anew, and so does a file that can't be read.
    """
    tables = Path(cache_from_source(__file__)).with_suffix(".lark")
    return False if sys.dont_write_bytecode and not tables.exists() else str(tables)


def _unwrapped(error: VisitError, text: str) -> Exception:
    """Return what the meaning of a phrase raised; a vague word, or a lone one, is no name."""
    found = error.orig_exc
    if not isinstance(found, PhraseError) or found.code != "unknown-name":
        return found
    word = found.values["value"]
    vague = vagueness(word)
    if vague is not None and vague.column == 1:
        vague.column = found.column
        return vague
    if word == text.strip() and not found.nearest:
        return PhraseError("unknown-phrase", found.column, value=text, word=word)
    return found


def _as_written(error: Exception, text: str) -> Exception:
    """Let an error name words as they were written, not as they were read."""
    written, readable = plain_dashes(tidy(text)), _readable(text)
    if isinstance(error, PhraseError):
        for name, value in error.values.items():
            place = readable.find(value)
            if place >= 0:
                error.values[name] = written[place : place + len(value)]
    return error
