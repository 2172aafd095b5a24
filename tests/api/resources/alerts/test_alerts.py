"""GET of alerts and their acknowledgement: those of an issue that runs late, to its people."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from ledger.store.by_itself.sweep import sweep
from tests.api.parts import LAND_HEAD, Scene, clock_of, slug


@pytest.fixture(scope="module")
def late(scene: Scene) -> dict[str, Any]:
    """An issue that nobody accepted, some days after its first clock ran out."""
    issue = scene.issue()
    scene.clock.move(scene.clock.now() + timedelta(days=5))
    while sweep(scene.store, scene.clock, scene.rules()).fired:
        """Until nothing is due any more."""
    return issue


def alerts(client: httpx.Client, **params: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/alerts", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_each_sees_their_own_unless_they_ask_for_all(scene: Scene, late: dict[str, Any]) -> None:
    with scene.client(LAND_HEAD) as head:
        mine = alerts(head, issue=late["id"])
        everyones = alerts(head, issue=late["id"], mine="false")
    assert mine
    assert {alert["recipient_person_id"] for alert in mine} == {LAND_HEAD}
    assert len(everyones) > len(mine)
    assert all(alert["serial"] == late["serial"] and alert["text_zh"] for alert in everyones)


def test_an_alert_names_its_policy_its_light_in_words_and_its_ways(late: dict[str, Any], county: httpx.Client) -> None:
    (alert,) = [each for each in alerts(county, mine="false", issue=late["id"]) if each["step"] == "deploy-county"]
    assert (alert["policy"], alert["policy_version"]) == (late["policy"], late["policy_version"]) == ("13710", 2)
    assert (alert["light"], alert["light_zh"], alert["light_en"]) == ("red", "红", "red")
    assert (alert["channels"], alert["deferred"]) == ([], None)


def test_the_steps_that_fired_are_on_their_clock(late: dict[str, Any], county: httpx.Client) -> None:
    issue = county.get(f"/v1/issues/{late['id']}").json()
    steps = clock_of(issue, "deploy")["steps"]
    assert {"deploy-person", "deploy-county", "deploy-city"} <= steps.keys()
    (alert,) = [each for each in alerts(county, mine="false", issue=late["id"]) if each["step"] == "deploy-county"]
    assert steps["deploy-county"] == {
        "occurrence": 1,
        "counts_from": alert["fired_at"],
        "told_at": None,
        "failed": False,
        "acknowledged_at": None,
        "deferred_until": None,
        "idle": 0,
    }


def test_pages_of_one_are_the_list_newest_first(late: dict[str, Any], county: httpx.Client) -> None:
    whole = alerts(county, mine="false", limit=200)
    assert [alert["fired_at"] for alert in whole] == sorted((alert["fired_at"] for alert in whole), reverse=True)
    found, cursor = [], {}
    while True:
        page = county.get("/v1/alerts", params={"mine": "false", "limit": "1", **cursor}).json()
        found += [alert["id"] for alert in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == [alert["id"] for alert in whole]


def test_a_region_shows_the_alerts_of_all_below_it(late: dict[str, Any], county: httpx.Client) -> None:
    assert alerts(county, mine="false", region="140100", issue=late["id"])
    assert not alerts(county, mine="false", region="140200", issue=late["id"])


def test_acknowledging_is_its_recipients_and_counts_once(
    scene: Scene, late: dict[str, Any], inspector: httpx.Client
) -> None:
    with scene.client(LAND_HEAD) as head:
        path = f"/v1/alerts/{alerts(head, issue=late['id'])[0]['id']}/acknowledge"
        stranger = inspector.post(path)
        assert (stranger.status_code, slug(stranger)) == (403, "not-permitted")
        first, again = head.post(path), head.post(path)
        assert (first.status_code, again.status_code) == (200, 200)
        assert first.json() == again.json()
        assert first.json()["acknowledged_by"] == LAND_HEAD
        assert first.json()["id"] in {alert["id"] for alert in alerts(head, acknowledged="true")}
        assert first.json()["id"] not in {alert["id"] for alert in alerts(head, acknowledged="false")}


def test_an_acknowledgement_keeps_its_note(scene: Scene, late: dict[str, Any], county: httpx.Client) -> None:
    (alert,) = [each for each in alerts(county, mine="false", issue=late["id"]) if each["step"] == "deploy-county"]
    assert alert["acknowledged_note"] is None
    path = f"/v1/alerts/{alert['id']}/acknowledge"
    for wrong in (b'{"note": 7}', b'{"nota": "x"}', b"{", b'{"note": ""}'):
        assert county.post(path, content=wrong).status_code == 422
    assert county.post(path, json={"note": "已电话催办。"}).json()["acknowledged_note"] == "已电话催办。"
    (alert,) = [each for each in alerts(county, mine="false", issue=late["id"]) if each["step"] == "deploy-county"]
    assert alert["acknowledged_note"] == "已电话催办。"
    firings = county.get(f"/v1/issues/{late['id']}/explain").json()["firings"]
    assert "已电话催办。" in {
        told["acknowledged"]["reason"] for each in firings for told in each["alerts"] if told["acknowledged"]
    }


def test_an_alert_that_does_not_exist_is_404(inspector: httpx.Client) -> None:
    answer = inspector.post("/v1/alerts/nothing/acknowledge")
    assert (answer.status_code, slug(answer)) == (404, "unknown-alert")


def test_an_alert_that_fired_weeks_late_is_listed_like_any_other(scene: Scene, late: dict[str, Any]) -> None:
    weeks = 2**31 + 1
    kept = scene.store["alerts"].find_one({"issue_id": late["id"]})
    assert kept is not None
    scene.store["alerts"].update_one({"_id": kept["_id"]}, {"$set": {"late_ms": weeks}})
    with scene.client(LAND_HEAD) as head:
        told = alerts(head, issue=late["id"], mine=False)
    assert weeks in [each["late_ms"] for each in told]
