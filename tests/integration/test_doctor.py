"""The doctor, before set-ups that are broken: each is found, and told with what to do about it."""

import json
import shutil
import sqlite3
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from lotrinh.bootstrap import Program, open_program
from lotrinh.bootstrap.examining import EXAMINATIONS, Examined, Seen, examined
from lotrinh.bootstrap.examining.machine import packages, room
from lotrinh.bootstrap.examining.pages import listener
from lotrinh.bootstrap.examining.server import EVERYWHERE, examine_door, examine_server
from lotrinh.cli.commands.doctor import telling
from lotrinh.rendering.findings import findings
from lotrinh.rendering.words import LANGUAGES
from tests.builders import hanoi
from tests.integration.channels.builders import BOT_TOKEN
from tests.integration.channels.servers import bot_server, mail_server

SMALL = Path(__file__).parents[1] / "fixtures" / "configurations" / "small"
NOW = hanoi("2026-12-07 09:00")
SENDER = "sender: lotrinh@example.vn"


@dataclass
class Setup:
    """A small office as it was installed, until something in it is broken."""

    folder: Path
    stack: ExitStack
    environment: pytest.MonkeyPatch
    database: str
    tls: ssl.SSLContext
    now: datetime = NOW
    seen: list[Examined] = field(default_factory=list)
    """What was looked at by itself."""

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.folder / "config" / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def channels(self, *lines: str) -> None:
        content = "\n".join(lines) + "\n"
        (self.folder / "config" / "channels.yaml").write_text(content, encoding="utf-8")

    def mail(self, port: int, more: str = "security: none", host: str = "127.0.0.1") -> None:
        self.channels(f"email: {{kind: smtp, host: {host}, port: {port}, {SENDER}, {more}}}")

    def program(self) -> Program:
        config, var = self.folder / "config", self.folder / "var"
        program = open_program(config, self.database, var=var)
        program.now = lambda: self.now
        self.stack.callback(program.close)
        return program

    def lived(self, *, ago: timedelta = timedelta()) -> None:
        """Have the office check and deliver, some time ago."""
        with closing(
            open_program(self.folder / "config", self.database, var=self.folder / "var")
        ) as program:
            program.now = lambda: self.now - ago
            program.check()
            program.deliver()

    def look(self, subject: str, seen: Seen) -> None:
        self.seen.append(Examined(subject, seen))

    def examined(self) -> list[Examined]:
        return self.seen or list(examined(self.program()))


# How each is broken.


def a_package_is_missing(setup: Setup) -> None:
    def none(name: str) -> str:
        raise PackageNotFoundError(name)

    setup.look("versions", packages(["lark>=1.2,<2"], none))


def a_package_is_too_new(setup: Setup) -> None:
    newer = {"sqlalchemy": "2.1.0"}
    setup.look("versions", packages(["sqlalchemy>=2.0,<2.1"], newer.__getitem__))


def the_disk_is_nearly_full(setup: Setup) -> None:
    setup.look("disk", room(setup.folder / "var", lambda _: 12_000_000))


def the_working_folder_is_a_file(setup: Setup) -> None:
    (setup.folder / "var").write_text("", encoding="utf-8")
    setup.database = f"sqlite:///{(setup.folder / 'books.db').as_posix()}"


def there_is_no_configuration(setup: Setup) -> None:
    shutil.rmtree(setup.folder / "config")


def a_file_is_broken(setup: Setup) -> None:
    setup.edit("settings.yaml", "daily: false", "daily: perhaps")


def the_zone_is_unknown(setup: Setup) -> None:
    setup.edit("settings.yaml", "daily: false", "daily: false\nzone: Asia/Ha_Noi")


def the_database_is_unreachable(setup: Setup) -> None:
    setup.database = "postgresql://lan:meo-den@127.0.0.1:1/lotrinh"


def the_database_is_newer(setup: Setup) -> None:
    setup.program().accept()
    with closing(sqlite3.connect(setup.folder / "var" / "lotrinh.db")) as books:
        books.execute("UPDATE lotrinh_schema SET version_num = '9999'")
        books.commit()


def the_database_is_broken(setup: Setup) -> None:
    (setup.folder / "var").mkdir()
    (setup.folder / "var" / "lotrinh.db").write_bytes(b"no database at all" * 500)


def the_clock_was_set_back(setup: Setup) -> None:
    setup.lived()
    setup.now -= timedelta(hours=3)


def the_calendar_has_ended(setup: Setup) -> None:
    setup.edit("calendars/office.yaml", "31/12/2026", "31/12/2025")


def nobody_is_coordinator(setup: Setup) -> None:
    setup.edit("people.csv", "office@ward-1; ", "office@ward-1 01/01/2026..30/06/2026; ")


def the_last_holder_has_left(setup: Setup) -> None:
    setup.edit("people.csv", "secretary@branch-1", "secretary@branch-1 ..30/11/2026")


def somebody_has_no_address(setup: Setup) -> None:
    setup.edit("people.csv", ",bithu1@ward-1.example.vn", ",")


def checks_have_stopped(setup: Setup) -> None:
    setup.lived(ago=timedelta(days=3))


def the_server_is_gone(setup: Setup) -> None:
    setup.environment.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")


def prefect(setup: Setup, version: str = "3.8.8", **changes: object) -> None:
    """Have a server of which one thing is amiss, as Prefect's answers."""
    known = {"paused": False, "status": "READY", "schedules": [{"active": True}], **changes}
    names = changes.pop("names", ["plan", "deliver"])
    assert isinstance(names, list)
    answers: dict[str, object] = {"/health": True, "/admin/version": version}
    answers |= {f"/deployments/name/{name}/{name}": known for name in names}
    api = setup.stack.enter_context(_answering(answers))
    found = examine_server(api, ["plan", "deliver"], "3.8.8")
    setup.look("server", Seen(findings=tuple(found)))


def the_server_lets_anybody_in(setup: Setup) -> None:
    """It listens at every address of this machine, and asks nobody for a sign-in."""
    api = setup.stack.enter_context(_answering({"/admin/version": "3.8.8"}, host=EVERYWHERE))
    setup.look("server", Seen(findings=tuple(examine_door(api))))


def the_server_is_of_another_version(setup: Setup) -> None:
    prefect(setup, "3.4.1")


def a_deployment_is_missing(setup: Setup) -> None:
    prefect(setup, names=["deliver"])


def a_schedule_is_paused(setup: Setup) -> None:
    prefect(setup, schedules=[{"active": False}])


def nobody_carries_runs_out(setup: Setup) -> None:
    prefect(setup, status="NOT_READY")


def a_secret_is_not_set(setup: Setup) -> None:
    setup.mail(25, "user: lan, password_env: LOTRINH_SMTP_PASSWORD")


def a_secret_is_for_everybody(setup: Setup) -> None:
    file = setup.folder / "password"
    file.write_text("meo-den", encoding="utf-8")
    file.chmod(0o644)
    setup.folder.chmod(0o755)
    setup.channels(
        "deliver_by: preview",
        "preview: {kind: preview}",
        f"email: {{kind: smtp, host: a.example.vn, {SENDER}, user: a, password_file: {file}}}",
    )


def the_mail_server_refuses(setup: Setup) -> None:
    setup.mail(1)


def the_mail_server_is_unknown(setup: Setup) -> None:
    setup.mail(25, host="mail.invalid")


def the_password_is_wrong(setup: Setup) -> None:
    server = setup.stack.enter_context(mail_server(password="meo-den"))  # noqa: S106
    setup.environment.setenv("LOTRINH_SMTP_PASSWORD", "meo-trang")
    setup.mail(server.port, "security: none, user: lan, password_env: LOTRINH_SMTP_PASSWORD")


def the_certificate_is_not_trusted(setup: Setup) -> None:
    server = setup.stack.enter_context(mail_server(starttls=setup.tls))
    setup.mail(server.port, "security: starttls")


def the_mail_server_does_not_encrypt(setup: Setup) -> None:
    server = setup.stack.enter_context(mail_server())
    setup.mail(server.port, "security: starttls")


def messages_are_only_previewed(_: Setup) -> None:
    """It is as it was installed."""


def the_bots_token_is_wrong(setup: Setup) -> None:
    server = setup.stack.enter_context(bot_server("2:another"))
    setup.environment.setenv("LOTRINH_ZALO_TOKEN", BOT_TOKEN)
    setup.channels(
        "deliver_by: preview",
        "preview: {kind: preview}",
        f"email: {{kind: smtp, host: mail.example.vn, {SENDER}}}",
        f"zalo: {{kind: zalo, token_env: LOTRINH_ZALO_TOKEN, api: {server.api},"
        " allow_private: true, timeout: 5}",
    )


def the_page_does_not_answer(setup: Setup) -> None:
    setup.edit("settings.yaml", "daily: false", "daily: false\npublic_url: http://127.0.0.1:1")


def the_page_is_another(setup: Setup) -> None:
    url = setup.stack.enter_context(_answering({"/health": "it works"}))
    setup.edit("settings.yaml", "daily: false", f"daily: false\npublic_url: {url}")


def the_page_is_not_encrypted(setup: Setup) -> None:
    url = "http://nhac.invalid"
    setup.edit("settings.yaml", "daily: false", f"daily: false\npublic_url: {url}")


def the_port_is_taken(setup: Setup) -> None:
    url = setup.stack.enter_context(_answering({"/health": "it works"}))
    setup.look("port", listener("127.0.0.1", int(url.rpartition(":")[2])))


def messages_are_stuck(setup: Setup) -> None:
    setup.mail(1)
    setup.lived(ago=timedelta(hours=3))


def letters_are_dead(setup: Setup) -> None:
    server = setup.stack.enter_context(mail_server({"RCPT": "550 5.1.1 nobody here"}))
    setup.mail(server.port)
    setup.lived()


def the_backup_is_old(setup: Setup) -> None:
    with closing(setup.program()) as program:
        program.now = lambda: NOW - timedelta(days=5)
        program.accept()
        program.vault.back_up()


def there_is_no_backup(setup: Setup) -> None:
    setup.lived()


def the_books_were_restored(setup: Setup) -> None:
    with closing(setup.program()) as program:
        program.accept()
        made = program.vault.back_up(setup.folder / "kept.zip")
        program.vault.restore(program.vault.look_at_backup(made.path), replace=True)


CASES: tuple[tuple[Callable[[Setup], None], str, str, str], ...] = (
    (a_package_is_missing, "package-missing", "thiếu gói lark", "lark is missing"),
    (a_package_is_too_new, "package-version", "là bản 2.1.0", "of version 2.1.0"),
    (the_disk_is_nearly_full, "disk-full", "chỉ còn 12 MB", "only 12 MB left"),
    (the_working_folder_is_a_file, "folder-unwritable", "không ghi được", "nothing can be"),
    (there_is_no_configuration, "missing-folder", "không có thư mục", "no folder"),
    (a_file_is_broken, "files-broken", "settings.yaml:2:8", "settings.yaml:2:8"),
    (the_zone_is_unknown, "files-broken", "[bad-zone]", "[bad-zone]"),
    (the_database_is_unreachable, "database-away", "127.0.0.1", "127.0.0.1"),
    (the_database_is_newer, "database-newer", "bản mới hơn ghi (9999)", "9999"),
    (the_database_is_broken, "database-unusable", "không dùng được", "can't be used"),
    (the_clock_was_set_back, "clock-behind", "nhưng sổ có lần xét", "have a check at"),
    (the_calendar_has_ended, "calendar-ended", "đến 31/12/2025", "until 31/12/2025"),
    (nobody_is_coordinator, "no-coordinator", "office@ward-1", "office@ward-1"),
    (the_last_holder_has_left, "role-left", "secretary@branch-1", "secretary@branch-1"),
    (somebody_has_no_address, "no-address", "Bí thư Chi bộ Một", "Bí thư Chi bộ Một"),
    (checks_have_stopped, "check-old", "xét lần cuối 04/12/2026", "last checked 04/12/2026"),
    (the_server_is_gone, "server-silent", "không trả lời", "doesn't answer"),
    (the_server_lets_anybody_in, "server-open", "0.0.0.0:", "0.0.0.0:"),
    (the_server_is_of_another_version, "server-version", "bản 3.4.1", "version 3.4.1"),
    (a_deployment_is_missing, "not-deployed", "chưa có: plan", "have: plan"),
    (a_schedule_is_paused, "paused", "tạm dừng", "are paused"),
    (nobody_carries_runs_out, "no-worker", "không có ai chạy", "nobody carries out"),
    (a_secret_is_not_set, "secret-missing", "LOTRINH_SMTP_PASSWORD", "LOTRINH_SMTP_PASSWORD"),
    (a_secret_is_for_everybody, "secret-open", "đọc được tệp bí mật", "may read"),
    (the_mail_server_refuses, "mail-refused", "từ chối kết nối", "refuse"),
    (the_mail_server_is_unknown, "mail-refused", "không tìm thấy máy chủ", "found"),
    (the_password_is_wrong, "mail-refused", "đăng nhập", "password"),
    (the_certificate_is_not_trusted, "mail-refused", "chứng thư", "certificate"),
    (the_mail_server_does_not_encrypt, "mail-refused", "kiểu bảo mật", "security"),
    (messages_are_only_previewed, "still-preview", "chưa ai nhận được", "nobody gets"),
    (the_bots_token_is_wrong, "token-refused", "401", "401"),
    (the_page_does_not_answer, "page-silent", "không trả lời", "doesn't answer"),
    (the_page_is_another, "page-another", "là trang khác", "another page"),
    (the_page_is_not_encrypted, "page-open", "không mã hóa", "isn't encrypted"),
    (the_port_is_taken, "port-taken", "chương trình khác", "another program"),
    (messages_are_stuck, "stuck", "chưa đi", "hasn't"),
    (letters_are_dead, "dead-letters", "thư không gửi được", "could not be delivered"),
    (the_backup_is_old, "backup-old", "là của 02/12/2026", "of 02/12/2026"),
    (there_is_no_backup, "backup-none", "chưa có bản sao lưu", "no backup"),
    (the_books_were_restored, "restored", "vừa phục hồi", "were restored"),
)
REMARKS = frozenset(
    {
        *("still-preview", "calendar-ended", "role-unheld", "role-left", "page-open"),
        *("port-taken", "held", "backup-none"),
    }
)
"""What is only good to know."""


@pytest.fixture
def setup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server_tls: ssl.SSLContext
) -> Iterator[Setup]:
    shutil.copytree(SMALL, tmp_path / "config")
    database = f"sqlite:///{(tmp_path / 'var' / 'lotrinh.db').as_posix()}"
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with ExitStack() as stack:
        yield Setup(tmp_path, stack, monkeypatch, database, server_tls)


@pytest.mark.parametrize(
    ("broken", "code", "vi", "en"), CASES, ids=[case[0].__name__ for case in CASES]
)
def test_what_is_broken_is_found_and_told_with_what_to_do(
    setup: Setup, broken: Callable[[Setup], None], code: str, vi: str, en: str
) -> None:
    broken(setup)

    found = setup.examined()

    for language, words in zip(LANGUAGES, (vi, en), strict=True):
        told = [one for each in found for one in telling(each, language) if one.code == code]
        assert told, [one for each in found for one in telling(each, language) if one.code]
        assert words.lower() in told[0].detail.lower()
        assert told[0].advice or ";" in told[0].detail, "it says what to do"
        assert told[0].fine is (code in REMARKS)
        assert "meo-den" not in str(told)
    assert code in REMARKS or not all(one.fine for one in found)


def test_an_office_as_it_was_installed_is_well(setup: Setup) -> None:
    found = list(examined(setup.program()))

    assert [one.subject for one in found] == list(EXAMINATIONS)
    assert [one for one in found if not one.fine] == []


def test_a_server_of_which_only_this_machine_hears_may_do_without_a_sign_in() -> None:
    with _answering({"/admin/version": "3.8.8"}) as api:
        assert list(examine_door(api)) == []


def test_a_server_that_wants_a_sign_in_may_answer_others_whatever_we_would_show_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "office:meo-den")
    with _answering({"/admin/version": "3.8.8"}, host=EVERYWHERE, guarded=True) as api:
        assert list(examine_door(api)) == []


def test_books_that_can_only_be_read_are_told(setup: Setup, postgres_url: str) -> None:
    setup.database = postgres_url
    setup.program().accept()
    setup.database = f"{postgres_url}&options=-cdefault_transaction_read_only%3Don"

    codes = {told.code for one in setup.examined() for told in telling(one, "vi")}

    assert "books-read-only" in codes


def test_a_database_whose_clock_says_otherwise_is_told(setup: Setup, postgres_url: str) -> None:
    setup.database = postgres_url

    told = {one.code: one for each in setup.examined() for one in telling(each, "en")}

    assert "this machine's clock says 07/12/2026 09:00" in told["clock-skewed"].detail


def test_a_secret_in_a_folder_that_others_may_not_enter_is_not_open(setup: Setup) -> None:
    a_secret_is_for_everybody(setup)
    setup.folder.chmod(0o700)

    codes = {told.code for one in setup.examined() for told in telling(one, "vi")}

    assert "secret-open" not in codes


def test_whatever_is_installed_here_is_what_is_wanted() -> None:
    found = packages(["prefect>=3.8.8,<3.9", "sqlalchemy>=2.0,<2.1"], installed)

    assert found.findings == ()


def test_each_finding_has_a_case_or_is_told_elsewhere() -> None:
    tried = {code for _, code, _, _ in CASES}
    elsewhere = {
        *("books-read-only", "clock-skewed"),  # above
        *("waits-for-files", "role-unheld", "reserve-closed", "no-operator", "held"),
        *("heartbeat-withheld", "heartbeat-unanswered"),  # in test_heartbeat
    }

    assert findings("vi").keys() <= tried | elsewhere


# A server that answers as told.


class _answering:  # noqa: N801  (reads as what it does)
    """An HTTP server on loopback, for the length of a block; gives its address."""

    def __init__(
        self, answers: Mapping[str, object], *, host: str = "127.0.0.1", guarded: bool = False
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = json.dumps(answers.get(self.path)).encode()
                closed = guarded and "Authorization" not in self.headers
                self.send_response(401 if closed else 200 if self.path in answers else 404)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer((host, 0), Handler)

    def __enter__(self) -> str:
        Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
