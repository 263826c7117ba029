"""Files as they are shown to people: as text, line by line, without what may be a secret.

Secrets belong into the environment, and files only name them; but whoever has written one
into a file by mistake is not to find it on a page that others look at.
"""

import re
from collections.abc import Iterator, Mapping

from lotrinh.application.looking.filing import FileText
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.text import tidy
from lotrinh.loader.reading.text_file import OLE, ZIP
from lotrinh.loader.reading.xlsx_file import Sheet, read_sheet

HIDDEN = "•••"
_MAY_HOLD_SECRETS = frozenset({"channels.yaml", "settings.yaml"})
_KEYS = (
    r"(?P<key>\b(?:password|passwd|pass|pwd|secret|token|api_?key"
    r"|m[ậa]t[_ ]?kh[ẩa]u|m[ãa][_ ]?b[íi][_ ]?m[ậa]t)\b[\"']?\s*:)"
)
_KEYS_OF_VARIABLES = r"(?P<key>\b(?:password_env|token_env|biến_mật_khẩu|biến_mã_bot)\b[\"']?\s*:)"
_VALUE = r"(?P<gap>\s*)(?!\s|# |$)(?P<value>.*)"
"""To the end of the line: a password may have a comma, a brace or a # in it."""
_KEY = re.compile(_KEYS, re.IGNORECASE)
_SECRET_KEY = re.compile(_KEYS + _VALUE, re.IGNORECASE)
_VARIABLE_KEY = re.compile(_KEYS_OF_VARIABLES + _VALUE, re.IGNORECASE)
_NAME = re.compile(r"[\"']?(?:[A-Z_][A-Z0-9_]*|[a-z0-9]*_[a-z0-9_]*)[\"']?\s*(?:[,}#].*)?")
"""A variable as people name one; else somebody may have written the password itself."""
_URL = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)(?P<rest>[^\s\"',]+)", re.IGNORECASE)
_PIECE = re.compile(r"(\$\{[^}]*\}|\{[^}]*\}|[/?&=:@#])")
_USER = re.compile(r"^(?P<user>[^/?@:]*:)(?P<password>[^/?@]+)(?=@)")
_LONG, _LONG_WITH_DIGIT = 20, 8


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
    hidden = dict(_hidden(lines))
    told = [hidden.get(number, line) for number, line in enumerate(lines, start=1)]
    return FileText(path, told, len(content), conceals=frozenset(hidden))


def texts(files: Mapping[str, bytes], *paths: str) -> Mapping[str, FileText]:
    """Return some files as they may be shown; those that there aren't are left out."""
    return {path: shown(path, files[path]) for path in paths if path in files}


def _sheet(path: str, content: bytes) -> FileText:
    name = path.rpartition("/")[2].partition(".")[0]
    sheet = read_sheet(path, content, name, Findings())
    rows = list(_rows(sheet)) if sheet is not None else ()
    return FileText(path, rows, len(content), is_table=True)


def _rows(sheet: Sheet) -> Iterator[str]:
    """Yield the rows of a sheet, cells apart by tabs; blank ones keep their place."""
    for number in range(1, max(sheet.rows, default=0) + 1):
        cells = sheet.rows.get(number, {})
        yield "\t".join(cells.get(column, "") for column in range(1, max(cells, default=0) + 1))


def _hidden(lines: list[str]) -> Iterator[tuple[int, str]]:
    column: int | None = None
    for number, line in enumerate(lines, start=1):
        text = line.lstrip()
        depth = len(line) - len(text)
        if column is not None and text and depth > column:
            yield number, line[:depth] + HIDDEN  # what is written under its key
            continue
        if text:
            opened = None if text.startswith("#") else _KEY.search(line)
            column = opened.start() if opened else None
        told = _VARIABLE_KEY.sub(_of_variable, _SECRET_KEY.sub(_of_key, _URL.sub(_of_url, line)))
        if told != line:
            yield number, told


def _of_key(found: re.Match[str]) -> str:
    return found["key"] + found["gap"] + HIDDEN


def _of_variable(found: re.Match[str]) -> str:
    return found[0] if _NAME.fullmatch(found["value"]) else _of_key(found)


def _of_url(found: re.Match[str]) -> str:
    rest = _USER.sub(_of_user, found["rest"])
    return found["scheme"] + "".join(map(_piece, _PIECE.split(rest)))


def _of_user(found: re.Match[str]) -> str:
    named = found["password"].startswith("${") and found["password"].endswith("}")
    return found[0] if named else found["user"] + HIDDEN


def _piece(piece: str) -> str:
    """Return a piece of an address, unless it looks like a token: no word, and no host.

    >>> _piece("notify"), _piece("smtp1.example.vn"), _piece("T1JJ3T3L2xyz")
    ('notify', 'smtp1.example.vn', '•••')
    """
    if piece.startswith(("$", "{")) or "." in piece or piece.isdigit():
        return piece
    longest = _LONG_WITH_DIGIT if re.search(r"\d", piece) else _LONG
    return HIDDEN if len(piece) >= longest else piece
