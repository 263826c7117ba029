"""How a standing looks on paper: a colour, and a mark for those who print without one."""

from collections.abc import Mapping
from dataclasses import dataclass

from lotrinh.domain.status import Standing


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a standing as six hexadecimal digits, and its mark."""

    fill: str
    ink: str
    mark: str


LOOKS: Mapping[Standing, Look] = {
    Standing.PLANNED: Look("F2F2F2", "404040", "○"),
    Standing.OPEN: Look("DDEBF7", "1F4E79", "◐"),
    Standing.DUE_SOON: Look("FFF2CC", "665200", "△"),
    Standing.DUE_TODAY: Look("FFD966", "4D3900", "▲"),
    Standing.OVERDUE: Look("F8CBAD", "9C0006", "✗"),
    Standing.DONE: Look("C6EFCE", "006100", "✓"),
    Standing.DONE_LATE: Look("E2EFDA", "375623", "✔"),
    Standing.WAIVED: Look("EDEDED", "595959", "–"),
    Standing.UNDATED: Look("FFFFFF", "595959", "?"),
    Standing.SUSPENDED: Look("E4DFEC", "403151", "‖"),
    Standing.NEEDS_DATE: Look("FCE4D6", "833C0B", "!"),
}
