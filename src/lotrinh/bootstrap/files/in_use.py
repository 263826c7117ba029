"""Which files differ from those in use: what is said in passing wherever files are looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lotrinh.application.books.ports import BooksAwayError
from lotrinh.application.office.configuration import Configuration
from lotrinh.errors import Problem
from lotrinh.loader.workspace import load

_FILE = "sqlite:///"
_REGISTER = "organisations."


@dataclass(frozen=True, slots=True)
class Unaccepted:
    """Files that differ from those accepted last, by their names."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[Problem, ...] = ()
    """Warnings of organisations whose id may have been changed, and not under `formerly`."""

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.changed)


def unaccepted(
    present: Mapping[str, bytes], database: str, configuration: Configuration
) -> Unaccepted:
    """Return what differs from the files in use; nothing where no books say which these are."""
    used = _in_use(database)
    if used is None:
        return Unaccepted((), (), ())
    both = sorted(used.keys() & present.keys())
    found = Unaccepted(
        tuple(sorted(used.keys() - present.keys())),
        tuple(sorted(present.keys() - used.keys())),
        tuple(name for name in both if used[name] != present[name]),
    )
    differing = (*found.removed, *found.added, *found.changed)
    if not any(name.startswith(_REGISTER) for name in differing):
        return found
    before = load(used).configuration
    return found if before is None else replace(found, gone=_gone(before, configuration))


def _gone(before: Configuration, after: Configuration) -> tuple[Problem, ...]:
    from lotrinh.application.looking.gone import gone  # noqa: PLC0415  (seldom needed)

    return gone(before.organisations, after.organisations)


def _in_use(database: str) -> Mapping[str, bytes] | None:
    """Return the files accepted last, as far as the books can be read."""
    if database.startswith(_FILE) and not Path(database.removeprefix(_FILE)).is_file():
        return None  # nothing heavy is imported for that
    from lotrinh.store.glance import accepted_files  # noqa: PLC0415  (heavy, not always needed)

    try:
        return accepted_files(database)
    except BooksAwayError:
        return None
