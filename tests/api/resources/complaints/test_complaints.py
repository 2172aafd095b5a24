"""The register of complaints over the API: those it concerns enter, see their own, correct, withdraw, count."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests import factories as phone
from tests.api.parts import LAND_UNIT, PROJECT, Scene, local_day, paths, slug

ECOLOGY = "140105-ecology"
ECOLOGY_STAFF = f"staff-{ECOLOGY}"


@pytest.fixture
def ecology(scene: Scene) -> Iterator[httpx.Client]:
    """Staff of the unit that is to answer."""
    scene.tokens.setdefault(ECOLOGY_STAFF, scene.token(ECOLOGY_STAFF))
    with scene.client(ECOLOGY_STAFF) as client:
        yield client


@pytest.fixture(autouse=True)
def _empty(scene: Scene) -> None:
    scene.store["complaints"].delete_many({})


def said(scene: Scene, **over: Any) -> dict[str, Any]:
    told = {
        "report_id": phone.report_id(),
        "intermediary": "某评估公司",
        "region": "140105",
        "kind": "overcharging",
        "service": "环评编制",
        "fee": 3_500_050,
        "days": 20,
        "asked_of": ECOLOGY,
        "received_on": local_day(scene.clock.now()).isoformat(),
    }
    return told | over


def enter(client: httpx.Client, scene: Scene, **over: Any) -> httpx.Response:
    return client.post("/v1/complaints", json=said(scene, **over))


def listed(client: httpx.Client, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/complaints", params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_a_unit_enters_what_it_received_and_a_supervisor_corrects_it(
    scene: Scene, staff: httpx.Client, county: httpx.Client
) -> None:
    body = said(scene, project=PROJECT, issue=scene.issue()["serial"])
    first = staff.post("/v1/complaints", json=body).json()
    assert staff.post("/v1/complaints", json=body).json() == first
    assert (first["received_by"], first["version"]) == (LAND_UNIT, 1)
    second = enter(county, scene, corrects=first["id"], fee=100).json()
    assert (second["version"], second["corrects"], second["received_by"]) == (2, first["id"], LAND_UNIT)
    assert slug(enter(staff, scene, corrects=first["id"])) == "corrected-since"
    assert [each["fee"] for each in listed(county, as_of=first["at"])] == [3_500_050]
    history = staff.get(f"/v1/complaints/{first['id']}").json()
    assert [each["version"] for each in history["items"]] == [1, 2]
    assert history["complaint"]["may_change"]


def test_it_is_there_for_its_region_its_receiver_and_who_is_to_answer_alone(
    scene: Scene, staff: httpx.Client, county: httpx.Client, ecology: httpx.Client, inspector: httpx.Client
) -> None:
    one = enter(county, scene).json()
    assert [len(listed(client)) for client in (county, ecology, staff)] == [1, 1, 0]
    assert [each["may_change"] for each in listed(ecology)] == [False]
    assert slug(enter(ecology, scene, corrects=one["id"])) == "not-permitted"
    withdrawal = {"report_id": phone.report_id(), "reason": "重复登记"}
    for client, refused in ((ecology, "not-permitted"), (staff, "unknown-complaint")):
        assert slug(client.post(f"/v1/complaints/{one['id']}/withdrawal", json=withdrawal)) == refused
    assert slug(staff.get(f"/v1/complaints/{one['id']}")) == "unknown-complaint"
    assert inspector.get("/v1/complaints").status_code == 403
    assert slug(enter(county, scene, region="140213")) == "not-permitted"


def test_who_guesses_an_entry_with_its_words_is_refused_as_of_a_new_one(
    scene: Scene, staff: httpx.Client, county: httpx.Client, ecology: httpx.Client, province: httpx.Client
) -> None:
    elsewhere, body = said(scene, region="140213"), said(scene)
    assert province.post("/v1/complaints", json=elsewhere).status_code == 200
    for guessed in (elsewhere, elsewhere | {"fee": 1}):
        assert slug(county.post("/v1/complaints", json=guessed)) == "not-permitted"
    one = county.post("/v1/complaints", json=body).json()
    correction = body | {"report_id": phone.report_id(), "corrects": one["id"], "fee": 100}
    assert county.post("/v1/complaints", json=correction).status_code == 200
    assert slug(staff.post("/v1/complaints", json=correction)) == "unknown-complaint"
    assert slug(ecology.post("/v1/complaints", json=correction)) == "not-permitted"
    path, withdrawal = f"/v1/complaints/{one['id']}/withdrawal", {"report_id": phone.report_id(), "reason": "重复登记"}
    assert county.post(path, json=withdrawal).status_code == 200
    assert slug(ecology.post(path, json=withdrawal)) == "not-permitted"
    assert county.post(path, json=withdrawal).status_code == 200


def test_a_retry_is_answered_as_it_was_after_a_withdrawal_too(scene: Scene, county: httpx.Client) -> None:
    body = said(scene)
    one = county.post("/v1/complaints", json=body).json()
    withdrawal = {"report_id": phone.report_id(), "reason": "重复登记"}
    county.post(f"/v1/complaints/{one['id']}/withdrawal", json=withdrawal)
    assert county.post("/v1/complaints", json=body).json() == one


def test_a_correction_keeps_the_issue_that_another_named(
    scene: Scene, county: httpx.Client, ecology: httpx.Client
) -> None:
    issue = scene.issue()["serial"]
    assert paths(enter(ecology, scene, issue=issue)) == ["$.issue"]
    one = enter(ecology, scene).json()
    named = enter(county, scene, corrects=one["id"], issue=issue).json()
    assert enter(ecology, scene, corrects=named["id"], issue=issue, fee=100).json()["version"] == 3


def test_who_an_earlier_version_named_by_mistake_reads_it_as_of_no_moment(
    scene: Scene, county: httpx.Client, ecology: httpx.Client
) -> None:
    one = enter(county, scene).json()
    enter(county, scene, corrects=one["id"], asked_of=LAND_UNIT)
    assert listed(ecology, as_of=one["at"]) == []
    assert ecology.get("/v1/complaints/counts", params={"as_of": one["at"]}).json()["total"]["count"] == 0
    assert [(each["asked_of"], each["may_change"]) for each in listed(county, as_of=one["at"])] == [(ECOLOGY, False)]


def test_a_withdrawn_one_stays_with_its_reason_and_no_longer_counts(scene: Scene, county: httpx.Client) -> None:
    one, _ = enter(county, scene).json(), enter(county, scene, kind="too-slow", fee=None, days=5)
    body = {"report_id": phone.report_id(), "reason": "重复登记"}
    gone = county.post(f"/v1/complaints/{one['id']}/withdrawal", json=body).json()
    assert county.post(f"/v1/complaints/{one['id']}/withdrawal", json=body).json() == gone
    assert (gone["withdrawn"], gone["corrects"]) == ("重复登记", one["id"])
    assert slug(enter(county, scene, corrects=gone["id"])) == "complaint-withdrawn"
    told = county.get("/v1/complaints/counts").json()
    assert told["total"] == {"count": 1, "fees": None, "median_days": 5.0}
    assert [each["kind"] for each in told["items"] if each["count"]] == ["too-slow"]
    assert [(each["region"], each["count"]) for each in told["regions"]] == [("140105", 1)]
    assert county.get("/v1/complaints/counts", params={"as_of": one["at"]}).json()["total"]["fees"] == 3_500_050


def test_the_list_is_asked_by_kind_month_and_page(scene: Scene, county: httpx.Client) -> None:
    days = ("2019-05-31", "2019-06-01", "2019-06-02")
    for day in days:
        enter(county, scene, received_on=day)
    enter(county, scene, kind="monopoly", received_on="2019-06-03")
    assert len(listed(county, kind="monopoly")) == 1
    assert [each["received_on"] for each in listed(county, month="2019-06", kind="overcharging")] == [*days[:0:-1]]
    first = county.get("/v1/complaints", params={"limit": 3}).json()
    rest = county.get("/v1/complaints", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [each["received_on"] for each in rest["items"]] == [days[0]]
    assert rest["next_cursor"] is None
    assert "乱收费" in county.get("/v1/complaints", params={"form": "csv"}).text


@pytest.mark.parametrize("path", ["/v1/complaints", "/v1/complaints/counts"])
@pytest.mark.parametrize("month", ["2019-13", "2019-00", "9999-12", "abc", ""])
def test_what_is_no_month_is_refused_and_finds_nothing(county: httpx.Client, path: str, month: str) -> None:
    answer = county.get(path, params={"month": month})
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["request.query.month"])


@pytest.mark.parametrize(
    ("over", "path"),
    [
        ({"kind": "other"}, "$.words"),
        ({"asked_of": "nobody"}, "$.asked_of"),
        ({"project": "2026-140105-30-03-999999"}, "$.project"),
        ({"issue": "140105-2019-99999"}, "$.issue"),
        ({"received_on": "2999-01-01"}, "$.received_on"),
        ({"fee": -1}, "$.fee"),
        ({"complainant": "somebody"}, "$.complainant"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_field(
    scene: Scene, county: httpx.Client, over: dict[str, Any], path: str
) -> None:
    answer = enter(county, scene, **over)
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", [path])


@pytest.mark.parametrize(
    ("field", "value"), [("intermediary", "  "), ("service", "\u200b"), ("received_on", "1999-12-31")]
)
def test_what_says_nothing_or_is_of_another_century_is_refused_with_its_field(
    scene: Scene, county: httpx.Client, field: str, value: str
) -> None:
    answer = enter(county, scene, **{field: value})
    assert answer.status_code == 422
    assert paths(answer) == [f"$.{field}"]


def test_paper_of_a_moment_whose_local_year_there_is_not_is_still_paper(county: httpx.Client) -> None:
    asked = {"form": "csv", "as_of": "9999-12-31T23:59:59-12:00"}
    assert county.get("/v1/complaints", params=asked).status_code == 200
