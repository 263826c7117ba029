"""The answer page beside the runs of `lotrinh up`: on a thread that ends with it.

What keeps it from being served is said; the reminders go on without it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from flows.words import in_words, text
from lotrinh import bootstrap
from lotrinh.errors import LotrinhError
from lotrinh.web.serving import HOST, PORT, serving


@contextmanager
def pages(public_url: str | None, say: Callable[[str], None], port: int = PORT) -> Iterator[None]:
    """Serve the pages while something else runs, where they have an address."""
    with ExitStack() as open_:
        if public_url is not None:
            program = open_.enter_context(closing(bootstrap.open_program()))
            try:
                open_.enter_context(serving(program, port=port))
            except LotrinhError as error:
                said = in_words(error)
                say(text(f"Trang trả lời chưa chạy: {said}", f"No answer page: {said}"))
            else:
                place = f"http://{HOST}:{port}"
                say(text(f"Trang trả lời: {place} ({public_url})", f"Answer page: {place}"))
        yield
