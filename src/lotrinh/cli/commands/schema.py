"""`lotrinh schema`: what the files may hold, as JSON Schema, so that an editor can help."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json
from lotrinh.loader.schema import KINDS, schema_of, schema_of_all


@command(
    text(
        "JSON Schema của các tệp YAML: trình soạn thảo gợi ý mục, giải thích, báo lỗi khi gõ.\n\n"
        "\b\nVí dụ:\n  lotrinh schema roadmap\n  lotrinh schema --to var/schemas",
        "JSON Schema of the YAML files: with it an editor suggests keys, explains them and marks"
        " mistakes.\n\n"
        "\b\nFor example:\n  lotrinh schema roadmap\n  lotrinh schema --lang en --to var/schemas",
    )
)
@click.argument("kind", required=False, type=click.Choice(KINDS), metavar="[KIND]")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=text("Ghi vào thư mục, mỗi loại tệp một tệp.", "Write into a folder, one file a kind."),
)
def schema(context: Context, *, kind: str | None, folder: Path | None) -> None:
    """Print the schema of one kind of file or of all, or write them."""
    if folder is None:
        emit_json(schema_of(kind, context.lang) if kind else schema_of_all(context.lang))
        return
    paths = _write(folder, [kind] if kind else KINDS, context.lang)
    if context.machine:
        emit_json([path.as_posix() for path in paths])
    else:
        _tell(paths)


def _write(folder: Path, kinds: Iterable[str], language: str) -> list[Path]:
    """Write the schema of each kind into a folder; return their paths."""
    made = {folder / f"{kind}.schema.json": schema_of(kind, language) for kind in kinds}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in made.items():
            shown = json.dumps(content, ensure_ascii=False, indent=1)
            path.write_text(shown + "\n", encoding="utf-8")
    except OSError as error:
        said = text(f"không ghi được vào {folder}", f"{folder} can't be written to")
        raise click.BadParameter(said, param_hint="--to") from error
    return list(made)


def _tell(paths: list[Path]) -> None:
    """Name the files, and show the line by which an editor finds one."""
    for path in paths:
        click.echo(path.as_posix())
    example = paths[0].resolve().as_posix()
    click.echo(
        text(
            "\nĐặt dòng này lên đầu tệp YAML, trình soạn thảo có hỗ trợ YAML sẽ dùng được:",
            "\nPut this line on top of a YAML file, and an editor that knows YAML will use it:",
        )
    )
    click.echo(f"# yaml-language-server: $schema={example}")
