"""The files of targets: YAML, and the tables that these may name in the place of a list.

A row of a table is read as if it had been written in YAML, each cell at its place.
"""

from lotrinh.domain.notation import from_sheet
from lotrinh.errors import Location
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.shape import keys_of
from lotrinh.loader.parts.target_shape import TargetSetShape, TargetShape
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.folder import TARGETS
from lotrinh.loader.reading.keys import Key, Keys
from lotrinh.loader.reading.table import Table, cells, check_columns
from lotrinh.loader.reading.written import Block, Listing, Text, Written

_IN_TABLES = tuple(key for key in keys_of(TargetShape).words if key not in {"for", "formerly"})
"""What a cell can say: selectors and old ids are written in YAML."""


def read_target_sets(inputs: Inputs, findings: Findings) -> list[TargetSetShape | None]:
    """Return the sets of a workspace, in the order of their files; None for one unreadable."""
    trees = inputs.trees(TARGETS, TargetSetShape)
    wholes = [_with_table(tree, inputs, findings) for tree in trees]
    sets = [None if tree is None else TargetSetShape.of(tree, findings) for tree in wholes]
    for shape in sets:
        if shape is not None and not shape.targets and not shape.written.under("targets"):
            findings.error("no-targets", shape.where, value=str(shape.target_set))
    return sets


def _with_table(tree: Written | None, inputs: Inputs, findings: Findings) -> Written | None:
    """Return a set with the rows of the table that it names, if it names one, as its targets."""
    name = tree.under("table") if isinstance(tree, Block) else None
    if not isinstance(tree, Block) or not isinstance(name, Text):
        return tree
    if tree.under("targets") is not None:
        findings.error("table-and-targets", name.where, value=str(name))
        return tree
    known = Vocabulary(path.removeprefix(f"{TARGETS}/") for path in inputs.tables(TARGETS))
    if not findings.expect(name, known, "unknown-table"):
        return None
    keys = Keys("target", _IN_TABLES)
    table = inputs.read_table(f"{TARGETS}/{name}", TARGETS, keys)
    if table is None:
        return None
    check_columns(table, keys, TargetShape.needed, findings)
    tree[Text("targets", name.where)] = Listing(_rows(table), Location(f"{TARGETS}/{name}"))
    return tree


def _rows(table: Table) -> list[Written]:
    """Return the rows that say what they have to; the others were reported as cells."""
    needed = [cells(table, column) for column in TargetShape.needed]
    whole = (row for row in range(len(table)) if all(column[row] for column in needed))
    return [_row(table, row) for row in whole if row not in table.ragged]


def _row(table: Table, row: int) -> Block:
    """Return a row as a mapping; of a sheet, numbers have their comma back."""
    block = Block(table.place("id", row))
    for column, written in table.columns.items():
        if written[row] and column in _IN_TABLES:
            where = table.place(column, row)
            said = from_sheet(written[row]) if where.sheet else written[row]
            block[Key.of(str(column), Text(str(column), where))] = Text(said, where)
    return block
