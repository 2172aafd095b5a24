"""The province sees how each channel fares and what became of each delivery; nobody sees a secret."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from api.resources.alerts.channel_views import TrialView
from channels.endpoints.endpoint import ChannelKind
from channels.endpoints.outcomes import Accepted, Failed
from channels.endpoints.store import add_endpoint
from channels.queue.claiming import claim
from channels.queue.dispatching import dispatch
from channels.queue.settling import settle
from tests.api.parts import Scene, slug
from tests.channels.parts import alert, endpoint

NOW = datetime.now(UTC)
ROBOT = "https://qyapi.example.org/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4"


@pytest.fixture(scope="module")
def delivered(scene: Scene) -> Iterator[Scene]:
    """A robot that fails for good, a webhook that takes what is passed on, five alerts."""
    store = scene.store
    for each in (
        endpoint(ChannelKind.DINGTALK, ROBOT, id="robot", rank=1, secret="SEC0123456789"),
        endpoint(id="hook", rank=2),
    ):
        add_endpoint(store, each, NOW)
    store["alerts"].insert_many([alert(number) for number in range(1, 6)])
    while dispatch(store, NOW):
        """Until all are queued."""
    claimed = claim(store, "robot", NOW)
    assert claimed is not None
    settle(store, claimed, Failed("HTTP 404", permanent=True), NOW, 0.0)
    claim(store, "robot", NOW + timedelta(seconds=1))
    for _ in range(5):
        claimed = claim(store, "hook", NOW + timedelta(seconds=2))
        assert claimed is not None
        settle(store, claimed, Accepted("HTTP 204"), NOW + timedelta(seconds=3), 0.0)
    yield scene
    for name in ("endpoints", "deliveries"):
        store[name].delete_many({})
    store["alerts"].delete_many({"_id": {"$regex": "^alert-"}})


def test_channels_are_shown_with_their_state_and_no_secret(delivered: Scene, province: httpx.Client) -> None:
    answer = province.get("/v1/channels")
    robot, hook = sorted(answer.json()["items"], key=lambda each: each["rank"])
    assert (robot["state"], robot["last_error"], robot["queued"]) == ("failing", "HTTP 404", 0)
    assert robot["failing_since"] is not None
    assert (hook["state"], hook["signed"]) == ("ok", True)
    assert "693a91f6" not in answer.text
    assert "SEC0123456789" not in answer.text
    assert "whsec_" not in answer.text


def test_a_delivery_is_found_by_its_alert_with_its_attempts(delivered: Scene, province: httpx.Client) -> None:
    items = province.get("/v1/deliveries", params={"alert": "alert-0001"}).json()["items"]
    told = {each["endpoint_id"]: each for each in items}
    assert (told["robot"]["state"], told["robot"]["passed_to"]) == ("failed", "hook")
    assert (told["hook"]["state"], told["hook"]["attempts"]) == ("delivered", 1)
    assert [each["says"] for each in told["hook"]["results"]] == ["HTTP 204"]


def test_pages_of_two_are_the_list(delivered: Scene, province: httpx.Client) -> None:
    whole = province.get("/v1/deliveries", params={"limit": "200"}).json()["items"]
    assert len(whole) == 10
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = province.get("/v1/deliveries", params={"limit": "2", **cursor}).json()
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == whole


def test_they_are_filtered_by_state(delivered: Scene, province: httpx.Client) -> None:
    for state, count in (("delivered", 5), ("failed", 5), ("waiting", 0)):
        assert len(province.get("/v1/deliveries", params={"state": state}).json()["items"]) == count
    assert province.get("/v1/deliveries", params={"state": "lost"}).status_code == 422


@pytest.mark.parametrize("path", ["/v1/channels", "/v1/deliveries"])
def test_others_than_the_province_are_refused(delivered: Scene, county: httpx.Client, path: str) -> None:
    answer = county.get(path)
    assert (answer.status_code, slug(answer)) == (403, "not-permitted")


def test_a_trial_is_asked_for_once_a_minute_and_told_of_its_endpoint(delivered: Scene, province: httpx.Client) -> None:
    asked = province.post("/v1/channels/hook/try")
    assert asked.status_code == 202, asked.text
    TrialView.model_validate_json(asked.content)
    again = province.post("/v1/channels/hook/try")
    assert (again.status_code, slug(again)) == (429, "tried-lately")
    assert 1 <= int(again.headers["Retry-After"]) <= 60
    (line,) = (each for each in province.get("/v1/channels").json()["items"] if each["id"] == "hook")
    assert (line["trial"]["state"], line["trial"]["done_at"]) == ("waiting", None)
    assert slug(province.post("/v1/channels/nowhere/try")) == "unknown-channel"


def test_a_trial_is_not_everybodys(delivered: Scene, county: httpx.Client) -> None:
    for path in ("hook", "nowhere"):
        answer = county.post(f"/v1/channels/{path}/try")
        assert (answer.status_code, slug(answer)) == (403, "not-permitted")
