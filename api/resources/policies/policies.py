"""Knows `GET /v1/policies`: the versions of the escalation policies (督办规则), whole, and from when each holds."""

from typing import Annotated, Any

from fastapi import Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.changes import ChangePage, Changes, change_view
from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit, Whole
from api.http.problems import Problem
from api.http.views import View
from api.named import names_answer
from api.routes import declared, demand_right, reads_of, router, services_of
from ledger.policy.ladder import Words
from ledger.policy.policy import Policy, Scope
from ledger.policy.store import POLICIES, read_policy_text
from ledger.policy.versions import ALWAYS, Policies

routes = router("policies 督办规则")

Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Version = Annotated[Whole, Path(ge=1, le=999_999_999)]


class PolicyLine(View):
    """A version of a policy. `holds_from` is null when it always held, or was not adopted."""

    name: str
    version: int
    title: Words
    time_zone: str
    applies_to: Scope
    adopted: bool
    holds_from: AwareDatetime | None


class PolicyList(View):
    items: list[PolicyLine]


class PolicyView(PolicyLine):
    """`definition` is the policy as docs/policy.schema.json has it, with everything that its file left out; `text` is
    that file, as it was entered.
    """

    definition: Policy
    text: str


@routes.get(
    "/policies",
    summary="督办规则 / the policies, by name and version",
    responses=documented.names(PolicyList),
    openapi_extra=declared("policy.read"),
)
async def get_policies(request: Request) -> Response:
    """Every version that this deployment knows; an issue keeps the one frozen onto it when it was assigned."""
    demand_right(request)
    policies = services_of(request).rules.current.policies
    return names_answer(request, {"items": [policy_line(policy, policies) for policy in policies.versions()]})


@routes.get(
    "/history/policies",
    summary="规则的变更 / who entered and adopted which version",
    responses=documented.answers(ChangePage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("registry.entries"),
)
async def get_policies_history(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """The latest first; for those who read the registry whole."""
    before, changes = cursors.read_name(cursor), Changes(reads_of(request))
    page = await run_in_threadpool(changes.of, "registry.entries", POLICIES, limit, before)
    return JsonAnswer(cursors.answer(page, change_view))


@routes.get(
    "/policies/{name}/{version}",
    summary="一个版本 / one version of a policy",
    responses=documented.answers(PolicyView, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared("policy.read"),
)
async def get_policy(request: Request, name: Name, version: Version) -> Response:
    """Its clocks, its ladder, its approvals; an entered version never changes."""
    demand_right(request)
    services = services_of(request)
    policies = services.rules.current.policies
    try:
        policy = policies.of(name, version)
        text = await services.ask(lambda: read_policy_text(services.store, policy.key))
    except LookupError:
        raise Problem(404, "unknown-policy", f"没有这个规则版本 / no policy {name} version {version}") from None
    definition = policy.model_dump(mode="json", by_alias=True)
    return JsonAnswer({**policy_line(policy, policies), "definition": definition, "text": text})


def policy_line(policy: Policy, policies: Policies) -> dict[str, Any]:
    """A version, and from when it holds."""
    adopted = {adoption.policy.key: adoption.holds_from for adoption in policies.adopted()}
    holds_from = adopted.get(policy.key)
    return {
        "name": policy.name,
        "version": policy.version,
        "title": policy.title.model_dump(),
        "time_zone": policy.time_zone,
        "applies_to": policy.applies_to.model_dump(mode="json"),
        "adopted": policy.key in adopted,
        "holds_from": None if holds_from == ALWAYS else holds_from,
    }
