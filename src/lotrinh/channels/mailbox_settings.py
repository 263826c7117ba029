"""Where answers are read: read beside the settings of a mail server, long before any is fetched.

Apart from the mailbox itself, so that checking settings doesn't pay for what speaks IMAP.
"""

from dataclasses import dataclass

from lotrinh.channels.security import PORTS_OF_IMAP, Security
from lotrinh.channels.settings import Options, Secret


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """Where answers are read, and as whom."""

    host: str
    port: int
    security: Security
    user: str
    password: Secret | None
    folder: str
    address: str
    """What people write to; the name to log in with, if that is one."""
    ca_file: str
    timeout: float

    @classmethod
    def read(cls, options: Options) -> "MailboxSettings":
        """Make settings of options."""
        security = options.choice("security", Security.TLS)
        password = options.secret("password", needed=True)
        user = options.text("user")
        return cls(
            host=options.text("host").strip("[]"),
            port=int(options.number("port", PORTS_OF_IMAP[security], 65_535)),
            security=security,
            user=user,
            password=password,
            folder=options.text("folder", "INBOX"),
            address=options.text("address", user if "@" in user else None),
            ca_file=options.file("ca_file"),
            timeout=options.number("timeout", "30", 600),
        )
