"""What an export of ours has carried along: keys that no column of an office's plan has.

Each stands on a line, as YAML writes it; a line that can't be one is reported, and left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lotrinh.loader.imports.columns import Column
from lotrinh.loader.imports.lines import Entry, Kind
from lotrinh.loader.parts.roadmap_shape import MilestoneShape, RoadmapShape
from lotrinh.loader.parts.shape import Shape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.written import Block, Text
from lotrinh.loader.reading.yaml_file import read_yaml

_LINE = re.compile(r"([a-z_]+): +(\S.*)")
_BY_ID = ("basis", "anchors")
_LISTED = ("amendments",)


@dataclass(frozen=True, slots=True)
class Carried:
    """The keys of a roadmap that stand in its rows."""

    single: dict[str, str] = field(default_factory=dict)
    """Keys with a value."""
    parts: dict[str, list[str]] = field(default_factory=dict)
    """Keys whose items come one by one."""

    @property
    def anchors(self) -> Mapping[str, str]:
        """The ids of its anchors, by themselves."""
        ids = (item.partition(":")[0] for item in self.parts.get("anchors", ()))
        return {id_: id_ for id_ in ids}

    def text(self, key: str) -> str:
        """Return a key's value as a text, '' where it has none."""
        tree = _tree(f"x: {self.single[key]}") if key in self.single else None
        value = tree.under("x") if tree is not None else None
        return str(value) if isinstance(value, Text) else ""

    @property
    def lines(self) -> Mapping[str, tuple[str, ...]]:
        """The parts as the lines of a file."""
        return {
            key: tuple(f"- {item}" if key in _LISTED else item for item in items)
            for key, items in self.parts.items()
        }


def carried_in(entries: list[Entry], findings: Findings) -> Carried:
    """Return what the rows of a roadmap's head say."""
    found = Carried()
    for entry in entries:
        if entry.kind is Kind.HEAD:
            for key, value in _keys(entry, RoadmapShape, findings):
                if key in (*_BY_ID, *_LISTED):
                    found.parts.setdefault(key, []).append(value)
                else:
                    found.single[key] = value
    return found


def keys_of(entry: Entry, findings: Findings) -> Mapping[str, str]:
    """Return the keys of a milestone that its row has carried along."""
    return dict(_keys(entry, MilestoneShape, findings))


def _keys(entry: Entry, shape: type[Shape], findings: Findings) -> Iterator[tuple[str, str]]:
    known = {one.alias or name for name, one in shape.model_fields.items()}
    for line in entry.text(Column.OTHER).split("\n"):
        found = _LINE.fullmatch(line.strip())
        named = shape is RoadmapShape and found is not None and found[1] in _BY_ID
        if found is not None and found[1] in known and _is_whole(found[2], named=named):
            yield found[1], found[2]
        elif line.strip():
            findings.error("import-bad-key", entry.place(Column.OTHER), value=line.strip())


def _is_whole(value: str, *, named: bool) -> bool:
    """Whether a value is one, with its own name or without, and nothing beside it."""
    text = value if named else f"x: {value}"
    tree = _tree(text)
    return tree is not None and len(tree) == 1


def _tree(text: str) -> Block | None:
    findings = Findings()
    tree = read_yaml("", f"{text}\n", findings)
    return tree if isinstance(tree, Block) and not findings.all else None
