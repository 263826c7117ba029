"""The vault: backups of the office's books and files, made, looked at and put in place."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lotrinh.application.office.configuration import BackupSettings, Configuration
from lotrinh.bootstrap.backup.archive import Manifest
from lotrinh.bootstrap.backup.making import Made, Told, Workspace, back_up, newest_in
from lotrinh.bootstrap.backup.restoring import BACKUPS, Outlook, Restoration, look_at, restore
from lotrinh.bootstrap.office import Office
from lotrinh.loader.parts.settings import ZONE

_SECRETS = ("password_env", "password_file", "token_env", "token_file")
_OURS = ("LOTRINH_DB", "LOTRINH_SIGNING_KEY", "LOTRINH_METRICS_TOKEN")
"""Variables of ours that hold a secret; with `_FILE`, they name a file that does."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Where an office's books and files are kept beside it."""

    office: Office

    @property
    def workspace(self) -> Workspace:
        """What is backed up."""
        configuration = self._readable()
        return Workspace(
            self.office.config,
            self.office.database,
            self.office.var,
            tuple(sorted({*_secrets_of(configuration)})),
        )

    def back_up(
        self, place: Path | None = None, *, keep: int | None = None, told: Told = lambda *_: None
    ) -> Made:
        """Make a backup of all that an office needs; the books keep their schema.

        Args:
            place: A new file ending in .zip, or a folder; that of the settings, if None.
            keep: How many stay in the folder; all, if None.
            told: Is told how far it is.

        Raises:
            LotrinhError: It can't be made; nothing of it is left then.
        """
        configuration = self.office.folder.contents and self._readable()
        if place is None:
            settings = configuration.backup if configuration else BackupSettings()
            place = self.office.var / settings.folder
            if settings.folder == BACKUPS:
                place.mkdir(parents=True, exist_ok=True)
        now = self._on_our_clocks()
        return back_up(self.workspace, place, now=now, keep=keep, told=told)

    def newest_backup(self) -> Manifest | None:
        """Return what the newest backup in the folder of the settings is, None: there is none."""
        return newest_in(self.office.var / self.office.in_use().backup.folder, self.workspace)

    def look_at_backup(self, path: Path, told: Told = lambda *_: None) -> Outlook:
        """Read a backup through, and compare it with what there is; nothing is changed.

        Raises:
            LotrinhError: It isn't whole, or the books that are there can't be looked at.
        """
        return look_at(self.workspace, path, told)

    def restore(
        self, outlook: Outlook, *, replace: bool, told: Told = lambda *_: None
    ) -> Restoration:
        """Put a backup in place; what was there is kept as another backup.

        Raises:
            LotrinhError: It can't be put in place.
        """
        self.office.close()
        now = self._on_our_clocks()
        return restore(self.workspace, outlook, now=now, replace=replace, told=told)

    def _readable(self) -> Configuration | None:
        """Return the present files' configuration, None where they have errors or aren't there."""
        return self.office.loaded.configuration if self.office.config.is_dir() else None

    def _on_our_clocks(self) -> datetime:
        configuration = self._readable()
        zone = configuration.zone if configuration is not None else ZoneInfo(ZONE)
        return self.office.now().astimezone(zone)


def _secrets_of(configuration: Configuration | None) -> Iterator[str]:
    """Yield the variables and files by which secrets are fetched."""
    for channel in configuration.channels.values() if configuration is not None else ():
        for option, value in channel.options.items():
            if option.rpartition(".")[2] in _SECRETS:
                yield value
    if configuration is not None and configuration.heartbeat is not None:
        yield configuration.heartbeat.place
    for name in _OURS:
        if os.environ.get(name):
            yield name
        if file := os.environ.get(f"{name}_FILE"):
            yield file
