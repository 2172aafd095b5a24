"""Knows the reports a bench puts on the topic: valid site visits with one finding each, over the sample projects."""

from itertools import cycle, islice

from kafka import KafkaProducer

from bench.rig.ledgered import record, rules
from bench.rig.parts import Parts
from ledger.intake.incoming import Record
from mobile_schema.cloudevents import BATCH_OF, SITE_VISIT
from mobile_schema.reports.sync import join_reports
from mobile_schema.topics import SITE_VISITS
from streams.by_county import ByCounty
from tests import factories

PROJECTS = sorted(project.code for project in rules().catalogue.projects.values() if project.code_is_sample)


def singles(count: int) -> list[Record]:
    """One report a record, as `POST /v1/site-visits` puts them on the topic."""
    return [record(project, visit(project), topic=SITE_VISITS.name) for project in islice(cycle(PROJECTS), count)]


def queues(count: int, size: int) -> list[Record]:
    """`size` reports a record, as `POST /v1/sync` puts a phone's queue on the topic."""
    return [
        record(
            project,
            join_reports([visit(project) for _ in range(size)]),
            topic=SITE_VISITS.name,
            type_=BATCH_OF[SITE_VISIT],
        )
        for project in islice(cycle(PROJECTS), count // size)
    ]


def visit(project: str) -> bytes:
    """The bytes of one site visit."""
    return factories.as_bytes(factories.site_visit(project_code=project))


def produce(running: Parts, records: list[Record]) -> None:
    """Put records on their topic, signed, all confirmed."""
    signatures = running.signatures
    producer = KafkaProducer(
        bootstrap_servers=running.kafka.bootstrap,
        acks="all",
        enable_idempotence=True,
        linger_ms=20,
        partitioner=ByCounty(),
    )
    sent = [
        producer.send(
            record.topic,
            key=record.key,
            value=record.value,
            headers=signatures.sign(record.headers, record.topic, record.value),
        )
        for record in records
    ]
    for future in sent:
        future.get(timeout=60)
    producer.close()
