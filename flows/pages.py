"""The pages beside the runs of `lotrinh up`: on a thread that ends with it.

What keeps them from being served is said; the reminders go on without them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from flows.words import in_words, text
from lotrinh import bootstrap
from lotrinh.errors import LotrinhError
from lotrinh.web.serving import HOST, PORT, serving


@contextmanager
def pages(public_url: str | None, say: Callable[[str], None], port: int = PORT) -> Iterator[None]:
    """Serve the pages to this machine while something else runs.

    Args:
        public_url: Where others reach them, through a server in front; None where nobody does.
        say: Is told where they are, or why they aren't.
        port: Where they are.
    """
    with ExitStack() as open_:
        program = open_.enter_context(closing(bootstrap.open_program()))
        try:
            open_.enter_context(serving(program, port=port))
        except LotrinhError as error:
            said = in_words(error)
            say(text(f"Trang web chưa chạy: {said}", f"The pages aren't served: {said}"))
        else:
            say(_where(f"http://{HOST}:{port}", public_url, port))
        yield


def _where(place: str, public_url: str | None, port: int) -> str:
    """Say where the pages are, and how somebody at this machine goes in."""
    outside = f" ({public_url})" if public_url else ""
    command = "lotrinh links sign-in" + (f" --port {port}" if port != PORT else "")
    return text(
        f"Trang web: {place}{outside}. Vào bảng ngay trên máy này: {command} MÃ-NGƯỜI",
        f"Pages: {place}{outside}. To go to the board on this machine: {command} PERSON",
    )
