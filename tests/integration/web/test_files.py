"""Changing files on the pages: preview, accept, conflict, give back; and all that is refused."""

import html
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook

from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.domain.registers import PersonId
from lotrinh.web.session import COOKIE, LANGUAGE_COOKIE
from tests.integration.web.conftest import Office, words
from tests.integration.web.test_board import OFFICE, SECRETARY

PLAN = "roadmaps/plan.yaml"
OLD, NEW = "chậm nhất 14/12/2026", "chậm nhất 18/12/2026"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
TEXT = re.compile(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', re.DOTALL)


class Desk:
    """Somebody at the forms of the configuration."""

    def __init__(self, office: Office, person: str = OFFICE) -> None:
        session = office.program.seals.issue(Purpose.SESSION, Pass(PersonId(person), office.now))
        cookies = {COOKIE: session, LANGUAGE_COOKIE: "vi"}
        self.http = httpx.Client(base_url=office.base, timeout=60, cookies=cookies)

    def open(self, path: str) -> httpx.Response:
        """Open the form of a file."""
        return self.http.get(f"/configuration/{path}/edit")

    def fields(self, page: httpx.Response) -> dict[str, str]:
        """Return what the first form of a page carries."""
        form = page.text[page.text.index("<main") :].partition("</form>")[0]
        return {name: html.unescape(value) for name, value in HIDDEN.findall(form)}

    def text(self, page: httpx.Response) -> str:
        """Return what stands in the form."""
        found = TEXT.search(page.text)
        assert found, words(page.text)
        return html.unescape(found[1])

    def send(self, address: str, fields: dict[str, str], **files: bytes) -> httpx.Response:
        """Press a button; files are named with their contents."""
        parts: dict[str, tuple[str | None, bytes]] = {
            name: (None, value.encode()) for name, value in fields.items()
        }
        for name, content in files.items():
            parts["file"] = name.replace("_", "."), content
        return self.http.post(f"/configuration/{address}", files=parts)

    def preview(self, path: str, text: str) -> httpx.Response:
        """Type another text, and look what would come of it."""
        fields = self.fields(self.open(path))
        return self.send(f"{path}/edit", {**fields, "text": text, "do": "look"})

    def accept(self, path: str, preview: httpx.Response) -> httpx.Response:
        """Press the button of a preview."""
        return self.send(f"{path}/edit", {**self.fields(preview), "do": "accept"})

    def change(self, path: str, text: str) -> httpx.Response:
        """Do both."""
        return self.accept(path, self.preview(path, text))


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    desk = Desk(office)
    yield desk
    desk.http.close()


def file(office: Office, path: str = PLAN) -> Path:
    return office.folder / "config" / path


def text(office: Office, path: str = PLAN) -> str:
    return file(office, path).read_bytes().decode()


def test_a_change_is_looked_at_accepted_and_given_back(office: Office, desk: Desk) -> None:
    before = text(office)
    preview = desk.preview(PLAN, desk.text(desk.open(PLAN)).replace(OLD, NEW))

    assert preview.status_code == 200
    assert "14/12/2026 18/12/2026 +4 ngày" in words(preview.text)
    assert "Sẽ nhận thư đổi hạn (2)" in words(preview.text)
    assert text(office) == before, "a preview writes nothing"

    done = desk.accept(PLAN, preview)
    assert done.status_code == 303
    assert text(office) == before.replace(OLD, NEW)

    page = desk.http.get(httpx.URL(done.headers["location"].replace("../", "/").lstrip(".")))
    said = words(page.text)
    assert "Đã ghi." in said
    assert "07/12/2026 07:30 Văn phòng phường roadmaps/plan.yaml: sửa" in said
    assert "Đang dùng các tệp hiện nay" in said, "it is accepted at once"

    back = desk.http.get("/configuration/restore?entry=1")
    assert "18/12/2026 14/12/2026 -4 ngày" in words(back.text)
    assert text(office) != before, "a look gives nothing back"
    again = desk.send("restore?entry=1", {**desk.fields(back), "do": "accept"})
    assert again.status_code == 303
    assert text(office) == before
    assert "trả lại như trước" in words(desk.http.get("/configuration").text)


def test_an_accepted_configuration_can_be_used_again(office: Office, desk: Desk) -> None:
    before = text(office)
    desk.change(PLAN, before.replace(OLD, NEW))
    desk.change("policies.yaml", text(office, "policies.yaml").replace("[14, 7", "[10, 7"))

    back = desk.http.get("/configuration/restore?turn=1")
    assert f"{PLAN}: sửa" in words(back.text)
    assert "policies.yaml: sửa" in words(back.text)
    assert desk.send("restore?turn=1", desk.fields(back)).status_code == 303

    assert text(office) == before
    assert "[14, 7" in text(office, "policies.yaml")


def test_mistakes_are_shown_at_their_lines_and_what_was_typed_is_kept(
    office: Office, desk: Desk
) -> None:
    before = text(office)
    typed = before.replace("lead: secretary,", "lead: secretery,")

    answer = desk.preview(PLAN, typed)

    assert answer.status_code == 422
    assert f"{PLAN}:9:" in words(answer.text)
    assert "<mark>secretery</mark>" in answer.text
    assert desk.text(answer) == typed
    fields = desk.fields(answer)
    forced = desk.send(f"{PLAN}/edit", {**fields, "text": typed, "do": "accept"})
    assert forced.status_code == 409
    assert text(office) == before


def test_whoever_was_slower_sees_both_and_overwrites_nothing(office: Office, desk: Desk) -> None:
    preview = desk.preview(PLAN, text(office).replace(OLD, NEW))
    office.edit(PLAN, "Kế hoạch năm sau", "Kế hoạch năm 2027")

    answer = desk.accept(PLAN, preview)

    assert answer.status_code == 409
    assert "có người vừa sửa tệp" in words(answer.text)
    assert "Kế hoạch năm 2027" in answer.text.partition('id="text"')[0]
    assert NEW in desk.text(answer)
    assert "Kế hoạch năm 2027" in text(office)
    assert NEW not in text(office)


def test_marks_and_line_ends_stay_as_they_were(office: Office, desk: Desk) -> None:
    plain = text(office)
    file(office).write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode())

    desk.change(PLAN, plain.replace(OLD, NEW))

    expected = b"\xef\xbb\xbf" + plain.replace(OLD, NEW).replace("\n", "\r\n").encode()
    assert file(office).read_bytes() == expected


def test_a_broken_folder_can_be_mended_file_by_file(office: Office, desk: Desk) -> None:
    good = text(office)
    office.edit(PLAN, "lead: secretary,", "lead: secretery,")
    office.edit("policies.yaml", "remind:", "remnid:")

    answer = desk.change(PLAN, good)

    assert answer.status_code == 303
    assert text(office) == good
    assert "chưa dùng được" in words(desk.http.get("/configuration").text)


def test_a_file_is_added_and_removed(office: Office, desk: Desk) -> None:
    name = "roadmaps/kế-hoạch-2027.yaml"
    other = text(office).replace("roadmap: plan", "roadmap: other").replace("Kế hoạch\n", "Khác\n")
    named = desk.http.get("/configuration/new", params={"path": name})
    assert named.status_code == 303

    assert desk.change(name, other).status_code == 303
    assert text(office, name) == other

    form = desk.fields(desk.open(name))
    gone = desk.send(f"{name}/edit", {**form, "do": "remove"})
    assert f"{name}: bỏ" in words(gone.text)
    assert file(office, name).exists()
    assert desk.accept(name, gone).status_code == 303
    assert not file(office, name).exists()


def workbook(name: str) -> bytes:
    book, content = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["id", "name", "kind", "parent"],
        ["ward-1", "Phường Một", "ward", ""],
        ["branch-1", name, "branch", "ward-1"],
        ["branch-2", "Chi bộ Hai", "branch", "ward-1"],
    ):
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def test_a_workbook_takes_the_place_of_a_register(office: Office, desk: Desk) -> None:
    form = desk.fields(desk.open("organisations.csv"))

    preview = desk.send(
        "organisations.csv/edit", {**form, "do": "upload"}, so_xlsx=workbook("Chi bộ Một")
    )
    assert "organisations.xlsx: thêm" in words(preview.text)
    assert "organisations.csv: bỏ" in words(preview.text)
    assert desk.accept("organisations.xlsx", preview).status_code == 303

    assert not file(office, "organisations.csv").exists()
    assert file(office, "organisations.xlsx").read_bytes() == workbook_in(preview)
    back = desk.http.get("/configuration/restore?entry=1")
    assert desk.send("restore?entry=1", desk.fields(back)).status_code == 303
    assert file(office, "organisations.csv").exists()
    assert not file(office, "organisations.xlsx").exists()


def workbook_in(preview: httpx.Response) -> bytes:
    """Return what a preview carries."""
    import base64  # noqa: PLC0415  (only here)

    return base64.b64decode(dict(HIDDEN.findall(preview.text))["content"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(workbook('=HYPERLINK("http://x.example.vn";"Chi bộ")'), id="formula"),
        pytest.param(b"PK\x03\x04 no workbook", id="damaged"),
        pytest.param(b"id,name\n", id="csv by another name"),
    ],
)
def test_a_workbook_that_can_not_be_read_is_refused(
    office: Office, desk: Desk, content: bytes
) -> None:
    form = desk.fields(desk.open("organisations.csv"))

    answer = desk.send("organisations.csv/edit", {**form, "do": "upload"}, so_xlsx=content)

    assert answer.status_code == 422
    assert file(office, "organisations.csv").exists()
    assert not file(office, "organisations.xlsx").exists()


@pytest.mark.parametrize(
    "path",
    [
        "roadmaps/../../x.yaml",
        "..%2F..%2Fx.yaml",
        "~/x.yaml",
        "other.yaml",
        "roadmaps/.hidden.yaml",
        "roadmaps/con.yaml",
        pytest.param(f"roadmaps/{'𠀀' * 70}.yaml", id="too long for a disk"),
        "roadmaps/a b.yaml",
        "roadmaps/deep/x.yaml",
        "library/roadmaps/x.yaml",
        "/etc/passwd",
        ".lotrinh-change",
    ],
)
def test_nothing_else_can_be_written(office: Office, desk: Desk, path: str) -> None:
    stamp = desk.fields(desk.open(PLAN))["stamp"]
    before = sorted(str(one) for one in office.folder.rglob("*"))

    assert desk.open(path).status_code in {303, 404}
    fields = {"stamp": stamp, "state": "", "text": "a: b\n", "do": "accept"}
    assert desk.send(f"{path}/edit", fields).status_code in {303, 404, 409}

    assert sorted(str(one) for one in office.folder.rglob("*")) == before


def test_a_link_is_not_followed(office: Office, desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.yaml"
    target.write_bytes(file(office).read_bytes())
    file(office).unlink()
    file(office).symlink_to(target)

    answer = desk.change(PLAN, target.read_text(encoding="utf-8").replace(OLD, NEW))

    assert answer.status_code == 409
    assert OLD in target.read_text(encoding="utf-8")


def test_only_the_coordinator_changes_files_and_only_on_our_page(
    office: Office, desk: Desk
) -> None:
    secretary = Desk(office, SECRETARY)
    before = text(office)

    assert secretary.open(PLAN).status_code == 404
    fields = desk.fields(desk.open(PLAN))
    other = {**fields, "text": before.replace(OLD, NEW), "do": "accept"}
    assert secretary.send(f"{PLAN}/edit", other).status_code == 404
    assert desk.send(f"{PLAN}/edit", {**other, "stamp": "x"}).status_code == 422
    assert text(office) == before
    secretary.http.close()


def test_an_office_that_keeps_its_files_elsewhere_says_so(office: Office, desk: Desk) -> None:
    office.edit("settings.yaml", "daily: false\n", "daily: false\nweb: {edits: no}\n")

    assert desk.open(PLAN).status_code == 404
    assert desk.http.get("/configuration/new").status_code == 404
    assert "edit" not in desk.http.get("/configuration").text


def test_a_secret_is_neither_taken_nor_shown(office: Office, desk: Desk) -> None:
    channels = text(office, "channels.yaml")
    secret = f"{channels}chat: {{kind: apprise, url: 'json://me:hunter2@chat.example.vn'}}\n"

    answer = desk.preview("channels.yaml", secret)
    assert answer.status_code == 422
    assert "mật khẩu" in words(answer.text)

    file(office, "channels.yaml").write_text(secret, encoding="utf-8")
    form = desk.open("channels.yaml")
    assert form.status_code == 409
    assert "hunter2" not in form.text
    page = desk.http.get("/configuration/channels.yaml?download")
    assert "hunter2" not in page.text


def test_what_no_form_of_ours_sends_is_refused(office: Office, desk: Desk) -> None:
    form = desk.fields(desk.open(PLAN))
    before = text(office)

    strange = desk.send(f"{PLAN}/edit", {**form, "content": "é", "do": "accept"})
    kind = [(b"content-type", "multipart/form-data; boundary=é".encode("latin-1"))]
    bound = desk.http.post(f"/configuration/{PLAN}/edit", content=b"x", headers=kind)

    assert [strange.status_code, bound.status_code] == [409, 415]
    assert text(office) == before


def test_what_is_too_large_is_not_read(desk: Desk) -> None:
    form = desk.fields(desk.open(PLAN))

    answer = desk.send(f"{PLAN}/edit", {**form, "do": "upload"}, a_yaml=b"x" * 10_000_000)

    assert answer.status_code == 413


def test_a_file_comes_as_it_is(office: Office, desk: Desk) -> None:
    answer = desk.http.get(f"/configuration/{PLAN}?download")

    assert answer.content == file(office).read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")
