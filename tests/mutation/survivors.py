"""Mutants that no test notices and none needs to: each with the reason, in `survivors.toml`."""

import ast
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOMAIN = Path(__file__).parents[2] / "src" / "lotrinh" / "domain"
_FILE = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True, slots=True)
class Survivor:
    """One change, or several alike, that nothing notices."""

    function: str
    """Its module and its name: policy.RungTable.current."""
    code: str
    """A piece of the function as it is."""
    becomes: tuple[str, ...]
    """What the piece was changed to; none where any change of it is meant."""
    why: str

    def explains(self, function: str, removed: str, added: str) -> bool:
        """Whether it is this change."""
        same = self.function == function and self.code in removed
        return same and (not self.becomes or any(piece in added for piece in self.becomes))


def survivors() -> list[Survivor]:
    """Return the mutants that are explained."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))["survivor"]
    return [
        Survivor(one["function"], one["code"], tuple(one.get("becomes", ())), one["why"])
        for one in read
    ]


@cache
def source_of(function: str) -> str:
    """Return the lines of a function of the domain as one, '' where there is none."""
    module, *names = function.split(".")
    path = DOMAIN / f"{module}.py"
    if not path.is_file():
        return ""
    text = path.read_text(encoding="utf-8")
    node: ast.AST = ast.parse(text)
    for name in names:
        children = ast.iter_child_nodes(node)
        found = (child for child in children if getattr(child, "name", None) == name)
        if (child := next(found, None)) is None:
            return ""
        node = child
    return " ".join((ast.get_source_segment(text, node) or "").split())
