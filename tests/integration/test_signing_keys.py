"""The keys that sign links: where they come from, and that a slip is said and not passed over."""

import stat
from pathlib import Path

import pytest

from lotrinh.bootstrap.keys import FILE, UnreadableKeyError, WeakKeyError, signing_keys
from tests.integration.store.books import at_once

NEW, OLD = "n" * 32, "o" * 43


def test_a_key_is_made_when_it_is_first_asked_for_and_is_its_owners_alone(tmp_path: Path) -> None:
    (first,) = signing_keys(tmp_path / "var")

    assert signing_keys(tmp_path / "var") == (first,)
    assert len(first) >= 43
    assert stat.S_IMODE((tmp_path / "var" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == [FILE]


def test_two_who_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    keys = at_once(*[lambda: signing_keys(tmp_path)] * 8)

    assert len(set(keys)) == 1


def test_keys_come_from_the_environment_or_from_a_file_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_SIGNING_KEY", f"{NEW} {OLD}")
    assert signing_keys(tmp_path) == (NEW, OLD)

    file = tmp_path / "keys"
    file.write_text(f"{OLD}\n{NEW}\n", encoding="ascii")
    monkeypatch.setenv("LOTRINH_SIGNING_KEY_FILE", str(file))
    assert signing_keys(tmp_path) == (OLD, NEW)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("written", ["", " ", "short", f"{NEW} short"])
def test_a_weak_key_is_refused_and_not_shown(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_SIGNING_KEY", written)

    with pytest.raises(WeakKeyError) as refused:
        signing_keys(tmp_path)

    assert "short" not in f"{refused.value} {refused.value.values}"


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_SIGNING_KEY_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(UnreadableKeyError) as refused:
        signing_keys(tmp_path)

    assert refused.value.values["path"].endswith("nowhere")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file", encoding="utf-8")

    with pytest.raises(UnreadableKeyError):
        signing_keys(tmp_path / "var")
