"""A roadmap back in the words of its file: each key with a value, as YAML writes it on a line.

What a table of milestones has columns for (title, day, lead, support) isn't among them. What
is written reads to the same value; only how phrases were worded, and what anchors may be
called beside their ids, isn't in a roadmap any more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lotrinh.domain.distance import Unit
from lotrinh.domain.registers import Selector
from lotrinh.domain.roadmap import Amendment, Anchor, Barrier, Basis, Milestone, Roadmap, Scope
from lotrinh.rendering.imported import flowing
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.words import short_date

Keys = Iterator[tuple[str, str]]
_UNITS = {Unit.DAY: "ngày", Unit.WORKING_DAY: "ngày làm việc"}
Value = str | int | bool | list["Value"] | dict[str, "Value"]


def keys_of_roadmap(roadmap: Roadmap) -> Keys:
    """Yield the keys of a roadmap but its milestones; what is a list comes item by item."""
    term = roadmap.term
    yield "roadmap", roadmap.id
    yield "title", _flow(roadmap.title)
    years: Value = {"label": term.label, "from": term.first_year, "to": term.last_year}
    yield "term", _flow(years)
    yield from _some("for", _selector(roadmap.applies))
    yield "policy", _flow(roadmap.policy)
    yield "check", _flow({"cron": roadmap.cron})
    yield from _some("formerly", [*roadmap.formerly])
    for basis in roadmap.bases.values():
        yield "basis", f"{basis.id}: {_flow(_basis(basis))}"
    for anchor in roadmap.anchors.values():
        yield "anchors", f"{anchor.id}: {_flow(_anchor(roadmap, anchor))}"
    brought = set[str]()
    for amendment in roadmap.amendments:
        added = [m for m in roadmap.milestones.values() if m.added == amendment.effective]
        new = [m for m in added if m.id not in brought]
        brought |= {m.id for m in new}
        yield "amendments", _flow(_amendment(amendment, new))


def keys_of_milestone(milestone: Milestone, usual: Selector) -> Keys:
    """Yield the keys of a milestone that have no column; `usual` is for whom all others are."""
    for key, value in _others(milestone, usual).items():
        yield key, _flow(value)


def _others(milestone: Milestone, usual: Selector | None) -> dict[str, Value]:
    applies = replace(milestone.applies, contents=frozenset())
    return _filled(
        {
            "for": _selector(applies) if applies != usual else {},
            "when": _when(milestone),
            "basis": milestone.basis or "",
            "needs": [*milestone.needs, *map(_barrier, milestone.waits_for)],
            "done_when": _barrier(milestone.done_when) if milestone.done_when else {},
            "takes": _takes(milestone),
            "marks": milestone.marks or "",
            "from": milestone.first_year or "",
            "until": milestone.last_year or "",
            "formerly": [*milestone.formerly],
        }
    )


def _some(key: str, value: Value) -> Keys:
    if value not in ("", [], {}):
        yield key, _flow(value)


def _flow(value: Value) -> str:
    """Return a value as YAML writes it on one line."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return f"{{{', '.join(f'{flowing(k)}: {_flow(v)}' for k, v in value.items())}}}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case int():
            return str(value)
        case str():
            return flowing(re.sub(r"\s+", " ", value))


def _filled(values: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if value not in ("", [], {})}


def _selector(selector: Selector) -> dict[str, Value]:
    return _filled(
        {
            "kind": [*sorted(selector.kinds)],
            "organisations": [*sorted(selector.organisations)],
            "tags": [*sorted(selector.tags)],
            "below": selector.below or "",
        }
    )


def _barrier(barrier: Barrier) -> Value:
    done = f"{barrier.roadmap}/{barrier.milestone}" if barrier.roadmap else barrier.milestone
    return {"all": {**_selector(barrier.counts), "below": barrier.below}, "done": done}


def _when(milestone: Milestone) -> Value:
    contents: list[Value] = [*sorted(milestone.applies.contents)]
    return _filled({"contents": contents})


def _takes(milestone: Milestone) -> str:
    takes = milestone.takes
    return f"{takes.amount} {_UNITS[takes.unit]}" if takes is not None else ""


def _basis(basis: Basis) -> Value:
    issued = short_date(basis.issued) if basis.issued is not None else ""
    scope = str(basis.scope) if basis.scope is not Scope.LOCAL else ""
    said = {"number": basis.number, "title": basis.title, "issued": issued, "scope": scope}
    return _filled(said)


def _anchor(roadmap: Roadmap, anchor: Anchor) -> Value:
    asking = next((m for m in roadmap.milestones.values() if m.asks and m.id == anchor.id), None)
    phrases = {"at": anchor.at, "window": anchor.window, "within": anchor.within}
    said: dict[str, Value] = {"title": anchor.title}
    said |= {key: print_phrase(phrase) for key, phrase in phrases.items() if phrase is not None}
    if asking is not None:
        said |= {"ask": asking.lead, "by": print_phrase(asking.due)}
        said |= {"for": _selector(asking.applies)} if asking.applies != roadmap.applies else {}
    return _filled({**said, "formerly": [*anchor.formerly]})


def _amendment(amendment: Amendment, added: list[Milestone]) -> Value:
    dates: dict[str, Value] = {
        f"{thing}@{occurrence}" if occurrence else thing: print_phrase(phrase)
        for (thing, occurrence), phrase in amendment.due.items()
    }
    said: dict[str, Value] = {
        "basis": amendment.basis or "",
        "effective": short_date(amendment.effective),
        "for": _selector(amendment.applies),
        "set": dates,
        "add": [_added(milestone) for milestone in added],
        "drop": [*sorted(amendment.drops)],
        "suspend": [*sorted(amendment.suspends)],
        "resume": [*sorted(amendment.resumes)],
    }
    return _filled(said)


def _added(milestone: Milestone) -> Value:
    """Return a milestone that an amendment brings, whole."""
    said: dict[str, Value] = {
        "id": milestone.id,
        "title": milestone.title,
        "due": print_phrase(milestone.due),
        "lead": milestone.lead,
        "support": [*milestone.support],
    }
    return _filled({**said, **_others(milestone, None)})
