"""An inbox over HTTP: what waits for whom, what one was told, what one has looked at; and what a wrong question is."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from ledger.registry.days import CHINA
from ledger.store.by_itself.sweep import sweep
from tests.api.listening import listening
from tests.api.parts import COUNTY, LAND_HEAD, LAND_STAFF, Scene, done, give, slug


@pytest.fixture(scope="module")
def issue(scene: Scene) -> dict[str, Any]:
    """An issue on the second day: assigned in a morning, its unit warned and reminded, and not signed for."""
    tomorrow = (scene.clock.now() + timedelta(days=1)).astimezone(CHINA)
    scene.clock.move(tomorrow.replace(hour=9))  # before the warning of that day, at whatever hour this runs
    made = scene.issue()
    scene.clock.move(scene.clock.now() + timedelta(days=1))
    while sweep(scene.store, scene.clock, scene.rules()).fired:
        """Until nothing is due any more."""
    return made


def inbox(client: httpx.Client, **params: Any) -> dict[str, Any]:
    answer = client.get("/v1/inbox", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def waits(found: dict[str, Any]) -> dict[str, int]:
    return {tray["what"]: tray["count"] for tray in found["waiting"]}


def test_the_head_of_a_unit_finds_what_to_sign_what_warned_and_what_told(scene: Scene, issue: dict[str, Any]) -> None:
    with scene.client(LAND_HEAD) as head:
        found = inbox(head)
    assert waits(found) == {"sign": 1, "plan": 0, "report": 0}
    (line,) = found["waiting"][0]["items"]
    assert (line["serial"], line["state"], line["light"]) == (issue["serial"], "assigned", "red")
    assert {alert["step"] for alert in found["alerts"]["items"]} == {"deploy-ahead", "deploy-person"}
    (notice,) = found["notices"]["items"]
    assert (notice["notice"], notice["seen_at"], notice["recipient_person_id"]) == ("assigned", None, LAND_HEAD)


def test_what_was_seen_is_in_no_inbox_and_still_listed_and_still_to_be_done(
    scene: Scene, issue: dict[str, Any]
) -> None:
    with scene.client(LAND_HEAD) as head:
        found = inbox(head)
        ids = {
            "alerts": [alert["id"] for alert in found["alerts"]["items"]],
            "notices": [notice["id"] for notice in found["notices"]["items"]],
        }
        seen = head.post("/v1/inbox/seen", json=ids)
        assert seen.json() == {"alerts": 2, "notices": 1}
        assert head.post("/v1/inbox/seen", json=ids).json() == {"alerts": 0, "notices": 0}
        after = inbox(head)
        assert (after["alerts"]["count"], after["notices"]["count"], waits(after)["sign"]) == (0, 0, 1)
        (notice,) = head.get("/v1/notices").json()["items"]
        between = [datetime.fromisoformat(at) for at in (found["as_of"], notice["seen_at"], after["as_of"])]
        assert between == sorted(between)
        listed = head.get("/v1/alerts", params={"acknowledged": "false"}).json()["items"]
        assert {alert["id"] for alert in listed} == set(ids["alerts"])
        assert all(alert["seen_at"] for alert in listed)


def test_work_goes_from_the_unit_to_the_supervisor_and_each_is_told(scene: Scene, issue: dict[str, Any]) -> None:
    with scene.client(LAND_STAFF) as staff, scene.client(COUNTY) as county:
        done(give(staff, issue, "accept", person_id=LAND_STAFF))
        assert waits(inbox(staff)) == {"sign": 0, "plan": 1, "report": 0}
        done(give(staff, issue, "report-progress", note="已补件。"))
        found = inbox(county)
        assert waits(found) == {"triage": 0, "verify": 0, "approve": 0, "decide": 0}
        assert [notice["notice"] for notice in found["notices"]["items"]] == ["accepted"]
        history = county.get(f"/v1/issues/{issue['id']}/history").json()["items"]
        (accepted,) = [event for event in history if event["type"] == "issue.accepted.v1"]
        assert [given["person_id"] for given in accepted["data"]["notices"]] == [COUNTY]


def test_a_tray_is_paged(scene: Scene, issue: dict[str, Any]) -> None:
    more = [scene.issue()["id"] for _ in range(2)]
    with scene.client(LAND_HEAD) as head:
        first = head.get("/v1/inbox/sign", params={"limit": 1}).json()
        rest = head.get("/v1/inbox/sign", params={"cursor": first["next_cursor"]}).json()
        assert head.get("/v1/inbox/triage").json() == {"items": [], "next_cursor": None}
    found = [line["id"] for line in [*first["items"], *rest["items"]]]
    assert sorted(found) == sorted(more)
    assert rest["next_cursor"] is None


def test_notices_are_ones_own_whoever_may_read_the_issue(scene: Scene, province: httpx.Client) -> None:
    assert scene.store["notices"].count_documents({}) > 0
    assert province.get("/v1/notices").json()["items"] == []
    before = scene.store["notices"].count_documents({"seen": True})
    ids = scene.store["notices"].distinct("_id")
    assert province.post("/v1/inbox/seen", json={"notices": ids}).json() == {"alerts": 0, "notices": 0}
    assert scene.store["notices"].count_documents({"seen": True}) == before


def test_all_until_now_is_seen_in_one(scene: Scene) -> None:
    with scene.client(LAND_HEAD) as head:
        found = inbox(head)
        count = head.post("/v1/inbox/seen", json={"until": found["as_of"]}).json()["notices"]
        assert count == found["notices"]["count"] > 0
        assert inbox(head)["notices"] == {"count": 0, "more": False, "items": []}


def test_a_notice_comes_to_its_recipient_as_it_is_given_and_to_nobody_else(scene: Scene) -> None:
    with (
        scene.client(LAND_HEAD) as head,
        scene.client(COUNTY) as county,
        listening(head) as told,
        listening(county, mine="false") as others,
    ):
        issue = scene.issue()
        given = told.next()
        assert (given.event, given.data) == ("notice.given", head.get("/v1/notices").json()["items"][0])
        done(give(head, issue, "accept", person_id=LAND_HEAD))
        assert [others.next().data["notice"]] == ["accepted"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"until": "yesterday"},
        {"until": "2026-03-02T08:00:00"},
        {"until": "2026-03-02T08:00:00Z", "alerts": ["x"]},
        {"alerts": [1]},
        {"alerts": ["x" * 201]},
        {"notices": ["\u202ex"]},
        {"notices": [f"n{number}" for number in range(501)]},
        {"surprise": []},
        [],
    ],
)
def test_a_body_that_says_nothing_clear_marks_nothing(county: httpx.Client, body: Any) -> None:
    assert slug(county.post("/v1/inbox/seen", json=body)) == "invalid"


@pytest.mark.parametrize(
    "path", ["inbox?limit=0", "inbox?who=head", "inbox/everything", "inbox/sign?cursor=x", "notices?notice=gossip"]
)
def test_a_wrong_question_is_refused(county: httpx.Client, path: str) -> None:
    assert slug(county.get(f"/v1/{path}")) == "invalid"


def test_a_choice_is_ones_own_whole_and_kept(scene: Scene, county: httpx.Client) -> None:
    assert county.get("/v1/me/notices").json() == {
        "channels": {},
        "otherwise": None,
        "quiet_hours": None,
        "digest_at": None,
        "changed_at": None,
    }
    said = {"channels": {"merged": []}, "quiet_hours": {"from": "22:00", "to": "07:30"}}
    kept = county.put("/v1/me/notices", json=said)
    assert kept.status_code == 200, kept.text
    assert county.get("/v1/me/notices").json() == kept.json()
    assert kept.json() | {"changed_at": None} == {**said, "otherwise": None, "digest_at": None, "changed_at": None}
    with scene.client(LAND_HEAD) as head:
        assert head.get("/v1/me/notices").json()["changed_at"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"channels": {"gossip": ["email"]}},
        {"otherwise": ["pigeon"]},
        {"quiet_hours": {"from": "22:00", "to": "22:00"}},
        {"digest_at": "8 o'clock"},
        {"person_id": "head"},
        "email",
    ],
)
def test_a_choice_that_means_nothing_is_refused_with_its_path(county: httpx.Client, body: Any) -> None:
    assert slug(county.put("/v1/me/notices", json=body)) == "invalid"
