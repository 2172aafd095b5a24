"""GET of a receipt: waiting, in the ledger, or refused and why; now or within some seconds."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from mobile_schema.topics import SITE_VISITS
from tests import factories
from tests.api.parts import Scene, slug, visit
from tests.ledger.parts import enter_project
from tests.streams.parts import until


def send(client: httpx.Client, report: dict[str, object]) -> str:
    client.post("/v1/site-visits", content=factories.as_bytes(report)).raise_for_status()
    return f"/v1/receipts/{report['report_id']}"


def test_it_waits_until_the_ledger_has_it_and_then_names_the_issues(scene: Scene, inspector: httpx.Client) -> None:
    path = send(inspector, visit(findings=[factories.finding(), factories.finding(category="permits")]))
    waiting = inspector.get(path).json()
    assert (waiting["status"], waiting["issues"]) == ("waiting", [])
    scene.settle()
    receipt = inspector.get(path).json()
    assert receipt["status"] == "in_ledger"
    assert (receipt["sha256"], receipt["received_at"]) == (waiting["sha256"], waiting["received_at"])
    assert len(receipt["issues"]) == 2
    assert all(issue["serial"].startswith("140105-") for issue in receipt["issues"])


def test_a_long_poll_answers_as_soon_as_the_ledger_has_it(scene: Scene, inspector: httpx.Client) -> None:
    path = send(inspector, visit())
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(inspector.get, path, params={"wait": 20})
        until(asked.running)
        scene.settle()
        began = time.monotonic()
        assert asked.result(10).json()["status"] == "in_ledger"
    assert time.monotonic() - began < 5


def test_a_long_poll_ends_in_time_with_what_is_known(scene: Scene, inspector: httpx.Client) -> None:
    path = send(inspector, visit())
    began = time.monotonic()
    assert inspector.get(path, params={"wait": 0.6}).json()["status"] == "waiting"
    assert 0.3 < time.monotonic() - began < 5
    scene.settle()


def test_a_hundred_pollers_hold_no_threads(scene: Scene, inspector: httpx.Client) -> None:
    path = send(inspector, visit())
    with ThreadPoolExecutor(100) as pool, scene.client(limits=httpx.Limits(max_connections=100)) as many:
        polls = [pool.submit(many.get, path, params={"wait": 15}) for _ in range(100)]
        until(lambda: all(poll.running() for poll in polls))
        assert inspector.get("/v1/issues").status_code == 200
        scene.settle()
        assert {poll.result(15).json()["status"] for poll in polls} == {"in_ledger"}


def test_what_nobody_knows_is_404_and_says_what_to_do(inspector: httpx.Client) -> None:
    answer = inspector.get(f"/v1/receipts/{factories.report_id()}")
    assert (answer.status_code, slug(answer)) == (404, "unknown-report")
    assert "send it again" in answer.json()["detail"]


def test_a_refused_report_says_why_and_may_come_again(scene: Scene, inspector: httpx.Client) -> None:
    code = "2026-140105-30-03-654321"
    enter_project(scene.store, code)
    report = visit(project_code=code)
    body = factories.as_bytes(report)
    until(lambda: inspector.post("/v1/site-visits", content=body).status_code == 202, 3)
    scene.store["projects"].delete_one({"_id": code})
    scene.settle()
    refused = inspector.get(f"/v1/receipts/{report['report_id']}").json()
    assert (refused["status"], refused["reason"]) == ("refused", "unknown-project")
    enter_project(scene.store, code)
    with scene.another() as client:
        assert client.post("/v1/site-visits", content=body).status_code == 202
        assert client.get(f"/v1/receipts/{report['report_id']}").json()["status"] == "waiting"
    scene.settle()
    assert inspector.get(f"/v1/receipts/{report['report_id']}").json()["status"] == "in_ledger"


def test_what_looks_wrong_is_kept_and_flagged(scene: Scene, inspector: httpx.Client) -> None:
    odd = {
        "captured-in-future": visit(captured_at="2031-01-01T00:00:00+08:00"),
        "captured-long-ago": visit(captured_at="1970-01-01T00:00:00Z"),
        "coordinates-swapped": visit(location=factories.fixed_location(latitude=112.5489, longitude=37.8706)),
        "outside-china": visit(location=factories.fixed_location(latitude=-33.9, longitude=18.4)),
    }
    for report in odd.values():
        send(inspector, report)
    scene.settle()
    for flag, report in odd.items():
        receipt = inspector.get(f"/v1/receipts/{report['report_id']}").json()
        assert receipt["status"] == "in_ledger"
        assert flag in receipt["flags"]


def test_a_recheck_of_an_issue_that_does_not_exist_is_told(scene: Scene, inspector: httpx.Client) -> None:
    report = visit(findings=[], rechecks=[factories.recheck("no-such-issue")], kind="recheck")
    path = send(inspector, report)
    scene.settle()
    assert inspector.get(path).json()["rechecks"] == [{"issue_id": "no-such-issue", "refused": "unknown-issue"}]


def test_a_record_that_is_no_report_is_refused_under_the_id_it_carries(scene: Scene, inspector: httpx.Client) -> None:
    report = visit(surprise=True)
    scene.put(SITE_VISITS, factories.as_bytes(report))
    scene.settle()
    receipt = inspector.get(f"/v1/receipts/{report['report_id']}").json()
    assert (receipt["status"], receipt["reason"]) == ("refused", "invalid")
    assert receipt["faults"][0]["path"] == "$.surprise"
