"""What befalls the machine's clock: it is set back, or ahead, by a year, and put right again."""

from datetime import timedelta

from lotrinh import clock
from tests.faults.by_kills import started
from tests.faults.fault import Fault
from tests.faults.land import AT, Land
from tests.faults.sides import Side, post

_YEAR = timedelta(days=365)


def _goes(land: Land) -> None:
    """Have the clock show the land's day, and everything go by it."""
    land.ahead = AT - clock.now()
    land.at = None


def back(land: Land, _: Side) -> None:
    """Check the day before; then the clock is a year behind for a while."""
    _goes(land)
    land.ahead -= timedelta(days=7)
    assert land.check()
    land.ahead += timedelta(days=7) - _YEAR
    assert not land.check()
    land.deliver()
    land.ahead += _YEAR


def back_amid_sending(land: Land, _: Side) -> None:
    """Have the clock fall back by a year while mails are being sent."""
    _goes(land)
    assert land.check()

    def fall() -> None:
        land.ahead -= _YEAR

    land.in_the_middle = fall
    assert land.deliver()
    land.ahead += _YEAR


def ahead(land: Land, _: Side) -> None:
    """Check while the clock is a year ahead; then a person puts it right, and says so."""
    _goes(land)
    land.ahead -= timedelta(days=7)
    assert land.check()
    land.ahead += timedelta(days=7) + _YEAR
    assert land.check()
    land.ahead -= _YEAR
    assert not land.check()
    with land.program() as program:
        assert program.trust_clock() == 1


def ahead_amid_sending(land: Land, _: Side) -> None:
    """Have a worker die with messages in its hands while the clock is a year ahead."""
    assert land.check()
    land.ahead += _YEAR
    process = started(land, "lease, after commit")
    process.join()
    land.ahead -= _YEAR


def ahead_amid_trying(land: Land, side: Side) -> None:
    """Have a server refuse everything for the moment while the clock is a year ahead."""
    assert land.check()
    land.ahead += _YEAR
    with side.away():
        assert land.deliver()
    land.ahead -= _YEAR


FAULTS = (
    Fault(
        "clock-back",
        "Đồng hồ máy bị lùi một năm, rồi được chỉnh lại",
        "The clock is set back by a year, then put right",
        post,
        back,
        ("check-behind",),
    ),
    Fault(
        "clock-back-amid",
        "Đồng hồ bị lùi một năm giữa lúc gửi",
        "The clock is set back by a year amid sending",
        post,
        back_amid_sending,
    ),
    Fault(
        "clock-ahead",
        "Có lần xét khi đồng hồ chạy trước một năm, rồi đồng hồ được chỉnh lại",
        "A check is made while the clock is a year ahead, then it is put right",
        post,
        ahead,
        ("check-behind",),
    ),
    Fault(
        "clock-ahead-killed",
        "Chương trình bị giết giữa lúc gửi khi đồng hồ chạy trước một năm",
        "The program is killed amid sending while the clock is a year ahead",
        post,
        ahead_amid_sending,
    ),
    Fault(
        "clock-ahead-refused",
        "Máy chủ thư hỏng khi đồng hồ chạy trước một năm",
        "The mail server is down while the clock is a year ahead",
        post,
        ahead_amid_trying,
        ("connection-refused",),
    ),
)
