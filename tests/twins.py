"""Twins: a file with every key at its place put into Vietnamese, nothing else of it touched."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from lotrinh.loader.parts.calendars import CalendarShape
from lotrinh.loader.parts.channels import SHAPES as CHANNELS
from lotrinh.loader.parts.organisations import COLUMNS as ORGANISATION
from lotrinh.loader.parts.people import COLUMNS as PERSON
from lotrinh.loader.parts.policies import PolicyShape
from lotrinh.loader.parts.roadmap_shape import RoadmapShape
from lotrinh.loader.parts.settings import SettingsShape
from lotrinh.loader.parts.shape import Shape, inner_shapes, keys_of
from lotrinh.loader.parts.target_shape import TargetSetShape, TargetShape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text_file import read_text
from lotrinh.loader.reading.written import Block, Listing, Text, Written
from lotrinh.loader.reading.yaml_file import read_yaml

SHAPES: Mapping[str, type[Shape]] = {
    "calendars": CalendarShape,
    "roadmaps": RoadmapShape,
    "targets": TargetSetShape,
    "settings.yaml": SettingsShape,
}
REGISTERS = {
    "organisations.csv": ("organisation", ORGANISATION),
    "people.csv": ("person", PERSON),
}


def in_vietnamese(path: str, content: bytes) -> bytes:
    """Return the twin of a file."""
    text = read_text(path, content, Findings())
    assert text is not None
    lines = text.split("\n")
    if path.endswith(".csv"):
        known = REGISTERS.get(path)
        keys = Keys(*known) if known else keys_of(TargetShape)
        lines[0] = ",".join(keys.vietnamese.get(key, [key])[0] for key in lines[0].split(","))
        return "\n".join(lines).encode()
    tree = read_yaml(path, text, Findings())
    assert tree is not None
    replaced = sorted(keys_in(path, tree), key=lambda pair: pair[0].where, reverse=True)
    for key, word in replaced:
        line, start = key.where.line - 1, key.where.column - 1
        assert lines[line][start:].startswith(key)
        lines[line] = lines[line][:start] + word + lines[line][start + len(key) :]
    return "\n".join(lines).encode()


def keys_in(path: str, tree: Written) -> Iterator[tuple[Text, str]]:
    """Yield every key of a file, with its Vietnamese."""
    assert isinstance(tree, Block)
    shape = SHAPES.get(PurePosixPath(path).parent.name or path)
    if shape is not None:
        yield from keys_below(tree, shape)
        return
    for name, entry in tree.items():
        if name == "deliver_by":
            yield name, "gửi_qua"
        elif isinstance(entry, Block):
            channel = CHANNELS.get(str(entry.under("kind")))
            yield from keys_below(entry, channel or PolicyShape)


def keys_below(tree: Written, shape: type[Shape]) -> Iterator[tuple[Text, str]]:
    if isinstance(tree, Listing):
        for item in tree:
            yield from keys_below(item, shape)
    if not isinstance(tree, Block):
        return
    for key, value in tree.items():
        yield key, keys_of(shape).vietnamese[key][0]
        inner, is_named = inner_shapes(shape).get(key, (None, False))
        named = value.values() if is_named and isinstance(value, Block) else [value]
        for entry in named if inner else ():
            yield from keys_below(entry, inner)  # type: ignore[arg-type]  # checked above
