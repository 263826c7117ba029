"""The configuration over real HTTP: the files with their mistakes, and what a change has moved."""

import re
from contextlib import closing
from datetime import timedelta

import pytest

from lotrinh.bootstrap import open_program
from tests.integration.web.conftest import Office, words
from tests.integration.web.test_board import OFFICE, SECRETARY, look

DUE = "due: chậm nhất 14/12/2026"


def see(office: Office, path: str = "", language: str = "vi") -> str:
    """Return what the office reads on a page of the configuration."""
    answer = look(office, f"/configuration{path}", OFFICE, language)
    assert answer.status_code == 200
    return words(answer.text)


@pytest.mark.parametrize(
    "path",
    ["", "/settings.yaml", "/roadmaps/plan.yaml", "/changes/present", "/changes/1"],
)
def test_the_files_are_nothing_for_an_official(office: Office, path: str) -> None:
    answer = look(office, f"/configuration{path}", SECRETARY)

    assert answer.status_code == 404
    assert "Kế hoạch" not in answer.text


def test_files_that_were_accepted_are_in_use(office: Office) -> None:
    page = see(office)

    assert "Đang dùng các tệp hiện nay, chấp nhận lúc 07/12/2026 07:30." in page
    assert "roadmaps/plan.yaml" in page
    assert "bản đầu tiên" in page


def test_a_mistake_is_shown_in_its_line_with_what_to_write(office: Office) -> None:
    office.edit("roadmaps/plan.yaml", "lead: secretary, support", "lead: secretery, support")

    answer = look(office, "/configuration")

    page = words(answer.text)
    assert "chưa dùng được (1 lỗi)" in page
    assert "vẫn dùng bản chấp nhận lúc 07/12/2026 07:30" in page
    assert "roadmaps/plan.yaml:9:" in page
    assert re.search(r"<mark>secretery</mark>", answer.text)
    assert "→ ý bạn là “secretary”?" in page
    assert 'href="configuration/roadmaps/plan.yaml#l9"' in answer.text


def test_a_change_shows_what_it_would_move_and_then_what_it_has(office: Office) -> None:
    office.edit("roadmaps/plan.yaml", DUE, "due: chậm nhất 18/12/2026")

    assert "Lần xét tới dùng các tệp này." in see(office)
    would = see(office, "/changes/present")
    office.now += timedelta(hours=1)
    with closing(open_program(office.folder / "config", office.program.database)) as later:
        later.now = lambda: office.now
        later.check()

    assert "14/12/2026 18/12/2026 +4 ngày" in would
    assert "Sẽ nhận thư đổi hạn" in would
    history = see(office)
    assert "chấp nhận lúc 07/12/2026 08:30" in history
    assert "roadmaps/plan.yaml: sửa" in history
    assert "14/12/2026 18/12/2026 +4 ngày" in see(office, "/changes/2")
    assert look(office, "/configuration/changes/1").status_code == 404


def test_a_file_is_shown_with_its_lines_and_as_text(office: Office) -> None:
    answer = look(office, "/configuration/roadmaps/plan.yaml")

    assert "&lt;b&gt;cuối năm&lt;/b&gt;" in answer.text
    assert "<b>cuối năm</b>" not in answer.text
    assert '<tr id="l9">' in answer.text


@pytest.mark.parametrize(
    "path", ["../var/keys", "roadmaps/none.yaml", "%2e%2e/settings.yaml", "~/settings.yaml", "/"]
)
def test_nothing_but_the_files_of_the_configuration_is_shown(office: Office, path: str) -> None:
    assert look(office, f"/configuration/{path}").status_code == 404


def test_what_may_be_a_secret_is_shown_to_nobody(office: Office) -> None:
    channels = office.folder / "config" / "channels.yaml"
    channels.write_text(
        channels.read_text("utf-8")
        + "chat:\n  kind: apprise\n  url: json://me:hunter2@chat.example.vn/T1JJ3T3L2\n"
        + "other:\n  kind: smtp\n  password: hunter3\n",
        encoding="utf-8",
    )

    pages = look(office, "/configuration").text + look(office, "/configuration/channels.yaml").text

    assert "json://•••@chat.example.vn/•••" in pages
    assert "hunter" not in pages
    assert "T1JJ3T3L2" not in pages


@pytest.mark.parametrize(
    "written",
    [
        "password: a,b}hunter2#hunter3",
        "password: #hunter2",
        "password: |\n    hunter2\n\n    hunter3",
        "password:\n    hunter2",
        "mat_khau: hunter2",
        "password_env: hunter2!",
        "biến_mật_khẩu: Hunter-2",
        "token_env: 1234:hunter",
        "password: !hunter x",
        "password: &hunter x",
        "password: *hunter",
        "pasword: hunter",
        "host: smtp.example.vn\n  - hunter",
        "password_env: hunter",
        "password_env: HUNTER",
        "password_file: hunter",
        "url: slack://hunter/${SLACK_HOOK}",
        "url: tgram://hunter:${BOT_TOKEN}/{address}",
        "url: json://chat.example.vn/hunter/{address}",
        "url: json://hunter@chat.example.vn/{address}",
        "url: ntfys://ntfy.example.vn/{address}?token=hunter",
        "# url: gotify://push.example.vn/hunter",
        "# password: hunter",
        "# password is hunter",
        "# Mật khẩu hòm thư là: hunter",
    ],
)
def test_however_a_secret_is_written_no_part_of_it_is_shown(office: Office, written: str) -> None:
    channels = office.folder / "config" / "channels.yaml"
    before = channels.read_text("utf-8")
    channels.write_text(f"{before}other:\n  kind: smtp\n  {written}\n", encoding="utf-8")

    pages = [
        look(office, path).text.lower()
        for path in (
            "/configuration",
            "/configuration/channels.yaml",
            "/configuration/channels.yaml?download",
            "/configuration/channels.yaml/edit",
        )
    ]

    assert not [page for page in pages if "hunter" in page]


@pytest.mark.parametrize("name", ["LOTRINH_SMTP_PASSWORD  # tên biến", "'SMTP_2'"])
def test_the_name_of_a_variable_is_no_secret(office: Office, name: str) -> None:
    channels = office.folder / "config" / "channels.yaml"
    before = channels.read_text("utf-8")
    written = f"other: {{kind: smtp}}\nthird:\n  password_env: {name}\n  host: smtp.example.vn\n"
    channels.write_text(before + written, encoding="utf-8")

    page = look(office, "/configuration/channels.yaml").text

    assert "•••" not in page
    assert "smtp.example.vn" in page
