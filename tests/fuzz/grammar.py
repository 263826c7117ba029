"""Sentences of the phrase grammar itself: each rule tried, each word as its pattern allows it."""

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files
from random import Random
from re import _constants as code  # a regex's own tree
from re import _parser as regex
from typing import Any

from lark import Lark

_DEEPEST = 12
_MOST = 3
"""How often something repeats that may repeat for ever."""


def spoken(chance: Random) -> str:
    """Return a sentence that the grammar allows, whether it means anything or not."""
    return " ".join(_said("phrase", chance, 0))


def _said(symbol: str, chance: Random, depth: int) -> list[str]:
    rules, terminals, shortest = _grammar()
    if symbol in terminals:
        return [_word(terminals[symbol], chance)]
    ways = rules[symbol]
    if depth > _DEEPEST:  # the way that ends soonest
        ways = [min(ways, key=lambda way: max((shortest[s] for s in way), default=0))]
    return [word for part in chance.choice(ways) for word in _said(part, chance, depth + 1)]


@lru_cache(maxsize=1)
def _grammar() -> tuple[dict[str, list[list[str]]], dict[str, Any], dict[str, int]]:
    """Return the rules, the patterns of the words, and how soon each symbol can end."""
    text = files("lotrinh.loader.phrases").joinpath("phrase.lark").read_text(encoding="utf-8")
    parser = Lark(text, parser="lalr", start=["phrase", "length"])
    rules: dict[str, list[list[str]]] = defaultdict(list)
    for rule in parser.rules:
        rules[rule.origin.name].append([symbol.name for symbol in rule.expansion])
    terminals = {t.name: regex.parse(t.pattern.to_regexp()) for t in parser.terminals}
    shortest = dict.fromkeys(terminals, 0) | dict.fromkeys(rules, 99)
    for _ in range(_DEEPEST):
        for name, ways in rules.items():
            ends = (1 + max((shortest[s] for s in way), default=0) for way in ways)
            shortest[name] = min(shortest[name], *ends)
    return rules, terminals, shortest


def _word(pattern: Any, chance: Random) -> str:
    """Return a text that a pattern matches; what it forbids behind it isn't looked at."""
    return "".join(_piece(kind, told, chance) for kind, told in pattern)


def _piece(kind: Any, told: Any, chance: Random) -> str:
    match kind:
        case code.LITERAL:
            return chr(told)
        case code.NOT_LITERAL | code.ANY:
            return "x"
        case code.IN:
            return _one_of(told, chance)
        case code.BRANCH:
            return _word(chance.choice(told[1]), chance)
        case code.SUBPATTERN:
            return _word(told[3], chance)
        case code.MAX_REPEAT | code.MIN_REPEAT | code.POSSESSIVE_REPEAT:
            fewest, most, what = told
            times = chance.randint(fewest, min(int(most), fewest + _MOST))
            return "".join(_word(what, chance) for _ in range(times))
        case _:  # what stands before or behind it
            return ""


def _one_of(members: Any, chance: Random) -> str:
    kind, told = chance.choice(members)
    match kind:
        case code.LITERAL:
            return chr(told)
        case code.RANGE:
            return chr(chance.randint(*told))
        case code.CATEGORY:
            some = {code.CATEGORY_DIGIT: "0123456789", code.CATEGORY_SPACE: " "}
            return chance.choice(some.get(told, "abđộx"))
        case _:
            return "x"
