"""`lotrinh export`: the plan, how it stands, and calendars, as the files that offices use."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from lotrinh.application.looking.agenda import Whose
from lotrinh.application.office.selection import Chosen
from lotrinh.bootstrap.press import Letter, Paper, Press
from lotrinh.cli.commands.export_options import BETWEEN, LETTER, OF, TO
from lotrinh.cli.context import Context, command
from lotrinh.cli.files import check_free, write_whole
from lotrinh.cli.language import counted, either, text
from lotrinh.cli.output import emit_json
from lotrinh.cli.usage import Group
from lotrinh.loader.reading.folder import NotAFileError

T = TypeVar("T")
Make = Callable[[Press, Chosen, date | None], Paper]


def _help(vi: str, en: str, *examples: str) -> str:
    """Return a help text with its examples."""
    lines = "\n".join(f"  lotrinh export {example}" for example in examples)
    return f"{text(vi, en)}\n\n\b\n{text('Ví dụ', 'For example')}:\n{lines}"


def _export(context: Context, path: Path, makers: Mapping[str, Make], **options: Any) -> None:
    """Make a paper in the form that the file's suffix names, write it, and say so."""
    make, of = _maker(path, makers), options.pop("of", "deadline")
    force, day = options.pop("force"), options.pop("at")
    check_free(path, force=force)
    paper = make(context.program().press, Chosen(**options), day)
    write_whole(path, paper.content)
    if context.machine:
        emit_json({"path": path.as_posix(), "count": paper.count})
    else:
        items = counted(paper.count, of)
        said = f"{paper.count} {'hạn' if of == 'deadline' else 'chỉ tiêu'}"
        click.echo(text(f"{path}: {said}.", f"{path}: {items}."))


def _maker(path: Path, makers: Mapping[str, T]) -> T:
    """Return what makes the form that a file's suffix names."""
    make = makers.get(path.suffix.casefold())
    if make is None:
        known = either(*makers)
        said = text(f"{path.name}: đuôi tệp phải là {known}", f"{path.name}: write {known}")
        raise click.BadParameter(said, param_hint="--to")
    return make


def _letter(path: Path, options: dict[str, Any]) -> Letter:
    """Take out of the options what a document bears; nothing else bears it."""
    given = {name: options.pop(name) for name in ("number", "place", "signed", "template")}
    written = {name: value for name, value in given.items() if value is not None}
    if written and path.suffix.casefold() != ".docx":
        names = ", ".join(f"--{name}" for name in written)
        raise click.UsageError(text(f"{names} chỉ dùng với .docx", f"{names}: only with .docx"))
    if "template" in written:
        if not written["template"].is_file():
            raise NotAFileError(path=str(written["template"]))
        written["template"] = written["template"].read_bytes()
    return Letter(**written)


@command(
    _help(
        "Bảng hạn thành tệp Excel (ngày thật, lọc được) hoặc văn bản Word theo thể thức.",
        "The plan as an Excel file (real dates, filters) or as an office document in Word.",
        "plan --to ke-hoach.xlsx",
        "plan --from 01/01/2026 --until 31/12/2026 --to ke-hoach-2026.docx",
    )
)
@TO
@OF
@BETWEEN
@LETTER
def plan(context: Context, *, path: Path, **options: Any) -> None:
    """Write the plan."""
    letter = _letter(path, options)
    document = partial(Press.plan_document, letter=letter)
    _export(context, path, {".xlsx": Press.plan_workbook, ".docx": document}, **options)


@command(
    _help(
        "Báo cáo tiến độ thành văn bản Word: số liệu, bảng theo từng việc, việc quá hạn.",
        "The report on progress as a Word document: figures, a table by milestone, who is late.",
        "report --roadmap year-end --to bao-cao.docx",
        'report --to bao-cao.docx --number "15-BC/ĐU" --place "Hải Phòng" --signed secretary',
    )
)
@TO
@OF
@BETWEEN
@LETTER
def report(context: Context, *, path: Path, **options: Any) -> None:
    """Write the report."""
    letter = _letter(path, options)
    _export(context, path, {".docx": partial(Press.report_document, letter=letter)}, **options)


@command(
    _help(
        "Tệp mẫu Word kèm theo, để sửa rồi dùng với --template.",
        "The Word template that comes with the program, to edit and use with --template.",
        "template --to mau.docx",
        "report --template mau.docx --to bao-cao.docx",
    )
)
@TO
def template(context: Context, *, path: Path, force: bool) -> None:
    """Write the template."""
    make = _maker(path, {".docx": Press.template})
    check_free(path, force=force)
    write_whole(path, make(context.program().press))
    if context.machine:
        emit_json({"path": path.as_posix()})
    else:
        click.echo(str(path))


@command(
    _help(
        "Tiến độ thành tệp Excel: từng việc và tình trạng, tổng hợp theo việc; có cột để ghi kết"
        " quả.",
        "Progress as an Excel file: every deadline and its standing, sums by milestone, columns"
        " for results.",
        "progress --to tien-do.xlsx",
        "progress --roadmap year-end --at 10/12/2026 --to tien-do.xlsx",
    )
)
@TO
@OF
@BETWEEN
def progress(context: Context, *, path: Path, **options: Any) -> None:
    """Write how everything stands."""
    _export(context, path, {".xlsx": Press.progress_workbook}, **options)


@command(
    _help(
        "Chỉ tiêu thành tệp Excel (số thật, có cột ghi số liệu mới) hoặc báo cáo Word."
        " Ghi số liệu vào tệp Excel rồi nhập lại: lotrinh measure --from chi-tieu.xlsx",
        "Targets as an Excel file (real numbers, columns for new figures) or a report in Word."
        " Write figures into the Excel file, then: lotrinh measure --from targets.xlsx",
        "targets --to chi-tieu.xlsx",
        "targets --organisation dong-hai-2 --year 2024 --to bao-cao-chi-tieu.docx",
    )
)
@click.option("--year", type=int, metavar="YEAR", help=text("Năm nào.", "Which year."))
@TO
@OF
@LETTER
def targets(context: Context, *, path: Path, year: int | None, **options: Any) -> None:
    """Write how targets stand."""
    letter = _letter(path, options)
    makers = {
        ".xlsx": partial(Press.targets_workbook, year=year),
        ".docx": partial(Press.targets_document, year=year, letter=letter),
    }
    _export(context, path, makers, of="target", **options)


@command(
    _help(
        "Ma trận thành tệp Excel: mỗi hàng một đơn vị, mỗi cột một việc, ô ghi tình trạng và màu.",
        "The matrix as an Excel file: an organisation a row, a milestone a column, standings in"
        " words and colours.",
        "matrix --roadmap year-end --to ma-tran.xlsx",
        "matrix --roadmap year-end --below dong-hai-2 --to ma-tran.xlsx",
    )
)
@TO
@OF
def matrix(context: Context, *, path: Path, **options: Any) -> None:
    """Write the matrix."""
    _export(context, path, {".xlsx": Press.matrix_workbook}, **options)


@command(
    _help(
        "Biểu đồ khổ A3 để treo: một đơn vị thì theo thời gian, nhiều đơn vị thì bảng màu.",
        "A chart for the wall, A3: of one organisation in time, of several a map of standings.",
        "chart --organisation dong-hai-2 --to treo-tuong.pdf",
        "chart --roadmap year-end --from 01/01/2026 --until 31/12/2026 --to nam-2026.png",
    )
)
@TO
@OF
@BETWEEN
def chart(context: Context, *, path: Path, **options: Any) -> None:
    """Write a chart."""
    makers = {f".{form}": partial(Press.chart, form=form) for form in ("svg", "png", "pdf")}
    _export(context, path, makers, **options)


@command(
    _help(
        "Lịch cho điện thoại (.ics): của một người, một vai trò hoặc một đơn vị; báo lúc 8 giờ."
        " Ghi đè lên tệp cũ thì việc đổi ngày được dời, việc thôi làm được gỡ khỏi lịch.",
        "A calendar for phones (.ics): a person's, a post's or an organisation's; it rings at"
        " eight. Written over the earlier file it moves what has moved and takes away what is"
        " gone.",
        "calendar --person bi-thu-cb-01 --to bi-thu-cb-01.ics",
        "calendar --role office@dong-hai-2 --to van-phong.ics --force",
        "calendar --organisation chi-bo-01 --to chi-bo-01.ics",
    )
)
@click.option("--person", metavar="ID", help=text("Việc của người này.", "Of this person."))
@click.option(
    "--role",
    metavar="ROLE@ORGANISATION",
    help=text("Việc của vai trò này ở một đơn vị.", "Of this role at an organisation."),
)
@TO
@OF
def calendar(
    context: Context, *, path: Path, person: str | None, role: str | None, **options: Any
) -> None:
    """Write a calendar."""
    named = [word for word in (person, role) if word]
    places = options["organisations"] or options["below"]
    if len(named) != (0 if places else 1):
        raise click.UsageError(
            text(
                "ghi đúng một trong: --person, --role, hoặc các đơn vị",
                "write one of: --person, --role, or organisations",
            )
        )

    def make(press: Press, chosen: Chosen, day: date | None) -> Paper:
        before = path.read_bytes() if path.is_file() else b""
        return press.agenda_feed(Whose(person, role), chosen, day, before)

    _export(context, path, {".ics": make}, **options)


export = Group(
    name="export",
    help=_help(
        "Xuất ra tệp: Excel, Word, lịch điện thoại, biểu đồ để treo.",
        "Files out: Excel, Word, calendars for phones, charts for the wall.",
        "plan --to ke-hoach.xlsx",
        "matrix --roadmap year-end --to ma-tran.xlsx",
    ),
    commands={
        "plan": plan,
        "progress": progress,
        "matrix": matrix,
        "targets": targets,
        "report": report,
        "calendar": calendar,
        "chart": chart,
        "template": template,
    },
)
