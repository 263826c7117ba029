"""Values for tests, with unremarkable defaults: a test names only what matters to it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from lotrinh.application.office.configuration import ChannelSettings, Configuration, Post
from lotrinh.domain.calendar import NOT_A_DAY, Calendar, as_day
from lotrinh.domain.distance import Unit
from lotrinh.domain.people import People
from lotrinh.domain.policy import Overdue, Policy, Rung
from lotrinh.domain.registers import (
    ALL_CONTENTS,
    Address,
    Holding,
    Kind,
    OrganisationId,
    Organisations,
    Person,
    PersonId,
    RoleId,
)
from lotrinh.domain.roadmap import Anchor, Milestone, MilestoneId, Roadmap, RoadmapId, Term
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.text import fold

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SECRETARY = RoleId("secretary")
HOLIDAYS = (date(2025, 1, 1), *(date(2025, 1, day) for day in range(27, 32)), date(2026, 1, 1))


def hanoi(written: str) -> datetime:
    """Return an instant as people in Hà Nội write it."""
    return datetime.fromisoformat(written).replace(tzinfo=HANOI)


def morning(day: date) -> datetime:
    """Return the instant of a day's check."""
    return datetime(day.year, day.month, day.day, 7, 30, tzinfo=HANOI)


def a_calendar(*off: date) -> Calendar:
    """Return a calendar of the years around 2025; weekends and the days given are off."""
    first, last = date(2015, 1, 1), date(2036, 12, 31)
    return Calendar.of("office", first, last, off or HOLIDAYS, announced=date(2026, 12, 31))


def a_policy(*remind: int, overdue: Overdue | None = None) -> Policy:
    """Return a policy without quiet hours."""
    rungs = tuple(Rung(-days) for days in remind or (14, 7, 3, 1, 0))
    return Policy("standard", rungs, overdue)


STUBBORN = Overdue(first=1, every=(2,), until=9, unit=Unit.WORKING_DAY)


def a_milestone(id_: str = "review", due: str = "trước 15/12/2024", **fields: object) -> Milestone:
    """Return a milestone of the secretary's."""
    names = {fold(name): name for name in ("congress", "review", "report", "outline", "sketch")}
    given: dict[str, object] = {"title": f"Việc {id_}", "lead": SECRETARY, **fields}
    return Milestone(MilestoneId(id_), due=parse_phrase(due, names), **given)  # type: ignore[arg-type]


def a_roadmap(*milestones: Milestone, id_: str = "plan", **anchors: Anchor) -> Roadmap:
    """Return a roadmap of 2024 and 2025, checked every morning."""
    return Roadmap(
        RoadmapId(id_),
        "Lộ trình",
        Term("2024-2025", 2024, 2025),
        cron="30 7 * * *",
        policy="standard",
        anchors=anchors,
        milestones={m.id: m for m in (milestones or (a_milestone(),))},
    )


def organisations(
    *ids: str, anchors: Mapping[str, Sequence[date | None]] | None = None
) -> Organisations:
    """Return a register of branches."""
    size = len(ids)
    nothing = np.full(size, NOT_A_DAY)
    return Organisations(
        ids=tuple(OrganisationId(id_) for id_ in ids),
        names=tuple(f"Chi bộ {id_}" for id_ in ids),
        kinds=np.array(["branch"] * size),
        calendars=np.array(["office"] * size),
        parents=np.full(size, -1),
        valid_from=nothing,
        valid_to=nothing,
        contents=np.full(size, ALL_CONTENTS),
        anchors={
            name: np.array([NOT_A_DAY if day is None else as_day(day) for day in days])
            for name, days in (anchors or {}).items()
        },
    )


def a_person(id_: str, *holds: str) -> Person:
    """Return a post with a mailbox; `holds` are written role@organisation."""
    holdings = (post.split("@") for post in holds)
    return Person(
        PersonId(id_),
        f"Đồng chí {id_}",
        tuple(Holding(RoleId(role), OrganisationId(where)) for role, where in holdings),
        (Address("email", f"{id_}@example.vn"),),
    )


def a_configuration(
    *roadmaps: Roadmap,
    branches: Organisations | None = None,
    people: Sequence[Person] | None = None,
    policy: Policy | None = None,
    calendar: Calendar | None = None,
    hash_: str = "first",
) -> Configuration:
    """Return a configuration of two branches, each with its secretary."""
    register = branches if branches is not None else organisations("cb-1", "cb-2")
    secretaries = [a_person(f"bt-{id_}", f"secretary@{id_}") for id_ in register.ids]
    return Configuration(
        hash=hash_,
        zone=HANOI,
        language="vi",
        strict=True,
        coordinator=Post(SECRETARY, register.ids[0]),
        kinds={"branch": Kind("branch", "Chi bộ", "office")},
        roles={SECRETARY: "Bí thư"},
        organisations=register,
        people=People(tuple(people if people is not None else secretaries)),
        policies={"standard": policy or a_policy(overdue=STUBBORN)},
        calendars={"office": calendar or a_calendar()},
        roadmaps={r.id: r for r in (roadmaps or (a_roadmap(),))},
        channels={"email": ChannelSettings("email", "smtp")},
    )
