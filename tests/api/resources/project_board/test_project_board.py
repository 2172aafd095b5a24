"""The board of projects adds up each project's last figure, of one's own regions; every number has its list."""

from typing import Any, Final

import httpx
import pytest

from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA
from mobile_schema.reports.figure import Kind, NewFigure, Stage
from tests.api.parts import Scene
from tests.ledger.factories import RULES

SAID: Final[dict[str, Any]] = {"plan_year": 100_00, "kind": Kind.CARRIED_OVER}
FIGURES: Final = (
    {"name": "渠", "regions": ("太原市小店区",), "month": "2026-01", "stage": Stage.PLANNED, "done_year": 1_00},
    {"name": "渠", "regions": ("太原市小店区",), "month": "2026-02", "stage": Stage.BUILDING, "done_year": 40_00},
    {"name": "塔", "regions": ("太原市小店区",), "month": "2026-02", "stage": Stage.TERMINATED, "done_year": 90_00},
    {"name": "站", "regions": ("大同市",), "month": "2026-02", "stage": Stage.BUILDING, "done_year": 20_00},
    {"name": "路", "regions": ("太原市", "大同市"), "month": "2026-02", "stage": Stage.BUILDING, "done_year": 170_00},
    {"name": "旧", "regions": ("大同市",), "month": "2025-12", "stage": Stage.BUILDING, "done_year": 99_00},
)


def brought(scene: Scene, *figures: dict[str, Any]) -> None:
    for figure in figures:
        said = NewFigure(**SAID | figure)
        report(scene.store, [said], Reporting("someone", scene.clock.now(), RULES.catalogue, CHINA))


@pytest.fixture(autouse=True)
def figures(scene: Scene) -> None:
    brought(scene, *FIGURES)


def asked(client: httpx.Client, path: str = "", **how: str) -> dict[str, Any]:
    answer = client.get(f"/v1/project-board{path}", params=how)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def names(client: httpx.Client, **how: str) -> set[str]:
    return {each["name"] for each in asked(client, "/projects", **how)["items"]}


def test_the_last_figure_of_each_project_of_the_year_counts(province: httpx.Client) -> None:
    board = asked(province)
    whole = board["whole"]
    assert (board["year"], board["month"], board["level"]) == (2026, "2026-02", "city")
    assert (whole["projects"], whole["stages"]) == (4, {"building": 3, "terminated": 1})
    assert (whole["plan"], whole["done"], whole["rate"]) == (300_00, 230_00, 76.7)
    places = {each["code"]: (each["projects"], each["rate"]) for each in board["places"]}
    assert places == {"140100": (2, 40.0), "140200": (1, 20.0), "across": (1, 170.0)}


def test_each_number_has_its_list(province: httpx.Client) -> None:
    assert names(province, stage="building") == {"渠", "站", "路"}
    assert names(province, place="140100") == {"渠", "塔"}
    assert names(province, place="across", only="flagged") == {"路"}
    assert asked(province)["whole"]["flagged"] == asked(province, "/projects", only="flagged")["count"]


def test_a_projects_lead_leader_stands_on_the_list(scene: Scene, province: httpx.Client) -> None:
    brought(scene, FIGURES[1] | {"leader": "甲某 副区长"})
    leaders = {each["name"]: each["leader"] for each in asked(province, "/projects", stage="building")["items"]}
    assert leaders == {"渠": "甲某 副区长", "站": "", "路": ""}


def test_a_programme_has_a_board_and_lists_of_its_own(scene: Scene, province: httpx.Client) -> None:
    brought(scene, FIGURES[1] | {"key_project": True}, FIGURES[3] | {"key_project": True, "transition": True})
    assert asked(province, programme="key_project")["whole"]["projects"] == 2
    assert asked(province, programme="transition")["whole"]["projects"] == 1
    assert names(province, programme="key_project", place="140100") == {"渠"}
    assert asked(province)["whole"]["projects"] == 4
    assert province.get("/v1/project-board", params={"programme": "large"}).status_code == 422


def test_what_comes_in_meanwhile_is_on_it_at_once(scene: Scene, province: httpx.Client) -> None:
    before = asked(province)["whole"]["done"]
    brought(scene, FIGURES[1] | {"done_year": 50_00})
    assert asked(province)["whole"]["done"] - before == 10_00


def test_one_sees_ones_own_regions_alone(county: httpx.Client) -> None:
    board = asked(county)
    assert (board["whole"]["projects"], board["level"]) == (2, "county")
    assert [each["code"] for each in board["places"]] == ["140105"]
    assert names(county) == {"渠", "塔"}


def test_campaigns_that_run_and_targets_stand_beside(province: httpx.Client) -> None:
    board = asked(province)
    assert "obstruction" in {each["name"] for each in board["campaigns"]}
    assert all(each["days_left"] >= 0 and each["light"] is None for each in board["campaigns"]), "nobody looked yet"
    assert board["targets_year"] is not None
    assert {each["light"] for each in board["targets"]} <= {None, "red", "yellow", "green"}


def test_who_reads_no_figures_has_no_board(inspector: httpx.Client) -> None:
    assert inspector.get("/v1/project-board").status_code == 403
