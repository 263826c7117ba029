"""The words of the flows: their language is the command line's, their errors the library's.

Everything that Prefect's side tells people goes through here, in this process and in the
runs' own, which learn the language from the environment.
"""

from urllib.parse import urlsplit

from lotrinh.cli.language import LANGUAGE, text
from lotrinh.errors import LotrinhError
from lotrinh.rendering.problems import sentence

__all__ = ["in_words", "shown_url", "text"]


def in_words(error: LotrinhError) -> str:
    """Return what went wrong, as the command line would say it."""
    return sentence(error, LANGUAGE)


def shown_url(url: str) -> str:
    """Return a URL as it may be shown: without user, password and query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
