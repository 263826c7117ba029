"""A roadmap or a register drawn up from an office's file, as the file that is written of it.

Beside each milestone stands where it comes from, and in the office's own words whatever was
put in others. What couldn't be read stands there as a remark.
"""

import csv
import io
import json
import re
from functools import partial

from lotrinh.application.office.drafts import DraftGroup, DraftMilestone, RoadmapDraft
from lotrinh.application.office.register_drafts import RegisterDraft
from lotrinh.errors import Location
from lotrinh.rendering.jinja import templates
from lotrinh.rendering.words import say

_PLAIN = re.compile(r"[^\W_]([^\n:#\[\]{}\"'&*!|>%@`\\]*[^\s:#\[\]{}\"'&*!|>%@`\\])?")
_FLOWING = re.compile(r"[\w./+-][\w./+ -]*")
_NOT_TEXT = re.compile(r"(?i)(null|true|false|yes|no|on|off|y|n|~)")


def render_draft(draft: RoadmapDraft, language: str) -> str:
    """Return the text of the YAML file of a draft."""
    return (
        templates()
        .get_template("workspace/imported.yaml.j2")
        .render(
            draft=draft,
            say=partial(_say, language),
            quoted=quoted,
            flowing=flowing,
            line=line,
            cell=cell,
            is_group=_is_group,
            is_dated=any(milestone.due for milestone in draft.milestones),
        )
    )


def render_register(draft: RegisterDraft) -> str:
    """Return the text of the CSV file of a register."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(draft.columns)
    writer.writerows([row.get(column, "") for column in draft.columns] for row in draft.rows)
    return sheet.getvalue()


def _say(language: str, key: str, **values: object) -> str:
    return say(key, language, **values)


def _is_group(entry: DraftGroup | DraftMilestone) -> bool:
    return isinstance(entry, DraftGroup)


def quoted(text: str) -> str:
    r"""Return a text as YAML writes it on a line of its own: bare where nothing needs quotes.

    >>> print(quoted("Họp chi bộ, bình xét"), quoted("Ngày 1: họp"), quoted("=A1"), quoted("no"))
    Họp chi bộ, bình xét "Ngày 1: họp" "=A1" "no"
    """
    bare = _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)
    return text if bare else json.dumps(text, ensure_ascii=False)


def flowing(text: str) -> str:
    """Return a text as YAML writes it within braces.

    >>> print(flowing("57-KH/ĐU"), flowing("a, b"))
    57-KH/ĐU "a, b"
    """
    bare = _FLOWING.fullmatch(text) and not _NOT_TEXT.fullmatch(text)
    return text if bare else json.dumps(text, ensure_ascii=False)


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def cell(where: Location) -> str:
    """Return a place by its sheet and cell, without the file.

    >>> cell(Location("a.xlsx", 7, 2, "Kế hoạch"))
    'Kế hoạch!B7'
    """
    return str(where).removeprefix(f"{where.path}:")
