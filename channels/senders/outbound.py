"""Knows what messages leave by: a guarded poster, and the deployment's own mail server."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from channels.senders.posting import Poster

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
    total_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Outbound:
    """`mail` is None where the deployment sends none."""

    poster: Poster
    mail: MailServer | None


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
