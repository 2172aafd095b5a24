"""Knows `POST /v1/policies/simulate`: what a policy would have fired over the ledger, beside what did.

It writes nothing. It is work for a processor and not for a server: it runs in a process of its own, one at a time,
over a bounded number of issues, and is ended when it takes too long.
"""

from typing import Any, Final

import pymongo
from anyio import fail_after, to_process
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.problems import Problem, away, invalid
from api.http.settings import COMMAND_BYTES, QUERY_SECONDS
from api.resources.policies.simulation_views import SimulationAsked, SimulationView
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.access.scopes import scope_of
from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.policy.policy import Policy
from ledger.policy.reading import parse_sound
from ledger.policy.versions import Policies
from ledger.registry.entries import Person
from mobile_schema.faults import Fault
from oversight.simulate.comparing import Question
from oversight.simulate.histories import Selection, count_selected
from oversight.simulate.stored import simulate_stored
from oversight.simulate.tally import Window

routes = router("policies 督办规则")

MOST_ISSUES: Final = 20_000
SECONDS: Final = 60.0


@routes.post(
    "/policies/simulate",
    summary="规则推演 / what a policy would have fired",
    responses=documented.answers(SimulationView, refusals=(401, 403, 404, 413, 415, 422, 503)),
    openapi_extra=declared("policy.simulate", documented.body("SimulationAsked")),
)
async def post_simulation(request: Request) -> Response:
    """For supervisors of a province or a city, over what they supervise; nothing is written."""
    services = services_of(request)
    asked = await read_as(request, SimulationAsked, COMMAND_BYTES)
    person = demand_right(request)
    question, selection = await run_in_threadpool(_understood, asked, services, person)
    return JsonAnswer(await _simulated(services, question, selection))


async def _simulated(services: Services, question: Question, selection: Selection) -> dict[str, Any]:
    """The answer. Raises Problem (503) when it takes too long, those before it included."""
    arguments = (services.settings.mongo_url, question, selection, services.settings.time_zone)
    try:
        with fail_after(SECONDS):
            comparison = await to_process.run_sync(
                simulate_stored, *arguments, cancellable=True, limiter=services.simulations
            )
    except TimeoutError:
        raise away(
            "simulation-too-long",
            f"推演超过 {SECONDS:g} 秒,请缩小范围或稍后再试 / longer than {SECONDS:g} s: ask for less, or later",
        ) from None
    apart = comparison.differing
    differing = [each._asdict() for each in apart.furthest]
    return {**comparison.summary(), "more": apart.more, "fewer": apart.fewer, "differing": differing}


def _understood(asked: SimulationAsked, services: Services, person: Person) -> tuple[Question, Selection]:
    """What to simulate, over which issues. Raises Problem: 403, 404, 422."""
    scope = scope_of(person, "policy.simulate")
    region = asked.region or scope.regions[0]
    if not scope.covers_region(region):
        raise Problem(403, "not-permitted", f"您不督办 {region} / you do not supervise {region}")
    policies = services.rules.current.policies
    policy = (
        parsed_policy(asked.text, services) if asked.text is not None else known_policy(policies, str(asked.policy))
    )
    against = None if asked.against is None else known_policy(policies, asked.against)
    with pymongo.timeout(QUERY_SECONDS):
        try:
            window = Window.between(asked.first, asked.last, services.clock.now(), policy.zone)
        except ValueError as error:
            raise invalid([Fault("$.to", str(error), "value_error")]) from None
        selection = Selection(window.until, window.since, region, asked.category)
        count = count_selected(services.store, selection, MOST_ISSUES)
    if count > MOST_ISSUES:
        raise Problem(
            422,
            "too-many-issues",
            f"超过 {MOST_ISSUES} 个问题,请缩小范围 / more than {MOST_ISSUES} issues: name a region, a category or days",
            limit=MOST_ISSUES,
        )
    return Question(policy, against, window), selection


def parsed_policy(text: str, services: Services) -> Policy:
    """The policy that a text is. Raises Problem (422)."""
    try:
        return parse_sound(text, services.settings.time_zone)
    except DataFileRefused as refused:
        raise invalid(
            [
                Fault(fault.path, f"第 {fault.line} 行 / line {fault.line}: {fault.message}", "policy")
                for fault in refused.faults
            ]
        ) from None


def known_policy(policies: Policies, key: str) -> Policy:
    """The policy of a key. Raises Problem (404)."""
    try:
        return policies.named(key)
    except LookupError:
        raise Problem(404, "unknown-policy", f"没有这个规则版本 / no policy {key}") from None
