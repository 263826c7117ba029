"""The words of what could not be delivered, and of trials; `words` says them with its own."""

from collections.abc import Mapping

TROUBLES: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "subject.failed": "[Lộ Trình] {count} thư hoặc địa chỉ gửi không được",
        "subject.test": "[Gửi thử] Lộ Trình kiểm tra kênh gửi thư",
        "intro.failed": (
            "Tính đến {day}, những thư sau gửi không được và không tự thử lại nữa, hoặc những địa "
            "chỉ sau thôi dùng vì bị từ chối ba lần liền. Cần gấp thì gọi điện. Xem từng thư bằng "
            "lotrinh outbox list; lời nhắc chưa đến ai thì hôm sau tự đi lại trong thư mới."
        ),
        "intro.test": (
            "Đây là thư gửi thử ngày {day}, để biết kênh nhận thư này có dùng được không. Không có "
            "việc gì phải làm."
        ),
        "set-aside": (
            "{name}: thôi dùng địa chỉ ở kênh {channel}. Sửa địa chỉ trong danh sách người nhận, "
            "hoặc cho dùng lại bằng lotrinh outbox retry --person {person}."
        ),
    },
    "en": {
        "subject.failed": "[Lộ Trình] {count} messages or addresses failed for good",
        "subject.test": "[Test] Lộ Trình tries a channel",
        "intro.failed": (
            "As of {day}, the following messages could not be delivered and are not tried again, "
            "or addresses aren't used any more after three refusals in a row. If it is urgent, "
            "telephone. lotrinh outbox list shows each; a reminder that has reached nobody goes "
            "out again the day after, in a new message."
        ),
        "intro.test": (
            "This is a test of {day}, to see whether you can be reached this way. There is nothing "
            "to do."
        ),
        "set-aside": (
            "{name}: the address on {channel} isn't used any more. Correct it in the people "
            "register, or have it used again with lotrinh outbox retry --person {person}."
        ),
    },
}
