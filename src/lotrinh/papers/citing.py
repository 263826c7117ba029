"""The documents that a plan rests on, as offices cite them, each on a line."""

import re
from collections.abc import Iterator
from datetime import date

from lotrinh.domain.roadmap import Basis, Roadmap, Scope
from lotrinh.papers.document import Cited
from lotrinh.papers.line import Scribe
from lotrinh.rendering.words import short_date

_NUMBER = re.compile(r"\d+-(\w+)/\w+")
_KINDS = {
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "CV": "Công văn",
    "NQ": "Nghị quyết",
    "TT": "Thông tri",
    "TB": "Thông báo",
    "CTr": "Chương trình",
    "BC": "Báo cáo",
}
_BY_TITLE = (*_KINDS.values(), "Quy định", "Quyết định", "Quy chế")
"""QĐ stands for several kinds: only the title tells which."""


def cited(scribe: Scribe, roadmap: Roadmap, day: date) -> Iterator[Cited]:
    """Yield the documents that a roadmap rests on as of a day, a line each."""
    known = [b for b in roadmap.bases.values() if b.scope is not Scope.INFERRED]
    there = [b for b in known if b.issued is None or b.issued <= day]
    for place, basis in enumerate(there, 1):
        end = "." if place == len(there) else ";"
        yield Cited(scribe.say("paper.by", basis=_named(scribe, basis)) + end)


def _named(scribe: Scribe, basis: Basis) -> str:
    """Return a document with its kind, number, day, and what it is about."""
    kind, rest = _kind(scribe, basis)
    said = scribe.say("paper.numbered", kind=kind, number=basis.number) if kind else basis.number
    if basis.issued is not None and (issued := short_date(basis.issued)) not in said:
        said = scribe.say("paper.of-day", number=said, day=issued)
    if not rest:
        return said
    return f"{said} {rest}" if kind and rest != basis.title else f"{said}: {rest}"


def _kind(scribe: Scribe, basis: Basis) -> tuple[str, str]:
    """Return the kind of a document, '' if that isn't to be said, and its title without it."""
    found = _NUMBER.match(basis.number)
    if scribe.language != "vi" or found is None:
        return "", basis.title
    for kind in _BY_TITLE:
        if basis.title.startswith(f"{kind} "):
            return kind, basis.title.removeprefix(kind).strip()
    return _KINDS.get(found[1], ""), basis.title
