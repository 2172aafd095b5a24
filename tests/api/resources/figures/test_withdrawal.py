"""A month is withdrawn, and a file taken back, by who may report what they say; the month is missing from then on."""

from typing import Any

import httpx
import pytest

from tests.api.parts import LAND_UNIT, PROJECT, Scene, slug

OWN = "2019-140105-65-03-990010"
MONTH = "2023-05"


def kept(client: httpx.Client, **over: Any) -> str:
    """A figure from a desk's file; the project that it is of."""
    said = {"name": "新塔", "regions": ["140105"], "month": MONTH, "plan_year": 1_00, "done_year": 1_00, **over}
    answer = client.post("/v1/figures/import", json={"figures": [said]})
    (one,) = answer.json()["items"]
    assert one["verdict"] in {"new", "changed"}, one
    return str(one["project"])


def withdraw(client: httpx.Client, project: str, month: str = MONTH, reason: str = "报错了月份") -> httpx.Response:
    return client.post(f"/v1/projects/{project}/figures/{month}/withdrawal", json={"reason": reason})


def undo(client: httpx.Client, sha256: str) -> httpx.Response:
    return client.post("/v1/figures/undo", json={"sha256": sha256})


def figures(client: httpx.Client, project: str) -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"/v1/projects/{project}/figures").json()
    return told


def test_a_month_that_is_withdrawn_is_missing_and_the_one_before_it_is_an_earlier_one(county: httpx.Client) -> None:
    for month, done in (("2023-03", 1), ("2023-04", 2), (MONTH, 3)):
        kept(county, project=OWN, name="", month=month, done_year=done)
    told = withdraw(county, OWN)
    assert (told.status_code, told.json()["withdrawn"], told.json()["version"]) == (200, "报错了月份", 2)
    withdraw(county, OWN, "2023-04")

    def of_may(standing: str) -> list[tuple[Any, Any]]:
        page = county.get("/v1/figures", params={"month": MONTH, "standing": standing, "limit": 200}).json()
        return [(each["figure"], each["before"]["done_year"]) for each in page["items"] if each["code"] == OWN]

    assert (of_may("missing"), of_may("reported")) == ([(None, 1)], [])


def test_a_project_whose_months_are_all_withdrawn_is_there_no_more_and_its_versions_are(county: httpx.Client) -> None:
    project = kept(county, month="2023-04", name="新棚")
    kept(county, name="新棚", stage="building", leader="甲某")
    assert figures(county, project)["may_withdraw"] == ["2023-04", MONTH]
    withdraw(county, project)
    told = figures(county, project)
    assert (told["may_withdraw"], told["leader"], told["milestones"][0]["real_month"]) == (["2023-04"], "", None)
    assert county.get(f"/v1/projects/{project}").json()["registered"] is False
    withdraw(county, project, "2023-04")
    assert slug(county.get(f"/v1/projects/{project}")) == "unknown-entry"
    told = figures(county, project)
    assert [(each["month"], each["withdrawn"]) for each in told["items"]] == [
        ("2023-04", ""),
        ("2023-04", "报错了月份"),
        (MONTH, ""),
        (MONTH, "报错了月份"),
    ]
    assert told["milestones"] == []


def test_who_may_not_report_what_it_says_withdraws_nothing(
    county: httpx.Client, staff: httpx.Client, inspector: httpx.Client
) -> None:
    project = kept(county, project=PROJECT, name="", month="2023-06")
    assert slug(withdraw(inspector, project, "2023-06")) == "not-permitted"
    assert slug(withdraw(staff, project, "2023-06")) == "unknown-figure"
    assert slug(undo(inspector, "ab" * 32)) == "not-permitted"
    kept(county, project=OWN, name="", month="2023-06", unit=LAND_UNIT)
    assert withdraw(staff, OWN, "2023-06").json()["by"] == f"staff-{LAND_UNIT}"


def test_what_is_not_there_or_withdrawn_already_is_told_apart(county: httpx.Client) -> None:
    answer = withdraw(county, PROJECT, "2001-01")
    assert (answer.status_code, slug(answer)) == (404, "unknown-figure")
    project = kept(county, name="新桩")
    withdraw(county, project)
    answer = withdraw(county, project)
    assert (answer.status_code, slug(answer)) == (409, "figure-withdrawn")


@pytest.mark.parametrize("reason", ["", "  ", "—", "长" * 201])
def test_a_withdrawal_says_why(county: httpx.Client, reason: str) -> None:
    answer = withdraw(county, PROJECT, reason=reason)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_a_file_is_taken_back_and_comes_in_again_as_new(scene: Scene, county: httpx.Client) -> None:
    first, second = "1a" * 32, "2b" * 32
    project = kept(county, name="新渠", source={"sha256": first, "row": 3})
    kept(county, name="新渠", done_year=2_00, source={"sha256": second, "row": 3})
    kept(county, name="新闸", source={"sha256": second, "row": 4})
    left = undo(county, first).json()
    assert left == {
        "withdrawn": 0,
        "restored": 0,
        "left": [{"project": project, "name": "新渠", "month": MONTH, "why": "corrected-since"}],
    }
    assert undo(county, second).json() == {"withdrawn": 1, "restored": 1, "left": []}
    last = figures(county, project)["items"][-1]
    assert (last["done_year"], last["restores"], last["source"]["sha256"]) == (
        1_00,
        figures(county, project)["items"][0]["id"],
        first,
    )
    assert undo(county, second).json() == {"withdrawn": 0, "restored": 0, "left": []}
    kept(county, name="新闸", source={"sha256": second, "row": 4})
    assert scene.published() == []


def test_a_file_of_which_the_ledger_has_no_figure_is_unknown(county: httpx.Client) -> None:
    answer = undo(county, "0" * 64)
    assert (answer.status_code, slug(answer)) == (404, "unknown-file")
    assert slug(undo(county, "0" * 63)) == "invalid"


def test_of_a_file_of_other_regions_nobody_is_told_anything(province: httpx.Client, county: httpx.Client) -> None:
    elsewhere = {"name": "云冈渠", "regions": ["140200"], "source": {"sha256": "cd" * 32}}
    kept(province, **elsewhere)
    answer = undo(county, "cd" * 32)
    assert (answer.status_code, slug(answer)) == (404, "unknown-file")
    kept(province, name="小店渠", source={"sha256": "cd" * 32})
    assert undo(county, "cd" * 32).json() == {"withdrawn": 1, "restored": 0, "left": []}
    assert undo(province, "cd" * 32).json() == {"withdrawn": 1, "restored": 0, "left": []}
