"""What a person wrote, each piece with its place in the file.

A `Text` is a string, so the meaning can be read from it directly; `str(text)` forgets the
place, and is what goes into the domain.
"""

from collections.abc import Iterable
from typing import Self

from lotrinh.errors import Location


class Text(str):
    """A scalar as it stands in the file: no value of it is a number or a boolean yet."""

    __slots__ = ("offset", "where")
    where: Location
    offset: int | None
    """Characters from `where` to its first letter; None where columns inside don't line up."""

    def __new__(cls, value: str, where: Location, offset: int | None = 0) -> Self:
        """Make a text that was written at `where`."""
        text = super().__new__(cls, value)
        text.where = where
        text.offset = offset
        return text

    def __reduce__(self) -> tuple[type[str], tuple[str, Location, int | None]]:
        return type(self), (str(self), self.where, self.offset)

    def at(self, column: int) -> Location:
        """Return the place of a character of the text, counted from 1."""
        return self.where if self.offset is None else self.where.right(self.offset + column - 1)


class Joined(Text):
    """Several texts as one, with glue between them: a list where a cell has ``a; b``."""

    __slots__ = ("pieces",)
    pieces: tuple[str, ...]

    @classmethod
    def of(cls, pieces: Iterable[str], where: Location) -> Self:
        """Join texts, which keep their places, and glue, which has none."""
        kept = tuple(pieces)
        joined = cls("".join(kept), where)
        joined.pieces = kept
        return joined

    def at(self, column: int) -> Location:
        """Return the place of a character within the text that it comes from."""
        where = self.where
        for piece in self.pieces:
            if isinstance(piece, Text):
                where = piece.where
                if column <= len(piece):
                    return piece.at(column)
            column -= len(piece)
        return where


class Listing(list["Written"]):
    """A list, and where it starts."""

    def __init__(self, items: Iterable["Written"], where: Location) -> None:
        super().__init__(items)
        self.where = where


class Block(dict[Text, "Written"]):
    """A mapping, and where it starts."""

    def __init__(self, where: Location) -> None:
        super().__init__()
        self.where = where

    def under(self, key: str) -> "Written | None":
        """Return what stands under a key; a key's text is found by its letters."""
        return self.get(key)  # type: ignore[call-overload, no-any-return]  # a Text equals its str


Written = Text | Listing | Block

NOTHING = Text("", Location(""))
"""What a required key that is missing stands for, once it is reported."""
