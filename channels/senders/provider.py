"""Knows what every kind of channel answers for: faults of an entry, what fits in a message, what is shown, sending."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import ClassVar, Final
from urllib.parse import urlsplit

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Document, Message
from channels.endpoints.outcomes import Accepted, Failed, Limited, Outcome
from channels.senders.guard import AddressRefused
from channels.senders.lengths import Cap
from channels.senders.outbound import Outbound
from channels.senders.posting import Answer, NoAnswer
from channels.senders.texts import body, language_of
from ledger.groundwork.seen_text import one_line

Request = tuple[str, dict[str, str], bytes]
"""(URL, headers, body)."""
_LATER: Final = frozenset({408, 425})


class Provider(ABC):
    """One kind of channel. It keeps nothing: what it needs to send comes with each message."""

    kind: ClassVar[ChannelKind]
    cap: ClassVar[Cap]  # of what is `written`
    signs: ClassVar[bool] = False  # whether an endpoint may have a secret
    hides_address: ClassVar[bool] = False  # whoever has the address can post, so it is as secret as a password
    instead: ClassVar[Mapping[str, str]] = MappingProxyType(
        {}
    )  # what the service reads specially in a text, and what stands for it

    @abstractmethod
    def address_faults(self, address: str, outbound: Outbound) -> Iterator[str]:
        """Why nothing can be sent there."""

    def secret_faults(self, secret: str) -> Iterator[str]:
        """Why nothing can be signed with it, or nothing is; never with the secret in it."""
        if secret and not self.signs:
            yield f"{self.kind.value} 不签名 / {self.kind.value} is not signed: leave the secret out"

    def new_secret(self) -> str:
        """For an endpoint that is added without one, as the receiver is told it; empty where it can do without."""
        return ""

    def written(self, endpoint: Endpoint, alerts: Sequence[Document], _: datetime, /) -> str:
        """What the service counts of a message at a time: the text alone, unless it counts more."""
        return body(alerts, language_of(endpoint.language), self.plain)

    def plain(self, text: str) -> str:
        """What others wrote, as this service shows it and nothing else: one line, hiding nothing, calling nobody."""
        return one_line(text, self.instead)

    def fits(self, endpoint: Endpoint, alerts: Sequence[Document], now: datetime) -> bool:
        """Whether one message to this endpoint holds all of these alerts."""
        return self.cap.holds(self.written(endpoint, alerts, now))

    @abstractmethod
    def shown(self, address: str) -> str:
        """The address without what would let a stranger use it."""

    @abstractmethod
    async def send(self, outbound: Outbound, endpoint: Endpoint, message: Message) -> Outcome:
        """One attempt."""


class Posted(Provider):
    """A kind that is written to by one POST to a URL. 2xx is yes, unless the body says otherwise."""

    @abstractmethod
    def request(self, endpoint: Endpoint, message: Message) -> Request:
        """What is posted."""

    def taken(self, answer: Answer) -> Outcome:
        """What an answer of 2xx means."""
        return Accepted(f"HTTP {answer.status}")

    def address_faults(self, address: str, outbound: Outbound) -> Iterator[str]:
        try:
            outbound.poster.guard.check_url(address)
        except AddressRefused as error:
            yield f"不允许的地址 / the address is refused: {error}"

    def shown(self, address: str) -> str:
        parts = urlsplit(address)
        tail = f"…{address[-4:]}" if self.hides_address else parts.path
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{tail.lstrip('/')}"

    async def send(self, outbound: Outbound, endpoint: Endpoint, message: Message) -> Outcome:
        try:
            answer = await outbound.poster.post(*self.request(endpoint, message))
        except AddressRefused as error:
            return Failed(f"refused: {error}", permanent=True)
        except NoAnswer as error:
            return Failed(str(error))
        return self.taken(answer) if 200 <= answer.status < 300 else _not_taken(answer, message.at)


def _not_taken(answer: Answer, now: datetime) -> Outcome:
    """429 is a limit; 4xx and a redirect are for good; the rest may be tried again."""
    status = answer.status
    if status == 429 or (status == 503 and "retry-after" in answer.headers):
        return Limited(f"HTTP {status}", _retry_after(answer.headers.get("retry-after", ""), now))
    if 300 <= status < 400:
        return Failed(f"HTTP {status}: redirects are not followed", permanent=True)
    return Failed(f"HTTP {status}", permanent=400 <= status < 500 and status not in _LATER)


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """RFC 9110: seconds, or a date."""
    try:
        return timedelta(seconds=int(text)) if text.isdecimal() else parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):
        return None
