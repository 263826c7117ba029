"""Every word that a page asks for is in the catalogue: where one is missing, the page breaks."""

import re
from importlib.resources import files

import pytest

from lotrinh.rendering.words import LANGUAGES, entries

_ASKED = re.compile(r'say\("([^"]+)"[,)]')


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_templates_say_is_in_the_catalogue(language: str) -> None:
    folder = files("lotrinh.rendering").joinpath("templates", "web")
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.is_file()]
    asked = {key for text in texts for key in _ASKED.findall(text)}

    assert len(asked) > 100
    assert asked - {*entries(language)} == set()
