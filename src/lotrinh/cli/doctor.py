"""`lotrinh doctor`: what is set up how, and what to do about what is not."""

import os
import platform
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

import click

from lotrinh.application.books.correspondents import Rhythm
from lotrinh.application.books.messages import DeliveryState, Outcome
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.deliver import channels_in_reserve
from lotrinh.bootstrap import Program
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import LANGUAGE, counted, text
from lotrinh.cli.output import emit_rows
from lotrinh.errors import LotrinhError, ProblemsError
from lotrinh.rendering.deliveries import explained, failed, state_in_words
from lotrinh.rendering.problems import sentence

_PACKAGES = ("prefect", "fastapi", "sqlalchemy", "apprise", "pydantic", "pendulum", "holidays")
_SHOWN = 10
"""Dead letters that are listed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen of one thing that was looked at."""

    fine: bool
    detail: str
    advice: str = ""
    subject: str = ""
    """What was looked at, which the list of looks says."""


@command(
    text(
        "Khám: phiên bản, cấu hình, cơ sở dữ liệu, máy chủ Prefect, kênh gửi; nói phải làm gì.\n\n"
        "\b\nVí dụ:\n  lotrinh doctor",
        "Check versions, configuration, database, Prefect server and channels; say what to do.\n\n"
        "\b\nFor example:\n  lotrinh doctor",
    ),
    tables=True,
)
def doctor(context: Context) -> None:
    """Look at everything; exit 1 if something is not as it should be."""
    program = context.program()
    findings = list(_look(program))
    if context.machine:
        emit_rows(context, [_row(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(_line(finding))
    sys.exit(0 if all(finding.fine for finding in findings) else 1)


def _look(program: Program) -> Iterator[Finding]:
    looks: tuple[tuple[str, Callable[[Program], Finding]], ...] = (
        (text("Phiên bản", "Versions"), _versions),
        (text("Cấu hình", "Configuration"), _configuration),
        (text("Cơ sở dữ liệu", "Database"), _database),
        (text("Máy chủ Prefect", "Prefect server"), _server),
        (text("Kênh gửi", "Channels"), _channels),
        (text("Bot Zalo", "Zalo Bot"), _bots),
        (text("Trang trả lời", "Answer page"), _page),
        (text("Hàng chờ gửi", "Outbox"), _outbox),
        (text("Nhịp báo", "Heartbeat"), _heartbeat),
    )
    for subject, look in looks:
        try:
            yield replace(look(program), subject=subject)
        except ProblemsError:
            detail = text("chưa xem được vì tệp cấu hình có lỗi", "waits for the files")
            advice = text("Sửa các tệp trước: lotrinh validate.", "Mend them: lotrinh validate.")
            yield Finding(fine=False, detail=detail, advice=advice, subject=subject)
        except LotrinhError as error:
            yield Finding(fine=False, detail=sentence(error, LANGUAGE), subject=subject)


def _versions(program: Program) -> Finding:  # noqa: ARG001  (every look is given the program)
    known: list[str] = [f"python {platform.python_version()}"]
    missing: list[str] = []
    for package in _PACKAGES:
        try:
            known.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    advice = text(
        f"Cài lại theo README: thiếu {', '.join(missing)}.",
        f"Install again as the README says: {', '.join(missing)} missing.",
    )
    fine = not missing
    return Finding(fine=fine, detail=", ".join(known), advice="" if fine else advice)


def _configuration(program: Program) -> Finding:
    loaded = program.loaded
    errors = sum(problem.is_error for problem in loaded.problems)
    warnings = len(loaded.problems) - errors
    detail = text(
        f"{program.config}: {errors} lỗi, {warnings} cảnh báo",
        f"{program.config}: {counted(errors, 'error')}, {counted(warnings, 'warning')}",
    )
    advice = text("Chạy lotrinh validate.", "Run lotrinh validate.") if errors else ""
    return Finding(not errors, detail, advice)


def _database(program: Program) -> Finding:
    demo = program.store.is_demo
    detail = text("mở được, đúng lược đồ", "opens, schema is up to date")
    if demo:
        detail += text(" (dữ liệu trình diễn)", " (a demonstration's)")
    return Finding(fine=True, detail=detail)


def _server(program: Program) -> Finding:  # noqa: ARG001  (every look is given the program)
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        detail = text("lotrinh up tự chạy một máy chủ", "lotrinh up runs one of its own")
        return Finding(fine=True, detail=detail)
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=5):  # noqa: S310  (the operator's own server)
            return Finding(fine=True, detail=text("trả lời", "answers"))
    except (urllib.error.URLError, ValueError, OSError) as error:
        advice = text(
            "Kiểm tra PREFECT_API_URL, hoặc bỏ đi để lotrinh up tự chạy máy chủ.",
            "Check PREFECT_API_URL, or unset it: lotrinh up then runs a server.",
        )
        return Finding(fine=False, detail=type(error).__name__, advice=advice)


def _channels(program: Program) -> Finding:
    configuration = program.configuration
    if configuration.deliver_by is not None:
        program.channels(configuration)
        detail = text(
            f"mọi thư đi qua {configuration.deliver_by} (xem channels.yaml)",
            f"everything goes by {configuration.deliver_by} (see channels.yaml)",
        )
        return Finding(fine=True, detail=detail)
    opened = program.channels(configuration)
    missing = channels_in_reserve(configuration) - opened.keys()
    advice = text(
        f"Kênh dự phòng chưa mở được: {', '.join(sorted(missing))}. Xem lại channels.yaml.",
        f"In reserve, but can't be opened: {', '.join(sorted(missing))}. Look at channels.yaml.",
    )
    if refusing := _refusing(program, configuration):
        return Finding(fine=False, detail=", ".join(opened), advice="\n    ".join(refusing))
    return Finding(not missing, ", ".join(opened), advice if missing else "")


def _refusing(program: Program, configuration: Configuration) -> list[str]:
    """Ask the mail servers whether they would take a mail; say why not, and what to do."""
    said = program.greetings(configuration)
    return [f"{id_}: {told}" for id_, r in said.items() if (told := explained(r, LANGUAGE))]


def _bots(program: Program) -> Finding:
    """Ask Zalo which bots the tokens belong to."""
    asked = {name: program.bot_desk(name).name() for name in program.zalo_channels()}
    if not asked:
        return Finding(fine=True, detail=text("không dùng", "none"))
    fine = all(answer.accepted for answer in asked.values())
    told = [
        f"{name}: {_account(a.result) if a.accepted else a.receipt.detail}"
        for name, a in asked.items()
    ]
    advice = text(
        "Xem lại mã truy cập (token) của bot và đường mạng ra Internet.",
        "Check the bot's token, and the way to the Internet.",
    )
    return Finding(fine, ", ".join(told), "" if fine else advice)


def _account(result: object) -> str:
    name = result.get("account_name") if isinstance(result, dict) else None
    return str(name or "")[:60]


def _page(program: Program) -> Finding:
    """Ask whether the page answers at the address that messages have."""
    url = program.in_use().public_url
    if url is None:
        return Finding(fine=True, detail=text("không dùng", "none"))
    slow = len([one for one in program.correspondents() if one.rhythm is not Rhythm.DAILY])
    rhythms = text(f"{slow} người nhận thư thưa hơn", f"{slow} get letters less often")
    program.front_desk()  # its keys can be read, or it says why not
    try:
        _ask_health(url)
        said = text(f"{url} trả lời", f"{url} answers")
        return Finding(fine=True, detail=f"{said}; {rhythms}")
    except (urllib.error.URLError, ValueError, OSError) as error:
        advice = text(
            "Chạy lotrinh up hoặc lotrinh web, và xem máy chủ đứng trước (mục 11.4 của hướng dẫn).",
            "Run lotrinh up or lotrinh web, and look at the server in front (section 11.4).",
        )
        detail = f"{url}: {type(error).__name__}; {rhythms}"
        return Finding(fine=False, detail=detail, advice=advice)


def _ask_health(url: str) -> None:
    """Ask whether the page answers; that something else is broken is told where that is."""
    try:
        urllib.request.urlopen(f"{url}/health", timeout=5).close()  # noqa: S310  (the office's own page)
    except urllib.error.HTTPError as error:
        if error.read(16) != b"lotrinh":
            raise


def _heartbeat(program: Program) -> Finding:
    """Call whoever outside misses us, where all is well; else that would be a lie."""
    configuration = program.in_use()
    if configuration.heartbeat is None:
        return Finding(fine=True, detail=text("không dùng", "none"))
    receipt = program.beat(configuration)
    if receipt is None:
        detail = text(
            "chưa gọi: còn lộ trình chưa xét hoặc thư bị kẹt",
            "not called: a check is missing, or a message is stuck",
        )
        advice = text("Chạy lotrinh check, rồi khám lại.", "Run lotrinh check, and look again.")
        return Finding(fine=False, detail=detail, advice=advice)
    if receipt.outcome is Outcome.ACCEPTED:
        return Finding(fine=True, detail=text("gọi được", "answers"))
    advice = text(
        "Xem lại địa chỉ ghi ở alarms trong settings.yaml, và đường mạng ra ngoài.",
        "Check the address that alarms in settings.yaml names, and the way out of the network.",
    )
    return Finding(fine=False, detail=receipt.detail, advice=advice)


def _outbox(program: Program) -> Finding:
    configuration = program.in_use()
    detail = ", ".join(f"{state}: {count}" for state, count in _counts(program)) or "0"
    if anew := program.only_previewed():
        detail += text(
            f". {anew} lời nhắc mới chỉ ghi ra tệp xem trước: lần gửi tới sẽ soạn lại và gửi thật",
            f". {counted(anew, 'reminder')} only in preview files: the next delivery writes them"
            " anew and sends them for real",
        )
    dead = program.dead_letters()
    lines = [failed(configuration, letter, LANGUAGE) for letter in dead[:_SHOWN]]
    advice = text(
        "Những thư này không gửi được; xem hết bằng lotrinh outbox list. Sửa xong thì"
        " lotrinh outbox retry, không thì hôm sau lời nhắc tự đi lại.",
        "These could not be delivered; lotrinh outbox list shows all. Once mended, lotrinh outbox"
        " retry; otherwise the reminders go out again the day after.",
    )
    return Finding(not dead, detail, "\n    ".join([advice, *lines]) if dead else "")


def _counts(program: Program) -> Iterator[tuple[str, int]]:
    """Yield how many messages are how; what was only written to a file isn't sent."""
    previewed = program.previewed()
    for state, count in program.outbox().items():
        sent = state is DeliveryState.SENT
        if rest := count - previewed * sent:
            yield state_in_words(state, LANGUAGE), rest
        if sent and previewed:
            yield state_in_words(state, LANGUAGE, stays_here=True), previewed


def _row(finding: Finding) -> dict[str, object]:
    return {
        "subject": finding.subject,
        "fine": finding.fine,
        "detail": finding.detail,
        "advice": finding.advice,
    }


def _line(finding: Finding) -> str:
    mark = text("tốt", "fine") if finding.fine else text("CẦN SỬA", "TO MEND")
    advice = f"\n    {finding.advice}" if finding.advice else ""
    return f"{finding.subject}: {mark}. {finding.detail}{advice}"
