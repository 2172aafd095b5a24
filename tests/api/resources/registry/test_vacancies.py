"""The posts that nobody holds, for supervisors: by place, page by page, with who is told in their place."""

from typing import Any

import httpx
import pytest

from api.resources.registry.views import VacancyPage
from ledger.registry.files.loading import load_catalogue
from tests.api.parts import slug

CATALOGUE = load_catalogue(samples=True)
CITY = "140300"


def vacancies(client: httpx.Client, **params: Any) -> dict[str, Any]:
    answer = client.get("/v1/vacancies", params=params)
    assert answer.status_code == 200, answer.text
    VacancyPage.model_validate_json(answer.content)
    return dict(answer.json())


def test_a_city_without_supervisors_passes_to_the_province(province: httpx.Client) -> None:
    items = vacancies(province, region=CITY)["items"]
    assert [item["place"] for item in items] == sorted(code for code in CATALOGUE.regions if code.startswith("1403"))
    first = items[0]
    assert (first["post"], first["name_zh"], first["since"], first["open_issues"]) == ("supervisor", "阳泉市", None, 0)
    assert first["passes_to"] == {
        "person_id": "supervisor-140000",
        "person_name": CATALOGUE.persons["supervisor-140000"].name,
        "post": "supervisor",
        "level": "province",
        "region": "140000",
        "deputy": False,
    }


def test_where_no_post_is_empty_the_list_is(province: httpx.Client) -> None:
    assert vacancies(province, region="140106") == {"items": [], "next_cursor": None}


def test_pages_hold_each_once_by_place(province: httpx.Client) -> None:
    whole = [item["place"] for item in vacancies(province, limit=200)["items"]]
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = vacancies(province, limit=50, **cursor)
        found += [item["place"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == whole == sorted(set(whole))
    assert len(whole) > 100


def test_one_sees_those_of_ones_own_regions(county: httpx.Client, city: httpx.Client) -> None:
    assert vacancies(county, region=CITY) == vacancies(city, region=CITY) == {"items": [], "next_cursor": None}
    ours = {item["region"] for item in vacancies(city, limit=200)["items"]}
    assert ours
    assert {region[:4] for region in ours} == {"1401"}
    assert ours == {item["region"] for item in vacancies(city, region="140000", limit=200)["items"]}


def test_only_supervisors_see_them(inspector: httpx.Client, staff: httpx.Client) -> None:
    for client in (inspector, staff):
        answer = client.get("/v1/vacancies")
        assert (answer.status_code, slug(answer)) == (403, "not-permitted")


@pytest.mark.parametrize("params", [{"region": "Taiyuan"}, {"limit": "0"}, {"cursor": "!"}, {"post": "supervisor"}])
def test_what_it_does_not_know_is_refused(county: httpx.Client, params: dict[str, str]) -> None:
    answer = county.get("/v1/vacancies", params=params)
    assert (answer.status_code, slug(answer)) == (422, "invalid")
