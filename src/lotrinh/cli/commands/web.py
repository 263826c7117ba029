"""`lotrinh web`: serve the pages on which officials answer."""

import click

from lotrinh.bootstrap.network import is_loopback
from lotrinh.cli.context import Context, command
from lotrinh.cli.language import text


@command(
    text(
        "Chạy trang trả lời đến khi nhấn Ctrl-C: cán bộ bấm đường dẫn trong thư là báo được đã"
        " xong, đã biết, xin thêm thời gian. Chỉ máy này vào được, trừ khi ghi rõ --host; cho"
        " người ngoài vào thì đặt một máy chủ có https đứng trước (mục 11.4 của hướng dẫn)."
        " lotrinh up chạy sẵn các trang này.\n\n"
        "\b\nVí dụ:\n  lotrinh web\n  lotrinh web --port 8080",
        "Serve the answer page until Ctrl-C: officials press the link in a message and say done,"
        " seen, more time. Only this machine reaches it unless --host says otherwise; for others,"
        " put a server with https in front (section 11.4 of the manual). lotrinh up serves it by"
        " itself.\n\n"
        "\b\nFor example:\n  lotrinh web\n  lotrinh web --port 8080",
    )
)
@click.option(
    "--host",
    metavar="ADDRESS",
    help=text("Nghe ở địa chỉ nào; mặc định 127.0.0.1.", "Where to listen; 127.0.0.1 if none."),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=4300,
    show_default=True,
    metavar="PORT",
    help=text("Cổng.", "The port."),
)
def web(context: Context, *, host: str | None, port: int) -> None:
    """Serve the pages."""
    from lotrinh.web.serving import HOST, serve  # noqa: PLC0415  (heavy)

    program, place = context.program(), host or HOST
    if not is_loopback(place):
        said = text(
            f"Trang nghe ở {place}, không mã hóa: chỉ dùng sau một máy chủ có https.",
            f"The page listens at {place}, unencrypted: keep a server with https in front.",
        )
        click.secho(said, fg="yellow", err=True)
    url = program.in_use().public_url
    click.echo(
        text(
            f"Trang trả lời và bảng theo dõi: http://{place}:{port}"
            f" (địa chỉ trong thư: {url or 'chưa đặt'})\n"
            "Vào bảng ngay trên máy này: lotrinh links sign-in MÃ-NGƯỜI",
            f"Answer page and board: http://{place}:{port}"
            f" (address in messages: {url or 'none'})\n"
            "To go to the board on this machine: lotrinh links sign-in PERSON",
        )
    )
    serve(program, place, port)
