"""Knows what the environment says to the deliverer: the database, where messages may go, the mail server."""

from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

from channels.senders.guard import Allowed, Guard, Network, read_network
from channels.senders.outbound import Outbound, read_mail_server
from channels.senders.posting import Poster
from ledger.groundwork.process_settings import Needed, ProcessSettings, SettingsError


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(each.strip().lower() for each in text.split(",") if each.strip())


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(map(read_network, _hosts(text)))


class OutboundSettings(ProcessSettings):
    """What XIAOHAO_OUTBOUND_* and XIAOHAO_SMTP_* say to whoever sends; networks and hosts with commas between."""

    outbound_networks: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_networks)] = ()
    outbound_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = ()
    outbound_http: Literal["yes", "no"] = "no"
    smtp_url: str = ""
    smtp_from: str = ""

    @property
    def outbound(self) -> Outbound:
        """The same, as senders have it. Raises SettingsError."""
        allowed = Allowed(self.outbound_networks, self.outbound_hosts, self.outbound_http == "yes")
        try:
            mail = read_mail_server(self.smtp_url, self.smtp_from) if self.smtp_url else None
        except ValueError as error:
            raise SettingsError(str(error)) from None
        return Outbound(Poster(Guard(allowed)), mail)


class Settings(OutboundSettings):
    """The deliverer's."""

    mongo_url: Needed
