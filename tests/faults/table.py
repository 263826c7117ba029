"""The table of faults: every one, by what it befalls."""

from collections.abc import Mapping

from tests.faults import (
    by_books,
    by_chat,
    by_clock,
    by_disk,
    by_kills,
    by_mail,
    by_network,
    by_plan,
    by_prefect,
)
from tests.faults.fault import Fault

GROUPS: Mapping[str, tuple[Fault, ...]] = {
    "2": by_mail.FAULTS,
    "3": by_chat.FAULTS,
    "4": by_books.FAULTS,
    "5": by_kills.FAULTS,
    "6": by_clock.FAULTS,
    "7": by_plan.FAULTS,
    "8": by_disk.FAULTS,
    "9": by_network.FAULTS,
    "10": by_prefect.FAULTS,
}
"""By the section of the page that tells of them."""
FAULTS = tuple(fault for group in GROUPS.values() for fault in group)
