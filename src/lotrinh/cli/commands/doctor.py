"""`lotrinh doctor`: what is set up how, and what to do about what is not."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click

from lotrinh.application.books.messages import DeliveryState, Receipt
from lotrinh.bootstrap.examining import Examined, Finding, examined
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import LANGUAGE, text
from lotrinh.cli.output import emit_rows
from lotrinh.rendering.deliveries import explained, state_in_words
from lotrinh.rendering.findings import finding, seen, subject
from lotrinh.rendering.problems import sentence


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what is told."""

    subject: str
    fine: bool
    """Whether nothing has to be mended."""
    detail: str
    advice: str = ""
    code: str = ""
    """Of the finding, '' where there is none."""


@command(
    text(
        "Khám: phiên bản, ổ đĩa, cấu hình, người nhận, cơ sở dữ liệu, lịch Prefect, kênh gửi, trang"
        " web, hàng chờ, bản sao lưu; nói phải làm gì (mục 10.9). Có gì phải sửa thì mã thoát là 1."
        "\n\n"
        "\b\nVí dụ:\n  lotrinh doctor\n  lotrinh doctor --format json",
        "Look at versions, disk, configuration, people, database, Prefect's schedules, channels,"
        " pages, outbox and backups; say what to do (section 10.9). Exit 1 if anything is to be"
        " mended.\n\n"
        "\b\nFor example:\n  lotrinh doctor\n  lotrinh doctor --format json",
    ),
    tables=True,
)
def doctor(context: Context) -> None:
    """Look at everything; exit 1 if something is not as it should be."""
    program = context.program()
    fine = True
    rows: list[dict[str, object]] = []
    for one in examined(program):
        fine = fine and one.fine
        for told in telling(one, LANGUAGE):
            if context.machine:
                rows.append(_row(told))
            else:
                click.echo(_line(told))
    if context.machine:
        emit_rows(context, rows)
    sys.exit(0 if fine else 1)


def telling(one: Examined, language: str) -> Iterator[Told]:
    """Yield what is told of one examination: that all is well, or each finding."""
    name = subject(one.subject, language)
    if one.error is not None:
        yield Told(name, fine=False, detail=sentence(one.error, language), code=one.error.code)
        return
    for found in one.seen.findings:
        said, advice = _worded(found, language)
        yield Told(name, not found.is_grave, said, advice, found.code)
    if not one.seen.findings:
        values = {**one.seen.values, "counts": _counts(one.seen.values, language)}
        yield Told(name, fine=True, detail=seen(one.subject, one.seen.word, values, language))


def _worded(found: Finding, language: str) -> tuple[str, str]:
    values = dict(found.values)
    if isinstance(found.receipt, Receipt):
        values["said"] = explained(found.receipt, language)
    return finding(found.code, values, language)


def _counts(values: Mapping[str, str], language: str) -> str:
    """Say how many messages are how; what was only written to a file isn't sent."""
    previewed, told = int(values.get("previewed", 0)), []
    for state in DeliveryState:
        sent = state is DeliveryState.SENT
        if rest := int(values.get(state, 0)) - previewed * sent:
            told.append(f"{state_in_words(state, language)}: {rest}")
        if sent and previewed:
            told.append(f"{state_in_words(state, language, stays_here=True)}: {previewed}")
    if quiet := int(values.get("quiet", 0)):
        told.append(text(f"chờ hết giờ yên lặng: {quiet}", f"until quiet hours end: {quiet}"))
    return ", ".join(told) or "0"


def _row(told: Told) -> dict[str, object]:
    return {
        "subject": told.subject,
        "fine": told.fine,
        "code": told.code or None,
        "detail": told.detail,
        "advice": told.advice,
    }


def _line(told: Told) -> str:
    mark = text("CẦN SỬA", "TO MEND")
    if told.fine:
        mark = text("LƯU Ý", "NOTE") if told.code else text("tốt", "fine")
    advice = f"\n    {told.advice}" if told.advice else ""
    return f"{told.subject}: {mark}. {told.detail.rstrip('.')}.{advice}"
