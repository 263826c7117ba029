"""Tables for narrow screens: each cell knows the head of its column.

Where a page is too narrow for columns, the style sheet lays the cells of a row below each other
and shows beside each what stands at the head; whoever listens to the page hears it as well.
"""

import re

from markupsafe import Markup

_HEAD = re.compile(r"<th scope=\"col\"[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh]\b[^>]*)>")
_TAG = re.compile(r"<[^>]+>")


def stacked(table: str | Markup) -> Markup:
    """Return the HTML of one table with the head of its column at every cell.

    >>> stacked('<thead><tr><th scope="col">Hạn</th></tr></thead><tr><td>1/2</td></tr>')
    Markup('<thead><tr><th scope="col">Hạn</th></tr></thead><tr><td data-head="Hạn">1/2</td></tr>')
    """
    top, closed, rows = str(table).partition("</thead>")
    heads = [_TAG.sub("", head).strip().replace('"', "&quot;") for head in _HEAD.findall(top)]
    return Markup(top + closed + _ROW.sub(lambda row: _labelled(row[0], heads), rows))  # noqa: S704  (it was escaped where it was put together)


def _labelled(row: str, heads: list[str]) -> str:
    left = iter(heads)
    return _CELL.sub(lambda cell: _cell(cell[1], next(left, "")), row)


def _cell(tag: str, head: str) -> str:
    """Return a cell with its head; what names the row needs none."""
    return f'<{tag} data-head="{head}">' if tag.startswith("td") else f"<{tag}>"
