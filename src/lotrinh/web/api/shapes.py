"""Shapes of what the interface answers and takes; what stands under a field is its description."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lotrinh.application.looking.mine import Urgency
from lotrinh.application.recording.page import ANSWERS, DECISIONS
from lotrinh.domain.facts import FactKind
from lotrinh.domain.reminders import Part
from lotrinh.domain.status import Standing
from lotrinh.rendering.pages.answers import LONGEST


class Shape(BaseModel):
    """Something that is answered."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Problem(Shape):
    """What went wrong, by RFC 9457; `code` is for programs, `title` and `detail` are for people."""

    type: str = Field(examples=["urn:lotrinh:not-yours"])
    """Which kind of problem it is."""
    title: str
    status: int
    detail: str = ""
    """What can be done about it."""
    code: str = Field(examples=["not-yours"])
    field: str = ""
    """The field that can't be used, where it is one."""


class Figures(Shape):
    """What the standings of some deadlines add up to; what is waived isn't in the total."""

    total: int
    done: int
    late: int
    percent: int
    standings: dict[str, int]
    """How many stand how; what there are none of isn't named."""


class Role(Shape):
    """A role, with those who answer for it on the day."""

    id: str = Field(examples=["secretary"])
    title: str
    people: list[str]
    """By their ids."""


class Person(Shape):
    """Who calls, and how far he or she sees."""

    id: str = Field(examples=["bi-thu-cb-01"])
    name: str
    language: str
    today: date
    own: list[str]
    """The organisations where he or she holds a role today."""
    organisations: int
    """How many he or she sees, these included."""
    coordinator: bool
    operator: bool
    stamp: str
    """For the header `X-Lotrinh-Stamp`, where a session writes; '' with a key."""


class Roadmap(Shape):
    """A roadmap, counted over what the caller sees."""

    id: str = Field(examples=["year-end"])
    title: str
    term: str = Field(examples=["2026-2030"])
    figures: Figures


class Milestone(Shape):
    """A milestone of a roadmap in one of its occurrences, counted over what the caller sees."""

    code: str = Field(examples=["branch-review@2026"])
    """How addresses name it."""
    title: str
    figures: Figures


class RoadmapInFull(Roadmap):
    """A roadmap with its milestones."""

    milestones: list[Milestone]


class Organisation(Shape):
    """An organisation of the register."""

    id: str = Field(examples=["chi-bo-01"])
    name: str
    kind: str
    parent: str | None
    """The one above, if the caller sees it."""


class Organisations(Shape):
    """A page of organisations, in the order of the register."""

    total: int
    page: int
    pages: int
    items: list[Organisation]


class Deadline(Shape):
    """One deadline: a milestone of an organisation, and how it stands today."""

    roadmap: str
    organisation: str
    code: str = Field(examples=["branch-review@2026"])
    title: str
    standing: Standing
    opens: date | None
    due: date | None


class Deadlines(Shape):
    """A page of deadlines, organisation by organisation."""

    total: int
    page: int
    pages: int
    items: list[Deadline]


class Below(Shape):
    """An organisation directly below, counted with everything under it."""

    id: str
    name: str
    figures: Figures


class OrganisationInFull(Organisation):
    """An organisation with its deadlines in all roadmaps, and those below it in numbers."""

    figures: Figures
    deadlines: list[Deadline]
    below: list[Below]


class Progress(Milestone):
    """How far organisations have come with a milestone, those that lag first."""

    roadmap: str
    deadlines: list[Deadline]


class Recorded(Shape):
    """Something that was recorded."""

    entry: int
    """What is taken back together."""
    kind: FactKind
    on: date
    """The day from which it holds."""
    recorded_at: datetime
    until: date | None
    by: str
    note: str
    evidence: str
    undone: bool


class Told(Shape):
    """One reminder."""

    at: datetime
    person: str
    rung: str
    due: date
    state: str


class Story(Deadline):
    """All that there is to tell of one deadline."""

    organisation_name: str
    phrase: str
    """The words that gave its day."""
    derivation: list[str]
    """How the day came about, step by step."""
    basis: str
    provisional: bool
    last_working_day: date | None
    closed_on: date | None
    lead: Role
    support: list[Role]
    deciders: list[str]
    """Who decides on more time."""
    warnings: list[str]
    recorded: list[Recorded]
    told: list[Told]


class Item(Deadline):
    """Something that the caller has to do."""

    number: int
    """The number in square brackets of the letters."""
    part: Part | None
    """None for whoever only decides on more time."""
    allowed: list[FactKind]
    """What the caller may record of it now."""
    undoable: list[int]
    """The entries that the caller may take back."""


class Section(Shape):
    """What is equally urgent."""

    urgency: Urgency
    items: list[Item]
    left_out: int
    """How many more there are."""


class Behind(Shape):
    """How far behind those below are in one roadmap."""

    roadmap: str
    title: str
    late: int
    behind: int
    organisations: int


class Mine(Shape):
    """What the caller has to do, and how those below stand."""

    sections: list[Section]
    below: list[Behind]


class DueTogether(Shape):
    """A milestone that is due on one day, of one organisation or of many."""

    roadmap: str
    code: str
    title: str
    figures: Figures
    organisations: list[str]


class Day(Shape):
    """A day on which something is due."""

    day: date
    items: list[DueTogether]


class Month(Shape):
    """A month of what the caller sees; days on which nothing is due aren't in it."""

    month: str = Field(examples=["2026-12"])
    days: list[Day]


SAYABLE = (*sorted(ANSWERS - {FactKind.SNOOZED}), *sorted(DECISIONS), FactKind.UNDONE)
"""What may be recorded, as far as the caller's part in a deadline goes."""


class Fact(BaseModel):
    """Something to be recorded of a deadline."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    kind: Annotated[
        FactKind, Field(json_schema_extra={"enum": [str(kind) for kind in SAYABLE]})
    ] = Field(examples=["done"])
    on: date | None = None
    """The day on which it was done; today, if none is given."""
    until: date | None = None
    """The day that is asked for or granted."""
    note: str = Field("", max_length=LONGEST)
    evidence: str = Field("", max_length=LONGEST)
    """A link to the web."""
    entry: int | None = Field(None, ge=1, le=999_999_999)
    """What `undone` takes back."""


class Answered(Shape):
    """What came of it."""

    new: bool
    """False where that was recorded already: nothing was added."""
    deadline: Story
