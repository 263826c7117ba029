"""The files of one folder, and the configuration to go by where they have errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from lotrinh.application.configuration import Configuration
from lotrinh.application.keys import key_of
from lotrinh.application.messages import MessageKind
from lotrinh.application.ports import UnitOfWork
from lotrinh.application.wording import Notice
from lotrinh.errors import LotrinhError, ProblemsError
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import Loaded, load
from lotrinh.rendering.problems import sentence, show


@dataclass
class Files:
    """A configuration's folder, read once."""

    folder: Path

    @cached_property
    def contents(self) -> Mapping[str, bytes]:
        """The files, by their names within the folder."""
        return read_folder(self.folder)

    @cached_property
    def loaded(self) -> Loaded:
        """What they say, with all their problems."""
        return load(self.contents)

    @property
    def configuration(self) -> Configuration:
        """The configuration that they make up.

        Raises:
            ProblemsError: They have errors.
        """
        loaded = self.loaded
        if loaded.configuration is None:
            raise ProblemsError(loaded.problems)
        return loaded.configuration

    def accept(self, uow: UnitOfWork, at: datetime) -> Configuration:
        """Return the configuration, and keep it as the accepted one."""
        configuration = self.configuration
        uow.configurations.accept(configuration.hash, self.contents, at)
        return configuration

    def accept_or_last(
        self, uow: UnitOfWork, at: datetime
    ) -> tuple[Configuration, tuple[Notice, ...]]:
        """Do as `accept`; where the files can't be used, return the one accepted last.

        The coordinator is then told, once for each broken state.
        """
        if self._usable is not None:
            return self.accept(uow, at), ()
        last = self.present_or_last(uow)
        lines = self.complaints(last.language)
        key = f"configuration:{key_of(*lines)}"
        return last, (Notice(MessageKind.CONFIGURATION, key, lines=lines),)

    def present_or_last(self, uow: UnitOfWork) -> Configuration:
        """Return the configuration; where the files can't be used, the one accepted last.

        Raises:
            LotrinhError: They can't be used, and none was ever accepted.
        """
        if self._usable is not None:
            return self._usable
        accepted = uow.configurations.accepted()
        last = load(accepted[1]).configuration if accepted else None
        return last if last is not None else self.configuration

    @cached_property
    def _usable(self) -> Configuration | None:
        """The configuration, None where the files have errors or can't even be read."""
        try:
            return self.loaded.configuration
        except LotrinhError:
            return None

    def complaints(self, language: str) -> list[str]:
        """Return in words why the files can't be used; nothing where they can."""
        if self._usable is not None:
            return []
        try:
            return [show(problem, language) for problem in self.loaded.problems if problem.is_error]
        except LotrinhError as unreadable:
            return [sentence(unreadable, language)]
