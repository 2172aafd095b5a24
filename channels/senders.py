"""Knows which sender each kind of endpoint has."""

from xiaohao.channels.guard import Guard
from xiaohao.channels.mail import send_mail
from xiaohao.channels.message import Message, Sender
from xiaohao.channels.outcomes import Outcome
from xiaohao.channels.posting import Poster
from xiaohao.channels.robots import send_robot
from xiaohao.channels.settings import Outbound
from xiaohao.channels.webhooks import send_webhook
from xiaohao.ledger.endpoints import ChannelKind, Endpoint


def sender_of(settings: Outbound) -> Sender:
    """One that sends anything, through a guard that knows what this deployment allows."""
    poster = Poster(Guard(settings.allowed))

    async def send(endpoint: Endpoint, message: Message) -> Outcome:
        if endpoint.kind is ChannelKind.EMAIL:
            return await send_mail(settings.mail, endpoint, message)
        if endpoint.kind is ChannelKind.WEBHOOK:
            return await send_webhook(poster, endpoint, message)
        return await send_robot(poster, endpoint, message)

    return send
