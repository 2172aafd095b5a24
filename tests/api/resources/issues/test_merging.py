"""Mergers (并案) over the API: two issues change together or not at all, and parting brings both back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.api.parts import OTHER_PROJECT, Scene, clock_of, done, give, slug, visit
from tests.factories import as_bytes


@pytest.fixture
def pair(scene: Scene) -> tuple[dict[str, Any], dict[str, Any]]:
    """A duplicate, and the issue it belongs to, which was reported two days later."""
    duplicate = scene.issue()
    scene.clock.move(scene.clock.now() + timedelta(days=2))
    return duplicate, scene.issue()


def test_what_is_overdue_is_merged_a_level_above_it_alone(
    pair: tuple[dict[str, Any], dict[str, Any]], county: httpx.Client, city: httpx.Client
) -> None:
    duplicate, main = pair
    answer = give(county, duplicate, "merge", into=main["id"], reason="同一地块")
    assert (answer.status_code, slug(answer)) == (403, "not-permitted")
    assert done(give(city, duplicate, "merge", into=main["id"], reason="同一地块"))["state"] == "merged"


def read(client: httpx.Client, issue: dict[str, Any]) -> dict[str, Any]:
    return dict(client.get(f"/v1/issues/{issue['id']}").json())


def test_a_merger_changes_both_issues_and_keeps_the_earlier_clock(
    pair: tuple[dict[str, Any], dict[str, Any]], city: httpx.Client
) -> None:
    duplicate, main = pair
    tag = f'"{duplicate["version"]}"'
    merged = done(give(city, duplicate, "merge", seen=tag, into=main["id"], reason="同一地块"))
    assert (merged["state"], merged["allowed"]) == ("merged", ["comment", "part", "record-recheck"])
    assert merged["merger"] == {"into": main["id"], "into_serial": main["serial"], "back_to": "assigned"}
    after = read(city, main)
    assert (after["duplicates"], after["version"]) == ([duplicate["id"]], main["version"] + 1)
    clock, own = clock_of(after), clock_of(main)
    assert clock["due_at"] == clock_of(duplicate)["due_at"] == clock["adopted"][duplicate["id"]]
    assert clock["own_due_at"] == own["due_at"]


def test_parting_gives_both_their_own_clocks_back(
    pair: tuple[dict[str, Any], dict[str, Any]], city: httpx.Client
) -> None:
    duplicate, main = pair
    merged = done(give(city, duplicate, "merge", into=main["id"], reason="同一地块"))
    parted = done(give(city, merged, "part", seen=f'"{merged["version"]}"', reason="并非同一地块"))
    assert (parted["state"], parted["merger"]) == ("assigned", None)
    assert clock_of(parted)["due_at"] == clock_of(duplicate)["due_at"]
    after = read(city, main)
    assert after["duplicates"] == []
    # What the duplicate's earlier clocks made due meanwhile was told, and stays told.
    assert [clock | {"runs_from": None, "steps": {}} for clock in after["obligations"]] == main["obligations"]


def test_a_merger_on_a_stale_version_changes_neither(
    pair: tuple[dict[str, Any], dict[str, Any]], city: httpx.Client
) -> None:
    duplicate, main = pair
    done(give(city, duplicate, "log-referral", body="police_110", referred_at="2026-03-04T08:40:00+08:00"))
    tag = f'"{duplicate["version"]}"'
    answer = give(city, duplicate, "merge", seen=tag, into=main["id"], reason="同一地块")
    assert (answer.status_code, slug(answer)) == (412, "stale-version")
    assert read(city, main) == main


def test_many_merged_into_one_at_once_are_all_in_it(scene: Scene, county: httpx.Client) -> None:
    """Each changes the main issue: whoever comes second finds it changed, and is decided again."""
    main, *duplicates = (scene.issue() for _ in range(4))
    with ThreadPoolExecutor(3) as people:
        answers = list(
            people.map(
                lambda issue: give(
                    county, issue, "merge", seen=f'"{issue["version"]}"', into=main["id"], reason="同一地块"
                ),
                duplicates,
            )
        )
    assert [done(answer)["state"] for answer in answers] == ["merged"] * 3
    after = read(county, main)
    assert sorted(after["duplicates"]) == sorted(issue["id"] for issue in duplicates)
    assert after["version"] == main["version"] + 3


def test_a_merger_that_cannot_be_is_409(pair: tuple[dict[str, Any], dict[str, Any]], city: httpx.Client) -> None:
    duplicate, main = pair
    itself = give(city, main, "merge", into=main["id"], reason="同一地块")
    done(give(city, duplicate, "merge", into=main["id"], reason="同一地块"))
    chained = give(city, main, "merge", into=duplicate["id"], reason="同一地块")
    assert [(answer.status_code, slug(answer)) for answer in (itself, chained)] == [(409, "merger-not-possible")] * 2
    unmerged = give(city, main, "part", reason="并非同一地块")
    assert (unmerged.status_code, slug(unmerged)) == (409, "wrong-state")
    nowhere = give(city, main, "merge", into="nothing", reason="同一地块")
    assert (nowhere.status_code, slug(nowhere)) == (404, "unknown-issue")


def test_one_is_merged_into_no_issue_that_is_not_there_for_who_merges(scene: Scene, county: httpx.Client) -> None:
    report = visit(project_code=OTHER_PROJECT)
    with scene.client() as client:
        client.post("/v1/site-visits", content=as_bytes(report)).raise_for_status()
        scene.settle()
        elsewhere = client.get(f"/v1/receipts/{report['report_id']}").json()["issues"][0]
    answer = give(county, scene.issue(), "merge", into=elsewhere["id"], reason="同一地块")
    assert (answer.status_code, slug(answer)) == (404, "unknown-issue")


def test_the_list_shows_what_is_merged_and_never_as_overdue(
    pair: tuple[dict[str, Any], dict[str, Any]], city: httpx.Client
) -> None:
    duplicate, main = pair
    done(give(city, duplicate, "merge", into=main["id"], reason="同一地块"))
    found = city.get("/v1/issues", params={"state": "merged", "limit": 200}).json()["items"]
    assert duplicate["id"] in {issue["id"] for issue in found}
    assert {issue["state"] for issue in found} == {"merged"}
    assert city.get("/v1/issues", params={"state": "merged", "light": "red"}).json()["items"] == []
