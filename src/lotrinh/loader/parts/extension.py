"""`extends:` a roadmap takes over another one and changes it, before anything is understood.

Trees are merged, so that every part still knows the file and line that it comes from. What
the one that extends says wins: single values are replaced; bases, anchors and milestones go
by their ids; amendments come after those taken over.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import Block, Listing, Text, Written

_BY_NAME = ("basis", "anchors")


@dataclass(frozen=True, slots=True)
class Bases:
    """The roadmaps that may be extended: those of the library first, then the others."""

    library: Mapping[str, Block]
    others: Mapping[str, Block]

    def of(self, child: Block) -> Block | None:
        """Return the roadmap that one extends, None where there is no such."""
        name = str(child.under("extends"))
        found = self.library.get(name)
        if found is None or found is child:
            found = self.others.get(name)
        return None if found is child else found

    def known(self, child: Block) -> Vocabulary:
        """Return the ids that one may name."""
        return Vocabulary(
            id_
            for bases in (self.library, self.others)
            for id_, base in bases.items()
            if base is not child
        )


def by_id(trees: Iterable[Written | None]) -> Mapping[str, Block]:
    """Return roadmap trees by their ids; what is no roadmap is left out."""
    blocks = [tree for tree in trees if isinstance(tree, Block)]
    return {str(id_): block for block in blocks if isinstance(id_ := block.under("roadmap"), Text)}


def anchors_of(templates: Mapping[str, Block]) -> Mapping[str, str]:
    """Return the ids of all anchors of some roadmaps, by their folded names and aliases."""
    blocks = [b for t in templates.values() if isinstance(b := t.under("anchors"), Block)]
    named = [(str(id_), anchor) for block in blocks for id_, anchor in block.items()]
    aliases = {fold(alias): id_ for id_, anchor in named for alias in _aliases(anchor)}
    return aliases | {fold(id_): id_ for id_, _ in named}


def _aliases(anchor: Written) -> Iterator[Text]:
    written = anchor.under("alias") if isinstance(anchor, Block) else None
    for alias in written if isinstance(written, Listing) else (written,):
        if isinstance(alias, Text):
            yield alias


def extended(child: Block, bases: Bases, findings: Findings) -> Block | None:
    """Return a roadmap with all that it takes over; None where that can't be found."""
    row = [child]
    while isinstance(row[-1].under("extends"), Text):
        base = _base(row, bases, findings)
        if base is None:
            return None
        row.append(base)
    whole = row.pop()
    while row:
        whole = _merged(whole, row.pop(), findings)
    return whole


def _base(row: list[Block], bases: Bases, findings: Findings) -> Block | None:
    """Return the next roadmap of a row, having reported one that isn't there or leads back."""
    name = row[-1].under("extends")
    assert isinstance(name, Text)  # noqa: S101  (the caller has looked)
    base = bases.of(row[-1])
    if base is None:
        findings.expect(name, bases.known(row[-1]), "unknown-base")
    elif any(base is one for one in row):
        circle = " → ".join(str(one.under("roadmap")) for one in (*row, base))
        findings.error("circular-extends", name.where, cycle=circle)
        return None
    return base


def _merged(base: Block, child: Block, findings: Findings) -> Block:
    """Lay a roadmap over the one that it extends."""
    whole = _over(base, child)
    if child.under("formerly") is None and whole.under("formerly") is not None:
        del whole[_key(whole, "formerly")]  # what the base was called before stays its own
    for key in _BY_NAME:
        below, above = base.under(key), child.under(key)
        if isinstance(below, Block) and isinstance(above, Block):
            whole[_key(whole, key)] = _named(below, above)
    for key, join in (("milestones", _by_milestone), ("amendments", _one_after_another)):
        below, above = base.under(key), child.under(key)
        if isinstance(below, Listing) and isinstance(above, Listing):
            whole[_key(whole, key)] = Listing(join(below, above, findings), above.where)
    _leave_out(whole, child.under("without"), findings)
    return whole


def _over(base: Block, child: Block) -> Block:
    whole = Block(child.where)
    for part in (base, child):
        for key, value in part.items():
            whole.pop(key, None)  # so that the key as the child writes it stands, with its place
            whole[key] = value
    return whole


def _key(block: Block, name: str) -> Text:
    return next(key for key in block if key == name)


def _named(below: Block, above: Block) -> Block:
    whole = _over(below, above)
    for name, entry in above.items():
        under = below.under(name)
        if isinstance(entry, Block) and isinstance(under, Block):
            whole[name] = _over(under, entry)
    return whole


def _by_milestone(below: Listing, above: Listing, findings: Findings) -> Iterator[Written]:
    """Yield the milestones taken over, each as changed, then the new ones."""
    changes = {_id(item): item for item in above if isinstance(item, Block)}
    taken = Vocabulary(_id(item) for item in below)
    for item in below:
        change = changes.get(_id(item))
        both = change is not None and isinstance(item, Block)
        yield _over(item, change) if both else item  # type: ignore[arg-type]  # both are blocks
    new = [item for item in above if _id(item) not in taken]
    yield from (item for item in new if not _is_slip(item, taken, findings))


def _is_slip(item: Written, taken: Vocabulary, findings: Findings) -> bool:
    """Whether a change misspells the id of what it changes; a new milestone has a title."""
    name = item.under("id") if isinstance(item, Block) and item.under("title") is None else None
    if not isinstance(name, Text) or taken.nearest(name) is None:
        return False
    findings.expect(name, taken, "unknown-milestone")
    return True


def _one_after_another(below: Listing, above: Listing, findings: Findings) -> Iterator[Written]:
    del findings  # there is nothing to mistake
    yield from below
    yield from above


def _id(item: Written) -> str:
    found = item.under("id") if isinstance(item, Block) else None
    return str(found) if isinstance(found, Text) else f"{item.where}"


def _leave_out(whole: Block, names: Written | None, findings: Findings) -> None:
    """Take out the milestones that the child doesn't want, and every wait for them."""
    milestones = whole.under("milestones")
    if names is None or not isinstance(milestones, Listing):
        return
    known = Vocabulary(_id(item) for item in milestones)
    unwanted = [name for name in _texts(names) if findings.expect(name, known, "unknown-milestone")]
    gone = frozenset(map(str, unwanted))
    kept = (_freed(item, gone) for item in milestones if _id(item) not in gone)
    whole[_key(whole, "milestones")] = Listing(kept, milestones.where)


def _freed(item: Written, gone: frozenset[str]) -> Written:
    """Return a milestone that no longer waits for what was taken out."""
    needs = item.under("needs") if isinstance(item, Block) else None
    if not isinstance(item, Block) or needs is None:
        return item
    freed = _over(item, Block(item.where))
    written = needs if isinstance(needs, Listing) else [needs]
    left = [need for need in written if not _names(need, gone)]
    key = _key(freed, "needs")
    del freed[key]
    if left:
        freed[key] = Listing(left, needs.where)
    return freed


def _names(need: Written, gone: frozenset[str]) -> bool:
    """Whether a need, or what all others are to have done, is one of some milestones."""
    named = need.under("done") if isinstance(need, Block) else need
    return isinstance(named, Text) and named in gone


def _texts(written: Written) -> Iterator[Text]:
    """Yield the texts of a list, or a single one."""
    items = written if isinstance(written, Listing) else [written]
    yield from (item for item in items if isinstance(item, Text))
