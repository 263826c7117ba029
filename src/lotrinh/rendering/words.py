"""The words of messages, reports and tables, in Vietnamese and English.

One entry a thing that is said; a test holds both languages to the same entries. Dates are
written as offices write them, counts without a plural in Vietnamese.
"""

from collections.abc import Mapping
from datetime import date

from lotrinh.rendering.fact_words import FACT_WORDS
from lotrinh.rendering.trouble_words import TROUBLES

LANGUAGES = ("vi", "en")

_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_OWN: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "standing.planned": "chưa đến kỳ",
        "standing.open": "đang thực hiện",
        "standing.due-soon": "sắp đến hạn",
        "standing.due-today": "đến hạn hôm nay",
        "standing.overdue": "quá hạn",
        "standing.done": "đã xong",
        "standing.done-late": "xong trễ hạn",
        "standing.waived": "không phải làm",
        "standing.undated": "chưa có ngày",
        "standing.suspended": "tạm dừng",
        "standing.needs-date": "cần ngày mới",
        "reason.upcoming": "nhắc trước hạn",
        "reason.due-today": "đến hạn hôm nay",
        "reason.overdue": "đã quá hạn",
        "reason.moved": "hạn đã thay đổi",
        "reason.done": "đã xong",
        "reason.waived": "không phải làm",
        "reason.undated": "chưa có ngày",
        "reason.suspended": "đang tạm dừng",
        "reason.needs-date": "cần ngày mới",
        "reason.backlog": "quá hạn từ trước khi theo dõi",
        "reason.no-holder": "chưa có người đảm nhiệm",
        "reason.not-yet": "chưa đến bậc nhắc",
        "reason.day-off": "chờ ngày làm việc",
        "reason.support-waits": "vai phối hợp chưa đến lượt",
        "reason.acknowledged": "đã xác nhận là đã biết",
        "reason.snoozed": "đã hẹn nhắc lại sau",
        "reason.already-said": "đã nhắc rồi",
        "warning.before-organisation": "hạn rơi vào trước khi đơn vị thành lập",
        "warning.past-when-set": "hạn đã qua từ trước khi được đặt ra",
        "warning.before-needs": "hạn đến trước hạn của việc phải xong trước",
        "warning.too-tight": "không đủ ngày làm việc để kịp hạn",
        "warning.on-tet": "hạn rơi vào kỳ nghỉ Tết",
        "warning.day-off": "hạn rơi vào ngày nghỉ",
        "warning.suspended": "đang tạm dừng",
        "warning.needs-date": "cần ngày mới",
        "warning.clamped": "tháng không có ngày này, lấy ngày cuối tháng",
        "alteration.moved": "đổi hạn",
        "alteration.added": "thêm",
        "alteration.removed": "bỏ",
        "alteration.dated": "đã có ngày",
        "alteration.undated": "không còn ngày",
        "alteration.suspended": "tạm dừng",
        "alteration.resumed": "tiếp tục",
        "alteration.needs-date": "phải đặt lại hạn",
        "alteration.firm": "hết dự kiến",
        "alteration.provisional": "thành dự kiến",
        "alteration.hearers": "đổi người nhận",
        "subject.reminders": "[Nhắc việc] {title}: {countdown}",
        "subject.more": ", và {count} việc khác",
        "subject.moved": "[Đổi hạn] {title}: hạn mới {day}",
        "subject.backlog": "[Lộ Trình] {count} việc đã quá hạn từ trước khi bắt đầu theo dõi",
        "subject.undated": "[Lộ Trình] {count} việc chưa có ngày",
        "subject.unheld": "[Lộ Trình] {count} vai trò chưa có người đảm nhiệm",
        "subject.configuration": "[Lộ Trình] Tệp cấu hình có {count} lỗi, đang dùng bản trước",
        "brief.reminders": "{name}: tính đến {day}, xin nhắc {count} việc.",
        "brief.left-out": "… và {count} việc nữa; xin hỏi văn phòng để có đủ.",
        "brief.lines-left-out": "… và {count} dòng nữa; xem đủ trên máy của văn phòng.",
        "brief.closing": "Việc nào đã xong, báo văn phòng để ghi nhận và ngừng nhắc.",
        "link.done": (
            "Đã nối Zalo này với: {name}. Từ nay lời nhắc việc của hệ thống Lộ Trình đến đây."
        ),
        "link.refused": "Mã không đúng, đã dùng rồi hoặc quá hạn. Xin văn phòng một mã mới.",
        "greeting": "Kính gửi {name},",
        "asks": "Chốt ngày: {title}",
        "progress": "Đã xong {done}/{total} đơn vị",
        "amended": "sửa đổi từ {day}",
        "extended": "gia hạn ngày {day}",
        "extended-mark": "gia hạn",
        "by-basis": "theo {number}",
        "intro.reminders": "Tính đến {day}, xin nhắc {count} việc:",
        "intro.backlog": (
            "Khi bắt đầu theo dõi ({day}), những việc sau đã quá hạn. Hệ thống không nhắc ai về "
            "các việc này; việc nào đã xong thì ghi nhận để danh sách được gọn."
        ),
        "intro.undated": (
            "Những việc sau chưa có ngày, hoặc đã qua ngày trong lúc tạm dừng, nên chưa nhắc ai. "
            "Ghi ngày của mốc vào danh sách tổ chức, hoặc thêm một sửa đổi đặt hạn mới."
        ),
        "intro.unheld": (
            "Những vai trò sau chưa có người đảm nhiệm trong danh sách người nhận, nên việc của "
            "các vai trò này chưa nhắc được ai. Bổ sung vào tệp people rồi kiểm tra lại."
        ),
        "intro.configuration": (
            "Tệp cấu hình hiện nay có lỗi, nên việc nhắc vẫn theo bản đã được chấp nhận lần "
            "trước. Sửa các lỗi sau rồi chạy lotrinh validate:"
        ),
        "due": "Hạn",
        "last-working-day": "ngày làm việc cuối cùng",
        "moved": "Hạn này thay cho hạn đã báo trước đây.",
        "provisional": "dự kiến",
        "organisation": "Đơn vị",
        "lead": "Chủ trì",
        "support": "Phối hợp",
        "your-part.support": "Đồng chí tham gia với vai trò phối hợp.",
        "basis": "Căn cứ",
        "closing": (
            "Việc nào đã xong, báo văn phòng để ghi nhận và ngừng nhắc. Thư này do hệ thống "
            "Lộ Trình gửi tự động."
        ),
        "period.quarter": "quý {quarter}/{year}",
        "period.month": "tháng {month}/{year}",
        "period.week": "tuần {week}/{year}",
        "session.morning": "buổi sáng",
        "session.afternoon": "buổi chiều",
        "session.evening": "buổi tối",
        "roll.forward": "ngày nghỉ, lùi đến ngày làm việc kế tiếp",
        "roll.back": "ngày nghỉ, đẩy lên ngày làm việc liền trước",
        "recorded": "{by} ghi nhận ngày {day}",
        "countdown.left": "còn {days} ngày",
        "countdown.today": "đến hạn hôm nay",
        "countdown.late": "quá hạn {days} ngày",
        "report.title": "Tiến độ: {title}",
        "report.progress": "Đã xong {done}/{total} việc ({percent}%), quá hạn {late}.",
        "report.suspended": "Tạm dừng: {count} việc.",
        "report.needs-date": "Cần ngày mới: {count} việc.",
        "report.undated": "Chưa có ngày: {count} việc.",
        "report.waived": "Không phải làm: {count} việc.",
        "report.nothing": "Không có việc nào sắp đến hạn hoặc quá hạn.",
        "report.organisation": "Đơn vị",
        "report.milestone": "Việc",
        "report.due": "Hạn",
        "report.standing": "Tình trạng",
        "report.lead": "Chủ trì",
        "report.at": "Tính đến {day}.",
    },
    "en": {
        "standing.planned": "planned",
        "standing.open": "open",
        "standing.due-soon": "due soon",
        "standing.due-today": "due today",
        "standing.overdue": "overdue",
        "standing.done": "done",
        "standing.done-late": "done late",
        "standing.waived": "waived",
        "standing.undated": "undated",
        "standing.suspended": "suspended",
        "standing.needs-date": "needs a date",
        "reason.upcoming": "ahead of the deadline",
        "reason.due-today": "due today",
        "reason.overdue": "overdue",
        "reason.moved": "the deadline has moved",
        "reason.done": "done",
        "reason.waived": "waived",
        "reason.undated": "no date yet",
        "reason.suspended": "on hold",
        "reason.needs-date": "needs a date",
        "reason.backlog": "past due before tracking began",
        "reason.no-holder": "nobody holds the role",
        "reason.not-yet": "no rung has come",
        "reason.day-off": "waits for a working day",
        "reason.support-waits": "not a rung for supporting roles",
        "reason.acknowledged": "acknowledged",
        "reason.snoozed": "snoozed",
        "reason.already-said": "already said",
        "warning.before-organisation": "due before the organisation exists",
        "warning.past-when-set": "past already when it was set",
        "warning.before-needs": "due before what it needs",
        "warning.too-tight": "too few working days to be in time",
        "warning.on-tet": "due in the Tết holidays",
        "warning.day-off": "due on a day off",
        "warning.suspended": "on hold",
        "warning.needs-date": "needs a date",
        "warning.clamped": "the month doesn't have that day: its last is taken",
        "alteration.moved": "moved",
        "alteration.added": "added",
        "alteration.removed": "removed",
        "alteration.dated": "has a day now",
        "alteration.undated": "has no day any more",
        "alteration.suspended": "put on hold",
        "alteration.resumed": "goes on",
        "alteration.needs-date": "needs another date",
        "alteration.firm": "firm now",
        "alteration.provisional": "provisional now",
        "alteration.hearers": "others hear",
        "subject.reminders": "[Reminder] {title}: {countdown}",
        "subject.more": ", and {count} more",
        "subject.moved": "[New date] {title}: now due {day}",
        "subject.backlog": "[Lộ Trình] {count} items were past due before tracking began",
        "subject.undated": "[Lộ Trình] {count} items have no date",
        "subject.unheld": "[Lộ Trình] {count} roles have no holder",
        "subject.configuration": "[Lộ Trình] {count} errors in the configuration: the last goes on",
        "brief.reminders": "{name}: as of {day}, a reminder of {count}.",
        "brief.left-out": "… and {count} more; ask the office for all of it.",
        "brief.lines-left-out": "… and {count} more lines; see them on the office's machine.",
        "brief.closing": "Tell the office what is done, and reminders of it end.",
        "link.done": "This Zalo now belongs to: {name}. Reminders by Lộ Trình come here now.",
        "link.refused": "The code is wrong, used or too old. Ask the office for a new one.",
        "greeting": "Dear {name},",
        "asks": "Set the day: {title}",
        "progress": "Done by {done} of {total} organisations",
        "amended": "amended from {day}",
        "extended": "extension granted on {day}",
        "extended-mark": "extended",
        "by-basis": "by {number}",
        "intro.reminders": "As of {day}, a reminder of {count}:",
        "intro.backlog": (
            "When tracking began ({day}), the following were past due. Nobody is reminded of "
            "them; record those that are done, so that the list gets short."
        ),
        "intro.undated": (
            "The following have no date, or their day passed while they were on hold, so nobody "
            "is reminded. Give the anchor's day in the register, or add an amendment that sets one."
        ),
        "intro.unheld": (
            "Nobody in the people register holds the following roles, so nobody could be "
            "reminded of their items. Add holders to the people file and check again."
        ),
        "intro.configuration": (
            "The present configuration has errors; reminding goes on by the one that was "
            "accepted last. Mend these and run lotrinh validate:"
        ),
        "due": "Due",
        "last-working-day": "last working day",
        "moved": "This date replaces the one told before.",
        "provisional": "provisional",
        "organisation": "Organisation",
        "lead": "Lead",
        "support": "Support",
        "your-part.support": "You support this.",
        "basis": "Basis",
        "closing": (
            "What is done, tell the office, so that it is recorded and reminding ends. Sent "
            "automatically by Lộ Trình."
        ),
        "period.quarter": "quarter {quarter}/{year}",
        "period.month": "{month}/{year}",
        "period.week": "week {week}/{year}",
        "session.morning": "in the morning",
        "session.afternoon": "in the afternoon",
        "session.evening": "in the evening",
        "roll.forward": "a day off, on to the next working day",
        "roll.back": "a day off, back to the working day before",
        "recorded": "recorded by {by} on {day}",
        "countdown.left": "{days} days left",
        "countdown.today": "due today",
        "countdown.late": "{days} days overdue",
        "report.title": "Progress: {title}",
        "report.progress": "Done {done}/{total} ({percent}%), overdue {late}.",
        "report.suspended": "Suspended: {count}.",
        "report.needs-date": "In need of a date: {count}.",
        "report.undated": "Undated: {count}.",
        "report.waived": "Waived: {count}.",
        "report.nothing": "Nothing is due soon or overdue.",
        "report.organisation": "Organisation",
        "report.milestone": "Item",
        "report.due": "Due",
        "report.standing": "Standing",
        "report.lead": "Lead",
        "report.at": "As of {day}.",
    },
}
_WORDS = {language: {**_OWN[language], **TROUBLES[language]} for language in LANGUAGES}


def entries(language: str) -> frozenset[str]:
    """Return the names of everything that can be said in a language."""
    return frozenset({**_WORDS[language], **FACT_WORDS[language]})


def say(key: str, language: str, **values: object) -> str:
    """Return an entry in a language, with its values filled in."""
    words = _WORDS[language].get(key) or FACT_WORDS[language][key]
    return words.format(**values)


def countdown(days: int, language: str) -> str:
    """Say how far a deadline is.

    >>> countdown(5, "vi"), countdown(0, "vi"), countdown(-3, "vi"), countdown(1, "en")
    ('còn 5 ngày', 'đến hạn hôm nay', 'quá hạn 3 ngày', '1 day left')
    """
    if days == 0:
        return say("countdown.today", language)
    text = say("countdown.left" if days > 0 else "countdown.late", language, days=abs(days))
    return text.replace("1 days", "1 day") if abs(days) == 1 else text


def period_name(occurrence: str, language: str) -> str:
    """Name a quarter, a month or a week as offices do; '' for a year, a day or a one-off.

    >>> period_name("2026-Q2", "vi"), period_name("2026-06", "vi"), period_name("2026-W03", "vi")
    ('quý II/2026', 'tháng 6/2026', 'tuần 3/2026')
    >>> period_name("2026", "vi"), period_name("2026-03-15", "vi")
    ('', '')
    """
    year, _, part = occurrence.partition("-")
    if part.startswith("Q"):
        quarter = ("I", "II", "III", "IV")[int(part[1:]) - 1]
        return say("period.quarter", language, quarter=quarter, year=year)
    if part.startswith("W"):
        return say("period.week", language, week=int(part[1:]), year=year)
    return say("period.month", language, month=int(part), year=year) if part.isdigit() else ""


def with_session(day: str, session: str | None, language: str) -> str:
    """Return a day with the part of it in which something takes place.

    >>> with_session("20/06/2025", "morning", "vi"), with_session("20/06/2025", None, "vi")
    ('20/06/2025, buổi sáng', '20/06/2025')
    """
    return f"{day}, {say(f'session.{session}', language)}" if session else day


def long_date(day: date, language: str) -> str:
    """Write a date with its weekday.

    >>> long_date(date(2026, 9, 30), "vi"), long_date(date(2024, 12, 13), "en")
    ('Thứ Tư, 30/09/2026', 'Friday, 13/12/2024')
    """
    return f"{_WEEKDAYS[language][day.weekday()]}, {short_date(day)}"


def short_date(day: date) -> str:
    """Write a date as dd/mm/yyyy.

    >>> short_date(date(2026, 9, 3))
    '03/09/2026'
    """
    return f"{day:%d/%m/%Y}"
