"""What `lotrinh init` asks: an office in a handful of answers, each with its option."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from lotrinh.application.office.founding import (
    Branch,
    Founding,
    LibraryRoadmap,
    numbered,
    proposed_id,
    slug,
)
from lotrinh.bootstrap.files.founding import Library
from lotrinh.cli.language import LANGUAGE, text
from lotrinh.cli.questions import Interview, Question, WrongAnswerError
from lotrinh.errors import LotrinhError, ProblemsError
from lotrinh.loader.asked import ask_day, ask_email, ask_id, ask_name
from lotrinh.loader.imports.branches import read_branches
from lotrinh.rendering.problems import hint, sentence, show
from lotrinh.rendering.workspace import ABOVE, BRANCH, OfficeKind, office_kinds

T = TypeVar("T")

_MOST = 999
_LISTS = (".xlsx", ".csv")
_SUFFIX = re.compile(r"\.(xls[xmb]?|ods|csv|tsv|txt|docx?|odt|pdf|ya?ml|rtf)$", re.IGNORECASE)
_TO_BEGIN_WITH = "year-end"


@dataclass(frozen=True, slots=True)
class Answers:
    """Asks one question after another; each may lean on the answers before."""

    interview: Interview
    library: Library
    given: Mapping[str, str | None]
    """What was given as options, by the names of the fields of `Founding`."""
    today: date

    def founding(self) -> Founding:
        """Return everything that a workspace is made from."""
        name = self._answer("name", _name())
        kind = self._answer("kind", _kind(name))
        id_ = self._answer("id", _id(name))
        founding = Founding(
            name=name,
            kind=kind.id,
            id=id_,
            above=self._answer("above", _above(kind)),
            email=self._answer("email", _email()),
            branches=self._branches(id_) if kind.level != BRANCH else (),
            roadmaps=self._answer("roadmaps", _roadmaps(self._fitting(kind))),
            congress=None,
            language=LANGUAGE,
            year=self.today.year,
        )
        return replace(founding, congress=self._congress(founding, kind.congress))

    def _answer(self, field: str, question: Question[T]) -> T:
        return self.interview.answer(question, self.given.get(field))

    def _fitting(self, kind: OfficeKind) -> list[LibraryRoadmap]:
        """Return the roadmaps in which such an organisation, or its branches, have work to do."""
        every = [r for r in self.library.roadmaps if not r.is_over(self.today.year)]
        here = {kind.level, BRANCH}
        return [roadmap for roadmap in every if not roadmap.kinds or here & roadmap.kinds]

    def _branches(self, id_: str) -> tuple[Branch, ...]:
        rows, goes_on = self._answer("branches", _branches())
        if goes_on and self.interview.asks and self.given.get("branches") is None:
            rows = [*rows, *self._more_names()]
        ids = numbered([name for name, _ in rows], text("chi-bo", "branch"), {id_, ABOVE})
        return tuple(Branch(id_, *row) for id_, row in zip(ids, rows, strict=True))

    def _more_names(self) -> list[tuple[str, str]]:
        """Ask for the other branches' names, until a line is empty."""
        question = Question(
            "--branches",
            text("  Chi bộ tiếp theo (Enter nếu hết)", "  The next branch (Enter if none)"),
            text("Gõ tên một chi bộ, như trên văn bản.", "The name of one branch."),
            lambda said: _named(said, "--branches") if said.strip() else "",
            "",
        )
        rows = []
        while name := self.interview.answer(question):
            rows.append((name, ""))
        return rows

    def _congress(self, founding: Founding, anchor: str) -> date | None:
        """Ask for the day of the congress, if a chosen roadmap counts from it."""
        chosen = (r for r in self.library.roadmaps if r.id in founding.roadmaps)
        if not any(anchor in roadmap.anchors for roadmap in chosen):
            if self.given.get("congress"):
                raise click.BadParameter(_nowhere(anchor, self.library), param_hint="--congress")
            return None
        return self._answer("congress", _congress(self.library, founding, self.today))


def _nowhere(anchor: str, library: Library) -> str:
    """Say with which roadmaps the day of a congress is of any use."""
    names = ", ".join(r.id for r in library.roadmaps if anchor in r.anchors)
    return text(
        f"lộ trình đã chọn không tính từ ngày đại hội; thêm --roadmap với một trong: {names}",
        f"no chosen roadmap counts from the congress; add --roadmap with one of: {names}",
    )


def _name() -> Question[str]:
    return Question(
        "--name",
        text(
            "Tên đầy đủ của tổ chức, như trên văn bản", "Full name of the organisation, as written"
        ),
        text(
            "Tên này hiện trong thư nhắc và bảng hạn. Ví dụ: Đảng bộ phường Đông Hải 2.",
            "Messages and tables show it. For example: Đảng bộ phường Đông Hải 2.",
        ),
        lambda said: _named(said, "--name"),
    )


def _named(said: str, flag: str) -> str:
    """Return a name; an address, a number, a day, or what has no letter, is none."""
    name = ask_name(said, flag)
    if "@" in name or not any(map(str.isalpha, slug(name))):
        raise WrongAnswerError(
            text(
                "gõ tên như trên văn bản, ví dụ: Đảng bộ phường Đông Hải 2",
                "write a name as on documents, for example: Đảng bộ phường Đông Hải 2",
            )
        )
    return name


def _kind(name: str) -> Question[OfficeKind]:
    kinds = office_kinds(LANGUAGE)
    titles = ", ".join(f"{number} {kind.title}" for number, kind in enumerate(kinds, 1))
    likely = next((k for k in kinds if k.is_named_in(name)), kinds[0])

    def read(said: str) -> OfficeKind:
        for number, kind in enumerate(kinds, 1):
            if said.strip() == str(number) or kind.is_meant(said):
                return kind
        raise WrongAnswerError(text(f"gõ một số: {titles}", f"write a number: {titles}"))

    return Question(
        "--kind",
        text(f"Loại tổ chức ({titles}) [{likely.title}]", f"Kind ({titles}) [{likely.title}]"),
        text(
            "Gõ số hoặc gõ chữ (phường, xã, đặc khu, chi bộ). Loại tổ chức quyết định lộ trình nào"
            " dùng được.",
            "A number or a word (ward, commune, branch). It decides which roadmaps fit.",
        ),
        read,
        likely.id,
    )


def _id(name: str) -> Question[str]:
    own = proposed_id(name)
    proposed = own if own[:1].isalpha() else f"don-vi-{own}"[:40].strip("-")

    def read(said: str) -> str:
        id_ = ask_id(said.strip(), "--id")
        if not id_[0].isalpha():
            raise WrongAnswerError(
                text(
                    f"mã bắt đầu bằng một chữ cái, ví dụ: {proposed}",
                    f"an id begins with a letter, such as: {proposed}",
                )
            )
        if id_ == ABOVE:
            raise WrongAnswerError(
                text(f"mã {ABOVE} dành cho cấp trên", f"the id {ABOVE} is that of who is above")
            )
        return id_

    return Question(
        "--id",
        text(f"Mã ngắn, không dấu [{proposed}]", f"Short id [{proposed}]"),
        text(
            "Mã đứng trong các lệnh, ví dụ: lotrinh plan --organisation dong-hai-2. Chỉ chữ thường"
            " không dấu, chữ số và gạch nối. Sau này không nên đổi.",
            "It stands in commands, such as: lotrinh plan --organisation dong-hai-2. Lower-case"
            " letters, digits, hyphens. Don't change it later.",
        ),
        read,
        proposed,
    )


def _above(kind: OfficeKind) -> Question[str]:
    return Question(
        "--above",
        text(f"Cấp ủy cấp trên trực tiếp [{kind.above}]", f"Directly above [{kind.above}]"),
        text(
            "Nơi chuẩn y và nhận báo cáo. Ví dụ: Thành ủy Hải Phòng.",
            "Who approves and is reported to. For example: Thành ủy Hải Phòng.",
        ),
        lambda said: ask_name(said, "--above") or kind.above,
        kind.above,
    )


def _email() -> Question[str]:
    return Question(
        "--email",
        text(
            "Địa chỉ thư của văn phòng [để trống, điền sau]", "Mail address of the office [later]"
        ),
        text(
            "Văn phòng nhận ở đây danh sách việc tồn đọng và tin khi có trục trặc. Chưa gửi gì cho"
            " đến khi bạn cho phép trong channels.yaml.",
            "The office is told here of backlog and trouble. Nothing is sent until you allow it in"
            " channels.yaml.",
        ),
        lambda said: ask_email(said, "--email") if said.strip() else "",
        "",
    )


Rows = list[tuple[str, str]]
"""Names of branches, each with its secretary's address, '' where that isn't known."""


def _branches() -> Question[tuple[Rows, bool]]:
    return Question(
        "--branches",
        text(
            "Có bao nhiêu chi bộ (số, tên tệp Excel, hoặc tên chi bộ thứ nhất) [10]",
            "How many branches, an Excel file, or the first one's name [10]",
        ),
        text(
            "Gõ số thì có Chi bộ 1, 2, 3 …, tên sửa sau. Gõ tên chi bộ thứ nhất thì được hỏi tiếp"
            " các chi bộ khác. Tệp .xlsx hoặc .csv là danh sách cơ quan đang có: cột tên chi bộ, và"
            " cột email nếu đã có địa chỉ của bí thư; hàng tiêu đề tự tìm.",
            "A number makes Branch 1, 2, 3 …, to be renamed later. The name of the first branch"
            " leads to the others. A file, .xlsx or .csv, is a list as offices keep it: a column of"
            " names, and email for the secretaries; its headings are found.",
        ),
        _read_branches,
        "10",
    )


def _read_branches(said: str) -> tuple[Rows, bool]:
    """Return the branches that a number, a file or names mean, and whether it was one name.

    Names have semicolons between.
    """
    written = said.strip()
    if written.isdecimal():
        if not 0 < int(written[:9]) <= _MOST:
            raise WrongAnswerError(text(f"gõ số từ 1 đến {_MOST}", f"write 1 to {_MOST}"))
        names = [text(f"Chi bộ {n}", f"Branch {n}") for n in range(1, int(written) + 1)]
        return [(name, "") for name in names], False
    if _looks_like_file(written):
        return _in_file(Path(written)), False
    names = [_named(name, "--branches") for name in written.split(";")]
    return [(name, "") for name in names], len(names) == 1


def _looks_like_file(written: str) -> bool:
    """Whether somebody means a file, there or not; Chi bộ Trường 19/5 is the name of a branch."""
    is_path = "\\" in written or ("/" in written and " " not in written)
    return is_path or bool(_SUFFIX.search(written))


def _in_file(path: Path) -> Rows:
    """Return the branches of an office's list; what of it isn't taken over is told."""
    if path.suffix.lower() not in _LISTS:
        raise WrongAnswerError(
            text(
                f"không đọc được {path.name} ở đây; lưu thành .xlsx hoặc .csv rồi gõ lại tên tệp",
                f"{path.name} can't be read here; save it as .xlsx or .csv and write its new name",
            )
        )
    try:
        rows, left = read_branches(path)
    except ProblemsError:
        raise
    except LotrinhError as error:
        raise WrongAnswerError(sentence(error, LANGUAGE)) from None
    for problem in left:
        click.echo(show(problem, LANGUAGE), err=True)
    return rows


def _roadmaps(fitting: Sequence[LibraryRoadmap]) -> Question[tuple[str, ...]]:
    listed = "\n".join(f"  {n}. {r.title} ({r.id})" for n, r in enumerate(fitting, 1))
    default = next((r for r in fitting if _TO_BEGIN_WITH in r.id), fitting[0])

    def read(said: str) -> tuple[str, ...]:
        words = [word.strip() for word in said.replace(";", ",").split(",") if word.strip()]
        known = {str(n): r.id for n, r in enumerate(fitting, 1)} | {r.id: r.id for r in fitting}
        wrong = [word for word in words if word not in known]
        if wrong or not words:
            raise WrongAnswerError(
                text(
                    f"chọn số từ 1 đến {len(fitting)}, nhiều số thì cách nhau bằng dấu phẩy",
                    f"choose from 1 to {len(fitting)}, with commas between",
                )
            )
        return tuple(dict.fromkeys(known[word] for word in words))

    return Question(
        "--roadmap",
        text(
            f"Bắt đầu với lộ trình nào:\n{listed}\nChọn một hay nhiều số [{default.title}]",
            f"Which roadmaps to begin with:\n{listed}\nOne number or several [{default.title}]",
        ),
        text(
            "Chọn ít thôi cho dễ làm quen; lúc nào cũng thêm được. Ví dụ: 1, 3.",
            "Few are easier to begin with; others can be added at any time. For example: 1, 3.",
        ),
        read,
        default.id,
    )


def _congress(library: Library, founding: Founding, today: date) -> Question[date | None]:
    def read(said: str) -> date | None:
        if not said.strip():
            return None
        day = ask_day(said, "--congress")
        if day < today:
            raise WrongAnswerError(
                text(
                    f"ngày {day:%d/%m/%Y} đã qua; viết ngày của đại hội sắp tới",
                    f"{day:%d/%m/%Y} has passed; write the day of the congress to come",
                )
            )
        problems = library.draft(replace(founding, congress=day)).problems
        for problem in problems:
            if problem.is_error:
                said = f"{sentence(problem, LANGUAGE)}; {hint(problem, LANGUAGE)}"
                raise WrongAnswerError(said)
        return day

    return Question(
        "--congress",
        text("Ngày khai mạc đại hội [để trống nếu chưa biết]", "Opening of the congress [unknown]"),
        text(
            "Viết ngày/tháng/năm, ví dụ 15/08/2030. Chưa biết thì các hạn tính theo dự kiến, điền"
            " sau trong organisations.csv.",
            "Day first: 15/08/2030. If it isn't known, the dates lean on a forecast; fill it in"
            " later in organisations.csv.",
        ),
        read,
        "",
    )
