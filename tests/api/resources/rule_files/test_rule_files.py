"""An office's own campaign, ranking rule or targets, entered over HTTP, hold at once; lists say who entered them."""

from typing import Final

import httpx
import pytest

from api.resources.rule_files.rule_files import RuleFileEntered
from tests.api.parts import PROVINCE, slug

CAMPAIGN: Final = """
name: ours
version: "2026.9"
title: 攻坚月
indicators: [{key: started, name: 开工, done: [started]}]
"""
RANKING: Final = """
name: own-order
version: 1
title: 项目数
source: figures
subjects: {by: region, level: city}
indicators: [{key: projects, name: 项目, count: projects}]
score: {sort: projects}
"""
TARGETS: Final = """
year: 2026
version: 1
targets:
  - {code: G3-investment, item: G3, name_zh: 固投, name_en: Investment, unit_id: 140000-development-reform,
     kind: total, measure: 亿元, value: 7000}
"""


def entered(client: httpx.Client, kind: str, text: str) -> httpx.Response:
    return client.post(f"/v1/rule-files/{kind}", json={"text": text})


def test_a_campaign_holds_at_once_and_the_list_says_who_entered_it(province: httpx.Client) -> None:
    answer = entered(province, "campaign", CAMPAIGN)
    assert answer.status_code == 200, answer.text
    said = RuleFileEntered.model_validate_json(answer.content)
    assert (said.name, said.version, said.entered_by) == ("ours", "2026.9", PROVINCE)
    assert entered(province, "campaign", CAMPAIGN).status_code == 200
    listed = {each["name"]: each for each in province.get("/v1/campaigns").json()["items"]}
    assert (listed["ours"]["entered_by"], listed["start-month"]["entered_by"]) == (PROVINCE, None)
    assert province.get("/v1/campaigns/ours").json()["campaign"]["title"] == "攻坚月"
    higher = CAMPAIGN.replace("2026.9", "2026.10").replace("攻坚月", "再攻坚")
    assert entered(province, "campaign", higher).status_code == 200
    assert province.get("/v1/campaigns/ours").json()["campaign"]["version"] == "2026.10"


def test_a_ranking_rule_too(province: httpx.Client) -> None:
    assert entered(province, "ranking", RANKING).status_code == 200
    assert province.get("/v1/rankings/own-order").json()["rule"]["version"] == "1"
    assert "own-order" in {each["name"] for each in province.get("/v1/rankings").json()["items"]}


def test_targets_of_another_year_stand_beside_those_that_ship(province: httpx.Client) -> None:
    assert entered(province, "target", TARGETS).status_code == 200
    board = province.get("/v1/targets").json()
    assert (board["year"], board["years"], board["entered_by"]) == (2026, [2019, 2026], PROVINCE)
    assert [each["value"] for each in board["items"]] == [7000]
    assert len(province.get("/v1/targets?year=2019").json()["items"]) > 1


@pytest.mark.parametrize(
    ("text", "status", "problem", "said"),
    [
        (CAMPAIGN.replace("2026.9", "2026.8"), 409, "version-taken", "2026."),
        (CAMPAIGN.replace("攻坚月", "另一个"), 409, "version-taken", "2026.9"),
        (CAMPAIGN.replace("done: [started]", "done: [startd]"), 422, "invalid", "startd"),
    ],
    ids=["an older version", "another text", "a fault"],
)
def test_what_does_not_go_with_what_is_there_changes_nothing(
    province: httpx.Client, text: str, status: int, problem: str, said: str
) -> None:
    entered(province, "campaign", CAMPAIGN)
    answer = entered(province, "campaign", text)
    assert (answer.status_code, slug(answer)) == (status, problem)
    assert said in answer.text


def test_it_is_the_provinces_to_enter(county: httpx.Client) -> None:
    assert entered(county, "campaign", CAMPAIGN).status_code == 403
