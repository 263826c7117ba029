"""The register of people: who holds which role, and where each of them is reached.

Only this file says who holds `role@organisation`. Every column that isn't one of ours is a
channel of `channels.yaml`, in the order in which they are tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.domain.registers import (
    Address,
    Holding,
    OrganisationId,
    People,
    Person,
    PersonId,
    RoleId,
    Span,
)
from lotrinh.domain.times import QuietHours
from lotrinh.loader.parts.channels import is_address
from lotrinh.loader.parts.deputies import check_deputies
from lotrinh.loader.parts.organisations import check_ids
from lotrinh.loader.parts.rows import PersonShape
from lotrinh.loader.parts.scalars import hours_of
from lotrinh.loader.parts.settings import read_post
from lotrinh.loader.parts.spans import read_span, read_spans
from lotrinh.loader.reading.findings import Findings, Vocabulary
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
    check_columns(table, known, _NEEDED, findings)
    check_ids(table, findings)
    check_names(table, findings)
    reached_by = tuple(str(column) for column in table.columns if column in (channels or ()))
    persons = tuple(_persons(_Register(table, offices, findings)))
    check_deputies(persons, table, findings)
    return People(persons, reached_by)


@dataclass(frozen=True, slots=True)
class _Register:
    """The table that is being read, and what it is checked against."""

    table: Table
    offices: Offices
    findings: Findings


def _persons(register: _Register) -> Iterator[Person]:
    table = register.table
    channels = register.offices.channels or {}
    reached_by = [column for column in table.columns if column in channels]
    columns = (cells(table, column) for column in COLUMNS)
    for row, (id_, name, holds, language, quiet, away, deputy) in enumerate(
        zip(*columns, strict=True)
    ):
        yield Person(
            PersonId(str(id_)),
            str(name),
            tuple(_holdings(register, row, holds)),
            _addresses(register, row, reached_by),
            _language(register, row, language) if language else None,
            _quiet(register, row, quiet) if quiet else None,
            tuple(read_spans(table, "away", row, register.findings)) if away else (),
            PersonId(str(deputy)) if deputy else None,
        )


def _holdings(register: _Register, row: int, cell: str) -> Iterator[Holding]:
    role, _, organisation = cell.partition("@")
    offices = register.offices
    if role in offices.roles.words and organisation in offices.organisations.words:
        yield Holding(RoleId(role), OrganisationId(organisation))  # as nearly all are written
        return
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


def _addresses(register: _Register, row: int, channels: list[str]) -> tuple[Address, ...]:
    table = register.table
    written = ((channel, table.columns[channel][row]) for channel in channels)
    found = tuple(Address(str(channel), str(address)) for channel, address in written if address)
    for address in found:
        _check_address(register, row, address)
    if channels and not found and row not in table.ragged:
        id_ = str(cells(table, "id")[row])
        register.findings.warning("no-address", table.place("id", row), value=id_)
    return found


def _check_address(register: _Register, row: int, address: Address) -> None:
    kind = (register.offices.channels or {})[address.channel].kind
    if not is_address(kind, address.address):
        where = register.table.place(address.channel, row)
        fault = _NO_ADDRESS.get(kind, "bad-address")
        register.findings.error(fault, where, channel=address.channel)


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
