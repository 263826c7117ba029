"""Vitals as Prometheus reads them: its text format, which is a few lines a figure."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.looking.vitals import Vitals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_Sample = tuple[Mapping[str, str], float]


def metrics(vitals: Vitals) -> str:
    """Return all figures of one look."""
    return "".join(line + "\n" for line in _lines(vitals))


def _lines(vitals: Vitals) -> Iterator[str]:
    for name, says, samples in _families(vitals):
        yield f"# HELP lotrinh_{name} {says}"
        yield f"# TYPE lotrinh_{name} gauge"
        for labels, value in samples:
            yield f"lotrinh_{name}{_labels(labels)} {value:.15g}"


def _families(vitals: Vitals) -> Iterator[tuple[str, str, list[_Sample]]]:
    """Yield each figure: its name, what it says, its values."""
    states = [({"state": str(state)}, count) for state, count in vitals.states.items()]
    yield "messages", "Messages in the outbox by state.", [(s, float(n)) for s, n in states]
    dead, held = (vitals.states[s] for s in (DeliveryState.DEAD, DeliveryState.HELD))
    yield "dead_letters", "Messages that were given up.", [({}, dead)]
    yield "held_messages", "Messages that wait for a person to release them.", [({}, held)]
    waited = vitals.waited.total_seconds()
    yield "queue_age_seconds", "How long a message that might leave has waited.", [({}, waited)]
    sent = _instants({"": vitals.last_sent})
    yield "last_delivery_timestamp_seconds", "When a message was last handed over.", sent
    checked = _instants({str(id_): at for id_, at in vitals.checked.items()})
    yield "last_check_timestamp_seconds", "When a roadmap was last checked.", checked
    missed: list[_Sample] = [
        ({"roadmap": str(id_)}, id_ in vitals.silent) for id_ in vitals.checked
    ]
    yield "check_missed", "Whether a roadmap should have been checked since.", missed
    late: list[_Sample] = [({"roadmap": str(id_)}, n) for id_, n in vitals.late.items()]
    yield "late_deadlines", "Deadlines that are overdue.", late
    yield "configuration_problems", "Errors in the present files.", [({}, vitals.problems)]
    yield "schema_info", "The revision of the tables.", [({"revision": vitals.schema}, 1)]
    if vitals.prefect is not None:
        yield "prefect_up", "Whether Prefect's server answers.", [({}, vitals.prefect)]


def _instants(found: Mapping[str, datetime | None]) -> list[_Sample]:
    """Return instants as seconds; what has not happened yet has no sample."""
    return [
        ({"roadmap": name} if name else {}, at.timestamp())
        for name, at in found.items()
        if at is not None
    ]


def _labels(labels: Mapping[str, str]) -> str:
    """Return labels as they are written.

    >>> _labels({"roadmap": "year-end"}), _labels({})
    ('{roadmap="year-end"}', '')
    """
    quoted = (f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return "{" + ",".join(quoted) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
