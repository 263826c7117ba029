"""What a file of a configuration may be called that isn't there yet."""

import re
import unicodedata

from lotrinh.loader.reading.folder import FOLDERS, FORMS, REGISTERS, TARGETS

OWN = ("settings.yaml", "policies.yaml", "channels.yaml")
_NAME = re.compile(r"[^\W_][\w-]{0,79}\.yaml")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\.yaml", re.IGNORECASE)
"""What some machines keep for themselves."""
_BYTES = 255
"""Of a name: no disk takes more, and a letter may have four."""


def is_free_name(path: str) -> bool:
    """Whether a new file may be called so: a plain name, where the loader would find it.

    >>> is_free_name("roadmaps/nộp-báo-cáo.yaml"), is_free_name("people.xlsx")
    (True, True)
    >>> is_free_name("roadmaps/../x.yaml"), is_free_name("other.yaml"), is_free_name("roadmaps/.x")
    (False, False, False)
    """
    folder, _, name = path.rpartition("/")
    if not folder:
        return path in OWN or path in {f"{n}.{form}" for n in REGISTERS for form in FORMS}
    is_plain = _NAME.fullmatch(name) is not None and _DEVICE.fullmatch(name) is None
    is_plain = is_plain and len(name.encode()) <= _BYTES
    return folder in {*FOLDERS, TARGETS} and is_plain and unicodedata.is_normalized("NFC", name)


def is_own(path: str) -> bool:
    """Whether a file is the configuration's own: what is in the library, others use too.

    >>> is_own("people.csv"), is_own("roadmaps/a.yaml"), is_own("library/roadmaps/a.yaml")
    (True, True, False)
    """
    folder, _, name = path.rpartition("/")
    return bool(name) and (not folder or folder in {*FOLDERS, TARGETS})


def other_forms(path: str, there: frozenset[str]) -> tuple[str, ...]:
    """Return the files whose place one takes that is a register in another form.

    >>> other_forms("people.xlsx", frozenset({"people.csv", "settings.yaml"}))
    ('people.csv',)
    """
    stem, _, form = path.rpartition(".")
    if stem not in REGISTERS or form not in FORMS:
        return ()
    return tuple(name for one in FORMS if (name := f"{stem}.{one}") in there and name != path)


def as_before(text: str, path: str, old: bytes | None) -> bytes:
    r"""Return what was typed as bytes, with the mark and the line ends that the file has had.

    >>> as_before("a\r\nb", "x.yaml", b"a\n"), as_before("a\nb", "x.yaml", b"\xef\xbb\xbfa\r\n")
    (b'a\nb', b'\xef\xbb\xbfa\r\nb')
    """
    mark = b"\xef\xbb\xbf"
    is_marked = path.endswith(".csv") if old is None else old.startswith(mark)
    ends = old is not None and old.count(b"\r\n") * 2 > old.count(b"\n")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    written = (plain.replace("\n", "\r\n") if ends else plain).encode()
    return mark + written if is_marked else written
