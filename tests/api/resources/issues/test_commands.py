"""POST of a command: decided by the ledger at once, signed by the credential, refused with what helps to do better."""

import json
from typing import Any

import httpx
import pytest

from api.http.problems import refused
from ledger.issue.commands import COMMANDS
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.registry.files.loading import load_catalogue
from mobile_schema.vocabulary import Category
from tests.api.parts import COUNTY, LAND_HEAD, LAND_STAFF, Scene, clock_of, done, give, local_day, slug


def test_an_issue_is_worked_off_and_struck_off_over_the_api(
    scene: Scene, staff: httpx.Client, county: httpx.Client
) -> None:
    issue = scene.issue()
    issue = done(give(staff, issue, "accept", person_id=LAND_STAFF))
    assert (issue["state"], issue["person_id"]) == ("accepted", LAND_STAFF)
    assert {"file-plan", "report-progress", "request-extension", "suspend", "merge", "void"} < set(issue["allowed"])
    day = local_day(clock_of(issue)["due_at"]).isoformat()
    issue = done(give(staff, issue, "file-plan", milestones=[{"name": "组卷报批", "due_on": day}]))
    issue = done(give(staff, issue, "report-progress", note="已组卷", percent=60))
    lacking = give(staff, issue, "request-closure", statement="已办结")
    assert (lacking.status_code, slug(lacking)) == (422, "evidence-missing")
    kinds = load_catalogue(samples=False).evidence_for(Category.LAND)
    evidence = [{"kind": kind.code, "text": "批复文件"} for kind in kinds]
    issue = done(give(staff, issue, "request-closure", statement="已办结", evidence=evidence))
    own = give(staff, issue, "approve-closure", grade="good")
    assert (own.status_code, slug(own)) == (403, "separation-of-duties")
    issue = done(give(county, issue, "return-closure", reasons=["便道仍未贯通"]))
    issue = done(give(staff, issue, "report-progress", note="便道已贯通", percent=100))
    issue = done(give(staff, issue, "request-closure", statement="已办结", evidence=evidence))
    issue = done(give(county, issue, "approve-closure", grade="good"))
    assert (issue["state"], issue["grade"], issue["closed_by"]) == ("closed", "good", COUNTY)
    types = [event["type"] for event in county.get(f"/v1/issues/{issue['id']}/history").json()["items"]]
    assert types[-1] == "issue.closed.v1"
    assert len(types) == issue["version"]


def test_a_command_in_the_wrong_state_names_the_state_and_what_it_allows(scene: Scene, staff: httpx.Client) -> None:
    issue = scene.issue()
    answer = give(staff, issue, "report-progress", note="x")
    assert (answer.status_code, slug(answer)) == (409, "wrong-state")
    assert answer.json()["state"] == "assigned"
    assert answer.json()["allowed"] == issue["allowed"]
    assert issue["allowed"] == [
        "accept",
        "change-support",
        "comment",
        "correct",
        "decline",
        "instruct",
        "log-referral",
        "merge",
        "move-policy",
        "record-recheck",
        "remind",
        "reply",
        "suspend",
        "transfer",
        "void",
    ]


def test_a_stale_version_is_412_and_says_which_is_current(scene: Scene, staff: httpx.Client) -> None:
    issue = scene.issue()
    accepted = done(give(staff, issue, "accept", seen=f'"{issue["version"]}"', person_id=LAND_STAFF))
    answer = give(staff, accepted, "report-progress", seen=f'"{issue["version"]}"', note="x")
    assert (answer.status_code, slug(answer)) == (412, "stale-version")
    assert answer.json()["version"] == accepted["version"]
    done(give(staff, accepted, "report-progress", seen="*", note="x"))


@pytest.mark.parametrize(("tag", "status"), [("3", 400), ('"x"', 400), ('"99999999999999"', 400), ('W/"2"', 404)])
def test_an_if_match_that_no_issue_has_is_refused_before_it_is_looked_for_and_a_weak_one_after(
    scene: Scene, staff: httpx.Client, tag: str, status: int
) -> None:
    assert give(staff, {"id": "any"}, "accept", seen=tag, person_id=LAND_STAFF).status_code == status


def test_who_may_not_is_told_so(scene: Scene, inspector: httpx.Client) -> None:
    answer = give(inspector, scene.issue(), "accept", person_id=LAND_STAFF)
    assert (answer.status_code, slug(answer)) == (403, "not-permitted")


def test_the_actor_is_the_credential_and_no_body_can_say_otherwise(scene: Scene, staff: httpx.Client) -> None:
    issue = scene.issue()
    answer = give(staff, issue, "accept", person_id=LAND_HEAD, actor=COUNTY)
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    done(give(staff, issue, "accept", person_id=LAND_HEAD))
    event = staff.get(f"/v1/issues/{issue['id']}/history").json()["items"][-1]
    assert event["actor"]["person_id"] == LAND_STAFF


@pytest.mark.parametrize(
    ("command", "body", "reason"),
    [
        ("accept", {"person_id": "nobody"}, "unknown-person"),
        ("accept", {"person_id": COUNTY}, "unknown-person"),
    ],
)
def test_a_person_who_does_not_fit_is_422(
    scene: Scene, staff: httpx.Client, command: str, body: dict[str, Any], reason: str
) -> None:
    answer = give(staff, scene.issue(), command, **body)
    assert (answer.status_code, slug(answer)) == (422, reason)


def test_an_unknown_unit_is_422(scene: Scene, staff: httpx.Client, county: httpx.Client) -> None:
    issue = scene.issue()
    done(give(staff, issue, "decline", reason="不属本单位职责"))
    answer = give(county, issue, "assign", unit_id="140105-nonsense")
    assert (answer.status_code, slug(answer)) == (422, "unknown-unit")


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"$where":"1"}', b"[" * 50_000, b'{"note":"\\ud800"}', b'{"reason":{"$ne":""}}'],
    ids=["empty", "list", "cut", "operator", "deep", "surrogate", "object"],
)
def test_no_command_takes_a_body_that_is_none(staff: httpx.Client, command: str, body: bytes) -> None:
    answer = staff.post(f"/v1/issues/any/{command}", content=body)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


@pytest.mark.parametrize(
    ("command", "body", "path"),
    [
        ("accept", {"person_id": "a\x00b"}, "$.person_id"),
        ("report-progress", {"note": "x", "percent": "60"}, "$.percent"),
        ("report-progress", {"note": "x", "percent": 101}, "$.percent"),
        ("record-recheck", {"result": "solved", "on_site": "yes"}, "$.on_site"),
        ("approve-closure", {"grade": "bad"}, "$.grade"),
        ("file-plan", {"milestones": []}, "$.milestones"),
        ("file-plan", {"milestones": [{"name": "x", "due_on": 1}]}, "$.milestones[0].due_on"),
        ("log-referral", {"body": "police_110", "referred_at": "2026-03-02T08:00:00"}, "$.referred_at"),
        ("request-extension", {"due_on": "2026-02-30", "reason": "x"}, "$.due_on"),
        ("request-extension", {"obligation": "解决", "due_on": "2026-03-05", "reason": "x"}, "$.obligation"),
        ("suspend", {"resume_on": "2026-03-05", "reason": " "}, "$.reason"),
        ("merge", {"into": "", "reason": "x"}, "$.into"),
        ("move-policy", {"policy": "before-due", "version": 0, "reason": "x"}, "$.version"),
        ("move-policy", {"policy": "before-due", "version": "1", "reason": "x"}, "$.version"),
        ("return-closure", {"reasons": ["x"] * 21}, "$.reasons"),
    ],
)
def test_the_fault_of_a_command_says_where(staff: httpx.Client, command: str, body: dict[str, Any], path: str) -> None:
    answer = staff.post(f"/v1/issues/any/{command}", content=json.dumps(body))
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert answer.json()["faults"][0]["path"] == path


def test_a_moment_at_the_edge_of_time_is_kept_and_breaks_nothing(scene: Scene, staff: httpx.Client) -> None:
    issue = scene.issue()
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00"):
        done(give(staff, issue, "log-referral", body="police_110", referred_at=moment))
    assert len(staff.get(f"/v1/issues/{issue['id']}").json()["referrals"]) == 2


def test_a_command_on_an_issue_that_does_not_exist_is_404(staff: httpx.Client) -> None:
    answer = give(staff, {"id": "nothing"}, "accept", person_id=LAND_STAFF)
    assert (answer.status_code, slug(answer)) == (404, "unknown-issue")


def test_every_refusal_of_the_ledger_has_its_status() -> None:
    statuses = {reason: refused(CommandRefused(reason, "不行 / no")).status for reason in Refusal}
    conflicts = {reason.value for reason, status in statuses.items() if status == 409}
    assert conflicts == {
        "wrong-state",
        "recheck-missing",
        "extension-not-possible",
        "suspension-not-possible",
        "transfer-not-possible",
        "merger-not-possible",
        "correction-not-possible",
        "withdrawal-not-possible",
        "instruction-not-possible",
        "reminder-not-possible",
        "key-reused",
    }
    assert statuses[Refusal.UNKNOWN_POLICY] == 422


def test_a_void_issue_says_what_it_was_and_is_given_its_life_back(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue()
    void = done(give(county, issue, "void", reason="误报"))
    assert (void["state"], void["voiding"]["back_to"]) == ("voided", "assigned")
    assert void["allowed"] == ["comment", "record-recheck", "unvoid"]
    assert "resolve.1" in void["voiding"]["clocks"]
    back = done(give(county, void, "unvoid", reason="属实"))
    assert (back["state"], back["voiding"], back["closed_at"]) == ("assigned", None, None)
    assert back["allowed"] == issue["allowed"]


def test_a_unit_that_had_it_commands_no_more_and_reads_on_after_a_transfer(
    scene: Scene, staff: httpx.Client, county: httpx.Client
) -> None:
    issue = done(give(staff, scene.issue(), "accept", person_id=LAND_STAFF))
    moved = done(give(county, issue, "transfer", unit_id="140105-ecology", reason="属其职责"))
    assert (moved["state"], moved["unit_id"], moved["person_id"]) == ("assigned", "140105-ecology", None)
    answer = give(staff, moved, "accept", person_id=LAND_STAFF)
    assert (answer.status_code, slug(answer)) == (403, "not-permitted")
    event = staff.get(f"/v1/issues/{issue['id']}/history").json()["items"][-1]
    assert (event["type"], event["data"]["from_unit_id"]) == ("issue.transferred.v1", "140105-natural-resources")
    again = give(county, moved, "transfer", unit_id="140105-ecology", reason="属其职责")
    assert (again.status_code, slug(again)) == (409, "transfer-not-possible")


def test_two_who_accept_at_once_leave_one_acceptance(scene: Scene, staff: httpx.Client) -> None:
    issue = scene.issue()
    tag = f'"{issue["version"]}"'
    answers = [give(staff, issue, "accept", seen=tag, person_id=person) for person in (LAND_STAFF, LAND_HEAD)]
    assert [answer.status_code for answer in answers] == [200, 412]
