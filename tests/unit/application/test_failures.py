"""What a receipt means: whom it blames, and what a person is told."""

import re
from pathlib import Path

import pytest

from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.application.sending.failures import SAID, Failure, failure_of
from lotrinh.channels import answers, replies
from lotrinh.rendering.deliveries import explained

CHANNELS = Path(replies.__file__).parent


@pytest.mark.parametrize(
    ("outcome", "detail", "failure"),
    [
        (Outcome.PERMANENT, "550 5.1.1", Failure.UNKNOWN_ADDRESS),
        (Outcome.PERMANENT, "550", Failure.UNKNOWN_ADDRESS),
        (Outcome.PERMANENT, "553", Failure.UNKNOWN_ADDRESS),
        (Outcome.PERMANENT, "550 5.2.1", Failure.MAILBOX_CLOSED),
        (Outcome.PERMANENT, "552 5.2.2", Failure.MAILBOX_FULL),
        (Outcome.PERMANENT, "552", Failure.MAILBOX_FULL),
        (Outcome.TEMPORARY, "452 4.2.2", Failure.MAILBOX_FULL),
        (Outcome.PERMANENT, "552 5.3.4", Failure.TOO_LARGE),
        (Outcome.PERMANENT, "554", Failure.REJECTED),
        (Outcome.PERMANENT, "554 5.6.0", Failure.REJECTED),
        (Outcome.TEMPORARY, "550 5.7.1", Failure.BLOCKED),
        (Outcome.TEMPORARY, "550 5.1.8", Failure.SENDER_REFUSED),
        (Outcome.TEMPORARY, "535 5.7.8", Failure.SIGN_IN),
        (Outcome.TEMPORARY, "454 4.7.0", Failure.SIGN_IN),
        (Outcome.TEMPORARY, "550 5.4.4", Failure.NO_ROUTE),
        (Outcome.TEMPORARY, "451 4.7.1", Failure.BUSY),
        (Outcome.TEMPORARY, "421", Failure.BUSY),
        (Outcome.TEMPORARY, "timed out", Failure.TIMED_OUT),
        (Outcome.TEMPORARY, "connection refused", Failure.CONNECTION_REFUSED),
        (Outcome.UNKNOWN, "timed out after the whole mail", Failure.UNKNOWN_END),
        (Outcome.UNKNOWN, "lease-ended", Failure.UNKNOWN_END),
        (Outcome.PERMANENT, "chat: not an address for this channel", Failure.BAD_ADDRESS),
        (Outcome.PERMANENT, "chat: the host is not a public one", Failure.CHANNEL),
        (Outcome.PERMANENT, "404 no such conversation", Failure.NO_CONVERSATION),
        (Outcome.TEMPORARY, "429 the bot's quota is used up", Failure.QUOTA),
        (Outcome.TEMPORARY, "HTTP 502: not the bot server", Failure.SERVICE),
        (Outcome.TEMPORARY, "No space left on device", Failure.OTHER),
        (Outcome.ACCEPTED, "250 2.0.0", None),
    ],
)
def test_a_receipt_is_a_failure_of_one_kind(
    outcome: Outcome, detail: str, failure: Failure | None
) -> None:
    assert failure_of(Receipt(outcome, detail)) is failure


def test_only_what_another_address_might_mend_blames_the_address() -> None:
    assert {failure for failure in Failure if failure.blames_address} == {
        Failure.BAD_ADDRESS,
        Failure.UNKNOWN_ADDRESS,
        Failure.MAILBOX_FULL,
        Failure.MAILBOX_CLOSED,
        Failure.REJECTED,
        Failure.NO_CONVERSATION,
    }


def test_every_word_that_a_channel_leaves_in_a_receipt_is_known() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in CHANNELS.glob("*.py"))
    words = re.findall(
        r'Receipt\(Outcome\.(?:PERM|TEMP)\w+, f?"(?:[\w ]*\{[\w.]+\}: )?([^"{]+)"', code
    )
    tables = (*replies._WORDS, *answers._WORDS)  # noqa: SLF001  (whatever they can say)
    said = {*(words for _, words in tables), *answers._SAID.values()}  # noqa: SLF001

    assert len(words) >= 9
    assert {*words, *said} <= {*SAID}


def test_a_failure_is_explained_in_whole_sentences_with_its_code() -> None:
    refused = Receipt(Outcome.PERMANENT, "550 5.1.1")

    assert explained(refused, "vi") == (
        "Máy chủ thư trả lời là không có địa chỉ này (550 5.1.1)."
        " Hỏi lại người nhận rồi sửa địa chỉ trong danh sách người nhận."
    )
    assert explained(Receipt(Outcome.ACCEPTED, "250"), "vi") == ""
