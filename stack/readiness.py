"""Knows when our own processes do their work: the API answers ready, the workers hold their partitions."""

import http.client
from typing import Final

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from xiaohao.stack.ports import LOOPBACK

INGEST_GROUP: Final = "xiaohao-ingest"


def api_ready(port: int) -> bool:
    """Whether /readyz answers 200."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def workers_ready(kafka: str, workers: int) -> bool:
    """Whether the consumer group is stable with at least so many members."""
    try:
        admin = KafkaAdminClient(bootstrap_servers=kafka.split(","), request_timeout_ms=5_000)
    except KafkaError:
        return False
    try:
        group = admin.describe_consumer_groups([INGEST_GROUP])[0]
    except (KafkaError, IndexError):
        return False
    finally:
        admin.close()
    return group.state == "Stable" and len(group.members) >= workers
