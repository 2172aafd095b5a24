"""Permits over the API: its unit and the region's supervisors report one, each sees their own, the late ones listed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests import factories as phone
from tests.api.parts import LAND_UNIT, OTHER_PROJECT, PROJECT, Scene, local_day, slug

ECOLOGY = "140105-ecology"
ECOLOGY_STAFF = f"staff-{ECOLOGY}"
LEAD_STAFF = "staff-140105-development-reform"


@pytest.fixture
def ecology(scene: Scene) -> Iterator[httpx.Client]:
    """Staff of the unit that the environmental permit is of."""
    scene.tokens.setdefault(ECOLOGY_STAFF, scene.token(ECOLOGY_STAFF))
    with scene.client(ECOLOGY_STAFF) as client:
        yield client


@pytest.fixture(autouse=True)
def _empty(scene: Scene) -> None:
    scene.store["permits"].delete_many({})


def days(scene: Scene, count: int) -> str:
    """A day as many after today, or before."""
    return (local_day(scene.clock.now()) + timedelta(days=count)).isoformat()


def send(client: httpx.Client, scene: Scene, project: str = PROJECT, **over: Any) -> httpx.Response:
    said = {"report_id": phone.report_id(), "kind": "environment", "state": "applied", "unit": ECOLOGY}
    limits = {"applied_on": days(scene, -40), "limit_on": days(scene, -1)}
    return client.post(f"/v1/projects/{project}/permits", json=said | limits | over)


def of_project(client: httpx.Client, project: str = PROJECT, **asked: str) -> dict[str, Any]:
    answer = client.get(f"/v1/projects/{project}/permits", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_supervisor_reports_one_its_unit_grants_it_and_the_past_stays(
    scene: Scene, county: httpx.Client, ecology: httpx.Client
) -> None:
    first = send(county, scene).json()
    assert [(each["light"], each["late"]) for each in of_project(ecology)["items"]] == [("red", True)]
    decided = {"state": "granted", "decided_on": days(scene, 0), "number": "环审3号"}
    second = send(ecology, scene, **decided).json()
    assert (second["version"], second["corrects"], second["by"]) == (2, first["id"], ECOLOGY_STAFF)
    found = of_project(county)
    assert [(each["state"], each["light"], each["late"]) for each in found["items"]] == [("granted", "green", True)]
    assert [each["id"] for each in found["reports"]] == [first["id"], second["id"]]
    assert [each["state"] for each in of_project(county, as_of=first["at"])["items"]] == ["applied"]


def test_the_same_report_again_is_answered_as_it_was_and_its_id_is_taken(scene: Scene, county: httpx.Client) -> None:
    said = {"report_id": phone.report_id()}
    assert send(county, scene, **said).json() == send(county, scene, **said).json()
    taken = send(county, scene, **said, number="3")
    assert (taken.status_code, slug(taken)) == (409, "report-id-conflict")


def test_a_unit_reports_its_own_alone_and_puts_off_no_limit(
    scene: Scene, county: httpx.Client, ecology: httpx.Client, staff: httpx.Client
) -> None:
    assert of_project(ecology)["units"] == [ECOLOGY]
    assert send(ecology, scene).status_code == 200
    assert slug(send(ecology, scene, limit_on=days(scene, 9))) == "limit-stands"
    assert slug(send(ecology, scene, unit=LAND_UNIT)) == "limit-stands"
    assert slug(send(staff, scene)) == "not-permitted"
    assert of_project(staff)["items"] == []
    assert send(county, scene, limit_on=days(scene, 9)).status_code == 200
    assert [each["light"] for each in of_project(ecology)["items"]] == ["green"]


def test_the_projects_own_unit_puts_off_no_limit_of_who_has_a_permit(scene: Scene, county: httpx.Client) -> None:
    assert send(county, scene).status_code == 200
    scene.tokens.setdefault(LEAD_STAFF, scene.token(LEAD_STAFF))
    with scene.client(LEAD_STAFF) as lead:
        assert send(lead, scene, number="环审3号").status_code == 200
        assert slug(send(lead, scene, limit_on=days(scene, 200))) == "limit-stands"
        assert slug(send(lead, scene, unit=LAND_UNIT)) == "limit-stands"
        assert slug(send(lead, scene, kind="forest", unit="140213-ecology")) == "not-permitted"


def test_nobody_reports_or_sees_those_of_another_region(
    scene: Scene, county: httpx.Client, province: httpx.Client
) -> None:
    there = {"project": OTHER_PROJECT, "unit": "140213-ecology"}
    assert slug(send(county, scene, **there)) == "not-permitted"
    assert send(province, scene, **there).status_code == 200
    assert of_project(county, OTHER_PROJECT)["items"] == []
    listed = [client.get("/v1/permits").json()["items"] for client in (county, province)]
    assert [len(each) for each in listed] == [0, 1]


def test_what_cannot_be_meant_is_refused_with_its_field(scene: Scene, county: httpx.Client) -> None:
    refused = send(county, scene, unit="nobody", decided_on=days(scene, 1))
    assert (refused.status_code, slug(refused)) == (422, "invalid")
    assert [each["path"] for each in refused.json()["faults"]] == ["$.unit", "$.decided_on", "$.decided_on"]
    assert slug(send(county, scene, project="2026-140105-30-03-000000")) == "unknown-entry"
    assert slug(send(county, scene, kind="passport")) == "invalid"


def test_the_list_is_filtered_and_goes_on_page_by_page(scene: Scene, province: httpx.Client) -> None:
    for kind, limit in (("land", -1), ("planning", 2), ("construction", 30)):
        assert send(province, scene, kind=kind, limit_on=days(scene, limit), parallel="开工前").status_code == 200
    send(province, scene, project=OTHER_PROJECT, unit="140213-ecology")
    late = province.get("/v1/permits?light=red").json()["items"]
    assert [(each["project"], each["kind"]) for each in late] == [
        (PROJECT, "land"),
        (OTHER_PROJECT, "environment"),
    ]
    here = province.get("/v1/permits?region=140105&kind=planning").json()["items"]
    assert [each["light"] for each in here] == ["yellow"]
    seen, cursor = [], ""
    while cursor is not None:
        page = province.get("/v1/permits", params={"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 4
    (together,) = of_project(province)["sets"]
    assert (together["permits"], together["light"], together["done"]) == (3, "red", False)
