"""A ranking is told for any period by what was on the ledger then; behind each figure are the projects of one's own."""

from datetime import timedelta
from importlib.resources import files
from typing import Any, Final

import httpx
import pytest

from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA
from mobile_schema.reports.figure import NewFigure, Stage
from tests.api.parts import Scene, paths, slug
from tests.ledger.factories import RULES

NAME: Final = "shanxi-province-level-counties"
OURS, THEIRS = "太原市小店区", "大同市平城区"
"""The county of the county's supervisor, and one of another city."""
FIGURES: Final = (
    {"name": "渠", "regions": (OURS,), "done_year": 50_00},
    {"name": "塔", "regions": (THEIRS,), "done_year": 80_00},
)


def brought(scene: Scene, *figures: dict[str, Any]) -> None:
    common = {"month": "2026-02", "plan_year": 100_00, "stage": Stage.BUILDING}
    said = [NewFigure(**common | figure) for figure in figures]
    report(scene.store, said, Reporting("someone", scene.clock.now(), RULES.catalogue, CHINA))


@pytest.fixture(scope="module", autouse=True)
def figures_of_february(scene: Scene) -> None:
    brought(scene, *FIGURES)


def asked(client: httpx.Client, path: str = "", **how: str) -> dict[str, Any]:
    answer = client.get(f"/v1/rankings/{NAME}{path}", params={"period": "2026-02"} | how)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def places(told: dict[str, Any]) -> dict[str, int]:
    return {row["subject"]: row["place"] for row in told["items"] if row["place"] is not None}


def names(client: httpx.Client, **how: str) -> list[str]:
    return sorted(each["name"] for each in asked(client, "/rows", **how)["items"])


def shipped() -> str:
    return (files("oversight.ranking") / "rules" / f"{NAME}.yaml").read_text(encoding="utf-8")


def test_the_order_is_that_of_what_was_done(county: httpx.Client) -> None:
    told = asked(county)
    assert places(told) == {THEIRS: 1, OURS: 2}
    assert (told["period"], told["before"]) == ("2026-02", "2026-01")


def test_each_figure_has_its_list_and_everybody_sees_what_is_of_their_own(
    province: httpx.Client, county: httpx.Client
) -> None:
    assert names(province) == ["塔", "渠"]
    assert names(province, subject=THEIRS) == ["塔"]
    assert names(county) == ["渠"]


def test_what_there_is_not_is_told_as_that(province: httpx.Client) -> None:
    assert slug(province.get("/v1/rankings/harvest")) == "unknown-rule"
    assert slug(province.get(f"/v1/rankings/{NAME}?period=2026-13")) == "no-period"
    assert slug(province.get(f"/v1/rankings/{NAME}/rows?figure=height")) == "unknown-figure"
    assert slug(province.get(f"/v1/rankings/{NAME}/rows?subject=江苏省")) == "unknown-subject"


def test_a_moment_that_is_past_is_told_as_it_was(scene: Scene, province: httpx.Client) -> None:
    then = asked(province)
    scene.clock.move(scene.clock.now() + timedelta(hours=1))
    brought(scene, FIGURES[0] | {"done_year": 90_00})
    assert places(asked(province)) == {OURS: 1, THEIRS: 2}
    assert asked(province, as_of=then["as_of"]) == then


def test_a_rule_of_ones_own_is_tried_and_kept_nowhere(province: httpx.Client) -> None:
    ours = shipped().replace(f"name: {NAME}", "name: ours")
    tried = province.post("/v1/rankings/tried", json={"text": ours, "period": "2026-02"})
    assert tried.status_code == 200, tried.text
    assert tried.json()["items"] == asked(province)["items"]
    assert slug(province.get("/v1/rankings/ours")) == "unknown-rule"


def test_what_is_wrong_with_a_tried_one_is_told_with_its_lines(province: httpx.Client, county: httpx.Client) -> None:
    refused = province.post("/v1/rankings/tried", json={"text": "name: ours\nindicators: none"})
    assert refused.status_code == 422
    assert paths(refused)
    assert slug(province.post("/v1/rankings/tried", json={"text": shipped(), "period": "soon"})) == "no-period"
    assert county.post("/v1/rankings/tried", json={"text": "name: ours"}).status_code == 403
