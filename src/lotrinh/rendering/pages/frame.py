"""The frame of the board: who looks, where else to go, in which language, and the way in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from lotrinh.application.looking.viewing import Screen, Viewer
from lotrinh.rendering.pages.answers import rendered
from lotrinh.rendering.words import LANGUAGES, say


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of the board."""

    viewer: Viewer
    screen: Screen | None
    """Which one it is; None for a page below none of them."""
    root: str
    """The way up to the first page."""
    stamp: str
    """What every form of this session carries."""
    screens: Collection[Screen]
    """Those that there are."""
    query: Sequence[tuple[str, str]] = ()
    """What was asked for, to be asked for in the other language."""


def framed(template: str, frame: Frame, **values: Any) -> str:
    """Return a page of the board."""
    viewer = frame.viewer
    language = viewer.language
    around = {
        "name": viewer.person.name,
        "screens": list(_screens(frame)),
        "stamp": frame.stamp,
        "languages": list(_other_languages(frame)),
        "leaves": not viewer.key.startswith("proxy:"),
    }
    return rendered(template, language, root=frame.root, frame=around, stamp=frame.stamp, **values)


def sign_in_page(
    language: str, *, stamp: str = "", error: str = "", sent: bool = False, root: str = ""
) -> str:
    """Return the page where a link is asked for, or what is said once it was."""
    wrong = say(error, language) if error else ""
    return rendered("signin", language, root=root, stamp=stamp, error=wrong, sent=sent)


def enter_page(token: str, name: str, language: str, stamp: str) -> str:
    """Return the page whose button lets somebody in."""
    return rendered("enter", language, token=token, name=name, stamp=stamp)


def _screens(frame: Frame) -> Iterator[dict[str, object]]:
    """Yield where the viewer may go."""
    viewer = frame.viewer
    for screen in Screen:
        if screen in frame.screens and viewer.opens(screen):
            yield {
                "url": f"{frame.root}{_path(screen, viewer)}" or "./",
                "words": say(f"screen.{screen}", viewer.language),
                "here": screen is frame.screen,
            }


def _path(screen: Screen, viewer: Viewer) -> str:
    match screen:
        case Screen.MINE:
            return ""
        case Screen.MATRIX:
            return f"{screen}/{next(iter(viewer.configuration.roadmaps), '')}"
        case Screen.CALENDAR:
            return f"{screen}/{viewer.today:%Y-%m}"
        case _:
            return str(screen)


def _other_languages(frame: Frame) -> Iterator[dict[str, str]]:
    for language in LANGUAGES:
        if language != frame.viewer.language:
            query = urlencode([*frame.query, ("lang", language)])
            yield {"language": language, "url": f"?{query}"}
