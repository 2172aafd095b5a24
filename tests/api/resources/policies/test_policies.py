"""The policies over HTTP: every version with the day from which it holds, one of them whole, the issues under it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.resources.policies.policies import PolicyList, PolicyView
from ledger.policy.policy import Policy
from ledger.policy.store import adopt_policy, enter_policy
from ledger.policy.versions import shipped_policies, shipped_texts
from tests.api.parts import Scene, slug
from tests.plain_http import PLAIN
from tests.streams.parts import until

OURS = (
    shipped_texts()["before-due"]
    .replace("name: before-due", "name: ours")
    .replace("obligations:", 'applies_to: {regions: ["140213"]}\nobligations:', 1)
)


def policies(client: httpx.Client) -> dict[tuple[str, int], dict[str, Any]]:
    answer = client.get("/v1/policies")
    assert answer.status_code == 200, answer.text
    PolicyList.model_validate_json(answer.content)
    return {(item["name"], item["version"]): item for item in answer.json()["items"]}


@pytest.fixture(scope="module")
def ours(scene: Scene) -> Iterator[Policy]:
    """A policy of one's own, adopted from tomorrow on, and known to the API."""
    now = scene.clock.now()
    policy = enter_policy(scene.store, OURS, now)
    adopt_policy(scene.store, policy.name, policy.version, now + timedelta(days=1), now)
    with scene.client() as client:
        until(lambda: ("ours", 1) in policies(client))
    yield policy
    scene.store["policies"].delete_one({"_id": policy.key})


def test_every_version_is_listed_with_its_scope_and_the_day_from_which_it_holds(
    scene: Scene, inspector: httpx.Client, ours: Policy
) -> None:
    found = policies(inspector)
    assert found.keys() == {(policy.name, policy.version) for policy in shipped_policies().versions()} | {("ours", 1)}
    always, kept, later = found["13710", 1], found["three-sheets", 1], found["ours", 1]
    assert [(each["adopted"], each["holds_from"] is None) for each in (always, kept, later)] == [
        (True, True),
        (False, True),
        (True, False),
    ]
    assert always["title"] == {"zh": "13710 督办（自然日）", "en": "13710 supervision (natural days)"}
    assert later["applies_to"]["regions"] == ["140213"]
    assert later["holds_from"] > scene.clock.now().isoformat()


def test_one_version_is_answered_whole(staff: httpx.Client, ours: Policy) -> None:
    answer = staff.get("/v1/policies/ours/1")
    assert answer.status_code == 200
    view = PolicyView.model_validate_json(answer.content)
    assert view.definition == ours
    assert view.text == OURS
    assert answer.json()["definition"]["quiet_hours"] == {"from": "22:00:00", "to": "07:30:00", "lights": ["green"]}


@pytest.mark.parametrize("path", ["13710/3", "nowhere/1"])
def test_a_version_that_is_not_here_is_not_found(inspector: httpx.Client, path: str) -> None:
    answer = inspector.get(f"/v1/policies/{path}")
    assert (answer.status_code, slug(answer)) == (404, "unknown-policy")


@pytest.mark.parametrize("path", ["policies?limit=1", "policies/13710/0", "policies/13710/x", "policies/A B/1"])
def test_what_it_does_not_know_is_refused(inspector: httpx.Client, path: str) -> None:
    answer = inspector.get(f"/v1/{path}")
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_without_a_token_nothing_is_told(scene: Scene) -> None:
    for path in ("policies", "policies/13710/1"):
        assert httpx.get(f"{scene.url}/v1/{path}", **PLAIN).status_code == 401


def test_issues_are_found_by_the_version_frozen_onto_them(scene: Scene, province: httpx.Client) -> None:
    issue = scene.issue()

    def under(key: str) -> set[str]:
        items = province.get("/v1/issues", params={"policy": key, "state": "assigned", "limit": 200}).json()["items"]
        return {item["id"] for item in items}

    assert (issue["policy"], issue["policy_version"]) == ("13710", 2)
    assert issue["id"] in under("13710@2")
    body = {"policy": "before-due", "version": 1, "reason": "增加预警"}
    assert province.post(f"/v1/issues/{issue['id']}/move-policy", json=body).status_code == 200
    assert issue["id"] not in under("13710@2")
    assert issue["id"] in under("before-due@1")
    refused = province.get("/v1/issues", params={"policy": "13710"})
    assert (refused.status_code, slug(refused)) == (422, "invalid")
