"""`lotrinh import`: plans and registers that offices keep already, as files of ours."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lotrinh.cli.arguments import LINE, Asked
from lotrinh.cli.commands.import_register import FILE, FORCE, OUTPUT, SHEET, organisations, people
from lotrinh.cli.context import Context, command
from lotrinh.cli.files import check_free, write_whole
from lotrinh.cli.language import LANGUAGE, counted, text
from lotrinh.cli.output import emit_json, problem_row
from lotrinh.cli.problems import show_problems
from lotrinh.cli.usage import Group
from lotrinh.loader.asked import ask_id, ask_named_role, ask_term

if TYPE_CHECKING:
    from lotrinh.bootstrap.desks.imports import PlanImport

ID = Asked("id", ask_id)
TERM = Asked("term", lambda said, _: ask_term(said))
NAMED_ROLE = Asked("role", ask_named_role)


@command(
    text(
        "Nhận một kế hoạch có sẵn (.xlsx, .docx) thành lộ trình: tìm bảng theo tiêu đề (nội dung,"
        " thời hạn, chủ trì, phối hợp …), giữ cách viết thời hạn, liệt kê ô nào chưa đọc được và vì"
        " sao. Chỉ cho xem; --output mới ghi.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh import ke-hoach.xlsx\n"
        "  lotrinh import ke-hoach.docx --term 2026 --output config/roadmaps/ke-hoach-2026.yaml\n"
        '  lotrinh import ke-hoach.xlsx --sheet "Phụ lục 1" --role "Khối Dân vận=office"',
        "Take over a plan that is there already (.xlsx, .docx) as a roadmap: its table is found by"
        " its headings, deadlines are kept as written, and what can't be read is listed with its"
        " cell and the reason. Only shown; --output writes it.\n\n"
        "\b\nFor example:\n"
        "  lotrinh import plan.xlsx\n"
        "  lotrinh import plan.docx --term 2026 --output config/roadmaps/plan-2026.yaml\n"
        '  lotrinh import plan.xlsx --sheet "Phụ lục 1" --role "Khối Dân vận=office"',
    )
)
@FILE
@OUTPUT
@FORCE
@SHEET
@click.option(
    "--id", "id_", type=ID, default=None, metavar="ID", help=text("Mã lộ trình.", "Its id.")
)
@click.option(
    "--title", type=LINE, default="", metavar="TEXT", help=text("Tên lộ trình.", "Its title.")
)
@click.option(
    "--term",
    type=TERM,
    metavar="YEARS",
    help=text("Năm hoặc nhiệm kỳ: 2026, 2025-2030.", "Its years: 2026, 2025-2030."),
)
@click.option(
    "--for",
    "whom",
    type=ID,
    multiple=True,
    metavar="ID",
    help=text(
        "Của đơn vị hoặc loại đơn vị nào; mặc định đơn vị của điều phối viên.",
        "Whose it is: an organisation or a kind; the coordinator's, if none.",
    ),
)
@click.option(
    "--role",
    "roles",
    type=NAMED_ROLE,
    multiple=True,
    metavar="NAME=ROLE",
    help=text("Tên trong kế hoạch là vai trò nào.", "Which role a name in the plan is."),
)
@click.option(
    "--lead",
    type=ID,
    default=None,
    metavar="ROLE",
    help=text("Ai chủ trì việc không ghi tên ai.", "Who leads where nobody is named."),
)
def plan(
    context: Context,
    *,
    path: Path,
    output: Path | None,
    force: bool,
    **said: Any,
) -> None:
    """Show the roadmap of a plan, or write it."""
    from lotrinh.bootstrap.desks.imports import Wishes  # noqa: PLC0415  (heavy)

    if output is not None:
        check_free(output, force=force, option="--output")
    wishes = Wishes(
        id=said["id_"] or _id_of(output),
        title=said["title"],
        term=said["term"],
        organisations=said["whom"],
        sheet=said["sheet"],
        roles=dict(said["roles"]),
        lead=said["lead"] or "",
    )
    program = context.program()
    found = program.import_desk().plan(path, wishes)
    written = output is not None and bool(found.text)
    if written and output is not None:
        write_whole(output, found.text.encode(), option="--output")
    if context.machine:
        emit_json(_document(found, output if written else None))
    else:
        _show(found, path, output if written else None)
    sys.exit(0 if found.is_whole and not any(p.is_error for p in found.left) else 1)


def _id_of(output: Path | None) -> str:
    """Return the id that the name of a file says."""
    from lotrinh.application.office.founding import slug  # noqa: PLC0415  (heavy)

    return slug(output.stem) if output is not None else ""


def _show(found: "PlanImport", path: Path, written: Path | None) -> None:
    if found.text and written is None:
        click.echo(found.text)
    show_problems(found.read.problems)
    listed = {problem.values.get("role") for problem in found.read.problems}
    left = [p for p in found.left if p.is_error and p.values.get("value") not in listed]
    if left:
        click.echo(text("Khi kiểm tra tệp lộ trình:", "Checking the roadmap's file would say:"))
        show_problems(left)
    if found.text:
        click.echo(_counted(found, path))
        click.echo(_ending(found, path, written))


def _counted(found: "PlanImport", path: Path) -> str:
    """Say what became of the rows."""
    count = found.read.count
    unread = count.unread
    return text(
        f"{path.name}: {count.rows} hàng dưới tiêu đề: {count.milestones} thuộc các việc,"
        f" {count.groups} là nhóm hoặc phần đầu, {count.rest} không phải việc (đã nêu ở trên)."
        + (f" {unread} việc chưa đọc được thời hạn." if unread else ""),
        f"{path.name}: {counted(count.rows, 'row')} under the headings: {count.milestones} of"
        f" milestones, {count.groups} of groups or the head, {count.rest} of neither (listed"
        f" above)." + (f" The days of {unread} couldn't be read." if unread else ""),
    )


def _ending(found: "PlanImport", path: Path, written: Path | None) -> str:
    if written is not None:
        return text(
            f"Đã ghi {written}. Kiểm tra: lotrinh validate",
            f"{written} is written. To check it: lotrinh validate",
        )
    assert found.read.draft is not None  # noqa: S101  (there is a text)
    to = f"config/roadmaps/{found.read.draft.id}.yaml"
    return text(
        f"Chưa ghi gì. Để ghi: lotrinh import {path} --output {to}",
        f"Nothing was written. To write it: lotrinh import {path} --output {to}",
    )


def _document(found: "PlanImport", written: Path | None) -> Mapping[str, object]:
    count, draft = found.read.count, found.read.draft
    return {
        "roadmap": draft.id if draft is not None else None,
        "output": written.as_posix() if written is not None else None,
        "yaml": found.text,
        "rows": count.rows,
        "milestones": count.milestones,
        "groups": count.groups,
        "rest": count.rest,
        "unread": count.unread,
        "problems": [problem_row(problem, LANGUAGE) for problem in found.read.problems],
        "left": [problem_row(problem, LANGUAGE) for problem in found.left],
    }


class _PlanFirst(Group):
    """A group in which a file without a word before it is a plan."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what names no command for the words of `plan`."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["plan", *args]
        return super().parse_args(ctx, args)


import_ = _PlanFirst(
    name="import",
    help=text(
        "Nhận kế hoạch (.xlsx, .docx) và danh sách (.xlsx) có sẵn. Xem trước; --output mới ghi.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh import ke-hoach.xlsx\n"
        "  lotrinh import ke-hoach.docx --output config/roadmaps/ke-hoach-2026.yaml\n"
        "  lotrinh import organisations danh-sach-chi-bo.xlsx",
        "Take over plans (.xlsx, .docx) and registers (.xlsx) that are there already. A preview;"
        " --output writes.\n\n"
        "\b\nFor example:\n"
        "  lotrinh import plan.xlsx\n"
        "  lotrinh import plan.docx --output config/roadmaps/plan-2026.yaml\n"
        "  lotrinh import organisations branches.xlsx",
    ),
    commands={"plan": plan, "organisations": organisations, "people": people},
)
