"""`lotrinh backup`: one file that holds all that an office needs after its disk has died."""

from pathlib import Path

import click

from lotrinh.bootstrap.backup.making import Made
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import counted, text
from lotrinh.cli.output import emit_json, megabytes
from lotrinh.cli.progress import Progress

_LEAST = 100_000
"""What is told of a small one."""
KEY = "var/signing-key"


@command(
    text(
        "Sao lưu vào một tệp: sổ, thư mục cấu hình, minh chứng, khóa ký. Không cần dừng gì; đọc lại"
        " rồi mới đặt vào chỗ: có đủ hoặc không có gì. Không ghi NƠI_ĐỂ thì vào thư mục ở mục"
        " backup của settings.yaml (mặc định var/backup), nơi luồng backup tự sao lưu mỗi ngày.\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh backup\n"
        "  lotrinh backup /media/usb --keep 5\n"
        "  lotrinh backup truoc-khi-nang-cap.zip",
        "Keep all that matters in one file: books, configuration, evidence, signing key. Nothing"
        " has to be stopped; it is read back before it gets its name: all of it, or nothing."
        " Without PLACE it goes to the folder that backup in settings.yaml names (var/backup, if"
        " none), where the flow backup makes one every day.\n\n"
        "\b\nFor example:\n"
        "  lotrinh backup\n"
        "  lotrinh backup /media/usb --keep 5\n"
        "  lotrinh backup before-upgrade.zip",
    )
)
@click.argument("place", metavar="[PLACE]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help=text(
        "Giữ N bản mới nhất của cơ quan này trong thư mục, xóa bản cũ hơn.",
        "Keep this office's newest N in the folder; remove older ones.",
    ),
)
def backup(context: Context, *, place: Path | None, keep: int | None) -> None:
    """Make a backup, and say what is in it."""
    if keep is not None and place is not None and place.suffix == ".zip":
        said = "--keep chỉ dùng với thư mục", "--keep goes with a folder"
        raise click.UsageError(text(*said))
    with Progress(machine=context.machine) as told:
        made = context.program().vault.back_up(place, keep=keep, told=told)
    if context.machine:
        emit_json(_document(made))
    else:
        _tell(made)


def _document(made: Made) -> dict[str, object]:
    manifest = made.manifest
    return {
        "path": str(made.path),
        "size": made.size,
        "made": manifest.made,
        "schema": manifest.schema,
        "configuration": manifest.configuration,
        "rows": manifest.rows,
        "signing_key": KEY in manifest.parts,
        "secrets": manifest.secrets,
        "removed": list(map(str, made.removed)),
    }


def _tell(made: Made) -> None:
    manifest, size = made.manifest, megabytes(max(made.size, _LEAST))
    rows, files = sum(manifest.rows.values()), len(manifest.parts)
    click.echo(
        text(
            f"Đã sao lưu vào {made.path} ({size}: {rows:,} hàng của sổ, {files} tệp); đã đọc lại,"
            " đủ cả.",
            f"Backed up to {made.path} ({size}: {rows:,} rows of the books,"
            f" {counted(files, 'file')}); read back, and whole.",
        )
    )
    if not manifest.schema:
        click.echo(text("Chưa có sổ nào để sao lưu.", "There are no books yet."))
    if KEY in manifest.parts:
        click.echo(
            text(
                "Trong tệp có khóa ký đường dẫn: ai có tệp này thì làm được đường dẫn trả lời thay"
                " người khác. Cất như cất mật khẩu.",
                "It holds the key that signs links: whoever has the file can make links to answer"
                " in anybody's place. Keep it as you keep a password.",
            )
        )
    if manifest.secrets:
        names = ", ".join(manifest.secrets)
        click.echo(
            text(f"Không có trong tệp, phải giữ riêng: {names}", f"Not in it, keep apart: {names}")
        )
    for path in made.removed:
        click.echo(text(f"Đã xóa bản cũ: {path}", f"Removed an older one: {path}"))
