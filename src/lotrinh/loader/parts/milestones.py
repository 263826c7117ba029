"""What a milestone means, and the one that asks for an anchor's day."""

from dataclasses import replace
from datetime import date

from lotrinh.domain.registers import CONTENTS, RoleId
from lotrinh.domain.roadmap import Duration, Milestone, MilestoneId
from lotrinh.loader.parts.reader import Reader
from lotrinh.loader.parts.roadmap_shape import AnchorShape, MilestoneShape, SelectorShape
from lotrinh.loader.reading.findings import Vocabulary
from lotrinh.loader.reading.written import Text


def read_milestone(
    reader: Reader, shape: MilestoneShape, usual: SelectorShape | None, added: date | None = None
) -> Milestone | None:
    """Return what a milestone means; it is for the `usual` ones unless it says otherwise."""
    due = reader.phrase(shape.due, reader.rounds(shape.first_year, shape.last_year))
    reader.check_roles((shape.lead, *shape.support))
    _check_references(reader, shape)
    applies = reader.selector(shape.applies or usual)
    done_when = reader.barrier(shape.done_when) if shape.done_when else None
    waits_for = tuple(reader.barrier(need) for need in shape.barriers_needed)
    if due is None or not shape.id:
        return None
    return Milestone(
        id=MilestoneId(str(shape.id)),
        title=str(shape.title),
        due=due,
        lead=RoleId(str(shape.lead)),
        support=tuple(RoleId(str(role)) for role in shape.support),
        applies=replace(applies, contents=_contents(reader, shape)),
        basis=str(shape.basis) or None,
        needs=tuple(map(str, shape.needed_ids)),
        marks=str(shape.marks) or None,
        first_year=shape.first_year,
        last_year=shape.last_year,
        formerly=tuple(MilestoneId(str(old)) for old in shape.formerly),
        takes=Duration(shape.takes.amount, shape.takes.unit) if shape.takes else None,
        done_when=done_when,
        waits_for=waits_for,
        added=added,
    )


def read_asking(reader: Reader, name: Text, shape: AnchorShape) -> Milestone | None:
    """Return the milestone that asks for an anchor's day, None where nobody is asked."""
    reader.check_roles([shape.ask])
    due = reader.phrase(shape.by)
    applies = reader.selector(shape.applies or reader.shape.applies)
    if bool(shape.ask) != bool(shape.by):
        where = shape.place("ask" if shape.ask else "by")
        reader.findings.error("ask-and-by", where)
    if due is not None and due.every is not None:
        reader.findings.error("recurring-anchor", shape.by.where, value=str(shape.by))
    if due is None or not shape.ask:
        return None
    lead = RoleId(str(shape.ask))
    return Milestone(
        MilestoneId(str(name)), str(shape.title), due, lead, applies=applies, asks=True
    )


def _contents(reader: Reader, shape: MilestoneShape) -> frozenset[int]:
    """Return the variants that a milestone is for, all where none is said."""
    wanted = shape.when.contents if shape.when else ()
    for number in wanted:
        if number not in CONTENTS and shape.when:
            reader.findings.error("bad-contents", shape.when.place("contents"), value=str(number))
    return frozenset(wanted)


def _check_references(reader: Reader, shape: MilestoneShape) -> None:
    bases = Vocabulary(reader.shape.basis)
    for need in shape.needed_ids:
        reader.findings.expect(need, reader.names.milestones, "unknown-milestone")
    if shape.basis:
        reader.findings.expect(shape.basis, bases, "unknown-basis")
    if shape.marks:
        reader.findings.expect(shape.marks, reader.names.anchors, "unknown-anchor")
    if shape.first_year and shape.last_year and shape.last_year < shape.first_year:
        reader.findings.error("ends-before-start", shape.where)
