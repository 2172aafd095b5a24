"""A publisher waits for brokers, however long; for a producer whose thread has ended it does not."""

import pytest

from ledger.groundwork.brokers import brokers_at
from mobile_schema.topics import EVENTS
from streams.relay.messages import Message
from streams.relay.publisher import Publisher, SenderEndedError
from tests.streams.parts import Scene, until


def test_a_producer_whose_thread_has_ended_is_told_instead_of_waited_for(scene: Scene) -> None:
    waited: list[None] = []

    def waiting() -> None:
        waited.append(None)
        assert len(waited) < 20, "it waits for ever"

    publisher = Publisher(brokers_at(scene.bootstrap), waiting)
    publisher.send(Message(EVENTS.name, b"issue", b"{}", []))
    publisher.confirm()
    publisher._producer._sender._running = False  # as after a fault: it ends, and the producer takes no notice
    publisher._producer._sender.wakeup()
    until(lambda: not publisher._producer._sender.is_alive())
    with pytest.raises(SenderEndedError):  # noqa: PT012 - the first may still find room in its buffer
        for _ in range(3):
            publisher.send(Message(EVENTS.name, b"issue", b"{}", []))
            publisher.confirm()
