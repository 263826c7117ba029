"""A check in shards on PostgreSQL: a person hears once, whatever is checked where and when."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lotrinh.bootstrap import Program, Reminder, open_program
from lotrinh.bootstrap.checking import NoShardsError
from lotrinh.bootstrap.rounds import ShardsNeedPostgresqlError
from tests.builders import hanoi
from tests.library import without_bulletins

ROOT = Path(__file__).parents[2]
ROADMAP = "year-end"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped files, where a shard holds five organisations, and one person two posts."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    without_bulletins(tmp_path / "config")
    settings = tmp_path / "config" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nshard_size: 5\n", "utf-8")
    return tmp_path / "config"


def opened(config: Path, url: str) -> Program:
    program = open_program(config, url, "vi", config.parent / "var")
    program.now = lambda: hanoi("2024-12-02 07:30")
    return program


@pytest.fixture
def program(config: Path, postgres_url: str) -> Iterator[Program]:
    with closing(opened(config, postgres_url)) as program:
        yield program


def test_composing_waits_for_a_round_and_then_each_person_gets_one_message(
    program: Program, config: Path, other_postgres_url: str
) -> None:
    round_ = program.rounds.begin(ROADMAP)
    assert round_ is not None
    assert len(round_.shards) > 2
    with closing(opened(config, other_postgres_url)) as whole:
        expected = whole.check(roadmaps=[ROADMAP])

    said: list[Reminder] = []
    for shard in round_.shards:
        said += program.check(round_.at, roadmaps=[ROADMAP], shard=shard, scheduled=True).reminders
        meanwhile = program.deliver()
        assert (meanwhile.sends, meanwhile.waits_for) == ((), (ROADMAP,))
    end = program.rounds.settle(ROADMAP, round_.at)
    program.rounds.end(ROADMAP)
    delivered = program.deliver()

    assert Counter(said) == Counter(expected.reminders)
    assert (end.missing, end.said) == ((), len(said))
    recipients = Counter(send.message.recipient for send in delivered.sends)
    assert recipients.keys() == {reminder.recipient for reminder in said}
    assert set(recipients.values()) == {1}


def test_a_shard_that_failed_is_made_up_for_by_hand(program: Program) -> None:
    round_ = program.rounds.begin(ROADMAP)
    assert round_ is not None
    *done, failed = round_.shards
    for shard in done:
        program.check(round_.at, roadmaps=[ROADMAP], shard=shard)
    assert program.rounds.settle(ROADMAP, round_.at).missing == (failed,)
    program.rounds.end(ROADMAP)
    assert program.deliver().sends, "the others aren't held for ever"

    program.check(roadmaps=[ROADMAP], shard=failed)
    program.rounds.settle_what_is_done(round_.at, [ROADMAP])

    report = program.check(roadmaps=[ROADMAP])
    assert (report.candidates, report.enqueued) == (0, 0), "the whole was settled"


def test_a_round_whose_process_has_died_holds_nobody_for_long(program: Program) -> None:
    assert program.rounds.begin(ROADMAP) is not None
    assert program.deliver().waits_for

    program.now = lambda: hanoi("2024-12-02 07:36")

    assert not program.deliver().waits_for


def test_sqlite_is_refused_and_without_the_setting_there_are_no_shards(
    config: Path, sqlite_url: str
) -> None:
    with closing(opened(config, sqlite_url)) as program, pytest.raises(ShardsNeedPostgresqlError):
        program.schedules()
    settings = config / "settings.yaml"
    settings.write_text(settings.read_text("utf-8").replace("shard_size: 5", ""), "utf-8")

    with closing(opened(config, sqlite_url)) as program:
        assert program.rounds.begin(ROADMAP) is None
        assert not any(schedule.in_shards for schedule in program.schedules())
        with pytest.raises(NoShardsError):
            program.check(shard="chi-bo-01")
