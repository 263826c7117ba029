"""People link their Zalo by a code, and hear by it from then on; by a bot server on loopback."""

import csv
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from flows.bots import Reader, start
from lotrinh import clock
from lotrinh.bootstrap import Program, open_program
from lotrinh.bootstrap.desks.bot import Polled, letters_of, updates_in
from tests.acceptance.conftest import Ended, Office
from tests.builders import hanoi
from tests.integration.channels.builders import BOT_TOKEN
from tests.integration.channels.servers import BotServer, Fault, bot_server
from tests.library import without_bulletins

ROOT = Path(__file__).parents[2]
SECRETARY = "bi-thu-cb-01"

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")


@dataclass(frozen=True)
class Ward:
    """An office whose people have a column `zalo`, empty as yet, and a bot."""

    folder: Path
    url: str
    server: BotServer

    def open(self) -> Program:
        return open_program(self.folder / "config", self.url, var=self.folder / "var")

    def run(self, *words: str) -> Ended:
        return Office(self.folder)(*words, "--db", self.url, BOT_TOKEN=BOT_TOKEN)


@pytest.fixture
def ward(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    monkeypatch.setenv("BOT_TOKEN", BOT_TOKEN)
    shutil.copytree(ROOT / "config", tmp_path / "config")
    without_bulletins(tmp_path / "config")
    people = tmp_path / "config" / "people.csv"
    rows = list(csv.reader(people.read_text(encoding="utf-8").splitlines()))
    with people.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [*row[:-1], "zalo" if n == 0 else "", row[-1]] for n, row in enumerate(rows)
        )
    with bot_server(BOT_TOKEN) as server:
        (tmp_path / "config" / "channels.yaml").write_text(
            "email: {kind: preview}\n"
            f"zalo: {{kind: zalo, token_env: BOT_TOKEN, api: {server.api}, allow_private: true,"
            " timeout: 5}\n",
            encoding="utf-8",
        )
        yield Ward(tmp_path, sqlite_url, server)


def linked(ward: Ward, program: Program, chat: str = "chat-cb-01") -> Polled:
    """Have the secretary send a code of his or her own to the bot."""
    offered = program.bot_desk().link(SECRETARY)
    ward.server.write(chat, f"Mã {offered.code.lower()}")
    return program.bot_desk().drain()


def said_to(ward: Ward, chat: str) -> list[str]:
    return [text for address, text in ward.server.sent if address == chat]


def test_whoever_sends_the_code_is_answered_and_hears_by_zalo_from_then_on(ward: Ward) -> None:
    with closing(ward.open()) as program:
        polled = linked(ward, program)
        program.check(hanoi("2024-11-13 07:30"))
        program.check(hanoi("2024-12-02 07:30"))
        report = program.deliver(hanoi("2024-12-02 07:30"))

    name = "Bí thư Chi bộ Tổ dân phố số 1"
    assert polled == Polled(1, (name,))
    answer, reminder = said_to(ward, "chat-cb-01")
    assert answer.startswith(f"Đã nối Zalo này với: {name}. Từ nay ")
    assert reminder.startswith(f"{name}: tính đến 02/12/2024, xin nhắc ")
    assert report.failed == 0
    assert {send.channel for send in report.sends if send.message.recipient == SECRETARY} == {
        "zalo"
    }
    assert {send.channel for send in report.sends} == {"zalo", "email"}


def test_a_wrong_code_links_nobody_and_is_told_so(ward: Ward) -> None:
    with closing(ward.open()) as program:
        program.bot_desk().link(SECRETARY)
        ward.server.write("chat-1", "K7MP-3XQ9")
        polled = program.bot_desk().drain()

    assert polled == Polled(1)
    assert said_to(ward, "chat-1") == [
        "Mã không đúng, đã dùng rồi hoặc quá hạn. Xin văn phòng một mã mới."
    ]


def test_a_code_works_for_two_days(ward: Ward) -> None:
    with closing(ward.open()) as program:
        offered = program.bot_desk().link(SECRETARY)
        program.now = lambda: clock.now() + timedelta(hours=48)
        ward.server.write("chat-1", offered.code)

        assert program.bot_desk().drain() == Polled(1)


def test_other_words_and_groups_are_left_alone(ward: Ward) -> None:
    with closing(ward.open()) as program:
        offered = program.bot_desk().link(SECRETARY)
        ward.server.write("chat-1", "Xin chào, tôi đã xong việc")
        ward.server.write("group-1", offered.code, kind="GROUP")
        ward.server.letters.append({"event_name": "message.sticker.received", "message": None})
        ward.server.write("chat-1", "K7MP-3XQ9")
        polled = program.bot_desk().drain()

    assert polled == Polled(4)
    assert len(ward.server.sent) == 1, "the code that is none, behind all the others"


@pytest.mark.parametrize("result", [None, [], "x", {"message": {"chat": "x"}}, {"message": 1}])
def test_an_update_of_another_shape_holds_no_letter(result: object) -> None:
    assert list(letters_of(updates_in(result))) == []


def test_updates_may_also_come_as_a_list() -> None:
    one = {"message": {"chat": {"id": "c1", "chat_type": "PRIVATE"}, "text": "xin chào"}}

    assert [letter.address for letter in letters_of(updates_in([one, one]))] == ["c1", "c1"]


def test_a_link_that_was_cut_leads_back_to_the_mail(ward: Ward) -> None:
    with closing(ward.open()) as program:
        linked(ward, program)
        ended = [program.bot_desk().unlink(SECRETARY) for _ in range(2)]
        program.check(hanoi("2024-12-02 07:30"))
        report = program.deliver(hanoi("2024-12-02 07:30"))

    assert ended == [True, False]
    assert {send.channel for send in report.sends} == {"email"}


def test_the_register_comes_before_a_link(ward: Ward) -> None:
    people = ward.folder / "config" / "people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(
        text.replace("secretary@chi-bo-01,,", "secretary@chi-bo-01,chat-register,"), "utf-8"
    )
    ward.server.chats.add("chat-register")
    with closing(ward.open()) as program:
        linked(ward, program)
        program.check(hanoi("2024-11-13 07:30"))
        program.check(hanoi("2024-12-02 07:30"))
        program.deliver(hanoi("2024-12-02 07:30"))

    assert len(said_to(ward, "chat-register")) == 1
    assert len(said_to(ward, "chat-cb-01")) == 1, "the answer to the code"


def test_what_may_have_arrived_is_sent_again_with_a_mark(ward: Ward) -> None:
    with closing(ward.open()) as program:
        linked(ward, program)
        program.check(hanoi("2024-11-13 07:30"))
        program.check(hanoi("2024-12-02 07:30"))
        ward.server.faults.append(Fault(200, '{"ok": tr', done=True))
        program.deliver(hanoi("2024-12-02 07:30"))
        program.now = lambda: clock.now() + timedelta(minutes=5)
        program.deliver(hanoi("2024-12-02 07:30"))

    _, first, second = said_to(ward, "chat-cb-01")
    assert second == f"(gửi lại) {first}"


def test_the_commands_link_a_person(ward: Ward) -> None:
    offered = ward.run("zalo", "link", SECRETARY, "--format", "json").json
    ward.server.write("chat-cb-01", offered["code"])

    polled = ward.run("zalo", "poll", "--once")
    again = ward.run("zalo", "poll", "--once", "--lang", "en")
    cut = ward.run("zalo", "unlink", SECRETARY)

    assert polled.out == "Đã nối: Bí thư Chi bộ Tổ dân phố số 1\n"
    assert again.out == "Nobody was linked.\n"
    assert cut.out == "Đã bỏ nối.\n"


def test_a_code_is_printed_with_what_to_do(ward: Ward) -> None:
    told = ward.run("zalo", "link", SECRETARY).out

    assert told.startswith("Bí thư Chi bộ Tổ dân phố số 1: nhắn mã ")
    assert "Mã chỉ dùng một lần." in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["link", "bi-thu-99"], "không có người nhận “bi-thu-99”"),
        (["link", SECRETARY, "--channel", "email"], "chưa rõ kênh Zalo nào"),
        (["lnk", SECRETARY], "ý bạn là “link”?"),
    ],
)
def test_what_was_asked_wrongly_is_said_so(ward: Ward, words: list[str], said: str) -> None:
    ended = ward.run("zalo", *words)

    assert ended.code in {1, 2}
    assert said in ended.err


def test_without_a_zalo_channel_the_commands_say_what_is_missing(ward: Ward) -> None:
    (ward.folder / "config" / "channels.yaml").write_text(
        "email: {kind: preview}\nzalo: {kind: preview}\n", "utf-8"
    )

    ended = ward.run("zalo", "link", SECRETARY)

    assert ended.code == 1
    assert "khai một kênh kind: zalo" in ended.err


def test_doctor_asks_whose_the_token_is(ward: Ward) -> None:
    fine = ward.run("doctor", "--format", "json")
    ward.server.token = "2:another"  # noqa: S105  (nobody's)
    wrong = ward.run("doctor", "--format", "json")

    told = [{row["subject"]: row for row in ended.json}["Bot Zalo"] for ended in (fine, wrong)]
    assert [row["detail"] for row in told] == [
        "zalo: bot.DongHai",
        "zalo: 401 the token is not accepted",
    ]
    assert [row["fine"] for row in told] == [True, False]


def test_a_wrong_token_ends_the_polling_and_shows_nowhere(ward: Ward) -> None:
    ward.server.token = "2:another"  # noqa: S105  (nobody's)

    ended = ward.run("zalo", "poll")

    assert ended.code == 1
    assert "401 the token is not accepted" in ended.err
    assert BOT_TOKEN not in ended.out + ended.err


def test_what_people_write_is_read_beside_the_runs(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the token is refused; then it is said, and tried again later."""
    monkeypatch.setenv("LOTRINH_CONFIG", str(ward.folder / "config"))
    monkeypatch.setenv("LOTRINH_DB", ward.url)
    with closing(ward.open()) as program:
        ward.server.write("chat-cb-01", program.bot_desk().link(SECRETARY).code)
    said: list[str] = []
    rests: list[float] = []

    def tell(line: str) -> None:
        said.append(line)
        if line.startswith("Đã nối"):
            ward.server.token = "2:another"  # noqa: S105  (nobody's)

    def rest(seconds: float) -> bool:
        rests.append(seconds)
        return True

    for thread in start([Reader("zalo")], tell, rest):
        thread.join(30)

    assert said == [
        "Đã nối Zalo: Bí thư Chi bộ Tổ dân phố số 1",
        "Bot Zalo (zalo): 401 the token is not accepted",
    ]
    assert rests == [300]


def test_a_bot_that_cannot_be_opened_is_said_and_tried_again(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_CONFIG", str(ward.folder / "config"))
    monkeypatch.setenv("LOTRINH_DB", ward.url)
    monkeypatch.delenv("BOT_TOKEN")
    said: list[str] = []

    for thread in start([Reader("zalo")], said.append, lambda _: len(said) == 2):
        thread.join(30)

    assert len(said) == 2
    assert said[0].startswith("Bot Zalo (zalo): kênh “zalo” chưa dùng được")


def test_what_is_wrong_is_said_once_for_as_long_as_it_is_the_same(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_CONFIG", str(ward.folder / "config"))
    monkeypatch.setenv("LOTRINH_DB", ward.url)
    ward.server.faults.extend([Fault(503, "away")] * 3)
    said: list[str] = []

    def rest(seconds: float) -> bool:
        if seconds == 1:  # nobody has written anything
            ward.server.token = "2:another"  # noqa: S105  (nobody's)
        return seconds == 300

    for thread in start([Reader("zalo")], said.append, rest):
        thread.join(30)

    assert said == [
        "Bot Zalo (zalo): HTTP 503: not the bot server",
        "Bot Zalo (zalo): 401 the token is not accepted",
    ]


def test_while_the_server_is_away_it_is_asked_less_and_less_often(ward: Ward) -> None:
    told: list[Polled] = []
    rests: list[float] = []
    ward.server.faults.extend([Fault(503, "away")] * 8)
    with closing(ward.open()) as program:
        desk = program.bot_desk()

        def rest(seconds: float) -> None:
            rests.append(seconds)
            if len(rests) == 8:
                ward.server.token = "2:another"  # noqa: S105  (nobody's)

        ended = desk.follow(told.append, rest)

    assert ended == "401 the token is not accepted"
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300]
    assert {polled.fault for polled in told} == {"HTTP 503: not the bot server"}


def test_no_code_and_no_token_lie_in_the_books(ward: Ward) -> None:
    with closing(ward.open()) as program:
        code = program.bot_desk().link(SECRETARY).code.replace("-", "")

    kept = b"".join(p.read_bytes() for p in (ward.folder / "var").rglob("*") if p.is_file())
    assert kept
    assert code.encode() not in kept
    assert BOT_TOKEN.encode() not in kept
