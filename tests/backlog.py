"""Knows how a long queue of reports comes to wait on the topic, much faster than phones could send it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Final

from aiokafka import AIOKafkaProducer

from ledger.intake.signing import Signatures
from mobile_schema.cloudevents import SITE_VISIT, CloudEvent, Headers, encode, rfc3339
from mobile_schema.partitions import partition_of
from mobile_schema.topics import SITE_VISITS
from tests import factories

_BATCH_BYTES: Final = 1024 * 1024
_BATCH_RECORDS: Final = 500
_CHUNK: Final = 20_000
_PLACEHOLDER: Final = factories.report_id()

Visit = tuple[bytes, bytes]
"""(key, value)"""


def pile_up(bootstrap: str, projects: Sequence[str], count: int, signatures: Signatures) -> list[str]:
    """Put `count` visits of one finding each on the topic, one a record, to one project after another; their ids."""
    ids = [factories.report_id() for _ in range(count)]
    asyncio.run(_send(bootstrap, _visits(projects, ids), signatures))
    return ids


def _visits(projects: Sequence[str], ids: Sequence[str]) -> Iterator[Visit]:
    """Those to one project differ in their id only."""
    templates = [
        (project.encode(), factories.as_bytes(factories.site_visit(project_code=project, report_id=_PLACEHOLDER)))
        for project in projects
    ]
    for (key, value), report_id in zip(cycle(templates), ids, strict=False):
        yield key, value.replace(_PLACEHOLDER.encode(), report_id.encode())


async def _send(bootstrap: str, visits: Iterator[Visit], signatures: Signatures) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", max_batch_size=_BATCH_BYTES)
    await producer.start()
    headers = _headers()
    try:
        while some := list(islice(visits, _CHUNK)):
            for partition, theirs in _by_partition(some).items():
                for first in range(0, len(theirs), _BATCH_RECORDS):
                    batch = producer.create_batch()
                    for key, value in theirs[first : first + _BATCH_RECORDS]:
                        signed = signatures.sign(headers, SITE_VISITS.name, value)
                        batch.append(timestamp=None, key=key, value=value, headers=signed)
                    await (await producer.send_batch(batch, SITE_VISITS.name, partition=partition))
    finally:
        await producer.stop()


def _by_partition(visits: Iterable[Visit]) -> dict[int, list[Visit]]:
    """As every producer of reports parts them."""
    parted: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        parted[partition_of(visit[0], SITE_VISITS.partitions)].append(visit)
    return parted


def _headers() -> Headers:
    now = rfc3339(datetime.now(UTC))
    return encode(CloudEvent(factories.report_id(), "/backlog", SITE_VISIT, now, "inspector-140105-1"))
