"""How offices head the columns of their lists, marks and case aside; the registers know them too.

A heading is known by how it begins: the first column that fits is meant.
"""

import re
from collections.abc import Mapping

from lotrinh.application.office.founding import slug

OF_ORGANISATIONS = {
    "name": r"ten|(cac-)?chi-bo|to-chuc|don-vi|dang-bo",
    "kind": r"loai",
    "parent": r"truc-thuoc|cap-tren|thuoc|dang-bo-cap-tren",
    "tags": r"nhan|khoi|nhom",
    "valid_from": r"(ngay-)?thanh-lap",
    "id": r"ma(-|$)",
}
OF_PEOPLE = {
    "name": r"ho-(va-)?ten|ten|nguoi-nhan|can-bo|dong-chi",
    "position": r"chuc-(vu|danh|trach)|vai-tro|nhiem-vu|position|role",
    "organisation": r"don-vi|chi-bo|to-chuc|noi-(cong-tac|sinh-hoat)|dang-bo|co-quan|organisation",
    "email": r"(dia-chi-)?(e-?mail|thu-dien-tu)|hop-thu|dia-chi-thu|thu-cong-vu",
    "id": r"ma(-|$)",
}


def column_of(heading: str, columns: Mapping[str, str]) -> str | None:
    """Return the column that a heading means, None where it is none that is known.

    >>> column_of("Địa chỉ email", OF_PEOPLE), column_of("Chức vụ", OF_PEOPLE)
    ('email', 'position')
    """
    word = slug(heading)
    return next((name for name, begins in columns.items() if re.match(begins, word)), None)
