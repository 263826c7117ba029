from contextlib import closing
from pathlib import Path

from flows.rolling import Rolling
from tests.faults.by_books import no_room


def test_a_log_that_has_grown_large_is_put_aside_once(tmp_path: Path) -> None:
    path = tmp_path / "runs.log"
    with closing(Rolling(path, largest=20)) as log:
        for number in range(10):
            log.write(f"line {number} of ten\n")

    kept = (tmp_path / "runs.log.1").read_text("utf-8") + path.read_text("utf-8")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["runs.log", "runs.log.1"]
    assert kept.endswith("line 8 of ten\nline 9 of ten\n")
    assert "line 0" not in kept


def test_a_log_goes_on_where_it_had_ended(tmp_path: Path) -> None:
    for word in ("one\n", "two\n"):
        with closing(Rolling(tmp_path / "runs.log")) as log:
            log.write(word)

    assert (tmp_path / "runs.log").read_text("utf-8") == "one\ntwo\n"


def test_what_a_full_disk_does_not_take_is_lost_and_the_work_goes_on(tmp_path: Path) -> None:
    with closing(Rolling(tmp_path / "runs.log")) as log:
        with no_room():
            log.write("lost\n" * 5000)
        log.write("kept\n")

    assert (tmp_path / "runs.log").read_text("utf-8") == "kept\n"
