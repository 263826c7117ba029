"""`lotrinh db`: looking after the database: whole, up to date, small, elsewhere."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import emit_json, emit_rows, emit_table, megabytes
from lotrinh.cli.questions import confirmed
from lotrinh.cli.usage import Group
from lotrinh.store.copying import Moved
from lotrinh.store.upkeep import Look, Step

_YES = click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask."))


@command(
    text(
        "Kiểm tra cơ sở dữ liệu, không sửa gì: tệp còn nguyên, đúng lược đồ, không có hàng mồ côi,"
        " mỗi bảng bao nhiêu hàng. Có gì không ổn thì mã thoát là 1.\n\n"
        "\b\nVí dụ:\n  lotrinh db check",
        "Look at the database and change nothing: the file is whole, the schema is right, no row"
        " names another that isn't there, how many rows each table has. Exit 1 if not all is well."
        "\n\n\b\nFor example:\n  lotrinh db check",
    ),
    tables=True,
)
def check(context: Context) -> None:
    """Show what was found."""
    upkeep = context.program().upkeep()
    looks, size = upkeep.check(), upkeep.size()
    if context.machine:
        emit_rows(context, [_row(look) for look in looks])
    else:
        for look in looks:
            if look.rows is None:
                click.echo(_line(look))
        heads = (text("Bảng", "Table"), text("Số hàng", "Rows"))
        tables = [(look.subject, f"{look.rows:,}") for look in looks if look.rows is not None]
        emit_table(f"{upkeep.name}, {_megabytes(size)}", heads, tables)
    sys.exit(0 if all(look.fine for look in looks) else 1)


@command(
    text(
        "Đưa cơ sở dữ liệu lên lược đồ mới nhất. Lệnh nào mở sổ cũng tự làm việc này; dùng khi"
        " muốn làm trước, lúc không ai dùng.\n\n"
        "\b\nVí dụ:\n  lotrinh db upgrade",
        "Bring the database to the newest schema. Whatever opens the books does so by itself; this"
        " is for doing it before, while nobody needs them.\n\n"
        "\b\nFor example:\n  lotrinh db upgrade",
    )
)
def upgrade(context: Context) -> None:
    """Upgrade, and say from where to where."""
    _tell(context, context.program().upkeep().upgrade())


@command(
    text(
        "Lùi cơ sở dữ liệu về lược đồ của bản cũ, trước khi cài lại bản đó. Những gì bản cũ không"
        " biết thì mất; nếu bản cũ không đọc được hàng nào thì không làm gì. Sao lưu trước, và"
        " dừng lotrinh up.\n\n"
        "\b\nVí dụ:\n  lotrinh db downgrade 0012",
        "Take the database back to the schema of an older program, before that one is installed"
        " again. What it doesn't know is lost; where it couldn't read some row, nothing is done."
        " Make a backup first, and stop lotrinh up.\n\n"
        "\b\nFor example:\n  lotrinh db downgrade 0012",
    )
)
@click.argument("schema", metavar="SCHEMA")
@_YES
def downgrade(context: Context, *, schema: str, yes: bool) -> None:
    """Go down, if that is meant."""
    upkeep = context.program().upkeep()
    question = text(
        f"Lùi {upkeep.name} từ {upkeep.version} về {schema}? Phần mới hơn sẽ mất.",
        f"Take {upkeep.name} from {upkeep.version} back to {schema}? What is newer is lost.",
    )
    why = text("muốn lùi thì thêm --yes", "to go down, add --yes")
    if yes or confirmed(question, machine=context.machine, why=why):
        _tell(context, upkeep.downgrade(schema))


@command(
    text(
        "Thu gọn tệp và cập nhật thống kê, sau khi đã dọn nhiều. SQLite cần chỗ trống bằng cỡ tệp"
        " và giữ sổ trong lúc làm.\n\n"
        "\b\nVí dụ:\n  lotrinh db vacuum",
        "Give back room and renew statistics, after much was pruned. SQLite needs as much free"
        " room as the file has, and keeps the books to itself meanwhile.\n\n"
        "\b\nFor example:\n  lotrinh db vacuum",
    )
)
def vacuum(context: Context) -> None:
    """Give back room, and say how much."""
    before, after = context.program().upkeep().vacuum()
    if context.machine:
        emit_json({"before": before, "after": after})
        return
    click.echo(f"{_megabytes(before)} → {_megabytes(after)}")


@command(
    text(
        "Chép toàn bộ sổ sang một cơ sở dữ liệu trống (SQLite hay PostgreSQL), đọc lại và so từng"
        " bảng: đủ cả hoặc không có gì. Trong lúc chép không ai ghi được vào sổ; sổ cũ vẫn còn và"
        " vẫn là sổ đang dùng, đến khi bạn đổi LOTRINH_DB. Dừng lotrinh up trước. Địa chỉ có mật"
        " khẩu thì để trong một tệp.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh db move postgresql://may-chu/lotrinh\n"
        "  lotrinh db move --to-file /etc/lotrinh/database-url",
        "Copy all books to an empty database (SQLite or PostgreSQL), read them back and compare"
        " each table: all of it, or nothing. Nobody can write meanwhile; the old books stay, and"
        " stay in use until you change LOTRINH_DB. Stop lotrinh up first. An address with a"
        " password belongs in a file.\n\n"
        "\b\nFor example:\n"
        "  lotrinh db move postgresql://server/lotrinh\n"
        "  lotrinh db move --to-file /etc/lotrinh/database-url",
    ),
    tables=True,
)
@click.argument("url", metavar="URL", required=False)
@click.option(
    "--to-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help=text("Tệp chứa địa chỉ.", "A file that holds the address."),
)
def move(context: Context, *, url: str | None, to_file: Path | None) -> None:
    """Copy the books, telling of each table."""
    if (url is None) == (to_file is None):
        raise click.UsageError(
            text("viết một địa chỉ, hoặc --to-file", "write an address, or --to-file")
        )
    target = url if to_file is None else to_file.read_text("utf-8").strip()
    moved = context.program().move_books(target or "", lambda one: _progress(context, one))
    if context.machine:
        emit_rows(context, [{"table": m.table, "rows": m.rows, "digest": m.digest} for m in moved])
        return
    rows = sum(one.rows for one in moved)
    click.echo(
        text(
            f"Đã chép {len(moved)} bảng, {rows:,} hàng; đọc lại thì giống hệt. Sổ cũ vẫn còn. Giờ"
            " đặt LOTRINH_DB (hoặc LOTRINH_DB_FILE) sang địa chỉ mới, rồi chạy lotrinh db check.",
            f"{len(moved)} tables, {rows:,} rows were copied and read back the same. The old books"
            " are still there. Now set LOTRINH_DB (or LOTRINH_DB_FILE) to the new address, and run"
            " lotrinh db check.",
        )
    )


@command(
    text(
        "Dọn ngay những gì luồng retention dọn mỗi trưa: nội dung thư cũ, kết quả gửi cũ, mã nối đã"
        " hết hạn, theo mục keep trong settings.yaml. Lời nhắc và sự việc đã ghi không bao giờ bị"
        " dọn.\n\n"
        "\b\nVí dụ:\n  lotrinh db prune --dry-run",
        "Let go now of what the flow retention lets go of every noon: texts of old messages, old"
        " tries, codes that have ended, as keep in settings.yaml says. Never reminders or facts."
        "\n\n"
        "\b\nFor example:\n  lotrinh db prune --dry-run",
    )
)
@click.option("--dry-run", is_flag=True, help=text("Chỉ đếm.", "Only count."))
def prune(context: Context, *, dry_run: bool) -> None:
    """Let go, and say of how much."""
    pruned = context.program().prune(dry_run=dry_run)
    if context.machine:
        emit_json({**asdict(pruned), "dry_run": dry_run})
        return
    click.echo(
        text(
            f"{'Sẽ dọn' if dry_run else 'Đã dọn'} nội dung {pruned.messages} thư,"
            f" {pruned.attempts} lần gửi, {pruned.codes} mã nối.",
            f"{'Would let' if dry_run else 'Let'} go of the texts of"
            f" {counted(pruned.messages, 'message')}, {counted(pruned.attempts, 'send')} and"
            f" {counted(pruned.codes, 'code')}.",
        )
    )


db = Group(
    name="db",
    help=text(
        "Chăm cơ sở dữ liệu: kiểm tra, nâng cấp, thu gọn, chuyển đi nơi khác.\n\n"
        "\b\nVí dụ:\n  lotrinh db check\n  lotrinh db move postgresql://may-chu/lotrinh",
        "Look after the database: check, upgrade, shrink, move it elsewhere.\n\n"
        "\b\nFor example:\n  lotrinh db check\n  lotrinh db move postgresql://server/lotrinh",
    ),
    commands={
        "check": check,
        "upgrade": upgrade,
        "downgrade": downgrade,
        "vacuum": vacuum,
        "move": move,
        "prune": prune,
    },
)

for _one, _told in (
    (check, text("Kiểm tra, không sửa gì.", "Look at it, change nothing.")),
    (upgrade, text("Lên lược đồ mới nhất.", "To the newest schema.")),
    (downgrade, text("Về lược đồ của bản cũ.", "To the schema of an older program.")),
    (vacuum, text("Thu gọn.", "Give back room.")),
    (prune, text("Dọn thư cũ, lần gửi cũ.", "Let go of old texts and tries.")),
    (move, text("Chép sang cơ sở dữ liệu khác.", "Copy the books elsewhere.")),
):
    _one.short_help = _told


def _tell(context: Context, step: Step) -> None:
    if context.machine:
        emit_json({"before": step.before, "after": step.after})
    elif step.before == step.after:
        click.echo(text(f"Đã ở lược đồ {step.after}.", f"Already at schema {step.after}."))
    else:
        before = step.before or text("chưa có gì", "nothing")
        click.echo(text(f"Lược đồ: {before} → {step.after}", f"Schema: {before} → {step.after}"))


def _progress(context: Context, moved: Moved) -> None:
    if not context.machine:
        click.echo(f"  {moved.table:<16} {moved.rows:>12,}  {moved.digest}")


def _row(look: Look) -> dict[str, object]:
    return {"look": look.subject, "fine": look.fine, "rows": look.rows, "detail": look.detail}


def _line(look: Look) -> str:
    names = {
        "integrity": text("Tệp còn nguyên", "The file is whole"),
        "schema": text("Lược đồ", "Schema"),
        "references": text("Không có hàng mồ côi", "Nothing names what isn't there"),
    }
    mark = text("ĐƯỢC", "OK") if look.fine else text("HỎNG", "WRONG")
    return f"{mark:<6} {names[look.subject]}{': ' if look.detail else ''}{look.detail}"


def _megabytes(size: int) -> str:
    return megabytes(size)
