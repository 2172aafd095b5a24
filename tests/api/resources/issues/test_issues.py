"""GET of the ledger: filters that combine, pages that skip nothing, one issue with its tag, its history."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ledger.store.listing import list_issues
from ledger.store.wanted import IssueFilter
from mobile_schema.vocabulary import Light, State
from tests import factories
from tests.api.parts import LAND_UNIT, OTHER_PROJECT, PROJECT, Scene, slug, visit
from tests.ledger.factories import EVERYWHERE


@pytest.fixture(scope="module")
def ledger(scene: Scene) -> list[dict[str, Any]]:
    """Some issues on the ledger: land and permits in one county, land in another city."""
    with scene.client() as client:
        for report in (
            visit(findings=[factories.finding(), factories.finding(category="permits", severity="major")]),
            visit(project_code=OTHER_PROJECT),
        ):
            client.post("/v1/site-visits", content=factories.as_bytes(report)).raise_for_status()
        scene.settle()
        return everything(client)


def everything(client: httpx.Client, limit: int = 200, **params: Any) -> list[dict[str, Any]]:
    """All pages of a list."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get("/v1/issues", params={"limit": limit, **params, **cursor})
        assert page.status_code == 200, page.text
        items += page.json()["items"]
        if page.json()["next_cursor"] is None:
            return items
        cursor = {"cursor": page.json()["next_cursor"]}


@pytest.mark.parametrize(
    ("params", "matches"),
    [
        ({"state": "assigned"}, lambda issue: issue["state"] == "assigned"),
        ({"region": "140105"}, lambda issue: issue["region"] == "140105"),
        ({"region": "140200"}, lambda issue: issue["region"].startswith("1402")),
        ({"region": "140000"}, lambda issue: True),
        ({"unit": LAND_UNIT}, lambda issue: issue["unit_id"] == LAND_UNIT),
        ({"project": PROJECT}, lambda issue: issue["project_code"] == PROJECT),
        ({"category": "permits"}, lambda issue: issue["category"] == "permits"),
        ({"light": "red"}, lambda issue: issue["light"] == "red"),
        ({"light": "yellow"}, lambda issue: issue["light"] == "yellow"),
        ({"light": "green"}, lambda issue: issue["light"] == "green"),
        ({"state": "closed", "light": "red"}, lambda issue: False),
        ({"state": "suspended"}, lambda issue: issue["state"] == "suspended"),
        ({"state": "merged"}, lambda issue: issue["state"] == "merged"),
        ({"region": "140100", "category": "land", "state": "assigned"}, lambda issue: issue["region"] == "140105"
            and issue["category"] == "land" and issue["state"] == "assigned"),
    ],
)  # fmt: skip
def test_a_filter_finds_exactly_what_it_says(
    ledger: list[dict[str, Any]], inspector: httpx.Client, params: dict[str, str], matches: Any
) -> None:
    found = everything(inspector, **params)
    assert [issue["id"] for issue in found] == [issue["id"] for issue in everything(inspector) if matches(issue)]


def test_due_before_leaves_out_what_is_due_later(ledger: list[dict[str, Any]], inspector: httpx.Client) -> None:
    times = sorted({issue["due_at"] for issue in everything(inspector)})
    found = everything(inspector, due_before=times[-1])
    assert {issue["due_at"] for issue in found} == set(times[:-1])


def test_pages_of_one_are_the_list_in_order_of_due_time(ledger: list[dict[str, Any]], inspector: httpx.Client) -> None:
    whole = everything(inspector)
    keys = [(issue["due_at"], issue["id"]) for issue in whole]
    assert keys == sorted(keys)
    assert [issue["id"] for issue in everything(inspector, limit=1)] == [issue["id"] for issue in whole]


def test_lights_turn_with_the_due_time(scene: Scene) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    store = scene.store
    dues = {
        "red": -timedelta(seconds=1),
        "yellow": timedelta(),
        "last": timedelta(hours=24, seconds=-1),
        "green": timedelta(hours=24),
    }
    try:
        for name, due in dues.items():
            for state in (State.ASSIGNED, State.CLOSED, State.SUSPENDED, State.MERGED):
                name_ = f"light-{name}-{state}"
                store["issues"].insert_one(
                    {
                        "_id": name_,
                        "serial": name_,
                        "scopes": ["r:140000"],
                        "state": state.value,
                        "due_at": now + due,
                        "project_code": "light",
                    }
                )
        found = {
            light: {
                str(document["_id"])
                for document in list_issues(
                    store, EVERYWHERE, IssueFilter(project="light", light=light), now, 100
                ).items
            }
            for light in Light
        }
    finally:
        store["issues"].delete_many({"project_code": "light"})
    assert found[Light.RED] == {"light-red-assigned"}
    assert found[Light.YELLOW] == {"light-yellow-assigned", "light-last-assigned"}
    assert found[Light.GREEN] == {"light-green-assigned"} | {
        f"light-{name}-{state}" for name in dues for state in ("closed", "suspended", "merged")
    }


def test_an_issue_carries_version_and_light_as_tag(ledger: list[dict[str, Any]], inspector: httpx.Client) -> None:
    path = f"/v1/issues/{ledger[0]['id']}"
    answer = inspector.get(path)
    assert answer.headers["etag"] == f'"{answer.json()["version"]}-{answer.json()["light"]}"'
    assert inspector.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert inspector.get(path, headers={"If-None-Match": '"999"'}).status_code == 200


def test_the_history_is_every_event_in_order(ledger: list[dict[str, Any]], inspector: httpx.Client) -> None:
    events = inspector.get(f"/v1/issues/{ledger[0]['id']}/history").json()["items"]
    assert [event["version"] for event in events] == list(range(1, len(events) + 1))
    assert [event["type"] for event in events[:2]] == ["issue.reported.v1", "issue.assigned.v1"]
    assert events[0]["actor"]["person_id"] == "inspector-140105-1"


@pytest.mark.parametrize("path", ["/v1/issues/nothing", "/v1/issues/nothing/history"])
def test_an_issue_that_does_not_exist_is_404(inspector: httpx.Client, path: str) -> None:
    answer = inspector.get(path)
    assert (answer.status_code, slug(answer)) == (404, "unknown-issue")
