"""The OpenAPI document: valid 3.1, whole, and true of what is answered."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from msgspec import Struct
from openapi_spec_validator import validate

from api.http.views import View
from api.resources.issues import parts as issue_parts
from api.resources.issues.reported import parts as reported_parts
from api.resources.issues.view import IssueView
from ledger.issue import clocks, parts
from ledger.issue.commands import COMMANDS
from ledger.issue.handling import parts as handling
from ledger.issue.issue import Issue
from ledger.issue.reported import corrections, referrals
from tests import factories
from tests.api.parts import LAND_HEAD, LAND_STAFF, PROVINCE, Scene, visit
from tests.api.sign_in.test_auth import SIGNS_IN
from tests.plain_http import PLAIN


@pytest.fixture(scope="module")
def document(scene: Scene) -> dict[str, Any]:
    """As it is served."""
    found: dict[str, Any] = httpx.get(f"{scene.url}/openapi.json", **PLAIN).json()
    return found


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_operation_of_v1_demands_the_bearer_or_a_session_but_those_that_sign_in(document: dict[str, Any]) -> None:
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert document["components"]["securitySchemes"]["session"]["in"] == "cookie"
    for path, operations in document["paths"].items():
        demanded = path.startswith("/v1/") and path not in SIGNS_IN
        for operation in operations.values():
            assert operation["security"] == ([{"bearer": []}, {"session": []}] if demanded else []), path


def test_every_command_has_its_path_and_body(document: dict[str, Any]) -> None:
    for name, command in COMMANDS.items():
        operation = document["paths"][f"/v1/issues/{{issue_id}}/{name}"]["post"]
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        assert body == {"$ref": f"#/components/schemas/{command.__name__}"}
        command.model_validate_json(
            json.dumps(operation["requestBody"]["content"]["application/json"]["example"]), strict=True
        )
        assert command.__name__ in document["components"]["schemas"]
        assert "If-Match" in {parameter["name"] for parameter in operation["parameters"]}


def test_the_examples_keep_their_schemas(document: dict[str, Any]) -> None:
    told = 0
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", ()):
            _demand(document, {"$ref": f"#/components/schemas/{name}"}, example)
            told += 1
    assert told >= 5


def test_the_view_of_an_issue_is_the_issue() -> None:
    told = {"light", "due_at", "allowed", "archived", "late_milestones", "informant"}
    assert set(IssueView.model_fields) == {*Issue.__struct_fields__, *told}


@pytest.mark.parametrize(
    ("view", "part"),
    [
        (issue_parts.StepView, clocks.StepState),
        (issue_parts.ObligationView, clocks.ObligationState),
        (issue_parts.ExtensionRequestView, parts.ExtensionRequest),
        (issue_parts.SuspensionRequestView, parts.SuspensionRequest),
        (issue_parts.SuspensionView, parts.Suspension),
        (issue_parts.MatterView, parts.Matter),
        (issue_parts.MergerView, parts.Merger),
        (issue_parts.ClosureView, parts.ClosureRequest),
        (issue_parts.RecheckView, parts.Recheck),
        (reported_parts.CorrectionView, corrections.Correction),
        (reported_parts.JudgementView, corrections.Judgement),
        (reported_parts.AnswerView, referrals.ReferralAnswer),
        (reported_parts.TakenBackView, corrections.ReportTakenBack),
        (issue_parts.InstructionView, handling.Instruction),
        (issue_parts.UnitReplyView, handling.UnitReply),
        (issue_parts.ReachedView, handling.Reached),
    ],
)
def test_the_view_of_a_part_is_the_part(view: type[View], part: type[Struct]) -> None:
    assert set(view.model_fields) == set(part.__struct_fields__)


@pytest.fixture(scope="module", name="issue")
def asked_about(scene: Scene) -> dict[str, Any]:
    """An issue to ask about, counted; one operation accepts it, and then its report is withdrawn."""
    made = scene.issue()
    scene.add_up()
    return made


Ask = Callable[[httpx.Client, dict[str, Any]], httpx.Response]
ASKED: dict[tuple[str, str], Ask] = {
    ("get", "/v1/issues"): lambda client, issue: client.get("/v1/issues"),
    ("get", "/v1/issues/{issue_id}"): lambda client, issue: client.get(f"/v1/issues/{issue['id']}"),
    ("get", "/v1/issues/{issue_id}/history"): lambda client, issue: client.get(f"/v1/issues/{issue['id']}/history"),
    ("get", "/v1/issues/{issue_id}/explain"): lambda client, issue: client.get(f"/v1/issues/{issue['id']}/explain"),
    ("get", "/v1/issues/{issue_id}/similar"): lambda client, issue: client.get(f"/v1/issues/{issue['id']}/similar"),
    ("get", "/v1/receipts/{report_id}"): lambda client, issue: client.get(f"/v1/receipts/{issue['report_id']}"),
    ("get", "/v1/issues/{issue_id}/report"): lambda client, issue: client.get(f"/v1/issues/{issue['id']}/report"),
    ("get", "/v1/reports"): lambda client, issue: client.get("/v1/reports"),
    ("get", "/v1/refused-reports"): lambda client, issue: client.get("/v1/refused-reports"),
    ("get", "/v1/reports/{report_id}"): lambda client, issue: client.get(f"/v1/reports/{issue['report_id']}"),
    ("get", "/v1/projects/{code}"): lambda client, issue: client.get(f"/v1/projects/{issue['project_code']}"),
    ("get", "/v1/projects"): lambda client, issue: client.get("/v1/projects"),
    ("get", "/v1/units"): lambda client, issue: client.get("/v1/units?limit=200"),
    ("get", "/v1/regions"): lambda client, issue: client.get("/v1/regions"),
    ("get", "/v1/categories"): lambda client, issue: client.get("/v1/categories"),
    ("get", "/v1/boards/slowest"): lambda client, issue: client.get("/v1/boards/slowest"),
    ("get", "/v1/boards/since"): lambda client, issue: client.get("/v1/boards/since"),
    ("get", "/v1/matter-sets"): lambda client, issue: client.get("/v1/matter-sets"),
    ("get", "/v1/rankings"): lambda client, issue: client.get("/v1/rankings"),
    ("get", "/v1/rankings/{name}"): lambda client, issue: client.get("/v1/rankings/closure-by-city"),
    ("get", "/v1/campaigns"): lambda client, issue: client.get("/v1/campaigns"),
    ("get", "/v1/campaigns/{name}"): lambda client, issue: client.get("/v1/campaigns/start-month"),
    ("get", "/v1/campaigns/{name}/rows"): lambda client, issue: client.get("/v1/campaigns/start-month/rows"),
    ("get", "/v1/project-board"): lambda client, issue: client.get("/v1/project-board"),
    ("get", "/v1/project-board/projects"): lambda client, issue: client.get("/v1/project-board/projects"),
    ("get", "/v1/targets"): lambda client, issue: client.get("/v1/targets"),
    ("get", "/v1/figures"): lambda client, issue: client.get("/v1/figures"),
    ("get", "/v1/targets/{code}/figures"): lambda client, issue: client.get("/v1/targets/G3-growth/figures"),
    ("get", "/v1/permits"): lambda client, issue: client.get("/v1/permits"),
    ("get", "/v1/projects/{code}/permits"): lambda client, issue: client.get(
        f"/v1/projects/{issue['project_code']}/permits"
    ),
    ("get", "/v1/complaints"): lambda client, issue: client.get("/v1/complaints"),
    ("get", "/v1/complaints/counts"): lambda client, issue: client.get("/v1/complaints/counts"),
    ("get", "/v1/bulletins"): lambda client, issue: client.get("/v1/bulletins"),
    ("get", "/v1/me"): lambda client, issue: client.get("/v1/me"),
    ("get", "/v1/clock"): lambda client, issue: client.get("/v1/clock"),
    ("get", "/v1/map"): lambda client, issue: client.get("/v1/map"),
    ("get", "/v1/alerts"): lambda client, issue: client.get("/v1/alerts?mine=false"),
    ("get", "/v1/channels"): lambda client, issue: client.get("/v1/channels"),
    ("get", "/v1/deliveries"): lambda client, issue: client.get("/v1/deliveries"),
    ("post", "/v1/site-visits"): lambda client, issue: client.post(
        "/v1/site-visits", content=factories.as_bytes(visit())
    ),
    ("post", "/v1/sync"): lambda client, issue: client.post(
        "/v1/sync", content=factories.as_bytes(factories.sync_request(visit(), visit(findings=[])))
    ),
    ("post", "/v1/issues/{issue_id}/accept"): lambda client, issue: client.post(
        f"/v1/issues/{issue['id']}/accept", json={"person_id": LAND_HEAD}
    ),
    ("post", "/v1/reports/{report_id}/withdraw"): lambda client, issue: client.post(
        f"/v1/reports/{issue['report_id']}/withdraw", json={"reason": "项目选错"}
    ),
}


@pytest.mark.parametrize("operation", ASKED, ids=" ".join)
def test_what_is_answered_is_what_is_documented(
    scene: Scene, document: dict[str, Any], issue: dict[str, Any], operation: tuple[str, str]
) -> None:
    method, path = operation
    others = {
        "/v1/issues/{issue_id}/accept": LAND_STAFF,
        "/v1/channels": PROVINCE,
        "/v1/deliveries": PROVINCE,
        "/v1/campaigns/{name}/rows": PROVINCE,
        "/v1/project-board": PROVINCE,
        "/v1/project-board/projects": PROVINCE,
        "/v1/bulletins": PROVINCE,
        "/v1/figures": LAND_STAFF,
        "/v1/permits": PROVINCE,
        "/v1/complaints": PROVINCE,
        "/v1/complaints/counts": PROVINCE,
        "/v1/projects/{code}/permits": PROVINCE,
    }
    person = others.get(path, "inspector-140105-1")
    with scene.client(person) as client:
        answer = ASKED[operation](client, issue)
        problem = client.get("/v1/issues?limit=0")
    told = document["paths"][path][method]["responses"]
    _demand(document, told[str(answer.status_code)]["content"]["application/json"]["schema"], answer.json())
    _demand(document, {"$ref": "#/components/schemas/ProblemView"}, problem.json())
    scene.skip()


def _demand(document: dict[str, Any], schema: dict[str, Any], instance: Any) -> None:
    whole = {**schema, "components": document["components"]}
    faults = sorted(Draft202012Validator(whole).iter_errors(instance), key=str)
    assert not faults, json.dumps([fault.message for fault in faults[:5]], ensure_ascii=False)
