"""The files of a workspace as trees, shapes and tables; what can't be read is reported."""

from collections.abc import Mapping
from typing import TypeVar

from lotrinh.errors import Location
from lotrinh.loader.parts.shape import Shape, in_english
from lotrinh.loader.reading.csv_table import read_csv
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import FORMS, OTHER_FORMS
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import Table
from lotrinh.loader.reading.text_file import read_text
from lotrinh.loader.reading.written import Written
from lotrinh.loader.reading.yaml_file import read_yaml
from lotrinh.loader.reading.yaml_table import read_rows

S = TypeVar("S", bound=Shape)


class Inputs:
    """Files by name, and the findings about them."""

    def __init__(self, files: Mapping[str, bytes], findings: Findings) -> None:
        self._files = files
        self._findings = findings

    def tree(self, path: str) -> Written | None:
        """Return a YAML file as a tree, None where there is none that can be read."""
        text = self._text(path)
        return None if text is None else read_yaml(path, text, self._findings)

    def shape(self, path: str, shape: type[S]) -> S | None:
        """Return a YAML file of some shape."""
        tree = self.tree(path)
        return None if tree is None else shape.of(tree, self._findings)

    def trees(self, folder: str, shape: type[Shape]) -> list[Written | None]:
        """Return the YAML files of a folder as trees, in the order of their names.

        Args:
            folder: Where they lie.
            shape: What they will be, so that their keys can be put into English.
        """
        paths = [path for path in self._within(folder) if path not in self.tables(folder)]
        return [self._in_english(self.tree(path), shape) for path in paths]

    def tables(self, folder: str) -> list[str]:
        """Return the paths of the tables in a folder, which a file beside them may name."""
        return [path for path in self._within(folder) if path.endswith((".csv", ".xlsx"))]

    def _within(self, folder: str) -> list[str]:
        return sorted(path for path in self._files if path.startswith(f"{folder}/"))

    def shapes(self, folder: str, shape: type[S]) -> list[S | None]:
        """Return the YAML files of a folder, in the order of their names."""
        trees = self.trees(folder, shape)
        return [None if tree is None else shape.of(tree, self._findings) for tree in trees]

    def table(self, name: str, keys: Keys) -> Table | None:
        """Return a register, in one of the forms that it may be written in.

        Args:
            name: Of the file, of the only key of one written in YAML, and maybe of a sheet.
            keys: Of its columns.
        """
        there = [path for form in FORMS if (path := f"{name}.{form}") in self._files]
        for other in there[1:]:
            self._findings.error("two-registers", Location(other), other=there[0])
        if there:
            return self.read_table(there[0], name, keys)
        unread = [path for form in OTHER_FORMS if (path := f"{name}.{form}") in self._files]
        if unread:
            self._findings.error("register-form", Location(unread[0]), path=unread[0])
        else:
            self._findings.error("missing-file", Location(f"{name}.csv"), path=f"{name}.csv")
        return None

    def read_table(self, path: str, name: str, keys: Keys) -> Table | None:
        """Return the table of one file, by what its name ends in; CSV, if by nothing known."""
        if path.endswith(".xlsx"):
            from lotrinh.loader.reading.xlsx_table import read_xlsx  # noqa: PLC0415  (0.1 s)

            return read_xlsx(path, self._files[path], name, keys, self._findings)
        if path.endswith(".yaml"):
            tree = self.tree(path)
            return None if tree is None else read_rows(tree, name, keys, self._findings)
        text = self._text(path)
        return None if text is None else read_csv(path, text, keys, self._findings)

    def _in_english(self, tree: Written | None, shape: type[Shape]) -> Written | None:
        return None if tree is None else in_english(tree, shape, self._findings)

    def _text(self, path: str) -> str | None:
        if path not in self._files:
            self._findings.error("missing-file", Location(path), path=path)
            return None
        return read_text(path, self._files[path], self._findings)
