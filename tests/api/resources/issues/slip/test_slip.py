"""The supervision slip (督办单): what a unit is handed on paper, of what one may read."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.resources.issues.slip.views import SlipView
from tests.api.parts import COUNTY, LAND_STAFF, LAND_UNIT, Scene, clock_of, done, give, local_day, slug
from tests.api.printing.test_printed import BAD, Page, rows_of


@pytest.fixture(scope="module", name="issue")
def worked_on(scene: Scene) -> dict[str, Any]:
    """An issue that was accepted, with a supporting unit and an instruction."""
    issue = scene.issue(category="land", description=BAD)
    with scene.client(COUNTY) as county, scene.client(LAND_STAFF) as staff:
        done(give(county, issue, "change-support", add=["140105-ecology"], reason="需配合"))
        done(give(staff, issue, "accept", person_id=LAND_STAFF))
        done(
            give(
                county,
                issue,
                "instruct",
                note="三日内<b>书面</b>回复。",
                due_on=str(local_day(issue["reported_at"]) + timedelta(days=3)),
            )
        )
        return done(give(staff, issue, "reply", note="已组卷。", instruction=1))


def test_it_says_what_the_paper_says(scene: Scene, county: httpx.Client, issue: dict[str, Any]) -> None:
    answer = county.get(f"/v1/issues/{issue['serial']}/slip")
    SlipView.model_validate_json(answer.content)
    slip = answer.json()
    assert slip["number"] == f"{issue['serial']}-{issue['version']}"
    assert (slip["lead"]["id"], slip["lead"]["person_id"]) == (LAND_UNIT, LAND_STAFF)
    assert [party["id"] for party in slip["supporting"]] == ["140105-ecology"]
    assert slip["supervisor"]["person_id"] == COUNTY
    assert slip["origin"]["title_zh"] == "进工地报告"
    assert slip["origin"]["by"] == issue["reporter"]
    assert [order["note"] for order in slip["orders"]] == ["三日内<b>书面</b>回复。", "已组卷。"]
    assert {kind["kind"] for kind in slip["evidence"]} == {
        kind["code"]
        for category in county.get("/v1/categories").json()["items"]
        if category["code"] == "land"
        for kind in category["evidence"]
    }
    assert [clock["due_at"] for clock in slip["clocks"] if clock["code"] == "resolve"] == [clock_of(issue)["due_at"]]


def test_its_ladder_is_what_explain_says_of_the_steps(
    scene: Scene, county: httpx.Client, issue: dict[str, Any]
) -> None:
    slip = county.get(f"/v1/issues/{issue['id']}/slip").json()
    fired = county.get(f"/v1/issues/{issue['id']}/explain").json()["firings"]
    assert [(rung["at"], len(rung["to"])) for rung in slip["ladder"]] == [
        (one["at"], len(one["alerts"])) for one in fired
    ]


def test_the_page_is_to_be_signed_and_everything_in_it_is_text(county: httpx.Client, issue: dict[str, Any]) -> None:
    answer = county.get(f"/v1/issues/{issue['id']}/slip?form=html")
    page = Page(answer)
    for words in (
        "督办单",
        issue["serial"],
        "三日内<b>书面</b>回复。",
        "‹U+202E›",
        "盖章",
        "签字",
        "办理情况回复",
        "销号材料",
    ):
        assert words in page.text
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "b", "img", "link"})
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_file_has_a_row_for_each_fact(county: httpx.Client, issue: dict[str, Any]) -> None:
    rows = rows_of(county.get(f"/v1/issues/{issue['id']}/slip?form=csv"))
    said = {row["事项"]: row["内容"] for row in rows}
    assert said["问题编号"] == issue["serial"]
    assert said["批示第1号"].startswith("三日内")
    assert said["问题描述"].startswith("'=HYPERLINK")


def test_what_is_not_ones_own_has_no_slip(scene: Scene, issue: dict[str, Any]) -> None:
    with scene.client("staff-140105-public-security") as stranger:
        assert slug(stranger.get(f"/v1/issues/{issue['id']}/slip?form=html")) == "unknown-issue"
        assert stranger.get(f"/v1/issues/{issue['id']}/slip").status_code == 404
