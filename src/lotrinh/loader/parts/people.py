"""The register of people: who holds which role, and where each of them is reached.

Only this file says who holds `role@organisation`. Every column that isn't one of ours is a
channel of `channels.yaml`, in the order in which they are tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.domain.people import People, Roster
from lotrinh.domain.registers import (
    Address,
    Holding,
    OrganisationId,
    Person,
    PersonId,
    RoleId,
    Span,
)
from lotrinh.domain.times import QuietHours
from lotrinh.loader.parts.channels import is_address
from lotrinh.loader.parts.deputies import check_deputies
from lotrinh.loader.parts.holders import check_holders
from lotrinh.loader.parts.organisations import check_ids
from lotrinh.loader.parts.rows import PersonShape
from lotrinh.loader.parts.scalars import hours_of
from lotrinh.loader.parts.settings import read_post
from lotrinh.loader.parts.spans import read_span, read_spans
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.headings import OF_PEOPLE
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import Table, cells, check_columns, check_names, entries

_NEEDED = PersonShape.needed
COLUMNS = tuple(name for name in PersonShape.model_fields if name != "channels")
_NO_ADDRESS = {"zalo": "bad-chat"}
"""Where it has to be said otherwise that something is no address."""
_LANGUAGES = Vocabulary(["vi", "en"])


@dataclass(frozen=True, slots=True)
class Offices:
    """What the register of people may refer to."""

    roles: Vocabulary
    organisations: Vocabulary
    channels: Mapping[str, ChannelSettings] | None
    """None where the file couldn't be read: any will do."""


def read_people(table: Table, offices: Offices, findings: Findings) -> People:
    """Return the register, as far as it can be read."""
    channels = offices.channels
    known = Keys("person", COLUMNS, channels or (), is_open=channels is None)
    check_columns(table, known, _NEEDED, findings, OF_PEOPLE)
    check_ids(table, findings)
    check_names(table, findings)
    reached_by = [column for column in table.columns if column in (channels or ())]
    register = _Register(table, offices, findings)
    roster = _roster(register, reached_by)
    _check_addresses(register, reached_by)
    check_holders(roster, table, findings)
    if any(cells(table, "deputy")):
        check_deputies(roster, table, findings)
    return People(roster, tuple(map(str, reached_by)))


@dataclass(frozen=True, slots=True)
class _Register:
    """The table that is being read, and what it is checked against."""

    table: Table
    offices: Offices
    findings: Findings


def _roster(register: _Register, reached_by: Sequence[str]) -> Roster:
    """Return the people as columns; a person is made only of a row that says something special."""
    table = register.table
    ids, names, holds, *others = (cells(table, column) for column in COLUMNS)
    posts, special = [], {}
    for row, (cell, *more) in enumerate(zip(holds, *others, strict=True)):
        is_plain = not any(more) and (not cell or _is_one_post(register, cell))
        posts.append(str(cell) if is_plain else "")
        if not is_plain:
            special[row] = _person(register, row, reached_by)
    return Roster(
        tuple(PersonId(str(id_)) for id_ in ids),
        tuple(map(str, names)),
        tuple(posts),
        {str(channel): tuple(map(str, table.columns[channel])) for channel in reached_by},
        special,
    )


def _is_one_post(register: _Register, cell: str) -> bool:
    """Whether a cell is one known role at one known organisation, as nearly all are."""
    role, _, organisation = cell.partition("@")
    offices = register.offices
    return role in offices.roles.words and organisation in offices.organisations.words


def _person(register: _Register, row: int, reached_by: Sequence[str]) -> Person:
    table = register.table
    id_, name, holds, language, quiet, away, deputy = (cells(table, c)[row] for c in COLUMNS)
    return Person(
        PersonId(str(id_)),
        str(name),
        tuple(_holdings(register, row, holds)),
        tuple(_addresses(table, row, reached_by)),
        _language(register, row, language) if language else None,
        _quiet(register, row, quiet) if quiet else None,
        tuple(read_spans(table, "away", row, register.findings)) if away else (),
        PersonId(str(deputy)) if deputy else None,
    )


def _holdings(register: _Register, row: int, cell: str) -> Iterator[Holding]:
    for offset, written in entries(cell):
        holding = _holding(register, row, written, offset)
        if holding is not None:
            yield holding


def _holding(register: _Register, row: int, written: str, offset: int) -> Holding | None:
    role, at, rest = written.partition("@")  # the title of a role, written for its id, has spaces
    organisation, _, span = rest.partition(" ")
    post = f"{role}{at}{organisation}"
    found = read_post(post)
    if found is None:
        where = register.table.place("holds", row, offset)
        register.findings.error("bad-post", where, value=post)
        return None
    role, organisation = found
    _check_post(register, row, found, offset)
    held = Span()
    if span:  # a place costs, and few are held for some time only
        where = register.table.place("holds", row, offset + len(post) + 1)
        held = read_span(span, where, register.findings) or held
    return Holding(RoleId(role), OrganisationId(organisation), held.since, held.until)


def _check_post(register: _Register, row: int, post: tuple[str, str], offset: int) -> None:
    role, organisation = post
    offices, findings = register.offices, register.findings
    if role not in offices.roles:
        where = register.table.place("holds", row, offset)
        findings.expect_at(role, where, offices.roles, "unknown-role")
    if organisation not in offices.organisations:
        where = register.table.place("holds", row, offset + len(role) + 1)
        findings.expect_at(organisation, where, offices.organisations, "unknown-organisation")


def _addresses(table: Table, row: int, channels: Sequence[str]) -> Iterator[Address]:
    for channel in channels:
        if address := table.columns[channel][row]:
            yield Address(str(channel), str(address))


def _check_addresses(register: _Register, channels: Sequence[str]) -> None:
    """Report what is no address of its channel, and people without any."""
    table = register.table
    columns = [table.columns[channel] for channel in channels]
    for channel, column in zip(channels, columns, strict=True):
        kind = (register.offices.channels or {})[channel].kind
        for row, address in enumerate(column):
            if address and not is_address(kind, address):
                where = table.place(channel, row)
                fault = _NO_ADDRESS.get(kind, "bad-address")
                register.findings.error(fault, where, channel=str(channel))
    for row, written in enumerate(zip(*columns, strict=True)):
        if not any(written) and row not in table.ragged:
            id_ = str(cells(table, "id")[row])
            register.findings.warning("no-address", table.place("id", row), value=id_)


def _language(register: _Register, row: int, cell: str) -> str:
    if cell not in _LANGUAGES:
        where = register.table.place("language", row)
        register.findings.error("bad-language", where, value=str(cell))
    return str(cell)


def _quiet(register: _Register, row: int, cell: str) -> QuietHours | None:
    hours = hours_of(cell)
    if hours is None:
        where = register.table.place("quiet_hours", row)
        register.findings.error("bad-quiet-hours", where, value=str(cell))
    return hours
