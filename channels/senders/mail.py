"""Knows e-mail: one plain-text message over the deployment's own mail server; its Message-ID stays across retries."""

import asyncio
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Final

import aiosmtplib

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Message
from channels.endpoints.outcomes import Accepted, Failed, Outcome
from channels.senders.lengths import Cap, utf8
from channels.senders.outbound import MailServer, Outbound
from channels.senders.provider import Provider
from channels.senders.texts import language_of, subject

# Not all that RFC 5321 allows, but what people have; and no character that could begin another header or recipient.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z0-9-]{2,63}")
_SUBJECT: Final = Cap(120, len)


class Mail(Provider):
    """A mailbox of one person or several. Nothing is signed, and an address is no secret."""

    kind = ChannelKind.EMAIL
    cap = Cap(100_000, utf8)

    def address_faults(self, address: str, outbound: Outbound) -> Iterator[str]:
        if not _ADDRESS.fullmatch(address):
            yield f"邮箱地址无效 / not a mail address: {address!r}"
        if outbound.mail is None:
            yield "未设置 XIAOHAO_SMTP_URL / XIAOHAO_SMTP_URL is not set: this deployment sends no mail"

    def shown(self, address: str) -> str:
        return address

    async def send(self, outbound: Outbound, endpoint: Endpoint, message: Message) -> Outcome:
        """Hand it to the mail server; what the server refuses for good (5xx) is for good."""
        server = outbound.mail
        if server is None:
            return Failed("XIAOHAO_SMTP_URL is not set: this deployment sends no mail", permanent=True)
        try:
            async with asyncio.timeout(server.total_seconds):
                _, said = await aiosmtplib.send(
                    self._letter(server, endpoint, message),
                    hostname=server.host,
                    port=server.port,
                    username=server.username,
                    password=server.password,
                    use_tls=server.tls,
                    start_tls=not (server.tls or server.plain),
                    timeout=server.total_seconds,
                )
        except TimeoutError:
            return Failed(f"the mail server did not answer within {server.total_seconds:g} s")
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [each.code for each in error.recipients]
            return Failed(f"SMTP {codes}", permanent=all(code >= 500 for code in codes))
        except aiosmtplib.SMTPResponseException as error:
            return Failed(f"SMTP {error.code} {error.message}"[:200], permanent=error.code >= 500)
        except (aiosmtplib.SMTPException, OSError) as error:
            return Failed(f"{type(error).__name__}: {error}"[:200])
        return Accepted(said[:200])

    def _letter(self, server: MailServer, endpoint: Endpoint, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = server.sender
        mail["To"] = endpoint.address
        mail["Date"] = message.at
        mail["Message-ID"] = f"<{message.id}@{server.sender.rpartition('@')[2].strip('> ')}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["Subject"] = _SUBJECT.cut(subject(message.alerts, language_of(endpoint.language), self.plain))
        mail.set_content(self.cap.cut(self.written(endpoint, message.alerts, message.at)))
        return mail
