"""Knows how kafka-python's producers choose a partition: reports by county, all else as Kafka does of itself."""

from typing import Any, Final

from kafka.partitioner import DefaultPartitioner

from mobile_schema.partitions import partition_of
from mobile_schema.topics import BY_COUNTY

_TOPICS: Final = frozenset(topic.name for topic in BY_COUNTY)


class ByCounty(DefaultPartitioner):  # type: ignore[misc]  # kafka-python has no types
    """For a producer that may send reports."""

    def partition(  # noqa: PLR0917 - kafka-python's signature
        self, topic: str, key: Any, key_bytes: bytes | None, value: Any, value_bytes: bytes | None, cluster: Any
    ) -> int:
        """The partition that a record goes to."""
        if topic in _TOPICS:
            return partition_of(key_bytes, len(cluster.partitions_for_topic(topic)))
        chosen: int = super().partition(topic, key, key_bytes, value, value_bytes, cluster)
        return chosen
