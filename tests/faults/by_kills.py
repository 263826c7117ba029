"""What befalls processes: SIGKILL at each step, several at once, a lease that ends amid a send."""

import signal
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from threading import Thread

from tests.faults.fault import Fault, Happens
from tests.faults.land import Land
from tests.faults.mortal import Errand, go
from tests.faults.sides import Side, post
from tests.integration.crashes.worker import POINTS

_AFTER_A_LEASE = timedelta(minutes=10)
_AT_ONCE = 3
_PASSES = {"send": 7, "settle": 7, "lease": 0, "enqueue": 0, "compose": 0}
"""What comes for every message is killed amid the messages."""


def forks() -> ForkServerContext:
    """Return a maker of processes that have imported everything."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.mortal"])
    return context


def started(land: Land, point: str = "", passes: int = 0) -> BaseProcess:
    """Return a process that checks and delivers."""
    errand = Errand(
        land.config, land.database, land.folder / "var", land.at, land.ahead, point, passes
    )
    process = forks().Process(target=go, args=(errand,))
    process.start()
    return process


def killed(point: str, passes: int) -> Happens:
    """Return that a process is killed at a point that it comes to."""

    def happens(land: Land, _: Side) -> None:
        process = started(land, point, passes)
        process.join()
        assert process.exitcode == -signal.SIGKILL, process.exitcode

    return happens


def killed_again_and_again(land: Land, _: Side) -> None:
    """Kill at one point after another; whoever comes next finds what the one before has left."""
    for point in POINTS:
        process = started(land, point, 2 if point.startswith(("send", "settle")) else 0)
        process.join()
        assert process.exitcode in {0, -signal.SIGKILL}
        land.ahead += _AFTER_A_LEASE


def several_at_once(land: Land, _: Side) -> None:
    """Have several schedulers check and deliver on the same books at the same time."""
    running = [started(land) for _ in range(_AT_ONCE)]
    for process in running:
        process.join()
        assert process.exitcode == 0


def lease_ends(land: Land, _: Side) -> None:
    """Have a lease end while its message is being sent: another worker sends it as well."""
    assert land.check()

    def another() -> None:
        land.ahead += _AFTER_A_LEASE
        worker = Thread(target=land.deliver)
        worker.start()
        worker.join()

    land.in_the_middle = another
    assert land.deliver()


def _point(point: str) -> tuple[str, str, str]:
    """Return the id of a kill, and where it is in both languages."""
    step, when = point.split(", ")
    vi, en = _STEPS[step]
    when_vi, when_en = _WHENS[when]
    return f"kill-{step}-{when.replace(' ', '-')}", f"{when_vi} {vi}", f"{when_en} {en}"


_STEPS = {
    "enqueue": ("ghi quyết định", "the decisions are written"),
    "compose": ("ghi thư đã soạn", "the composed messages are written"),
    "lease": ("nhận thư để gửi", "messages are taken for sending"),
    "send": ("gửi một thư", "a message is sent"),
    "settle": ("ghi kết quả gửi", "the end of a send is written"),
}
_WHENS = {
    "before commit": ("ngay trước khi", "just before"),
    "after commit": ("ngay sau khi", "just after"),
    "before": ("ngay trước khi", "just before"),
    "after": ("ngay sau khi", "just after"),
}
_UNSURE = ("send, after", "settle, before commit")
"""The mail is out, and the books don't know."""

FAULTS = (
    *(
        Fault(
            _point(point)[0],
            f"Chương trình bị giết (SIGKILL) {_point(point)[1]}",
            f"The program is killed (SIGKILL) {_point(point)[2]}",
            post,
            killed(point, _PASSES[point.partition(",")[0]]),
            may_repeat=point in _UNSURE,
        )
        for point in POINTS
    ),
    Fault(
        "kill-kill",
        "Chương trình bị giết mười lần liền, mỗi lần ở một bước khác",
        "The program is killed ten times in a row, each time at another step",
        post,
        killed_again_and_again,
        ("unknown-end",),
        may_repeat=True,
    ),
    Fault(
        "two-schedulers",
        "Ba bộ lập lịch cùng xét và gửi trên một sổ, cùng lúc",
        "Three schedulers check and deliver on the same books at once",
        post,
        several_at_once,
    ),
    Fault(
        "lease-ends",
        "Lượt giữ hết hạn giữa lúc gửi một thư, máy khác gửi thay",
        "A lease ends amid a send, and another worker takes over",
        post,
        lease_ends,
        ("unknown-end",),
        may_repeat=True,
    ),
)
