"""The marks of the standings: what tells them apart where there is no colour, or none is seen."""

from collections.abc import Mapping

from lotrinh.domain.status import Standing

MARKS: Mapping[Standing, str] = {
    Standing.PLANNED: "○",
    Standing.OPEN: "◐",
    Standing.DUE_SOON: "△",
    Standing.DUE_TODAY: "▲",
    Standing.OVERDUE: "✗",
    Standing.DONE: "✓",
    Standing.DONE_LATE: "✔",
    Standing.WAIVED: "–",
    Standing.UNDATED: "?",
    Standing.SUSPENDED: "‖",
    Standing.NEEDS_DATE: "!",
}
