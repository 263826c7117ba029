"""The mark of a message that may have arrived before, where there is no Message-ID to tell."""

from lotrinh.application.books.messages import Message

_MARKS = {"vi": "(gửi lại)", "en": "(sent again)"}


def marked(text: str, message: Message, *, again: bool) -> str:
    """Return a text, with the mark in front of it where it is said again."""
    return f"{_MARKS.get(message.language, _MARKS['vi'])} {text}" if again else text
