"""YAML 1.1 changes what people wrote; none of that may get through."""

import pytest

from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.text_file import read_text
from lotrinh.loader.reading.written import Block, Text, Written
from lotrinh.loader.reading.yaml_file import read_yaml


def read(text: str) -> Written:
    findings = Findings()
    tree = read_yaml("a.yaml", text, findings)
    assert findings.all == ()
    assert tree is not None
    return tree


def value_of(text: str) -> Text:
    tree = read(text)
    assert isinstance(tree, Block)
    value = tree.under("key")
    assert isinstance(value, Text)
    return value


def codes(path: str, content: bytes) -> list[tuple[str, int, int]]:
    findings = Findings()
    text = read_text(path, content, findings)
    if text is not None:
        read_yaml(path, text, findings)
    return [(p.code, p.where.line, p.where.column) for p in findings.all]


@pytest.mark.parametrize(
    "scalar",
    ["off", "no", "YES", "null", "~", "21:00", "007", "1_000", "0x10", "1e3", ".inf", "2026-12-15"],
)
def test_a_plain_scalar_stays_the_text_that_stands_there(scalar: str) -> None:
    assert value_of(f"key: {scalar}") == scalar


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("key: trước đại hội", 12),
        ('key: "trước đại hội"', 13),
        ("key: 'trước đại hội'", 13),
    ],
)
def test_a_place_within_a_value_is_the_one_that_an_editor_shows(text: str, column: int) -> None:
    assert value_of(text).at(7).column == column


@pytest.mark.parametrize("text", ['key: "trước \\u0111ại hội"', "key: |\n  trước\n  đại hội"])
def test_a_place_within_rewritten_text_falls_back_to_its_start(text: str) -> None:
    value = value_of(text)

    assert value.at(7) == value.where


def test_columns_count_composed_characters() -> None:
    decomposed = "key: {a: đa\u0323i ho\u0323\u0302i, a: b}\n"

    assert codes("a.yaml", decomposed.encode()) == [("duplicate-key", 1, 19)]


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    assert codes("a.yaml", b"\xef\xbb\xbfkey: a\r\nkey: b\r\n") == [("duplicate-key", 2, 1)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("key: Đại hội\nname: Bí thư".encode("cp1258", "replace"), ("not-utf8", 1, 1)),
        ("key: a".encode("utf-16"), ("not-utf8", 1, 1)),
        (b"key: a\nname: \x00b", ("invisible-character", 2, 7)),
        ("id: chi\u200b-bo".encode(), ("invisible-character", 1, 8)),
        ("title: a\u202eb".encode(), ("invisible-character", 1, 9)),
        ("key: Đ".encode().decode("latin1").encode(), ("garbled", 1, 7)),
        (b"PK\x03\x04", ("workbook-as-text", 1, 1)),
        (b"", ("empty-file", 1, 1)),
        (b"# only a comment\n", ("empty-file", 1, 1)),
        (b"x" * 10_000_001, ("file-too-large", 1, 1)),
    ],
    ids=range(10),
)
def test_what_is_no_text_of_ours_is_a_problem(
    content: bytes, problem: tuple[str, int, int]
) -> None:
    assert codes("a.yaml", content) == [problem]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x [1]\nb: *x", "yaml-anchor"),
        ("a: *x", "yaml-alias"),
        ("<<: {a: b}", "yaml-merge"),
        ("a: !!python/object:os.system x", "yaml-tag"),
        ("a: !<tag:x> x", "yaml-tag"),
        ("a: 1\n---\nb: 2", "yaml-documents"),
        ("? [a]\n: b", "bad-key"),
        ("a: 1\na: 2", "duplicate-key"),
        ("[" * 5000, "too-deep"),
        ("a:\n\t- b", "yaml-tab"),
        ("a: b: c", "yaml-colon"),
        ("a: 'b", "yaml-unclosed"),
        ("a: [b\nc: d", "yaml-bracket"),
        ("a: b\n c: d", "yaml-indent"),
        ("- a: b\n    c: d", "yaml-indent"),
        ("- a: b\n  c: d: e", "yaml-colon"),
        ("a: @b", "yaml-quotes"),
        ("a\nb: c", "yaml-no-colon"),
        ("a: b\nc", "yaml-no-colon"),
        ("a:\n  b: c\n d: e", "yaml-indent"),
        ("a：b\nc: d", "yaml-no-colon"),
        ("a:b\nc: d", "yaml-no-colon"),
        ("a:\n  -b: c\n   d: e", "yaml-dash"),
        ("a: “b: c”", "yaml-curved-quotes"),
    ],
)
def test_what_roadmaps_do_not_need_is_refused(text: str, code: str) -> None:
    assert [found for found, *_ in codes("a.yaml", text.encode())] == [code]


def test_a_bomb_is_refused_at_its_first_charge() -> None:
    layers = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9)]
    bomb = "\n".join(["l0: &l0 [x, x]", *layers])

    assert codes("a.yaml", bomb.encode()) == [("yaml-anchor", 1, 5)]
