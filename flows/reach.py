"""Whether the Prefect server can be reached: said in words, with what to do about it.

Without this a wrong address would look like a mistake of ours. The URL is shown without
what may be secret in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import click
import httpx
from prefect.settings import get_current_settings

from flows.words import shown_url, text

_NOT_THERE = (httpx.HTTPError, httpx.InvalidURL)


class UnreachableError(click.ClickException):
    """There is no Prefect server where one was said to be."""

    def __init__(self, error: BaseException) -> None:
        url = shown_url(get_current_settings().api.url or "")
        why = _reason(error)
        super().__init__(
            text(
                f"Không dùng được máy chủ Prefect tại {url} ({why}). Xem lại PREFECT_API_URL và"
                " máy chủ ấy; hoặc bỏ PREFECT_API_URL để lotrinh up tự chạy máy chủ.",
                f"The Prefect server at {url} can't be used ({why}). Check PREFECT_API_URL and"
                " that server; or unset PREFECT_API_URL, and lotrinh up brings its own.",
            )
        )


@contextmanager
def reaching() -> Iterator[None]:
    """Work with the Prefect server that the settings name.

    Raises:
        UnreachableError: It isn't there, or refuses.
    """
    try:
        yield
    except _NOT_THERE as error:
        raise UnreachableError(error) from error
    except BaseExceptionGroup as group:
        ours, others = group.split(_NOT_THERE)
        if ours is None or others is not None:
            raise
        raise UnreachableError(ours) from group


def _reason(error: BaseException) -> str:
    """Return why, without the URL that the library's own words may repeat."""
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return text("không kết nối được", "no connection")
