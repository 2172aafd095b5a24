"""Knows what the environment says to the deliverer: the database, where messages may go, the mail server."""

import os
from collections.abc import Mapping

from channels.senders.guard import Allowed, Guard, read_network
from channels.senders.outbound import MailServer, Outbound, read_mail_server
from channels.senders.posting import Poster


class SettingsError(ValueError):
    """The environment lacks something, or says something impossible; the message names the variable."""


def mongo_url(environment: Mapping[str, str] = os.environ) -> str:
    """The database's address. Raises SettingsError."""
    url = environment.get("XIAOHAO_MONGO_URL", "").strip()
    if not url:
        raise SettingsError("XIAOHAO_MONGO_URL is not set")
    return url


def outbound(environment: Mapping[str, str] = os.environ) -> Outbound:
    """What XIAOHAO_OUTBOUND_* and XIAOHAO_SMTP_* say. Raises SettingsError."""
    http = environment.get("XIAOHAO_OUTBOUND_HTTP", "no")
    if http not in ("yes", "no"):
        raise SettingsError(f"XIAOHAO_OUTBOUND_HTTP must be yes or no, not {http!r}")
    try:
        networks = tuple(read_network(each) for each in _listed(environment, "XIAOHAO_OUTBOUND_NETWORKS"))
    except ValueError as error:
        raise SettingsError(f"XIAOHAO_OUTBOUND_NETWORKS: {error}") from None
    hosts = tuple(each.lower() for each in _listed(environment, "XIAOHAO_OUTBOUND_HOSTS"))
    return Outbound(Poster(Guard(Allowed(networks, hosts, http == "yes"))), _mail(environment))


def _mail(environment: Mapping[str, str]) -> MailServer | None:
    url = environment.get("XIAOHAO_SMTP_URL", "").strip()
    if not url:
        return None
    try:
        return read_mail_server(url, environment.get("XIAOHAO_SMTP_FROM", "").strip())
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _listed(environment: Mapping[str, str], name: str) -> list[str]:
    return [each.strip() for each in environment.get(name, "").split(",") if each.strip()]
