"""E-mail leaves over a real SMTP server on loopback, under a Message-ID that stays the same."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from channels.endpoints.endpoint import ChannelKind
from channels.endpoints.message import Message
from channels.endpoints.outcomes import Accepted, Failed, Outcome
from channels.senders.mail import Mail
from channels.senders.outbound import MailServer, Outbound, read_mail_server
from stack.processes.ports import free_port
from tests.channels.parts import alert, endpoint, message, poster


@dataclass
class Mailbox:
    """Takes mail, or says what it was told to."""

    answer: str = "250 taken"
    recipient_answer: str = "250 ok"
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        self.letters.append(read)
        return self.answer


def sent(server: MailServer | None, what: Message, **over: Any) -> Outcome:
    to = endpoint(ChannelKind.EMAIL, "head@example.org", **over)
    return asyncio.run(Mail().send(Outbound(poster(), server), to, what))


@dataclass
class Office:
    box: Mailbox
    server: MailServer

    def send(self, *alerts: dict[str, Any], **over: Any) -> Outcome:
        return sent(self.server, message(*(alerts or (alert(),))), **over)


@pytest.fixture
def office() -> Iterator[Office]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield Office(box, MailServer("127.0.0.1", controller.port, "ledger@example.org", plain=True, total_seconds=5))
    finally:
        controller.stop()


def test_an_alert_arrives_as_mail(office: Office) -> None:
    assert isinstance(office.send(), Accepted)
    (letter,) = office.box.letters
    assert (letter["to"], letter["from"]) == ("head@example.org", "ledger@example.org")
    assert letter["subject"] == "【提醒函·黄】140105-2026-0001 研究部署"
    assert alert()["text_zh"] in letter.get_content()
    assert letter["message-id"] == "<dlv_1@example.org>"


def test_sent_again_it_is_the_same_mail(office: Office) -> None:
    office.send()
    office.send()
    first, second = office.box.letters
    assert first["message-id"] == second["message-id"]


def test_several_alerts_are_one_mail_that_lists_them(office: Office) -> None:
    office.send(alert(1), alert(2), language="en")
    (letter,) = office.box.letters
    assert letter["subject"] == "2 alerts"
    assert "140105-2026-0002" in letter.get_content()


def test_no_text_can_begin_another_header(office: Office) -> None:
    office.send(alert(serial="1\r\nBcc: someone@example.org"))
    (letter,) = office.box.letters
    assert letter["bcc"] is None


@pytest.mark.parametrize(("code", "permanent"), [("550 no such box", True), ("451 later", False)])
def test_what_the_server_refuses_is_told_apart(office: Office, code: str, permanent: bool) -> None:
    office.box.recipient_answer = code
    outcome = office.send()
    assert isinstance(outcome, Failed)
    assert outcome.permanent is permanent
    office.box.recipient_answer, office.box.answer = "250 ok", code
    outcome = office.send()
    assert isinstance(outcome, Failed)
    assert outcome.permanent is permanent


def test_without_starttls_nothing_is_sent_unless_plain_is_allowed(office: Office) -> None:
    careful = MailServer("127.0.0.1", office.server.port, "ledger@example.org", total_seconds=5)
    assert isinstance(sent(careful, message(alert())), Failed)
    assert not office.box.letters


def test_a_server_that_is_not_there_or_not_set_is_a_failure() -> None:
    gone = MailServer("127.0.0.1", free_port(), "ledger@example.org", plain=True)
    assert isinstance(sent(gone, message(alert())), Failed)
    unset = sent(None, message(alert()))
    assert isinstance(unset, Failed)
    assert "XIAOHAO_SMTP_URL is not set" in unset.says


def test_the_servers_address_says_how_it_is_spoken_to() -> None:
    assert read_mail_server("smtps://me:p%40ss@mail.example.org", "a@b.org") == MailServer(
        "mail.example.org", 465, "a@b.org", "me", "p@ss", tls=True
    )
    assert read_mail_server("smtp://mail.example.org", "a@b.org") == MailServer("mail.example.org", 587, "a@b.org")
    assert read_mail_server("smtp+plain://mail:25", "a@b.org") == MailServer("mail", 25, "a@b.org", plain=True)
    for wrong in ("http://mail", "smtp://", "smtps+plain://mail"):
        with pytest.raises(ValueError, match="XIAOHAO_SMTP_URL"):
            read_mail_server(wrong, "a@b.org")
    with pytest.raises(ValueError, match="XIAOHAO_SMTP_FROM"):
        read_mail_server("smtp://mail", "")
