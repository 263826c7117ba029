"""A deterministic country: N organisations × 20 milestones, as files.

Organisation i holds its congress on 2026-01-05 + (37·i mod 2192) days; milestone k is due
(11·k mod 365) days before it; one secretary each. `answer` counts what is newly said on a day,
the day before having been checked, on a calendar without days off: by a formula of its own.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from lotrinh.domain.calendar import Calendar

MILESTONES = 20
START = date(2026, 1, 5)
TODAY = date(2028, 6, 15)
ANSWERS = {10_000: 74, 100_000: 728, 1_000_000: 7_301}
"""What is newly said on that day, as others have counted it."""
LADDER = (-30, -14, -7, -3, -1, 0, *range(3, 31, 3))
"""Days after the due day on which something is said."""

SETTINGS = """\
coordinator: secretary@cb-0
kinds:
  branch: {title: Chi bộ, calendar: every-day}
roles:
  secretary: Bí thư
"""
POLICIES = """\
standard:
  remind: [30, 14, 7, 3, 1, 0]
  overdue: {every: 3 ngày, until: 30 ngày}
"""
CHANNELS = """\
deliver_by: preview
preview: {kind: preview}
email: {kind: smtp, host: mail.example.vn, sender: lotrinh@example.vn}
"""
CALENDAR = "calendar: every-day\nannounced: 31/12/2040\n"


def write_country(folder: Path, deadlines: int, milestones: int = MILESTONES) -> None:
    """Write the files of a country with so many deadlines."""
    (folder / "calendars").mkdir(parents=True)
    (folder / "roadmaps").mkdir()
    size = deadlines // milestones
    for name, content in {
        "settings.yaml": SETTINGS,
        "policies.yaml": POLICIES,
        "channels.yaml": CHANNELS,
        "calendars/every-day.yaml": CALENDAR,
        "roadmaps/congress.yaml": "\n".join(_roadmap(milestones)),
        "organisations.csv": "\n".join(_organisations(size)),
        "people.csv": "\n".join(_people(size)),
    }.items():
        (folder / name).write_text(content + "\n", encoding="utf-8")


def answer(deadlines: int, day: date = TODAY) -> int:
    """Return how many reminders are newly said on a day.

    >>> {size: answer(size) for size in ANSWERS} == ANSWERS
    True
    """
    opening = np.datetime64(START) + 37 * np.arange(deadlines // MILESTONES) % 2192
    due = opening[:, None] - 11 * np.arange(MILESTONES) % 365
    return int(np.isin((np.datetime64(day) - due).astype(np.int64), LADDER).sum())


def every_day() -> Calendar:
    """Return the calendar without days off that the right answers rest on."""
    first, last = date(2015, 1, 1), date(2040, 12, 31)
    nobody_rests = np.zeros((last - first).days + 1, np.bool_)
    return Calendar("every-day", first, nobody_rests, announced=last)


def _roadmap(milestones: int) -> Iterator[str]:
    yield "roadmap: congress\ntitle: Đại hội\nterm: 2026-2031\nfor: {kind: branch}"
    yield 'check: {cron: "30 7 * * *"}\npolicy: standard'
    yield "anchors:\n  opening: {title: Khai mạc}\nmilestones:"
    for k in range(milestones):
        days = 11 * k % 365
        due = f"{days} ngày trước opening" if days else "ngày opening"
        yield f"  - {{id: m-{k}, title: Việc {k}, due: {due}, lead: secretary}}"


def _organisations(size: int) -> Iterator[str]:
    yield "id,name,kind,opening"
    for i in range(size):
        day = START + timedelta(days=37 * i % 2192)
        yield f"cb-{i},Chi bộ {i},branch,{day:%d/%m/%Y}"


def _people(size: int) -> Iterator[str]:
    yield "id,name,holds,email"
    for i in range(size):
        yield f"bt-{i},Bí thư {i},secretary@cb-{i},bt{i}@example.vn"
