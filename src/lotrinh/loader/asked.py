"""What is asked on the command line, read by the same rules as the files."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from lotrinh.application.office.founding import slug
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.due import Phrase
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.roadmap import Term
from lotrinh.errors import Location, Problem, ProblemsError
from lotrinh.loader.parts.calendars import read_calendars, read_shapes
from lotrinh.loader.parts.channels import is_address
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.scalars import ID
from lotrinh.loader.parts.settings import SettingsShape
from lotrinh.loader.phrases.days import PhraseError, parse_day
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.folder import LIBRARY, library_of
from lotrinh.loader.reading.text import fold, plain_dashes, tidy
from lotrinh.loader.reading.text_file import unfit, ungarbled


class MisreadError(ProblemsError):
    """What was asked can't be read; the place is a column of it."""

    code = "misread"


def ask_line(text: str, where: str) -> str:
    """Return a text on one line that can be shown and kept."""
    if wrong := unfit(text):
        place = Location(where, 1, wrong.offset + 1)
        raise MisreadError([Problem(wrong.code, place, wrong.values)])
    return text


def ask_phrase(text: str, anchors: Iterable[str], term: Term) -> Phrase:
    """Return the meaning of a phrase that may name the anchors given, in the years of a term."""
    rounds = range(term.first_year, term.last_year + 1)
    names = {fold(name): name for name in anchors}
    try:
        return parse_phrase(ask_line(text, "PHRASE"), names, rounds=rounds)
    except PhraseError as error:
        if error.code == "unknown-name":
            error.code = "name-without-day"
        raise _refused("PHRASE", error) from None


def ask_day(text: str, where: str) -> date:
    """Return a civil date that somebody gave on the command line."""
    try:
        return parse_day(text)
    except PhraseError as error:
        raise _refused(where, error) from None


def ask_since(text: str, where: str) -> date | str:
    """Return a civil date, or the name of a revision: whatever doesn't begin as a date does."""
    if re.match(r"\s*\d{1,4}\s*[-/. ]", text):
        return ask_day(text, where)
    return ask_line(text, where)


def ask_instant(text: str, where: str) -> date | datetime:
    """Return a date, or a date with a time, that somebody gave on the command line."""
    written, *time = re.split(r"[T\s]", text.strip(), maxsplit=1)
    day = ask_day(written, where)
    if not time:
        return day
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise MisreadError([Problem("bad-instant", Location(where), {"value": text})]) from None


def ask_term(text: str) -> Term:
    """Return a term written as two years: 2025-2030."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", plain_dashes(text).replace(" ", ""))
    if found is not None:
        first, last = int(found[1]), int(found[2] or found[1])
        if 1990 <= first <= last < 2100 and last - first <= 20:
            return Term(text, first, last)
    raise MisreadError([Problem("bad-term", Location("--term"), {"value": text})])


def ask_organisations(
    words: Iterable[str], organisations: Organisations, where: str
) -> tuple[OrganisationId, ...]:
    """Return organisations that are called by their ids, or by a name that no other has."""
    times = Counter(map(fold, organisations.names))
    named = dict(zip(map(fold, organisations.names), organisations.ids, strict=True))
    known = Vocabulary.of_named(organisations.ids, organisations.names)
    found, findings = list[OrganisationId](), Findings()
    for word in words:
        if word in organisations.rows:
            found.append(OrganisationId(word))
        elif times[fold(word)] == 1:
            found.append(named[fold(word)])
        else:
            findings.expect_at(word, Location(where), known, "unknown-organisation")
    if findings.all:
        raise MisreadError(findings.all)
    return tuple(dict.fromkeys(found))


def ask_calendar(files: Mapping[str, bytes], name: str, term: Term) -> Calendar:
    """Return a calendar of the files by its name; the other files may be full of mistakes."""
    findings = Findings()
    library = library_of(files.get("settings.yaml", b"")) or LIBRARY
    shapes = read_shapes(Inputs(files, findings), library)
    calendars = read_calendars([s for s in shapes if s is not None], [term], findings)
    if name not in calendars:
        nearest = Vocabulary(calendars).nearest(name)
        where = Location("--calendar")
        findings.error("unknown-calendar", where, nearest=nearest, value=name)
    if findings.all:
        raise MisreadError(findings.all)
    return calendars[name]


def ask_strict(files: Mapping[str, bytes]) -> bool:
    """Return whether "trước" excludes the named day, as the settings say."""
    shape = Inputs(files, Findings()).shape("settings.yaml", SettingsShape)
    return shape.strict if shape is not None else True


def ask_email(text: str, where: str) -> str:
    """Return an address for mail."""
    address = ask_line(text.strip(), where)
    if not is_address("smtp", address):
        raise MisreadError([Problem("bad-email", Location(where))])
    return address


def ask_name(text: str, where: str) -> str:
    """Return a name on one line, as the registers would read it."""
    name = " ".join(tidy(ask_line(text, where)).split())
    if meant := ungarbled(name):
        raise MisreadError([Problem("garbled", Location(where), nearest=meant)])
    return name


def ask_id(text: str, where: str) -> str:
    """Return an id."""
    if not ID.fullmatch(text):
        raise MisreadError(
            [Problem("bad-id", Location(where), {"value": text}, slug(text) or None)]
        )
    return text


def ask_named_role(text: str, where: str) -> tuple[str, str]:
    """Return what a plan calls somebody, and the role that it is: VP=office, TDP=Bí thư@branch.

    Whether there is such a role, at such a place, is seen with the files.
    """
    name, sign, role = text.rpartition("=")
    if not (sign and name.strip() and role.strip()):
        raise MisreadError([Problem("import-bad-role", Location(where), {"value": text})])
    return ask_line(name.strip(), where), ask_line(role.strip(), where)


def _refused(where: str, error: PhraseError) -> MisreadError:
    place = Location(where, 1, error.column)
    return MisreadError([Problem(error.code, place, error.values, error.nearest)])
