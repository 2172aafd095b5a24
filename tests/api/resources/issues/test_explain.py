"""`GET /v1/issues/{id}/explain`: anybody signed in may ask why everything is as it is, by id or 编号."""

import json
from datetime import datetime

import httpx
import msgspec
from typer.testing import CliRunner

from api.resources.issues.explain_view import EXAMPLE, ExplanationView
from cli.commands import app
from ledger.groundwork.clock import HeldClock
from ledger.store.by_itself.sweep import sweep
from oversight.explain.sentences.whole import sentences
from oversight.explain.told.whole import Explanation
from tests.api.parts import COUNTY, LAND_UNIT, Scene, slug
from tests.plain_http import PLAIN


def explained(client: httpx.Client, name: str) -> Explanation:
    answer = client.get(f"/v1/issues/{name}/explain")
    assert answer.status_code == 200, answer.text
    ExplanationView.model_validate_json(answer.content)
    return msgspec.json.decode(answer.content, type=Explanation)


def _fire(scene: Scene, issue_id: str, at: datetime) -> str:
    """Let a sweep fire what is due at a moment; the id of the first alert on an issue."""
    sweep(scene.store, HeldClock(at), scene.rules())
    alert = scene.store["alerts"].find_one({"issue_id": issue_id}, sort=[("fired_at", 1)])
    assert alert is not None
    return str(alert["_id"])


def test_an_issue_is_explained_to_whoever_may_read_it(
    scene: Scene, inspector: httpx.Client, staff: httpx.Client
) -> None:
    issue = scene.issue()
    told = explained(inspector, issue["id"])
    assert (told.issue_id, told.serial, told.state) == (issue["id"], issue["serial"], "assigned")
    assert [(one.code, one.condition) for one in told.clocks] == [
        (code, "running") for code in ("deploy", "feedback", "resolve", "zero")
    ]
    assert told.coming[0].to[0].person_id == f"head-{LAND_UNIT}"
    assert explained(staff, issue["serial"]).clocks == told.clocks


def test_what_fired_is_told_with_its_deliveries_as_far_as_they_say(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue()
    (first, *_) = explained(county, issue["id"]).coming
    alert = _fire(scene, issue["id"], first.at)
    scene.store["deliveries"].insert_many(
        [
            {"_id": "d1", "alert_id": alert, "kind": "wecom", "state": "failed", "reason": "HTTP 500"},
            {"_id": "d2", "alert_id": alert, "endpoint_id": "mail", "state": "delivered"},
            {"_id": "d3", "alert_id": "another", "kind": "email", "state": "waiting"},
        ]
    )
    firing = explained(county, issue["id"]).firings[0]
    scene.store["deliveries"].delete_many({"_id": {"$in": ["d1", "d2", "d3"]}})
    assert (firing.result, firing.step.step, firing.alerts[0].alert_id) == ("fired", first.step.step, alert)
    assert [(one.channel, one.state, one.reason) for one in firing.alerts[0].deliveries] == [
        ("wecom", "failed", "HTTP 500"),
        ("mail", "delivered", None),
    ]
    county.post(f"/v1/alerts/{alert}/acknowledge").raise_for_status()
    acknowledged = explained(county, issue["id"]).firings[0].alerts[0].acknowledged
    assert acknowledged is not None
    assert acknowledged.person_id == COUNTY


def test_an_unknown_number_is_a_problem(inspector: httpx.Client) -> None:
    answer = inspector.get("/v1/issues/140105-2026-99999/explain")
    assert (answer.status_code, slug(answer)) == (404, "unknown-issue")


def test_without_a_token_nothing_is_said(scene: Scene) -> None:
    assert httpx.get(f"{scene.url}/v1/issues/x/explain", **PLAIN).status_code == 401


def test_the_example_in_openapi_is_what_an_explanation_says() -> None:
    told = msgspec.convert(EXAMPLE, Explanation)
    assert json.loads(msgspec.json.encode(told)) == EXAMPLE
    assert told.sentences_zh == tuple(one.zh for one in sentences(told))
    assert told.sentences_en == tuple(one.en for one in sentences(told))


def test_the_command_shows_what_the_api_says(scene: Scene) -> None:
    issue = scene.issue()
    where = ("--url", scene.url, "--token", scene.tokens[COUNTY])
    told = CliRunner().invoke(app, ["explain", issue["serial"], *where, "--lang", "zh"], catch_exceptions=False)
    assert told.exit_code == 0, told.output
    assert f"问题{issue['serial']}现为“已交办”" in told.stdout
    unknown = CliRunner().invoke(app, ["explain", "140105-2026-99999", *where], catch_exceptions=False)
    assert (unknown.exit_code, "unknown-issue" in unknown.stderr) == (1, True)
