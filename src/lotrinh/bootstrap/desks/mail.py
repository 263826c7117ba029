"""The mailbox of a mail channel: answers are read, recorded, and answered in turn.

A mail is marked as seen once that is done. One whose reply couldn't leave stays unseen, and
only its reply is tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lotrinh.application.books.messages import Message, MessageKind, Outcome
from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.bootstrap.desks.bot import Polled
from lotrinh.bootstrap.desks.letter import Arrived, LetterDesk, Taken
from lotrinh.channels.incoming import Incoming, read_mail
from lotrinh.channels.mail import Sender, mailbox, write_mail
from lotrinh.channels.mailbox import Fetched, Mailbox, MailboxError, open_mailbox
from lotrinh.channels.mailbox_settings import MailboxSettings
from lotrinh.channels.relay import Relay
from lotrinh.domain.facts import Way
from lotrinh.domain.registers import Person
from lotrinh.rendering.words import say

_EVERY = 60
"""Seconds between two looks."""
_FIRST_WAIT, _LONGEST_WAIT = 60, 900
"""Seconds after a fault before the server is asked again."""
_RE = "Re: "


@dataclass(frozen=True, slots=True)
class MailDesk:
    """One mailbox, and the books in which its answers are kept."""

    channel: str
    settings: MailboxSettings
    relay: Relay
    store: Store
    go_by: Callable[[UnitOfWork], Configuration]
    """Reads the files as they are now."""
    now: Callable[[], datetime]

    def poll(self) -> Polled:
        """Read what is unseen, and answer."""
        polled = Polled()
        try:
            with open_mailbox(self.settings) as box:
                for mail in box.unseen():
                    polled += self._read(box, mail)
        except MailboxError as error:
            return polled + Polled(fault=str(error))
        finally:
            self.relay.close()
        return polled

    def follow(self, tell: Callable[[Polled], object], rest: Callable[[float], object]) -> str:
        """Read and answer for good.

        Args:
            tell: Is told what came of it each time.
            rest: Waits so many seconds; returns something true to make an end.
        """
        wait = _FIRST_WAIT
        while True:
            polled = self.poll()
            tell(polled)
            if rest(wait if polled.fault else _EVERY):
                return polled.fault
            wait = min(2 * wait, _LONGEST_WAIT) if polled.fault else _FIRST_WAIT

    def _read(self, box: Mailbox, mail: Fetched) -> Polled:
        """Take one mail; it is seen unless its reply has still to leave."""
        letter = read_mail(mail.content)
        taken = Taken()
        if letter is not None:
            arrived = Arrived(self.channel, letter.sender, letter.id, _words(letter), mail.arrived)
            desk = LetterDesk(self.store, Way.MAIL, self.go_by, self.now)
            taken = desk.take(arrived)
            if taken.reply and taken.writer:
                if not self._reply(arrived, letter, taken.writer, taken.reply):
                    return Polled(1, recorded=taken.recorded)
                desk.answered(arrived)
        box.see(mail.uid)
        return Polled(1, recorded=taken.recorded)

    def _reply(self, arrived: Arrived, letter: Incoming, person: Person, words: str) -> bool:
        """Send a reply; return whether there is nothing left to be tried."""
        to = mailbox(letter.sender)
        if to is None:
            return True
        language = person.language or "vi"
        subject = letter.subject or say("subject.reply", language)
        message = Message(
            key=key_of("reply", arrived.key),
            kind=MessageKind.REPLY,
            recipient=person.id,
            subject=subject if subject.startswith(_RE) else _RE + subject,
            text=words + "\n",
            html="",
            at=self.now(),
            not_before=self.now(),
            thread="",
            language=language,
        )
        sender: Sender = self.relay.settings.sender
        mail = write_mail(message, sender=sender, to=to, now=self.now(), answering=letter.id)
        return self.relay.send(mail, to.addr_spec).outcome is not Outcome.TEMPORARY


def _words(letter: Incoming) -> str:
    """Return what was written; the subject, where there is nothing else and it is no reply's."""
    own = not letter.text.strip() and ":" not in letter.subject[:5]
    return letter.subject if own else letter.text
