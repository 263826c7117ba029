"""The rows of the registers: which columns there are, and what may stand in them.

A register has many rows and is read column by column, not by these shapes. What they say
is what the readers take for a column, and what an editor shows.
"""

from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, WithJsonSchema

from lotrinh.loader.parts.scalars import Day, Id, Language, Quiet, Title, Words
from lotrinh.loader.parts.shape import Blocks, ByName, Many, Shape
from lotrinh.loader.reading.written import NOTHING, Text

_MORE = ConfigDict(json_schema_extra={"additionalProperties": {"type": ["string", "integer"]}})
"""Columns whose names come from other files: anchors, channels."""

Contents = Annotated[Text, WithJsonSchema({"enum": [2, 3, 4, "2", "3", "4"]})]


class OrganisationShape(Shape):
    """An organisation; any other key is an anchor, with the day that was set for it."""

    model_config = _MORE
    needed: ClassVar = ("id", "name", "kind")

    id: Id = NOTHING
    """A stable code, that stays when the name changes."""
    name: Title = NOTHING
    """What people call it."""
    kind: Words = NOTHING
    """One of the kinds of settings.yaml."""
    parent: Words = NOTHING
    """The id of the organisation directly above."""
    calendar: Words = NOTHING
    """Its own calendar, where that isn't its kind's."""
    valid_from: Day | None = None
    """The day it was founded."""
    valid_to: Day | None = None
    """The last day it exists."""
    successors: Many[Words] = ()
    """Ids of the organisations that it goes into, where it is merged or divided."""
    formerly: Many[Words] = ()
    """Ids that it had before, the oldest first, with semicolons between."""
    contents: Contents = NOTHING
    """How many contents its congress has: 2, 3 or 4."""
    tags: Many[Words] = ()
    """Words by which roadmaps choose it, with semicolons between."""


class OrganisationsShape(Shape):
    """The register of organisations."""

    needed: ClassVar = ("organisations",)

    organisations: Blocks[OrganisationShape] = ()
    """The organisations."""


class HoldingShape(Shape):
    """A role that is held for some time."""

    needed: ClassVar = ("post",)

    post: Words = NOTHING
    """The role and the organisation: office@dong-hai-2."""
    since: Day | None = Field(None, alias="from")
    """From which day."""
    until: Day | None = None
    """To which day, that one included."""


class PersonShape(Shape):
    """A person, or a post with a mailbox; any other key is a channel, with the address there."""

    model_config = _MORE
    needed: ClassVar = ("id", "name")

    id: Id = NOTHING
    """A stable code."""
    name: Title = NOTHING
    """The name of a person, or of a post."""
    holds: Many[Words | HoldingShape] = ()
    """The roles held: secretary@dong-hai-2."""
    language: Language = "vi"
    """vi or en, where it isn't that of settings.yaml."""
    quiet_hours: Quiet | None = None
    """Quiet hours of his or her own: 20:00-08:00."""
    away: Many[Words] = ()
    """When he or she is away, with semicolons between: 01/07/2026..15/07/2026."""
    deputy: Words = NOTHING
    """The id of the person who hears meanwhile."""
    channels: ByName[Words] = Field({})
    """The address on each channel, in the order in which they are tried."""


class PeopleShape(Shape):
    """The register of people."""

    needed: ClassVar = ("people",)

    people: Blocks[PersonShape] = ()
    """Those who can be reached."""
