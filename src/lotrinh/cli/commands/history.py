"""`lotrinh history` and `rollback`: what the files were, and giving it back after a preview."""

import getpass

import click

from lotrinh.application.books.file_changes import FileChange
from lotrinh.application.looking.filing import Turned
from lotrinh.application.looking.proposing import Examined
from lotrinh.bootstrap import Program
from lotrinh.bootstrap.files.editing import Author, FileEditing, NotAcceptableError
from lotrinh.cli.arguments import LINE
from lotrinh.cli.commands.diff import DiffScreen, diff_row
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json, emit_table
from lotrinh.cli.questions import confirmed
from lotrinh.errors import ProblemsError
from lotrinh.rendering.pages.configuration import moment
from lotrinh.rendering.words import say


@command(
    text(
        "Các cấu hình đã chấp nhận và những lần sửa tệp bằng chương trình này, mới nhất đứng"
        " đầu.\n\n"
        "\b\nVí dụ:\n  lotrinh history\n  lotrinh history --format json",
        "The configurations that were accepted, and changes of files made with this program, the"
        " newest first.\n\n"
        "\b\nFor example:\n  lotrinh history\n  lotrinh history --format json",
    )
)
@click.option("--all", "everything", is_flag=True, help=text("Tất cả.", "All of it."))
def history(context: Context, *, everything: bool) -> None:
    """List what the files were."""
    program = context.program()
    turned, changes = program.reception.file_history(everything=everything)
    if context.machine:
        emit_json({"accepted": list(map(_turned, turned)), "changes": list(map(_change, changes))})
        return
    language, zone = program.spoken(), program.in_use().zone
    emit_table(
        text("Cấu hình đã chấp nhận", "Accepted configurations"),
        text("Lúc|Thay đổi|Số", "At|Change|Number").split("|"),
        (
            [
                moment(one.acceptance.at, zone),
                "\n".join(
                    f"{path}: {say(f'configuration.{what}', language)}"
                    for path, what in one.files.items()
                ),
                str(one.acceptance.turn),
            ]
            for one in turned
        ),
    )
    emit_table(
        text("Sửa tệp bằng chương trình này", "Changes of files made with this program"),
        text("Lúc|Ai|Thay đổi|Lần", "At|By|Change|Entry").split("|"),
        (
            [
                moment(one.at, zone),
                one.name,
                f"{one.path}: {say(f'how.{one.how}', language)}",
                str(one.entry),
            ]
            for one in changes
        ),
    )


@command(
    text(
        "Lấy lại các tệp như một cấu hình đã chấp nhận (số trong lotrinh history), hoặc như trước"
        " một lần sửa. Xem trước hạn nào đổi, báo cho ai, rồi hỏi lại; bản hiện nay được giữ.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh rollback 3\n"
        '  lotrinh rollback --change 5 --by "Văn phòng" --yes',
        "Give the files back as they were in an accepted configuration (its number in lotrinh"
        " history), or before a change. Shows what moves and who is told, then asks; what there is"
        " now is kept.\n\n"
        "\b\nFor example:\n"
        "  lotrinh rollback 3\n"
        '  lotrinh rollback --change 5 --by "The office" --yes',
    )
)
@click.argument("number", type=click.IntRange(1), required=False, metavar="[NUMBER]")
@click.option(
    "--change",
    type=click.IntRange(1),
    metavar="ENTRY",
    help=text("Lấy lại như trước lần sửa này.", "As it was before this change."),
)
@click.option(
    "--by",
    type=LINE,
    metavar="WHO",
    help=text(
        "Ai quyết định; không ghi thì là tên đăng nhập máy.", "Who decides; the login if not given."
    ),
)
@click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask."))
@click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview."))
def rollback(
    context: Context,
    *,
    number: int | None,
    change: int | None,
    by: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Give the files back."""
    program = context.program()
    editing = program.reception.file_editing()
    examined = _wanted(editing, number, change)
    _show(context, program, examined)
    if dry_run:
        return
    if not examined.fits:
        raise ProblemsError(examined.new) if examined.new else NotAcceptableError
    why = text("thêm --yes để ghi, hoặc --dry-run để xem", "add --yes to write, or --dry-run")
    asked = text("Lấy lại như trên?", "Give it back like that?")
    if yes or confirmed(asked, machine=context.machine, why=why):
        entry = editing.accept(examined.proposal, Author("", by or getpass.getuser()))
        done = text(
            f"Đã ghi, lần {entry}. Trở lại: lotrinh rollback --change {entry}",
            f"Written, entry {entry}. To go back: lotrinh rollback --change {entry}",
        )
        click.echo(done, err=context.machine)


def _wanted(editing: FileEditing, number: int | None, change: int | None) -> Examined:
    if (number is None) == (change is None):
        raise click.UsageError(
            text("cần một số, hoặc --change LẦN (xem lotrinh history)", "a number or --change")
        )
    found = editing.returned(number) if number is not None else editing.restored(change or 0)
    return editing.examined(found)


def _show(context: Context, program: Program, examined: Examined) -> None:
    if context.machine:
        moved = (
            [diff_row(examined.found, one) for one in examined.found.differences]
            if (examined.found)
            else []
        )
        emit_json({"files": examined.changed, "moved": moved})
        return
    for path, what in examined.changed.items():
        click.echo(f"{path}: {say(f'configuration.{what}', program.spoken())}")
    if examined.found is not None:
        language = program.spoken(examined.found.after)
        DiffScreen(language, examined.found, everything=False).show()


def _turned(one: Turned) -> dict[str, object]:
    accepted = one.acceptance
    return {
        "number": accepted.turn,
        "hash": accepted.hash,
        "at": accepted.at.isoformat(),
        "files": one.files,
    }


def _change(one: FileChange) -> dict[str, object]:
    return {
        "entry": one.entry,
        "at": one.at.isoformat(),
        "person": one.person or None,
        "by": one.name,
        "path": one.path,
        "how": str(one.how),
        "written": one.is_written,
    }
