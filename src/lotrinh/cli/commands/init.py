"""`lotrinh init`: a working workspace, from a handful of answers or from options."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from lotrinh import clock
from lotrinh.application.looking.report import Planned
from lotrinh.application.office.founding import Founding
from lotrinh.bootstrap import Program, open_program
from lotrinh.bootstrap.files.founding import Draft, Library, check_free, write
from lotrinh.cli.commands.founding import Answers
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import LANGUAGE, counted, text
from lotrinh.cli.output import emit_json, problem_row
from lotrinh.cli.questions import Interview
from lotrinh.domain.times import civil_date
from lotrinh.errors import Problem, ProblemsError
from lotrinh.loader.parts.settings import ZONE
from lotrinh.rendering.problems import show
from lotrinh.rendering.words import short_date

_SHOWN = 4
_DEADLINES = 5


@command(
    text(
        "Tạo một thư mục cấu hình chạy được ngay: hỏi vài câu, cho xem trước, rồi mới ghi.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh init                     # hỏi, rồi ghi vào thư mục config\n"
        '  lotrinh init config --name "Đảng bộ phường Đông Hải 2" --branches 12 --yes',
        "Make a configuration folder that works at once: asks, shows a preview, then writes.\n\n"
        "\b\nFor example:\n"
        "  lotrinh init                     # asks, then writes the folder config\n"
        '  lotrinh init config --name "Đảng bộ phường Đông Hải 2" --branches 12 --yes',
    )
)
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help=text("Tên đầy đủ của tổ chức.", "Its full name."))
@click.option("--kind", metavar="KIND", help=text("Loại: phường, xã, chi bộ …", "Ward, branch …"))
@click.option("--id", metavar="ID", help=text("Mã ngắn, không dấu.", "Its short id."))
@click.option("--above", metavar="NAME", help=text("Cấp ủy cấp trên.", "The committee above."))
@click.option("--email", metavar="ADDRESS", help=text("Thư của văn phòng.", "The office's mail."))
@click.option(
    "--branches",
    metavar="NUMBER|FILE",
    help=text("Số chi bộ, hoặc tệp Excel.", "How many branches, or a file."),
)
@click.option(
    "--roadmap",
    "roadmaps",
    multiple=True,
    metavar="ID",
    help=text("Lộ trình mẫu để bắt đầu; dùng được nhiều lần.", "To begin with; may be repeated."),
)
@click.option("--congress", metavar="DATE", help=text("Ngày đại hội.", "Day of the congress."))
@click.option("--yes", is_flag=True, help=text("Không hỏi gì.", "Don't ask anything."))
def init(
    context: Context,
    *,
    folder: Path | None,
    roadmaps: tuple[str, ...],
    yes: bool,
    **given: str | None,
) -> None:
    """Ask, show, write, check, and say what to do next."""
    place = folder or context.config or _usual()
    check_free(place)
    answers = {**given, "roadmaps": ",".join(roadmaps) or None}
    interview = _interview(context, answers, yes=yes)
    if interview.asks:
        click.echo(_greeting(place))
    library = Library()

    def through() -> tuple[Founding, Draft, bool]:
        founding = Answers(interview, library, answers, _today()).founding()
        draft = library.draft(founding)
        if not draft.usable:
            raise ProblemsError(draft.problems)
        if not context.machine:
            _preview(draft, place)
        return founding, draft, interview.agree(*_question(place))

    founding, draft, agreed = interview.talk(through)
    if agreed:
        write(draft, place)
    _end(context, place, founding, draft, written=agreed)


def _today() -> date:
    """Return the civil day that a new workspace begins on: its clocks are those of Việt Nam."""
    return civil_date(clock.now(), ZoneInfo(ZONE))


def _usual() -> Path:
    """Return the folder that commands take where none is named."""
    return Path(os.environ.get("LOTRINH_CONFIG", "config"))


def _interview(context: Context, given: Mapping[str, str | None], *, yes: bool) -> Interview:
    """Return who answers; without a terminal, say which options are missing."""
    asks = not yes and not context.machine and sys.stdin.isatty()
    missing = [_flag(name) for name, value in given.items() if value is None and name != "congress"]
    if missing and not asks and not yes:
        names = ", ".join(missing)
        raise click.UsageError(
            text(
                f"không có ai để hỏi: thiếu {names}; hoặc thêm --yes để nhận giá trị mặc định",
                f"nobody to ask: {names} missing; or add --yes to take the defaults",
            )
        )
    return Interview(asks)


def _flag(field: str) -> str:
    return "--roadmap" if field == "roadmaps" else f"--{field}"


def _greeting(place: Path) -> str:
    return text(
        f"Tạo thư mục cấu hình “{place}” cho cơ quan của bạn. Xem trước rồi mới ghi.\n"
        "Enter: nhận giá trị trong ngoặc vuông. Dấu ?: giải thích. Dấu <: về câu trước. Ctrl-C:"
        " thôi, không ghi gì.\n",
        f"Makes the configuration folder {place} for your office; a preview comes first.\n"
        "Enter takes what is in brackets. ? explains, < goes back. Ctrl-C ends it; nothing is"
        " written.\n",
    )


def _question(place: Path) -> tuple[str, str]:
    return (
        text(f"\nGhi vào “{place}”? [có]", f"\nWrite it to {place}? [yes]"),
        text(
            "Trả lời có hoặc không. Ghi rồi vẫn sửa được mọi tệp.",
            "Answer yes or no. Every file can be edited afterwards.",
        ),
    )


# What will be written.


def _preview(draft: Draft, place: Path) -> None:
    click.echo(text(f"\nSẽ ghi vào “{place}”:", f"\nWill be written to {place}:"))
    own = [name for name in draft.files if not name.startswith("library/")]
    library, width = len(draft.files) - len(own), max(map(len, own)) + 2
    for name in own:
        click.echo(f"  {name:{width}}{_about(name)}")
        if name.endswith(".csv"):
            _preview_register(draft.files[name].decode("utf-8-sig").splitlines())
    about = text(f"{library} tệp: lịch nghỉ, lộ trình mẫu", f"{library} files: days off, roadmaps")
    click.echo(f"  {'library/':{width}}{about}")


def _about(name: str) -> str:
    abouts = {
        "settings.yaml": text("cài đặt chung", "what holds everywhere"),
        "policies.yaml": text("nhắc trước mấy ngày", "how many days ahead is reminded"),
        "channels.yaml": text(
            "kênh nhận tin; lúc đầu chỉ xem trước, không gửi", "channels; at first nothing is sent"
        ),
        "organisations.csv": text(
            "danh sách tổ chức, mở được bằng Excel", "organisations; for Excel"
        ),
        "people.csv": text("ai nhận thư, mở được bằng Excel", "who is reminded; for Excel"),
    }
    return abouts.get(name, text("lộ trình", "a roadmap"))


def _preview_register(lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN]:
        click.echo(f"    | {line}")
    if len(lines) > _SHOWN:
        left = len(lines) - _SHOWN
        click.echo(text(f"    | … và {left} dòng nữa", f"    | … and {counted(left, 'row')} more"))


# What was written.


def _end(context: Context, place: Path, founding: Founding, draft: Draft, *, written: bool) -> None:
    if not written:
        click.echo(text("Chưa ghi gì.", "Nothing was written."))
        return
    with closing(open_program(place, "sqlite://", LANGUAGE)) as program:
        if program.loaded.configuration is None:
            raise ProblemsError(program.loaded.problems)
        planned = _ahead(program)
        if context.machine:
            files = {"folder": place.as_posix(), "files": sorted(draft.files)}
            emit_json(files | _document(program, place, founding, planned))
            return
        _show_problems(program.loaded.problems, place)
        _show_deadlines(program, planned)
    click.echo(text("\nBa lệnh nên chạy tiếp:", "\nThree commands to go on with:"))
    for words in _next(place, founding):
        click.echo(f"  {words}")


def _ahead(program: Program) -> list[Planned]:
    """Return the deadlines from today on, in the order of their days."""
    today = program.today(program.configuration)
    ahead = [p for p in program.plan() if p.deadline.due and p.deadline.due >= today]
    return sorted(ahead, key=lambda p: (p.deadline.due, p.deadline.milestone.title))


def _show_problems(problems: Sequence[Problem], place: Path) -> None:
    """Say what is left to do; the people without an address in one line."""
    click.echo(
        text(f"Đã ghi “{place}”; kiểm tra: không có lỗi.", f"{place} is written; no errors.")
    )
    unreached = [p.values["value"] for p in problems if p.code == "no-address"]
    for problem in problems:
        if problem.code != "no-address":
            click.echo(show(problem, LANGUAGE))
    if unreached:
        some = ", ".join(unreached[:_SHOWN]) + (" …" if len(unreached) > _SHOWN else "")
        click.echo(
            text(
                f"Còn phải điền: cột email trong {place / 'people.csv'} của {len(unreached)} nơi"
                f" nhận ({some}).",
                f"Left to fill in: the column email in {place / 'people.csv'} of"
                f" {len(unreached)} ({some}).",
            )
        )


def _show_deadlines(program: Program, planned: Sequence[Planned]) -> None:
    """Show the next days, the organisations that have the same item together."""
    click.echo(text("\nNhững hạn sắp tới:", "\nThe next deadlines:"))
    together = groupby(planned, lambda p: (p.deadline.due, p.deadline.milestone.title))
    for (due, title), group in islice(together, _DEADLINES):
        names = [
            program.configuration.organisations.name(p.deadline.id.organisation) for p in group
        ]
        who = names[0] if len(names) == 1 else text(f"{len(names)} đơn vị", f"{len(names)} of them")
        click.echo(f"  {short_date(due) if due else ''}  {title} ({who})")
    if not planned:
        click.echo(text("  không có", "  none"))


def _next(place: Path, founding: Founding) -> Iterator[str]:
    """Yield the commands to type next, as a shell takes them."""
    options = [] if place.resolve() == _usual().resolve() else ["--config", str(place)]
    if LANGUAGE == "en" != os.environ.get("LOTRINH_LANG"):
        options += ["--lang", LANGUAGE]
    for words in (["validate"], ["plan", "--organisation", founding.id], ["check", "--dry-run"]):
        yield _quoted(["lotrinh", *options, *words])


def _quoted(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _document(
    program: Program, place: Path, founding: Founding, planned: Sequence[Planned]
) -> dict[str, object]:
    return {
        "problems": [problem_row(problem, LANGUAGE) for problem in program.loaded.problems],
        "next": list(_next(place, founding)),
        "deadlines": [
            {
                "organisation": one.deadline.id.organisation,
                "milestone": one.deadline.id.milestone,
                "due": one.deadline.due,
            }
            for one in planned[:_DEADLINES]
        ],
    }
