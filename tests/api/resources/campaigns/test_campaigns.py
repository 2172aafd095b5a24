"""A campaign is told on any day by what was on the ledger then; behind each number are the projects of one's own."""

from datetime import timedelta
from importlib.resources import files
from typing import Any, Final

import httpx
import pytest

from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA
from mobile_schema.reports.figure import Kind, NewFigure, Stage
from tests.api.parts import Scene, paths, slug
from tests.ledger.factories import RULES

NAME: Final = "start-month"
OURS, THEIRS = "太原市小店区", "大同市"
"""A county of Taiyuan, of which the county's supervisor is; another city."""
FIGURES: Final = (
    {"name": "复", "regions": (OURS,), "kind": Kind.CARRIED_OVER, "stage": Stage.RESUMED},
    {"name": "停", "regions": (THEIRS,), "kind": Kind.CARRIED_OVER, "stage": Stage.STOPPED},
    {"name": "新", "regions": (OURS,), "kind": Kind.NEW, "stage": Stage.PLANNED},
)


def brought(scene: Scene, *figures: dict[str, Any]) -> None:
    said = [NewFigure(**{"month": "2026-02", "plan_year": 100_00, "done_year": 0} | figure) for figure in figures]
    report(scene.store, said, Reporting("someone", scene.clock.now(), RULES.catalogue, CHINA))


def shipped() -> str:
    return (files("oversight.campaigns") / "campaigns" / f"{NAME}.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def figures_of_february(scene: Scene) -> None:
    brought(scene, *FIGURES)


def asked(client: httpx.Client, path: str = "", **how: str) -> dict[str, Any]:
    answer = client.get(f"/v1/campaigns/{NAME}{path}", params=how)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def rates(told: dict[str, Any], key: str = "resumed") -> dict[str, tuple[Any, Any]]:
    return {row["subject"]: (row["values"][key]["done"], row["values"][key]["of"]) for row in told["items"]}


def names(client: httpx.Client, **how: str) -> list[str]:
    return sorted(each["name"] for each in asked(client, "/rows", **how)["items"])


def test_each_place_stands_by_what_it_has_done(province: httpx.Client) -> None:
    told = asked(province)
    assert {place: rate for place, rate in rates(told).items() if rate[1]} == {
        "全省": (1, 2),
        "太原市": (1, 1),
        "大同市": (0, 1),
    }
    assert {row["subject"] for row in asked(province, level="county")["items"]} > {OURS}


def test_each_number_has_its_list(province: httpx.Client) -> None:
    assert names(province) == ["复"]
    assert names(province, which="of") == ["停", "复"]
    assert names(province, which="left") == ["停"]
    assert names(province, which="of", subject=THEIRS) == ["停"]
    assert names(province, figure="started", which="left") == ["新"]


def test_of_a_list_everybody_sees_what_is_of_their_own_regions(county: httpx.Client) -> None:
    assert names(county, which="of") == ["复"]
    assert rates(asked(county))["大同市"] == (0, 1)


def test_what_there_is_not_is_told_as_that(province: httpx.Client) -> None:
    assert slug(province.get("/v1/campaigns/harvest")) == "unknown-campaign"
    assert slug(province.get(f"/v1/campaigns/{NAME}?day=3000-01-01")) == "no-period"
    assert slug(province.get(f"/v1/campaigns/{NAME}/rows?figure=height")) == "unknown-figure"
    assert slug(province.get(f"/v1/campaigns/{NAME}/rows?subject=江苏省")) == "unknown-subject"
    assert paths(province.get(f"/v1/campaigns/{NAME}/rows?which=most")) == ["request.query.which"]


def test_a_moment_that_is_past_is_told_as_it_was(scene: Scene, province: httpx.Client) -> None:
    then = asked(province)
    scene.clock.move(scene.clock.now() + timedelta(hours=1))
    brought(scene, FIGURES[0] | {"name": "又复"})
    assert rates(asked(province))["全省"] == (2, 3)
    again = asked(province, as_of=then["as_of"], day=then["day"])
    assert again == then


def test_a_campaign_of_ones_own_is_tried_and_kept_nowhere(province: httpx.Client) -> None:
    ours = shipped().replace("name: start-month", "name: ours").replace("title: 集中开工月", "title: 试算")
    tried = province.post("/v1/campaigns/tried", json={"text": ours, "level": "county"})
    assert tried.status_code == 200, tried.text
    assert tried.json()["campaign"]["title"] == "试算"
    assert rates(tried.json()) == rates(asked(province, level="county"))
    assert slug(province.get("/v1/campaigns/ours")) == "unknown-campaign"


def test_what_is_wrong_with_a_tried_one_is_told_with_its_lines(province: httpx.Client, county: httpx.Client) -> None:
    refused = province.post("/v1/campaigns/tried", json={"text": "name: ours\nindicators: none"})
    assert refused.status_code == 422
    assert paths(refused)
    assert county.post("/v1/campaigns/tried", json={"text": "name: ours"}).status_code == 403
