"""`lotrinh links`: the links by which people answer, and how often they want letters."""

from urllib.parse import urlsplit

import click

from lotrinh.application.books.correspondents import Correspondent, Rhythm
from lotrinh.bootstrap import Program
from lotrinh.bootstrap.network import is_loopback
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import LANGUAGE, text
from lotrinh.cli.output import emit_json, emit_rows, emit_table
from lotrinh.cli.usage import Group
from lotrinh.rendering.deliveries import name_of
from lotrinh.rendering.words import say

HERE = "http://127.0.0.1"
"""Where the pages are on this machine; which port, `lotrinh web` is told."""
PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=4300,
    show_default=True,
    help=text("Cổng của lotrinh web trên máy này.", "The port of lotrinh web on this machine."),
)


@command(
    text(
        "Những ai đã chọn nhận thư thưa hơn, và những ai có đường dẫn đã bị hủy.\n\n"
        "\b\nVí dụ:\n  lotrinh links list",
        "Who has chosen to get letters less often, and whose links were revoked.\n\n"
        "\b\nFor example:\n  lotrinh links list",
    ),
    tables=True,
)
def list_(context: Context) -> None:
    """List everybody of whom anything is kept."""
    program = context.program()
    kept = program.reception.correspondents()
    if context.machine:
        emit_rows(context, [_row(one) for one in kept])
        return
    heads = (text("Người nhận", "Person"), text("Nhận thư", "Letters"), text("Hủy lúc", "Revoked"))
    rows = [_cells(program, one) for one in kept]
    emit_table(
        text("Nhận thư thưa hơn, hoặc đã hủy đường dẫn", "Rhythms, revocations"), heads, rows
    )


@command(
    text(
        "Hủy mọi đường dẫn trả lời mà một người đã nhận được đến nay, khi thư bị chuyển nhầm hay"
        " mất máy. Thư sau có đường dẫn mới. Không hoàn lại được.\n\n"
        "\b\nVí dụ:\n  lotrinh links revoke bi-thu-cb-07",
        "Void every link that a person has got so far, after a letter went astray or a phone was"
        " lost. Later messages have new links. It can't be taken back.\n\n"
        "\b\nFor example:\n  lotrinh links revoke bi-thu-cb-07",
    )
)
@click.argument("person", metavar="PERSON")
def revoke(context: Context, *, person: str) -> None:
    """Void a person's links."""
    name = context.program().reception.revoke_links(person)
    if context.machine:
        emit_json({"person": person, "revoked": True})
        return
    click.echo(
        text(
            f"{name}: mọi đường dẫn đã gửi không còn dùng được; thư sau có đường dẫn mới.",
            f"{name}: the links sent so far are void; later messages have new ones.",
        )
    )


@command(
    text(
        "Đặt giúp một người việc nhận thư bao lâu một lần, khi người ấy gọi điện đến. Việc gấp và"
        " việc quá hạn vẫn báo ngay.\n\n"
        "\b\nVí dụ:\n  lotrinh links rhythm bi-thu-cb-07 weekly",
        "Set how often a person gets letters, for whoever asks by telephone. What is urgent or"
        " overdue still comes at once.\n\n"
        "\b\nFor example:\n  lotrinh links rhythm bi-thu-cb-07 weekly",
    )
)
@click.argument("person", metavar="PERSON")
@click.argument(
    "often", type=click.Choice([rhythm.value for rhythm in Rhythm]), metavar="|".join(Rhythm)
)
def rhythm(context: Context, *, person: str, often: str) -> None:
    """Keep how often a person wants letters."""
    chosen = Rhythm(often)
    name = context.program().reception.choose_rhythm(person, chosen)
    if context.machine:
        emit_json({"person": person, "rhythm": chosen})
        return
    click.echo(f"{name}: {say(f'rhythm.{chosen}', LANGUAGE)}")


@command(
    text(
        "In một đường dẫn cho một người vào bảng theo dõi, dùng một lần, trong 30 phút: để mở"
        " ngay trên máy này, hoặc đọc cho người không nhận được thư. Ai có đường dẫn thì vào"
        " được, nên chỉ đưa cho đúng người ấy.\n\n"
        "\b\nVí dụ:\n  lotrinh links sign-in van-phong",
        "Print a link that lets a person into the board, once, within 30 minutes: to be opened on"
        " this machine, or for somebody whom no message reaches. Whoever has it gets in, so give"
        " it to nobody else.\n\n"
        "\b\nFor example:\n  lotrinh links sign-in van-phong",
    )
)
@click.argument("person", metavar="PERSON")
@PORT
def sign_in(context: Context, *, person: str, port: int) -> None:
    """Print a link that lets a person in."""
    _print_link(context, person, context.program().reception.sign_in_link(person), port)


@command(
    text(
        "In địa chỉ lịch tự cập nhật của một người, để thêm vào điện thoại hoặc Outlook. Ai có địa"
        " chỉ thì xem được các hạn trong lịch, nên chỉ đưa cho đúng người ấy.\n\n"
        "\b\nVí dụ:\n  lotrinh links feed bi-thu-cb-07\n"
        "  lotrinh links feed van-phong --about secretary@chi-bo-07\n"
        "  lotrinh links feed bi-thu-cb-07 --renew",
        "Print the address of a person's calendar, for a phone or Outlook to look into by itself."
        " Whoever has it can read these deadlines, so give it to nobody else.\n\n"
        "\b\nFor example:\n  lotrinh links feed bi-thu-cb-07\n"
        "  lotrinh links feed van-phong --about secretary@chi-bo-07\n"
        "  lotrinh links feed bi-thu-cb-07 --renew",
    )
)
@click.argument("person", metavar="PERSON")
@click.option(
    "--about",
    default="",
    metavar="ROLE@ORGANISATION|ORGANISATION",
    help=text(
        "Lịch của vai trò hoặc đơn vị này, trong phạm vi người ấy được xem.",
        "Of this post or organisation, as far as the person may see it.",
    ),
)
@click.option(
    "--renew", is_flag=True, help=text("Đổi địa chỉ; địa chỉ cũ hết dùng.", "Another address.")
)
@click.option("--revoke", "ends", is_flag=True, help=text("Hủy địa chỉ.", "End the address."))
@PORT
def feed(context: Context, *, person: str, about: str, renew: bool, ends: bool, port: int) -> None:
    """Print the address of a calendar, or end it."""
    program = context.program()
    if ends:
        _ended(context, person, program.reception.end_feed(person, about))
        return
    _print_link(context, person, program.reception.feed(person, about, renew=renew), port)


def _ended(context: Context, person: str, was_there: bool) -> None:  # noqa: FBT001  (what came of it)
    if context.machine:
        emit_json({"person": person, "revoked": was_there})
    elif was_there:
        click.echo(text("Địa chỉ đã hủy.", "The address has ended."))
    else:
        click.echo(text("Không có địa chỉ nào như vậy.", "There was no such address."))


def _print_link(context: Context, person: str, link: str, port: int) -> None:
    url = context.program().in_use().public_url
    here, there = f"{HERE}:{port}/{link}", f"{url}/{link}" if url else None
    if context.machine:
        emit_json({"person": person, "here": here, "link": there})
        return
    click.echo(text(f"Trên máy này:  {here}", f"On this machine:  {here}"))
    if there and not is_loopback(urlsplit(url or "").hostname or ""):
        click.echo(text(f"Từ nơi khác:   {there}", f"From elsewhere:   {there}"))


@command(
    text(
        "In một khóa để chương trình khác gọi giao diện JSON thay một người, trong phạm vi người"
        " ấy. Khóa chỉ in một lần; ai có khóa thì ghi được thay người ấy.\n\n"
        "\b\nVí dụ:\n  lotrinh links api-token van-phong --days 30\n"
        "  lotrinh links api-token van-phong --revoke",
        "Print a key by which another program calls the JSON interface in a person's name, as far"
        " as that person may. It is printed once; whoever has it records in that name.\n\n"
        "\b\nFor example:\n  lotrinh links api-token van-phong --days 30\n"
        "  lotrinh links api-token van-phong --revoke",
    )
)
@click.argument("person", metavar="PERSON")
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=90,
    show_default=True,
    help=text("Số ngày khóa có hiệu lực.", "For how many days it holds."),
)
@click.option(
    "--revoke",
    "ends",
    is_flag=True,
    help=text("Hủy mọi khóa của người ấy.", "End all keys of that person."),
)
def api_token(context: Context, *, person: str, days: int, ends: bool) -> None:
    """Print a key for programs, or end those that there are."""
    program = context.program()
    if ends:
        count = program.reception.end_api_keys(person)
        if context.machine:
            emit_json({"person": person, "revoked": count})
        else:
            click.echo(text(f"Đã hủy {count} khóa.", f"{count} keys have ended."))
        return
    key, until = program.reception.api_key(person, days)
    day = until.astimezone(program.in_use().zone)
    if context.machine:
        emit_json({"person": person, "key": key, "expires": until})
        return
    click.echo(key)
    said = text(f"Dùng được đến {day:%d/%m/%Y %H:%M}.", f"It holds until {day:%d/%m/%Y %H:%M}.")
    click.echo(said, err=True)


links = Group(
    name="links",
    help=text(
        "Đường dẫn trả lời trong thư, và ai nhận thư bao lâu một lần.\n\n"
        "\b\nVí dụ:\n  lotrinh links list\n  lotrinh links revoke bi-thu-cb-07",
        "The links in messages, and how often people get letters.\n\n"
        "\b\nFor example:\n  lotrinh links list\n  lotrinh links revoke bi-thu-cb-07",
    ),
    commands={
        "list": list_,
        "revoke": revoke,
        "rhythm": rhythm,
        "sign-in": sign_in,
        "feed": feed,
        "api-token": api_token,
    },
)

for _one, _told in (
    (list_, text("Ai nhận thư thưa hơn, đường dẫn của ai bị hủy.", "Rhythms and revocations.")),
    (revoke, text("Hủy đường dẫn của một người.", "Void a person's links.")),
    (rhythm, text("Đặt nhận thư bao lâu một lần.", "Set how often letters come.")),
    (sign_in, text("In đường dẫn cho một người vào bảng.", "Let a person into the board.")),
    (api_token, text("In khóa cho chương trình khác.", "A key for another program.")),
    (feed, text("In địa chỉ lịch tự cập nhật của một người.", "The address of a calendar.")),
):
    _one.short_help = _told


def _row(one: Correspondent) -> dict[str, object]:
    return {"person": one.person, "rhythm": one.rhythm, "revoked_at": one.revoked_at}


def _cells(program: Program, one: Correspondent) -> tuple[str, ...]:
    configuration = program.in_use()
    revoked = one.revoked_at
    when = f"{revoked.astimezone(configuration.zone):%d/%m/%Y %H:%M}" if revoked else ""
    name = f"{name_of(configuration, one.person)} ({one.person})"
    return name, say(f"rhythm.{one.rhythm}", LANGUAGE), when
