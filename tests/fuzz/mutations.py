"""How a file or a phrase is spoilt: by bytes, by words, by its tree, by the grammar."""

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import yaml

from tests.fuzz.grammar import spoken

ODD_BYTES = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\r",
        b"\t",
        b"\x1b[31m",
    ),
    *(
        "\u202e".encode(),
        "\u200b".encode(),
        "\u2028".encode(),
        "\U0001f600".encode(),
        b"\xf4\x90\x80\x80",
    ),
    *(
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"%PDF-1.7",
        b"---\n",
        b"<<: *a\n",
        b"&a [*a, *a]",
        b"!!python/none",
    ),
)
ODD_WORDS = (
    *(
        "",
        " ",
        "~",
        "null",
        "true",
        "no",
        "-1",
        "0",
        "007",
        "1e999",
        "9" * 400,
        "-" + "9" * 25,
        ".5",
        "NaN",
    ),
    *(
        "31/12/9999",
        "01/01/0000",
        "0001-01-01",
        "9999-12-31",
        "29/02/2027",
        "31/31/31",
        "99999 ngày",
    ),
    *(
        "[]",
        "{}",
        "[[a]]",
        "{a: b}",
        '"',
        "'",
        "|",
        ">",
        "@",
        "a@b@c",
        "parent.",
        "..",
        "../../x",
        "*a",
        "&a",
    ),
    *(
        "2025-2030",
        "2030-2025",
        "1900-2999",
        "rrule: FREQ=DAILY",
        "rrule: FREQ=SECONDLY;COUNT=99999999",
    ),
    *("rrule: FREQ=YEARLY;BYEASTER=0", "* * * * *", "61 25 32 13 8", "0 0 29 2 *", "30 7 * * 1-5"),
    *(
        "review",
        "congress",
        "đại hội",
        "report@2026",
        "x" * 1500,
        "1" * 19,
        "²",
        "٣",
        "Ⅳ",
        "ﬁ",
        "ǆ",
        "İ",
    ),
    *(
        "file:///etc/passwd",
        "$HOME",
        "{{ x }}",
        "%s%n",
        "<script>",
        "=1+1",
        "'; DROP TABLE facts; --",
    ),
    *(
        "100000 tháng trước x",
        "trước 15/12 hằng năm",
        "cuối quý",
        "1 ngày sau review",
        "ngày đại hội",
    ),
)
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SEPARATOR = re.compile(r'[,;\n"]')
_TIMES = (2, 3, 50, 2000)

Spoil = Callable[[bytes, Random], bytes]


def by_bytes(content: bytes, chance: Random) -> bytes:
    """Turn, lose, repeat or put in bytes anywhere."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 6))):
        place = chance.randrange(len(spoilt) + 1)
        match chance.randrange(6):
            case 0 if spoilt:
                spoilt[place % len(spoilt)] ^= 1 << chance.randrange(8)
            case 1:
                del spoilt[place : place + chance.choice((1, 2, 9, 400))]
            case 2:
                spoilt[place:place] = chance.choice(ODD_BYTES)
            case 3:
                spoilt[place:place] = spoilt[place : place + 60] * chance.choice(_TIMES)
            case 4:
                spoilt[place:] = b"" if chance.random() < 0.3 else spoilt[place:]
            case _:
                spoilt[place:place] = chance.randbytes(chance.randint(1, 8))
    return bytes(spoilt)


def by_words(content: bytes, chance: Random) -> bytes:
    """Put odd words in the place of others, change their places, lose and repeat them."""
    words = _WORDS.findall(content.decode("utf-8", "replace")) or [""]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        here, there = chance.randrange(len(words)), chance.randrange(len(words))
        match chance.randrange(7):
            case 0 | 1:
                words[here] = chance.choice(ODD_WORDS)
            case 2:
                words[here], words[there] = words[there], words[here]
            case 3:
                words[here] = ""
            case 4:
                words[here] *= chance.choice(_TIMES)
            case 5:
                form = chance.choice(("NFC", "NFD", "NFKC", "NFKD"))
                words = [unicodedata.normalize(form, word) for word in words]  # type: ignore[arg-type]
            case _:
                words[here] = spoken(chance)
    return "".join(words).encode("utf-8", "surrogatepass")


def by_lines(content: bytes, chance: Random) -> bytes:
    """Lose, repeat, shift and exchange lines; for tables their cells."""
    lines = content.split(b"\n")
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                lines[here] = lines[there]
            case 1:
                lines[here:here] = lines[there : there + 5] * chance.choice((1, 2, 40))
            case 2:
                lines[here] = b" " * chance.randint(1, 5) + lines[here]
            case 3:
                lines[here] = b",".join(chance.sample(cells := lines[here].split(b","), len(cells)))
            case _:
                lines[here] = lines[here].lstrip(b" -")
    return b"\n".join(lines)


def by_tree(content: bytes, chance: Random) -> bytes:
    """Change the tree of a YAML file, and write it out whole."""
    try:
        tree = yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506  (of texts alone)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        return by_words(content, chance)
    for _ in range(chance.choice((1, 1, 2))):
        tree = _changed(tree, chance)
    return yaml.dump(tree, allow_unicode=True, sort_keys=False, width=1000).encode()


def by_grammar(content: bytes, chance: Random) -> bytes:
    """Put a sentence of the phrase grammar where a date stands or may stand."""
    text = content.decode("utf-8", "replace")
    places = [
        *re.finditer(r"(?:due|hạn|window|within|at|by|effective|from|until): *([^,}\n]+)", text)
    ]
    if not places:
        return by_words(content, chance)
    place = chance.choice(places)
    said = spoken(chance).replace('"', "")
    return f'{text[: place.start(1)]}"{said}"{text[place.end(1) :]}'.encode("utf-8", "replace")


def bomb(_content: bytes, chance: Random) -> bytes:
    """Return what grows when it is read: aliases, nesting, long lines, very many keys."""
    size = chance.choice((10, 500, 20_000))
    match chance.randrange(7):
        case 0:
            lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
            lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
            return "\n".join(lines).encode()
        case 1:
            return b"[" * size + b"]" * size
        case 2:
            return b"{a: " * size + b"b" + b"}" * size
        case 3:
            return "".join(f"k{n}: {n}\n" for n in range(size)).encode()
        case 4:
            return "".join(f"{' ' * n}a:\n" for n in range(min(size, 700))).encode()
        case 5:
            return b"id,name\n" + b"a," * size + b'"'
        case _:
            return b"- " * size


def by_part(content: bytes, chance: Random) -> bytes:
    """Spoil a part within an office's file, and pack it again; or make it one that explodes."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except (BadZipFile, OSError, ValueError):
        return by_bytes(content, chance)
    name = chance.choice(sorted(parts))
    match chance.randrange(6):
        case 0:
            parts[name] = by_bytes(parts[name], chance)
        case 1 | 2:
            parts[name] = by_words(parts[name], chance)
        case 3:
            parts[name] = _another(parts, chance)
        case 4:
            parts[name] = b"\x00" * chance.choice((10_000, 60_000_000))
        case _:
            del parts[name]
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for part, told in parts.items():
            archive.writestr(part, told)
    return packed.getvalue()


def _another(parts: dict[str, bytes], chance: Random) -> bytes:
    """Return another part, or XML that declares what grows."""
    bad = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    )
    return chance.choice([*parts.values(), bad])


def _changed(tree: Any, chance: Random) -> Any:
    """Return a tree with one change somewhere in it."""
    if isinstance(tree, dict) and tree and chance.random() < 0.85:
        return _changed_block(dict(tree), chance)
    if isinstance(tree, list) and tree and chance.random() < 0.85:
        return _changed_list([*tree], chance)
    odd: list[Any] = [[], {}, [tree], {"a": tree}, [tree, tree], None, chance.choice(ODD_WORDS)]
    return chance.choice([*odd, chance.choice(ODD_WORDS), spoken(chance)])


def _changed_block(block: dict[Any, Any], chance: Random) -> dict[Any, Any]:
    key, other = chance.choice([*block]), chance.choice([*block])
    match chance.randrange(8):
        case 0:
            del block[key]
        case 1:
            block[chance.choice(ODD_WORDS)] = block[key]
        case 2:
            block[key] = block[other]
        case _:
            block[key] = _changed(block[key], chance)
    return block


def _changed_list(items: list[Any], chance: Random) -> list[Any]:
    here, there = chance.randrange(len(items)), chance.randrange(len(items))
    match chance.randrange(8):
        case 0:
            del items[here]
        case 1:
            items += [items[here]] * chance.choice((1, 30))
        case 2:
            items[here], items[there] = items[there], items[here]
        case _:
            items[here] = _changed(items[here], chance)
    return items
