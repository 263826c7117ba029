"""The ways that people go through the pages, with a real browser and a real mail server."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lotrinh.application.recording.tickets import Ticket
from lotrinh.domain.registers import PersonId
from tests.browser.conftest import Desktop
from tests.integration.channels.servers import Sink
from tests.integration.web.conftest import Office

PHONE = {"width": 390, "height": 844}
SECRETARY = "bi-thu-cb-01"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def sink(lively: Office) -> Iterator[Sink]:
    sink = Sink()
    sink.start()
    lively.edit(
        "channels.yaml",
        "deliver_by: preview\n",
        "deliver_by: mail\n"
        f"mail: {{kind: smtp, host: 127.0.0.1, port: {sink.port}, security: none,"
        " sender: lotrinh@example.vn}\n",
    )
    yield sink
    sink.stop()


def on_page(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


@SCRIPTS
def test_a_mail_lets_somebody_in_who_looks_filters_and_opens_a_cell(
    desktop: Desktop, lively: Office, sink: Sink, *, scripts: bool
) -> None:
    page = desktop.page(lively, person="", java_script_enabled=scripts)
    page.goto("/matrix/year-end")
    page.get_by_label("Địa chỉ thư").fill("vanphong@dong-hai-2.example.vn")
    page.keyboard.press("Enter")
    on_page(page, "Nếu văn phòng có địa chỉ hoặc mã này")

    page.goto(link_in(sink, "signin"))
    page.get_by_role("button").click()
    page.get_by_role("link", name="Bảng", exact=True).click()
    page.get_by_label("Tìm đơn vị, việc").fill("so 1")
    page.get_by_label("Tình trạng").select_option("overdue")
    page.get_by_label("Tìm đơn vị, việc").press("Enter")
    page.get_by_role("link", name=re.compile("quá hạn")).first.click()

    on_page(page, "Vì sao là ngày này")
    page.get_by_role("button", name="Thoát").click()
    page.goto("/")
    expect(page).to_have_url(re.compile("/signin$"))


@SCRIPTS
def test_a_press_says_done_and_another_takes_it_back(
    desktop: Desktop, lively: Office, *, scripts: bool
) -> None:
    code = lively.codes()["chi-bo-01", "branch-review"]
    token = lively.program.seals.seal(Ticket(PersonId(SECRETARY), (code,), lively.now))
    page = desktop.page(lively, person="", viewport=PHONE, java_script_enabled=scripts)
    page.goto(f"/a/{token}")

    page.get_by_role("button", name="Đã xong").first.click()
    on_page(page, "đã xong")
    assert lively.said() == ["done"]

    page.get_by_role("button", name="Hoàn lại").click()
    expect(page.get_by_role("button", name="Đã xong").first).to_be_visible()
    assert lively.said() == ["done", "undone"]


def test_the_keyboard_alone_leads_past_the_menu_and_shows_where_it_is(
    desktop: Desktop, shown: Office
) -> None:
    page = desktop.page(shown)
    page.goto("/calendar/2026-12")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#contents$"))
    page.keyboard.press("Tab")

    focused = page.locator("main :focus-visible")
    expect(focused).to_have_count(1)
    outline = focused.evaluate("it => getComputedStyle(it).outlineStyle")
    assert outline == "solid"


def test_a_mistake_is_told_at_its_field_and_what_was_typed_is_kept(
    desktop: Desktop, lively: Office
) -> None:
    code = lively.codes()["chi-bo-01", "branch-review"]
    token = lively.program.seals.seal(Ticket(PersonId(SECRETARY), (code,), lively.now))
    page = desktop.page(lively, person="", viewport=PHONE)
    page.goto(f"/a/{token}")
    page.get_by_text("Xong từ hôm khác").click()
    page.get_by_label("Đường dẫn").fill("C:\\bien-ban.docx")
    page.get_by_label("Ghi chú").fill("đủ hồ sơ")
    page.get_by_label("Đường dẫn").press("Enter")

    expect(page.get_by_label("Đường dẫn")).to_be_focused()
    expect(page.get_by_label("Ghi chú").first).to_have_value("đủ hồ sơ")
    assert lively.said() == []


def test_the_matrix_is_printed_whole_and_without_what_only_a_screen_needs(
    desktop: Desktop, shown: Office
) -> None:
    page = desktop.page(shown)
    page.goto("/matrix/year-end")

    page.emulate_media(media="print")

    expect(page.get_by_role("search", include_hidden=True)).to_be_hidden()
    expect(page.get_by_role("navigation", include_hidden=True).first).to_be_hidden()
    table = page.locator(".matrix")
    assert table.evaluate("it => getComputedStyle(it).overflow") == "visible"
    assert table.evaluate("it => getComputedStyle(it).maxHeight") == "none"
    colours = page.locator(".matrix td.s").first
    assert colours.evaluate("it => getComputedStyle(it).printColorAdjust") == "exact"
    (paper,) = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert paper.mediabox.width > paper.mediabox.height
    assert "Chi bộ Công an phường" in " ".join(paper.extract_text().split())


def link_in(sink: Sink, page: str) -> str:
    """Return the link to a page in the mail that comes next."""
    body = sink.next().get_body(("plain",))
    assert body is not None
    (link,) = re.findall(rf"(http\S+/{page}/\S+)", str(body.get_content()))
    return str(link)
