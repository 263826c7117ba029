"""`lotrinh db` as commands: words, rows for a machine, questions, exit codes."""

from tests.acceptance.conftest import Office

AT = "2024-12-02"


def test_books_are_looked_at_and_moved_and_go_on_elsewhere(lotrinh: Office) -> None:
    assert lotrinh("check", "--at", AT).code == 0
    target = f"sqlite:///{(lotrinh.folder / 'elsewhere.db').as_posix()}"

    moved = {row["table"]: row["rows"] for row in lotrinh.json("db", "move", target)}
    looks = {row["look"]: row for row in lotrinh.json("db", "check", "--db", target)}
    again = lotrinh("check", "--at", AT, "--db", target)

    assert moved["reminders"] == looks["reminders"]["rows"] > 0
    assert all(look["fine"] for look in looks.values())
    assert again.code == 0
    assert lotrinh("db", "move", target).code == 1
    assert "đã có sổ" in lotrinh("db", "move", target).err


def test_no_books_yet_is_said_and_made_good(lotrinh: Office) -> None:
    assert lotrinh("db", "check").code == 1
    assert "chưa có gì →" in lotrinh("db", "upgrade").out
    assert lotrinh("db", "check").code == 0
    assert "ĐƯỢC" in lotrinh("db", "check").out


def test_what_is_old_is_counted_before_it_goes(lotrinh: Office) -> None:
    assert lotrinh("check", "--at", AT).code == 0
    settings = lotrinh.folder / "config" / "settings.yaml"
    keep = "\ngiữ_lại: {thư: 100, lần_gửi: 100}\n"
    settings.write_text(settings.read_text("utf-8") + keep, encoding="utf-8")

    counted = lotrinh.json("db", "prune", "--dry-run")
    gone = lotrinh.json("db", "prune")

    assert counted["messages"] == gone["messages"] > 0
    assert lotrinh("db", "prune").out.startswith("Đã dọn nội dung 0 thư")
    (row, *_) = lotrinh.json("outbox", "list")
    assert "đã được dọn" in lotrinh("outbox", "show", row["key"]).out


def test_going_down_is_asked_about_first(lotrinh: Office) -> None:
    assert lotrinh("check", "--at", AT).code == 0

    assert lotrinh("db", "downgrade", "0012").code == 2
    assert lotrinh("db", "downgrade", "0012", "--yes").out.endswith("→ 0012\n")
    assert lotrinh("db", "downgrade", "0013", "--yes").code == 1
    assert lotrinh("db", "check").code == 1
    assert lotrinh("check", "--at", AT).code == 0


def test_the_file_is_made_smaller_and_an_address_is_read_from_a_file(lotrinh: Office) -> None:
    assert lotrinh("check", "--at", AT).code == 0
    secret = lotrinh.folder / "address"
    secret.write_text("postgresql://lan:meo-den@127.0.0.1:1/lotrinh\n", encoding="utf-8")

    refused = lotrinh("db", "move", "--to-file", str(secret))

    assert "MB" in lotrinh("db", "vacuum").out
    assert refused.code == 1
    assert "meo-den" not in refused.out + refused.err
    assert lotrinh("db", "move").code == 2
