"""POST of a phone's queue: an answer for each report, few records, and no bad one spoils another."""

import json

import httpx

from mobile_schema.cloudevents import INCIDENT_BATCH, SITE_VISIT, SITE_VISIT_BATCH, decode
from mobile_schema.reports.sync import split_reports
from tests import factories
from tests.api.parts import OTHER_PROJECT, PROJECT, Scene, slug, visit


def sync(client: httpx.Client, *reports: dict[str, object]) -> list[dict[str, object]]:
    answer = client.post("/v1/sync", content=factories.as_bytes(factories.sync_request(*reports)))
    assert answer.status_code == 200, answer.text
    results: list[dict[str, object]] = answer.json()["results"]
    assert [result["index"] for result in results] == list(range(len(reports)))
    return results


def test_two_hundred_mixed_reports_go_out_in_one_record_a_project_and_kind(
    scene: Scene, inspector: httpx.Client
) -> None:
    scene.skip()
    reports = [visit() for _ in range(120)] + [visit(project_code=OTHER_PROJECT)]
    reports += [factories.incident(project_code=PROJECT) for _ in range(79)]
    results = sync(inspector, *reports)
    assert [result["status"] for result in results] == ["accepted"] * 200
    assert [result["report_id"] for result in results] == [report["report_id"] for report in reports]
    messages = scene.published()
    kinds = sorted(decode(message.headers).type for message in messages)
    assert kinds == sorted([SITE_VISIT_BATCH, SITE_VISIT, INCIDENT_BATCH])
    (batch,) = [each for each in messages if decode(each.headers).type == SITE_VISIT_BATCH]
    assert split_reports(batch.value) == [json.dumps(report, ensure_ascii=False).encode() for report in reports[:120]]
    scene.skip()


def test_a_queue_enters_the_ledger_and_the_same_queue_again_is_known(scene: Scene, inspector: httpx.Client) -> None:
    reports = [visit() for _ in range(5)]
    sync(inspector, *reports)
    scene.settle()
    with scene.another() as client:
        again = sync(client, *reports)
    assert [result["status"] for result in again] == ["already"] * 5
    assert scene.settle() == 0


def test_a_bad_report_spoils_no_other(scene: Scene, inspector: httpx.Client) -> None:
    known = visit()
    inspector.post("/v1/site-visits", content=factories.as_bytes(known))
    good = [visit(), factories.incident(project_code=PROJECT), visit()]
    items = factories.sync_request(
        good[0],
        visit(findings=[]),
        known | {"kind": "follow_up"},
        visit(project_code="2020-140105-30-03-000000"),
        good[1],
        known,
    )["items"]
    items += [{"type": "nonsense", "report": {}}, {"report": {}}, 7]
    surrogate = json.dumps(visit()).encode().replace(b'"site_visit"', rb'"\ud800"')
    body = json.dumps({"items": items}).encode()[:-2]
    body += b',{"type":"site_visit","report":' + surrogate + b"},"
    body += b'{"type":"site_visit","report":' + json.dumps(good[2]).encode() + b"}]}"
    results = inspector.post("/v1/sync", content=body).json()["results"]
    assert [result["status"] for result in results] == [
        *("accepted", "refused", "conflict", "refused", "accepted", "conflict"),
        *("refused", "refused", "refused", "refused", "accepted"),
    ]
    assert results[1]["problem"]["faults"][0]["type"] == "nothing_said"
    assert results[3]["problem"]["type"].endswith("unknown-project")
    scene.settle()
    assert scene.store["receipts"].count_documents({"_id": {"$in": [each["report_id"] for each in good]}}) == 3


def test_the_same_report_twice_in_a_queue_is_taken_once(scene: Scene, inspector: httpx.Client) -> None:
    report = visit()
    results = sync(inspector, report, report, report | {"kind": "follow_up"})
    assert [result["status"] for result in results] == ["accepted", "already", "conflict"]
    assert scene.settle() == 1


def test_large_reports_are_spread_over_records_below_the_brokers_limit(scene: Scene, inspector: httpx.Client) -> None:
    scene.skip()
    long = [factories.finding(description="长" * 2000) for _ in range(60)]
    results = sync(inspector, *(visit(findings=long) for _ in range(6)))
    assert [result["status"] for result in results] == ["accepted"] * 6
    messages = scene.published()
    assert len(messages) == 6
    scene.skip()


def test_a_queue_that_is_none_is_refused(inspector: httpx.Client) -> None:
    for body in (
        b"",
        b"[]",
        b'{"items":[]}',
        b'{"items":[' + b"1," * 200 + b"1]}",
        b'{"items":[{}],"x":1}',
        b"[" * 99999,
    ):
        answer = inspector.post("/v1/sync", content=body)
        assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_a_queue_with_one_report_too_large_keeps_the_others(scene: Scene, inspector: httpx.Client) -> None:
    results = sync(inspector, visit(), visit(findings=[factories.finding(description="长" * 400_000)]))
    assert [result["status"] for result in results] == ["accepted", "refused"]
    assert results[1]["problem"]["type"].endswith("too-large")  # type: ignore[index]
    scene.skip()
