"""`settings.yaml`: the kinds of organisations, the roles, and what holds everywhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from lotrinh.application.office.configuration import BulletinSettings, Post
from lotrinh.domain.registers import Kind, OrganisationId, RoleId
from lotrinh.loader.parts.alarms import AlarmsShape
from lotrinh.loader.parts.backup import BackupShape
from lotrinh.loader.parts.keep import KeepShape
from lotrinh.loader.parts.scalars import (
    Choice,
    Clock,
    Id,
    Language,
    Title,
    Weekday,
    Words,
    as_number,
    as_text,
    refuse,
    shown,
)
from lotrinh.loader.parts.shape import ByName, ListOf, Named, Shape
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.folder import LIBRARY, is_library_path
from lotrinh.loader.reading.written import NOTHING, Block, Text

ZONE = "Asia/Ho_Chi_Minh"
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_URL = re.compile(
    rf"(https?)://({_LABEL}(?:\.{_LABEL})*|\[::1\])(?::(\d{{1,5}}))?(?:/[\w./~-]*)?",
    re.ASCII | re.IGNORECASE,
)
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|\[::1\]", re.IGNORECASE)
_HEADER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", re.ASCII | re.IGNORECASE)
"""Of several words, as headers are that proxies set: every browser sends a Host."""
_NOT_OURS = frozenset({"user-agent", "x-forwarded-for", "accept-language"})
"""Headers in which a visitor writes what he likes."""
_PORTS = range(1, 65536)
_LONGEST_ANSWER = 366


def _as_zone(value: Any) -> ZoneInfo:
    name = str(as_text(value))
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise refuse("bad-zone", value=name) from None


def _as_url(value: Any) -> Text:
    text = as_text(value)
    found = _URL.fullmatch(text)
    if found is None or int(found[3] or 443) not in _PORTS:
        raise refuse("bad-url", value=str(text))
    return Text(text.rstrip("/"), text.where)


def _as_answer_days(value: Any) -> int:
    days = as_number(value)
    if not 1 <= days <= _LONGEST_ANSWER:
        raise refuse("answer-days", value=str(days), longest=str(_LONGEST_ANSWER))
    return days


def _as_shard_size(value: Any) -> int:
    size = as_number(value)
    if size < 1:
        raise refuse("shard-size", value=str(size))
    return size


def _as_header(value: Any) -> Text:
    text = as_text(value)
    if not _HEADER.fullmatch(text) or text.lower() in _NOT_OURS:
        raise refuse("bad-header", value=str(text))
    return text


def _as_library(value: Any) -> Text:
    text = as_text(value)
    if not is_library_path(text):
        raise refuse("bad-library", value=str(text))
    return text


class KindShape(Shape):
    """A kind of organisation."""

    needed: ClassVar = ("title", "calendar")

    title: Title = NOTHING
    """What people call it."""
    calendar: Id = NOTHING
    """Whose days off it has."""
    stands_in: ByName[Id] = Field({})
    """For a role that it lacks: the role that answers instead."""


class WeeklyShape(Shape):
    """Who hears once a week how all stands below."""

    needed: ClassVar = ("to",)

    to: ListOf[Id] = ()
    """The roles that hear of the organisations below theirs."""
    on: Weekday = 0
    """The day of the week; Monday, if not given. If it is off, the next working day."""


class WebShape(Shape):
    """The pages, and who may see them."""

    trust_header: Annotated[Text, BeforeValidator(_as_header), shown("string")] | None = None
    """The header in which a proxy on this machine says who is signed in."""
    edits: Choice = True
    """Whether the coordinator may change files there; no, where they are kept in git."""


class SettingsShape(Shape):
    """What holds for every roadmap."""

    needed: ClassVar = ("coordinator", "kinds", "roles")

    language: Language = "vi"
    """Of messages and reports: vi or en."""
    zone: Annotated[ZoneInfo, BeforeValidator(_as_zone), shown("string", examples=[ZONE])] = (
        ZoneInfo(ZONE)
    )
    """Where the days and hours of the roadmaps are meant."""
    strict: Choice = True
    """Whether "trước 15/12" means the 14th at the latest."""
    coordinator: Words = NOTHING
    """The post that hears of backlog and of trouble."""
    operator: Words = NOTHING
    """The post that hears of the machine's troubles too; without it, the coordinator alone."""
    daily: Choice = True
    """Whether the coordinator hears every working day how all stands."""
    weekly: WeeklyShape | None = None
    """Who hears once a week how all stands below; nobody, if not given."""
    send_at: Clock = time(8)
    """When the daily and the weekly message are sent: 08:00."""
    public_url: Annotated[Text, BeforeValidator(_as_url), shown("string")] | None = None
    """Where officials reach the answer page; without it, messages have no link."""
    answer_days: Annotated[
        int,
        BeforeValidator(_as_answer_days),
        shown("integer", "string", minimum=1, maximum=_LONGEST_ANSWER, pattern=r"^\d{1,3}$"),
    ] = 60
    """For how many days the link in a message holds."""
    shard_size: (
        Annotated[
            int,
            BeforeValidator(_as_shard_size),
            shown("integer", "string", minimum=1, pattern=r"^\d+$"),
        ]
        | None
    ) = None
    """How many organisations one run of a check looks at, where several share the work."""
    web: WebShape | None = None
    """The pages, and who may see them."""
    alarms: AlarmsShape | None = None
    """Who notices that nothing runs any more; nobody, if not given."""
    keep: KeepShape | None = None
    """For how many days old messages, tries and runs are kept."""
    backup: BackupShape | None = None
    """Where a backup goes every day, and how many stay."""
    library: Annotated[Text, BeforeValidator(_as_library)] = Text(LIBRARY, NOTHING.where)
    """The folder of calendars and of roadmaps to extend: library, or ../../library."""
    kinds: Named[KindShape] = Field({})
    """The kinds of organisations, each by an id."""
    roles: ByName[Title] = Field({})
    """Each role with the title that people read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `settings.yaml` means, with the words that other files may use."""

    shape: SettingsShape
    kinds: Mapping[str, Kind]
    kind_words: Vocabulary
    role_words: Vocabulary


def read_settings(
    shape: SettingsShape | None, calendars: Vocabulary, findings: Findings
) -> Settings:
    """Return the settings; where the file couldn't be read, any kind and role will do."""
    if shape is None:
        anything = Vocabulary(is_open=True)
        return Settings(SettingsShape.model_construct(), {}, anything, anything)
    roles = Vocabulary(
        shape.roles, {title: id_ for id_, title in shape.roles.items()}, is_open=not shape.roles
    )
    _check_filled(shape, findings)
    _check_url(shape.public_url, findings)
    for kind in shape.kinds.values():
        _check_kind(kind, roles, calendars, findings)
    for role in shape.weekly.to if shape.weekly is not None else ():
        findings.expect(role, roles, "unknown-role")
    kinds = {str(name): _kind(name, kind) for name, kind in shape.kinds.items()}
    titles = {kind.title: name for name, kind in kinds.items()}
    return Settings(shape, kinds, Vocabulary(kinds, titles, is_open=not kinds), roles)


def _check_filled(shape: SettingsShape, findings: Findings) -> None:
    """Report lists that are there and hold nothing: any kind and role would do then."""
    for key in ("kinds", "roles"):
        value = shape.written.under(key)
        if isinstance(value, Block) and not value:
            findings.error("empty-value", value.where)


def _check_url(url: Text | None, findings: Findings) -> None:
    """Warn of a page whose links, which are all that it takes to answer, go over in the clear."""
    found = _URL.fullmatch(url) if url else None
    if url and found and found[1].lower() == "http" and not _LOOPBACK.fullmatch(found[2]):
        findings.warning("insecure-url", url.where, value=str(url))


def _check_kind(
    kind: KindShape, roles: Vocabulary, calendars: Vocabulary, findings: Findings
) -> None:
    if kind.calendar:
        findings.expect(kind.calendar, calendars, "unknown-calendar")
    for role, instead in kind.stands_in.items():
        findings.expect(role, roles, "unknown-role")
        findings.expect(instead, roles, "unknown-role")


def _kind(name: str, shape: KindShape) -> Kind:
    stands_in = {RoleId(str(a)): RoleId(str(b)) for a, b in shape.stands_in.items()}
    return Kind(str(name), str(shape.title), str(shape.calendar), stands_in)


def read_bulletins(shape: SettingsShape) -> BulletinSettings:
    """Return when it is told how all stands, and to whom."""
    weekly = shape.weekly or WeeklyShape.model_construct()
    to = tuple(RoleId(str(role)) for role in weekly.to)
    return BulletinSettings(shape.send_at, shape.daily, to, weekly.on)


def read_post(text: str) -> tuple[str, str] | None:
    """Return the role and the organisation of ``role@organisation``, None where it isn't one.

    >>> read_post("office@dong-hai-2")
    ('office', 'dong-hai-2')
    """
    role, at, organisation = text.strip().partition("@")
    return (
        (role, organisation) if role and at and organisation and "@" not in organisation else None
    )


def read_officer(
    written: Text, roles: Vocabulary, organisations: Vocabulary, findings: Findings
) -> Post:
    """Return the post that hears of trouble; who it is can only be checked at the end."""
    found = read_post(written)
    if found is None:
        if written:
            findings.error("bad-post", written.where, value=str(written))
        return Post(RoleId(""), OrganisationId(""))
    role, organisation = found
    findings.expect_at(role, written.where, roles, "unknown-role")
    where = written.at(len(role) + 2)
    findings.expect_at(organisation, where, organisations, "unknown-organisation")
    return Post(RoleId(role), OrganisationId(organisation))


def trusted_header(web: WebShape | None) -> str | None:
    """Return in which header a proxy says who is signed in, None where none is trusted."""
    return str(web.trust_header) if web is not None and web.trust_header else None


def may_edit(web: WebShape | None) -> bool:
    """Return whether files may be changed on the pages."""
    return web is None or web.edits
