"""What is supposed: an amendment that no file has, or another day of an anchor.

It is laid into what the files say before anything is understood, so it is read, checked and
blamed as if somebody had written it; the fields of a form are its places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from lotrinh.domain.calendar import NOT_A_DAY, as_day
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.errors import Location
from lotrinh.loader.phrases.days import YEARS, PhraseError, far_from_term, parse_day
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.written import Block, Listing, Text, Written

_BASIS = "supposed"


@dataclass(frozen=True, slots=True)
class SupposedAmendment:
    """Another date for a milestone, or for when an anchor is expected, as a form has it."""

    roadmap: str
    thing: str
    """The id of a milestone or an anchor."""
    phrase: str
    effective: date
    occurrence: str = ""
    organisations: Sequence[OrganisationId] = ()
    """Where there are none, it is for everybody."""
    below: str = ""
    basis: str = ""
    """What is shown as the document that says so."""


@dataclass(frozen=True, slots=True)
class SupposedDay:
    """Another day that some organisations have set for an anchor, as a form has it."""

    anchor: str
    day: str
    organisations: Sequence[OrganisationId]


Supposed = SupposedAmendment | SupposedDay


def amended(tree: Written, supposed: Supposed | None) -> Written:
    """Return a roadmap's tree with what is supposed of it."""
    if not isinstance(supposed, SupposedAmendment) or not isinstance(tree, Block):
        return tree
    return with_amendment(tree, supposed) if tree.under("roadmap") == supposed.roadmap else tree


def moved(
    organisations: Organisations,
    supposed: Supposed | None,
    years: Mapping[str, range],
    findings: Findings,
) -> Organisations:
    """Return a register with the day that is supposed of an anchor."""
    if not isinstance(supposed, SupposedDay):
        return organisations
    return with_day(organisations, supposed, years.get(supposed.anchor, YEARS), findings)


def with_amendment(tree: Block, supposed: SupposedAmendment) -> Block:
    """Return a roadmap's tree with an amendment more."""
    place = Location("phrase")
    amendment = Block(place)
    dates = Block(place)
    at = f"@{supposed.occurrence}" if supposed.occurrence else ""
    dates[_text(supposed.thing + at, "occurrence")] = _text(supposed.phrase, "phrase")
    amendment[_text("basis", "phrase")] = _text(_BASIS, "phrase")
    amendment[_text("effective", "effective")] = _text(f"{supposed.effective}", "effective")
    amendment[_text("set", "phrase")] = dates
    if supposed.organisations or supposed.below:
        amendment[_text("for", "organisation")] = _selector(supposed)
    whole = _with(tree, "amendments", Listing([*_listed(tree, "amendments"), amendment], place))
    known = tree.under("basis")
    bases = Block(place)
    bases.update(known if isinstance(known, Block) else {})
    bases[_text(_BASIS, "phrase")] = document = Block(place)
    document[_text("number", "phrase")] = _text(supposed.basis or _BASIS, "phrase")
    return _with(whole, "basis", bases)


def with_day(
    organisations: Organisations,
    supposed: SupposedDay,
    years: range,
    findings: Findings,
) -> Organisations:
    """Return a register in which some organisations have set another day for an anchor."""
    try:
        day = parse_day(supposed.day)
        if day.year not in years:
            raise far_from_term(day, 1, years)
    except PhraseError as error:
        place = Location("day", 1, error.column)
        findings.error(error.code, place, nearest=error.nearest, **error.values)
        return organisations
    usual = np.full(len(organisations), NOT_A_DAY)
    days = organisations.anchors.get(supposed.anchor, usual).copy()
    rows = [organisations.rows[id_] for id_ in supposed.organisations]
    days[rows] = as_day(day)
    return replace(organisations, anchors={**organisations.anchors, supposed.anchor: days})


def _selector(supposed: SupposedAmendment) -> Block:
    selector = Block(Location("organisation"))
    if supposed.organisations:
        place = Location("organisation")
        named = Listing((_text(id_, "organisation") for id_ in supposed.organisations), place)
        selector[_text("organisations", "organisation")] = named
    if supposed.below:
        selector[_text("below", "below")] = _text(supposed.below, "below")
    return selector


def _with(tree: Block, key: str, value: Written) -> Block:
    whole = Block(tree.where)
    whole.update(tree)
    name = next((known for known in tree if known == key), _text(key, "phrase"))
    whole[name] = value
    return whole


def _listed(tree: Block, key: str) -> Sequence[Written]:
    found = tree.under(key)
    return found if isinstance(found, Listing) else ()


def _text(words: str, field: str) -> Text:
    return Text(words, Location(field))
