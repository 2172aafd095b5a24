"""Knows which sender each kind of endpoint has."""

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Message, Sender
from channels.endpoints.outcomes import Outcome
from channels.senders.guard import Guard
from channels.senders.mail import send_mail
from channels.senders.posting import Poster
from channels.senders.robots import send_robot
from channels.senders.webhooks import send_webhook
from channels.settings import Outbound


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
