"""Knows how the topics are made on a broker: what is missing is created, what is there grows and never shrinks."""

from collections.abc import Iterable
from typing import Final

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.errors import TopicAlreadyExistsError

from ledger.groundwork.brokers import Brokers
from mobile_schema.topics import TOPICS, Topic

_REPLICAS: Final = 3


def ensure_topics(brokers: Brokers, topics: Iterable[Topic] = TOPICS) -> dict[str, int]:
    """Make every topic as stated, with min(3, brokers) replicas; how many partitions each has.

    Partitions are only added; the replication of a topic that exists, and a setting by which the operator keeps more
    than is stated, are left alone. Raises kafka.errors.KafkaError.
    """
    wanted = {topic.name: topic for topic in topics}
    admin = KafkaAdminClient(**brokers.options())
    try:
        _create(admin, [topic for name, topic in wanted.items() if name not in admin.list_topics()])
        admin.wait_for_topics(list(wanted))
        _grow(admin, wanted)
        admin.alter_configs([_mended(topic, _settings(admin, topic)) for topic in wanted.values()])
        return _partitions(admin, wanted)
    finally:
        admin.close()


def beginnings(brokers: Brokers, partitions: dict[str, int]) -> dict[tuple[str, int], int]:
    """The first offset that the broker still has of each (topic, partition). Raises kafka.errors.KafkaError."""
    places = [TopicPartition(name, number) for name, count in partitions.items() for number in range(count)]
    admin = KafkaAdminClient(**brokers.options())
    try:
        found = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST))
    finally:
        admin.close()
    return {(place.topic, place.partition): found[place].offset for place in places}


def _settings(admin: KafkaAdminClient, topic: Topic) -> dict[str, str]:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, list(topic.config()))
    found = admin.describe_configs([resource], config_filter="all")["topic"][topic.name]
    return {name: str(entry["value"]) for name, entry in found.items()}


def _mended(topic: Topic, found: dict[str, str]) -> ConfigResource:
    kept = {name: found[name] for name in found if topic.bears(name, found[name])}
    return ConfigResource(ConfigResourceType.TOPIC, topic.name, configs=topic.config() | kept)


def _create(admin: KafkaAdminClient, missing: list[Topic]) -> None:
    if not missing:
        return
    replicas = min(_REPLICAS, len(admin.describe_cluster()["brokers"]))
    in_step = {"min.insync.replicas": "2"} if replicas == _REPLICAS else {}
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replicas,
            "configs": topic.config() | in_step,
        }
        for topic in missing
    }
    try:
        admin.create_topics(wanted)
    except TopicAlreadyExistsError:
        """Another `prepare` was quicker."""


def _grow(admin: KafkaAdminClient, wanted: dict[str, Topic]) -> None:
    has = _partitions(admin, wanted)
    more = {name: topic.partitions for name, topic in wanted.items() if topic.partitions > has[name]}
    if more:
        admin.create_partitions(more)


def _partitions(admin: KafkaAdminClient, wanted: Iterable[str]) -> dict[str, int]:
    return {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics(list(wanted))}
