"""Reading what people write to the Zalo Bots, beside the runs of `lotrinh up`.

A thread for each bot: its calls wait for half a minute, so nobody waits for them to end.
They end with the process, and what one was about to write down is then not written.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from threading import Event, Thread

from flows.words import in_words, text
from lotrinh import bootstrap
from lotrinh.bootstrap.bot_desk import Polled
from lotrinh.errors import LotrinhError

_LATER = 300
"""Seconds until a bot that can't be read is tried again: somebody may have mended it."""

Say = Callable[[str], None]
Rest = Callable[[float], object]


def read_bots(channels: Iterable[str], say: Say, rest: Rest | None = None) -> list[Thread]:
    """Start to read the bots of some channels; return the threads, for whoever wants to wait."""
    wait = rest or Event().wait
    threads = [Thread(target=_read, args=(name, say, wait), daemon=True) for name in channels]
    for thread in threads:
        thread.start()
    return threads


def _read(channel: str, say: Say, rest: Rest) -> None:
    """Read one bot for good; whatever stops it is said, and tried again later."""
    while True:
        say(_said(channel, _follow(channel, say, rest)))
        if rest(_LATER):
            return


def _follow(channel: str, say: Say, rest: Rest) -> str:
    """Read one bot until that is no use, and return why; the files are read anew each time."""
    try:
        with closing(bootstrap.open_program()) as program:
            return program.bot_desk(channel).follow(_Teller(channel, say).tell, rest)
    except LotrinhError as error:
        return in_words(error)


@dataclass
class _Teller:
    """Tells who was linked, and what is wrong, once for as long as it is the same."""

    channel: str
    say: Say
    fault: str = ""

    def tell(self, polled: Polled) -> None:
        """Tell what came of asking once."""
        for name in polled.linked:
            self.say(text(f"Đã nối Zalo: {name}", f"Zalo linked: {name}"))
        if polled.recorded:
            self.say(text(f"Đã ghi {polled.recorded} việc", f"{polled.recorded} recorded"))
        if polled.fault and polled.fault != self.fault:
            self.say(_said(self.channel, polled.fault))
        self.fault = polled.fault


def _said(channel: str, fault: str) -> str:
    return text(f"Bot Zalo ({channel}): {fault}", f"Zalo Bot ({channel}): {fault}")
