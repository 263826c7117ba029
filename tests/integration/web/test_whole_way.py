"""From the check to the mail to the press: the link that arrives is the one that opens."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from lotrinh.application.books.correspondents import Rhythm
from tests.integration.web.conftest import PUBLIC, Office, words


def mails(office: Office, person: str) -> list[EmailMessage]:
    """Return the mails that a person has got, by the day."""
    folder = office.folder / "var" / "preview"
    found = sorted(Path(folder).glob(f"*_{person}_*.eml"))
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in found
    ]


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_the_link_of_a_mail_opens_its_page_and_answers(office: Office) -> None:
    (mail,) = mails(office, "bi-thu-1")
    (link,) = re.findall(rf"{PUBLIC}/a/(\S+)", part(mail, "plain"))
    assert f'href="{PUBLIC}/a/{link}"' in part(mail, "html")

    with office.visitor() as lan:
        assert "Kính gửi Bí thư Chi bộ Một" in words(lan.look(link).text)
        lan.press(link, office.codes()["branch-1", "review"], "done")

    assert office.said() == ["done"]


def test_a_mail_says_where_to_choose_how_often_in_the_way_that_mail_programs_know(
    office: Office,
) -> None:
    (mail,) = mails(office, "bi-thu-1")

    (link,) = re.findall(rf"^<{PUBLIC}/n/(\S+)>$", mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with office.visitor() as program:
        program.http.post(f"/n/{link}", data={"List-Unsubscribe": "One-Click"})
    assert office.program.reception.correspondents()[0].person == "bi-thu-1"


def test_what_the_outbox_shows_answers_for_nobody(office: Office) -> None:
    shown = [
        office.program.mailroom.opened(delivery.key).text
        for delivery in office.program.mailroom.deliveries()
    ]
    links = re.findall(rf"{PUBLIC}/a/(\S+)", " ".join(shown))

    assert links
    with office.visitor() as somebody:
        for link in links:
            assert re.fullmatch(r"\d+(-\d+)*", link)
            assert somebody.look(link).status_code == 404


def test_who_wants_one_letter_a_week_gets_it_on_monday_and_what_is_urgent_at_once(
    office: Office,
) -> None:
    """On Friday the 11th one item is due in three days, and the other in nine: it waits."""
    office.program.reception.choose_rhythm("bi-thu-1", Rhythm.WEEKLY)
    told: list[tuple[str, str, bool]] = []
    for day in ("2026-12-11", "2026-12-14"):
        office.at(f"{day} 07:30")
        office.program.check()
        for send in office.program.deliver().sends:
            about_next_year = "Kế hoạch năm sau" in send.message.text
            told.append((day[-2:], send.message.recipient, about_next_year))

    assert sorted(told) == [
        ("11", "bi-thu-1", False),
        ("11", "bi-thu-2", True),
        ("14", "bi-thu-1", True),
        ("14", "bi-thu-2", False),
    ]
