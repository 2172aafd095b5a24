"""Knows how a policy is proposed over HTTP: its text checked line by line, and adopted from a day on, with a reason."""

from datetime import datetime, time
from typing import Any

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.problems import Problem
from api.http.settings import COMMAND_BYTES, COMMAND_SECONDS
from api.resources.policies.policies import PolicyLine, policy_line
from api.resources.policies.proposing_views import AdoptionAsked, CheckedPolicy, PolicyText
from api.resources.policies.simulations import known_policy, parsed_policy
from api.routes import acting, declared, demand_present, demand_right, router, services_of
from api.services import Services
from ledger.groundwork.yaml_lines import FileFault
from ledger.policy.policy import Policy
from ledger.policy.reading import Checked, check_policy
from ledger.policy.store import AdoptionRefused, PolicyTaken, adopt_policy, enter_policy
from ledger.policy.versions import Policies
from ledger.registry.actors import Actor

routes = router("policies 督办规则")


@routes.post(
    "/policies/check",
    summary="检查规则 / what is wrong with the text of a policy, line by line",
    responses=documented.answers(CheckedPolicy, refusals=(401, 403, 413, 415, 422, 503)),
    openapi_extra=declared("policy.simulate", documented.body("PolicyText")),
)
async def post_check(request: Request) -> Response:
    """For who may simulate; nothing is written. A text that is no sound policy is an answer too, with its `faults`."""
    services = services_of(request)
    asked = await read_as(request, PolicyText, COMMAND_BYTES)
    demand_right(request)
    return JsonAnswer(await run_in_threadpool(_checked, asked.text, services))


@routes.post(
    "/policies/adopt",
    summary="采用规则 / let a version hold for issues assigned from a day on",
    responses=documented.answers(PolicyLine, refusals=(401, 403, 404, 409, 413, 415, 422, 503)),
    openapi_extra=declared("policy.adopt", documented.body("AdoptionAsked")),
)
async def post_adoption(request: Request) -> Response:
    """By a supervisor of the province. Open issues keep the version that they have."""
    services = services_of(request)
    asked = await read_as(request, AdoptionAsked, COMMAND_BYTES)
    demand_right(request)
    policies = services.rules.current.policies
    text = asked.text
    policy = (
        known_policy(policies, str(asked.policy))
        if text is None
        else await run_in_threadpool(parsed_policy, text, services)
    )
    demand_present(request)
    await run_in_threadpool(_adopt, services, policy, asked, acting(request))
    await services.rules.read()
    return JsonAnswer(policy_line(policy, services.rules.current.policies))


def _checked(text: str, services: Services) -> dict[str, Any]:
    rules = services.rules.current
    checked = check_policy(text, services.settings.time_zone, rules.catalogue, services.clock.now())
    policy = checked.policy
    return {
        "state": None if policy is None else _state(policy, rules.policies),
        "name": policy and policy.name,
        "version": policy and policy.version,
        "title": policy and policy.title.model_dump(),
        "definition": policy and policy.model_dump(mode="json", by_alias=True),
        **_lines(checked),
    }


def _state(policy: Policy, policies: Policies) -> str:
    try:
        there = policies.of(policy.name, policy.version)
    except LookupError:
        return "new"
    return "entered" if there == policy else "taken"


def _lines(checked: Checked) -> dict[str, list[dict[str, Any]]]:
    def line(fault: FileFault) -> dict[str, Any]:
        return {"line": fault.line, "path": fault.path, "message": fault.message}

    return {"faults": [line(each) for each in checked.faults], "warnings": [line(each) for each in checked.warnings]}


def _adopt(services: Services, policy: Policy, asked: AdoptionAsked, actor: Actor) -> None:
    """Enter it if it is a text, and adopt it. Raises Problem (409); it waits for MongoDB."""
    store, zone = services.store, services.rules.current.zone
    with pymongo.timeout(COMMAND_SECONDS):
        now = services.clock.now()
        first = asked.first
        holds_from = now if first is None else datetime.combine(first, time(), tzinfo=zone)
        try:
            if holds_from < now:
                raise AdoptionRefused("生效时间不得在过去 / it cannot hold from a moment in the past")
            if _state(policy, services.rules.current.policies) == "taken":
                raise PolicyTaken(policy.key)
            if asked.text is not None:
                enter_policy(store, asked.text, now, services.settings.time_zone, actor=actor, reason=asked.reason)
            adopt_policy(store, policy.name, policy.version, holds_from, now, actor, reason=asked.reason)
        except AdoptionRefused as refused:
            raise Problem(409, "adoption-refused", str(refused)) from None
        except PolicyTaken as taken:
            raise Problem(
                409,
                "policy-taken",
                f"{taken} 已有且内容不同,请将 version 加一 / {taken} says something else: take the next version",
            ) from None
