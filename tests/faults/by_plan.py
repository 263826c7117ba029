"""What changes between a decision and its message, and what stands in names and titles."""

import unicodedata

from lotrinh.bootstrap import Mention
from tests.faults.fault import Fault, unhindered
from tests.faults.land import AT, SECRETARIES, TITLE, Arrival, Land
from tests.faults.sides import Side, chat, post


def done(land: Land, _: Side) -> None:
    """Record that one branch has done its part, after the check has decided to remind it."""
    assert land.check()
    with land.program() as program:
        mention = [Mention("cb-03", "review")]
        program.keep(program.done(mention, on=AT.date(), by="office"))
    assert land.deliver()
    assert SECRETARIES[3] not in land.told()
    land.arrived.append(Arrival(SECRETARIES[3], "done"))  # and needs to hear nothing


def moved_house(land: Land, _: Side) -> None:
    """Give one secretary another address, after the check has decided to remind him or her."""
    assert land.check()
    land.edit("people.csv", "bi-thu-03@example.vn", "bi-thu-03@moi.example.vn")
    assert land.deliver()
    (arrival,) = land.told()[SECRETARIES[3]]
    assert arrival.address == "bi-thu-03@moi.example.vn"


def broken_amid(land: Land, _: Side) -> None:
    """Have somebody break a file between the check and the delivery; then mend it."""
    assert land.check()
    land.edit("people.csv", "id,name", "idd,name")
    assert land.deliver()
    assert land.check(), "with the files accepted last"
    land.edit("people.csv", "idd,name", "id,name")


def gone_amid(land: Land, _: Side) -> None:
    """Have the whole folder be away for a while: a drive that isn't mounted."""
    assert land.check()
    land.config.rename(land.folder / "away")
    assert land.check()
    assert land.deliver()
    (land.folder / "away").rename(land.config)


def rotated(land: Land, side: Side) -> None:
    """Have the bot's token be changed at its server amid sending, and in our file later."""
    assert land.check()
    side.server.token_ends_after(8)
    assert land.deliver()
    (land.folder / "token").write_text(side.server.token, encoding="utf-8")


_LONG = ("Báo cáo kết quả kiểm điểm, đánh giá, xếp loại chất lượng " * 7)[:350].strip()

FAULTS = (
    Fault(
        "done-meanwhile",
        "Việc được ghi xong sau khi quyết định nhắc, trước khi gửi",
        "The work is recorded as done after the decision, before sending",
        post,
        done,
    ),
    Fault(
        "address-changed",
        "Địa chỉ được sửa sau khi quyết định nhắc, trước khi gửi",
        "An address is changed after the decision, before sending",
        post,
        moved_house,
    ),
    Fault(
        "files-broken",
        "Tệp cấu hình bị sửa hỏng giữa lúc xét và lúc gửi",
        "A file is broken between the check and the delivery",
        post,
        broken_amid,
    ),
    Fault(
        "files-gone",
        "Cả thư mục cấu hình biến mất một lúc",
        "The whole folder of files is gone for a while",
        post,
        gone_amid,
    ),
    Fault(
        "token-rotated",
        "Mã của bot Zalo đổi giữa lúc gửi",
        "The Zalo Bot's token is changed amid sending",
        chat,
        rotated,
        ("token",),
    ),
    Fault(
        "nfd",
        "Tên việc viết bằng dấu rời (NFD)",
        "A title in decomposed letters (NFD)",
        post,
        unhindered,
        title=unicodedata.normalize("NFD", TITLE),
    ),
    Fault(
        "long",
        "Tên việc dài 350 ký tự",
        "A title of 350 characters",
        post,
        unhindered,
        title=_LONG,
    ),
    Fault(
        "emoji",
        "Tên việc có biểu tượng 🎉",
        "An emoji in a title 🎉",
        post,
        unhindered,
        title=f"{TITLE} 🎉",
    ),
    Fault(
        "cr-lf",
        "Tên việc có xuống dòng và một tiêu đề thư giả",
        "A line break and a false mail header in a title",
        post,
        unhindered,
        title=f"{TITLE}\\r\\nBcc: x@example.vn",
    ),
)
