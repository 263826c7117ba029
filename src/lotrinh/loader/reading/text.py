"""Text as people type it, made comparable.

`tidy` is applied to every file on load: it keeps one character for one, so that columns
stay those that an editor shows (NFC). `fold` makes keys for matching names only.
"""

import re
import unicodedata

_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_OLD_TONES = {
    old: new
    for pair, news in {"oa": "oàoáoảoãoạ", "oe": "oèoéoẻoẽoẹ", "uy": "uỳuýuỷuỹuỵ"}.items()
    for mark, new in zip("\u0300\u0301\u0309\u0303\u0323", re.findall("..", news), strict=True)
    for old in [unicodedata.normalize("NFC", pair[0] + mark + pair[1])]
}
_OLD_TONE = re.compile(rf"({'|'.join(_OLD_TONES)})(?!\w)")


def tidy(text: str) -> str:
    """Compose letters (NFC) and turn the many kinds of space into one."""
    tidied = unicodedata.normalize("NFC", text)
    # One pass for each is far quicker than a translation: a register is mostly without them.
    for space in _SPACES:
        tidied = tidied.replace(space, " ")
    return tidied


def plain_dashes(text: str) -> str:
    """Turn every kind of dash into a hyphen, character for character."""
    return text.translate(_DASHES)


def fold(text: str) -> str:
    """Return a key under which spellings of the same name meet.

    Case, runs of spaces, kinds of dash and the place of the tone mark don't count.

    >>> fold("Hòa  Bình") == fold("hoà bình"), fold("Thuỵ") == fold("Thụy")
    (True, True)
    """
    return new_tones(" ".join(plain_dashes(tidy(text)).casefold().split()))


def new_tones(text: str) -> str:
    """Put the tone marks of lower-case words in their new place, character for character.

    >>> new_tones("hòa, qúy")
    'hoà, quý'
    """
    return _OLD_TONE.sub(lambda found: _OLD_TONES[found.group()], text)
