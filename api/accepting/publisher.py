"""Knows what the API asks of a broker, and the twin that has none."""

from dataclasses import dataclass
from typing import Protocol

from mobile_schema.cloudevents import Headers


@dataclass(frozen=True, slots=True)
class Message:
    """One record: its topic, key (project code), value (the reports' own bytes) and CloudEvents headers."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


class BrokerAway(Exception):
    """The broker did not confirm in time. The record may still be there: sending it again does no harm."""


class Publisher(Protocol):
    """Takes records to a broker."""

    @property
    def connected(self) -> bool:
        """Whether the broker is known and its topics are there."""
        ...

    async def start(self) -> None:
        """Begin to connect; does not wait for it."""
        ...

    async def publish(self, message: Message) -> None:
        """Return when all in-sync replicas have the record. Raises BrokerAway within a bounded time."""
        ...

    async def stop(self) -> None:
        """Let what is on its way arrive, for a bounded time, and disconnect."""
        ...

    def ends(self) -> dict[tuple[str, int], int]:
        """The offset after the last record this process published, by (topic, partition)."""
        ...


class NullPublisher:
    """Confirms at once and sends nothing: what the route costs without a broker."""

    connected = True

    async def start(self) -> None:
        """Nothing to connect to."""

    async def publish(self, message: Message) -> None:
        """Forget the record."""

    async def stop(self) -> None:
        """Nothing to end."""

    def ends(self) -> dict[tuple[str, int], int]:
        """Nothing was published."""
        return {}
