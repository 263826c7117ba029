"""`lotrinh schema`: what an editor is given, on the screen and as files."""

import json
from pathlib import Path

from tests.acceptance.conftest import Office


def test_the_schema_of_one_kind_of_file_is_printed(lotrinh: Office) -> None:
    made = lotrinh.json("schema", "roadmap")

    assert made["$ref"] == "#/$defs/roadmap"
    assert {"due", "hạn"} <= {*made["$defs"]["milestone"]["properties"]}


def test_without_a_kind_all_are_in_one_document(lotrinh: Office) -> None:
    made = lotrinh.json("schema", "--lang", "en")

    assert {"roadmap.yaml", "people.yaml", "milestone"} <= made["$defs"].keys()
    assert made["$defs"]["milestone"]["properties"]["due"]["title"] == "due · hạn"


def test_it_needs_no_configuration_that_can_be_used(lotrinh: Office) -> None:
    lotrinh.edit("settings.yaml", "coordinator:", "coördinator:")

    assert lotrinh("schema", "settings").code == 0


def test_files_are_written_and_the_line_that_finds_them_is_shown(
    lotrinh: Office, tmp_path: Path
) -> None:
    ended = lotrinh("schema", "--to", str(tmp_path / "schemas"))

    written = {path.name for path in (tmp_path / "schemas").iterdir()}
    assert len(written) == 8
    assert f"# yaml-language-server: $schema={tmp_path}/schemas/roadmap.schema.json" in ended.out
    made = json.loads((tmp_path / "schemas" / "people.schema.json").read_text(encoding="utf-8"))
    assert made["$ref"] == "#/$defs/people"


def test_a_folder_that_cannot_be_written_to_is_said_in_words(
    lotrinh: Office, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    ended = lotrinh("schema", "--to", str(tmp_path / "file" / "schemas"))

    assert ended.code == 2
    assert "--to" in ended.err
