"""The words for what is recorded of a deadline, in Vietnamese and English."""

from collections.abc import Mapping

from lotrinh.domain.facts import Fact

FACT_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "fact.done": "đã xong",
        "fact.happened": "đã diễn ra",
        "fact.waived": "không phải làm",
        "fact.reopened": "mở lại",
        "fact.acknowledged": "xác nhận đã biết",
        "fact.snoozed": "hẹn nhắc lại {until}",
        "fact.extension-asked": "xin gia hạn đến {until}",
        "fact.extension-granted": "gia hạn đến {until}",
        "fact.extension-refused": "không cho gia hạn",
        "fact.suspended": "tạm dừng",
        "fact.resumed": "tiếp tục",
        "fact.note": "ghi chú",
        "fact.undone": "hoàn lại lần ghi số {reverts}",
        "state.acknowledged": "đã xác nhận",
        "state.snoozed": "nhắc lại {until}",
        "state.asked": "xin gia hạn đến {until}",
    },
    "en": {
        "fact.done": "done",
        "fact.happened": "happened",
        "fact.waived": "waived",
        "fact.reopened": "reopened",
        "fact.acknowledged": "acknowledged",
        "fact.snoozed": "snoozed until {until}",
        "fact.extension-asked": "extension to {until} asked for",
        "fact.extension-granted": "extended to {until}",
        "fact.extension-refused": "extension refused",
        "fact.suspended": "on hold",
        "fact.resumed": "goes on",
        "fact.note": "note",
        "fact.undone": "took back entry {reverts}",
        "state.acknowledged": "acknowledged",
        "state.snoozed": "snoozed until {until}",
        "state.asked": "extension to {until} asked for",
    },
}


def fact_in_words(fact: Fact, language: str) -> str:
    """Say what a fact says."""
    until = f"{fact.until:%d/%m/%Y}" if fact.until is not None else ""
    return FACT_WORDS[language][f"fact.{fact.kind}"].format(until=until, reverts=fact.reverts)
