"""Lines of the log by themselves: what stands in them whatever happens."""

import json
import logging
import shlex
from datetime import UTC, datetime
from errno import ENOSPC
from io import StringIO

import pytest

from lotrinh.bootstrap.log.writing import Form, Log, log_of_environment

AT = datetime(2026, 12, 7, 0, 30, tzinfo=UTC)


def written(capsys: pytest.CaptureFixture[str], form: Form, **keys: object) -> str:
    Log(form, run="r-1", now=lambda: AT).write([("delivery", keys)])
    return capsys.readouterr().err


def test_a_line_is_one_line_whatever_a_server_has_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = 'no\nat=2026 event=delivery "outcome"=accepted\r\x1b[0m'

    as_text = written(capsys, Form.TEXT, detail=said)
    as_json = written(capsys, Form.JSON, detail=said)

    assert (as_text.count("\n"), as_json.count("\n")) == (1, 1)
    assert "\x1b" not in as_text + as_json
    assert len(shlex.split(as_text)) == 4
    assert json.loads(as_json)["detail"] == said


def test_what_is_not_known_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    line = written(capsys, Form.TEXT, channel="", rung=None, attempt=0, cells=["a/b/c@2026"])

    assert line == (
        "at=2026-12-07T00:30:00.000+00:00 event=delivery run=r-1 attempt=0 cells=a/b/c@2026\n"
    )


def test_faults_of_the_pages_stand_in_lines_of_the_same_form(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_LOG", "json")
    log_of_environment("r-2")
    logging.getLogger("lotrinh.web").error("%s\n%s", "KeyError", "  File web/board.py")
    monkeypatch.delenv("LOTRINH_LOG")
    log_of_environment()
    logging.getLogger("lotrinh.web").info("nobody listens any more")

    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "fault"
    assert json.loads(line)["said"] == "KeyError\n  File web/board.py"


class Full(StringIO):
    """A log on a disk that is full."""

    def write(self, _: str) -> int:
        raise OSError(ENOSPC, "No space left on device")


def test_a_log_that_can_not_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Full())

    Log(Form.TEXT).write([("check", {"deadlines": 1})] * 5000)
