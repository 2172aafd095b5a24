"""Knows how tests of the streams set a scene: a ledger of its own on the shared broker, and worker processes."""

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import CoordinatorNotAvailableError

from ledger.groundwork.brokers import brokers_at
from ledger.groundwork.process_settings import DEFAULT_GROUP
from ledger.intake.incoming import Record
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store, connect
from ledger.mongo.positions import position_id
from ledger.mongo.shared_clock import SharedClock
from ledger.policy.in_force import RulesSource
from ledger.registry.files.loading import load_catalogue
from mobile_schema.cloudevents import FIGURE, INCIDENT, SITE_VISIT, CloudEvent, Headers, encode
from mobile_schema.topics import BY_COUNTY, FIGURES, INCIDENTS, SITE_VISITS, TOPICS, Topic
from streams.by_county import ByCounty
from streams.prepare.topics import ensure_topics
from tests import factories
from tests.faults.verdict import serial_holes
from tests.processes import Process
from tests.samples import with_samples
from tests.signing import key_file, signatures

INSPECTOR = "inspector-140105-1"
PROJECTS = ("2020-140105-30-03-990001", "2020-140106-78-03-990002", "2020-140213-39-03-990003")
WORK = "from streams.worker.process import run; run()"
RELAY = "from streams.relay.relay import run; run()"

Place = tuple[str, int]


def until(happened: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Poll until something is true, and answer it; an AssertionError after that many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        answer = happened()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


class Scene:
    """A prepared ledger whose positions stand at the topics' ends: what others left there is not seen."""

    def __init__(self, mongo_url: str, bootstrap: str, folder: Path) -> None:
        self.mongo_url = mongo_url
        self.bootstrap = bootstrap
        self.folder = folder
        self.store: Store = connect(mongo_url)
        self.catalogue = load_catalogue(samples=True)
        ensure_topics(brokers_at(bootstrap))
        with_samples(self.store)
        self.admin = KafkaAdminClient(bootstrap_servers=bootstrap)
        self.producer = KafkaProducer(
            bootstrap_servers=bootstrap, enable_idempotence=True, acks="all", linger_ms=2, partitioner=ByCounty()
        )
        self.stand_at(self.ends())
        self._beginnings = self._ends_of(TOPICS)
        self._processes: list[Process] = []
        self._rules = RulesSource(refresh_seconds=-1)

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        self.producer.close()
        self.admin.close()
        self.store.close()

    def start(self, program: str = WORK) -> Process:
        environment = {
            "XIAOHAO_MONGO_URL": self.mongo_url,
            "XIAOHAO_KAFKA": self.bootstrap,
            "XIAOHAO_CLOCK": "movable",
            "XIAOHAO_DATA": str(self.folder),
            "XIAOHAO_INTAKE_KEY": str(key_file()),
        }
        process = Process(program, environment, self.folder / f"process-{len(self._processes)}.log")
        self._processes.append(process)
        return process

    def read_by(self, pid: int) -> list[str]:
        """The partitions that a worker says it reads."""
        found = self.store["workers"].find_one({"pid": pid})
        return found["partitions"] if found else []

    def ends(self) -> dict[Place, int]:
        """The ends of the topics that workers read."""
        found = self._ends_of(BY_COUNTY)
        return {(place.topic, place.partition): end for place, end in found.items()}

    def _ends_of(self, topics: Iterable[Topic]) -> dict[TopicPartition, int]:
        places = [TopicPartition(topic.name, number) for topic in topics for number in range(topic.partitions)]
        found = self.admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
        return {place: found[place].offset for place in places}

    def stand_at(self, offsets: dict[Place, int]) -> None:
        for place, offset in offsets.items():
            self.store["positions"].update_one({"_id": position_id(*place)}, {"$set": {"offset": offset}}, upsert=True)

    def positions(self) -> dict[Place, int]:
        found = {document["_id"]: int(document.get("offset", 0)) for document in self.store["positions"].find()}
        return {place: found[position_id(*place)] for place in self.ends()}

    def committed(self) -> dict[Place, int]:
        """What Kafka holds for the workers' group."""
        found = _when_coordinated(lambda: self.admin.list_group_offsets([DEFAULT_GROUP])[DEFAULT_GROUP])
        return {(place.topic, place.partition): answer.offset for place, answer in found.items()}

    def commit(self, offsets: dict[Place, int]) -> None:
        """Let Kafka hold these for the workers' group, which has no member now."""
        told = {TopicPartition(*place): OffsetAndMetadata(offset, "", -1) for place, offset in offsets.items()}
        _when_coordinated(lambda: self.admin.alter_group_offsets(DEFAULT_GROUP, told))

    def visit(self, project: int = 0, **over: Any) -> dict[str, Any]:
        return factories.site_visit(project_code=PROJECTS[project % len(PROJECTS)], **over)

    def send(self, report: dict[str, Any], kind: str = SITE_VISIT) -> str:
        """Put a report on its topic as the API does; its id."""
        self.send_raw(factories.as_bytes(report), kind, key=report["project_code"])
        return str(report["report_id"])

    def send_raw(
        self,
        value: bytes | None,
        kind: str = SITE_VISIT,
        key: str = PROJECTS[0],
        headers: Headers | None = None,
        signed: bool = True,
    ) -> str:
        """Put any bytes on a topic and wait for the broker; their place as topic/partition/offset."""
        topic, told = _topic_of(kind).name, headers or self.headers(kind)
        said = signatures().sign(told, topic, value or b"") if signed else told
        sent = self.producer.send(topic, value=value, key=key.encode(), headers=said)
        came = sent.get(timeout=20)
        return f"{came.topic}/{came.partition}/{came.offset}"

    def send_many(self, reports: Iterable[dict[str, Any]], kind: str = SITE_VISIT) -> list[str]:
        """Send without waiting for each; their ids."""
        ids = []
        topic = _topic_of(kind).name
        for report in reports:
            value = factories.as_bytes(report)
            headers = signatures().sign(self.headers(kind), topic, value)
            self.producer.send(topic, value=value, key=report["project_code"].encode(), headers=headers)
            ids.append(report["report_id"])
        self.producer.flush()
        return ids

    def transactional_producer(self) -> KafkaProducer:
        """A producer whose transactions' ends take offsets."""
        producer = KafkaProducer(
            bootstrap_servers=self.bootstrap,
            enable_idempotence=True,
            acks="all",
            partitioner=ByCounty(),
            transactional_id=factories.report_id(),
        )
        producer.init_transactions()
        return producer

    def headers(self, kind: str, reporter: str = INSPECTOR) -> Headers:
        return encode(
            CloudEvent(factories.report_id(), "/test", kind, "2026-03-02T01:20:00.000+00:00", reporter=reporter)
        )

    def taken_in(self, ids: Iterable[str]) -> bool:
        wanted = list(ids)
        return self.store["receipts"].count_documents({"_id": {"$in": wanted}}) == len(wanted)

    def assert_each_once(self, ids: Iterable[str]) -> None:
        """Each report has one receipt and one issue with gapless events, numbered gaplessly; nothing else came in."""
        wanted = sorted(ids)
        assert sorted(document["_id"] for document in self.store["receipts"].find({}, {"_id": 1})) == wanted
        issues = list(self.store["issues"].find({}, {"version": 1}))
        assert len(issues) == len(wanted)
        versions: dict[str, list[int]] = {}
        for event in self.store["events"].find({}, {"issue_id": 1, "version": 1}, sort=[("_id", 1)]):
            versions.setdefault(event["issue_id"], []).append(event["version"])
        assert versions == {issue["_id"]: list(range(1, issue["version"] + 1)) for issue in issues}
        assert serial_holes(self.store) == 0

    def take_in(self, *values: bytes) -> None:
        """Let the ledger take these in as a worker would, without Kafka: for tests of what comes after."""
        place = (SITE_VISITS.name, 0)
        start = self.positions()[place]
        records = [
            Record(*place, start + n, PROJECTS[0].encode(), value, self.headers(SITE_VISIT), signed=True)
            for n, value in enumerate(values)
        ]
        take_in(self.store, records, SharedClock(self.store), self._rules)

    def published(self, topic: Topic) -> list[Any]:
        """What came onto a topic since the scene was set, in the order of each partition."""
        consumer = KafkaConsumer(bootstrap_servers=self.bootstrap, enable_auto_commit=False)
        places = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        consumer.assign(places)
        ends = consumer.end_offsets(places)
        for place in places:
            consumer.seek(place, self._beginnings[place])
        found: list[Any] = []
        while any(consumer.position(place) < ends[place] for place in places):
            found += [message for messages in consumer.poll(200).values() for message in messages]
        consumer.close()
        return found

    def dead_letter(self, place: str) -> dict[str, Any] | None:
        """What is set aside of the record at a place, or of one report in it."""
        letters = self.dead_letters(place)
        return letters[0] if letters else None

    def dead_letters(self, place: str) -> list[dict[str, Any]]:
        """All that is set aside of a place, in the order of their ids: a topic made anew has its places again."""
        of_place = {"$gt": f"{place}~", "$lt": f"{place}\x7f"}
        return list(self.store["dead_letters"].find({"_id": of_place}, sort=[("_id", 1)]))


def _topic_of(kind: str) -> Topic:
    found = {SITE_VISIT: SITE_VISITS, INCIDENT: INCIDENTS, FIGURE: FIGURES}
    return next(topic for single, topic in found.items() if kind.startswith(single.removesuffix(".v1")))


def _when_coordinated(ask: Callable[[], Any]) -> Any:
    """The first question about a group makes the broker create the topic that answers it."""
    for _ in range(50):
        try:
            return ask()
        except CoordinatorNotAvailableError:
            time.sleep(0.2)
    return ask()


def value_of(message: Any) -> Any:
    """A consumed message's JSON."""
    return json.loads(message.value)
