"""Knows every kind of channel: the one table of them."""

from collections.abc import Mapping
from typing import Final

from channels.endpoints.endpoint import ChannelKind
from channels.endpoints.message import Sender
from channels.senders.mail import Mail
from channels.senders.outbound import Outbound
from channels.senders.provider import Provider
from channels.senders.robots import DingTalk, Feishu, WeCom
from channels.senders.webhooks import Webhooks

PROVIDERS: Final[Mapping[ChannelKind, Provider]] = {
    each.kind: each for each in (Webhooks(), WeCom(), DingTalk(), Feishu(), Mail())
}


def sender_of(outbound: Outbound) -> Sender:
    """One that sends anything, wherever this deployment allows."""
    return lambda endpoint, message: PROVIDERS[endpoint.kind].send(outbound, endpoint, message)
