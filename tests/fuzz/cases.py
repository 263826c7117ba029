"""One case: something spoilt, what the program has to hold with it, and how to see it again.

What a case is follows from the seed and its number alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from random import Random

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.letters import Misread, read_letter
from lotrinh.application.telling.compose import compose
from lotrinh.domain.due import Phrase
from lotrinh.domain.roadmap import Roadmap, Term
from lotrinh.errors import LotrinhError, Problem, ProblemsError
from lotrinh.loader.asked import ask_day, ask_instant, ask_phrase, ask_term
from lotrinh.loader.imports.office import Office, office_in
from lotrinh.loader.imports.plan import read_plan
from lotrinh.loader.imports.registers import read_register
from lotrinh.loader.imports.rows import Wishes
from lotrinh.loader.phrases.again import read_again
from lotrinh.loader.phrases.days import PhraseError
from lotrinh.loader.phrases.phrase import parse_distance, parse_phrase
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.imported import render_draft, render_register
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.rendering.phrase import print_phrase
from lotrinh.rendering.problems import sentence, show
from tests.fuzz import mutations
from tests.fuzz.corpus import Corpus, as_file
from tests.fuzz.grammar import spoken
from tests.library import CONFIG

CORPUS = Corpus()
LANGUAGES = ("vi", "en")
NAMES = {"congress": "congress", "dai-hoi": "congress", "review": "review"}
_TERM = Term("2025-2027", 2025, 2027)
_TWICE = 0.1
"""So much of what is refused is loaded twice; all that is accepted is."""
_TEXT = re.compile(r"\.(yaml|csv)$")


@dataclass
class Case:
    """What is tried, and what came of it."""

    kind: str
    shown: Mapping[str, bytes]
    """What was spoilt, by the name of its file."""
    accepted: bool = False
    done: list[str] = field(default_factory=list)
    """By what it was spoilt."""


def case(seed: int, number: int) -> tuple[Case, Callable[[], None]]:
    """Return a case, and what tries it."""
    chance = Random(f"{seed}:{number}")  # noqa: S311  (nothing secret)
    (make,) = chance.choices(list(_SHARES), list(_SHARES.values()))
    return make(chance)


def _configuration(chance: Random) -> tuple[Case, Callable[[], None]]:
    files = dict(chance.choice(CORPUS.configurations))
    made = Case("configuration", {})
    for path in chance.sample(sorted(files), min(len(files), chance.choice((1, 1, 1, 2, 3)))):
        spoil = chance.choice(_WAYS[bool(_TEXT.search(path))])
        files[path] = spoil(files[path], chance)
        made.done.append(f"{path} {spoil.__name__}")
        made.shown = {**made.shown, path: files[path]}

    def tried() -> None:
        loaded = load(files)
        _shown(loaded.problems)
        assert (loaded.configuration is None) == any(p.is_error for p in loaded.problems)
        twice = loaded.configuration is not None or chance.random() < _TWICE
        again = load(files) if twice else loaded
        assert loaded.problems == again.problems, "loaded twice, found otherwise"
        if loaded.configuration is not None and again.configuration is not None:
            made.accepted = True
            assert loaded.configuration.hash == again.configuration.hash
            _usable(loaded.configuration, chance)

    return made, tried


def _usable(configuration: Configuration, chance: Random) -> None:
    """Print what was accepted and read it again; check on some day of it, and compose."""
    for roadmap in configuration.roadmaps.values():
        for id_, phrases in roadmap.phrases.items():
            for phrase in phrases:
                _reads_back(phrase, roadmap, id_)
    terms = [roadmap.term for roadmap in configuration.roadmaps.values()]
    years = [year for t in terms for year in (t.first_year, t.last_year)]
    day = date(chance.choice(years), chance.randint(1, 12), chance.randint(1, 28))
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC).astimezone(configuration.zone)
    notebook, wording = Rehearsal(), TemplateWording()
    check(configuration, notebook, at=at)
    compose(configuration, notebook, at=at, wording=wording)


def _reads_back(phrase: Phrase, roadmap: Roadmap, id_: object) -> None:
    for language in LANGUAGES:
        printed = print_phrase(phrase, language)
        again = read_again(printed, roadmap, id_)  # type: ignore[arg-type]  # an anchor's, too
        assert again == phrase, f"{printed!r} reads back as another"


def _phrase(chance: Random) -> tuple[Case, Callable[[], None]]:
    text = spoken(chance) if chance.random() < 0.4 else chance.choice(CORPUS.phrases)
    made = Case("phrase", {})
    if chance.random() < 0.7:
        spoil = chance.choice((mutations.by_words, mutations.by_words, mutations.by_bytes))
        text = spoil(text.encode("utf-8", "surrogatepass"), chance).decode("utf-8", "replace")
        made.done.append(spoil.__name__)
    made.shown = {"phrase": text.encode("utf-8", "surrogatepass")}

    def tried() -> None:
        rounds = range(2025, 2028)
        _refused(text)
        phrase = _parsed(text, rounds)
        if phrase is None:
            return
        made.accepted = True
        for language in LANGUAGES:
            printed = print_phrase(phrase, language)
            again = parse_phrase(printed, NAMES, rounds=rounds)
            assert again == phrase, f"{printed!r} reads back as another"

    return made, tried


def _parsed(text: str, rounds: range) -> Phrase | None:
    """Return what a phrase means, None where it is refused: at a place in it."""
    try:
        return parse_phrase(text, NAMES, rounds=rounds)
    except PhraseError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1, f"a place outside: {column}"
    return None


def _refused(text: str) -> None:
    """Ask the same on the command line: whatever is refused there has words."""
    asked: tuple[Callable[[], object], ...] = (
        lambda: ask_phrase(text, ("congress",), _TERM),
        lambda: ask_day(text, "--on"),
        lambda: ask_instant(text, "--at"),
        lambda: ask_term(text),
        lambda: parse_distance(text),
    )
    for ask in asked:
        try:
            ask()
        except ProblemsError as error:
            _shown(error.problems)
        except LotrinhError as error:
            sentence(error, "vi")
        except PhraseError:
            pass


def _letter(chance: Random) -> tuple[Case, Callable[[], None]]:
    text = chance.choice(CORPUS.letters).encode("utf-8", "surrogatepass")
    for _ in range(chance.randint(0, 3)):
        spoil = chance.choice((mutations.by_words, mutations.by_bytes, mutations.by_lines))
        text = spoil(text, chance)
    written = text.decode("utf-8", "replace")
    made = Case("letter", {"letter": text})

    def tried() -> None:
        said = read_letter(written)
        assert said == read_letter(written)
        for one in said:
            if not isinstance(one, Misread):
                made.accepted = True
                assert len(one.numbers) <= 100

    return made, tried


@cache
def _office() -> tuple[Mapping[str, bytes], Office]:
    files = read_folder(CONFIG)
    return files, office_in(files)


def _plan(chance: Random) -> tuple[Case, Callable[[], None]]:
    form = chance.choice(("xlsx", "docx"))
    content, made = _office_file(CORPUS.plan(chance), form, chance)

    def tried() -> None:
        files, office = _office()
        read = read_plan(f"ke-hoach.{form}", content, office, Wishes())
        _shown(read.problems)
        if read.draft is not None:
            made.accepted = True
            written = render_draft(read.draft, "vi").encode()
            _shown(load({**files, f"roadmaps/{read.draft.id}.yaml": written}).problems)

    return made, tried


def _list(chance: Random) -> tuple[Case, Callable[[], None]]:
    name, form = chance.choice(("organisations", "people")), chance.choice(("xlsx", "docx"))
    content, made = _office_file(CORPUS.list(chance), form, chance)

    def tried() -> None:
        files, _ = _office()
        replace = bool(len(content) % 2)
        read = read_register(name, f"danh-sach.{form}", content, files, replace=replace)
        _shown(read.problems)
        if read.draft is not None:
            made.accepted = True
            others = {path: file for path, file in files.items() if not path.startswith(name)}
            text = render_register(read.draft).encode()
            _shown(load({**others, f"{name}.csv": text}).problems)

    return made, tried


def _office_file(rows: list[list[object]], form: str, chance: Random) -> tuple[bytes, Case]:
    for _ in range(chance.randint(0, 3)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = _printable(chance.choice(mutations.ODD_WORDS))
    content = as_file(rows, form)
    made = Case(f"import of {form}", {})
    if chance.random() < 0.7:
        spoil = chance.choice((mutations.by_part, mutations.by_part, mutations.by_bytes))
        content = spoil(content, chance)
        made.done.append(spoil.__name__)
    made.shown = {f"file.{form}": content}
    return content, made


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _shown(problems: tuple[Problem, ...]) -> None:
    """Have every problem told in words, at its place."""
    for problem in problems:
        assert problem.where.path, f"{problem.code} has no place"
        assert all(show(problem, language) for language in LANGUAGES)


_OF_TEXTS = (
    *(mutations.by_bytes, mutations.by_words, mutations.by_words, mutations.by_lines),
    *(mutations.by_tree, mutations.by_tree, mutations.by_tree, mutations.by_grammar),
    *(mutations.by_grammar, mutations.by_grammar, mutations.bomb),
)
_WAYS = {True: _OF_TEXTS, False: (mutations.by_part, mutations.by_part, mutations.by_bytes)}
_SHARES = {_configuration: 50, _phrase: 35, _letter: 5, _plan: 7, _list: 3}
"""Of a hundred cases so many are of each kind."""
