"""The shape of the YAML files: pydantic models over texts with places.

A shape never fails as a whole. What doesn't fit is reported where it stands and takes its
default, so that the rest of the file is still read and all mistakes show in one pass; a
value that is falsy where one is needed has been reported already.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Self, TypeVar, cast, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from lotrinh.errors import Location
from lotrinh.loader.parts.scalars import ID, ID_PATTERN, as_id_meant, refuse
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys, english_of
from lotrinh.loader.reading.written import Block, Listing, Text, Written

T = TypeVar("T")
S = TypeVar("S", bound="Shape")


class Shape(BaseModel):
    """A mapping with a closed set of keys, in English or in Vietnamese."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        defer_build=True,  # most commands read few kinds of files
    )
    needed: ClassVar[tuple[str, ...]] = ()
    """The keys without which it says nothing."""
    _where: Location = PrivateAttr(default=Location(""))
    _written: Block = PrivateAttr(default_factory=lambda: Block(Location("")))

    @classmethod
    def of(cls, tree: Written, findings: Findings) -> Self | None:
        """Return what a tree says, None where it isn't a mapping; both kinds of fault reported."""
        if not isinstance(tree, Block):
            findings.error("wrong-shape", tree.where, wanted="mapping")
            return None
        return cls.model_validate(tree, context=findings)

    @classmethod
    def made(cls, like: "Shape", **fields: Any) -> Self:
        """Return a shape that stands for another one, at its place; its fields are read already."""
        shape = cast(Self, cls.model_construct(**fields))
        shape._where, shape._written = like._where, like._written  # noqa: SLF001  (a shape's own)
        return shape

    @property
    def where(self) -> Location:
        """Where the mapping starts."""
        return self._where

    def place(self, key: str) -> Location:
        """Return where a key is written, or where the mapping starts."""
        return next((name.where for name in self._written if name == key), self._where)

    @property
    def written(self) -> Block:
        """What was written, under the English keys."""
        return self._written

    @model_validator(mode="wrap")
    @classmethod
    def _keep_known_keys(
        cls, block: Any, fit: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        if isinstance(block, cls):  # has been read already
            return block
        if not isinstance(block, Block):
            raise refuse("wrong-shape", wanted="mapping")
        kept = english_of(block, keys_of(cls), cls.needed, _findings(info))
        shape = fit(kept)
        shape._where = block.where  # noqa: SLF001  (of its own class)
        shape._written = kept  # noqa: SLF001  (the same)
        return shape

    @field_validator("*", mode="wrap")
    @classmethod
    def _blame_the_value(
        cls, value: Any, fit: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        try:
            return fit(value)
        except ValidationError as error:
            report(error, value, _findings(info))
            return cls.model_fields[info.field_name or ""].default


def name_of(shape: type[Shape]) -> str:
    """Return what a shape is called where all are listed."""
    return english_name(shape.__name__)


def english_name(shape: str) -> str:
    """Return the plain name of a shape.

    >>> english_name("MilestoneShape")
    'milestone'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", shape.removesuffix("Shape")).lower()


@cache
def keys_of(shape: type[Shape], *, is_open: bool = False) -> Keys:
    """Return the keys that a shape may have."""
    names = (field.alias or name for name, field in shape.model_fields.items())
    return Keys(name_of(shape), names, is_open=is_open)


def in_english(tree: Written, shape: type[Shape], findings: Findings) -> Written:
    """Return a tree with English keys, as deep as its shape reaches; what is no key stays."""
    if isinstance(tree, Listing):
        return Listing((in_english(item, shape, findings) for item in tree), tree.where)
    if not isinstance(tree, Block):
        return tree
    block = english_of(tree, keys_of(shape, is_open=True), (), findings)
    inside = inner_shapes(shape)
    for key, value in block.items():
        inner, is_named = inside.get(key, (None, False))
        if inner is not None and is_named and isinstance(value, Block):
            value.update({name: in_english(v, inner, findings) for name, v in value.items()})
        elif inner is not None:
            block[key] = in_english(value, inner, findings)
    return block


@cache
def inner_shapes(shape: type[Shape]) -> Mapping[str, tuple[type[Shape], bool]]:
    """Return the keys under which other shapes lie, and whether these have names there."""
    found = {}
    for name, field in shape.model_fields.items():
        written_as = (getattr(hint, "json_schema_input_type", None) for hint in field.metadata)
        for type_ in _types_in(field.annotation, *written_as):
            if isinstance(type_, type) and issubclass(type_, Shape):
                found[field.alias or name] = (type_, get_origin(field.annotation) is dict)
    return found


def _types_in(*annotations: Any) -> Iterator[Any]:
    for annotation in annotations:
        yield annotation
        yield from _types_in(*get_args(annotation))


def _findings(info: ValidationInfo) -> Findings:
    return cast(Findings, info.context)


def report(error: ValidationError, value: Written, findings: Findings) -> None:
    """Turn pydantic's errors about a value into problems with places."""
    for fault in error.errors(include_url=False, include_input=False):
        blamed = _innermost(value, fault["loc"])
        if blamed == "":
            findings.error("empty-value", blamed.where)
        elif isinstance(context := fault.get("ctx"), dict) and "values" in context:
            where = _place(blamed, context["column"])
            findings.error(fault["type"], where, nearest=context["nearest"], **context["values"])
        else:
            findings.error("wrong-shape", blamed.where, wanted="text")


def _innermost(value: Written, path: tuple[int | str, ...]) -> Written:
    """Return what lies at a path, as far as the path leads."""
    for step in path:
        if isinstance(value, Listing) and isinstance(step, int):
            value = value[step]
        elif isinstance(value, Block) and isinstance(step, str):
            value = value.under(step) or value
    return value


def _place(blamed: Written, column: int) -> Location:
    return blamed.at(column) if isinstance(blamed, Text) and column > 1 else blamed.where


def as_many(value: Any) -> Any:
    """Take a single thing for a list of one."""
    return (value,) if isinstance(value, (Text, Block)) and value != "" else as_list(value)


def as_list(value: Any) -> Any:
    """Return a list, or refuse whatever else it is."""
    if not isinstance(value, Listing):
        raise refuse("wrong-shape", wanted="list")
    return tuple(value)


def mappings_only(value: Any, info: ValidationInfo) -> tuple[Block, ...]:
    """Return the items that are mappings, having reported the others."""
    return tuple(_mappings(as_list(value), _findings(info)))


def _mappings(items: tuple[Written, ...], findings: Findings) -> Iterator[Block]:
    for item in items:
        if isinstance(item, Block):
            yield item
        else:
            findings.error("wrong-shape", item.where, wanted="mapping")


def named_shapes(shape: type[S], tree: Written, findings: Findings) -> dict[Text, S]:
    """Return what stands under the names of a mapping, as far as it has the shape."""
    if not isinstance(tree, Block):
        findings.error("wrong-shape", tree.where, wanted="mapping")
        return {}
    check_names(tree, findings)
    read = {name: shape.of(entry, findings) for name, entry in tree.items()}
    return {name: found for name, found in read.items() if found is not None}


def check_names(names: Iterable[Text], findings: Findings) -> None:
    """Report the names that can't be ids."""
    for name in names:
        if not ID.fullmatch(name):
            findings.error("bad-id", name.where, nearest=as_id_meant(name), value=str(name))


def blocks_by_name(value: Any, info: ValidationInfo) -> dict[Text, Any]:
    """Return the entries whose values are mappings, having reported the others."""
    entries = by_name(value, info)
    kept = {id(block) for block in _mappings(tuple(entries.values()), _findings(info))}
    return {name: entry for name, entry in entries.items() if id(entry) in kept}


def by_name(value: Any, info: ValidationInfo) -> dict[Text, Any]:
    """Return a mapping whose keys are names that others refer to, having reported odd ones."""
    if not isinstance(value, Block):
        raise refuse("wrong-shape", wanted="mapping")
    check_names(value, _findings(info))
    return dict(value)


class _OneOrMany:
    """Tells the schema that a single thing will do where a list is read."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        many = handler(core)
        return {"anyOf": [many["items"], many]}


class _Ids:
    """Tells the schema that the keys are ids."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core), "propertyNames": {"pattern": ID_PATTERN}}


Many = Annotated[tuple[T, ...], BeforeValidator(as_many), _OneOrMany()]
ListOf = Annotated[tuple[T, ...], BeforeValidator(as_list)]
Blocks = Annotated[tuple[T, ...], BeforeValidator(mappings_only)]
Named = Annotated[dict[Text, T], BeforeValidator(blocks_by_name), _Ids()]
ByName = Annotated[dict[Text, T], BeforeValidator(by_name), _Ids()]
