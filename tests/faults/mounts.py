"""Mounts that nobody else sees: a small disk, another file in a file's place.

It takes Linux and root. Whoever needs one begins with `own_mounts`; what is started later from
the same thread, be it a thread or a process, sees them as well.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

_NEW_NAMESPACE = 0x20000
_BIND, _ALL_BELOW, _PRIVATE = 0x1000, 0x4000, 0x40000
_DETACH = 2


@lru_cache(maxsize=1)
def own_mounts() -> bool:
    """Have mounts of our own from now on; False where the machine doesn't let us."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    library = ctypes.CDLL(None)
    if library.unshare(_NEW_NAMESPACE):
        return False
    return not library.mount(b"none", b"/", None, _PRIVATE | _ALL_BELOW, None)


@contextmanager
def small_disk(folder: Path, octets: int) -> Iterator[Path]:
    """Have a disk of its own at a folder, which is empty then, for the length of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    with _mounted(b"none", folder, b"tmpfs", 0, f"size={octets}".encode()):
        yield folder


@contextmanager
def instead(place: Path, content: str) -> Iterator[None]:
    """Have a file say something else for the length of the block."""
    with TemporaryDirectory(prefix="lotrinh-instead-") as folder:
        other = Path(folder) / place.name
        other.write_text(content, encoding="utf-8")
        other.chmod(0o644)
        with _mounted(os.fsencode(other), place, None, _BIND, None):
            yield


@contextmanager
def _mounted(
    what: bytes, place: Path, kind: bytes | None, flags: int, options: bytes | None
) -> Iterator[None]:
    library = ctypes.CDLL(None, use_errno=True)
    if library.mount(what, os.fsencode(place), kind, flags, options):
        raise OSError(ctypes.get_errno(), f"nothing can be mounted at {place}")
    try:
        yield
    finally:
        library.umount2(os.fsencode(place), _DETACH)
