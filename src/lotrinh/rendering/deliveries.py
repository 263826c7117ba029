"""Deliveries in words: how a message stands, why a send failed, and what to do about it."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotrinh.application.books.deliveries import Delivery
from lotrinh.application.books.messages import DeliveryState, Receipt
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.failures import Failure, failure_of
from lotrinh.domain.registers import PersonId
from lotrinh.rendering.words import LANGUAGES, capital


def stays_here(configuration: Configuration, channel: str) -> bool:
    """Whether a channel writes files and sends nothing to anybody."""
    known = configuration.channels.get(channel)
    return known is not None and known.kind == "preview"


def state_in_words(state: DeliveryState, language: str, *, stays_here: bool = False) -> str:
    """Return the state of a message; one that was written to a file is not sent.

    >>> state_in_words(DeliveryState.SENT, "vi", stays_here=True)
    'đã ghi ra tệp xem trước'
    >>> state_in_words(DeliveryState.SENT, "vi"), state_in_words(DeliveryState.DEAD, "en")
    ('đã gửi', 'given up')
    """
    entry = "previewed" if stays_here and state is DeliveryState.SENT else state
    words: str = _catalogue()["state"][entry][LANGUAGES.index(language)]
    return words


def reason(failure: Failure, language: str) -> str:
    """Say what happened.

    >>> reason(Failure.CONNECTION_REFUSED, "vi")
    'máy chủ của kênh từ chối kết nối'
    """
    words: str = _catalogue()["failure"][failure][language][0]
    return words


def advice(failure: Failure, language: str) -> str:
    """Say what a person can do."""
    words: str = _catalogue()["failure"][failure][language][1]
    return words


def explained(receipt: Receipt | None, language: str) -> str:
    """Say why a send failed, with its code, and what to do; '' where it didn't fail.

    >>> from lotrinh.application.books.messages import Outcome
    >>> explained(Receipt(Outcome.TEMPORARY, "451 4.3.0"), "vi")
    'Máy chủ thư tạm thời chưa nhận (451 4.3.0). Chưa cần làm gì, chương trình tự thử lại.'
    """
    failure = failure_of(receipt) if receipt is not None else None
    if failure is None or receipt is None:
        return ""
    code = f" ({receipt.detail})" if receipt.detail[:3].isdigit() else ""
    what, to_do = reason(failure, language), advice(failure, language)
    return f"{capital(what)}{code}. {capital(to_do)}."


def name_of(configuration: Configuration, person: PersonId) -> str:
    """Return a person's name; the id, where the register has nobody of that id any more."""
    found = configuration.people.by_id.get(person)
    return found.name if found is not None else person


def failed(configuration: Configuration, delivery: Delivery, language: str) -> str:
    """Return one line about a message that could not be delivered."""
    why = explained(delivery.receipt, language)
    return f"{name_of(configuration, delivery.recipient)}: “{delivery.subject}”. {why}"


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Any]:
    path = files("lotrinh.rendering").joinpath("catalogues", "deliveries.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
