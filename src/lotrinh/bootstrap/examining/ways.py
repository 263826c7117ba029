"""The ways to people: their secrets, and whether the servers would take a message."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.deliver import channels_in_reserve
from lotrinh.application.sending.failures import failure_of
from lotrinh.bootstrap.examining.finding import Finding, Seen
from lotrinh.bootstrap.program import Program

_OTHERS = stat.S_IRGRP | stat.S_IROTH
_ENTER = stat.S_IXGRP | stat.S_IXOTH
_HANDED_IN = Path("/run/secrets")
"""Where a container finds its secrets: nobody else is in there, and its user has to read them."""


def secrets(program: Program) -> Seen:
    """Look whether files that hold secrets are for their owner alone."""
    named = [Path(name) for name in program.vault.workspace.secrets]
    files = [*(path for path in named if path.is_file()), program.var / "signing-key"]
    open_ = [path for path in files if path.is_file() and _is_open(path)]
    return Seen(findings=tuple(Finding("secret-open", {"path": str(path)}) for path in open_))


def _is_open(path: Path) -> bool:
    """Whether others may read a file, in a folder that they may enter; Windows says nothing."""
    if os.name != "posix" or path.is_relative_to(_HANDED_IN):
        return False
    return bool(path.stat().st_mode & _OTHERS and path.absolute().parent.stat().st_mode & _ENTER)


def channels(program: Program) -> Seen:
    """Open the channels, and ask the mail servers whether they would take a mail."""
    from lotrinh.channels.settings import ChannelSettingsError  # noqa: PLC0415  (heavy, not always needed)

    configuration = program.configuration
    try:
        opened = program.channels(configuration)
    except ChannelSettingsError as error:
        if error.values.get("fault") != "missing-secret":
            raise
        return Seen(findings=(Finding("secret-missing", error.values),))
    values = {"channels": ", ".join(sorted(opened))}
    if (instead := configuration.deliver_by) is not None:
        still = Finding("still-preview", {"channel": instead}, is_grave=False)
        return Seen({"channels": instead}, (still,))
    missing = sorted(channels_in_reserve(configuration) - opened.keys())
    reserve = [Finding("reserve-closed", {"channel": name}) for name in missing]
    return Seen(values, (*_refusing(program, configuration), *reserve))


def _refusing(program: Program, configuration: Configuration) -> Iterator[Finding]:
    for id_, receipt in program.greetings(configuration).items():
        if failure_of(receipt) is not None:
            yield Finding("mail-refused", {"channel": id_}, receipt=receipt)
