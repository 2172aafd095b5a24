"""While the broker or MongoDB is away: an answer in bounded time, nothing half done, and work again when it is back."""

import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest
from kafka import KafkaConsumer, TopicPartition

from mobile_schema.topics import SITE_VISITS
from stack.embedded.kafka import KafkaBroker
from stack.embedded.mongod import Mongod
from stack.processes.ports import free_port
from tests import factories
from tests.api.parts import INSPECTOR, slug, visit
from tests.plain_http import PLAIN
from tests.processes import Process, xiaohao
from tests.streams.parts import until

BOUND_SECONDS = 8.0


@dataclass(frozen=True)
class Alone:
    """An API process with parts of its own, which a test may stop."""

    kafka: KafkaBroker
    mongod: Mongod
    api: Process
    client: httpx.Client

    def post(self, report: dict[str, object]) -> httpx.Response:
        return self.client.post("/v1/site-visits", content=factories.as_bytes(report))

    def records(self) -> int:
        """How many records stand on the topic."""
        consumer = KafkaConsumer(bootstrap_servers=self.kafka.bootstrap)
        places = [TopicPartition(SITE_VISITS.name, number) for number in range(SITE_VISITS.partitions)]
        ends = consumer.end_offsets(places)
        consumer.close()
        return sum(ends.values())


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """The parts, the process, and an inspector's client."""
    folder = tmp_path_factory.mktemp("alone")
    with Mongod(folder / "mongod") as mongod, KafkaBroker(folder / "kafka") as kafka:
        port = free_port()
        environment = {"XIAOHAO_MONGO_URL": mongod.url(), "XIAOHAO_KAFKA": kafka.bootstrap, "XIAOHAO_CLOCK": "system"}
        environment["XIAOHAO_DATA"] = str(folder)
        credentials = folder / "credentials.json"
        prepare = ("prepare", "--samples", "--credentials", str(credentials))
        xiaohao(*prepare, **environment).check_returncode()
        process = Process(f"from api.server import run; run('127.0.0.1', {port})", environment, folder / "api.log")
        token = json.loads(credentials.read_text("utf-8"))[INSPECTOR]["token"]
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, **PLAIN) as client:
            until(lambda: _reads_kafka(client))
            yield Alone(kafka, mongod, process, client)
        process.stop()


def _reads_kafka(client: httpx.Client) -> bool:
    try:
        return bool(client.get("/readyz").json()["kafka"])
    except httpx.TransportError:
        return False


def test_a_broker_that_is_away_costs_a_503_in_bounded_time_and_nothing_else(alone: Alone) -> None:
    before, report = visit(), visit()
    assert alone.post(before).status_code == 202
    stood = alone.records()
    alone.kafka.kill()
    try:
        began = time.monotonic()
        answer = alone.post(report)
        assert time.monotonic() - began < BOUND_SECONDS
        assert (answer.status_code, slug(answer)) == (503, "broker-away")
        assert int(answer.headers["retry-after"]) > 0
        assert alone.client.get(f"/v1/receipts/{report['report_id']}").status_code == 404
        assert alone.post(before).status_code == 200
        queue = factories.as_bytes(factories.sync_request(visit(), before))
        results = alone.client.post("/v1/sync", content=queue).json()["results"]
        assert [result["status"] for result in results] == ["unavailable", "already"]
        until(lambda: not alone.client.get("/readyz").json()["kafka"])
    finally:
        alone.kafka.start()
    until(lambda: alone.post(report).status_code == 202)
    assert alone.records() == stood + 1


def test_a_broker_that_died_is_noticed_before_anything_is_sent(alone: Alone) -> None:
    assert alone.client.get("/readyz").json()["kafka"]
    alone.kafka.kill()
    try:
        until(lambda: not alone.client.get("/readyz").json()["kafka"], 5)
    finally:
        alone.kafka.start()
    until(lambda: alone.client.get("/readyz").json()["kafka"])


def test_a_broker_that_hangs_is_given_up_and_found_again(alone: Alone) -> None:
    reports = [visit() for _ in range(6)]
    os.kill(alone.kafka.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(alone.post, reports))
        assert time.monotonic() - began < BOUND_SECONDS
        assert {answer.status_code for answer in answers} == {503}
        assert alone.client.get("/healthz").status_code == 200
    finally:
        os.kill(alone.kafka.pid, signal.SIGCONT)
    until(lambda: alone.post(reports[0]).status_code == 202)
    assert [alone.post(report).status_code for report in reports] == [200, 202, 202, 202, 202, 202]


def test_while_mongodb_hangs_reports_go_on_and_questions_get_503(alone: Alone) -> None:
    assert alone.post(visit()).status_code == 202
    stood = alone.records()
    os.kill(alone.mongod.pid, signal.SIGSTOP)
    try:
        report = visit()
        for expected in (202, 200):
            began = time.monotonic()
            assert alone.post(report).status_code == expected
            assert time.monotonic() - began < BOUND_SECONDS
        asked = alone.client.get("/v1/issues")
        assert (asked.status_code, slug(asked)) == (503, "ledger-away")
        assert alone.client.get("/readyz").json()["mongo"] is False
    finally:
        os.kill(alone.mongod.pid, signal.SIGCONT)
    until(lambda: alone.client.get("/v1/issues").status_code == 200)
    assert alone.records() == stood + 1


def test_the_process_ends_in_order_when_asked(alone: Alone) -> None:
    assert alone.api.stop() == 0
