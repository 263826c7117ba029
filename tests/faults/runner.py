"""Runs one fault on one database: lays out the land, has it happen, goes on, and counts."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.faults.bases import Bases
from tests.faults.fault import Fault
from tests.faults.land import HURRIED, TITLE, Land, Seen

_IMPATIENT = {"timed-out", "unknown-end"}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a fault."""

    lost: int
    repeated: int
    unmarked: int
    """Repeats that nobody can tell from a new message: there must be none."""
    seen: tuple[Seen, ...]

    def complaint(self, fault: Fault) -> str:
        """Say what is not as it has to be; '' where all is."""
        found = []
        if self.lost:
            found.append(f"{self.lost} lost")
        if self.unmarked:
            found.append(f"{self.unmarked} repeated without a mark")
        if self.repeated and not fault.may_repeat:
            found.append(f"{self.repeated} repeated")
        shown, wanted = {one.code for one in self.seen}, {*fault.shows}
        # Who has little patience may lose it with a server that is merely busy.
        if shown - (_IMPATIENT if fault.hurried else set()) - wanted or wanted - shown:
            found.append(f"shown: {sorted(shown)}, not {sorted(wanted)}")
        return ", ".join(found)


def run(fault: Fault, bases: Bases, kind: str) -> Result:
    """Have a fault happen to a land of its own, whose books are in a database of some kind."""
    with tempfile.TemporaryDirectory(prefix="lotrinh-land-") as folder:
        land = Land(Path(folder), bases.new(kind), bases)
        with fault.by(land) as side:
            land.lay(title=fault.title or TITLE)
            land.patience = HURRIED if fault.hurried else land.patience
            fault.happens(land, side)
            seen = {one.code: one for one in land.shown()}
            land.go_on()
            return Result(land.lost, land.repeated, land.unmarked, tuple(seen.values()))
