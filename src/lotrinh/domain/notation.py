"""Numbers as offices write them: 4.465,775 and 98,18% and 108/110; read and printed here.

A dot parts thousands, a comma parts decimals, as in the documents. What is printed reads
back as the same quantity. A form that says one thing in Vietnamese and another in English is
`is_doubtful`: whoever asks decides whether that is a mistake or what the sense of it tells.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from lotrinh.domain.quantity import MOST_DIGITS, PERCENT, Quantity, per_cent

_NUMBER = r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"
_LOOSE = r"-?[0-9][0-9.,]*[0-9]|-?[0-9]"
_WORDS = r"[^\W\d_][^\d/]*|%"
_ONE = re.compile(rf"({_NUMBER})\s*({_WORDS})?")
_SHARE = re.compile(rf"({_NUMBER})\s*({_WORDS})?\s*/\s*({_NUMBER})\s*({_WORDS})?")
_NUMBER_LIKE = re.compile(_LOOSE)
_DOUBTFUL = re.compile(r"(?<![\d.,])\d{1,3}\.\d{3}(?![\d.,])")
_OF_SHEET = re.compile(r"-?[0-9]+\.[0-9]+%?")
_PARTS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
_DASH = "–"


class NumberError(ValueError):
    """A number that can't be read, and what was probably meant.

    Attributes:
        code: What is wrong: ``bad-quantity``, ``number-too-long``, ``nothing-to-share`` …
        nearest: What to write instead.
        values: What the sentence about it names.
    """

    def __init__(self, code: str, text: str, nearest: str | None = None, **values: str) -> None:
        self.code, self.nearest = code, nearest
        self.values = {"value": text, **values}
        super().__init__(f"{code}: {text}")


def read_quantity(text: str) -> Quantity:
    """Return what a text says, with its unit where one is written.

    >>> read_quantity("4.465,775 tỷ đồng/6.942,090 tỷ đồng").whole
    Decimal('6942.090')

    Raises:
        NumberError: It is no number, or not one as offices write it.
    """
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if found := _SHARE.fullmatch(tidy):
        part, of_part, whole, of_whole = found.groups()
        return _share(tidy, (part, of_part or ""), (whole, of_whole or ""))
    if found := _ONE.fullmatch(tidy):
        return Quantity(_number(found[1]), found[2] or "")
    raise _unreadable(tidy)


def _share(text: str, part: tuple[str, str], whole: tuple[str, str]) -> Quantity:
    unit = whole[1].strip() or part[1].strip()
    if part[1].strip() not in {"", unit}:
        raise NumberError("two-units", text)
    below = _number(whole[0])
    if below <= 0:
        raise NumberError("nothing-to-share", text)
    return Quantity(_number(part[0]), unit, below)


def _number(written: str) -> Decimal:
    if sum(letter.isdigit() for letter in written) > MOST_DIGITS:
        raise NumberError("number-too-long", written)
    return Decimal(written.replace(".", "").replace(",", "."))


def _unreadable(text: str) -> NumberError:
    """Return what is wrong with a text, with the number that was meant where that is plain."""
    meant = _NUMBER_LIKE.sub(lambda found: _meant(found[0]) or found[0], text)
    is_plain = meant != text and (_ONE.fullmatch(meant) or _SHARE.fullmatch(meant))
    code = "foreign-number" if is_plain else "bad-quantity"
    return NumberError(code, text, nearest=meant if is_plain else None)


def _meant(written: str) -> str | None:
    """Return a number with dot and comma in their Vietnamese places; None where it isn't plain.

    >>> _meant("4,465.775"), _meant("98.18"), _meant("1,234,567"), _meant("1.2.3")
    ('4.465,775', '98,18', '1.234.567', None)
    """
    if re.fullmatch(_NUMBER, written):
        return written
    if re.fullmatch(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|-?\d{1,3}(?:,\d{3}){2,}", written):
        whole, _, decimals = written.replace(",", "").partition(".")
        return _PARTS.sub(".", whole) + ("," + decimals if decimals else "")
    return None


def is_doubtful(text: str) -> bool:
    """Whether a number has but one dot with three digits after it: thousands, or decimals?

    >>> is_doubtful("4.465"), is_doubtful("4.465,0"), is_doubtful("4465"), is_doubtful("98,185%")
    (True, False, False, False)
    """
    return _DOUBTFUL.search(text) is not None


def read_plain(text: str) -> Quantity:
    """Return what a text says where nobody can be asked: it must not be doubtful.

    Raises:
        NumberError: It is no number, or may be two.
    """
    quantity = read_quantity(text)
    if is_doubtful(text):
        thousands, decimals = both_readings(text)
        raise NumberError("doubtful-number", text, thousands=thousands, decimals=decimals)
    return quantity


def from_sheet(text: str) -> str:
    """Return what a spreadsheet shows of a number with the comma in its place.

    A number of three decimals stays as it is, for it looks like thousands: that is asked.

    >>> from_sheet("98.18%"), from_sheet("27278"), from_sheet("4.465"), from_sheet("4465.775")
    ('98,18%', '27278', '4.465', '4465,775')
    """
    is_decimal = _OF_SHEET.fullmatch(text) is not None and not is_doubtful(text)
    return text.replace(".", ",") if is_decimal else text


def both_readings(text: str) -> tuple[str, str]:
    """Return how to write what is doubtful so that it isn't: without the dot, with a comma.

    >>> both_readings("4.465 tỷ")
    ('4465 tỷ', '4,465 tỷ')
    """
    return (
        _DOUBTFUL.sub(lambda found: found[0].replace(".", ""), text),
        _DOUBTFUL.sub(lambda found: found[0].replace(".", ","), text),
    )


def print_number(value: Decimal) -> str:
    """Return a number with its digits as they were written.

    >>> print_number(Decimal("4465.775")), print_number(Decimal("-27278")), print_number(Decimal(8))
    ('4.465,775', '-27.278', '8')
    """
    whole, _, decimals = f"{value:f}".partition(".")
    return _PARTS.sub(".", whole) + ("," + decimals if decimals else "")


def print_quantity(quantity: Quantity) -> str:
    """Return a quantity as offices write it; it reads back as the same.

    >>> print_quantity(read_quantity("108/110 tuyến")), print_quantity(read_quantity("302 %"))
    ('108/110 tuyến', '302%')
    """
    text = print_number(quantity.value)
    if quantity.whole is not None:
        text += f"/{print_number(quantity.whole)}"
    space = "" if quantity.unit in {"", PERCENT} else " "
    return f"{text}{space}{quantity.unit}"


def print_share(quantity: Quantity, digits: int = 2) -> str:
    """Return a share with its percentage: 108/110 = 98,18%; anything else as it is."""
    if quantity.whole is None:
        return print_quantity(quantity)
    percent = per_cent(quantity.value, quantity.whole, digits)
    return f"{print_quantity(quantity)} = {print_quantity(percent)}"


def print_range(quantities: Sequence[Quantity]) -> str:
    """Return the least and the greatest of some quantities of one unit: 86,48–91,89%."""
    least, greatest = min(quantities), max(quantities)
    if least.size == greatest.size:
        return print_quantity(least)
    return f"{print_number(least.value)}{_DASH}{print_quantity(greatest)}"
