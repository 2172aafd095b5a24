"""Extensions (延期), suspensions (挂起) and policy moves over the API: asked for, decided by whom the policy names."""

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from ledger.store.by_itself.sweep import sweep
from tests.api.parts import CITY, COUNTY, LAND_STAFF, Scene, clock_of, done, give, local_day, slug


@pytest.fixture
def accepted(scene: Scene, staff: httpx.Client) -> dict[str, Any]:
    """An issue that its unit has signed for."""
    return done(give(staff, scene.issue(), "accept", person_id=LAND_STAFF))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def days_after(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def history(client: httpx.Client, issue: dict[str, Any]) -> list[str]:
    events = client.get(f"/v1/issues/{issue['id']}/history").json()["items"]
    return [event["type"].removesuffix(".v1") for event in events]


def test_an_issue_says_every_field_also_where_nothing_is_asked(accepted: dict[str, Any]) -> None:
    nothing = ("extension_request", "suspension_request", "suspension", "merger", "closure", "recheck", "grade")
    assert [accepted[name] for name in nothing] == [None] * len(nothing)
    assert (accepted["duplicates"], accepted["supporting_unit_ids"], accepted["works_stopped"]) == ([], [], False)
    assert accepted["fixing_units"] == ["140105-natural-resources"]
    assert accepted["active_at"] == accepted["updated_at"]
    clock = clock_of(accepted)
    unset = ("original_due_at", "runs_from", "paused_at", "own_due_at", "ended_at", "outcome")
    assert [clock[name] for name in unset] == [None] * len(unset)
    assert (clock["provisional"], clock["rested_ms"], clock["adopted"], clock["steps"]) == (False, 0, {}, {})


def test_an_extension_is_asked_for_and_granted_beside_the_original(
    accepted: dict[str, Any], staff: httpx.Client, county: httpx.Client
) -> None:
    before = clock_of(accepted)
    day = days_after(local_day(before["due_at"]), 5)
    asked = done(give(staff, accepted, "request-extension", due_on=day, reason="待省厅批复"))
    request = asked["extension_request"]
    assert (request["obligation"], request["reason"], request["requested_by"]) == ("resolve", "待省厅批复", LAND_STAFF)
    assert clock_of(asked) == before
    granted = done(give(county, asked, "approve-extension", note="仅此一次"))
    after = clock_of(granted)
    assert local_day(after["due_at"]).isoformat() == day
    assert (after["round"], after["original_due_at"]) == (2, before["due_at"])
    assert granted["extension_request"] is None
    ended = [clock["outcome"] for clock in granted["obligations"] if clock["code"] == "resolve"]
    assert ended == ["extended", None]
    assert history(county, granted)[-2:] == ["extension.requested", "extension.approved"]


def test_an_extension_that_is_refused_leaves_the_deadline(
    accepted: dict[str, Any], staff: httpx.Client, county: httpx.Client
) -> None:
    day = days_after(local_day(clock_of(accepted)["due_at"]), 5)
    asked = done(give(staff, accepted, "request-extension", due_on=day, reason="待批"))
    refused = done(give(county, asked, "refuse-extension", reason="理由不充分"))
    assert refused["extension_request"] is None
    assert refused["obligations"] == accepted["obligations"]


def test_an_extension_that_cannot_be_is_409_and_says_why(
    scene: Scene, accepted: dict[str, Any], staff: httpx.Client, county: httpx.Client
) -> None:
    due = local_day(clock_of(accepted)["due_at"])
    impossible = [
        {"due_on": days_after(local_day(scene.clock.now()), -1)},
        {"due_on": due.isoformat()},
        {"due_on": days_after(due, 400)},
        {"due_on": days_after(due, 5), "obligation": "deploy"},
        {"due_on": days_after(due, 5), "obligation": "nonsense"},
    ]
    answers = [give(staff, accepted, "request-extension", reason="待批", **body) for body in impossible]
    answers += [give(county, accepted, "approve-extension"), give(county, accepted, "refuse-extension", reason="不")]
    assert [(answer.status_code, slug(answer)) for answer in answers] == [(409, "extension-not-possible")] * 7
    assert "now" in answers[0].json()
    assert answers[1].json()["due_at"] == clock_of(accepted)["due_at"]
    assert "latest" in answers[2].json()


def test_who_asks_for_an_extension_does_not_grant_it(accepted: dict[str, Any], staff: httpx.Client) -> None:
    day = days_after(local_day(clock_of(accepted)["due_at"]), 5)
    asked = done(give(staff, accepted, "request-extension", due_on=day, reason="待批"))
    answer = give(staff, asked, "approve-extension")
    assert (answer.status_code, slug(answer)) == (403, "separation-of-duties")


def test_a_suspension_rests_the_clocks_and_a_resumption_runs_them_on(
    scene: Scene, accepted: dict[str, Any], staff: httpx.Client, county: httpx.Client
) -> None:
    before = clock_of(accepted)
    day = days_after(local_day(scene.clock.now()), 40)
    asked = done(give(staff, accepted, "request-suspension", resume_on=day, reason="冬季停工"))
    assert asked["suspension_request"]["requested_by"] == LAND_STAFF
    assert asked["suspension"] is None
    resting = done(give(county, asked, "suspend", resume_on=day, reason="冬季停工"))
    assert (resting["state"], resting["suspension_request"]) == ("suspended", None)
    assert resting["suspension"]["back_to"] == "accepted"
    assert local_day(resting["suspension"]["until"]).isoformat() == day
    assert clock_of(resting)["paused_at"] == resting["suspension"]["since"] == resting["updated_at"]
    said = {"comment", "instruct", "reply", "record-recheck", "log-referral"}
    moved = {"change-person", "transfer", "correct", "move-policy", "resume", "void"}
    assert set(resting["allowed"]) == said | moved
    scene.clock.move(scene.clock.now() + timedelta(days=3))
    resumed = done(give(county, resting, "resume", reason="提前复工"))
    after = clock_of(resumed)
    rested = moment(resumed["updated_at"]) - moment(resting["updated_at"])
    assert moment(after["due_at"]) - moment(before["due_at"]) == timedelta(days=3)
    assert after["rested_ms"] == rested // timedelta(milliseconds=1) >= 3 * 86_400_000
    assert (resumed["state"], resumed["suspension"], after["paused_at"]) == ("accepted", None, None)
    assert after["original_due_at"] == before["due_at"]


def test_a_suspension_ends_by_itself_on_its_day(scene: Scene, accepted: dict[str, Any], county: httpx.Client) -> None:
    day = local_day(scene.clock.now()) + timedelta(days=2)
    resting = done(give(county, accepted, "suspend", resume_on=day.isoformat(), reason="停工"))
    scene.clock.move(moment(resting["suspension"]["until"]) + timedelta(hours=5))
    while sweep(scene.store, scene.clock, scene.rules()).more:
        """Until nothing is due any more."""
    resumed = county.get(f"/v1/issues/{accepted['id']}").json()
    assert (resumed["state"], resumed["suspension"]) == ("accepted", None)
    until, since = moment(resting["suspension"]["until"]), moment(resting["suspension"]["since"])
    assert clock_of(resumed)["rested_ms"] == (until - since) // timedelta(milliseconds=1)
    assert "issue.resumed" in history(county, resumed)


def test_a_suspension_that_cannot_be_is_409_and_says_why(
    scene: Scene, accepted: dict[str, Any], staff: httpx.Client, county: httpx.Client
) -> None:
    today = local_day(scene.clock.now())
    answers = [
        give(staff, accepted, "request-suspension", resume_on=today.isoformat(), reason="停工"),
        give(county, accepted, "suspend", resume_on=days_after(today, 400), reason="停工"),
        give(county, accepted, "refuse-suspension", reason="不"),
    ]
    assert [(answer.status_code, slug(answer)) for answer in answers] == [(409, "suspension-not-possible")] * 3
    assert "now" in answers[0].json()
    assert "latest" in answers[1].json()


def test_a_suspension_that_was_asked_for_can_be_refused(
    scene: Scene, accepted: dict[str, Any], staff: httpx.Client, county: httpx.Client
) -> None:
    day = days_after(local_day(scene.clock.now()), 10)
    asked = done(give(staff, accepted, "request-suspension", resume_on=day, reason="停工"))
    refused = done(give(county, asked, "refuse-suspension", reason="不影响办理"))
    assert (refused["state"], refused["suspension_request"]) == ("accepted", None)


def test_the_list_shows_what_is_suspended(scene: Scene, accepted: dict[str, Any], county: httpx.Client) -> None:
    day = days_after(local_day(scene.clock.now()), 10)
    done(give(county, accepted, "suspend", resume_on=day, reason="停工"))
    found = county.get("/v1/issues", params={"state": "suspended", "limit": 200}).json()["items"]
    assert accepted["id"] in {issue["id"] for issue in found}
    assert {issue["state"] for issue in found} == {"suspended"}


def test_an_issue_moves_to_another_policy_version_by_the_province_alone(
    scene: Scene, accepted: dict[str, Any], province: httpx.Client
) -> None:
    body = {"policy": "before-due", "version": 1, "reason": "增加到期前预警"}
    for person in (COUNTY, CITY):
        with scene.client(person) as client:
            answer = give(client, accepted, "move-policy", **body)
            assert (answer.status_code, slug(answer), answer.json()["level"]) == (403, "not-permitted", "province")
    unknown = give(province, accepted, "move-policy", **body | {"version": 99})
    assert (unknown.status_code, slug(unknown)) == (422, "unknown-policy")
    moved = done(give(province, accepted, "move-policy", **body))
    assert (moved["policy"], moved["policy_version"]) == ("before-due", 1)
    assert moved["state"] == "accepted"
    assert clock_of(moved)["runs_from"] == moved["updated_at"]
    assert history(province, moved)[-1] == "policy.moved"
