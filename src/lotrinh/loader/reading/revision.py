"""The files of a configuration as they were in some revision, where the folder is kept in git.

Git is asked, as anybody would ask it on the command line; nothing is checked out, and
nothing of the folder changes.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.folder import read_place
from lotrinh.loader.reading.text_file import size_limit

_PATIENCE = 30
"""Seconds for one answer."""


class NoGitError(LotrinhError):
    """Git isn't installed."""

    code = "no-git"


class GitFailedError(LotrinhError):
    """Git doesn't answer: the folder is in no repository, say."""

    code = "git-failed"


class UnknownRevisionError(LotrinhError):
    """The repository has no such revision."""

    code = "unknown-revision"


def read_revision(folder: Path, revision: str) -> dict[str, bytes]:
    """Return the contents of a configuration's files as a revision has them.

    Raises:
        NoGitError: There is no git.
        GitFailedError: The folder is in no repository, or git fails otherwise.
        UnknownRevisionError: The repository has no such revision, or it has no such folder.
    """
    _git(folder, "rev-parse", "--git-dir")
    # What begins with a hyphen is an option to git, whatever we call it.
    wanted = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    try:
        commit = "" if revision.startswith("-") else _git(folder, *wanted).decode().strip()
    except GitFailedError:
        commit = ""
    files = read_place(_InGit(folder, commit)) if commit else {}
    if not files:
        raise UnknownRevisionError(value=revision)
    return files


@dataclass(frozen=True, slots=True)
class _InGit:
    """A folder in a commit."""

    folder: Path
    commit: str
    _listed: dict[str, Mapping[str, tuple[str, int]]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self._list("")

    def names(self, folder: str) -> Iterator[str]:
        yield from self._list(folder)

    def read(self, name: str) -> bytes:
        folder, _, file = name.rpartition("/")
        blob, size = self._list(folder)[file]
        if size > size_limit(file):
            return bytes(size_limit(file) + 1)  # enough for the loader to say so
        return _git(self.folder, "cat-file", "blob", blob)

    def _list(self, folder: str) -> Mapping[str, tuple[str, int]]:
        """Return the files directly in a folder, each with its blob and its size."""
        if folder not in self._listed:
            path = f"{folder}/" if folder else "./"
            listed = _git(self.folder, "ls-tree", "-l", "-z", self.commit, "--", path)
            self._listed[folder] = dict(_files(listed))
        return self._listed[folder]


def _files(listed: bytes) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield the ordinary files of a listing; a link is none."""
    for line in listed.split(b"\0"):
        head, _, path = line.partition(b"\t")
        if head.startswith(b"100"):
            _, _, blob, size = head.split()
            yield os.fsdecode(path).rpartition("/")[2], (blob.decode(), int(size))


def _git(folder: Path, *words: str) -> bytes:
    try:
        ran = subprocess.run(  # noqa: S603  (our own words; a revision is one that git knows)
            ["git", "-C", str(folder), *words],  # noqa: S607  (git as the office has it)
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
    except FileNotFoundError as error:
        raise NoGitError from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailedError(detail=type(error).__name__) from error
    if ran.returncode != 0:
        first, *_ = ran.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
        raise GitFailedError(detail=first.removeprefix("fatal: "))
    return ran.stdout
