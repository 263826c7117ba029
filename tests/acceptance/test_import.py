"""Files in, through the command line: shown first, written when told to, never half."""

from datetime import date
from pathlib import Path

from tests.acceptance.conftest import Office
from tests.plans import plan_of, workbook

ROWS = [
    ("I", "CÔNG TÁC TỔ CHỨC"),
    (1, "Kiểm điểm cuối năm", "Xong trước 15/12/2026", "Ban Thường vụ", "Văn phòng, UBKT"),
    (2, "Rà soát quy hoạch", date(2026, 6, 30), "Ban Xây dựng Đảng"),
    (3, "Họp giao ban", "Hằng tháng", "Bí thư Đảng ủy"),
]
UNREAD = (4, "Giải quyết đơn thư", "khi có phát sinh", "UBKT")


def keep(lotrinh: Office, *rows: tuple[object, ...]) -> str:
    (lotrinh.folder / "ke-hoach.xlsx").write_bytes(plan_of(*rows))
    return "ke-hoach.xlsx"


def test_a_plan_is_shown_first_and_nothing_is_written(lotrinh: Office) -> None:
    before = sorted(lotrinh.folder.rglob("*"))
    name = keep(lotrinh, *ROWS)

    ended = lotrinh("import", name)

    assert ended.code == 0, ended.err
    assert "due: Xong trước 15/12/2026" in ended.out
    assert "“Hằng tháng” được viết thành “cuối tháng hằng tháng”" in ended.out
    assert "Chưa ghi gì" in ended.out
    assert sorted(lotrinh.folder.rglob("*")) == sorted([*before, lotrinh.folder / name])


def test_a_plan_that_is_written_can_be_used_at_once(lotrinh: Office) -> None:
    told = lotrinh.json("import", keep(lotrinh, *ROWS), "--output", "config/roadmaps/a.yaml")

    assert (told["output"], told["roadmap"]) == ("config/roadmaps/a.yaml", "a")
    assert (told["rows"], told["milestones"], told["groups"], told["rest"]) == (4, 3, 1, 0)
    assert not [p for p in lotrinh.json("validate") if p["severity"] == "error"]
    planned = lotrinh.json("plan", "--roadmap", "a")
    assert {row["due"] for row in planned if row["milestone"] == "kiem-diem-cuoi-nam"} == {
        "2026-12-14"
    }


def test_what_could_not_be_read_ends_with_one_and_can_be_written(lotrinh: Office) -> None:
    ended = lotrinh(
        "import",
        keep(lotrinh, *ROWS, UNREAD),
        "--output",
        "config/roadmaps/a.yaml",
        "--format",
        "json",
    )

    assert ended.code == 1
    (problem,) = (p for p in ended.json["problems"] if p["severity"] == "error")
    assert (problem["sheet"], problem["line"], problem["column"]) == ("Kế hoạch", 8, 3)
    assert lotrinh("validate").code == 0


def test_a_file_is_not_overwritten_unless_told_to(lotrinh: Office) -> None:
    name, to = keep(lotrinh, *ROWS), Path("config/roadmaps/a.yaml")
    (lotrinh.folder / to).write_text("mine", encoding="utf-8")

    refused = lotrinh("import", name, "--output", str(to))

    assert (refused.code, (lotrinh.folder / to).read_text(encoding="utf-8")) == (2, "mine")
    assert lotrinh("import", name, "--output", str(to), "--force").code == 0


def test_what_is_no_plan_is_refused_in_words(lotrinh: Office) -> None:
    (lotrinh.folder / "a.docx").write_bytes(b"not a document")

    ended = lotrinh("import", "a.docx", "--output", "config/roadmaps/a.yaml")

    assert (ended.code, ended.err) == (1, "")
    assert "lỗi[not-docx]" in ended.out
    assert not (lotrinh.folder / "config/roadmaps/a.yaml").exists()
    assert lotrinh("import", "nobody.xlsx").code == 1
    assert lotrinh("import", "a.docx", "--role", "x").code == 2


def test_what_was_exported_can_be_imported_and_nothing_changes(lotrinh: Office) -> None:
    lotrinh("check")
    files = sorted((lotrinh.folder / "config" / "roadmaps").glob("*.yaml"))
    for file in files:
        id_ = (
            file.read_text(encoding="utf-8")
            .partition("\nroadmap: ")[2]
            .partition("\n")[0]
            .split()[0]
        )
        lotrinh.json("export", "plan", "--roadmap", id_, "--to", "a.xlsx", "--force")
        to = file.relative_to(lotrinh.folder).as_posix()

        told = lotrinh.json("import", "a.xlsx", "--output", to, "--force", "--id", id_)

        assert (told["problems"], told["rest"]) == ([], 0)
    assert files
    assert lotrinh.json("diff") == []


def test_a_list_of_officers_gives_each_post_a_person_and_nobody_two_letters(
    lotrinh: Office,
) -> None:
    rows = [["Họ tên", "Chức vụ", "Email"], ["Vũ An", "Bí thư Đảng ủy", "an@example.vn"]]
    (lotrinh.folder / "can-bo.xlsx").write_bytes(workbook(rows))

    told = lotrinh.json(
        "import", "people", "can-bo.xlsx", "--output", "config/people.csv", "--force"
    )

    assert [one["name"] for one in told["changed"]] == ["Vũ An"]
    assert told["added"] == []
    assert "import-takes-over" in {p["code"] for p in told["problems"]}
    assert "same-mailbox" not in {p["code"] for p in lotrinh.json("validate")}
