"""`policies.yaml`: how a deadline is reminded of, before and after its day."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from lotrinh.domain.policy import Escalation, Extensions, Overdue, Policy, Rung
from lotrinh.domain.registers import RoleId
from lotrinh.loader.parts.reader import check_role
from lotrinh.loader.parts.scalars import Ahead, Choice, Distance, Length, Number, Quiet, Words
from lotrinh.loader.parts.shape import ListOf, Many, Shape, named_shapes
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.written import NOTHING, Text, Written

_FARTHEST = 365


class OverdueShape(Shape):
    """The repeats once the day has passed."""

    needed: ClassVar = ("every", "until")

    first: Length | None = None
    """How long after the due day the first comes; as long as they are apart, if none."""
    every: Many[Length] = ()
    """How far they are apart; of several distances, the last holds until the end."""
    until: Length | None = None
    """How long after the due day the last may come."""


class ExtensionsShape(Shape):
    """How much more time may be granted, and by whom."""

    most: Number | None = None
    """How often one deadline may be extended; as often as is asked, if not given."""
    longest: Length | None = None
    """How far beyond the day that it replaces a new day may lie; any, if not given."""
    by: Words = NOTHING
    """The role that decides: parent.standing-committee; the lead role above, if not given."""


class EscalationShape(Shape):
    """Who above hears of what is overdue, and when."""

    needed: ClassVar = ("after",)

    after: Length | None = None
    """How long after the due day the organisation above hears."""
    every: Length | None = None
    """How much later the next one up does, and so on; as long as `after`, if not given."""
    to: Words = NOTHING
    """The role that hears there; the lead role, if not given."""
    levels: Number | None = None
    """How many organisations up the line hear; all the way to the top, if not given."""


class PolicyShape(Shape):
    """A ladder of reminders."""

    needed: ClassVar = ("remind",)

    remind: ListOf[Ahead] = ()
    """How many days, or working days, before the due day to speak; 0 is the day itself."""
    overdue: OverdueShape | None = None
    """The repeats once the day has passed; none, if not given."""
    due_soon: Number = 7
    """Within so many days before the due day a deadline stands as due soon."""
    support_hears: ListOf[Ahead] | None = None
    """The rungs at which supporting roles hear as well; 7 and 0, if not given."""
    quiet_hours: Quiet | None = None
    """When nothing is sent: 21:00-07:00."""
    extensions: ExtensionsShape | None = None
    """How much more time may be granted; as much as is asked, if not given."""
    escalation: EscalationShape | None = None
    """When those above hear that it is overdue; never, if not given."""
    urgent: Choice = False
    """Whether what is due today or overdue passes days off and quiet hours."""


def read_policies(tree: Written, roles: Vocabulary, findings: Findings) -> Mapping[str, Policy]:
    """Return the policies by name."""
    shapes = named_shapes(PolicyShape, tree, findings)
    for shape in shapes.values():
        if shape.extensions is not None:
            check_role(shape.extensions.by, roles, findings)
        if shape.escalation is not None and shape.escalation.to:
            findings.expect(shape.escalation.to, roles, "unknown-role")
    return {str(name): _policy(name, shape, findings) for name, shape in shapes.items()}


def _policy(name: Text, shape: PolicyShape, findings: Findings) -> Policy:
    hears = shape.support_hears
    return Policy(
        str(name),
        tuple(_rungs(shape.remind, findings)),
        _overdue(shape.overdue, findings),
        shape.due_soon,
        Policy.support_hears if hears is None else frozenset(_rungs(hears, findings)),
        shape.quiet_hours,
        _extensions(shape.extensions, findings),
        _escalation(shape.escalation, findings),
        shape.urgent,
    )


def _rungs(steps: Iterable[Distance], findings: Findings) -> Iterator[Rung]:
    """Yield the rungs so long before the due day."""
    for step in steps:
        if step.amount > _FARTHEST:
            findings.error("remind-too-early", step.where, farthest=str(_FARTHEST))
        yield Rung(-step.amount, step.unit)


def _extensions(shape: ExtensionsShape | None, findings: Findings) -> Extensions:
    if shape is None:
        return Extensions()
    longest = shape.longest
    by = RoleId(str(shape.by)) if shape.by else None
    if longest is None:
        return Extensions(shape.most, by=by)
    _check_length(longest, findings)
    return Extensions(shape.most, longest.amount, longest.unit, by)


def _escalation(shape: EscalationShape | None, findings: Findings) -> Escalation | None:
    if shape is None or shape.after is None:
        return None
    after, every = shape.after, shape.every or shape.after
    if every.unit is not after.unit:
        findings.error("mixed-units", every.where)
    if shape.levels == 0:
        findings.error("bad-number", shape.place("levels"), value="0")
    for length in (after, every):
        _check_length(length, findings)
    to = RoleId(str(shape.to)) if shape.to else None
    return Escalation(after.amount, every.amount, after.unit, to, shape.levels)


def _check_length(length: Distance, findings: Findings) -> None:
    if length.amount > _FARTHEST:
        values = {"value": str(length.amount), "farthest": str(_FARTHEST)}
        findings.error("too-far", length.where, **values)


def _overdue(shape: OverdueShape | None, findings: Findings) -> Overdue | None:
    if shape is None or not (shape.every and shape.until):
        return None
    every, until = shape.every, shape.until
    first = shape.first or every[0]
    for other in (first, *every[1:], until):
        if other.unit is not every[0].unit:
            findings.error("mixed-units", other.where)
            return None
    if until.amount < first.amount:
        findings.error("ends-before-start", until.where)
    _check_length(until, findings)
    return Overdue(first.amount, tuple(e.amount for e in every), until.amount, until.unit)
