"""What stands above the table of a plan: its title, and the years that it is about."""

import re
from collections.abc import Iterable, Sequence

from lotrinh.application.office.founding import slug
from lotrinh.loader.reading.text import plain_dashes

_KIND = re.compile(
    r"(ke-hoach|chuong-trinh|lo-trinh|phu-luc|bieu|bang|tien-do|phan-cong|danh-muc|plan|annex)(-|$)"
)
_AROUND = re.compile(
    r"(dang-cong-san|cong-hoa|doc-lap|dang-uy|dang-bo|quan-uy|huyen-uy|thanh-uy|tinh-uy|ubnd|uy-ban"
    r"|ban-|so-|can-cu|kem-theo|ban-hanh-kem|thuc-hien-theo|tinh-den|as-of|.*-ngay-.*thang-)"
)
_LEAST = 3
"""Words of a title that isn't headed as one."""
_PARTS = 3
_LONGEST = 200
_YEAR = r"(?<!\d)(20\d\d)(?!\d)"


def title_above(texts: Sequence[str]) -> str:
    """Return the title among the texts above a table, '' where none looks like one.

    >>> title_above(["ĐẢNG ỦY PHƯỜNG X", "KẾ HOẠCH", "Kiểm điểm cuối năm 2026", "(Kèm theo 1)"])
    'Kiểm điểm cuối năm 2026'
    """
    lines = [" ".join(text.split()) for text in texts]
    lines = [line for line in lines if slug(line)]
    for place, line in enumerate(lines):
        if _KIND.match(slug(line)):
            head, _, rest = line.partition(":")
            if len(slug(line).split("-")) > _LEAST + 1:
                return rest.strip() if rest and _KIND.match(slug(head)) else line
            if title := " ".join(_title_below(lines[place + 1 :])):
                return title
    return next((line for line in reversed(lines) if _is_title(line)), "")


def _title_below(lines: Iterable[str]) -> Iterable[str]:
    """Yield the lines of a title: up to what is no part of one."""
    for number, line in enumerate(lines):
        if number == _PARTS or not _is_part(line) or line.endswith((".", ";")):
            return
        if _KIND.match(slug(line)) and len(slug(line).split("-")) <= _LEAST:
            continue
        yield line


def _is_part(line: str) -> bool:
    return not (line.startswith("(") or _AROUND.match(slug(line))) and len(line) <= _LONGEST


def _is_title(line: str) -> bool:
    return _is_part(line) and len(line.split()) >= _LEAST


def term_in(texts: Iterable[str]) -> str:
    """Return the years that texts are about as a term: one year, or the first and the last.

    A term that is written as one wins over single years.

    >>> term_in(["nhiệm kỳ 2025 – 2030, năm 2026"]), term_in(["15/12/2026", "tháng 1/2027"])
    ('2025-2030', '2026-2027')
    """
    said = plain_dashes("\n".join(texts))
    if found := re.search(rf"{_YEAR}\s*-\s*{_YEAR}", said):
        return f"{found[1]}-{found[2]}" if found[1] < found[2] else found[1]
    years = sorted(set(re.findall(_YEAR, said)))
    return "-".join(dict.fromkeys([years[0], years[-1]])) if years else ""
