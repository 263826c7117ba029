"""`policies.yaml`: how a deadline is reminded of, before and after its day."""

from collections.abc import Mapping
from typing import ClassVar

from lotrinh.domain.policy import Extensions, Overdue, Policy
from lotrinh.loader.parts.scalars import Length, Number, Quiet
from lotrinh.loader.parts.shape import ListOf, Shape, named_shapes
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.written import Text, Written

_FARTHEST = 365


class OverdueShape(Shape):
    """The repeats once the day has passed."""

    needed: ClassVar = ("every", "until")

    first: Length | None = None
    """How long after the due day the first comes; as long as they are apart, if none."""
    every: Length | None = None
    """How far they are apart."""
    until: Length | None = None
    """How long after the due day the last may come."""


class ExtensionsShape(Shape):
    """How much more time may be granted."""

    most: Number | None = None
    """How often one deadline may be extended; as often as is asked, if not given."""
    longest: Length | None = None
    """How far beyond the day that it replaces a new day may lie; any, if not given."""


class PolicyShape(Shape):
    """A ladder of reminders."""

    needed: ClassVar = ("remind",)

    remind: ListOf[Number] = ()
    """Days before the due day on which to speak; 0 is the day itself."""
    overdue: OverdueShape | None = None
    """The repeats once the day has passed; none, if not given."""
    due_soon: Number = 7
    """Within so many days before the due day a deadline stands as due soon."""
    support_hears: ListOf[Number] = (7, 0)
    """The rungs at which supporting roles hear as well."""
    quiet_hours: Quiet | None = None
    """When nothing is sent: 21:00-07:00."""
    extensions: ExtensionsShape | None = None
    """How much more time may be granted; as much as is asked, if not given."""


def read_policies(tree: Written, findings: Findings) -> Mapping[str, Policy]:
    """Return the policies by name."""
    shapes = named_shapes(PolicyShape, tree, findings)
    return {str(name): _policy(name, shape, findings) for name, shape in shapes.items()}


def _policy(name: Text, shape: PolicyShape, findings: Findings) -> Policy:
    if any(days > _FARTHEST for days in shape.remind):
        findings.error("remind-too-early", name.where, farthest=str(_FARTHEST))
    return Policy(
        str(name),
        shape.remind,
        _overdue(shape.overdue, findings),
        shape.due_soon,
        frozenset(shape.support_hears),
        shape.quiet_hours,
        _extensions(shape.extensions, findings),
    )


def _extensions(shape: ExtensionsShape | None, findings: Findings) -> Extensions:
    if shape is None:
        return Extensions()
    longest = shape.longest
    if longest is None:
        return Extensions(shape.most)
    if longest.amount > _FARTHEST:
        values = {"value": str(longest.amount), "farthest": str(_FARTHEST)}
        findings.error("too-far", longest.where, **values)
    return Extensions(shape.most, longest.amount, longest.unit)


def _overdue(shape: OverdueShape | None, findings: Findings) -> Overdue | None:
    if shape is None or not (shape.every and shape.until):
        return None
    first, every, until = shape.first or shape.every, shape.every, shape.until
    for other in (first, until):
        if other.unit is not every.unit:
            findings.error("mixed-units", other.where)
            return None
    if until.amount < first.amount:
        findings.error("ends-before-start", until.where)
    if until.amount > _FARTHEST:
        values = {"value": str(until.amount), "farthest": str(_FARTHEST)}
        findings.error("too-far", until.where, **values)
    return Overdue(first.amount, every.amount, until.amount, every.unit)
