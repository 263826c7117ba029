"""Whatever stands in a place of a secret is shown to nobody, and refused where it is read."""

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.office.services import ANY_HOST
from lotrinh.channels.url import SCHEMES
from lotrinh.loader.reading.secret_places import without_secrets
from lotrinh.loader.reading.shown import shown

BARE = "chimhoangyen"
"""A secret without a digit, that looks like any word."""
schemes = st.sampled_from(sorted(SCHEMES))
before = st.sampled_from(["", "${A_B}:", "${A_B}/", "{address}/", "x/", "me:"])
after = st.sampled_from(["", "/{address}", ":8080/x", "?to={address}", "#room", "@host.example.vn"])
LINES = (
    "{key}: {secret}",
    "{key}:\n    {secret}",
    "{key}: |\n    {secret}\n    {secret}",
    "{key}: [a, {secret}]",
    "{key}: {{a: {secret}}}",
    '{key}: "{secret}"',
    "{key}: &a {secret}",
    "{key}: !!str {secret}",
)
keys = st.sampled_from(
    ["password", "mật_khẩu", "token", "pasword", "api key", "password_env", "tệp_mật_khẩu", "x"]
)


@given(scheme=schemes, before=before, after=after)
def test_no_word_in_a_url_is_shown_but_the_host_of_those_that_have_one(
    scheme: str, before: str, after: str
) -> None:
    url = f"{scheme}://{before}{BARE}{after}"
    place = url.partition("://")[2].split("/")[0].split("?")[0].split("#")[0]
    host = place.rpartition("@")[2].partition(":")[0]
    mailbox = scheme in {"mailto", "mailtos"}

    if not (mailbox or (host == BARE and scheme in ANY_HOST)):
        assert BARE not in without_secrets(url)


@given(key=keys, line=st.sampled_from(LINES), kind=st.sampled_from(["smtp", "apprise", "zalo"]))
def test_what_is_under_no_known_key_is_not_shown(key: str, line: str, kind: str) -> None:
    written = line.format(key=key, secret=BARE)
    text = f"deliver_by: one\none:\n  kind: {kind}\n  {written}\n  per_minute: 3\n"

    told = shown("channels.yaml", text.encode())

    assert BARE not in "".join(told.lines)
    assert told.conceals
    assert told.lines[2] == f"  kind: {kind}"
