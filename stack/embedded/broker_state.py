"""Knows how to ask a Kafka cluster about itself: an admin client that gives up after seconds."""

from collections.abc import Iterator
from contextlib import contextmanager

from kafka import KafkaAdminClient

from ledger.groundwork.brokers import Brokers

Partition = tuple[str, int]


@contextmanager
def admin_of(brokers: Brokers) -> Iterator[KafkaAdminClient]:
    """An admin client of these brokers. Raises kafka.errors.KafkaError when no broker answers."""
    admin = KafkaAdminClient(
        **brokers.options(), request_timeout_ms=5_000, bootstrap_timeout_ms=3_000, client_id="xiaohao"
    )
    try:
        yield admin
    finally:
        admin.close()
