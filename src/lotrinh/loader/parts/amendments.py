"""`amendments:` what directives have changed, each from its day on and for some organisations.

Read after the milestones, whose ids and rhythms they have to fit. In the file they may stand
in any order; what counts is the day on which each takes effect.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from lotrinh.domain.due import Phrase
from lotrinh.domain.roadmap import Amendment, Milestone, MilestoneId
from lotrinh.loader.parts.milestones import read_milestone
from lotrinh.loader.parts.reader import Reader
from lotrinh.loader.parts.roadmap_shape import AmendmentShape, Which
from lotrinh.loader.phrases.days import far_from_term
from lotrinh.loader.reading.findings import Vocabulary
from lotrinh.loader.reading.written import Text

_NEVER = date.max
_CHANGES = ("set", "add", "drop", "suspend", "resume")


def added_milestones(reader: Reader) -> Iterator[Milestone | None]:
    """Yield the milestones that amendments bring, each part of the plan from its day on."""
    for shape in reader.shape.amendments:
        usual = shape.applies or reader.shape.applies
        for milestone in shape.add:
            yield read_milestone(reader, milestone, usual, shape.effective)


def read_amendments(reader: Reader) -> tuple[Amendment, ...]:
    """Return what the amendments mean, in the order in which they take effect."""
    read = [_amendment(reader, shape) for shape in reader.shape.amendments]
    _check_holds(reader)
    return tuple(sorted(read, key=lambda amendment: amendment.effective))


def _amendment(reader: Reader, shape: AmendmentShape) -> Amendment:
    if shape.basis:
        reader.findings.expect(shape.basis, Vocabulary(reader.shape.basis), "unknown-basis")
    _check_day(reader, shape)
    if not any(shape.written.under(key) is not None for key in _CHANGES):
        reader.findings.error("empty-amendment", shape.where)
    return Amendment(
        effective=shape.effective or _NEVER,
        basis=str(shape.basis) or None,
        applies=reader.selector(shape.applies),
        due=_dates(reader, shape.dates),
        drops=_known(reader, shape.drop),
        suspends=_meant(reader, shape.suspend),
        resumes=_meant(reader, shape.resume),
    )


def _check_day(reader: Reader, shape: AmendmentShape) -> None:
    """Report a day on which no decision about these years can have been taken."""
    years = reader.years
    if shape.effective is not None and shape.effective.year not in years:
        error = far_from_term(shape.effective, 1, years)
        reader.findings.error(error.code, shape.place("effective"), **error.values)


def _dates(
    reader: Reader, written: Mapping[Text, Text]
) -> Mapping[tuple[MilestoneId, str], Phrase]:
    dates: dict[tuple[MilestoneId, str], Phrase] = {}
    for key, phrase in written.items():
        milestone, _, occurrence = key.partition("@")
        known = Vocabulary([*reader.names.milestones.words, *reader.names.anchors.words])
        reader.findings.expect_at(milestone, key.where, known, "unknown-milestone")
        meaning = reader.phrase(phrase, reader.rounds())
        if meaning is not None:
            dates[MilestoneId(milestone), occurrence.upper()] = meaning
    return dates


def _known(reader: Reader, ids: Iterable[Text]) -> frozenset[MilestoneId]:
    known = reader.names.milestones
    kept = [id_ for id_ in ids if reader.findings.expect(id_, known, "unknown-milestone")]
    return frozenset(MilestoneId(str(id_)) for id_ in kept)


def _meant(reader: Reader, which: Which) -> frozenset[MilestoneId]:
    if which.all:
        return frozenset(MilestoneId(str(m.id)) for m in reader.shape.every_milestone if m.id)
    return _known(reader, which.ids)


def _check_holds(reader: Reader) -> None:
    """Report what is let go on though nothing has put it on hold."""
    held = [shape for shape in reader.shape.amendments if shape.suspend]
    for shape in reader.shape.amendments:
        before = (hold for hold in held if _day(hold) <= _day(shape))
        if shape.resume and not any(before):
            reader.findings.error("nothing-on-hold", shape.place("resume"))


def _day(shape: AmendmentShape) -> date:
    return shape.effective or _NEVER
