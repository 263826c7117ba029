"""What is wrong with a phrase that the grammar can't read, and what would be right.

Vague words are looked for first: whoever wrote them has to be asked for a day, not for
another spelling.
"""

import re
from collections.abc import Mapping

from lark import UnexpectedInput

from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.phrases.keywords import QUARTERS
from lotrinh.loader.reading.text import fold
from lotrinh.nearest import nearest

_QUARTER = re.compile(r"(?:qu[ýí]|quarter)\s+([ivx]+|\d+)(?=\s*[/-]|\s+năm|\s+\d{4}|\s*$)")
KEYWORDS = (
    "trước", "chậm nhất", "muộn nhất", "không muộn hơn", "đến hết", "ít nhất", "ngày",
    "ngày làm việc", "tuần", "tháng", "quý", "năm", "trong", "từ", "đến", "kể từ", "sau", "vào",
    "hằng năm", "hằng quý", "hằng tháng", "hằng tuần", "đầu", "giữa", "cuối", "đầu tiên",
    "cuối cùng", "của", "tuần đầu", "buổi sáng", "buổi chiều", "buổi tối", "thứ hai", "thứ ba",
    "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật", "nếu trùng ngày nghỉ thì", "lùi",
    "đẩy lên", "giữ nguyên", "rrule",
    "before", "by", "no later than", "at least", "on", "days", "working days", "weeks", "months",
    "quarter", "within", "in", "of", "after", "from", "to", "every year", "every quarter",
    "every month", "every week", "the start of", "the middle of", "the end of", "the first",
    "last working day of", "first week of", "morning", "afternoon", "evening", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "roll forward",
    "roll back", "roll none",
)  # fmt: skip
"""What may be proposed for a word that is none."""
_VAGUE = {
    "vague-after": (
        r"\A\s*(?:sau|after)\s+\D+|ngay\s+(?:sau|trước|khi)"
        r"|(?:right|immediately|shortly|soon)\s+(?:after|before)"
    ),
    "vague-feast": r"tết(?:\s+(?:nguyên\s+đán|âm\s+lịch|ta))?|lunar\s+new\s+year",
    "vague-part": (
        r"(?:đầu|giữa|cuối)\s+(?:tuần|quý|quí|nhiệm\s+kỳ|học\s+kỳ|kỳ)|tuần\s+cuối"
        r"|(?:start|beginning|middle|end)\s+of\s+(?:the\s+)?(?:week|quarter|term)"
    ),
    "vague-phrase": (
        r"khẩn\s+trương|(?:càng\s+)?sớm(?:\s+càng\s+tốt)?(?!\s+nhất)|kịp\s+thời"
        r"|ngay(?:\s+lập\s+tức)?|nhanh\s+chóng|gấp|sắp\s+tới|thời\s+gian\s+tới"
        r"|đúng\s+(?:hạn|tiến\s+độ)|thường\s+xuyên|định\s+kỳ"
        r"|as\s+soon\s+as\s+possible|asap|promptly|soon|immediately|urgently"
        r"|in\s+due\s+(?:time|course)|regularly|on\s+time"
    ),
}


def blame(text: str, error: UnexpectedInput, names: Mapping[str, str], code: str) -> PhraseError:
    """Blame a vague word, else the first unknown word, else the odd place."""
    if (quarter := _QUARTER.search(text)) and quarter[1] not in QUARTERS:
        return PhraseError("bad-quarter", quarter.start(1) + 1, value=quarter[1])
    if vague := vagueness(text):
        return vague
    known = {word for phrase in (*KEYWORDS, *QUARTERS, *names) for word in phrase.split()}
    for found in re.finditer(r"[^\W\d_][\w-]*", text):
        if found.group() not in known and fold(found.group()) not in known:
            near = nearest(found.group(), (*KEYWORDS, *names))
            return PhraseError(code, found.start() + 1, near, value=text, word=found.group())
    column = min(max(error.column, 1), len(text) + 1)
    return PhraseError(code, column, value=text, word=text[column - 1 :].strip())


def vagueness(text: str) -> PhraseError | None:
    """Return what is wrong with a phrase that means no day to anybody."""
    for code, pattern in _VAGUE.items():
        if found := re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text):
            return PhraseError(code, found.start() + 1, value=found.group())
    return None
