"""The shape of a roadmap file; its field docstrings are what an editor shows.

References (roles, organisations, other milestones) are still words here: `roadmap` gives
them their meaning.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Annotated, Any, ClassVar, cast
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationInfo

from lotrinh.domain.roadmap import Scope, Term
from lotrinh.loader.cron import BadScheduleError, ticks
from lotrinh.loader.parts.scalars import (
    Choice,
    Dated,
    Day,
    Id,
    Length,
    Number,
    Title,
    Words,
    Year,
    as_choice,
    as_text,
    refuse,
    shown,
    shown_of,
)
from lotrinh.loader.parts.shape import Blocks, Many, Named, Shape, as_many
from lotrinh.loader.phrases.days import YEARS
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import plain_dashes
from lotrinh.loader.reading.written import NOTHING, Block, Text

_LONGEST_TERM = 30
# In eight years every day of a calendar comes, 29/02 too.
_A_LONG_TIME = datetime(2024, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
_MOST_OFTEN = timedelta(minutes=15)
# No two days have more ticks than that, unless they come more often.
_TWO_DAYS = 200
_SCOPES = Keys("scope", Scope)
_CRON = shown("string", pattern=r"^\s*(\S+\s+){4}\S+\s*$", examples=["30 7 * * *"])
_YEARS = shown("string", "integer", pattern=r"^\s*\d{4}(\s*\D\s*\d{4})?\s*$")


class TermShape(Shape):
    """A term whose years aren't those of its name."""

    needed: ClassVar = ("label", "from", "to")

    label: Title = NOTHING
    """As offices write it: 2025–2030."""
    first: Year | None = Field(None, alias="from")
    """The first year."""
    last: Year | None = Field(None, alias="to")
    """The last year."""


def _as_term(value: Any, info: ValidationInfo) -> Term | None:
    if isinstance(value, Block):
        shape = TermShape.model_validate(value, context=info.context)
        if shape.first is None or shape.last is None:
            return None
        return _term(str(shape.label), shape.first, shape.last)
    label = str(as_text(value))
    first, _, last = plain_dashes(label).partition("-")
    years = [
        int(y) for y in (first.strip(), (last or first).strip()) if y.isdigit() and len(y) == 4
    ]
    if len(years) != 2:
        raise refuse("bad-term", value=label)
    return _term(label, *years)


def _term(label: str, first: int, last: int) -> Term:
    if not (first in YEARS and first <= last < first + _LONGEST_TERM and last in YEARS):
        raise refuse("bad-term", value=f"{first}-{last}")
    return Term(label, first, last)


Years = Annotated[
    Term | None,
    BeforeValidator(_as_term, json_schema_input_type=Annotated[Text, _YEARS] | TermShape),
]
"""The term of a plan."""


def _as_cron(value: Any) -> Text:
    text = as_text(value)
    try:
        first = list(islice(ticks(text, *_A_LONG_TIME, ZoneInfo("UTC")), _TWO_DAYS))
    except BadScheduleError:
        first = []
    if not first or len(text.split()) != 5:
        raise refuse("bad-cron", value=str(text))
    if any(after - before < _MOST_OFTEN for before, after in pairwise(first)):
        raise refuse("cron-too-often", value=str(text))
    return text


def _as_scope(value: Any) -> Scope:
    text = as_text(value)
    scope = _SCOPES.meant(text)
    if scope is None:
        raise refuse("unknown-scope", _SCOPES.nearest(text), value=str(text))
    return Scope(scope)


def _as_dates(value: Any) -> dict[Text, Text]:
    if not isinstance(value, Block):
        raise refuse("wrong-shape", wanted="mapping")
    return {key: as_text(phrase) for key, phrase in value.items()}


@dataclass(frozen=True, slots=True)
class Which:
    """Some milestones, or all of them."""

    all: bool = False
    ids: tuple[Text, ...] = ()

    def __bool__(self) -> bool:
        return self.all or bool(self.ids)


def _as_which(value: Any) -> Which:
    if isinstance(value, Text):
        return Which(all=as_choice(value))
    return Which(ids=tuple(as_text(item) for item in as_many(value)))


_SOME = BeforeValidator(_as_which, json_schema_input_type=Choice | Words | list[Words])


class CheckShape(Shape):
    """When the roadmap is checked."""

    needed: ClassVar = ("cron",)

    cron: Annotated[Text, BeforeValidator(_as_cron), _CRON] = NOTHING
    """Minute, hour, day, month, weekday: ``30 7 * * *`` is half past seven every day."""


class SelectorShape(Shape):
    """Which organisations something is for; all that is said must hold."""

    kind: Many[Words] = ()
    """A kind of organisation, of settings.yaml."""
    organisations: Many[Words] = ()
    """Exactly these, by their ids."""
    tags: Many[Words] = ()
    """Those with this tag."""
    below: Words = NOTHING
    """An organisation: everything under it, however deep."""


class CountedShape(Shape):
    """Whom a barrier counts."""

    kind: Many[Words] = ()
    """A kind of organisation, of settings.yaml."""
    organisations: Many[Words] = ()
    """Just these, by their ids."""
    tags: Many[Words] = ()
    """Those with this tag."""
    below: Choice = True
    """Whether only those under the organisation that waits count."""


class BarrierShape(Shape):
    """All of some organisations have to have done a milestone."""

    needed: ClassVar = ("all", "done")

    counts: CountedShape | None = Field(None, alias="all")
    """Who counts: {kind: branch, below: true}."""
    done: Words = NOTHING
    """The milestone that they have to have done; roadmap/milestone where it is in another."""


def _as_needs(value: Any, info: ValidationInfo) -> tuple[Text | BarrierShape | None, ...]:
    findings = cast(Findings, info.context)
    items = as_many(value)
    return tuple(
        found
        for item in items
        if (found := BarrierShape.of(item, findings) if isinstance(item, Block) else as_text(item))
    )


_Needs = Words | BarrierShape


class WhenShape(Shape):
    """The variants in which a milestone is to be done at all."""

    needed: ClassVar = ("contents",)

    contents: Many[Number] = ()
    """By the number of contents of the organisation's congress: [3, 4]."""


class BasisShape(Shape):
    """The document that a date rests on."""

    needed: ClassVar = ("number",)

    number: Title = NOTHING
    """Its number; messages show it."""
    title: Title = NOTHING
    """Its subject."""
    issued: Day | None = None
    """The day on it."""
    scope: Annotated[Scope, BeforeValidator(_as_scope), shown_of(_SCOPES)] = Scope.LOCAL
    """How far it reaches: national, local, or inferred (nobody has written it down)."""


class AnchorShape(Shape):
    """A day that others are counted from."""

    needed: ClassVar = ("title",)

    title: Title = NOTHING
    """What happens on that day."""
    alias: Many[Words] = ()
    """What phrases may call it."""
    formerly: Many[Id] = ()
    """Ids that it had before, the oldest first; what was recorded under them stays its own."""
    at: Dated = NOTHING
    """Counted from another anchor: đại hội + 1 ngày."""
    window: Dated = NOTHING
    """When it is expected, until an organisation has set its own date."""
    within: Dated = NOTHING
    """The days of which an organisation has to choose one: trước 30/06/2025."""
    ask: Words = NOTHING
    """The role that is asked for the date."""
    by: Dated = NOTHING
    """By when it is to be given."""
    applies: SelectorShape | None = Field(None, alias="for")
    """Who is asked, where that isn't everyone whom the roadmap is for."""


class MilestoneShape(Shape):
    """Something to be done by a date."""

    needed: ClassVar = ("id", "title", "due", "lead")

    id: Id = NOTHING
    """Its id, not that of an anchor."""
    title: Title = NOTHING
    """What is to be done; messages show it."""
    due: Dated = NOTHING
    """By when, as the plan says it: chậm nhất 45 ngày trước đại hội."""
    lead: Words = NOTHING
    """The role that answers for it; ``parent.ROLE`` is one of the organisation above."""
    support: Many[Words] = ()
    """Roles that help; they hear less often."""
    applies: SelectorShape | None = Field(None, alias="for")
    """For whom, where that isn't the roadmap's own."""
    basis: Words = NOTHING
    """The id of the document that its date rests on."""
    when: WhenShape | None = None
    """In which variants it is to be done; in all, if not given."""
    done_when: BarrierShape | None = None
    """It is done once all those have done theirs."""
    needs: Annotated[
        tuple[Text | BarrierShape, ...],
        BeforeValidator(_as_needs, json_schema_input_type=_Needs | list[_Needs]),
    ] = ()
    """What has to be done before: milestones, or all of some organisations."""
    takes: Length | None = None
    """How long the work takes: 5 ngày làm việc, 10 ngày, 2 tuần."""
    marks: Words = NOTHING
    """The anchor that has happened once this is done."""
    first_year: Year | None = Field(None, alias="from")
    """The first year of what recurs, where that isn't the term's."""
    last_year: Year | None = Field(None, alias="until")
    """The last year of what recurs, where that isn't the term's."""
    formerly: Many[Id] = ()
    """Ids that it had before, the oldest first; what was recorded under them stays its own."""

    @property
    def needed_ids(self) -> tuple[Text, ...]:
        """The milestones that have to be done before."""
        return tuple(need for need in self.needs if isinstance(need, Text))

    @property
    def barriers_needed(self) -> tuple[BarrierShape, ...]:
        """What all of some organisations have to have done before."""
        return tuple(need for need in self.needs if isinstance(need, BarrierShape))

    @property
    def barriers(self) -> tuple[BarrierShape, ...]:
        """All that others have to have done: for this to be done, and for it to begin."""
        own = () if self.done_when is None else (self.done_when,)
        return (*own, *self.barriers_needed)

    @property
    def awaited(self) -> tuple[Text, ...]:
        """The milestones that have to be done before, by the same organisation or by others."""
        return (*self.needed_ids, *(barrier.done for barrier in self.barriers))


class AmendmentShape(Shape):
    """What a directive changes from a day on; the past stays as it was."""

    needed: ClassVar = ("basis", "effective")

    basis: Words = NOTHING
    """The id of the document that says so."""
    effective: Day | None = None
    """The day from which it holds."""
    applies: SelectorShape | None = Field(None, alias="for")
    """For whom, where that isn't everyone: a wave, a pilot, one organisation."""
    dates: Annotated[
        dict[Text, Text],
        BeforeValidator(_as_dates, json_schema_input_type=dict[str, Dated]),
    ] = Field({}, alias="set")
    """New dates: a milestone, or one occurrence of it (review@2026), and its date phrase."""
    add: Blocks[MilestoneShape] = ()
    """Milestones that are new."""
    drop: Many[Words] = ()
    """Milestones that fall away."""
    suspend: Annotated[Which, _SOME] = Field(Which())
    """true puts everything on hold, a list those milestones."""
    resume: Annotated[Which, _SOME] = Field(Which())
    """true lets everything go on, a list those milestones."""


class RoadmapShape(Shape):
    """A roadmap: what is to be done, for whom, by when."""

    needed: ClassVar = ("roadmap", "title", "term", "milestones")

    roadmap: Id = NOTHING
    """The roadmap's id."""
    extends: Words = NOTHING
    """The roadmap that it takes over and changes, of the library or of this folder."""
    without: Many[Words] = ()
    """Milestones that it doesn't take over."""
    formerly: Many[Id] = ()
    """Ids that it had before, the oldest first; what was recorded under them stays its own."""
    title: Title = NOTHING
    """What people call it."""
    term: Years = None
    """The years it covers: 2025-2030, or {label, from, to}."""
    check: CheckShape | None = None
    """When it is checked; half past seven every day, if not given."""
    applies: SelectorShape | None = Field(None, alias="for")
    """Which organisations it is for, unless a milestone says otherwise."""
    policy: Words = Text("standard", NOTHING.where)
    """How is reminded, by a name in policies.yaml."""
    basis: Named[BasisShape] = Field({})
    """The documents that dates rest on, each by an id."""
    anchors: Named[AnchorShape] = Field({})
    """The days that others are counted from, each by an id."""
    milestones: Blocks[MilestoneShape] = ()
    """What is to be done."""
    amendments: Blocks[AmendmentShape] = ()
    """What directives have changed since, each with its day."""

    @property
    def every_milestone(self) -> tuple[MilestoneShape, ...]:
        """Its milestones, and those that amendments have added."""
        added = (shape for amendment in self.amendments for shape in amendment.add)
        return (*self.milestones, *added)
