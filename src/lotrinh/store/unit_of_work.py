"""Implements `ports.UnitOfWork`: one connection, one transaction, the books on it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine

from lotrinh.domain.facts import Fact
from lotrinh.store.addresses import SqlAddresses
from lotrinh.store.bulletins import SqlBulletins
from lotrinh.store.codes import SqlCodes
from lotrinh.store.configurations import SqlConfigurations
from lotrinh.store.correspondents import SqlCorrespondents
from lotrinh.store.deliveries import SqlDeliveries
from lotrinh.store.edits import SqlEdits
from lotrinh.store.errors import plain_errors
from lotrinh.store.facts import SqlFacts
from lotrinh.store.file_changes import SqlFileChanges
from lotrinh.store.ledger import SqlLedger
from lotrinh.store.letters import SqlLetters
from lotrinh.store.links import SqlLinks
from lotrinh.store.notes import Candidates
from lotrinh.store.outbox import SqlOutbox
from lotrinh.store.paces import SqlPaces
from lotrinh.store.rounds import SqlRounds
from lotrinh.store.thanks import SqlThanks
from lotrinh.store.tokens import SqlTokens
from lotrinh.store.trail import SqlTrail

Heard = Callable[[Sequence[Fact]], object]
"""Is told which facts have been recorded, once that is sure."""


def nothing(_: Sequence[Fact]) -> None:
    """Let it pass: nobody listens."""


class SqlUnitOfWork:
    """Commits on leaving, rolls back on an exception; can't be entered twice at a time."""

    ledger: SqlLedger
    facts: SqlFacts
    outbox: SqlOutbox
    deliveries: SqlDeliveries
    addresses: SqlAddresses
    configurations: SqlConfigurations
    edits: SqlEdits
    file_changes: SqlFileChanges
    links: SqlLinks
    codes: SqlCodes
    letters: SqlLetters
    bulletins: SqlBulletins
    correspondents: SqlCorrespondents
    paces: SqlPaces
    rounds: SqlRounds
    thanks: SqlThanks
    tokens: SqlTokens
    trail: SqlTrail

    def __init__(
        self, engine: Engine, *, run: str = "", heard: Heard = nothing, **options: Any
    ) -> None:
        self._engine = engine.execution_options(**options)
        self._run, self._heard = run or None, heard
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as entered:
            entered.enter_context(plain_errors(self._engine.url))
            connection = entered.enter_context(self._engine.begin())
            self._open = entered.pop_all()
        cells = Candidates(connection)
        self.ledger = SqlLedger(connection, cells, self._run)
        self.facts = SqlFacts(connection, cells)
        self.outbox = SqlOutbox(connection, self._run)
        self.deliveries = SqlDeliveries(connection)
        self.addresses = SqlAddresses(connection)
        self.configurations = SqlConfigurations(connection)
        self.edits = SqlEdits(connection)
        self.file_changes = SqlFileChanges(connection)
        self.links = SqlLinks(connection)
        self.codes = SqlCodes(connection, cells)
        self.letters = SqlLetters(connection)
        self.bulletins = SqlBulletins(connection)
        self.correspondents = SqlCorrespondents(connection)
        self.paces = SqlPaces(connection)
        self.rounds = SqlRounds(connection)
        self.thanks = SqlThanks(connection)
        self.tokens = SqlTokens(connection)
        self.trail = SqlTrail(connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)
        if kind is None and self.facts.added:
            self._heard(self.facts.added)
