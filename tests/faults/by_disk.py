"""What befalls files: no room for previews, nor for what else a delivery writes."""

from tests.faults.by_books import no_room
from tests.faults.fault import Fault
from tests.faults.land import Land
from tests.faults.sides import preview


def no_room_for_previews(land: Land, _: None) -> None:
    """Fill the disk; the books are on another one."""
    assert land.check()
    with no_room():
        assert land.deliver()


FAULTS = (
    Fault(
        "preview-full",
        "Hết chỗ trên đĩa khi ghi thư xem trước",
        "No room left for preview files",
        preview,
        no_room_for_previews,
        ("file",),
        kinds=("postgresql",),
    ),
)
