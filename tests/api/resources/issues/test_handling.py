"""What people say on an issue, what they may do, what it would come to, and one command on many, over HTTP."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.resources.issues.handling.bulk import BULK
from api.resources.issues.handling.selected import MOST
from ledger.decisions.lifecycle.table import ROWS
from ledger.issue.commands import COMMANDS
from mobile_schema.vocabulary import State
from tests.api.parts import CITY, COUNTY, LAND_HEAD, LAND_STAFF, Scene, clock_of, done, give, local_day, paths, slug

HIDDEN = "请\u200b看\u202e例<b>x</b> **不**"


def may(client: httpx.Client, issue: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = client.get(f"/v1/issues/{issue['id']}/may")
    assert answer.status_code == 200, answer.text
    return {each["command"]: each for each in answer.json()["items"]}


def many(client: httpx.Client, command: str, issues: list[dict[str, Any]], said: dict[str, Any], key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(f"/v1/bulk/{command}", json={"issues": issues, "command": said}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_was_said_is_read_latest_first_and_what_hides_in_it_is_written_out(
    scene: Scene, staff: httpx.Client, county: httpx.Client
) -> None:
    issue = scene.issue()
    done(give(county, issue, "comment", note=HIDDEN, mentions=[LAND_STAFF]))
    given = done(give(county, issue, "instruct", note="三日内回复", due_on=_day(issue, 1)))
    number = given["instructions"][0]["number"]
    done(give(staff, issue, "reply", note="已回复", instruction=number))
    page = county.get(f"/v1/issues/{issue['id']}/comments", params={"limit": 2}).json()
    assert [each["title_zh"] for each in page["items"]] == ["回复", "批示"]
    assert [each["instruction"] for each in page["items"]] == [number, number] == [1, 1]
    assert [each["unit"]["name_zh"] for each in page["items"]] == ["太原市小店区自然资源局", "太原市小店区人民政府"]
    rest = county.get(f"/v1/issues/{issue['id']}/comments", params={"cursor": page["next_cursor"]}).json()
    (first,) = rest["items"]
    assert (first["note"], first["note_shown"]) == (HIDDEN, "请‹U+200B›看‹U+202E›例<b>x</b> **不**")
    assert (first["mentions"][0]["person_id"], first["by"]["person_id"]) == (LAND_STAFF, COUNTY)
    assert first["mentions"][0]["name"]
    with scene.client("staff-140105-public-security") as stranger:
        assert stranger.get(f"/v1/issues/{issue['id']}/comments").status_code == 404


def test_a_history_names_the_people_in_it(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue()
    done(give(county, issue, "comment", note="请核实", mentions=[LAND_STAFF]))
    (*_, last) = county.get(f"/v1/issues/{issue['id']}/history").json()["items"]
    persons = scene.rules().catalogue.persons
    assert last["persons"] == {each: persons[each].name for each in (COUNTY, LAND_STAFF)}


def test_one_is_told_what_one_may_do_with_who_told_of_it(
    scene: Scene, inspector: httpx.Client, staff: httpx.Client, county: httpx.Client
) -> None:
    issue = scene.issue()

    def told(client: httpx.Client) -> dict[str, bool]:
        return dict(client.get(f"/v1/issues/{issue['id']}/may").json()["informant"])

    assert told(county) == {"give": True, "look": True, "lines": True}
    assert told(inspector) == {"give": True, "look": True, "lines": False}
    assert told(staff) == {"give": False, "look": False, "lines": False}


def _day(issue: dict[str, Any], after: int) -> str:
    return (local_day(clock_of(issue)["due_at"]) + timedelta(days=after)).isoformat()


def test_ten_thousand_mentions_are_too_many_and_the_fault_is_one(scene: Scene, county: httpx.Client) -> None:
    answer = give(county, scene.issue(), "comment", note="@所有人", mentions=[LAND_STAFF] * 10_000)
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["$.mentions"])


@pytest.mark.parametrize("names", [["nobody"], ["supervisor-140200"], [LAND_STAFF, "' OR 1=1"]])
def test_who_may_not_read_the_issue_is_told_like_nobody(scene: Scene, county: httpx.Client, names: list[str]) -> None:
    answer = give(county, scene.issue(), "comment", note="请核实", mentions=names)
    assert (answer.status_code, slug(answer), answer.json()["persons"]) == (422, "unknown-person", [names[-1]])


def test_of_each_command_one_is_told_whether_and_why_not_in_both_languages(
    scene: Scene, staff: httpx.Client, county: httpx.Client, city: httpx.Client
) -> None:
    issue = scene.issue()
    found = may(staff, issue)
    assert list(found) == [kind.name for kind in ROWS]
    assert {name for name, each in found.items() if each["ok"]} == {
        "accept",
        "decline",
        "reply",
        "comment",
        "log-referral",
    }
    assert found["accept"] == {
        "command": "accept",
        "title_zh": "签收",
        "ok": True,
        "why": None,
        "why_zh": None,
        "why_en": None,
        "missing": dict.fromkeys(found["accept"]["missing"]),
    }
    told = found["request-closure"]
    assert (told["why"], told["why_zh"][:5], told["why_en"][:15]) == ("wrong-state", "问题现为“", "request-closure")
    level = may(county, issue)["move-policy"]
    assert (level["why"], level["missing"]["level"]) == ("not-permitted", "province")
    issue = done(give(staff, issue, "accept", person_id=LAND_STAFF))
    issue = done(give(staff, issue, "report-progress", note="已组卷"))
    wanted = may(staff, issue)["request-closure"]
    assert (wanted["ok"], [each["kind"] for each in wanted["missing"]["evidence"]]) == (True, ["land_certificate"])
    assert may(city, issue)["void"]["ok"]
    assert county.get("/v1/issues/nothing/may").status_code == 404


def test_what_a_correction_would_do_to_the_clocks_is_said_before_it_is_done(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue()
    said = {"severity": "major", "reason": "全线停工"}
    path = f"/v1/issues/{issue['id']}/correct"
    foreseen = county.post(path, params={"dry_run": "true"}, json=said).json()
    assert (foreseen["dry_run"], foreseen["version"]) == (True, issue["version"])
    assert foreseen["supervising_level"] == {"was": "county", "becomes": "province"}
    (resolve,) = [each for each in foreseen["clocks"] if each["code"] == "resolve"]
    assert (resolve["what"], resolve["was_due_at"]) == ("moves", clock_of(issue)["due_at"])
    assert resolve["said_zh"].startswith("“解决”时限由")
    assert county.get(f"/v1/issues/{issue['id']}").json()["version"] == issue["version"]
    after = done(county.post(path, json=said))
    assert clock_of(after)["due_at"] == resolve["due_at"]
    refused = county.post(path, params={"dry_run": "true"}, json=said)
    assert (refused.status_code, slug(refused)) == (403, "not-permitted")
    assert county.post(path, params={"dry_run": "yes"}, json=said).status_code == 422


def test_a_correction_on_what_is_struck_off_is_refused_with_a_sentence(scene: Scene, county: httpx.Client) -> None:
    issue = done(give(county, scene.issue(), "void", reason="误报"))
    answer = give(county, issue, "correct", description="改", reason="改")
    assert (answer.status_code, slug(answer)) == (409, "wrong-state")
    assert "先撤销" in answer.json()["detail"]


def test_many_are_answered_one_by_one_and_a_refusal_is_its_own(
    scene: Scene, county: httpx.Client, city: httpx.Client
) -> None:
    *issues, seen_before = [scene.issue() for _ in range(4)]
    done(give(county, issues[1], "void", reason="误报"))
    selected = [{"issue_id": each["id"]} for each in issues]
    selected += [{"issue_id": "nothing"}, {"issue_id": seen_before["serial"], "version": 1}]
    answer = many(city, "remind", selected, {"note": "请抓紧"})
    assert (answer["done"], answer["refused"]) == (2, 3)
    assert [each["status"] for each in answer["items"]] == [200, 409, 200, 404, 412]
    assert [each["id"] for each in answer["items"]] == [each["issue_id"] for each in selected]
    assert answer["items"][0]["version"] == issues[0]["version"] + 1
    assert answer["items"][3]["problem"]["type"].endswith("unknown-issue")
    with scene.client(LAND_HEAD) as head:
        told = [a for a in head.get("/v1/alerts").json()["items"] if a["obligation"] == "reminder"]
    assert {each["issue_id"] for each in told} >= {issues[0]["id"], issues[2]["id"]}
    seen = {"alerts": [each["id"] for each in told] + ["no-such-alert"], "command": {"note": "已知悉"}}
    with scene.client(LAND_HEAD) as head:
        answer = head.post("/v1/bulk/acknowledge", json=seen).json()
    assert (answer["done"], answer["refused"]) == (len(told), 1)


def test_many_sent_again_under_one_key_are_done_once(scene: Scene, county: httpx.Client) -> None:
    issues = [scene.issue() for _ in range(2)]
    one = [{"issue_id": issues[0]["id"]}]
    first = many(county, "comment", one, {"note": "请核实"}, key="k-1")
    again = many(county, "comment", [*one, {"issue_id": issues[1]["id"]}], {"note": "请核实"}, key="k-1")
    assert again["items"][0] == first["items"][0]
    assert [county.get(f"/v1/issues/{each['id']}").json()["comments"] for each in issues] == [1, 1]
    other = many(county, "comment", one, {"note": "另一句"}, key="k-1")
    assert other["items"][0]["problem"]["type"].endswith("key-reused")


def test_an_issue_by_its_id_and_its_number_is_one_issue(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue()
    by_id, by_number = {"issue_id": issue["id"]}, {"issue_id": issue["serial"]}
    body = {"issues": [by_id, by_number], "command": {"note": "请核实"}}
    answer = county.post("/v1/bulk/comment", json=body)
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["$"])
    first = many(county, "comment", [by_number], {"note": "请核实"}, key="k-2")
    again = many(county, "comment", [by_id], {"note": "请核实"}, key="k-2")
    assert [each["items"][0] for each in (first, again)] == [
        {**first["items"][0], "id": name["issue_id"]} for name in (by_number, by_id)
    ]
    assert county.get(f"/v1/issues/{issue['id']}").json()["comments"] == 1
    with scene.client("staff-140105-public-security") as stranger:
        items = many(stranger, "comment", [by_id, by_number], {"note": "请核实"})["items"]
    assert [item["status"] for item in items] == [404, 404], "whether two names are of one issue is told to its readers"


def test_nothing_that_ends_an_issue_is_given_on_many() -> None:
    ends = {State.CLOSED, State.VOIDED, State.MERGED}
    assert not any(ROWS[kind].to in ends for kind in BULK)
    assert {kind.name for kind in BULK} == {"assign", "remind", "comment"}


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {kind.name for kind in BULK}))
def test_no_other_command_has_a_path_for_many(scene: Scene, command: str) -> None:
    with scene.client(CITY) as client:
        assert client.post(f"/v1/bulk/{command}", json={}).status_code == 404


@pytest.mark.parametrize(
    ("issues", "path"),
    [
        ([], "$.issues"),
        ([{"issue_id": f"i-{n}"} for n in range(MOST + 1)], "$.issues"),
        ([{"issue_id": "i"}, {"issue_id": "i"}], "$"),
        ([{"issue_id": {"$ne": ""}}], "$.issues[0].issue_id"),
        ([{"issue_id": "i", "version": "1"}], "$.issues[0].version"),
        ([{"issue_id": "i", "state": "closed"}], "$.issues[0].state"),
    ],
    ids=["none", "too many", "twice", "operator", "text", "unknown"],
)
def test_a_selection_that_is_none_is_refused_whole(
    county: httpx.Client, issues: list[dict[str, Any]], path: str
) -> None:
    answer = county.post("/v1/bulk/remind", json={"issues": issues, "command": {}})
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert paths(answer)[0] == path
