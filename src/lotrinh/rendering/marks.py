"""Marks: what tells standings and states apart where there is no colour, or none is seen."""

from collections.abc import Mapping

from lotrinh.domain.status import Standing
from lotrinh.domain.targets import TargetState

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

TARGET_MARKS: Mapping[TargetState, str] = {
    TargetState.DONE: "✓",
    TargetState.EXCEEDED: "↑",
    TargetState.CAN_BE_DONE: "◐",
    TargetState.AT_RISK: "△",
    TargetState.WILL_BE_MISSED: "▼",
    TargetState.MISSED: "✗",
    TargetState.UNKNOWN: "?",
    TargetState.NOT_DUE: "○",
}
TARGET_LOOKS: Mapping[TargetState, Standing] = {
    TargetState.DONE: Standing.DONE,
    TargetState.EXCEEDED: Standing.DONE,
    TargetState.CAN_BE_DONE: Standing.OPEN,
    TargetState.AT_RISK: Standing.DUE_SOON,
    TargetState.WILL_BE_MISSED: Standing.DUE_TODAY,
    TargetState.MISSED: Standing.OVERDUE,
    TargetState.UNKNOWN: Standing.UNDATED,
    TargetState.NOT_DUE: Standing.PLANNED,
}
"""The standing whose colours a state of a target has."""
