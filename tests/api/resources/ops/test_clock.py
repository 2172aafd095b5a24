"""The ledger's clock over the API: read by all, moved by the province, never back over what is written."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from tests import factories
from tests.api.parts import Scene, slug, visit


@pytest.fixture(autouse=True)
def put_back(scene: Scene) -> Iterator[None]:
    """The clock as it was."""
    before = scene.store["positions"].find_one({"_id": "clock"})
    yield
    scene.store["positions"].replace_one({"_id": "clock"}, before or {"offset_ms": 0}, upsert=True)


def told(answer: httpx.Response) -> datetime:
    (said,) = answer.headers.get_list("xiaohao-time")
    return datetime.fromisoformat(said)


def now(client: httpx.Client) -> datetime:
    return datetime.fromisoformat(client.get("/v1/clock").json()["now"])


def test_it_moves_forward_and_reports_are_received_at_its_time(
    province: httpx.Client, inspector: httpx.Client, scene: Scene
) -> None:
    later = now(inspector) + timedelta(days=3)
    moved = province.put("/v1/clock", json={"now": later.isoformat()})
    assert moved.status_code == 200
    assert later <= datetime.fromisoformat(moved.json()["now"]) < later + timedelta(minutes=1)
    receipt = inspector.post("/v1/site-visits", content=factories.as_bytes(visit())).json()
    assert later <= datetime.fromisoformat(receipt["received_at"]) < later + timedelta(minutes=1)
    scene.skip()


def test_it_never_goes_back_over_an_event(province: httpx.Client, scene: Scene) -> None:
    scene.issue()
    answer = province.put("/v1/clock", json={"now": "2020-01-01T00:00:00Z"})
    assert (answer.status_code, slug(answer)) == (409, "clock-would-go-back")
    assert datetime.fromisoformat(answer.json()["latest"]) <= now(province)


def test_it_says_when_the_next_step_falls_due(province: httpx.Client, scene: Scene) -> None:
    scene.issue()
    due = scene.store["issues"].find_one({"next_due_at": {"$ne": None}}, sort=[("next_due_at", 1)])
    assert due is not None
    assert datetime.fromisoformat(province.get("/v1/clock").json()["next_due_at"]) == due["next_due_at"]


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2031-01-01", 5, None, {"$gt": 0}])
def test_a_moment_that_is_none_is_refused(province: httpx.Client, moment: object) -> None:
    answer = province.put("/v1/clock", json={"now": moment})
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_a_stack_on_the_machines_time_refuses(scene: Scene) -> None:
    with scene.another(clock="system") as client:
        client.headers["Authorization"] = f"Bearer {scene.tokens['supervisor-140000']}"
        answer = client.put("/v1/clock", json={"now": "2031-01-01T00:00:00Z"})
        assert client.get("/v1/clock").json()["kind"] == "system"
    assert (answer.status_code, slug(answer)) == (403, "clock-not-movable")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/me", 200),
        ("HEAD", "/healthz", 200),
        ("GET", "/nowhere", 404),
        ("DELETE", "/v1/me", 405),
        ("GET", "/v1/issues?x=1", 422),
        ("POST", "/v1/site-visits", 422),
    ],
)
def test_every_answer_tells_it(inspector: httpx.Client, method: str, path: str, status: int) -> None:
    before = now(inspector)
    answer = inspector.request(method, path)
    assert answer.status_code == status
    assert before <= told(answer) <= now(inspector)


def test_where_it_was_moved_answers_tell_it_so(province: httpx.Client, scene: Scene) -> None:
    later = now(province) + timedelta(days=3)
    province.put("/v1/clock", json={"now": later.isoformat()}).raise_for_status()
    assert later <= told(httpx.get(f"{scene.url}/v1/me", trust_env=False)) < later + timedelta(minutes=1)
