"""Who recorded or did something, in words: the same word everywhere, where nobody is named."""

from lotrinh.domain.facts import Via
from lotrinh.rendering.words import capital, say


def way_in_words(via: Via, language: str) -> str:
    """Return by which way something has come; '' where nobody kept that.

    >>> from lotrinh.domain.facts import BY_COMMAND
    >>> way_in_words(BY_COMMAND, "vi"), way_in_words(Via(None), "vi")
    ('lệnh trên máy', '')
    """
    return say(f"way.{via.way}", language) if via.way is not None else ""


def author(by: str, via: Via, language: str) -> str:
    """Return who it was; where nobody is named, by which way it came.

    >>> from lotrinh.domain.facts import BY_COMMAND
    >>> author("Văn phòng", BY_COMMAND, "vi"), author("", BY_COMMAND, "vi")
    ('Văn phòng', 'Lệnh trên máy')
    """
    return by or capital(way_in_words(via, language)) or "–"
