"""How a standing looks on paper: a colour, and a mark for those who print without one."""

from collections.abc import Mapping
from dataclasses import dataclass

from lotrinh.domain.status import Standing
from lotrinh.rendering.marks import MARKS


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a standing as six hexadecimal digits, and its mark."""

    fill: str
    ink: str
    mark: str


LOOKS: Mapping[Standing, Look] = {
    Standing.PLANNED: Look("F2F2F2", "404040", MARKS[Standing.PLANNED]),
    Standing.OPEN: Look("DDEBF7", "1F4E79", MARKS[Standing.OPEN]),
    Standing.DUE_SOON: Look("FFF2CC", "665200", MARKS[Standing.DUE_SOON]),
    Standing.DUE_TODAY: Look("FFD966", "4D3900", MARKS[Standing.DUE_TODAY]),
    Standing.OVERDUE: Look("F8CBAD", "9C0006", MARKS[Standing.OVERDUE]),
    Standing.DONE: Look("C6EFCE", "006100", MARKS[Standing.DONE]),
    Standing.DONE_LATE: Look("E2EFDA", "375623", MARKS[Standing.DONE_LATE]),
    Standing.WAIVED: Look("EDEDED", "595959", MARKS[Standing.WAIVED]),
    Standing.UNDATED: Look("FFFFFF", "595959", MARKS[Standing.UNDATED]),
    Standing.SUSPENDED: Look("E4DFEC", "403151", MARKS[Standing.SUSPENDED]),
    Standing.NEEDS_DATE: Look("FCE4D6", "833C0B", MARKS[Standing.NEEDS_DATE]),
}
