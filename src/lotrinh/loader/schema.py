"""JSON Schemas of the YAML files, for editors: made of the shapes that read the files.

What a key means is said in both languages. A schema knows one file only, so it is wider than
the loader: it can't tell which roles there are, nor what a roadmap takes over by `extends`.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from lotrinh.loader.parts.calendars import CalendarShape
from lotrinh.loader.parts.channels import SHAPES, ChannelsShape
from lotrinh.loader.parts.policies import PolicyShape
from lotrinh.loader.parts.roadmap_shape import (
    AnchorShape,
    BasisShape,
    MilestoneShape,
    RoadmapShape,
)
from lotrinh.loader.parts.rows import OrganisationsShape, PeopleShape
from lotrinh.loader.parts.scalars import ID_PATTERN
from lotrinh.loader.parts.settings import SettingsShape
from lotrinh.loader.parts.shape import Shape, english_name, inner_shapes, keys_of, name_of
from lotrinh.loader.parts.target_shape import TargetSetShape
from lotrinh.loader.reading.keys import Told

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_FILES: Mapping[str, tuple[type[Shape], ...]] = {
    "roadmap": (RoadmapShape,),
    "targets": (TargetSetShape,),
    "settings": (SettingsShape,),
    "policies": (PolicyShape,),
    "channels": (ChannelsShape, *SHAPES.values()),
    "calendar": (CalendarShape,),
    "organisations": (OrganisationsShape,),
    "people": (PeopleShape,),
}
KINDS = tuple(_FILES)
_MERGED = (AnchorShape, BasisShape, MilestoneShape)
"""What may say just its changes, where its roadmap extends another one."""
_POLICIES = Told.of("shapes", "policies", "The policies, each by a name.")


def schema_of(kind: str, language: str) -> JsonSchemaValue:
    """Return the schema of one kind of file."""
    definitions = _definitions(_FILES[kind], language)
    return {"$schema": DRAFT, **_file(kind, language), "$defs": definitions}


def schema_of_all(language: str) -> JsonSchemaValue:
    """Return one schema for all: each kind of file is among its definitions."""
    definitions = _definitions([s for shapes in _FILES.values() for s in shapes], language)
    files = {f"{kind}.yaml": _file(kind, language) for kind in KINDS}
    any_of = [{"$ref": f"#/$defs/{name}"} for name in files]
    return {"$schema": DRAFT, "title": "Lộ Trình", "anyOf": any_of, "$defs": definitions | files}


def _file(kind: str, language: str) -> JsonSchemaValue:
    """Return the schema of a file, whose shape is among the definitions."""
    if kind != "policies":
        return _ref(_FILES[kind][0])
    each = {"$ref": "#/$defs/policy"}
    return {
        **_said(_POLICIES, language),
        "type": "object",
        "propertyNames": {"pattern": ID_PATTERN},
        "additionalProperties": each,
    }


class _Generator(GenerateJsonSchema):
    """Leaves out what an editor has no use for, and calls shapes as the catalogue does."""

    def normalize_name(self, name: str) -> str:
        return super().normalize_name(english_name(name))

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        """Take a text of ours; those that may not be just any text say so themselves."""
        del schema
        return {"type": ["string", "number"]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave out the value that stands for a missing key: nobody can write it."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Keep the defaults that say something."""
        known = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if isinstance(default, bool) or (default and isinstance(default, int | str)):
            return {**known, "default": str(default) if isinstance(default, str) else default}
        return known


def _definitions(shapes: Sequence[type[Shape]], language: str) -> dict[str, JsonSchemaValue]:
    _, made = models_json_schema(
        [(shape, "validation") for shape in shapes], schema_generator=_Generator
    )
    definitions: dict[str, JsonSchemaValue] = {}
    for shape in _with_inner(shapes):
        definition = definitions[name_of(shape)] = made["$defs"][name_of(shape)]
        _tell(definition, shape, language)
        if shape in _MERGED:
            definitions[_whole(shape)] = {**_ref(shape), "allOf": _needed(shape)}
        elif shape is not RoadmapShape and shape.needed:
            definition["allOf"] = _needed(shape)
    if "roadmap" in definitions:
        _demand_unless_extended(definitions["roadmap"])
    if "channels" in definitions:
        channels = [_ref(shape) for shape in SHAPES.values()]
        definitions["channels"]["additionalProperties"] = {"anyOf": channels}
    return definitions


def _with_inner(shapes: Iterable[type[Shape]]) -> Iterator[type[Shape]]:
    """Yield shapes with those that lie in them, each once."""
    waiting, seen = list(shapes), set()
    while waiting:
        shape = waiting.pop()
        if shape not in seen:
            seen.add(shape)
            waiting += [inner for inner, _ in inner_shapes(shape).values()]
            yield shape


def _tell(definition: JsonSchemaValue, shape: type[Shape], language: str) -> None:
    """Say what a shape and its keys are, and accept the Vietnamese names of these."""
    keys, properties = keys_of(shape), definition["properties"]
    definition |= _said(Told.of("shapes", name_of(shape), shape.__doc__), language)
    told = docstrings_of(shape)
    for name, field in shape.model_fields.items():
        key = field.alias or name
        properties[key] |= _said(Told.of(name_of(shape), key, told.get(name)), language)
    for key, words in keys.vietnamese.items():
        here = {"$ref": f"#/$defs/{name_of(shape)}/properties/{key}"}
        properties[words[0]] = here
        if others := [word for word in keys.written(key) if word not in {key, words[0]}]:
            definition.setdefault("patternProperties", {})[f"^({'|'.join(others)})$"] = here
    for key, (inner, is_named) in inner_shapes(shape).items():
        if inner in _MERGED and shape is not RoadmapShape:
            each = "additionalProperties" if is_named else "items"
            properties[key][each] = {"$ref": f"#/$defs/{_whole(inner)}"}


def docstrings_of(shape: type[Shape]) -> dict[str, str]:
    """Return what is said below each field in the code of a shape, inherited ones as well.

    Pydantic can keep it with the fields, but then reads the code of every shape whenever one
    is imported, to be asked by nobody but editors.
    """
    told: dict[str, str] = {}
    for part in reversed(shape.mro()):
        if issubclass(part, Shape):
            (code,) = ast.parse(inspect.getsource(part)).body
            told |= _told_below(cast(ast.ClassDef, code))
    return told


def _told_below(code: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield the fields of a class, each with the text that follows it."""
    for field, text in pairwise(code.body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                yield name, said
            case _:
                pass


def _said(told: Told, language: str) -> JsonSchemaValue:
    """Return title and description, the reader's language first."""
    names, texts = [told.vietnamese, told.english], [told.vietnamese_text, told.english_text]
    if language == "en":
        names.reverse()
        texts.reverse()
    return {
        "title": " · ".join(dict.fromkeys(filter(None, names))),
        "description": "\n\n".join(filter(None, texts)),
    }


def _needed(shape: type[Shape], *but: str) -> list[JsonSchemaValue]:
    """Demand each key without which a shape says nothing, in either language."""
    return [_has(shape, key) for key in shape.needed if key not in but]


def _has(shape: type[Shape], key: str) -> JsonSchemaValue:
    return {"anyOf": [{"required": [word]} for word in keys_of(shape).written(key)]}


def _demand_unless_extended(roadmap: JsonSchemaValue) -> None:
    """Demand what a roadmap needs, where it doesn't take it over from another one."""
    keys, parts = keys_of(RoadmapShape), dict[str, JsonSchemaValue]()
    for key, (inner, is_named) in inner_shapes(RoadmapShape).items():
        if inner in _MERGED:
            each = {"$ref": f"#/$defs/{_whole(inner)}"}
            holds = {"additionalProperties": each} if is_named else {"items": each}
            parts |= dict.fromkeys(keys.written(key), holds)
    whole = {"allOf": _needed(RoadmapShape, "roadmap"), "properties": parts}
    roadmap["allOf"] = [
        _has(RoadmapShape, "roadmap"),
        {"if": _has(RoadmapShape, "extends"), "else": whole},
    ]


def _ref(shape: type[Shape]) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name_of(shape)}"}


def _whole(shape: type[Shape]) -> str:
    return f"whole_{name_of(shape)}"
