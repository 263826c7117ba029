"""`lotrinh diff` as a coordinator uses it before a change is accepted."""

import csv
import io
import subprocess

import pytest

from tests.acceptance.conftest import Office

AT = "2024-12-02T07:30:00+07:00"
DAY = ("--at", "03/12/2024")
YEAR_END = "roadmaps/year-end.yaml"
BY_THE_5TH, BY_THE_20TH = "chậm nhất 05/12 hằng năm", "chậm nhất 20/12 hằng năm"


@pytest.fixture
def accepted(lotrinh: Office) -> Office:
    """Return an office whose configuration was accepted, and whose people were told."""
    assert lotrinh("check", "--at", AT).code == 0
    return lotrinh


def git(office: Office, *words: str) -> None:
    names = ("-c", "user.name=office", "-c", "user.email=office@example.vn")
    subprocess.run(["git", *names, *words], cwd=office.folder, check=True, capture_output=True)  # noqa: S603, S607


def test_where_nothing_was_accepted_it_says_what_to_do(lotrinh: Office) -> None:
    ended = lotrinh("diff")

    assert ended.code == 1
    assert "lotrinh check" in ended.err


def test_nothing_moves_where_nothing_was_edited(accepted: Office) -> None:
    ended = accepted("diff", *DAY)

    assert (ended.code, ended.out) == (0, "Không hạn nào thay đổi.\n")
    assert accepted.json("diff", *DAY) == []


def test_each_deadline_that_moves_is_told_with_its_basis_and_whom_it_concerns(
    accepted: Office,
) -> None:
    accepted.edit(YEAR_END, BY_THE_5TH, BY_THE_20TH)

    rows = accepted.json("diff", *DAY)

    assert {(r["milestone"], r["change"]) for r in rows} == {
        ("branch-review", "moved"),
        ("branch-dossier", "moved"),
    }
    assert next(r for r in rows if (r["organisation"], r["milestone"], r["occurrence"]) == (
        "chi-bo-01", "branch-review", "2024")) == {
        "roadmap": "year-end",
        "organisation": "chi-bo-01",
        "milestone": "branch-review",
        "occurrence": "2024",
        "title": "Chi bộ họp kiểm điểm, xếp loại cuối năm",
        "change": "moved",
        "before": "2024-12-05",
        "after": "2024-12-20",
        "days": 15,
        "basis": "Đề xuất của văn phòng",
        "standing_before": "due-soon",
        "standing_after": "open",
        "told": ["bi-thu-cb-01"],
        "corrected": ["bi-thu-cb-01"],
        "joining": [],
        "leaving": [],
    }  # fmt: skip


def test_what_it_promises_is_what_the_next_check_says(accepted: Office) -> None:
    accepted.edit(YEAR_END, BY_THE_5TH, BY_THE_20TH)
    promised = {(r["organisation"], person) for r in accepted.json("diff", *DAY)
                for person in r["corrected"]}  # fmt: skip

    said = accepted.json("check", "--at", "2024-12-03")["reminders"]

    moved = {(r["organisation"], r["recipient"]) for r in said if r["reason"] == "moved"}
    assert moved == promised
    assert accepted.json("diff", *DAY) == []


def test_an_overlay_of_a_calendar_that_changes_moves_deadlines(accepted: Office) -> None:
    (path,) = (accepted.folder / "config").rglob("residential.yaml")
    path.write_text(path.read_text("utf-8") + "days:\n  - {off: 09/12/2024}\n", "utf-8")

    rows = accepted.json("diff", *DAY)

    moved = {(r["milestone"], r["before"], r["after"]) for r in rows if r["roadmap"] == "year-end"}
    assert ("branch-dossier", "2024-12-10", "2024-12-11") in moved


def test_people_see_what_is_alike_in_one_line_and_all_if_they_ask(accepted: Office) -> None:
    accepted.edit(YEAR_END, BY_THE_5TH, BY_THE_20TH)

    grouped, whole = accepted("diff", *DAY).out, accepted("diff", *DAY, "--all").out

    assert "12 đơn vị" in grouped
    assert "+15 ngày" in grouped
    assert "Sẽ nhận thư đổi hạn (12): " in grouped
    assert "và 2 nữa (--all)" in grouped
    assert "12 đơn vị" not in whole
    assert "Bí thư Chi bộ Công an phường" in whole
    assert max(map(len, grouped.split("Sẽ nhận")[0].splitlines())) <= 120


def test_who_hears_from_now_on_is_told_by_name(accepted: Office) -> None:
    accepted.edit("people.csv", "office@dong-hai-2; service", "service")
    accepted.edit("people.csv", "inspection@dong-hai-2", "inspection@dong-hai-2; office@dong-hai-2")

    told = accepted("diff", *DAY).out

    assert "nhận mới: Ủy ban Kiểm tra Đảng ủy phường" in told
    assert "thôi nhận: Văn phòng Đảng ủy phường" in told


def test_the_rows_go_out_as_csv(accepted: Office) -> None:
    accepted.edit(YEAR_END, BY_THE_5TH, BY_THE_20TH)

    rows = list(csv.DictReader(io.StringIO(accepted("diff", *DAY, "--format", "csv").out)))

    assert {row["days"] for row in rows} >= {"15", "14"}


def test_it_compares_with_the_configuration_of_a_day(accepted: Office) -> None:
    assert accepted.json("diff", "--since", "31/12/2098", *DAY) == []
    before = accepted("diff", "--since", "01/01/2020")

    assert before.code == 1
    assert "01/01/2020" in before.err


def test_it_compares_with_a_revision_in_git(lotrinh: Office) -> None:
    git(lotrinh, "init", "-q")
    git(lotrinh, "add", "config")
    git(lotrinh, "commit", "-qm", "first")
    lotrinh.edit(YEAR_END, BY_THE_5TH, BY_THE_20TH)

    rows = lotrinh.json("diff", "--since", "HEAD", *DAY)
    nowhere = lotrinh("diff", "--since", "v1")

    assert {r["milestone"] for r in rows} == {"branch-review", "branch-dossier"}
    assert nowhere.code == 1
    assert "“v1”" in nowhere.err


def test_what_cannot_be_a_day_is_no_revision_either(accepted: Office) -> None:
    assert accepted("diff", "--since", "30/02/2026").code == 2


def test_an_earlier_configuration_with_errors_is_refused_in_words(lotrinh: Office) -> None:
    lotrinh.edit(YEAR_END, BY_THE_5TH, "chậm nhất 32/12 hằng năm")
    git(lotrinh, "init", "-q")
    git(lotrinh, "add", "config")
    git(lotrinh, "commit", "-qm", "broken")
    lotrinh.edit(YEAR_END, "chậm nhất 32/12 hằng năm", BY_THE_5TH)

    ended = lotrinh("diff", "--since", "HEAD")

    assert ended.code == 1
    assert "HEAD" in ended.err


def test_before_and_after_are_seen_as_they_were_decided(accepted: Office) -> None:
    assert accepted("done", "chi-bo-01", "branch-review@2024", "--on", "02/12/2024").code == 0
    accepted.edit(YEAR_END, BY_THE_5TH, BY_THE_20TH)

    pending = accepted.json("diff", *DAY)
    accepted("check", "--at", "2024-12-03T07:30:00+07:00")
    since = accepted.json("diff", "--since", "31/12/2098", *DAY)
    accepted.edit(YEAR_END, BY_THE_20TH, BY_THE_5TH)
    back = accepted.json("diff", "--at", "04/12/2024")

    of_2024 = [
        {
            r["organisation"]
            for r in rows
            if r["occurrence"] == "2024" and r["milestone"] == "branch-review"
        }
        for rows in (pending, back)
    ]
    assert since == []
    assert len(of_2024[0]) == 11
    assert of_2024[0] == of_2024[1]
    assert "chi-bo-01" not in of_2024[0]


def test_checking_the_files_says_which_are_not_those_in_use(lotrinh: Office) -> None:
    before = lotrinh("validate").out
    lotrinh("check")
    same = lotrinh("validate").out
    (lotrinh.folder / "config" / "roadmaps" / "year-end.yaml").unlink()

    told = lotrinh("validate").out.splitlines()[-1]

    assert "đang dùng" not in before + same
    assert "bớt roadmaps/year-end.yaml" in told
    assert told.endswith("lotrinh diff")
