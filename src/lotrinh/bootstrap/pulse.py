"""The pulse: whether the last round was good, told to somebody outside who misses it else."""

from dataclasses import dataclass

from lotrinh.application.books.messages import Receipt
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.office.configuration import Configuration
from lotrinh.bootstrap.office import Office
from lotrinh.loader.cron import ticks


@dataclass(frozen=True, slots=True)
class Pulse:
    """What an address outside hears after each round: that it was good, or nothing."""

    office: Office

    def beat(self, configuration: Configuration) -> Receipt | None:
        """Call the address if all is well; return how that ended, None where nobody was called.

        It never stops what it tells of: that it couldn't be called is only logged.
        """
        wanted = configuration.heartbeat
        if wanted is None or self.office.store.is_demo:
            return None
        if not self._is_well(configuration):
            self.office.log.write([("heartbeat", {"outcome": "withheld"})])
            return None
        from lotrinh.channels.heartbeat import beat  # noqa: PLC0415  (not always needed)
        from lotrinh.channels.settings import Secret  # noqa: PLC0415  (goes with it)

        receipt = beat(Secret(wanted.place, in_file=wanted.in_file))
        keys = {"outcome": receipt.outcome, "detail": receipt.detail}
        self.office.log.write([("heartbeat", keys)])
        return receipt

    def _is_well(self, configuration: Configuration) -> bool:
        from lotrinh.application.looking.vitals import is_round_well  # noqa: PLC0415  (the same)

        with self.office.store.look() as uow:
            books = by_present_ids(uow, configuration)
            return is_round_well(configuration, books, self.office.now(), ticks)
