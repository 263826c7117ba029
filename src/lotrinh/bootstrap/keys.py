"""The keys that sign links: from the environment, from a file that it names, or our own file.

Several may be given, separated by spaces or lines, so that keys can be changed without a
day on which links don't work: the first signs, all of them are known.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from lotrinh.errors import LotrinhError

FILE = "signing-key"
_SHORTEST = 32
_BYTES = 32


class WeakKeyError(LotrinhError):
    """A signing key that could be guessed."""

    code = "weak-key"


class UnreadableKeyError(LotrinhError):
    """The file of the signing keys can't be read, or made."""

    code = "unreadable-file"


def signing_keys(var: Path) -> tuple[str, ...]:
    """Return the keys, the one that signs first.

    Raises:
        WeakKeyError: One of them is too short, or there is none where there should be.
        UnreadableKeyError: Their file can't be read.
    """
    named = os.environ.get("LOTRINH_SIGNING_KEY_FILE")
    written = _read(Path(named)) if named else os.environ.get("LOTRINH_SIGNING_KEY")
    keys = tuple((_own(var / FILE) if written is None else written).split())
    if not keys or any(len(key) < _SHORTEST for key in keys):
        raise WeakKeyError(least=str(_SHORTEST))
    return keys


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or ""
        raise UnreadableKeyError(path=str(path), reason=reason) from error


def _own(path: Path) -> str:
    """Return the key of our own file, which is made when it is first asked for."""
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
        except OSError as error:
            raise UnreadableKeyError(path=str(path), reason=error.strerror or "") from error
    return _read(path)


def _make(path: Path) -> None:
    """Put a whole file in place, for its owner alone; of two who do so the first has it."""
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{secrets.token_urlsafe(_BYTES)}\n")
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)
