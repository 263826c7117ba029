import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.application.books.ports import Channel
from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.channels.factory import check_channel, open_channel
from lotrinh.channels.settings import ChannelSettingsError, Fault
from lotrinh.testing import CollectingChannel, Sent
from tests.integration.channels.builders import LAN, a_message

SMTP = {"host": "mail.example.vn", "sender": "nhac-viec@example.vn"}
SIGNED = SMTP | {"user": "office"}
BOT = {"token_env": "PATH"}


@pytest.mark.parametrize(
    ("kind", "options", "fault"),
    [
        ("fax", {}, Fault("unknown-kind", {"kind": "fax"})),
        ("preview", {"colour": "red"}, Fault("unknown-option", {"option": "colour"})),
        ("preview", {"sender": "x"}, Fault("bad-option", {"option": "sender"})),
        ("smtp", {"host": "mail.example.vn"}, Fault("missing-option", {"option": "sender"})),
        ("smtp", SMTP | {"security": "ssl"}, Fault("bad-option", {"option": "security"})),
        ("smtp", SMTP | {"port": "zero"}, Fault("bad-option", {"option": "port"})),
        ("smtp", SMTP | {"port": "65536"}, Fault("bad-option", {"option": "port"})),
        ("smtp", SMTP | {"ca_file": "/no/f"}, Fault("bad-option", {"option": "ca_file"})),
        ("smtp", SMTP | {"timeout": "0"}, Fault("bad-option", {"option": "timeout"})),
        ("smtp", SIGNED | {"password_env": "NOBODY"}, Fault("missing-secret", {"name": "NOBODY"})),
        ("smtp", SIGNED | {"password_file": "/no/f"}, Fault("missing-secret", {"name": "/no/f"})),
        ("smtp", SMTP | {"password_env": "PATH"}, Fault("missing-option", {"option": "user"})),
        ("apprise", {}, Fault("missing-option", {"option": "url"})),
        ("apprise", {"url": "syslog://x"}, Fault("unknown-scheme", {"scheme": "syslog"})),
        ("apprise", {"url": "https://x.vn"}, Fault("unknown-scheme", {"scheme": "https"})),
        ("apprise", {"url": "nothing"}, Fault("unknown-scheme", {"scheme": ""})),
        ("apprise", {"url": "ntfy://{address}"}, Fault("address-in-host")),
        ("apprise", {"url": "ntfy://a.vn/${NOBODY}"}, Fault("missing-secret", {"name": "NOBODY"})),
        (
            "apprise",
            {"url": "json://a.vn", "allow_private": "yes"},
            Fault("bad-option", {"option": "allow_private"}),
        ),
        ("zalo", {}, Fault("missing-option", {"option": "token_env"})),
        ("zalo", {"token_env": "NOBODY"}, Fault("missing-secret", {"name": "NOBODY"})),
        *(
            ("zalo", BOT | {"api": api}, Fault("bad-option", {"option": "api"}))
            for api in (
                "http://bot.example.vn",
                "ftp://bot.example.vn",
                "https://bot.example.vn/bot1",
                "https://a@bot.example.vn",
                "https://bot.example.vn:99999",
            )
        ),
    ],
)
def test_what_keeps_a_channel_from_opening_is_named(
    kind: str, options: Mapping[str, str], fault: Fault
) -> None:
    settings = ChannelSettings("office", kind, options)

    assert check_channel(settings) == (fault,)
    with pytest.raises(ChannelSettingsError) as refused:
        open_channel(settings, folder=Path("unused"))
    assert refused.value.values == {"channel": "office", "fault": fault.code, **fault.values}


def test_all_faults_are_found_in_one_pass() -> None:
    settings = ChannelSettings("office", "smtp", {"security": "ssl", "colour": "red"})

    found = [fault.code for fault in check_channel(settings)]
    assert found == ["bad-option", "missing-option", "missing-option", "unknown-option"]


def test_a_preview_never_imports_apprise(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.channels.factory import check_channel, open_channel
check_channel(ChannelSettings("a", "apprise", {{"url": "ntfy://ntfy.sh/x"}}))
open_channel(ChannelSettings("p", "preview"), folder=Path({str(tmp_path)!r})).close()
sys.exit("apprise" in sys.modules)
"""
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)  # noqa: S603  (ours)


def test_a_collecting_channel_answers_as_told_and_then_accepts() -> None:
    refused = Receipt(Outcome.TEMPORARY, "450")
    channel = CollectingChannel(receipts=[refused])
    as_channel: Channel = channel

    receipts = [as_channel.send(a_message(), LAN) for _ in range(2)]

    assert receipts == [refused, Receipt(Outcome.ACCEPTED)]
    assert channel.sent == [Sent(a_message(), LAN)] * 2
