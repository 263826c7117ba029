"""How the machine is, in words for people, and as a document for programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.looking.vitals import Part, Vitals, Wellness
from lotrinh.application.office.configuration import Configuration
from lotrinh.rendering.pages.answers import rendered
from lotrinh.rendering.trail import clock
from lotrinh.rendering.words import say

_LOOKS = {
    Wellness.WELL: ("done", "✓"),
    Wellness.AMISS: ("due-soon", "!"),
    Wellness.BROKEN: ("overdue", "✗"),
}


def health_page(vitals: Vitals, configuration: Configuration, language: str) -> str:
    """Return the page."""
    said = dict(_said(vitals, configuration, language))
    rows = [
        {
            "part": say(f"health.{part}", language),
            "look": _LOOKS[wellness][0],
            "mark": _LOOKS[wellness][1],
            "wellness": say(f"health.{wellness}", language),
            "words": said[part],
        }
        for part, wellness in vitals.parts()
    ]
    at = clock(vitals.at, configuration.zone)
    words = say(f"health.all-{vitals.wellness}", language)
    return rendered("health", language, root="", rows=rows, at=at, words=words)


def health_document(vitals: Vitals, configuration: Configuration, language: str) -> dict[str, Any]:
    """Return the same for a program."""
    said = dict(_said(vitals, configuration, language))
    return {
        "status": str(vitals.wellness),
        "at": vitals.at.astimezone(configuration.zone).isoformat(),
        "parts": {
            str(part): {"status": str(wellness), "words": said[part]}
            for part, wellness in vitals.parts()
        },
    }


def _said(
    vitals: Vitals, configuration: Configuration, language: str
) -> Iterator[tuple[Part, str]]:
    """Yield what there is to say of each part."""
    zone, states = configuration.zone, vitals.states
    files = "files-wrong" if vitals.problems else "files-well"
    yield Part.FILES, say(f"health.{files}", language, count=vitals.problems)
    yield Part.BOOKS, say("health.books-well", language, schema=vitals.schema)
    yield Part.CHECKS, "; ".join(_checks(vitals, configuration, language))
    minutes = int(vitals.waited.total_seconds() // 60)
    sent = _when(vitals.last_sent, zone, language)
    waiting = states[DeliveryState.WAITING] + states[DeliveryState.SENDING]
    yield (
        Part.QUEUE,
        say("health.queue-is", language, count=waiting, minutes=minutes, sent=sent),
    )
    dead, held = states[DeliveryState.DEAD], states[DeliveryState.HELD]
    yield Part.LETTERS, say("health.letters-are", language, dead=dead, held=held)
    yield (
        Part.PREFECT,
        say("health.prefect-up" if vitals.prefect else "health.prefect-down", language),
    )


def _checks(vitals: Vitals, configuration: Configuration, language: str) -> Iterator[str]:
    for id_, at in vitals.checked.items():
        missed = say("health.missed", language) if id_ in vitals.silent else ""
        when = _when(at, configuration.zone, language)
        yield f"{configuration.roadmaps[id_].title}: {when}{missed}"


def _when(at: datetime | None, zone: ZoneInfo, language: str) -> str:
    return clock(at, zone) if at is not None else say("health.never", language)
