"""A producer on a real broker: where records go, in which order, and what becomes of them when the broker is killed."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing

import pytest
from kafka import KafkaConsumer, TopicPartition

from api.accepting.kafka_publisher import PATIENCE_SECONDS, KafkaPublisher
from api.accepting.publisher import BrokerAway, Message
from ledger.groundwork.brokers import brokers_at
from mobile_schema.partitions import partition_of
from mobile_schema.topics import BY_COUNTY, SITE_VISITS
from stack.embedded.kafka import KafkaBroker
from streams.prepare.topics import ensure_topics
from streams.relay.messages import Message as AgainMessage
from streams.relay.publisher import Publisher as AgainPublisher
from tests.streams.parts import until

KEYS = [f"2020-{county}-30-03-{number:06d}".encode() for county in (140105, 140213) for number in range(30)]


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """A broker with the topics, which a test may kill and must start again."""
    with KafkaBroker(tmp_path_factory.mktemp("kafka")) as broker:
        ensure_topics(brokers_at(broker.bootstrap))
        yield broker


@asynccontextmanager
async def publishing(broker: KafkaBroker) -> AsyncIterator[KafkaPublisher]:
    """A connected publisher, stopped afterwards."""
    publisher = KafkaPublisher(brokers_at(broker.bootstrap))
    await publisher.start()
    try:
        await happens(lambda: publisher.connected)
        yield publisher
    finally:
        await publisher.stop()


async def happens(what: Callable[[], bool]) -> None:
    """Wait until something is true."""
    await asyncio.to_thread(until, what)


async def more(confirmed: list[bytes]) -> None:
    """Wait until as many again are confirmed as a while of load brings."""
    stood = len(confirmed)
    await happens(lambda: len(confirmed) > stood + 500)


def message(value: bytes, key: bytes = KEYS[0]) -> Message:
    return Message(SITE_VISITS.name, key, value, [("ce_id", b"1")])


class Topic:
    """What came onto the topic since this was made: (partition, key, value)."""

    def __init__(self, broker: KafkaBroker) -> None:
        self._bootstrap = broker.bootstrap
        self._places = [TopicPartition(SITE_VISITS.name, number) for number in range(SITE_VISITS.partitions)]
        with closing(KafkaConsumer(bootstrap_servers=self._bootstrap)) as consumer:
            self._begin = consumer.end_offsets(self._places)

    def read(self) -> list[tuple[int, bytes, bytes]]:
        found: list[tuple[int, bytes, bytes]] = []
        with closing(KafkaConsumer(bootstrap_servers=self._bootstrap, enable_auto_commit=False)) as consumer:
            consumer.assign(self._places)
            for place, offset in self._begin.items():
                consumer.seek(place, offset)
            ends = consumer.end_offsets(self._places)
            while any(consumer.position(place) < ends[place] for place in self._places):
                for records in consumer.poll(200).values():
                    found += [(record.partition, record.key, record.value) for record in records]
        return found


def test_the_records_of_a_county_go_to_one_partition_first_sent_or_sent_again(broker: KafkaBroker) -> None:
    """A dead letter is sent again by another client than the API's."""
    topic = Topic(broker)

    async def send() -> None:
        async with publishing(broker) as publisher:
            await asyncio.gather(*(publisher.publish(message(b"{}", key)) for key in KEYS))

    asyncio.run(send())
    again = AgainPublisher(brokers_at(broker.bootstrap), lambda: None)
    for key in KEYS:
        again.send(AgainMessage(SITE_VISITS.name, key, b"again", []))
    again.confirm()
    again.close()
    found = topic.read()
    assert len(found) == 2 * len(KEYS)
    assert {(key, partition) for partition, key, _ in found} == {
        (key, partition_of(key, SITE_VISITS.partitions)) for key in KEYS
    }
    assert len({partition for partition, _, _ in found}) == 2


def test_records_of_one_key_stand_in_the_order_they_were_given(broker: KafkaBroker) -> None:
    topic = Topic(broker)
    sizes = [10, 600_000, 200_000, 100_000, 10] * 4
    values = [f"{number}:".encode().ljust(size, b"x") for number, size in enumerate(sizes)]

    async def send() -> None:
        async with publishing(broker) as publisher:
            await asyncio.gather(*(publisher.publish(message(value)) for value in values))

    asyncio.run(send())
    assert [value for _, _, value in topic.read()] == values


def test_stopping_lets_arrive_what_is_on_its_way(broker: KafkaBroker) -> None:
    topic = Topic(broker)

    async def send() -> None:
        async with publishing(broker) as publisher:
            sent = [asyncio.create_task(publisher.publish(message(b"{}", key))) for key in KEYS]
            await asyncio.sleep(0)
        await asyncio.gather(*sent)

    asyncio.run(send())
    assert len(topic.read()) == len(KEYS)


def test_a_broker_without_the_topics_is_none_until_somebody_made_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    with KafkaBroker(tmp_path_factory.mktemp("bare")) as bare:

        async def connect() -> None:
            publisher = KafkaPublisher(brokers_at(bare.bootstrap))
            await publisher.start()
            await asyncio.to_thread(ensure_topics, brokers_at(bare.bootstrap), [SITE_VISITS])
            with pytest.raises(BrokerAway):
                await publisher.publish(message(b"{}"))
            await asyncio.to_thread(ensure_topics, brokers_at(bare.bootstrap), BY_COUNTY)
            await happens(lambda: publisher.connected)
            await publisher.publish(message(b"{}"))
            await publisher.stop()

        asyncio.run(connect())


def test_killed_under_load_what_was_confirmed_is_there_once_and_the_rest_refused_in_time(broker: KafkaBroker) -> None:
    topic = Topic(broker)
    confirmed: list[bytes] = []
    took: list[float] = []

    async def send(publisher: KafkaPublisher, sender: int, stopped: asyncio.Event) -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            value, began = f"{sender}-{number}".encode(), time.monotonic()
            try:
                await publisher.publish(message(value, KEYS[number % len(KEYS)]))
                confirmed.append(value)
            except BrokerAway:
                await asyncio.sleep(0.01)
            took.append(time.monotonic() - began)

    async def harass() -> None:
        async with publishing(broker) as publisher:
            loop, stopped = asyncio.get_running_loop(), asyncio.Event()
            quiet = len(asyncio.all_tasks())
            senders = [asyncio.create_task(send(publisher, sender, stopped)) for sender in range(64)]
            for _ in range(2):
                await more(confirmed)
                broker.kill()
                await happens(lambda: not publisher.connected)
                broker.launch()
            await more(confirmed)
            stopped.set()
            await asyncio.gather(*senders)
            await happens(lambda: len(asyncio.all_tasks(loop)) <= quiet)

    asyncio.run(harass())
    times = Counter(value for _, _, value in topic.read())
    assert {times[value] for value in confirmed} == {1}
    assert max(times.values()) == 1
    assert max(took) < PATIENCE_SECONDS + 1


def test_stopping_while_the_broker_is_away_takes_bounded_time(broker: KafkaBroker) -> None:
    async def stop() -> float:
        async with publishing(broker) as publisher:
            sent = [asyncio.create_task(publisher.publish(message(b"{}", key))) for key in KEYS]
            await asyncio.sleep(0)
            broker.kill()
            began = time.monotonic()
        assert all(isinstance(error, BrokerAway) for error in await asyncio.gather(*sent, return_exceptions=True))
        return time.monotonic() - began

    try:
        assert asyncio.run(stop()) < 2 * PATIENCE_SECONDS
    finally:
        broker.start()
