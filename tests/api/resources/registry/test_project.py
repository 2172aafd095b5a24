"""A project shows its issues by state and what was seen of it, as far as one may read them."""

import httpx

from tests import factories
from tests.api.parts import LAND_STAFF, PROJECT, Scene, done, give, slug


def test_a_project_counts_its_issues_and_its_visits(scene: Scene, county: httpx.Client, staff: httpx.Client) -> None:
    before = county.get(f"/v1/projects/{PROJECT}").json()
    issue = scene.issue()
    done(give(staff, issue, "accept", person_id=LAND_STAFF))
    quiet = factories.quiet_visit(project_code=PROJECT)
    with scene.client() as inspector:
        inspector.post("/v1/site-visits", content=factories.as_bytes(quiet)).raise_for_status()
    scene.settle()
    after = county.get(f"/v1/projects/{PROJECT}").json()
    assert after["by_state"]["accepted"] == before["by_state"].get("accepted", 0) + 1
    assert after["open"] == before["open"] + 1
    assert after["seen"]["visits"] == before["seen"]["visits"] + 2
    assert after["seen"]["no_problem"] == before["seen"]["no_problem"] + 1
    assert (after["seen"]["percent"], after["seen"]["stage"]) == (35, "路基施工")
    assert (after["code"], after["retired"]) == (PROJECT, False)
    of_unit = staff.get(f"/v1/projects/{PROJECT}").json()
    assert of_unit["seen"] is None
    assert of_unit["open"] <= after["open"]


def test_a_project_of_elsewhere_is_there_as_the_registry_says_and_nothing_of_it_is_counted(
    county: httpx.Client,
) -> None:
    told = county.get("/v1/projects/2020-140213-39-03-990003").json()
    assert (told["open"], told["by_state"], told["seen"]["visits"]) == (0, {}, 0)


def test_what_is_no_project_is_not_there(county: httpx.Client) -> None:
    assert slug(county.get("/v1/projects/2026-999999-01-01-000001")) == "unknown-entry"
    assert county.get("/v1/projects/x").status_code == 422
