"""What is decided and not sent yet, in words: until when it waits."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from lotrinh.application.telling.pending import Pending
from lotrinh.cli.language import counted, text


def lines_of(pending: Pending, zone: ZoneInfo) -> Iterator[str]:
    """Yield how many messages wait for the end of quiet hours, or for that of a send."""
    for until, count in sorted(pending.quiet.items()):
        local = until.astimezone(zone)
        yield text(
            f"{count} thư chờ đến {local:%H:%M} ngày {local:%d/%m/%Y} (giờ yên lặng).",
            f"{counted(count, 'message')} to wait until {local:%d/%m/%Y %H:%M} (quiet hours).",
        )
    if pending.leased_until is not None:
        local = pending.leased_until.astimezone(zone)
        yield text(
            f"{pending.sending} thư đang gửi dở; nếu lần gửi đó đã dừng giữa chừng thì được gửi"
            f" tiếp sau {local:%H:%M} ngày {local:%d/%m/%Y}.",
            f"{counted(pending.sending, 'message')} being sent; should that send have died, they"
            f" are taken up after {local:%d/%m/%Y %H:%M}.",
        )
