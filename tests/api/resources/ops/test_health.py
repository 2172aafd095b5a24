"""Whether the process lives, whether the whole is ready, what was counted."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest
from starlette.requests import Request

from api.http.problems import Problem
from api.resources.ops.health import get_metrics
from tests import factories
from tests.api.parts import Scene, visit
from tests.plain_http import PLAIN


def get(scene: Scene, path: str) -> httpx.Response:
    return httpx.get(scene.url + path, **PLAIN)


def test_it_is_ready_when_a_worker_reads(scene: Scene) -> None:
    workers = scene.store["workers"]
    now = datetime.now(UTC)
    assert get(scene, "/readyz").json() == {
        "ready": False,
        "mongo": True,
        "kafka": True,
        "workers": 0,
        "standing_still": [],
        "instance": "",
    }
    workers.insert_many(
        [
            {"_id": "dead", "at": now - timedelta(seconds=30), "partitions": ["field.site-visits.v1/0"]},
            {"_id": "idle", "at": now, "partitions": []},
        ]
    )
    assert get(scene, "/readyz").status_code == 503
    workers.insert_one({"_id": "reads", "at": now, "partitions": ["field.site-visits.v1/0"]})
    ready = get(scene, "/readyz")
    workers.delete_many({})
    assert (ready.status_code, ready.json()["workers"]) == (200, 1)


def test_a_partition_that_stands_still_is_named_and_the_whole_goes_on(scene: Scene) -> None:
    damaged = [{"place": "field.site-visits.v1/3", "offset": 17, "why": "Invalid CRC"}]
    sign = {"_id": "reads", "at": datetime.now(UTC), "partitions": ["field.site-visits.v1/0"]}
    scene.store["workers"].insert_one(sign | {"started_at": sign["at"], "standing_still": damaged})
    ready = get(scene, "/readyz")
    scene.store["workers"].delete_many({})
    assert (ready.status_code, ready.json()["standing_still"]) == (200, ["field.site-visits.v1/3@17"])


def test_healthz_asks_nobody(scene: Scene) -> None:
    assert get(scene, "/healthz").json() == {"status": "ok", "instance": ""}


def test_metrics_count_requests_by_route_and_what_the_ledger_lacks(scene: Scene, inspector: httpx.Client) -> None:
    scene.settle()
    inspector.post("/v1/site-visits", content=factories.as_bytes(visit()))
    inspector.get("/v1/issues/nothing")
    httpx.get(f"{scene.url}/nothing/{'x' * 50}", **PLAIN)
    text = get(scene, "/metrics").text
    assert 'xiaohao_http_requests_total{method="POST",route="/v1/site-visits",status="202"}' in text
    assert 'xiaohao_http_requests_total{method="GET",route="/v1/issues/{issue_id}",status="404"}' in text
    assert 'route="unmatched",status="404"' in text
    assert "x" * 50 not in text
    assert "xiaohao_kafka_connected 1.0" in text
    assert _lag(text) == 1
    scene.settle()
    assert _lag(get(scene, "/metrics").text) == 0
    assert 'xiaohao_issues{state="assigned"}' in text


def asked(token: str, client: tuple[str, int] | None, authorization: str = "") -> None:
    """Ask for the figures of an API with this token, from this address."""
    services = SimpleNamespace(settings=SimpleNamespace(metrics_token=token))
    metrics = SimpleNamespace(text=lambda _: (b"", "text/plain"))
    state = SimpleNamespace(services=services, metrics=metrics)
    headers = [(b"authorization", authorization.encode())]
    asyncio.run(
        get_metrics(
            Request({"type": "http", "headers": headers, "client": client, "app": SimpleNamespace(state=state)})
        )
    )


def test_figures_are_for_this_machine_alone_unless_a_token_was_given() -> None:
    asked("", ("127.0.0.1", 1))
    for client in (("10.0.0.7", 1), None):
        with pytest.raises(Problem) as refused:
            asked("", client)
        assert (refused.value.status, refused.value.slug) == (401, "metrics-token")


def test_with_a_token_figures_are_for_who_sends_it_wherever_from() -> None:
    asked("figures", ("10.0.0.7", 1), "Bearer figures")
    for authorization in ("", "Bearer wrong", "Bearer 销"):
        with pytest.raises(Problem):
            asked("figures", ("127.0.0.1", 1), authorization)


def _lag(text: str) -> float:
    return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith("xiaohao_intake_lag"))


def test_every_answer_names_its_request_by_the_name_that_came_with_it_if_that_can_stand_in_a_log(scene: Scene) -> None:
    def named(told: str) -> str:
        return httpx.get(f"{scene.url}/nothing", headers={"X-Request-Id": told}, **PLAIN).headers["x-request-id"]

    assert named("proxy-1.a_B") == "proxy-1.a_B"
    new = {named("two words"), named("x" * 65), get(scene, "/healthz").headers["x-request-id"]}
    assert {len(name) for name in new} == {16}
    assert len(new) == 3
