"""`lotrinh manual`: the manual and the runbook in a terminal, where no page can be opened."""

import click

from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text
from lotrinh.cli.output import emit_json
from lotrinh.rendering.help_pages import help_page, help_pages
from lotrinh.rendering.manual import Found
from lotrinh.rendering.manual import manual as the_manual

_SHOWN = 10
"""Sections that a search shows: nobody reads more."""


@command(
    text(
        "Đọc hướng dẫn ngay trên màn hình lệnh: mục lục, một mục, một trang khác, hoặc tìm"
        " theo chữ (không cần dấu).\n\n"
        "\b\nVí dụ:\n"
        "  lotrinh manual\n"
        "  lotrinh manual runbook\n"
        "  lotrinh manual 10.6\n"
        "  lotrinh manual gia han",
        "Read the manual here: its contents, a section, another page, or where some words are.\n\n"
        "\b\nFor example:\n"
        "  lotrinh manual\n"
        "  lotrinh manual runbook\n"
        "  lotrinh manual 10.6\n"
        "  lotrinh manual more time",
    )
)
@click.argument("about", nargs=-1, metavar="[WORDS]")
def manual(context: Context, *, about: tuple[str, ...]) -> None:
    """Show the contents, or what was asked for."""
    words = " ".join(about)
    if not words:
        _contents(context)
    elif shown := _page(context.lang, words):
        emit_json({"about": words, "text": shown}) if context.machine else _show(shown)
    else:
        _found(context, words)


def _contents(context: Context) -> None:
    pages, lang = help_pages(context.lang), context.lang
    chapters = [(one.number, one.title) for one in the_manual(lang).chapters]
    others = [(page.name, page.title) for page in pages if not page.is_for_developers]
    inner = [(page.name, page.title) for page in pages if page.is_for_developers]
    if context.machine:
        listed = (*chapters, *others, *inner)
        emit_json([{"about": about, "title": title} for about, title in listed])
        return
    for about, title in (*chapters, *others):
        click.echo(f"  {about:<14} {title}")
    click.echo(text("\nCho người lập trình (tiếng Anh):", "\nFor developers:"))
    for about, title in inner:
        click.echo(f"  {about:<14} {title}")


def _page(language: str, about: str) -> str:
    """Return a page, a chapter or a section as it is written; nothing if there is none."""
    if page := help_page(language, about):
        return page.source
    sections = the_manual(language).sections
    return "\n\n".join(
        one.source for one in sections if one.number == about or one.number.startswith(f"{about}.")
    )


def _found(context: Context, words: str) -> None:
    hits = the_manual(context.lang).find(words)
    if context.machine:
        emit_json([{"about": hit.section.number, "title": hit.section.title} for hit in hits])
    elif not hits:
        said = text(
            f"không có trang, mục nào là “{words}”, cũng không mục nào có đủ các chữ ấy",
            f"there is no page and no section “{words}”, nor one that has all of these words",
        )
        raise click.BadParameter(said, param_hint="WORDS")
    for hit in () if context.machine else hits[:_SHOWN]:
        click.echo(f"  {hit.section.number:<8} {hit.section.title}")
        click.echo(f"           {_excerpt(hit)}")
    if not context.machine and (more := len(hits) - _SHOWN) > 0:
        said = text(f"Còn {more} mục nữa: tìm bằng nhiều chữ hơn.", f"{more} more: add a word.")
        click.echo(said)


def _excerpt(hit: Found) -> str:
    return "".join(piece for piece, _ in hit.excerpt)


def _show(shown: str) -> None:
    """Print Markdown for people in a terminal, as it is written elsewhere."""
    from rich.console import Console  # noqa: PLC0415  (only where something is shown)
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console(highlight=False)
    if console.is_terminal:
        console.print(Markdown(shown, hyperlinks=False))
    else:
        click.echo(shown)
