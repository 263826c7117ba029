"""`python -m tests.benchmarks.slack`: what slack and critical paths cost, in CPU seconds.

It prints and judges nothing but the answers: ten thousand milestones in one chain, in layers
of a hundred that each need five of the layer before, and thirty of 3,000 organisations.
"""

import time
from collections.abc import Sequence
from datetime import date

import numpy as np

from lotrinh.domain.calendar import NOT_A_DAY, as_day
from lotrinh.domain.distance import Unit
from lotrinh.domain.roadmap import Duration
from lotrinh.domain.schedule import Network, schedule
from tests.benchmarks.generator import every_day

TODAY = date(2026, 1, 5)


def chain(size: int) -> list[list[int]]:
    """Return things of which each needs the one before."""
    return [[thing - 1] if thing else [] for thing in range(size)]


def layers(size: int, width: int = 100, needed: int = 5) -> list[list[int]]:
    """Return things of which each needs some of the layer before."""
    above = range(needed)
    return [
        [(thing // width - 1) * width + (thing + 7 * n) % width for n in above]
        if thing >= width
        else []
        for thing in range(size)
    ]


def a_network(needs: Sequence[Sequence[int]], rows: int = 1) -> Network:
    """Return work of one day each, all of it due on one day: so that all of it is critical."""
    due = np.full((rows, len(needs)), as_day(date(2030, 12, 31)))
    return Network(
        every_day(),
        needs,
        [Duration(1, Unit.WORKING_DAY)] * len(needs),
        due,
        np.full(due.shape, NOT_A_DAY),
        np.ones(due.shape, np.bool_),
    )


def main() -> None:
    """Print one line a network."""
    for name, network in (
        ("10,000 in a chain", a_network(chain(10_000))),
        ("10,000 in layers", a_network(layers(10_000))),
        ("30 of 3,000 organisations", a_network(chain(30), 3_000)),
    ):
        begun = time.process_time()
        found = schedule(network, TODAY)
        print(f"{name:<28} {time.process_time() - begun:.3f}")
        assert found.critical.all()


if __name__ == "__main__":
    main()
