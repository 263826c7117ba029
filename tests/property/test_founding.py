"""Laws of a new workspace: whatever an office is called, its files say so and can be used."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.office.founding import Branch, Founding, numbered, proposed_id, slug
from lotrinh.bootstrap.files.founding import Library
from lotrinh.errors import ProblemsError
from lotrinh.loader.asked import ask_name
from lotrinh.loader.parts.scalars import ID
from lotrinh.loader.workspace import load

LIBRARY = Library()

odd = st.text(
    st.sampled_from("=+-@'\"“:;,#&*!|>%{}[]\\?`~ </_ĐăộơƯ7") | st.characters(), max_size=40
)


def as_read(text: str) -> str:
    """Return a name as it is read, '' where it is refused."""
    try:
        return ask_name(text, "--name")
    except ProblemsError:
        return ""


names = odd.map(as_read).filter(bool)


@settings(deadline=None, max_examples=25)
@given(
    name=names,
    above=names,
    branches=st.lists(names, min_size=1, max_size=3),
    language=st.sampled_from(["vi", "en"]),
)
def test_every_name_comes_through_the_files_as_it_was_given(
    name: str, above: str, branches: list[str], language: str
) -> None:
    units = zip(numbered(branches, "chi-bo"), branches, strict=True)
    founding = Founding(
        name=name,
        id="own",
        kind="ward",
        above=above,
        email="a@example.vn",
        branches=tuple(Branch(*unit) for unit in units),
        roadmaps=("year-end",),
        congress=None,
        language=language,
        year=2026,
    )

    draft = LIBRARY.draft(founding)
    configuration = load(draft.files).configuration

    assert draft.usable
    assert configuration is not None
    assert configuration.organisations.names == (above, name, *branches)
    assert configuration.channels["email"].options["sender_name"] == name


@given(st.text())
def test_a_proposed_id_is_an_id_or_there_is_none(name: str) -> None:
    assert proposed_id(name) == "" or ID.fullmatch(proposed_id(name))
    assert slug(name) == "" or ID.fullmatch(slug(name))


@given(st.lists(st.from_regex(r"Chi bộ ?\d{0,4}", fullmatch=True), max_size=30))
def test_no_two_branches_have_the_same_id(branches: list[str]) -> None:
    ids = list(numbered(branches, "chi-bo", {"chi-bo-05"}))

    assert len({*ids, "chi-bo-05"}) == len(branches) + 1
    assert all(ID.fullmatch(id_) for id_ in ids)
