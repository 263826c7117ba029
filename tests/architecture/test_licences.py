"""Whatever is installed with us may be used freely, by an office too, and passed on."""

import re
from importlib.metadata import metadata
from importlib.util import find_spec

import pytest

from tests.audit import CONSTRAINTS, pins_of

FREE = (
    *("MIT", "BSD", "Apache", "ISC", "MPL", "Mozilla Public", "PSF", "Python Software Foundation"),
    *("LGPL", "Zlib", "CC0", "0BSD", "CNRI-Python", "Unlicense"),
)
"""Licences of which one is enough; none of them asks for our own code."""
ALSO = {
    "text-unidecode": "Artistic License or GPL, as one likes",
    "axe-playwright-python": "MIT, in its file of the licence alone",
}
NOT_FREE = re.compile(
    r"proprietary|commercial|AGPL|SSPL|BUSL|Elastic|non-?commercial", re.IGNORECASE
)


MUTATION = frozenset(
    {"coverage", "libcst", "linkify-it-py", "mdit-py-plugins", "mutmut", "setproctitle", "textual"}
)
"""What `.[mutation]` alone brings: looked at where it is installed."""
PINNED = [
    name
    for name, _ in pins_of(CONSTRAINTS.read_text("utf-8"))
    if name not in MUTATION or find_spec("mutmut")
]


def licence_of(name: str) -> str:
    """Return what a package says of its licence, in whichever of the three places."""
    told = metadata(name)
    classified = [c for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    named = [*(told.get_all("License-Expression") or ()), *(told.get_all("License") or ())]
    return " ".join((*classified, *(words[:200] for words in named)))


@pytest.mark.parametrize("name", PINNED)
def test_the_licence_allows_free_use(name: str) -> None:
    licence = licence_of(name)

    assert not NOT_FREE.search(licence), licence
    assert name in ALSO or any(free in licence for free in FREE), licence
