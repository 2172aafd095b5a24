"""Knows how tests of the API set a scene: the app served for real on loopback, its ledger, and what it published."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from api.app import create_app
from api.http.settings import STREAM, Settings, StreamLimits
from api.server import Server, config_of
from api.serving.protocol import CONNECTIONS, ConnectionLimits
from ledger.groundwork.brokers import brokers_at
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store, connect
from ledger.mongo.positions import position_id
from ledger.mongo.shared_clock import SharedClock
from ledger.policy.in_force import RulesSource
from ledger.policy.rules import Rules
from ledger.store.counted.turns import Counting
from mobile_schema.cloudevents import SITE_VISIT, CloudEvent, encode
from mobile_schema.topics import BY_COUNTY, Topic
from people.tokens import issue_token
from stack.processes.ports import free_port
from streams.by_county import ByCounty
from streams.prepare.topics import ensure_topics
from streams.worker.reading.batches import Batch
from tests import factories
from tests.plain_http import PLAIN
from tests.samples import with_samples
from tests.signing import key_file, signatures
from tests.streams.parts import until

INSPECTOR = "inspector-140105-1"
COUNTY, CITY, PROVINCE = "supervisor-140105", "supervisor-140100", "supervisor-140000"
PROJECT, OTHER_PROJECT = "2020-140105-30-03-990001", "2020-140213-39-03-990003"
LAND_UNIT = "140105-natural-resources"
LAND_STAFF, LAND_HEAD = f"staff-{LAND_UNIT}", f"head-{LAND_UNIT}"
PEOPLE = (INSPECTOR, COUNTY, CITY, PROVINCE, LAND_STAFF, LAND_HEAD, "staff-140105-public-security")


@contextmanager
def served(settings: Settings, store: Store, stream: StreamLimits = STREAM) -> Iterator[str]:
    """The app on a port of its own; its address."""
    with running(create_app(settings, store=store, stream=stream)) as url:
        yield url


@contextmanager
def running(app: FastAPI, limits: ConnectionLimits = CONNECTIONS) -> Iterator[str]:
    """An app served on loopback as in production; its address."""
    port = free_port()
    server = Server(config_of(app, "127.0.0.1", port, limits), app)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


class Scene:
    """An empty ledger, whose positions stand at the topics' ends, people with tokens, the app served."""

    def __init__(self, mongo_url: str, bootstrap: str) -> None:
        self.settings = Settings(mongo_url=mongo_url, kafka=bootstrap, clock="movable", intake_key=key_file())
        self.store = connect(mongo_url)
        ensure_topics(brokers_at(bootstrap))
        with_samples(self.store)
        self.tokens = {person: self.token(person) for person in PEOPLE}
        self.clock = SharedClock(self.store)
        self._rules = RulesSource(refresh_seconds=-1)
        self._places = [TopicPartition(topic.name, number) for topic in BY_COUNTY for number in range(topic.partitions)]
        self._consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
        self._consumer.assign(self._places)
        for place, offset in self._consumer.end_offsets(self._places).items():
            self._consumer.seek(place, offset)
            self._stand(place, offset)
        self.url = ""

    def close(self) -> None:
        self._consumer.close()
        self.store.close()

    def token(self, person: str) -> str:
        """A new token for someone."""
        return issue_token(self.store, person, datetime.now(UTC))

    def client(self, person: str = INSPECTOR, **more: Any) -> httpx.Client:
        """A client that speaks for a person."""
        headers = {"Authorization": f"Bearer {self.tokens[person]}"}
        return httpx.Client(base_url=self.url, headers=headers, **PLAIN, **more)

    def ready(self) -> None:
        """Wait until the broker answers the app."""
        until(lambda: httpx.get(f"{self.url}/readyz", **PLAIN).json()["kafka"])

    @contextmanager
    def another(self, **settings: Any) -> Iterator[httpx.Client]:
        """An inspector's client of a second process of the API, which remembers nothing of the first."""
        with served(self.settings.model_copy(update=settings), self.store) as url:
            until(lambda: httpx.get(f"{url}/readyz", **PLAIN).json()["kafka"])
            with self.client() as client:
                client.base_url = url
                yield client

    def published(self) -> list[Any]:
        """What came onto the topics since this was last asked."""
        ends = self._consumer.end_offsets(self._places)
        found: list[Any] = []
        while any(self._consumer.position(place) < ends[place] for place in self._places):
            found += [message for messages in self._consumer.poll(200).values() for message in messages]
        return found

    def put(self, topic: Topic, value: bytes) -> None:
        """Any bytes on a topic, past the API."""
        said = encode(CloudEvent(factories.report_id(), "/test", SITE_VISIT, "", INSPECTOR))
        headers = signatures().sign(said, topic.name, value)
        producer = KafkaProducer(
            **self.settings.brokers.options(), acks="all", enable_idempotence=True, partitioner=ByCounty()
        )
        producer.send(topic.name, value=value, key=PROJECT.encode(), headers=headers).get(20)
        producer.close()

    def settle(self) -> int:
        """Let the ledger take in, as a worker would, what was published since; how many records that was."""
        messages = self.published()
        records = Batch("", 0, messages).records(signatures())
        take_in(self.store, records, self.clock, self._rules)
        return len(records)

    def rules(self) -> Rules:
        """The rules in force now."""
        return self._rules.current()

    def add_up(self) -> None:
        """Add up what waits to be counted, as a worker does."""
        Counting(self.store, self._rules, "test").turn()

    def skip(self) -> None:
        """Let the ledger stand where the topics end, without what was published since."""
        self.published()
        for place in self._places:
            self._stand(place, self._consumer.position(place))

    def issue(self, **finding: Any) -> dict[str, Any]:
        """An issue on the ledger, sent in over the API; as the API answers it."""
        report = visit(findings=[factories.finding(**finding)])
        with self.client() as client:
            client.post("/v1/site-visits", content=factories.as_bytes(report)).raise_for_status()
            self.settle()
            receipt = client.get(f"/v1/receipts/{report['report_id']}").json()
            answer = client.get(f"/v1/issues/{receipt['issues'][0]['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def _stand(self, place: TopicPartition, offset: int) -> None:
        name = position_id(place.topic, place.partition)
        self.store["positions"].update_one({"_id": name}, {"$set": {"offset": offset}}, upsert=True)


def give(
    client: httpx.Client, issue: dict[str, Any], command: str, seen: str | None = None, **body: Any
) -> httpx.Response:
    """The answer to a command on an issue; `seen` is the tag to send as If-Match."""
    headers = {} if seen is None else {"If-Match": seen}
    return client.post(f"/v1/issues/{issue['id']}/{command}", json=body, headers=headers)


def done(answer: httpx.Response) -> dict[str, Any]:
    """The issue after a command that was carried out."""
    assert answer.status_code == 200, answer.text
    issue: dict[str, Any] = answer.json()
    light = "" if issue["light"] == "green" else f"-{issue['light']}"
    assert answer.headers["etag"] == f'"{issue["version"]}{light}"'
    return issue


def clock_of(issue: dict[str, Any], code: str = "resolve") -> dict[str, Any]:
    """The latest round of one clock of an issue."""
    return dict([clock for clock in issue["obligations"] if clock["code"] == code][-1])


def local_day(moment: datetime | str) -> date:
    """The day in Shanxi on which a moment falls."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return at.astimezone(ZoneInfo("Asia/Shanghai")).date()


def visit(**over: Any) -> dict[str, Any]:
    """A site visit to a project that exists."""
    return factories.site_visit(**{"project_code": PROJECT} | over)


def slug(answer: httpx.Response) -> str:
    """The last word of a problem's type; the answer must be a problem as RFC 9457 has it."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert {"type", "title", "detail", "faults"} <= problem.keys()
    return str(problem["type"]).removeprefix("urn:xiaohao:problem:")


def paths(answer: httpx.Response) -> list[str]:
    """Where the faults of a problem are."""
    return [fault["path"] for fault in answer.json()["faults"]]


def raw_request(url: str, head: str, *pieces: bytes) -> bytes:
    """What a server answers to bytes on a bare socket, until it closes the connection or 5 s pass.

    The first piece comes with the head: no answer to the head alone can be there before it.
    """
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        answer = b""
        try:
            first, *others = pieces or (b"",)
            connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n" + first)
            for piece in others:
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            """It has answered already."""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
        except (TimeoutError, ConnectionResetError):
            """What came until then is the answer."""
    return answer
