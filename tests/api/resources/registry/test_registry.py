"""What there is to pick from: projects and units by region and words, page by page."""

from typing import Any

import httpx
import pytest

from ledger.registry.files.loading import load_catalogue
from mobile_schema.vocabulary import Category
from tests.api.parts import COUNTY, PROJECT, PROVINCE, Scene

CATALOGUE = load_catalogue(samples=True)


def everything(client: httpx.Client, path: str, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get(path, params={"limit": 7, **params, **cursor}).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


def test_pages_of_projects_hold_each_once_by_code(inspector: httpx.Client) -> None:
    codes = [project["code"] for project in everything(inspector, "/v1/projects")]
    assert codes == sorted(set(codes))
    assert set(CATALOGUE.projects) <= set(codes)


def test_projects_of_a_region_are_those_that_touch_anything_in_it(inspector: httpx.Client) -> None:
    found = everything(inspector, "/v1/projects", region="140100")
    assert PROJECT in {project["code"] for project in found}
    assert all(any(region.startswith("1401") for region in project["regions"]) for project in found)


def test_a_project_has_its_place_where_the_registry_knows_one(inspector: httpx.Client) -> None:
    found = {project["code"]: project["location"] for project in everything(inspector, "/v1/projects")}
    assert found[PROJECT] == CATALOGUE.projects[PROJECT].location
    assert found["2019-140200-53-01-900001"] is None


@pytest.mark.parametrize("words", ["小店智能", "xiaodian SMART", "990009"])
def test_projects_are_found_by_a_part_of_name_or_code(inspector: httpx.Client, words: str) -> None:
    found = inspector.get("/v1/projects", params={"q": words}).json()["items"]
    assert [project["code"] for project in found] == ["2019-140105-39-03-990009"]


def test_words_are_no_pattern(inspector: httpx.Client) -> None:
    assert inspector.get("/v1/projects", params={"q": ".*"}).json()["items"] == []


def test_units_of_a_county(inspector: httpx.Client) -> None:
    found = everything(inspector, "/v1/units", region="140105")
    assert {unit["id"] for unit in found} == {key for key, unit in CATALOGUE.units.items() if unit.region == "140105"}
    named = inspector.get("/v1/units", params={"region": "140105", "q": "自然资源"}).json()["items"]
    assert [unit["id"] for unit in named] == ["140105-natural-resources"]


def test_categories_are_all_that_there_are_by_the_offices_names_with_the_evidence_that_each_demands(
    inspector: httpx.Client,
) -> None:
    found = inspector.get("/v1/categories").json()["items"]
    assert [category["code"] for category in found] == sorted(CATALOGUE.categories)
    land = next(category for category in found if category["code"] == "land")
    assert (land["name_zh"], land["name_en"]) == ("用地", "land")
    assert [kind["code"] for kind in land["evidence"]] == list(CATALOGUE.categories[Category.LAND].evidence)
    assert {kind["photo"] for kind in land["evidence"]} <= {True, False}


def test_regions_are_those_of_one_and_below(inspector: httpx.Client) -> None:
    found = everything(inspector, "/v1/regions", region="140100")
    assert [each["code"] for each in found] == sorted(code for code in CATALOGUE.regions if code.startswith("1401"))
    named = inspector.get("/v1/regions", params={"q": "小店"}).json()["items"]
    assert [(each["code"], each["level"], each["name_zh"]) for each in named] == [("140105", "county", "小店区")]


@pytest.mark.parametrize(
    "path", ["/v1/units?limit=2", "/v1/projects", "/v1/regions", "/v1/categories", "/v1/persons", "/v1/policies"]
)
def test_who_has_a_list_of_names_is_told_so(county: httpx.Client, path: str) -> None:
    first = county.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    again = county.get(path, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert {name: again.headers[name] for name in ("etag", "cache-control")} == {
        name: first.headers[name] for name in ("etag", "cache-control")
    }
    assert county.get(path, headers={"If-None-Match": '"x"'}).content == first.content


def test_another_page_and_another_persons_list_have_other_tags(scene: Scene, county: httpx.Client) -> None:
    with scene.client(PROVINCE) as province:
        tags = [county.get(f"/v1/units?limit={limit}").headers["etag"] for limit in (1, 2)]
        tags += [client.get("/v1/persons?limit=200").headers["etag"] for client in (county, province)]
    assert len(set(tags)) == 4


def test_a_person_who_left_the_registry_is_nobody(scene: Scene) -> None:
    person = scene.store["persons"].find_one({"_id": COUNTY})
    assert person is not None
    scene.tokens["gone"] = scene.token("nobody-at-all")
    with scene.client("gone") as client:
        answer = client.get("/v1/me")
    assert answer.status_code == 401
    assert answer.json()["type"].endswith("unknown-person")
