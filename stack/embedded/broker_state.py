"""Knows how to ask a Kafka cluster about itself: an admin client that gives up after seconds."""

from collections.abc import Iterator
from contextlib import contextmanager

from kafka import KafkaAdminClient

Partition = tuple[str, int]


@contextmanager
def admin_of(kafka: str) -> Iterator[KafkaAdminClient]:
    """An admin client of `host:port[,host:port]`. Raises kafka.errors.KafkaError when no broker answers."""
    admin = KafkaAdminClient(
        bootstrap_servers=kafka.split(","), request_timeout_ms=5_000, bootstrap_timeout_ms=3_000, client_id="xiaohao"
    )
    try:
        yield admin
    finally:
        admin.close()
