"""`lotrinh preview`: what one person would get at some instant, and by which channel."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from lotrinh.application.books.messages import DeliveryState, Message
from lotrinh.application.telling.preview import Coming, Preview
from lotrinh.bootstrap import Program
from lotrinh.cli.arguments import INSTANT, instant_in
from lotrinh.cli.commands.pending import lines_of
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import cell_row, emit_json
from lotrinh.domain.registers import PersonId, Span
from lotrinh.domain.reminders import Reason
from lotrinh.rendering.deadlines import labelled
from lotrinh.rendering.deliveries import name_of
from lotrinh.rendering.messages.reminders import rung_in_words
from lotrinh.rendering.words import long_date, say, short_date


@command(
    text(
        "Xem trước thư mà một người sẽ nhận nếu xét và gửi vào lúc này; nếu không có thư, vì sao."
        " Không ghi, không gửi.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh preview bi-thu-cb-01\n"
        "  lotrinh preview bi-thu-cb-01 --at 2026-12-14T07:30 --html thu.html\n"
        "  lotrinh preview bi-thu-cb-01 --brief     # bản ngắn, như gửi qua Zalo",
        "What one person would get if a check and a delivery ran now; if nothing, why. Nothing is"
        " written or sent.\n\n"
        "\b\nFor example:\n"
        "  lotrinh preview bi-thu-cb-01\n"
        "  lotrinh preview bi-thu-cb-01 --at 2026-12-14T07:30 --html mail.html\n"
        "  lotrinh preview bi-thu-cb-01 --brief     # the short text, as by Zalo",
    )
)
@click.argument("person", metavar="PERSON")
@click.option(
    "--at",
    type=INSTANT,
    metavar="WHEN",
    help=text("Xét như vào lúc này: 2026-12-14T07:30.", "As of this instant: 2026-12-14T07:30."),
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=text("Ghi bản HTML ra tệp, để mở bằng trình duyệt.", "Write the HTML part to a file."),
)
@click.option("--text", "plain", is_flag=True, help=text("Chỉ in nội dung.", "Only the text."))
@click.option("--brief", is_flag=True, help=text("Chỉ in bản ngắn.", "Only the short text."))
def preview(
    context: Context,
    *,
    person: str,
    at: date | datetime | None,
    html: Path | None,
    plain: bool,
    brief: bool,
) -> None:
    """Show what somebody would get, or why nothing."""
    if plain and brief:
        said = text("chỉ chọn một: --text hoặc --brief", "choose one: --text or --brief")
        raise click.UsageError(said)
    program = context.program()
    seen = program.preview(person, instant_in(program.configuration.zone, at))
    messages = [*seen.messages, *seen.held]
    if html is not None:
        _write(html, messages)
    if context.machine:
        emit_json(_document(program, seen))
    elif plain or brief:
        click.echo("\n\n".join(m.brief if brief else m.text for m in messages), nl=bool(messages))
    else:
        click.echo("\n".join(_lines(program, seen)))
        _tell_written(html, messages)


def _write(file: Path, messages: list[Message]) -> None:
    """Write the HTML parts: the first to the file, others beside it."""
    for number, message in enumerate(messages, 1):
        _numbered(file, number).write_text(message.html, encoding="utf-8")


def _numbered(file: Path, number: int) -> Path:
    return file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")


def _tell_written(file: Path | None, messages: list[Message]) -> None:
    for number in range(1, len(messages) + 1) if file is not None else ():
        written = _numbered(file, number) if file is not None else ""
        click.echo(text(f"Bản HTML: {written}", f"HTML part: {written}"))


def _document(program: Program, seen: Preview) -> dict[str, object]:
    return {
        "person": seen.person,
        "at": seen.at.isoformat(),
        "messages": [_message(program, message) for message in seen.messages],
        "held": [_message(program, message) for message in seen.held],
        "reasons": {str(reason): count for reason, count in sorted(seen.reasons.items())},
        "next": _next(seen.coming),
        "away": _absence(seen),
        "untold": seen.untold,
        "waiting": len(_unsent(program, seen)),
    }


def _message(program: Program, message: Message) -> dict[str, object]:
    return {
        "kind": message.kind,
        "channel": program.channel_of(message),
        "not_before": message.not_before.isoformat(),
        "subject": message.subject,
        "text": message.text,
        "brief": message.brief,
        "html": message.html,
    }


def _next(coming: Coming | None) -> dict[str, object] | None:
    if coming is None:
        return None
    cell = cell_row(coming.deadline.id)
    return {"day": coming.day, "rung": coming.rung, "due": coming.deadline.due, **cell}


def _absence(seen: Preview) -> dict[str, object] | None:
    if seen.away is None:
        return None
    return {"since": seen.away.since, "until": seen.away.until, "instead": seen.instead}


def _unsent(program: Program, seen: Preview) -> list[str]:
    """Return what was composed for the person before, and isn't sent yet."""
    return [
        one.subject for one in program.mailroom.deliveries([DeliveryState.WAITING], seen.person)
    ]


def _lines(program: Program, seen: Preview) -> Iterator[str]:
    language, zone = program.spoken(program.configuration), program.configuration.zone
    person = program.configuration.people.by_id[seen.person]
    yield f"{person.name} ({seen.person}), {seen.at.astimezone(zone):%d/%m/%Y %H:%M}"
    for message in seen.messages:
        yield from _shown(program, message, text("Sẽ gửi", "To be sent"))
    for message in seen.held:
        until = f"{message.not_before.astimezone(zone):%d/%m/%Y %H:%M}"
        yield from _shown(program, message, text(f"Giữ đến {until}", f"Held until {until}"))
    if not seen.messages and not seen.held:
        yield text("Không có thư nào được gửi.", "Nothing would be sent.")
    if seen.away is not None:
        yield _is_away(program, seen.away, seen.instead)
    elif seen.reasons:
        total = sum(seen.reasons.values())
        yield text(f"\nTrong {total} hạn có liên quan:", f"\nOf {counted(total, 'deadline')}:")
        for reason, count in sorted(seen.reasons.items(), key=lambda one: (-one[1], one[0])):
            yield from _counted(reason, count, seen, language)
    else:
        yield text("Không có hạn nào của người này.", "No deadline is this person's.")
    if seen.coming is not None:
        yield _comes(seen.coming, language)
    if unsent := _unsent(program, seen):
        yield text(
            f"Đang chờ gửi từ trước: {len(unsent)} thư (lotrinh outbox list).",
            f"Waiting since before: {counted(len(unsent), 'message')} (lotrinh outbox list).",
        )
    yield from lines_of(program.mailroom.sending_to(seen.person), zone)
    yield text("Xem trước: chưa ghi, chưa gửi gì.", "A preview: nothing written or sent.")


def _counted(reason: Reason, count: int, seen: Preview, language: str) -> Iterator[str]:
    """Yield how often an outcome comes; what is only decided was told to nobody yet."""
    untold = seen.untold if reason is Reason.ALREADY_SAID else 0
    if untold:
        yield text(f"  {untold} đã quyết định nhắc, chưa gửi", f"  {untold} decided, not sent yet")
    if count > untold:
        yield f"  {count - untold} {say(f'reason.{reason}', language)}"


def _is_away(program: Program, away: Span, instead: PersonId | None) -> str:
    """Say from when to when somebody is away, as far as that is known, and who hears instead."""
    since = short_date(away.since) if away.since else ""
    until = short_date(away.until) if away.until else ""
    name = name_of(program.configuration, instead) if instead is not None else ""
    return text(
        "Người này vắng"
        + (f" từ {since}" if since else "")
        + (f" đến {until}" if until else "")
        + (f"; {name} ({instead}) nhận thay." if instead else "; chưa có ai nhận thay."),
        "Away"
        + (f" from {since}" if since else "")
        + (f" to {until}" if until else "")
        + (f"; {name} ({instead}) hears instead." if instead else "; nobody hears instead."),
    )


def _shown(program: Program, message: Message, head: str) -> Iterator[str]:
    channel = program.channel_of(message) or text("chưa có địa chỉ", "no address")
    yield f"\n{head} ({channel}): {message.subject}\n"
    yield from (f"    | {line}" for line in message.text.splitlines())


def _comes(coming: Coming, language: str) -> str:
    day, title = long_date(coming.day, language), labelled(coming.deadline, language)
    why = rung_in_words(coming.rung, language)
    return text(f"Lời nhắc kế tiếp: {day}: {title} ({why}).", f"Next: {day}: {title} ({why}).")
