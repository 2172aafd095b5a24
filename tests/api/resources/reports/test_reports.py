"""POST of a report: taken when the broker has it, once, in its own bytes; a second one is a second one."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import httpx

from mobile_schema.cloudevents import INCIDENT, SITE_VISIT, decode
from mobile_schema.topics import INCIDENTS, SITE_VISITS
from tests import factories
from tests.api.parts import INSPECTOR, PROJECT, Scene, slug, visit
from tests.ledger.parts import enter_project
from tests.streams.parts import until


def test_a_report_is_on_its_topic_in_its_own_bytes_when_202_is_answered(scene: Scene, inspector: httpx.Client) -> None:
    scene.published()
    body = b" " + factories.as_bytes(visit()) + b"\n"
    answer = inspector.post("/v1/site-visits", content=body)
    assert answer.status_code == 202
    receipt = answer.json()
    assert receipt["status"] == "waiting"
    assert receipt["sha256"] == hashlib.sha256(body).hexdigest()
    assert answer.headers["location"] == f"/v1/receipts/{receipt['report_id']}"
    (message,) = scene.published()
    event = decode(message.headers)
    assert (message.topic, message.key, message.value) == (SITE_VISITS.name, PROJECT.encode(), body)
    assert (event.id, event.type, event.reporter) == (receipt["report_id"], SITE_VISIT, INSPECTOR)
    assert event.time == receipt["received_at"]
    scene.skip()


def test_a_report_lies_in_the_partition_where_any_client_of_kafka_would_put_its_project(
    scene: Scene, inspector: httpx.Client
) -> None:
    scene.published()
    assert inspector.post("/v1/site-visits", content=factories.as_bytes(visit())).status_code == 202
    scene.put(SITE_VISITS, b"by kafka-python itself")
    ours, theirs = scene.published()
    assert ours.partition == theirs.partition
    scene.skip()


def test_an_incident_goes_to_its_own_topic_and_becomes_an_issue(scene: Scene, inspector: httpx.Client) -> None:
    report = factories.incident(project_code=PROJECT)
    assert inspector.post("/v1/incidents", content=factories.as_bytes(report)).status_code == 202
    (message,) = scene.published()
    assert (message.topic, decode(message.headers).type) == (INCIDENTS.name, INCIDENT)
    scene.skip()


def test_the_same_bytes_again_get_the_original_receipt_and_are_not_sent_again(
    scene: Scene, inspector: httpx.Client
) -> None:
    body = factories.as_bytes(visit())
    first = inspector.post("/v1/site-visits", content=body)
    again = inspector.post("/v1/site-visits", content=body)
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json() == first.json()
    assert scene.settle() == 1


def test_after_a_restart_the_ledger_still_knows_the_receipt(scene: Scene, inspector: httpx.Client) -> None:
    report = visit()
    first = inspector.post("/v1/site-visits", content=factories.as_bytes(report)).json()
    scene.settle()
    with scene.another() as client:
        again = client.post("/v1/site-visits", content=factories.as_bytes(report))
        other = client.post("/v1/site-visits", content=factories.as_bytes(report | {"kind": "follow_up"}))
    assert again.status_code == 200
    assert again.json() == first | {"status": "in_ledger"}
    assert (other.status_code, slug(other)) == (409, "report-id-conflict")
    assert scene.settle() == 0


def test_what_a_restart_forgot_before_the_ledger_knew_it_comes_twice_and_enters_once(
    scene: Scene, inspector: httpx.Client
) -> None:
    report = visit()
    inspector.post("/v1/site-visits", content=factories.as_bytes(report))
    with scene.another() as client:
        assert client.get(f"/v1/receipts/{report['report_id']}").status_code == 404
        assert client.post("/v1/site-visits", content=factories.as_bytes(report)).status_code == 202
    assert scene.settle() == 2
    assert scene.store["issues"].count_documents({"report_id": report["report_id"]}) == 1


def test_other_bytes_under_a_known_id_conflict(scene: Scene, inspector: httpx.Client) -> None:
    report = visit()
    inspector.post("/v1/site-visits", content=factories.as_bytes(report))
    other = inspector.post("/v1/site-visits", content=factories.as_bytes(report | {"kind": "follow_up"}))
    assert (other.status_code, slug(other)) == (409, "report-id-conflict")
    assert other.json()["report_id"] == report["report_id"]
    assert scene.settle() == 1


def test_a_phone_that_hammers_gets_one_202_and_one_record(scene: Scene, inspector: httpx.Client) -> None:
    body = factories.as_bytes(visit())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: inspector.post("/v1/site-visits", content=body), range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [202]
    assert len({answer.content for answer in answers}) == 1
    assert scene.settle() == 1


def test_only_an_inspector_may_report(county: httpx.Client, staff: httpx.Client) -> None:
    for client in (county, staff):
        answer = client.post("/v1/site-visits", content=factories.as_bytes(visit()))
        assert (answer.status_code, slug(answer)) == (403, "not-permitted")


def test_a_project_imported_a_moment_ago_is_known(scene: Scene, inspector: httpx.Client) -> None:
    code = "2026-140105-30-03-123456"
    missing = inspector.post("/v1/site-visits", content=factories.as_bytes(visit(project_code=code)))
    assert (missing.status_code, slug(missing)) == (422, "unknown-project")
    assert missing.json()["project_code"] == code
    enter_project(scene.store, code)
    body = factories.as_bytes(visit(project_code=code))
    until(lambda: inspector.post("/v1/site-visits", content=body).status_code == 202, 3)
    scene.settle()
