"""The options of `lotrinh export`: where a file goes, what is in it, and what stands around it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lotrinh.cli.arguments import AS_OF, DAY, LINE
from lotrinh.cli.language import text

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _together(*options: Decorator) -> Decorator:
    """Return one decorator that adds several options, in the order of the help."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


TO = _together(
    click.option(
        "--to",
        "path",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        metavar="FILE",
        help=text(
            "Ghi vào tệp này; đuôi tệp cho biết loại.", "The file; its suffix says which kind."
        ),
    ),
    click.option(
        "--force", is_flag=True, help=text("Ghi đè, không hỏi.", "Overwrite without asking.")
    ),
)
"""Where the file goes."""

OF = _together(
    click.option(
        "--roadmap",
        "roadmaps",
        multiple=True,
        metavar="ID",
        help=text("Chỉ lộ trình này; ghi nhiều lần được.", "This one only; may be repeated."),
    ),
    click.option(
        "--organisation",
        "organisations",
        multiple=True,
        metavar="ID",
        help=text("Chỉ đơn vị này; ghi nhiều lần được.", "This one only; may be repeated."),
    ),
    click.option(
        "--below", metavar="ID", help=text("Mọi đơn vị trực thuộc.", "All directly below.")
    ),
    AS_OF,
)
"""What is in the file."""

BETWEEN = _together(
    click.option(
        "--from",
        "first",
        type=DAY,
        metavar="DATE",
        help=text("Chỉ hạn từ ngày này.", "Only what is due from this day on."),
    ),
    click.option(
        "--until",
        "last",
        type=DAY,
        metavar="DATE",
        help=text("Chỉ hạn đến hết ngày này.", "Only what is due by this day."),
    ),
)
"""The days between which something is due."""

LETTER = _together(
    click.option(
        "--number",
        type=LINE,
        metavar="TEXT",
        help=text("Số, ký hiệu văn bản (.docx).", "The document's number (.docx)."),
    ),
    click.option(
        "--place",
        type=LINE,
        metavar="TEXT",
        help=text("Địa danh (.docx).", "The place (.docx)."),
    ),
    click.option(
        "--signed",
        metavar="ROLE",
        help=text("Vai trò ký (.docx).", "The role that signs (.docx)."),
    ),
    click.option(
        "--template",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help=text("Mẫu Word của mình (.docx).", "A Word template of your own (.docx)."),
    ),
)
"""What stands around the body of a document."""
