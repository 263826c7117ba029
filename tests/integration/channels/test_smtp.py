import pytest

from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.channels.mail import Sender
from lotrinh.channels.relay import Relay, RelaySettings
from lotrinh.channels.security import Security
from tests.integration.channels.builders import LAN, a_message, send_to, smtp
from tests.integration.channels.servers import Talk, listening, mail_server, scripted


def test_a_mail_arrives_at_one_recipient() -> None:
    with mail_server() as server:
        receipt = send_to(server.port)

    assert receipt == Receipt(Outcome.ACCEPTED, "250 2.0.0")
    (envelope,), (mail,) = server.envelopes, server.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("nhac-viec@example.vn", [LAN])
    assert mail["Subject"] == "[Nhắc việc] Kiểm điểm cuối năm: còn 7 ngày"


def test_lines_that_begin_with_a_dot_arrive_as_they_were() -> None:
    with mail_server() as server, smtp(server.port) as channel:
        channel.send(a_message(text=".\n..\n.một\n"), LAN)

    text = next(server.mails[0].iter_parts())
    assert text.get_content().splitlines() == [".", "..", ".một"]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("450 4.2.1 greylisted", Outcome.TEMPORARY),
        ("451 4.7.1 try again", Outcome.TEMPORARY),
        ("452 4.2.2 mailbox full", Outcome.TEMPORARY),
        ("550 5.1.1 no such user", Outcome.PERMANENT),
        ("551 not here", Outcome.PERMANENT),
        ("552 5.2.2 over quota", Outcome.PERMANENT),
        ("554 transaction failed", Outcome.PERMANENT),
        ("550 5.4.4 unable to route", Outcome.TEMPORARY),
        ("550 5.7.1 blocked by policy", Outcome.TEMPORARY),
        ("553 5.1.8 bad sender", Outcome.TEMPORARY),
        ("530 must sign in", Outcome.TEMPORARY),
    ],
)
def test_a_refusal_is_told_by_its_codes_wherever_it_comes(
    step: str, reply: str, outcome: Outcome
) -> None:
    with mail_server({step: reply}) as server:
        receipt = send_to(server.port)

    code, status, *_ = reply.split()
    detail = f"{code} {status}" if status[0].isdigit() else code
    assert receipt == Receipt(outcome, detail)


def test_after_a_refusal_the_next_mail_goes_over_the_same_connection() -> None:
    with mail_server({"RCPT": "550 5.1.1 no"}) as server, smtp(server.port) as channel:
        channel.send(a_message(), LAN)
        server.refusals.clear()

        assert channel.send(a_message(), LAN).outcome is Outcome.ACCEPTED
        assert len(server.peers) == 1


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_server_that_takes_leave_is_asked_again_later(step: str) -> None:
    with mail_server({step: "421 4.3.2 shutting down"}) as server, smtp(server.port) as channel:
        receipt = channel.send(a_message(), LAN)
        server.refusals.clear()

        assert receipt == Receipt(Outcome.TEMPORARY, "421 4.3.2")
        assert channel.send(a_message(), LAN).outcome is Outcome.ACCEPTED
        assert len(server.peers) == 2


def test_many_mails_share_one_connection() -> None:
    with mail_server() as server, smtp(server.port) as channel:
        receipts = [channel.send(a_message(key=f"k-{n}"), LAN) for n in range(20)]

    assert {receipt.outcome for receipt in receipts} == {Outcome.ACCEPTED}
    assert len(server.mails) == 20
    assert len(server.peers) == 1


def test_a_server_that_was_restarted_is_called_again_unnoticed() -> None:
    with mail_server() as server, smtp(server.port) as channel:
        channel.send(a_message(), LAN)
        server.stop()
        with mail_server(port=server.port) as restarted:
            receipt = channel.send(a_message(), LAN)

    assert receipt.outcome is Outcome.ACCEPTED
    assert server.mails[0]["Message-ID"] == restarted.mails[0]["Message-ID"]


def test_a_kept_connection_that_the_server_gave_up_is_replaced_unnoticed() -> None:
    def takes_one(talk: Talk) -> None:
        talk.greet()
        talk.accept_until_data()
        talk.hear(b"\r\n.\r\n")
        talk.say("250 2.0.0 OK")
        talk.hear()
        talk.say("421 4.4.2 idle for too long")

    with scripted(takes_one, takes_one) as port, smtp(port) as channel:
        receipts = [channel.send(a_message(), LAN) for _ in range(2)]

    assert [r.outcome for r in receipts] == [Outcome.ACCEPTED, Outcome.ACCEPTED]


def test_a_server_that_will_not_take_the_body_gets_none() -> None:
    heard = []

    def is_out_of_step(talk: Talk) -> None:
        talk.greet()
        for _ in range(3):
            talk.hear()
            talk.say("250 2.0.0 OK")
        heard.append(talk.hear())

    with scripted(is_out_of_step) as port:
        assert send_to(port).outcome is Outcome.TEMPORARY
    assert heard[0] in {b"RSET\r\n", b"QUIT\r\n"}


def test_a_server_that_refuses_and_goes_is_called_again() -> None:
    def refuses_and_goes(talk: Talk) -> None:
        talk.greet()
        talk.hear()
        talk.say("451 4.3.0 not now")

    def takes_one(talk: Talk) -> None:
        talk.greet()
        talk.accept_until_data()
        talk.hear(b"\r\n.\r\n")
        talk.say("250 2.0.0 OK")

    with scripted(refuses_and_goes, takes_one) as port, smtp(port) as channel:
        assert channel.send(a_message(), LAN) == Receipt(Outcome.TEMPORARY, "451 4.3.0")
        assert channel.send(a_message(), LAN).outcome is Outcome.ACCEPTED


def test_an_unreadable_reply_to_the_whole_mail_leaves_the_end_unknown() -> None:
    def mumbles(talk: Talk) -> None:
        talk.greet()
        talk.accept_until_data()
        talk.hear(b"\r\n.\r\n")
        talk.say("well, let me see")

    with scripted(mumbles) as port:
        assert send_to(port).outcome is Outcome.UNKNOWN


def test_a_refused_connection_is_temporary() -> None:
    with listening() as gone:
        port = gone.getsockname()[1]

    assert send_to(port) == Receipt(Outcome.TEMPORARY, "connection refused")


def test_a_host_without_an_address_is_temporary() -> None:
    receipt = send_to(25, host="mail.invalid")

    assert receipt == Receipt(Outcome.TEMPORARY, "host not found")


def test_a_server_that_does_not_greet_in_time_is_temporary() -> None:
    with scripted(Talk.fall_silent) as port:
        receipt = send_to(port, timeout="0.2")

    assert receipt == Receipt(Outcome.TEMPORARY, "timed out")


@pytest.mark.parametrize("greeting", ["554 5.7.1 no service", "421 4.3.2 too busy"])
def test_a_greeting_that_is_a_refusal_is_temporary(greeting: str) -> None:
    def refuses(talk: Talk) -> None:
        talk.say(greeting)

    with scripted(refuses) as port:
        assert send_to(port) == Receipt(Outcome.TEMPORARY, greeting[:9])


def test_a_drop_before_the_mail_is_temporary() -> None:
    def drops_at_recipient(talk: Talk) -> None:
        talk.greet()
        talk.hear()
        talk.say("250 2.1.0 OK")
        talk.hear()

    with scripted(drops_at_recipient) as port:
        assert send_to(port) == Receipt(Outcome.TEMPORARY, "connection lost")


def _drops_in_the_body(talk: Talk) -> None:
    talk.greet()
    talk.accept_until_data()
    talk.connection.recv(100)


def test_a_drop_in_the_body_is_temporary() -> None:
    """The mail is larger than what the system takes on trust, so the drop is seen in it."""
    with scripted(_drops_in_the_body) as port:
        receipt = relay_to(port).send(b"x" * 32_000_000 + b"\r\n", LAN)

    assert receipt == Receipt(Outcome.TEMPORARY, "connection lost")


def test_a_drop_in_the_body_of_a_small_mail_is_never_taken_for_an_end() -> None:
    """All of a small mail is under way before the drop can be seen."""
    with scripted(_drops_in_the_body) as port:
        assert send_to(port).outcome in {Outcome.TEMPORARY, Outcome.UNKNOWN}


def test_a_drop_after_the_whole_mail_leaves_its_end_unknown() -> None:
    def drops_after_dot(talk: Talk) -> None:
        talk.greet()
        talk.accept_until_data()
        talk.hear(b"\r\n.\r\n")

    with scripted(drops_after_dot) as port:
        receipt = send_to(port)

    assert receipt == Receipt(Outcome.UNKNOWN, "connection lost after the whole mail")


def test_silence_after_the_whole_mail_leaves_its_end_unknown() -> None:
    def falls_silent(talk: Talk) -> None:
        talk.greet()
        talk.accept_until_data()
        talk.fall_silent()

    with scripted(falls_silent) as port:
        receipt = send_to(port, timeout="0.2")

    assert receipt == Receipt(Outcome.UNKNOWN, "timed out after the whole mail")


def test_a_banner_that_drips_in_is_not_waited_for_without_end() -> None:
    with scripted(_drips) as port:
        assert send_to(port, timeout="0.2") == Receipt(Outcome.TEMPORARY, "timed out")


def test_a_last_answer_that_drips_in_leaves_the_end_unknown() -> None:
    def takes_it_and_drips(talk: Talk) -> None:
        talk.greet()
        talk.accept_until_data()
        talk.hear(b"\r\n.\r\n")
        _drips(talk)

    with scripted(takes_it_and_drips) as port:
        receipt = send_to(port, timeout="0.2")

    assert receipt == Receipt(Outcome.UNKNOWN, "timed out after the whole mail")


def _drips(talk: Talk) -> None:
    talk.connection.sendall(b"250-")
    while not talk.waited(0.05):
        talk.connection.sendall(b"x")


def test_an_address_that_is_none_is_refused_without_a_call() -> None:
    with smtp(1) as channel:
        receipt = channel.send(a_message(), "zalo:0912345678")

    assert receipt == Receipt(Outcome.PERMANENT, "not an e-mail address")


def test_a_greeting_sends_nothing_and_says_what_a_mail_would_hear() -> None:
    with mail_server() as server:
        greeted, mails = relay_to(server.port).greet(5), server.mails
    with mail_server({"MAIL": "535 5.7.8 who are you"}) as server:
        refused = relay_to(server.port).greet(5)
    nobody = relay_to(server.port).greet(5)

    assert (greeted, mails) == (Receipt(Outcome.ACCEPTED, ""), [])
    assert (refused.outcome, refused.detail) == (Outcome.TEMPORARY, "535 5.7.8")
    assert nobody.outcome is Outcome.TEMPORARY


def relay_to(port: int) -> Relay:
    sender = Sender("nhac-viec@example.vn")
    return Relay(RelaySettings("127.0.0.1", port, Security.NONE, sender, "", None, "", 5))
