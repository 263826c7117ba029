"""A configuration: all that a folder of files says, as one value with a content hash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property
from zoneinfo import ZoneInfo

from lotrinh.domain.calendar import Calendar
from lotrinh.domain.people import People
from lotrinh.domain.policy import Policy
from lotrinh.domain.registers import Kind, OrganisationId, Organisations, RoleId
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import Roadmap, RoadmapId
from lotrinh.domain.targets import TargetSets
from lotrinh.domain.times import QuietHours


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One way of reaching people, as `channels.yaml` says it; secrets only by name."""

    id: str
    kind: str
    """``preview``, ``smtp``, ``apprise`` or ``zalo``."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Those of a part are named after it: ``replies.host``."""
    per_minute: int | None = None
    """How many messages it may be given in any one minute."""

    @property
    def reads_mail(self) -> bool:
        """Whether answers by mail are read."""
        return any(option.startswith("replies.") for option in self.options)


@dataclass(frozen=True, slots=True)
class Post:
    """A role at an organisation: ``office@dong-hai-2``."""

    role: RoleId
    organisation: OrganisationId

    def __str__(self) -> str:
        return f"{self.role}@{self.organisation}"


@dataclass(frozen=True, slots=True)
class BulletinSettings:
    """When it is told, and to whom, how all stands."""

    send_at: time = time(8)
    """The time of day, on the clocks of the zone."""
    daily: bool = False
    """Whether the coordinator hears every working day."""
    weekly_to: tuple[RoleId, ...] = ()
    """The roles that hear once a week of the organisations below theirs."""
    weekly_on: int = 0
    """The day of the week, Monday being 0; if it is off, the next working day."""


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many days what is kept that nobody needs for ever."""

    messages: int = 365
    """The texts of messages that have gone out or were withdrawn."""
    attempts: int = 365
    """How each try to send a message ended."""
    runs: int = 30
    """Runs in Prefect."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Where the address is kept that is called after each good round; it is a secret itself."""

    place: str
    """The name of a variable, or the path of a file."""
    in_file: bool = False


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where backups go, and how many stay."""

    daily: bool = True
    folder: str = "backup"
    """Within the workspace, unless it is an absolute path."""
    keep: int = 14


@dataclass(frozen=True, eq=False)
class Configuration:
    """Everything that decisions rest on beside facts and the day."""

    hash: str
    """Of the files' contents; reminders name it."""
    zone: ZoneInfo
    language: str
    strict: bool
    coordinator: Post
    """Who is told of what concerns the configuration itself."""
    kinds: Mapping[str, Kind]
    roles: Mapping[RoleId, str]
    """Each role with the title that people read."""
    organisations: Organisations
    people: People
    policies: Mapping[str, Policy]
    calendars: Mapping[str, Calendar]
    roadmaps: Mapping[RoadmapId, Roadmap]
    channels: Mapping[str, ChannelSettings]
    deliver_by: str | None = None
    """A channel that stands in for all others: ``preview`` in a fresh installation."""
    public_url: str | None = None
    """Where the answer page is reached; without one there are no links."""
    operator: Post | None = None
    """Who looks after the machine; the coordinator, if None."""
    answer_days: int = 60
    """For how long the link in a message holds."""
    shard_size: int | None = None
    """How many organisations a shard of a check holds at most; None checks all in one."""
    bulletins: BulletinSettings = BulletinSettings()
    trust_header: str | None = None
    """In which header a proxy on this machine says who is signed in; None trusts no proxy."""
    keep: Keep = Keep()
    heartbeat: Heartbeat | None = None
    """What notices from outside that nothing runs here; nothing does, if None."""
    backup: BackupSettings = BackupSettings()
    targets: TargetSets = field(default_factory=dict)
    """What is to be reached; the reports on each set are one of the roadmaps."""
    web_edits: bool = True
    """Whether the coordinator may change files on the pages."""

    @property
    def quiet(self) -> QuietHours | None:
        """The quiet hours for what no policy is about: those of the first that has some."""
        return next((p.quiet for p in self.policies.values() if p.quiet is not None), None)

    @cached_property
    def renames(self) -> Renames:
        """What its roadmaps, their milestones and the organisations were called before."""
        return Renames.of(self.roadmaps.values(), self.organisations)
