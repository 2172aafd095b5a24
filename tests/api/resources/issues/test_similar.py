"""What may be the same as an issue is shown with why, and no more than one may read."""

import httpx

from api.resources.issues.similar import SimilarIssues
from tests.api.parts import PROVINCE, Scene, slug
from tests.api.resources.matters.test_matters import entered, matter

BLOCKED = "村民在汾河东岸便道口堵路,渣土车进不了场。"


def test_it_is_shown_with_why_in_both_languages(scene: Scene, county: httpx.Client) -> None:
    first, second = scene.issue(description=BLOCKED), scene.issue(description=BLOCKED)
    answer = county.get(f"/v1/issues/{second['id']}/similar")
    SimilarIssues.model_validate_json(answer.content)
    found = {each["id"]: each for each in answer.json()["items"]}
    assert second["id"] not in found
    why = {reason["about"]: (reason["text_zh"], reason["text_en"]) for reason in found[first["id"]]["why"]}
    assert why["words"] == ("文字相似 100%", "100 % of the words are alike")
    assert why["project"] == ("同一项目", "the same project")
    assert {"place", "time", "category"} <= why.keys()


def test_an_issue_that_one_may_not_read_has_none(scene: Scene) -> None:
    issue = scene.issue(description=BLOCKED)
    scene.tokens["supervisor-140106"] = scene.token("supervisor-140106")
    with scene.client("supervisor-140106") as elsewhere:
        assert slug(elsewhere.get(f"/v1/issues/{issue['id']}/similar")) == "unknown-issue"


def test_who_enters_a_matter_is_shown_what_may_be_the_same_before_and_after(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue(description=BLOCKED)
    said = matter(scene, text=BLOCKED)
    would = entered(county.post("/v1/matters?dry_run=true", json=said), 200)
    done = entered(county.post("/v1/matters", json=said))
    assert issue["id"] in {each["id"] for each in would["similar"]}
    assert issue["id"] in {each["id"] for each in done["similar"]}
    with scene.client(PROVINCE) as province:
        assert province.get(f"/v1/issues/{issue['id']}").json()["state"] == issue["state"]
