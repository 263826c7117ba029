"""`lotrinh restore`: a look at a backup beside what there is, then putting it in place."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import click

from lotrinh.application.books.keeping import Vintage
from lotrinh.bootstrap import Program
from lotrinh.bootstrap.backup.restoring import NewerThereError, Outlook, Restoration
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json
from lotrinh.cli.progress import Progress
from lotrinh.cli.questions import confirmed

_DAY = timedelta(days=1)


@command(
    text(
        "Phục hồi sổ, cấu hình, minh chứng và khóa ký từ một bản sao lưu, trên máy này hoặc máy"
        " mới, vào SQLite hay PostgreSQL. Xem trước rồi hỏi lại; bản hiện nay được giữ thành một"
        " bản sao lưu, để phục hồi ngược. Dừng lotrinh up trước. Sổ không biết thư nào đã gửi sau"
        " bản sao lưu, nên lần gửi đầu giữ lại mọi thư nhắc cho đến khi có người xem: lotrinh"
        " outbox release.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh restore var/backup/lotrinh-20261124-124000-3f9c2a.zip --dry-run\n"
        "  lotrinh restore /media/usb/lotrinh-20261124-124000-3f9c2a.zip\n"
        "  lotrinh restore truoc-khi-nang-cap.zip --replace --yes",
        "Put books, configuration, evidence and signing key of a backup in place, on this machine"
        " or a new one, in SQLite or PostgreSQL. Shown first, and asked about; what is there now is"
        " kept as another backup, to go back by. Stop lotrinh up first. The books don't know what"
        " was sent since the backup, so the first delivery holds all reminders until somebody has"
        " looked: lotrinh outbox release.\n\n"
        "\b\nFor example:\n"
        "  lotrinh restore var/backup/lotrinh-20261124-124000-3f9c2a.zip --dry-run\n"
        "  lotrinh restore /media/usb/lotrinh-20261124-124000-3f9c2a.zip\n"
        "  lotrinh restore before-upgrade.zip --replace --yes",
    )
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--replace",
    is_flag=True,
    help=text("Dù sổ hiện nay mới hơn bản sao lưu.", "Even where the present books are newer."),
)
@click.option("--yes", is_flag=True, help=text("Không hỏi lại.", "Don't ask."))
@click.option("--dry-run", is_flag=True, help=text("Chỉ xem trước.", "Only a preview."))
def restore(context: Context, *, file: Path, replace: bool, yes: bool, dry_run: bool) -> None:
    """Show what would become of it, ask, and put it in place."""
    program = context.program()
    with Progress(machine=context.machine) as told:
        outlook = program.vault.look_at_backup(file, told)
    if not context.machine:
        _preview(outlook, program.now())
    if dry_run:
        if context.machine:
            emit_json(_document(outlook, None))
        return
    if outlook.loses and not replace:
        raise NewerThereError
    why = text("muốn phục hồi thì thêm --yes", "to restore, add --yes")
    asked = text("Phục hồi như trên?", "Restore like that?")
    if not yes and not confirmed(asked, machine=context.machine, why=why):
        return
    with Progress(machine=context.machine) as told:
        done = program.vault.restore(outlook, replace=replace, told=told)
    if context.machine:
        emit_json(_document(outlook, done))
    else:
        _tell(program, outlook, done)


def _document(outlook: Outlook, done: Restoration | None) -> dict[str, object]:
    manifest = outlook.manifest
    return {
        "path": str(outlook.path),
        "made": manifest.made,
        "program": manifest.program,
        "schema": manifest.schema,
        "configuration": manifest.configuration,
        "rows": manifest.rows,
        "loses": outlook.loses,
        "facts_lost": outlook.there.facts_since if outlook.there else 0,
        "sent_since": outlook.there.sent_since if outlook.there else 0,
        "files": outlook.files,
        "signing_key": outlook.brings_key,
        "missing_secrets": outlook.missing_secrets,
        "restored": done is not None,
        "aside": str(done.aside) if done and done.aside else None,
        "broken": str(done.broken) if done and done.broken else None,
    }


def _preview(outlook: Outlook, now: datetime) -> None:
    manifest, made = outlook.manifest, _moment(outlook.manifest.made, outlook)
    age = (now - manifest.made) // _DAY
    old = text(f"{age} ngày trước", f"{age} days ago") if age else text("hôm nay", "today")
    click.echo(
        text(
            f"Bản sao lưu lúc {made} ({old}), do Lộ Trình {manifest.program} tạo; đọc hết, đủ cả.",
            f"Backup of {made} ({old}), made by Lộ Trình {manifest.program};"
            " read through, and whole.",
        )
    )
    if outlook.kept is not None:
        click.echo(text("  Sổ trong đó: ", "  Its books: ") + _reach(outlook.kept, outlook))
    _preview_books(outlook)
    _preview_files(outlook)


def _preview_books(outlook: Outlook) -> None:
    there = outlook.there
    if outlook.broken is not None:
        said = text(
            f"  Sổ hiện nay hỏng, không đọc được: {outlook.broken} sẽ được đổi tên và giữ lại.",
            f"  The present books are broken: {outlook.broken} gets another name, and stays.",
        )
        click.secho(said, fg="yellow")
    elif there is None:
        click.echo(text("  Hiện chưa có sổ nào.", "  There are no books now."))
    else:
        replaced = text("  Sổ hiện nay, sẽ bị thay: ", "  Books that it replaces: ")
        click.echo(replaced + _reach(there, outlook))
    if there is not None and outlook.loses:
        said = text(
            f"  Sổ sẽ không còn biết: {there.facts_since} việc đã ghi sau bản sao lưu (phải ghi"
            f" lại), {there.sent_since} thư đã gửi từ đó (có thể bị gửi lần nữa).",
            f"  The books won't know any more: {there.facts_since} facts recorded since (to be"
            f" recorded again), {there.sent_since} messages sent since (may be sent again).",
        )
        click.secho(said, fg="yellow")


def _reach(vintage: Vintage, outlook: Outlook) -> str:
    none = text("chưa lần nào", "never")
    recorded, checked, sent = (
        _moment(at, outlook) if at is not None else none
        for at in (vintage.recorded, vintage.checked, vintage.sent)
    )
    return text(
        f"{vintage.facts:,} việc đã ghi (gần nhất {recorded}), xét lần cuối {checked}, gửi lần"
        f" cuối {sent}",
        f"{vintage.facts:,} facts (the newest of {recorded}), last check {checked}, last sent"
        f" {sent}",
    )


def _moment(at: datetime, outlook: Outlook) -> str:
    """Write an instant on the clocks of the office that made the backup."""
    return f"{at.astimezone(outlook.manifest.made.tzinfo):%d/%m/%Y %H:%M}"


def _preview_files(outlook: Outlook) -> None:
    counts = Counter(outlook.files.values())
    words = {
        "added": text("thêm", "added"),
        "shared": text("thêm vào thư viện dùng chung", "added to the shared library"),
        "changed": text("thay", "changed"),
        "removed": text("bỏ", "removed"),
        "left": text("khác, để nguyên (thư viện dùng chung)", "different, left (shared library)"),
    }
    told = ", ".join(f"{counts[what]} {word}" for what, word in words.items() if counts[what])
    same = text("như hiện nay", "as they are")
    click.echo(text("  Tệp cấu hình: ", "  Files of the configuration: ") + (told or same))
    for name, what in sorted(outlook.files.items()):
        click.echo(f"    {words[what]}: {name}")
    if outlook.proofs:
        count = len(outlook.proofs)
        click.echo(text(f"  Minh chứng đưa về: {count} tệp", f"  Evidence that returns: {count}"))
    if outlook.brings_key:
        click.echo(text("  Khóa ký đường dẫn: lấy trong bản sao lưu", "  Signing key: its own"))
    if outlook.missing_secrets:
        names = ", ".join(outlook.missing_secrets)
        said = text(
            f"  Bản sao lưu không có và máy này chưa đặt: {names}",
            f"  Neither in it nor set on this machine: {names}",
        )
        click.secho(said, fg="yellow")


def _tell(program: Program, outlook: Outlook, done: Restoration) -> None:
    click.echo(text("Đã phục hồi.", "Restored."))
    if done.aside is not None:
        said = text("Bản trước đó, để phục hồi ngược", "What was there, to go back by")
        click.echo(f"{said}: lotrinh restore {done.aside} --replace")
    if done.broken is not None:
        said = text("Tệp sổ hỏng giữ ở", "The broken books are kept as")
        click.echo(f"{said}: {done.broken}")
    steps = text(
        "Làm tiếp:\n"
        "  1. lotrinh doctor: xem còn thiếu gì{secrets}.\n"
        "  2. lotrinh check --dry-run: xem lần xét tới sẽ nhắc những gì.\n"
        "  3. lotrinh up. Mọi thư nhắc được giữ lại: xem lotrinh outbox list --state held, rút thư"
        " nào người nhận đã có (lotrinh outbox withdraw), rồi lotrinh outbox release. Sau một ngày,"
        " thư về việc đến hạn trong ba ngày tới tự đi.\n"
        "  4. Ghi lại những việc đã ghi sau {made}; thu hồi lại đường dẫn đã thu hồi sau lúc ấy.",
        "What to do now:\n"
        "  1. lotrinh doctor: see what is missing{secrets}.\n"
        "  2. lotrinh check --dry-run: see of what the next check reminds.\n"
        "  3. lotrinh up. All reminders are held: look at lotrinh outbox list --state held,"
        " withdraw what people have already (lotrinh outbox withdraw), then lotrinh outbox release."
        " After a day, what is due within the next three days goes by itself.\n"
        "  4. Record again what was recorded after {made}; revoke again the links that were revoked"
        " since.",
    )
    names = ", ".join(outlook.missing_secrets)
    made = _moment(outlook.manifest.made, outlook)
    click.echo(steps.format(secrets=f" ({names})" if names else "", made=made))
    program.close()
