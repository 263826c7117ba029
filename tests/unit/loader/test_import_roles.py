"""Who is named in a cell of an office's plan: as many as there are, however many."""

import pytest

from lotrinh.loader.imports.roles import Roles, Unit

ROLES = Roles(
    {"office": "Văn phòng", "culture": "Ban Văn hóa, xã hội, gia đình"}, {}, "", "office", {}
)


def test_a_title_with_commas_is_one() -> None:
    found = [one.role for one in ROLES.named("Văn phòng; Ban Văn hóa, xã hội, gia đình")]

    assert found == ["office", "culture"]


def test_a_cell_that_names_thousands_is_read_through_once() -> None:
    found = ROLES.named(";".join(["Văn phòng", *["a"] * 10_000]))

    assert [one.written for one in found] == ["Văn phòng", "a"]


OFFICE = Roles(
    {
        "secretary": "Bí thư",
        "standing-committee": "Ban Thường vụ",
        "office": "Văn phòng Đảng ủy",
        "party-building": "Ban Xây dựng Đảng",
        "inspection": "Ủy ban Kiểm tra",
    },
    {"ward": "Đảng bộ phường", "branch": "Chi bộ"},
    "ward",
    "secretary",
    {"chi-bo-to-dan-pho-1": Unit("chi-bo-01", "branch")},
)


@pytest.mark.parametrize(
    ("written", "role", "organisation"),
    [
        ("Ban XD Đảng", "party-building", ""),
        ("Trưởng Ban XD Đảng", "party-building", ""),
        ("BTV ĐU phường", "standing-committee", ""),
        ("VP ĐU", "office", ""),
        ("BT ĐU", "secretary", ""),
        ("Bí thư CB TDP số 1", "secretary", "chi-bo-01"),
    ],
)
def test_what_offices_abbreviate_is_what_it_stands_for(
    written: str, role: str, organisation: str
) -> None:
    (found,) = OFFICE.named(written)

    assert (found.is_known, found.role, found.organisation) == (True, role, organisation)


def test_every_branch_is_meant_by_its_letters() -> None:
    (found,) = OFFICE.named("Các CB trực thuộc")

    assert (found.role, found.kind) == ("secretary", "branch")


def test_what_is_unknown_is_told_with_the_nearest_role() -> None:
    found = {said: OFFICE.named(said)[0].is_known for said in ("CN UBKT", "Phó Ban XD Đảng")}

    assert found == {"CN UBKT": False, "Phó Ban XD Đảng": False}
    assert [*map(OFFICE.next_to, found)] == ["Ủy ban Kiểm tra", "Ban Xây dựng Đảng"]
