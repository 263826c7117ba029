"""The table of faults: every one, by what it befalls."""

from collections.abc import Mapping

from tests.faults import by_books, by_chat, by_mail
from tests.faults.fault import Fault

GROUPS: Mapping[str, tuple[Fault, ...]] = {
    "2": by_mail.FAULTS,
    "3": by_chat.FAULTS,
    "4": by_books.FAULTS,
}
"""By the section of the page that tells of them."""
FAULTS = tuple(fault for group in GROUPS.values() for fault in group)
