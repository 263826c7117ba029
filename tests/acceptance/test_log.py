"""The log: what is found in it, what leads on from there, and what is never in it."""

import json
import shlex
import shutil
from dataclasses import dataclass
from typing import Any

import pytest

from tests.acceptance.conftest import ROOT, Ended, Office

A_DAY = ("--at", "2024-12-02T07:30")


@dataclass(frozen=True)
class Checked:
    """An office that has just been checked, with every decision in the log."""

    office: Office
    ended: Ended

    @property
    def lines(self) -> list[dict[str, Any]]:
        return lines(self.ended)


def lines(ended: Ended) -> list[dict[str, Any]]:
    """Return the lines of a JSON log."""
    assert ended.code == 0, ended.err
    return [json.loads(line) for line in ended.err.splitlines()]


def words(line: str) -> dict[str, str]:
    """Return the pairs of a line of text, as a shell would cut it."""
    return dict(word.split("=", 1) for word in shlex.split(line))


def of(event: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in found if line["event"] == event]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "config", folder / "config")
    office = Office(folder)
    everything = office(
        "check", *A_DAY, "--format", "json", LOTRINH_LOG="json", LOTRINH_LOG_LEVEL="debug"
    )
    return Checked(office, everything)


def test_what_speaks_has_a_line_and_what_is_silent_is_counted(checked: Checked) -> None:
    report = checked.ended.json

    assert len(of("reminder", checked.lines)) == report["enqueued"] > 0
    (check,) = of("check", checked.lines)
    counted = {key.removeprefix("reason."): n for key, n in check.items() if "reason." in key}
    assert counted == report["reasons"]


def test_every_decision_has_a_line_where_all_are_asked_for(checked: Checked) -> None:
    reasons = checked.ended.json["reasons"]

    in_bulk = reasons.get("undated", 0)
    assert len(of("decision", checked.lines)) == sum(reasons.values()) - in_bulk


def test_one_id_leads_from_a_reminder_to_its_message_and_to_the_fact(checked: Checked) -> None:
    found, office = checked.lines, checked.office
    reminder = next(one for one in of("reminder", found) if one["cell"].startswith("year-end/chi"))
    (sent,) = [one for one in of("delivery", found) if reminder["cell"] in one.get("cells", ())]
    _, organisation, milestone = reminder["cell"].split("/")

    recorded = lines(office("done", organisation, milestone, LOTRINH_LOG="json"))
    shown = office.json("outbox", "show", sent["message"])

    assert (organisation, reminder["rung"]) in {
        (one["organisation"], one["rung"]) for one in shown["reminders"]
    }
    assert [(one["cell"], one["kind"]) for one in of("fact", recorded)] == [
        (reminder["cell"], "done")
    ]


def test_a_log_of_text_holds_no_address_no_name_and_no_words_of_people(checked: Checked) -> None:
    said = checked.office(
        *("note", "chi-bo-02", "branch-review@2026", "--note", "Rất riêng"),
        *("--by", "Nguyễn Văn Ví Dụ"),
        LOTRINH_LOG="text",
    ).err
    fact = words(said)

    assert (fact["event"], fact["kind"], fact["way"]) == ("fact", "note", "command")
    for log in (said, checked.ended.err):
        assert "example.vn" not in log
        assert "message" not in log or "subject" not in log
        assert log.isascii()


def test_without_being_asked_nothing_is_logged_and_only_two_forms_are_known(
    checked: Checked,
) -> None:
    assert checked.office("check", "--no-deliver").err == ""
    ended = checked.office("status", LOTRINH_LOG="xml")

    assert ended.code == 1
    assert "“xml”" in ended.err
