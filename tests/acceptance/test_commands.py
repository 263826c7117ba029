"""The command line as a public interface: documents, exit codes, bad input."""

import csv
import io
import os
import pty
import re
from pathlib import Path

import openpyxl
import pytest

from lotrinh.cli.main import COMMANDS
from tests.acceptance.conftest import Office

AT = "2024-12-02T07:30:00+07:00"


def test_validate_finds_nothing_wrong_with_the_shipped_files(lotrinh: Office) -> None:
    assert lotrinh.json("validate") == []


def test_validate_shows_every_mistake_at_its_place_in_one_pass(lotrinh: Office) -> None:
    lotrinh.edit("roadmaps/year-end.yaml", "trước 15/12 hằng năm", "trước 30/02 hằng năm")
    lotrinh.edit("roadmaps/ward-congress.yaml", "lead: personnel-subcommittee", "lead: personel")

    ended = lotrinh("validate", "--format", "json")

    assert ended.code == 1
    found = {(p["path"], p["line"], p["code"]) for p in ended.json}
    assert found == {
        ("roadmaps/year-end.yaml", 33, "bad-date"),
        ("roadmaps/ward-congress.yaml", 55, "unknown-role"),
    }
    assert all(problem["message"] and problem["column"] > 1 for problem in ended.json)


def test_a_mistake_in_a_workbook_is_shown_at_its_cell(lotrinh: Office) -> None:
    people = lotrinh.folder / "config" / "people.csv"
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Cán bộ", 0)
    for row in csv.reader(people.read_text(encoding="utf-8").splitlines()):
        sheet.append(row)
    sheet["A2"] = "Văn phòng"
    book.save(people.with_suffix(".xlsx"))
    people.unlink()

    shown, told = lotrinh("validate"), lotrinh("validate", "--format", "json")

    assert "people.xlsx:Cán bộ!A2: lỗi[bad-id]: " in shown.out
    (problem,) = told.json
    places = {key: problem[key] for key in ("path", "line", "column", "sheet")}
    assert places == {"path": "people.xlsx", "line": 2, "column": 1, "sheet": "Cán bộ"}


def test_explain_says_what_a_phrase_means(lotrinh: Office) -> None:
    told = lotrinh.json("explain", "trước 15/12 hằng năm", "--term", "2025-2030")

    assert told["canonical"] == {"vi": "trước 15/12 hằng năm", "en": "before 15/12 every year"}
    assert [o["occurrence"] for o in told["occurrences"]] == [str(y) for y in range(2025, 2031)]
    assert told["occurrences"][1] == {
        "occurrence": "2026",
        "opens": None,
        "due": "2026-12-14",
        "session": None,
        "last_working_day": "2026-12-14",
        "provisional": False,
        "warnings": [],
    }


def test_explain_counts_from_a_given_anchor(lotrinh: Office) -> None:
    phrase = "45 ngày làm việc trước đại hội"
    told = lotrinh.json("explain", phrase, "--anchor", "đại hội=15/08/2025")

    (occurrence,) = told["occurrences"]
    assert (occurrence["occurrence"], occurrence["due"]) == (None, "2025-06-13")


def test_explain_refuses_a_phrase_at_its_column(lotrinh: Office) -> None:
    ended = lotrinh("explain", "45 ngày trước đại họi", "--anchor", "đại hội=15/08/2025")

    assert ended.code == 1
    assert "1:15" in ended.err
    assert "đại hội" in ended.err


def test_explain_works_where_other_files_have_errors(lotrinh: Office) -> None:
    lotrinh.edit("people.csv", "id,name", "idd,name")

    assert lotrinh.json("explain", "ngày 25 hằng tháng", "--term", "2026")["occurrences"]


def test_the_plan_has_every_cell_with_its_derivation(lotrinh: Office) -> None:
    plan = lotrinh.json("plan", "--organisation", "dong-hai-2", "--roadmap", "year-end")

    review = next(
        p for p in plan if (p["milestone"], p["occurrence"]) == ("year-end-review", "2024")
    )
    assert (review["due"], review["last_working_day"]) == ("2024-12-14", "2024-12-13")
    assert review["derivation"][-1] == "ngày làm việc cuối cùng → thứ Sáu, 13/12/2024"
    assert review["basis"] == "Kết luận buổi làm việc 13/11/2024"
    assert any(p["due"] == "2026-12-14" for p in plan)
    assert "slack" not in review


def test_the_plan_says_what_may_slip_and_what_is_critical(lotrinh: Office) -> None:
    """What is due 45 working days before a congress is needed by what takes 10, due 30 before."""
    lotrinh.edit(
        "roadmaps/ward-congress.yaml",
        "    needs: [content-approval]\n",
        "    needs: [content-approval]\n    takes: 10 ngày làm việc\n",
    )
    asked = ("plan", "--roadmap", "ward-congress", "--slack", "--at", "01/12/2024")

    plan = lotrinh.json(*asked, "--organisation", "dong-hai-2")
    room = {p["milestone"]: (p["slack"], p["critical"]) for p in plan}
    table = lotrinh(*asked, "--organisation", "dong-hai-2").out
    why = lotrinh(*asked, "--organisation", "dong-hai-2", "--why").out

    assert room["announcement"] == (5, True)
    assert room["content-approval"] == (None, None)
    assert room["congress-session"] == (30, None)
    assert re.search(r" 10 +5 +găng", table)
    assert " tất cả: Đại hội " in table
    assert "    dự trữ 5 ngày làm việc, trên đường găng\n" in why


def test_the_plan_warns_of_work_that_takes_too_long(lotrinh: Office) -> None:
    lotrinh.edit(
        "roadmaps/ward-congress.yaml",
        "    needs: [content-approval]\n",
        "    needs: [content-approval]\n    takes: 4 tuần\n",
    )

    plan = lotrinh.json("plan", "--organisation", "dong-hai-2", "--at", "01/12/2024")

    assert [p["milestone"] for p in plan if "too-tight" in p["warnings"]] == ["announcement"]


def test_a_check_says_it_once(lotrinh: Office) -> None:
    lotrinh("check", "--at", "2024-11-13")
    first = lotrinh.json("check", "--at", AT)
    again = lotrinh.json("check", "--at", AT)

    assert first["at"] == AT
    assert first["enqueued"] == len(first["reminders"]) > 0
    assert (
        first["delivered"]
        == len(first["messages"])
        == len({m["recipient"] for m in first["messages"]})
    )
    assert sum(first["reasons"].values()) >= first["enqueued"]
    assert (again["enqueued"], again["delivered"], again["messages"]) == (0, 0, [])


def test_what_is_sent_lies_as_mail_in_the_preview_folder(lotrinh: Office) -> None:
    told = lotrinh.json("check", "--at", AT)

    mails = list((lotrinh.folder / "var" / "preview").glob("*.eml"))
    assert len(mails) == told["delivered"]


def test_where_everything_is_kept_for_a_look_it_does_not_say_that_it_was_sent(
    lotrinh: Office,
) -> None:
    said = lotrinh("check", "--at", AT).out

    assert "để xem trước, chưa gửi ra ngoài" in said
    assert "Đã gửi" not in said


def test_a_dry_run_shows_all_and_writes_nothing(lotrinh: Office) -> None:
    rehearsed = lotrinh.json("check", "--at", AT, "--dry-run")
    real = lotrinh.json("check", "--at", AT)

    assert rehearsed["enqueued"] == 0
    assert rehearsed["reminders"] == real["reminders"]
    assert {m["key"] for m in rehearsed["messages"]} == {m["key"] for m in real["messages"]}


def test_without_delivery_the_messages_wait(lotrinh: Office) -> None:
    waiting = lotrinh.json("check", "--at", AT, "--no-deliver")
    sent = lotrinh.json("deliver", "--at", AT)

    assert waiting["enqueued"] > 0 == waiting["delivered"]
    notices = 1  # the backlog of a first check, to the office
    assert sent["delivered"] == len({r["recipient"] for r in waiting["reminders"]}) + notices


def test_a_bad_configuration_sends_nothing_and_changes_nothing(lotrinh: Office) -> None:
    lotrinh.edit("roadmaps/year-end.yaml", "trước 15/12 hằng năm", "trước 32/12 hằng năm")

    ended = lotrinh("check", "--at", AT)

    assert ended.code == 1
    assert "roadmaps/year-end.yaml:33:" in ended.err
    assert not (lotrinh.folder / "var" / "preview").exists()


@pytest.mark.parametrize("at", ["2099-01-01", "2024-11-30T07:30"])
def test_a_check_out_of_order_is_refused(lotrinh: Office, at: str) -> None:
    lotrinh("check", "--at", AT)

    assert lotrinh("check", "--at", at).code == 1
    assert lotrinh("check", "--at", at, "--dry-run").code == 0


def test_done_silences_and_undo_lets_it_speak_again(lotrinh: Office) -> None:
    lotrinh("check", "--at", "2024-11-13")
    recorded = lotrinh.json("done", "chi-bo-01", "branch-review@2024", "--on", "01/12/2024")
    silent = lotrinh.json("check", "--at", AT, "--dry-run")
    undone = lotrinh.json("undo")
    speaking = lotrinh.json("check", "--at", AT, "--dry-run")

    cell = ("chi-bo-01", "branch-review")
    assert [(r["organisation"], r["milestone"]) for r in recorded["recorded"]] == [cell]
    assert cell not in {(r["organisation"], r["milestone"]) for r in silent["reminders"]}
    assert undone["undone"] == recorded["entry"]
    assert cell in {(r["organisation"], r["milestone"]) for r in speaking["reminders"]}


def test_done_below_takes_every_branch_and_says_it_was_done_already(lotrinh: Office) -> None:
    words = ("done", "--below", "dong-hai-2", "branch-review@2024", "--on", "2024-12-01")

    assert lotrinh(*words).code == 2, "nobody is there to say yes"
    assert len(lotrinh.json(*words, "--yes")["recorded"]) == 12
    assert len(lotrinh.json(*words)["already"]) == 12


def test_a_day_that_differs_from_the_recorded_one_is_told_and_how_to_correct_it(
    lotrinh: Office,
) -> None:
    words = ("done", "chi-bo-02", "branch-review@2024", "--on")
    assert lotrinh(*words, "2024-12-01").code == 0
    sheet = lotrinh.folder / "results.csv"
    row = "organisation,milestone,on\nchi-bo-02,branch-review@2024,01/10/2024\n"
    sheet.write_text(row, encoding="utf-8")

    differs = lotrinh("done", "--from", str(sheet)).out

    assert "xong ngày 01/12/2024; không đổi thành 01/10/2024" in differs
    assert "lotrinh undo --entry" in differs
    assert "lotrinh undo --entry" not in lotrinh(*words, "2024-12-01").out
    (known,) = lotrinh.json("done", "--from", str(sheet))["already"]
    assert known["on"] == "2024-12-01"


def test_done_is_read_from_a_sheet(lotrinh: Office) -> None:
    sheet = lotrinh.folder / "results.csv"
    sheet.write_text(
        "organisation,milestone,on,note\nchi-bo-02,branch-review@2024,01/12/2024,họp tối\n",
        encoding="utf-8",
    )

    (recorded,) = lotrinh.json("done", "--from", str(sheet))["recorded"]

    assert (recorded["organisation"], recorded["on"], recorded["note"]) == (
        "chi-bo-02",
        "2024-12-01",
        "họp tối",
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("done", "dong-hai-3", "branch-review@2024"), "dong-hai-2"),
        (("done", "chi-bo-01", "branch-reviw@2024"), "branch-review"),
        (("done", "chi-bo-01", "branch-review"), "branch-review@2024"),
        (("done", "chi-bo-01", "year-end-review@2024"), "year-end-review"),
        (("done", "chi-bo-01", "branch-review@2024", "--on", "01/01/2099"), "01/01/2099"),
        (("undo",), ""),
        (("plan", "--roadmap", "yearend"), "year-end"),
        (("check", "--organisation", "dong-hai-3"), "dong-hai-2"),
        (("explain", "trước 15/12/2024", "--calendar", "public"), "public-sector"),
        (("validate", "--config", "nowhere"), "nowhere"),
        (("check", "--db", "mysql://u:hush@h/d"), "mysql"),
        (("check", "--db", "sqlite:///x?timeout=hush"), "sqlite:///x"),
        (("check", "--db", "postgresql://127.0.0.1:1/x?foo=hush"), "postgresql"),
        (("explain", "1" * 5000), "1000"),
        (("explain", "1 ngày trước " * 3000 + "đại hội"), "1000"),
        (("explain", "45 ngày trước đại hội"), '--anchor "đại hội='),
        (("explain", "trước 15/12/2024", "--calendar", "xyz"), "“xyz”"),
        (("done", "chi-bo-01", "branch-review@2013"), "branch-review@2024"),
        (("done", "--from", "/dev/zero"), "/dev/zero"),
    ],
)
def test_what_the_user_can_mend_ends_with_1_and_words(
    lotrinh: Office, words: tuple[str, ...], told: str
) -> None:
    ended = lotrinh(*words)

    assert ended.code == 1, ended.out + ended.err
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert "hush" not in ended.err
    assert not (lotrinh.folder / "var" / "error.log").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "fr"),
        ("cheque",),
        ("check", "--at", "0001-01-01T00:00"),
        ("check", "--at", "9999-12-31T23:59-12:00"),
        ("check", "--at", "2024-12-02T25:00"),
        ("check", "--format", "csv"),
        ("deliver", "--at", "31/12/9999"),
        ("done",),
        ("done", "chi-bo-01", "branch-review@2024", "--by", "a\nb"),
        ("done", "chi-bo-01", "branch-review@2024", "--note", "\udcff"),
        ("explain",),
        ("plan", "--at", "30/02/2026"),
        ("plan", "--roadmpa", "year-end"),
        ("plan", "--roadmap"),
        ("plan", "--why=yes"),
        ("plan", "year-end"),
        ("simulate", "--from", "01/01/1990", "--to", "31/12/2099"),
        ("simulate", "--from", "02/01/2026", "--to", "01/01/2026"),
        ("undo", "--by", "a\x07b"),
    ],
)
def test_a_command_that_cannot_be_read_ends_with_2_and_words(
    lotrinh: Office, words: tuple[str, ...]
) -> None:
    ended = lotrinh(*words)

    assert ended.code == 2, ended.err
    assert "Lỗi: " in ended.err
    assert not re.search("Traceback|Usage|Error|Try|No such|Missing|Invalid|expected", ended.err)
    assert not (lotrinh.folder / "var").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("cheque",), "“check”"),
        (("plan", "--roadmpa", "year-end"), "“--roadmap”"),
        (("check", "--at", "9999-12-31"), "1990 đến 2099"),
        (("simulate", "--from", "01/12/2026"), "thiếu --to"),
    ],
)
def test_what_was_probably_meant_is_told(
    lotrinh: Office, words: tuple[str, ...], told: str
) -> None:
    assert told in lotrinh(*words).err


def test_help_is_in_the_language_of_the_run(lotrinh: Office) -> None:
    vietnamese, english = (
        lotrinh("simulate", "--help"),
        lotrinh("simulate", "--help", LOTRINH_LANG="en"),
    )

    assert re.findall(r"^(\S.*):", vietnamese.out, re.MULTILINE) == ["Cách dùng", "Lựa chọn"]
    assert re.findall(r"^(\S.*):", english.out, re.MULTILINE) == ["Usage", "Options"]
    assert "[bắt buộc]" in vietnamese.out
    assert "required" not in vietnamese.out


def test_every_mistake_of_a_sheet_is_told_at_its_place_and_nothing_is_recorded(
    lotrinh: Office,
) -> None:
    sheet = lotrinh.folder / "results.csv"
    sheet.write_text(
        "organisation,milestone,on\n"
        "chi-bo-1,branch-reviw@2024,31/02/2024\n"
        "chi-bo-02,branch-review@2013,01/12/2024\n"
        "chi-bo-03,branch-review,01/12/2024\n"
        "chi-bo-04,branch-review@2024,01/12/2098\n"
        "chi-bo-05,branch-review@2024,01/12/2024\n"
        "chi-bo-05,year-end/branch-review@2024,01/12/2024\n",
        encoding="utf-8",
    )

    ended = lotrinh("done", "--from", str(sheet))

    assert ended.code == 1
    assert re.findall(r"^results.csv:(\d+:\d+): lỗi\[(.*?)\]", ended.err, re.MULTILINE) == [
        ("2:1", "unknown-organisation"),
        ("2:10", "unknown-milestone"),
        ("2:28", "bad-date"),
        ("3:11", "no-such-occurrence"),
        ("4:11", "unknown-occurrence"),
        ("5:30", "future-fact"),
        ("7:11", "duplicate-row"),
    ]
    assert lotrinh("undo").code == 1


def test_no_is_the_answer_of_who_only_presses_enter(lotrinh: Office) -> None:
    here, there = pty.openpty()
    os.write(here, b"\n")

    ended = lotrinh("done", "--below", "dong-hai-2", "branch-review@2024", stdin=there)

    os.close(here)
    os.close(there)
    assert ended.code == 0
    assert ended.out.endswith("Chưa ghi gì.\n")
    assert lotrinh("undo").code == 1


def test_the_tables_name_what_done_takes(lotrinh: Office) -> None:
    day = ("--at", "01/12/2024")
    plan = lotrinh("plan", "--organisation", "chi-bo-01", *day).out
    status = lotrinh("status", *day).out

    for table in (plan, status):
        assert max(map(len, table.splitlines())) <= 120
        assert re.search(r"chi-bo-01 .*\n.* branch-review@2024 ", table)
    assert lotrinh("done", "chi-bo-01", "branch-review@2024", "--dry-run").code == 0


def test_one_error_is_told_as_one(lotrinh: Office) -> None:
    lotrinh.edit("roadmaps/year-end.yaml", "trước 15/12 hằng năm", "trước 30/02 hằng năm")

    assert "1 error, 0 warnings" in lotrinh("validate", "--lang", "en").out
    assert "1 error; nothing was changed" in lotrinh("check", "--lang", "en").err


def test_the_doctor_waits_with_the_channels_until_the_files_are_mended(lotrinh: Office) -> None:
    lotrinh.edit("roadmaps/year-end.yaml", "trước 15/12 hằng năm", "trước 30/02 hằng năm")

    told = lotrinh("doctor").out

    assert "Kênh gửi: CẦN SỬA. chưa xem được vì tệp cấu hình có lỗi" in told


def test_a_simulation_writes_nothing_and_says_what_checks_will_say(lotrinh: Office) -> None:
    days = ("--from", "01/12/2024", "--to", "05/12/2024")
    simulated = lotrinh.json("simulate", *days, "--fresh")
    real = [lotrinh.json("check", "--at", f"2024-12-0{n}T07:30:00+07:00") for n in range(1, 6)]

    spoken = [one["reminders"] for one in real if one["reminders"]]
    assert [one["reminders"] for one in simulated if one["reminders"]] == spoken


def test_status_knows_who_is_late_in_words_to_paste(lotrinh: Office) -> None:
    late = lotrinh.json("status", "--late", "--at", "16/12/2024")
    pasted = lotrinh("status", "--late", "--text", "--at", "16/12/2024").out

    assert {s["standing"] for s in late} == {"overdue"}
    assert f"QUÁ HẠN ({len(late)})" in pasted
    assert "- Đảng bộ phường Đông Hải 2 (Ban Thường vụ): Hoàn thành kiểm điểm" in pasted


def test_tables_go_out_as_csv_without_live_formulas(lotrinh: Office) -> None:
    lotrinh.edit("roadmaps/year-end.yaml", "title: Hoàn thành kiểm điểm", "title: =1+1 kiểm điểm")

    rows = list(csv.DictReader(io.StringIO(lotrinh("plan", "--format", "csv").out)))

    assert {row["title"][0] for row in rows if "=1+1" in row["title"]} == {"'"}


def test_everything_is_said_in_english_as_well(lotrinh: Office) -> None:
    assert "Check the files" in lotrinh("--lang", "en", "--help").out
    assert "before 15/12" in lotrinh("explain", "trước 15/12 hằng năm", "--lang", "en").out
    assert "fine" in lotrinh("validate", LOTRINH_LANG="en").out


def test_common_options_go_before_or_after_the_command(lotrinh: Office) -> None:
    before = lotrinh("--format", "json", "--config", "config", "validate")
    after = lotrinh("validate", "--config", "config", "--format", "json")

    assert before == after


def test_the_doctor_finds_a_fresh_installation_well(lotrinh: Office) -> None:
    findings = lotrinh.json("doctor")

    assert [f["subject"] for f in findings if not f["fine"]] == []


def test_the_doctor_asks_the_mail_server_whether_it_would_take_a_mail(lotrinh: Office) -> None:
    channel = "email: {kind: smtp, host: 127.0.0.1, port: 9, security: none, sender: a@example.vn}"
    (lotrinh.folder / "config" / "channels.yaml").write_text(channel, encoding="utf-8")

    told = lotrinh("doctor")

    assert told.code == 1
    assert "Kênh gửi: CẦN SỬA. email" in told.out
    assert "email: Máy chủ của kênh từ chối kết nối" in told.out


def test_help_names_values_in_the_language_of_the_run(lotrinh: Office) -> None:
    ours, english = lotrinh("done", "--help"), lotrinh("done", "--help", LOTRINH_LANG="en")

    assert "SỐ… | ĐƠN_VỊ… VIỆC[@KỲ]" in ours.out
    assert "--on NGÀY" in ours.out
    assert "--on DATE" in english.out


def test_help_sorts_the_commands_by_what_they_are_for(lotrinh: Office) -> None:
    told = lotrinh("--help", LOTRINH_LANG="en").out

    headings = ("Set up", "Look and hand up", "Remind", "Record", "People and pages", "Operate")
    assert sorted(headings, key=lambda heading: told.index(f"{heading}:")) == list(headings)
    assert told.index("Remind:") < told.index("\n  check ") < told.index("Record:")


def test_an_empty_table_is_one_line(lotrinh: Office) -> None:
    assert lotrinh("links", "list", LOTRINH_LANG="en").out == "Rhythms, revocations: nothing.\n"


def test_every_command_has_help_with_an_example(lotrinh: Office) -> None:
    listed = lotrinh("--help").out
    for name in COMMANDS:
        assert name in listed
        assert f"lotrinh {name}" in lotrinh(name, "--help").out


def test_the_version_is_told(lotrinh: Office, tmp_path: Path) -> None:
    assert lotrinh("--version").out.startswith("lotrinh, version ")
    assert not (tmp_path / "var").exists()


def test_one_shard_can_be_checked_by_hand(lotrinh: Office) -> None:
    assert "shard_size" in lotrinh("check", "--shard", "chi-bo-01", "--at", AT).err
    lotrinh.edit("settings.yaml", "coordinator:", "shard_size: 3\ncoordinator:")
    everything = lotrinh.json("check", "--dry-run", "--at", AT)

    rehearsed = lotrinh.json("check", "--dry-run", "--shard", "chi-bo-04", "--at", AT)
    checked = lotrinh.json("check", "--no-deliver", "--shard", "chi-bo-04", "--at", AT)
    again = lotrinh.json("check", "--no-deliver", "--shard", "chi-bo-04", "--at", AT)

    assert checked["reminders"] == rehearsed["reminders"]
    assert 0 < checked["enqueued"] < len(everything["reminders"])
    assert again["enqueued"] == 0
    both = lotrinh("check", "--shard", "chi-bo-04", "--organisation", "chi-bo-01")
    assert both.code == 2
