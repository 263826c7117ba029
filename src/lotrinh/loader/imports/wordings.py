"""What offices write for a deadline, put into words that the grammar knows.

The grammar alone says what a phrase means. Here stand ways to write one, tried one after the
other; whoever imports a plan sees each that was changed, beside what the office had written.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lotrinh.domain.due import Phrase, references
from lotrinh.domain.roadmap import Term
from lotrinh.loader.parts.reader import years_around
from lotrinh.loader.parts.scalars import day_of
from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.text import fold, plain_dashes, tidy

_DAY = r"\d{1,2}\s*[/.-]\s*\d{1,2}"
_MONTH = r"(tháng|quý)\s+(\d{1,2}|iv|i{1,3})"
_FILLERS = re.compile(
    r"^(dự\s+kiến|khoảng|thời\s+(gian|hạn)|tiến\s+độ|phấn\s+đấu|cơ\s+bản)\s*:?\s*|\([^()]*\)|^[-+•*]\s*"
)
_CLOCK = re.compile(
    r"(?:lúc\s+|vào\s+|từ\s+)?\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?,?\s*"
)
_ALWAYS = re.compile(r"(làm\s+)?(thường\s+xuyên|liên\s+tục|cả\s+năm|trong\s+năm|suốt\s+năm)")
_EACH = re.compile(r"(?:thường\s+xuyên,?\s+)?(?:h[ằà]ng|mỗi)\s+(năm|quý|tháng|tuần)")
_LAST_OF = {"năm": "cuối năm", "quý": "cuối quý", "tháng": "cuối tháng", "tuần": "thứ sáu"}
_WEEK = re.compile(
    r"(?:trong\s+)?tuần\s+(?:thứ\s+)?(\d|một|nhất|hai|ba|tư|bốn|cuối)(?:\s+của)?\s+tháng\s+(\d{1,2})"
    r"(?:\s*(?:/|năm\s+)\s*(\d{4}))?"
)
_WEEKS = {"một": 1, "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "cuối": 5}
_PART_OF_QUARTER = re.compile(
    r"(?:trong\s+)?(đầu|giữa)\s+quý\s+(iv|i{1,3}|[1-4])\s*(?:/|-|năm\s+|\s)\s*(\d{4})"
)
_ROMAN = re.compile(r"(?<=quý )(?:iv|i{1,3})(?!\w)")
_DATE = r"\d{1,2}/\d{1,2}/\d{4}"
_DAYS_BESIDE = re.compile(
    rf"\s*\((?:(?:dự kiến|gia hạn đến|expected|extended to)\s+)?"
    rf"(?:từ\s+)?{_DATE}(?:\s+(?:đến|to)\s+{_DATE})?\)$|\s*\((?:chưa có ngày|undated)\)$"
)
_ODD = re.compile(r"[^\w\s-]|(?<!\w)\d")
_ITEM = re.compile(r"(?:việc số|item no)\s+(\d+)", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as it can be written: as the office did, or in other words."""

    phrase: str
    meaning: Phrase
    is_own: bool
    """Whether the office's own words are kept."""

    @property
    def names(self) -> frozenset[str]:
        """The anchors and milestones that it counts from."""
        return frozenset(reference.name for reference in references(self.meaning))


@dataclass(frozen=True)
class Wordings:
    """Reads the deadlines of one plan."""

    names: Mapping[str, str]
    """Folded names that phrases may count from, each with its id."""
    term: Term

    def due(self, written: str, items: Mapping[str, str]) -> Due:
        """Return a deadline in words that the grammar knows.

        Args:
            written: What the office has written.
            items: By the number of a row: the id of its milestone.

        Raises:
            PhraseError: It can't be read; the words that are blamed are the office's own.
        """
        own = _without_days(" ".join(tidy(written).split()).strip(" .;,"))
        if named := {items[number] for number in _ITEM.findall(own) if number in items}:
            # An id made of a title is no word of the office: it means a row only where we put it.
            known = Wordings({**self.names, **{fold(id_): id_ for id_ in named}}, self.term)
            return known.due(_ITEM.sub(lambda found: items.get(found[1], found[0]), own), {})
        own = self._with_ids(own)
        try:
            return Due(own, self._meaning(own), is_own=True)
        except PhraseError as error:
            for said in self._other_words(own):
                if (meaning := self._if_read(said)) is not None:
                    return Due(_ROMAN.sub(_in_capitals, said), meaning, is_own=False)
            raise error from None

    def _with_ids(self, said: str) -> str:
        """Put the id for a name that the grammar can't read as one: sơ kết 6 tháng."""
        for name in self._odd_names:
            found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", fold(said))
            if found is not None and len(fold(said)) == len(said):
                said = said[: found.start()] + self.names[name] + said[found.end() :]
        return said

    @cached_property
    def _odd_names(self) -> list[str]:
        odd = (name for name in self.names if _ODD.search(name))
        return sorted(odd, key=len, reverse=True)

    def _meaning(self, said: str) -> Phrase:
        rounds = range(self.term.first_year, self.term.last_year + 1)
        return parse_phrase(said, self.names, years_around(self.term), rounds)

    def _if_read(self, said: str) -> Phrase | None:
        try:
            return self._meaning(said)
        except PhraseError:
            return None

    def _other_words(self, own: str) -> Iterator[str]:
        """Yield what may be meant, each step a little farther from what is written."""
        said = plain_dashes(own.lower())
        yield from self._whole_ways(said)
        for step in (_without_fillers, _without_clock, _spelt, _as_span, self._with_year):
            changed = " ".join(step(said).split()).strip(" .;,")
            if changed and changed != said:
                said = changed
                yield said
                yield from self._whole_ways(said)

    def _whole_ways(self, said: str) -> Iterator[str]:
        """Yield what stands for a wording that is a way of its own."""
        ways: tuple[Callable[[str], str | None], ...] = (
            *(self._always, _each, self._week, _part_of_quarter, _year_alone, _serial),
        )
        yield from (way for make in ways if (way := make(said)))

    @property
    def _year(self) -> str:
        """The year of a plan for one year, '' of any other."""
        first, last = self.term.first_year, self.term.last_year
        return str(first) if first == last else ""

    def _always(self, said: str) -> str | None:
        if not _ALWAYS.fullmatch(said):
            return None
        return f"trong năm {self._year}" if self._year else "cuối năm hằng năm"

    def _week(self, said: str) -> str | None:
        found = _WEEK.fullmatch(said)
        if found is None or not (year := found[3] or self._year) or not 1 <= int(found[2]) <= 12:
            return None
        number = _WEEKS.get(found[1]) or int(found[1])
        last = calendar.monthrange(int(year), int(found[2]))[1]
        first = last - 6 if number > 4 else number * 7 - 6
        month = f"{int(found[2]):02}/{year}"
        return f"từ {first:02}/{month} đến {min(first + 6, last):02}/{month}" if number else None

    def _with_year(self, said: str) -> str:
        """Add the plan's year to days, months and quarters that have none."""
        if not self._year or re.search(r"h[ằà]ng\s|mỗi\s", said):
            return said
        year = self._year
        dated = re.sub(rf"(?<![\d/.-])({_DAY})(?!\s*[/.\d-])", rf"\1/{year}", said)
        named = re.sub(rf"{_MONTH}(?!\s*[/.\w-]|\s+năm)", rf"\1 \2/{year}", dated)
        return re.sub(r"((?:6|sáu)\s+tháng\s+\w+\s+năm)(?!\s+\d)", rf"\1 {year}", named)


def _in_capitals(found: re.Match[str]) -> str:
    return found[0].upper()


def _without_days(said: str) -> str:
    """Leave out the days in brackets that a phrase comes to; beside a day they say another."""
    phrase = _DAYS_BESIDE.sub("", said)
    return said if re.fullmatch(r"[\d\s/.-]*", phrase) else phrase


def _without_fillers(said: str) -> str:
    return _FILLERS.sub("", said)


def _without_clock(said: str) -> str:
    """Leave out the hour: a day is what counts, that day included."""
    found = _CLOCK.search(said)
    if found is None:
        return said
    rest = (said[: found.start()] + said[found.end() :]).strip()
    return re.sub(r"^trước\s+", "chậm nhất ", rest)


def _spelt(said: str) -> str:
    """Write months, quarters and days in the usual way: T12.2026, quý 4-2026, 15.12."""
    said = re.sub(r"\bt(\d{1,2})(?=\s*[/.-]\s*\d)", r"tháng \1", said)
    said = re.sub(r"\bq(iv|i{1,3}|[1-4])\b", r"quý \1", said)
    said = re.sub(rf"{_MONTH}\s*[.]\s*(\d{{4}})", r"\1 \2/\3", said)
    return re.sub(r"(?<![\d.])(\d{1,2})\.(\d{1,2})(?![\d.])", r"\1/\2", said)


def _as_span(said: str) -> str:
    """Write a stretch with its first and its last day: 10-15/12, tháng 11 - 12, 1 và 2/6."""
    said = (
        re.sub(r"^(?:từ\s+)?(?:trong\s+)?", "", said) if re.search(r"\s-\s|\d-\d", said) else said
    )
    days = re.fullmatch(
        r"(?:ngày\s+)?(\d{1,2})\s*(?:-|,|và|đến)\s*(?:ngày\s+)?(\d{1,2})([/.]\d.*)", said
    )
    if days is not None:
        return f"từ {days[1]}{days[3]} đến {days[2]}{days[3]}"
    parts = re.fullmatch(r"(tháng|quý|ngày)?\s*(\S+?)\s*-\s*(?:tháng|quý|ngày)?\s*(\S+)", said)
    if parts is None:
        return said
    unit = f"{parts[1]} " if parts[1] and parts[1] != "ngày" else ""
    year = re.search(r"/\d{4}$", parts[3])
    first = parts[2] + (year[0] if year and unit and "/" not in parts[2] else "")
    return f"từ {unit}{first} đến {unit}{parts[3]}"


def _each(said: str) -> str | None:
    found = _EACH.fullmatch(said)
    return f"{_LAST_OF[found[1]]} hằng {found[1]}" if found else None


def _part_of_quarter(said: str) -> str | None:
    found = _PART_OF_QUARTER.fullmatch(said)
    if found is None:
        return None
    quarter = _QUARTERS.get(found[2]) or int(found[2])
    return f"trong tháng {quarter * 3 - (2 if found[1] == 'đầu' else 1)}/{found[3]}"


def _year_alone(said: str) -> str | None:
    found = re.fullmatch(
        r"(?:(?:trong\s+)?(?:các\s+)?năm\s+)?(\d{4})(?:\s*-\s*(?:năm\s+)?(\d{4}))?", said
    )
    if found is None:
        return None
    return f"từ năm {found[1]} đến năm {found[2]}" if found[2] else f"trong năm {found[1]}"


def _serial(said: str) -> str | None:
    """Return the day that a workbook shows as a number where its cell has lost its form."""
    try:
        day_of(said)
    except PhraseError as error:
        return error.nearest if re.fullmatch(r"\d{5}", said) else None
    return None
