"""Files as they are shown to people: as text, line by line, without what may be a secret.

Secrets belong into the environment, and files only name them; but whoever has written one
into a file by mistake is not to find it on a page that others look at. In `channels.yaml` a
value is shown where its key is known, and is none of a secret; all else is hidden.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from lotrinh.application.looking.filing import FileText
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys, catalogue
from lotrinh.loader.reading.secret_places import HIDDEN, is_file, is_variable, without_secrets
from lotrinh.loader.reading.text import tidy
from lotrinh.loader.reading.text_file import OLE, ZIP

if TYPE_CHECKING:
    from lotrinh.loader.reading.xlsx_file import Sheet

_CHANNELS = "channels.yaml"
_MAY_HOLD_SECRETS: Mapping[str, tuple[str, ...]] = {
    _CHANNELS: ("channels", "preview", "smtp", "replies", "apprise", "zalo"),
    "settings.yaml": ("alarms",),
}
"""Each such file, with the sections of keys in which secrets are named."""
_OF_SECRETS = re.compile(
    r"(?P<key>\b(?:password|passwd|pass|pwd|secret|token|api_?key|heartbeat"
    r"|m[ậa]t[_ ]?kh[ẩa]u|m[ãa][_ ]?b[íi][_ ]?m[ậa]t)\b[\"']?\s*:)"
    r"(?P<gap>\s*)(?!\s|# |$)(?P<value>.*)",
    re.IGNORECASE,
)
"""Keys under which people write secrets, in comments as well; to the end of the line."""
_SAID_OF_SECRETS = re.compile(
    r"(?P<key>\b(?:password|passwd|pass|pwd|secret|token|api_?key"
    r"|m[ậa]t[_ ]?kh[ẩa]u|m[ãa][_ ]?b[íi][_ ]?m[ậa]t)\b[^:=]{0,40}?(?:[:=]|\b(?:l[àa]|is)\b))"
    r"(?P<gap>\s*)(?P<value>\S.*)",
    re.IGNORECASE,
)
"""How people write of them in a comment: "mật khẩu hòm thư là …"."""
_PAIR = re.compile(
    r"(?:(?<=[\s{,])|^)(?P<key>\"[^\"]*\"|'[^']*'|[^\s\"'{},:#\[\]&*!|>-][^{},:#\[\]]*?)"
    r"\s*:(?=\s|$)(?P<gap>\s*)"
)
_SCALAR = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s,{}\[\]#]+")
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"',]+", re.IGNORECASE)
_WEB = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/[\w./~-]*)?", re.IGNORECASE)
"""An address of the web as `public_url` may be one: no user, no parameters."""
_NOTHING = re.compile(r"[\s{}\[\],]*(?:#.*)?|---|\.\.\.")


def shown(path: str, content: bytes) -> FileText:
    """Return a file as it may be shown."""
    if path.endswith(".xlsx"):
        return _sheet(path, content)
    if content.startswith((ZIP, OLE)):
        return FileText(path, (), len(content), is_table=True)
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = tidy(text).removesuffix("\n").split("\n")
    if path not in _MAY_HOLD_SECRETS:
        return FileText(path, lines, len(content))
    hidden = dict(_Veil(path).hidden(lines))
    told = [hidden.get(number, line) for number, line in enumerate(lines, start=1)]
    return FileText(path, told, len(content), conceals=frozenset(hidden))


def texts(files: Mapping[str, bytes], *paths: str) -> Mapping[str, FileText]:
    """Return some files as they may be shown; those that there aren't are left out."""
    return {path: shown(path, files[path]) for path in paths if path in files}


def _sheet(path: str, content: bytes) -> FileText:
    from lotrinh.loader.reading.xlsx_file import read_sheet  # noqa: PLC0415  (imports openpyxl)

    name = path.rpartition("/")[2].partition(".")[0]
    sheet = read_sheet(path, content, name, Findings())
    rows = list(_rows(sheet)) if sheet is not None else ()
    return FileText(path, rows, len(content), is_table=True)


def _rows(sheet: "Sheet") -> Iterator[str]:
    """Yield the rows of a sheet, cells apart by tabs; blank ones keep their place."""
    for number in range(1, max(sheet.rows, default=0) + 1):
        cells = sheet.rows.get(number, {})
        yield "\t".join(cells.get(column, "") for column in range(1, max(cells, default=0) + 1))


class _Veil:
    """Hides what may be a secret in the lines of one file."""

    def __init__(self, path: str) -> None:
        self.sections = _MAY_HOLD_SECRETS[path]
        self.is_strict = path == _CHANNELS

    def hidden(self, lines: list[str]) -> Iterator[tuple[int, str]]:
        """Yield the number of each line in which something is hidden, and what is left of it."""
        column: int | None = None
        for number, line in enumerate(lines, start=1):
            text = line.lstrip()
            depth = len(line) - len(text)
            if column is not None and text and depth > column:
                yield number, line[:depth] + HIDDEN  # what is written under its key
                continue
            if text:
                column = None
            told, cut = self._line(line, depth)
            if cut is not None:
                column = cut
            if told != line:
                yield number, told

    def _line(self, line: str, depth: int) -> tuple[str, int | None]:
        """Return what is told of a line, and the column of the key whose block is hidden too."""
        if line.lstrip().startswith("#"):
            said = _OF_SECRETS.sub(_of_key, _URL.sub(_of_page, line))
            return _SAID_OF_SECRETS.sub(_of_key, said), None
        pairs = list(_PAIR.finditer(line))
        if not pairs and self.is_strict and not _NOTHING.fullmatch(line):
            return line[:depth] + HIDDEN, None
        for pair in pairs:
            if (told := self._told(pair, line)) is not None:
                return line[: pair.end()] + told, pair.start("key")
        of_url = _of_page if any(map(_is_page, pairs)) else _of_url
        return _OF_SECRETS.sub(_of_key, _URL.sub(of_url, line)), None

    def _told(self, pair: re.Match[str], line: str) -> str | None:
        """Return what is told after a key, None where its value may be shown."""
        rest = line[pair.end() :]
        written = pair["key"].strip("\"'")
        key = _meant(self.sections, written)
        if _OF_SECRETS.match(f"{written}: x"):
            return HIDDEN if rest.strip() and not rest.startswith("# ") else ""
        if key is None and not (pair.start("key") == 0 and _NOTHING.fullmatch(rest[:1])):
            return HIDDEN if self.is_strict and rest else None
        may: Callable[[str], bool] | None = None
        if key is not None and key.endswith("_env"):
            may = is_variable
        elif key is not None and key.endswith("_file") and key != "ca_file":
            may = is_file
        if may is None or not rest.strip():
            return None
        value = _SCALAR.match(rest)
        return None if value and may(value[0].strip("\"'")) and _ends(rest, value) else HIDDEN


def _is_page(pair: re.Match[str]) -> bool:
    """Whether a line says where the pages are, for everybody to know."""
    return _meant(("settings",), pair["key"].strip("\"'")) == "public_url"


def _ends(rest: str, value: re.Match[str]) -> bool:
    """Whether a value is the whole of what stands there."""
    return re.match(r"\s*(?:$|[,}]|#)", rest[value.end() :]) is not None


@lru_cache(maxsize=512)
def _meant(sections: tuple[str, ...], written: str) -> str | None:
    """Return the key that is meant, in whichever section it is one."""
    for section in sections:
        english = "deliver_by" if section == "channels" else None
        keys = Keys(section, [english] if english else catalogue().get(section, {}))
        if found := keys.meant(written):
            return found
    return None


def _of_key(found: re.Match[str]) -> str:
    return found["key"] + found["gap"] + HIDDEN


def _of_url(found: re.Match[str]) -> str:
    return without_secrets(found[0])


def _of_page(found: re.Match[str]) -> str:
    return found[0] if _WEB.fullmatch(found[0]) else without_secrets(found[0])
