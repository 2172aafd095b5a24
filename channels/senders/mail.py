"""Knows e-mail: one plain-text message over the deployment's own mail server; its Message-ID stays across retries."""

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Message
from channels.endpoints.outcomes import Accepted, Failed, Outcome
from channels.senders.lengths import CAPS, SUBJECT
from channels.senders.texts import body, language_of, subject, trial_text

TOTAL_SECONDS: Final = 30.0
_PORTS: Final = {"smtps": 465, "smtp": 587}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `tls` from the first byte; else STARTTLS is demanded unless `plain`."""

    host: str
    port: int
    sender: str
    username: str | None = None
    password: str | None = None
    tls: bool = False
    plain: bool = False
    total_seconds: float = TOTAL_SECONDS


def read_mail_server(url: str, sender: str) -> MailServer:
    """`smtps://USER:PASSWORD@HOST:465`, `smtp://…:587` (STARTTLS) or `smtp+plain://HOST:25`. Raises ValueError."""
    parts = urlsplit(url)
    scheme = parts.scheme.removesuffix("+plain")
    if scheme not in _PORTS or not parts.hostname or (scheme == "smtps" and parts.scheme != scheme):
        raise ValueError("XIAOHAO_SMTP_URL must be smtps://, smtp:// (STARTTLS) or smtp+plain://, and name a host")
    if not sender:
        raise ValueError("XIAOHAO_SMTP_FROM must say who the mail is from")
    return MailServer(
        host=parts.hostname,
        port=parts.port or _PORTS[scheme],
        sender=sender,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=scheme == "smtps",
        plain=parts.scheme.endswith("+plain"),
    )


async def send_mail(server: MailServer | None, endpoint: Endpoint, message: Message) -> Outcome:
    """Hand it to the mail server; what the server refuses for good (5xx) is for good."""
    if server is None:
        return Failed("XIAOHAO_SMTP_URL is not set: this deployment sends no mail", permanent=True)
    try:
        async with asyncio.timeout(server.total_seconds):
            _, said = await aiosmtplib.send(
                letter(server, endpoint, message),
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


def letter(server: MailServer, endpoint: Endpoint, message: Message) -> EmailMessage:
    """The message as mail."""
    language = language_of(endpoint.language)
    mail = EmailMessage()
    mail["From"] = server.sender
    mail["To"] = endpoint.address
    mail["Date"] = message.at
    mail["Message-ID"] = f"<{message.id}@{server.sender.rpartition('@')[2].strip('> ')}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = body(message.alerts, language) if message.alerts else trial_text(language)
    title = subject(message.alerts, language) if message.alerts else trial_text(language)
    mail["Subject"] = SUBJECT.cut(" ".join(title.split()))
    mail.set_content(CAPS[ChannelKind.EMAIL].cut(text))
    return mail
