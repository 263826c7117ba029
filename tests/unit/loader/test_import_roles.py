"""Who is named in a cell of an office's plan: as many as there are, however many."""

from lotrinh.loader.imports.roles import Roles

ROLES = Roles(
    {"office": "Văn phòng", "culture": "Ban Văn hoá, xã hội, gia đình"}, {}, "", "office", {}
)


def test_a_title_with_commas_is_one() -> None:
    found = [one.role for one in ROLES.named("Văn phòng; Ban Văn hoá, xã hội, gia đình")]

    assert found == ["office", "culture"]


def test_a_cell_that_names_thousands_is_read_through_once() -> None:
    found = ROLES.named(";".join(["Văn phòng", *["a"] * 10_000]))

    assert [one.written for one in found] == ["Văn phòng", "a"]
