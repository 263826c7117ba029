"""Agendas as iCalendar: one all-day event a deadline. The only door to the library.

Events, not to-dos: phones show no to-dos of a calendar that is subscribed to. They take no
time from anybody, and ring at eight: on the day, and on the last working day before it if
that is a day off. An event is known by what its deadline was called first, so that no rename
makes a second one.

What has changed is told from the file that was made before: an event whose day or status is
another one has the next SEQUENCE, and what is gone is CANCELLED.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Component, Event

from lotrinh.application.looking.report import Stand
from lotrinh.domain.facts import CellId
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Deadline
from lotrinh.papers.line import Scribe
from lotrinh.rendering.words import long_date

_OURS = "@lotrinh"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_EIGHT = timedelta(hours=8)
_REMEMBERED = timedelta(days=92)
"""How long after its day a cancelled event is still told of."""
_CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as a phone keeps it."""

    uid: str
    day: date
    title: str
    status: str
    sequence: int = 0
    text: str = ""
    alarms: tuple[timedelta, ...] = ()
    """How long after the day begins it rings."""
    modified: datetime = NEVER
    """Since when a phone should have it as it is."""

    @property
    def seen(self) -> tuple[object, ...]:
        """What whoever looks at it sees."""
        return self.day, self.title, self.status, self.text, self.alarms


def agenda_feed(
    scribe: Scribe,
    name: str,
    stands: Iterable[Stand],
    *,
    day: date,
    made: datetime,
    before: Iterable[Entry] = (),
) -> bytes:
    """Return deadlines as an iCalendar file; those without a day, or waived, aren't in it.

    Args:
        scribe: Who puts them into words.
        name: What the calendar is called.
        stands: The deadlines.
        day: The day that they are seen on.
        made: When the file is made, with a zone.
        before: The entries of the file that this one is to replace.
    """
    entries = entries_of(scribe, list(stands))
    earlier = {entry.uid: entry for entry in before}
    calendar = _calendar(scribe, name)
    now = made.astimezone(UTC).replace(microsecond=0)
    for entry in (*_numbered(entries, earlier), *_cancelled(entries, earlier, day)):
        calendar.add_component(_event(_dated(entry, earlier.get(entry.uid), now)))
    return bytes(calendar.to_ical())


def entries_of(scribe: Scribe, stands: Sequence[Stand]) -> list[Entry]:
    """Return the entries of some deadlines, by day."""
    several = len({stand.deadline.id.organisation for stand in stands}) > 1
    entries = (
        _entry(scribe, stand, stand.deadline.due, several=several)
        for stand in stands
        if stand.deadline.due is not None and stand.standing is not Standing.WAIVED
    )
    return sorted(entries, key=lambda entry: (entry.day, entry.uid))


def entries_in(content: bytes) -> tuple[Entry, ...]:
    """Return the entries of a file that was made here; none where it is none of ours."""
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
        return tuple(_read(event) for event in events if str(event["UID"]).endswith(_OURS))
    except (ValueError, KeyError, AttributeError, TypeError):
        return ()


def uid(scribe: Scribe, cell: CellId) -> str:
    """Return what an event is known by, for good."""
    first = scribe.configuration.renames.first(cell)
    parts = (first.roadmap, first.milestone, first.occurrence, first.organisation)
    return ".".join(part for part in parts if part).lower() + _OURS


def _entry(scribe: Scribe, stand: Stand, day: date, *, several: bool) -> Entry:
    deadline = stand.deadline
    title = scribe.task(deadline)
    if several:
        title = f"{title} ({scribe.organisation(deadline)})"
    rests = deadline.rests or deadline.provisional
    return Entry(
        uid(scribe, deadline.id),
        day,
        f"✓ {title}" if stand.standing.is_done else title,
        "TENTATIVE" if rests and not stand.standing.is_done else "CONFIRMED",
        text="\n".join(_lines(scribe, stand)),
        alarms=() if stand.standing.is_done or deadline.rests else tuple(_alarms(deadline, day)),
    )


def _alarms(deadline: Deadline, day: date) -> Iterator[timedelta]:
    """Yield when it rings: also on the last working day, where the day itself is off."""
    if (last := deadline.last_working_day) is not None and last != day:
        yield _EIGHT - (day - last)
    yield _EIGHT


def _lines(scribe: Scribe, stand: Stand) -> Iterator[str]:
    deadline, language = stand.deadline, scribe.language
    yield f"{scribe.say('column.organisation')}: {scribe.organisation(deadline)}"
    if deadline.due is not None:
        yield f"{scribe.say('column.due')}: {long_date(deadline.due, language)}"
    if (last := deadline.last_working_day) is not None and last != deadline.due:
        yield f"{scribe.say('column.plan-by')}: {long_date(last, language)}"
    for name, value in (
        ("lead", scribe.lead(deadline)),
        ("support", scribe.support(deadline)),
        ("basis", scribe.basis(deadline)),
        ("standing", scribe.standing(stand.standing)),
        ("remarks", scribe.remarks(deadline)),
        ("code", scribe.code(deadline)),
    ):
        if value:
            yield f"{scribe.say(f'column.{name}')}: {value}"


def _numbered(entries: Iterable[Entry], earlier: Mapping[str, Entry]) -> Iterator[Entry]:
    """Yield entries with the number of their version: the next one, where a phone has to move."""
    for entry in entries:
        before = earlier.get(entry.uid)
        if before is None:
            yield entry
            continue
        changed = (before.day, before.status) != (entry.day, entry.status)
        yield replace(entry, sequence=before.sequence + changed)


def _dated(entry: Entry, before: Entry | None, now: datetime) -> Entry:
    """Return an entry with the instant of its last change: what is as it was keeps its own."""
    is_as_it_was = before is not None and before.seen == entry.seen and before.modified > NEVER
    return replace(entry, modified=before.modified if is_as_it_was and before else now)


def _cancelled(
    entries: Iterable[Entry], earlier: Mapping[str, Entry], day: date
) -> Iterator[Entry]:
    """Yield what a phone may still hold and has to take away."""
    present = {entry.uid for entry in entries}
    for entry in earlier.values():
        if entry.uid in present or entry.day < day - _REMEMBERED:
            continue
        again = entry.sequence + (entry.status != _CANCELLED)
        yield replace(entry, status=_CANCELLED, sequence=again, text="", alarms=())


def _calendar(scribe: Scribe, name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Lo Trinh//lotrinh//{scribe.language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", scribe.configuration.zone.key)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.modified)
    event.add("last-modified", entry.modified)
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + _DAY)
    event.add("summary", entry.title)
    event.add("transp", "TRANSPARENT")
    if entry.text:
        event.add("description", entry.text)
    for ring in entry.alarms:
        event.add_component(_alarm(entry, ring))
    return event


def _alarm(entry: Entry, ring: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", ring)
    return alarm


def _read(event: Component) -> Entry:
    sequence = int(event.get("SEQUENCE", 0))
    day = event.decoded("DTSTART")
    return Entry(
        str(event["UID"]),
        day.date() if isinstance(day, datetime) else day,
        str(event.get("SUMMARY", "")),
        str(event.get("STATUS", "CONFIRMED")),
        sequence,
        str(event.get("DESCRIPTION", "")),
        tuple(alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")),
        event.decoded("LAST-MODIFIED") if "LAST-MODIFIED" in event else NEVER,
    )
