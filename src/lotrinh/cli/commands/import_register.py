"""`lotrinh import organisations` and `people`: lists that offices keep, as registers of ours."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lotrinh.cli.context import Context, command
from lotrinh.cli.files import check_free, write_whole
from lotrinh.cli.language import LANGUAGE, counted, text
from lotrinh.cli.output import emit_json, problem_row
from lotrinh.cli.problems import show_problems

if TYPE_CHECKING:
    from lotrinh.application.office.register_drafts import Change
    from lotrinh.bootstrap.desks.imports import RegisterImport

_SHOWN = 40
FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
OUTPUT = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=text(
        "Ghi vào tệp này; không có thì chỉ xem.", "Write it to this file; else only show it."
    ),
)
FORCE = click.option(
    "--force", is_flag=True, help=text("Ghi đè, không hỏi.", "Overwrite without asking.")
)
SHEET = click.option(
    "--sheet",
    default="",
    metavar="NAME",
    help=text("Trang tính nào; ở Word: “Bảng 2”.", "Which sheet; in Word: “Bảng 2”."),
)
REPLACE = click.option(
    "--replace",
    is_flag=True,
    help=text("Bỏ những hàng không có trong tệp.", "Take out rows that aren't in the file."),
)


KEEP_POSTS = click.option(
    "--keep-posts",
    is_flag=True,
    help=text(
        "Giữ hàng mang tên chức danh bên cạnh người mới.",
        "Keep rows that stand for a post beside whom the list names for it.",
    ),
)


@command(
    text(
        "Nhận danh sách chi bộ, tổ chức có sẵn (.xlsx) vào organisations.csv: tìm hàng tiêu đề,"
        " đặt mã, đoán loại và cấp trên, nêu hàng thêm, hàng sửa, ô chưa đọc được. Hàng cùng mã"
        " hoặc cùng tên là một. Chỉ cho xem; --output mới ghi.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh import organisations danh-sach.xlsx\n"
        "  lotrinh import organisations danh-sach.xlsx --output config/organisations.csv --force",
        "Take over a list of branches or organisations (.xlsx) into organisations.csv: headings are"
        " found, ids made, kinds and superiors guessed; rows added, rows changed and cells that"
        " can't be read are shown. Rows with the same id or name are one. Only shown; --output"
        " writes it.\n\n\b\nFor example:\n"
        "  lotrinh import organisations branches.xlsx\n"
        "  lotrinh import organisations branches.xlsx --output config/organisations.csv --force",
    )
)
@FILE
@OUTPUT
@FORCE
@SHEET
@REPLACE
def organisations(context: Context, **said: Any) -> None:
    """Show the register of organisations, or write it."""
    _import(context, "organisations", **said)


@command(
    text(
        "Nhận danh sách người có sẵn (.xlsx) vào people.csv: họ tên hoặc chức danh, chức vụ, đơn"
        " vị, thư điện tử. Chức vụ và đơn vị thành vai trò (holds). Hàng cùng mã hoặc cùng tên là"
        " một; người giữ một chức thay cho hàng mang tên chức ấy. Chỉ cho xem; --output mới"
        " ghi.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh import people can-bo.xlsx\n"
        "  lotrinh import people can-bo.xlsx --output config/people.csv --force",
        "Take over a list of people (.xlsx) into people.csv: names or posts, positions,"
        " organisations, mail. Positions and organisations become roles (holds). Rows with the same"
        " id or name are one; who holds a post takes the place of the row that stands for it. Only"
        " shown; --output writes it.\n\n"
        "\b\nFor example:\n"
        "  lotrinh import people staff.xlsx\n"
        "  lotrinh import people staff.xlsx --output config/people.csv --force",
    )
)
@FILE
@OUTPUT
@FORCE
@SHEET
@REPLACE
@KEEP_POSTS
def people(context: Context, **said: Any) -> None:
    """Show the register of people, or write it."""
    _import(context, "people", **said)


def _import(
    context: Context,
    name: str,
    *,
    path: Path,
    output: Path | None,
    force: bool,
    sheet: str,
    replace: bool,
    keep_posts: bool = False,
) -> None:
    if output is not None:
        check_free(output, force=force, option="--output")
    desk = context.program().import_desk()
    found = desk.register(name, path, sheet=sheet, replace=replace, keep_posts=keep_posts)
    written = output if found.text else None
    if written is not None:
        write_whole(written, found.text.encode("utf-8-sig"), option="--output")
    if context.machine:
        emit_json(_document(found, written))
    else:
        chosen = [f'--sheet "{sheet}"'] if sheet else []
        chosen += ["--replace"] if replace else []
        chosen += ["--keep-posts"] if keep_posts else []
        _show(found, name, path, written, chosen)
    sys.exit(0 if found.is_whole else 1)


def _show(
    found: "RegisterImport", name: str, path: Path, written: Path | None, chosen: Sequence[str]
) -> None:
    draft = found.read.draft
    if draft is not None:
        for mark, changes in (("+", draft.added), ("~", draft.changed), ("-", draft.removed)):
            _show_changes(mark, changes)
    show_problems(found.read.problems)
    left = [problem for problem in found.left if problem.is_error]
    if left:
        click.echo(text(f"Khi kiểm tra {name}.csv:", f"Checking {name}.csv would say:"))
        show_problems(left)
    if draft is None:
        return
    rest = found.read.rows - found.read.taken
    click.echo(
        text(
            f"{path.name}: {found.read.rows} hàng, {rest} hàng không nhận (đã nêu ở trên). Danh"
            f" sách: thêm {len(draft.added)}, sửa {len(draft.changed)}, bỏ {len(draft.removed)},"
            f" giữ nguyên {draft.unchanged}.",
            f"{path.name}: {counted(found.read.rows, 'row')}, {rest} not taken over (listed above)."
            f" The register: {len(draft.added)} added, {len(draft.changed)} changed,"
            f" {len(draft.removed)} taken out, {draft.unchanged} as before.",
        )
    )
    click.echo(_ending(name, path, written, chosen))


def _show_changes(mark: str, changes: "Sequence[Change]") -> None:
    for change in changes[:_SHOWN]:
        click.echo(f"{mark} {change.id}: {change.name}")
        for column, (before, after) in change.values.items():
            if mark == "~" or (mark == "+" and column not in {"id", "name"}):
                old = f"“{before}” → " if before else ""
                click.echo(f"    {column}: {old}“{after}”")
    if len(changes) > _SHOWN:
        left = len(changes) - _SHOWN
        click.echo(
            text(f"{mark} … và {left} hàng nữa", f"{mark} … and {counted(left, 'row')} more")
        )


def _ending(name: str, path: Path, written: Path | None, chosen: Sequence[str]) -> str:
    """Say what was written, or with which command the same would be."""
    if written is not None:
        return text(
            f"Đã ghi {written}. Kiểm tra: lotrinh validate",
            f"{written} is written. To check it: lotrinh validate",
        )
    options = " ".join([*chosen, f"--output config/{name}.csv --force"])
    words = f"lotrinh import {name} {path} {options}"
    return text(f"Chưa ghi gì. Để ghi: {words}", f"Nothing was written. To write it: {words}")


def _document(found: "RegisterImport", written: Path | None) -> Mapping[str, object]:
    draft = found.read.draft

    def rows(changes: "Sequence[Change]") -> list[dict[str, object]]:
        return [
            {"id": one.id, "name": one.name, "values": {c: list(v) for c, v in one.values.items()}}
            for one in changes
        ]

    return {
        "output": written.as_posix() if written is not None else None,
        "csv": found.text,
        "rows": found.read.rows,
        "rest": found.read.rows - found.read.taken,
        "added": rows(draft.added) if draft else [],
        "changed": rows(draft.changed) if draft else [],
        "removed": rows(draft.removed) if draft else [],
        "unchanged": draft.unchanged if draft else 0,
        "problems": [problem_row(problem, LANGUAGE) for problem in found.read.problems],
        "left": [problem_row(problem, LANGUAGE) for problem in found.left],
    }
