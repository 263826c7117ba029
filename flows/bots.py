"""Reading what people write, to Zalo Bots and to mailboxes, beside the runs of `lotrinh up`.

A thread for each: its calls wait for half a minute, so nobody waits for them to end. They
end with the process, and what one was about to write down is then not written.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from threading import Event, Thread

from flows.words import in_words, text
from lotrinh import bootstrap
from lotrinh.bootstrap import Program
from lotrinh.bootstrap.desks.bot import Polled
from lotrinh.errors import LotrinhError

_LATER = 300
"""Seconds until what can't be read is tried again: somebody may have mended it."""

Say = Callable[[str], None]
Rest = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class Reader:
    """One bot, or one mailbox."""

    channel: str
    is_mailbox: bool = False

    def follow(self, program: Program, tell: Callable[[Polled], object], rest: Rest) -> str:
        """Read for good, or until that is no use; return why."""
        if self.is_mailbox:
            return program.mail_desk(self.channel).follow(tell, rest)
        return program.bot_desk(self.channel).follow(tell, rest)

    def said(self, fault: str) -> str:
        """Return a fault with where it is."""
        if self.is_mailbox:
            return text(f"Hộp thư ({self.channel}): {fault}", f"Mailbox ({self.channel}): {fault}")
        return text(f"Bot Zalo ({self.channel}): {fault}", f"Zalo Bot ({self.channel}): {fault}")


def readers(program: Program) -> list[Reader]:
    """Return all that people may write to."""
    mailboxes = [Reader(name, is_mailbox=True) for name in program.mailboxes()]
    return [*map(Reader, program.zalo_channels()), *mailboxes]


def start(wanted: Iterable[Reader], say: Say, rest: Rest | None = None) -> list[Thread]:
    """Start to read; return the threads, for whoever wants to wait."""
    wait = rest or Event().wait
    threads = [Thread(target=_read, args=(one, say, wait), daemon=True) for one in wanted]
    for thread in threads:
        thread.start()
    return threads


def _read(reader: Reader, say: Say, rest: Rest) -> None:
    """Read for good; whatever stops it is said, and tried again later."""
    while True:
        say(reader.said(_follow(reader, say, rest)))
        if rest(_LATER):
            return


def _follow(reader: Reader, say: Say, rest: Rest) -> str:
    """Read until that is no use, and return why; the files are read anew each time."""
    try:
        with closing(bootstrap.open_program()) as program:
            return reader.follow(program, _Teller(reader, say).tell, rest)
    except LotrinhError as error:
        return in_words(error)


@dataclass
class _Teller:
    """Tells who was linked, and what is wrong, once for as long as it is the same."""

    reader: Reader
    say: Say
    fault: str = ""

    def tell(self, polled: Polled) -> None:
        """Tell what came of asking once."""
        for name in polled.linked:
            self.say(text(f"Đã nối Zalo: {name}", f"Zalo linked: {name}"))
        if polled.recorded:
            self.say(text(f"Đã ghi {polled.recorded} việc", f"{polled.recorded} recorded"))
        if polled.fault and polled.fault != self.fault:
            self.say(self.reader.said(polled.fault))
        self.fault = polled.fault
