"""The tables of the books; `migrations` builds them, and a test holds the two together."""

from lotrinh.store.tables.facts import codes, deeds, facts
from lotrinh.store.tables.file_changes import file_changes, file_texts
from lotrinh.store.tables.messages import PREVIEWED, addresses, attempts, bulletins, messages, paces
from lotrinh.store.tables.notes import candidates, drafts, holding, readers, seen
from lotrinh.store.tables.people import correspondents, letters, link_codes, links, tokens
from lotrinh.store.tables.plans import (
    acceptances,
    baselines,
    checks,
    configurations,
    edits,
    rounds,
)
from lotrinh.store.tables.reminders import KEY, ReminderState, reminders
from lotrinh.store.tables.schema import CELL, SCHEMA, SCHEMA_TABLE, meta, metadata

__all__ = [
    "CELL",
    "KEY",
    "PREVIEWED",
    "SCHEMA",
    "SCHEMA_TABLE",
    "ReminderState",
    "acceptances",
    "addresses",
    "attempts",
    "baselines",
    "bulletins",
    "candidates",
    "checks",
    "codes",
    "configurations",
    "correspondents",
    "deeds",
    "drafts",
    "edits",
    "facts",
    "file_changes",
    "file_texts",
    "holding",
    "letters",
    "link_codes",
    "links",
    "messages",
    "meta",
    "metadata",
    "paces",
    "readers",
    "reminders",
    "rounds",
    "seen",
    "tokens",
]
